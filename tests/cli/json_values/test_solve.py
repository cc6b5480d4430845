"""``solve --json``."""

from __future__ import annotations

import math
import re
import shlex
from fractions import Fraction
from typing import Any

import pytest

from .claims import SECONDS
from .conftest import Held
from .equilibria import equilibrium
from .games import REPLY, beer, brinkmanship, chicken, clock, clock_values
from .trees import End, Move, Node, nodes, outcomes, pure, rational, sets, value
from .words import about, words_of

PURE = re.compile(r"all pure strategies \(\d+ combinations of actions in \d+ parts\)")
MIXED = re.compile(r"mixed strategies were searched where .* \(\d+ trials?\) and by .* were not")
SEQUENTIAL = {
    "method": "enumeration of pure strategies by parts, then of mixed ones",
    "complete": False,
    "searched": [
        {"kind": "pure", "about": PURE, "complete": True},
        {"kind": "mixed", "about": MIXED, "complete": False},
    ],
}
FAILS = (
    "fails the intuitive criterion: guest choosing 'beer' at 'breakfast, after strong' must gain, "
    "since guest choosing 'beer' at 'breakfast, after weak' never could"
)
TESTS = ("passive beliefs", "intuitive criterion", "divinity", "D1", "undefeated")


def solved(
    scenario: str, root: Node, equilibria: list[dict[str, Any]], **more: Any
) -> dict[str, Any]:
    """The whole object; parameters are the scenario's own unless others are given."""
    assumed = more.pop("assumed", ())
    own = {
        name: Fraction(str(one["default"]))
        for name, one in words_of(scenario)["parameters"].items()
    }
    own |= {
        name: Fraction(str(number))
        for one in assumed
        for name, number in words_of(scenario)["assumptions"][one]["set"].items()
    }
    given = more.pop("given", {})
    fields = {
        **about(scenario, *assumed),
        "parameters": own | {name: Fraction(told) for name, told in given.items()},
        "given": given,
        "concept": "sequential",
        "options": {"logit": False},
        **SEQUENTIAL,
        "converged": True,
        "seconds": SECONDS,
        "size": {
            "nodes": sum(1 for _ in nodes(root)),
            "terminals": sum(isinstance(one, End) for one in nodes(root)),
            "information_sets": len(sets(root)),
        },
        "equilibria": equilibria,
        "ties": [],
        "warnings": [],
        "unproved_digits": 0,
    }
    assert more.keys() <= fields.keys()
    return fields | more


def passes(*results: bool) -> dict[str, bool]:
    return dict(zip(TESTS, results, strict=True))


def test_two_equilibria_and_beliefs_off_the_path(held: Held) -> None:
    """Cho and Kreps: a duel off the path needs a belief of one half at least that he is weak."""
    root, half = beer(strong=Fraction(2, 3)), Fraction(1, 2)
    doubt = [(half, Fraction(0), half), (half, half, Fraction(1))]
    have_beer = pure(root, "beer", "let it be", "duel", "beer")
    have_quiche = pure(root, "quiche", "duel", "let it be", "quiche")
    first = equilibrium(
        "beer-and-quiche",
        root,
        have_beer,
        {"after quiche": doubt},
        refinements=passes(False, True, True, True, True),
        variants=1,
    )
    second = equilibrium(
        "beer-and-quiche",
        root,
        have_quiche,
        {"after beer": doubt},
        refinements=passes(False, False, False, False, True),
        variants=1,
        notes=[FAILS],
    )
    claimed = solved("beer-and-quiche", root, [first, second], given={"strong": "2/3"})
    held("solve beer-and-quiche -s strong=2/3", claimed)


def test_a_mixed_equilibrium(held: Held) -> None:
    """Cho and Kreps: the weak have beer in one case of nine, and the rival tosses a coin."""
    root = beer(strong=Fraction(1, 10))
    half, ninth = Fraction(1, 2), Fraction(1, 9)
    play = pure(root, "beer", "duel", "duel", "quiche") | {
        "after beer": {"duel": half, "let it be": half},
        "breakfast, after weak": {"beer": ninth, "quiche": 1 - ninth},
    }
    one = equilibrium(
        "beer-and-quiche", root, play, {}, refinements=passes(True, True, True, True, True)
    )
    claimed = solved("beer-and-quiche", root, [one], assumed=("probably weak",))
    held('solve beer-and-quiche -a "probably weak"', claimed)


def test_ties_and_the_best_for_the_first_player_first(held: Held) -> None:
    root = brinkmanship(q=Fraction(3, 5))
    threat = pure(root, "threaten", "withdraw", "defy")
    none = pure(root, "do not threaten", "defy", "defy")
    tested = {"refinements": passes(True, True, True, True, True), "variants": 1}
    both = [equilibrium("brinkmanship", root, play, {}, **tested) for play in (threat, none)]
    ties = [f"USSR at {REPLY.format('soft')}: withdraw, defy"]
    claimed = solved("brinkmanship", root, both, given={"q": "0.6"}, ties=ties)
    held("solve brinkmanship -s q=3/5", claimed)


@pytest.mark.parametrize(
    ("assumed", "given"),
    [((), {"T": "1"}), (("the pledge alone",), {"T": "2", "fD": "50", "z": "0", "mS": "25"})],
)
def test_play_without_secrets(held: Held, assumed: tuple[str, ...], given: dict[str, str]) -> None:
    """Moscow accepts Turkey in secret at once, or stalls where it is dear to yield."""
    values = {name: Fraction(told) for name, told in given.items()}
    root = clock(int(given["T"]), **values)
    if assumed:
        root = Move(root.label, root.player, {"pledge alone": root.actions["pledge alone"]})
    play = rational(root)
    chances = outcomes(root, play)
    causes = [
        {
            "category": one["category"],
            "cause": one["cause"],
            "probability": chances.get(name, Fraction(0)),
        }
        for name, one in words_of("cuba-1962-clock")["outcomes"].items()
        if "cause" in one
    ]
    one = equilibrium("cuba-1962-clock", root, play, {}, variants=1, causes=causes)
    claimed = solved(
        "cuba-1962-clock",
        root,
        [one],
        given=given,
        concept="spe",
        options={},
        method="backward induction",
        complete=True,
        searched=[{"kind": "pure", "about": "all pure strategies", "complete": True}],
    )
    claimed |= {"assumptions": [*assumed], "parameters": clock_values() | values}
    asked = [word for name in assumed for word in ("-a", name)]
    asked += [word for name, told in given.items() for word in ("-s", f"{name}={told}")]
    held(shlex.join(["solve", "cuba-1962-clock", *asked]), claimed)


def test_three_equilibria_of_chicken(held: Held) -> None:
    root, half = chicken(), Fraction(1, 2)
    coin = {
        "Washington": {"blockade": half, "air strike": half},
        "Moscow": {"withdraw": half, "maintain": half},
    }
    plays = [pure(root, "air strike", "withdraw"), coin, pure(root, "blockade", "maintain")]
    three = [
        equilibrium("brams-chicken", root, play, None, notes=[f"component {i} of 3, isolated"])
        for i, play in enumerate(plays, 1)
    ]
    about_all = "all extreme equilibria, by exhaustive enumeration in exact arithmetic"
    claimed = solved(
        "brams-chicken",
        root,
        three,
        concept="nash",
        options={"method": "auto"},
        method="exact enumeration on the sequence form",
        complete=True,
        searched=[{"kind": "all", "about": about_all, "complete": True}],
    )
    held("solve brams-chicken -c nash", claimed)


def test_logit_play_has_a_regret(held: Held) -> None:
    """Logit play of a game in which everyone but chance moves once is a formula."""
    precision, root = 0.5, brinkmanship(0.3, 0.7)

    def logit(worth: dict[str, float]) -> dict[str, float]:
        weights = {name: math.exp(precision * float(one)) for name, one in worth.items()}
        return {name: one / sum(weights.values()) for name, one in weights.items()}

    play: dict[str, dict[str, float]] = {}
    for label, here in reversed(sets(root).items()):
        move = here[0]
        beliefs = (0.7, 0.3) if len(here) > 1 else (1.0,)
        play[label] = logit(
            {
                name: sum(
                    share * value(at.actions[name], play, move.player)
                    for share, at in zip(beliefs, here, strict=True)
                )
                for name in move.actions
            }
        )
    note = re.compile(r"the logit equations hold to [\d.e-]+; regret is what the noise costs")
    one = equilibrium("brinkmanship", root, play, None, notes=[note])
    claimed = solved(
        "brinkmanship",
        root,
        [one],
        concept="quantal",
        options={"precision": precision},
        method="agent logit response, followed from precision 0",
        searched=[
            {
                "kind": "one",
                "about": (
                    "the branch from precision 0 and those that leave it at simple bifurcations, "
                    "for their points at precision 0.5; other branches were not searched"
                ),
                "complete": False,
            }
        ],
    )
    held("solve brinkmanship -c quantal --precision 0.5", claimed)
