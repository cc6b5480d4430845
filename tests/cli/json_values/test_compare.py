"""``compare --json``."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from .conftest import Held
from .equilibria import players_of, regrets
from .games import brinkmanship
from .trees import Node, Play, outcomes, pure, replies, value
from .words import about, categories, words_of

NO_REGRET = {
    "max_regret": 0.0,
    "player_regret": 0.0,
    "agent_regret": 0.0,
    "belief_error": 0.0,
    "relative_regret": 0.0,
    "exact": True,
}
SEEN = re.compile(
    "backward induction needs perfect information, and here players move without knowing what has "
    "happened; .*-c sequential solves such games"
)


def asked(scenario: str, name: str) -> dict[str, Any]:
    """What begins a case."""
    assumptions = words_of(scenario)["assumptions"]
    return {"assuming": name, "question": assumptions.get(name, {}).get("question", "")}


def one_of(scenario: str, name: str, root: Node, play: Play) -> dict[str, Any]:
    """A case of one equilibrium, whose information sets are all reached or single nodes."""
    chances = outcomes(root, play)
    return {
        **asked(scenario, name),
        "equilibria": 1,
        "payoffs": {player: value(root, play, player) for player in players_of(root)},
        "outcomes": chances,
        "categories": categories(scenario, chances),
        **regrets(root, play, {}),
    }


def gone(
    root: Node, play: Play, player: str, action: str, place: str, *, before: Fraction
) -> dict[str, Any]:
    """The first case's play where it is none any longer: what the player gains, and lost before."""
    gain = float(max(replies(root, play, player).values()) - value(root, play, player))
    return {
        "play": "is no pure equilibrium here: if the others still played as in the baseline, "
        f"{player} would gain {gain:g} payoff units, once play is there, by '{action}' ({place}), "
        f"where in the baseline it would lose {float(before):g}",
        "equilibrium": None,
        "fails": [],
        "no_pure_equilibrium": True,
    }


def test_what_becomes_of_a_threat(held: Held) -> None:
    """By what is likely and what is at risk; Moscow's replies are best in each."""
    cases = {
        "as it is": (Fraction(3, 10), Fraction(7, 10)),
        "a pure threat": (Fraction(3, 10), Fraction(1)),
        "a softer Moscow": (Fraction(2, 10), Fraction(7, 10)),
        "a hard Moscow": (Fraction(5, 10), Fraction(7, 10)),
    }
    claimed = []
    first = brinkmanship(*cases["as it is"])
    plays = [pure(first, move, "withdraw", "defy") for move in ("threaten", "do not threaten")]
    before = value(first, plays[0], "US") - value(first, plays[1], "US")
    for name, at in cases.items():
        root = brinkmanship(*at)
        threat = pure(root, "threaten", "withdraw", "defy")
        none = pure(root, "do not threaten", "withdraw", "defy")
        held_up = value(root, threat, "US") > value(root, none, "US")
        one = one_of("brinkmanship", name, root, threat if held_up else none)
        stays = {"play": "comes first here too", "equilibrium": 1, "fails": []}
        lost = gone(root, threat, "US", "do not threaten", "the threat", before=before)
        became = {**stays, "no_pure_equilibrium": False} if held_up else lost
        claimed.append(one if name == "as it is" else one | {"baseline": became})
    held("compare brinkmanship", {**about("brinkmanship"), "given": {}, "cases": claimed})


def test_mixed_play_that_dread_ends(held: Held) -> None:
    """Fearon's audience costs: a bluff is called with 2/3, but not by a target that dreads war."""
    name, scenario = "a target that dreads war", "audience-costs"
    resolute, bluff, resist = Fraction(1, 4), Fraction(1, 3), Fraction(2, 3)
    first = {
        "status quo": 1 - resolute - bluff,
        "backed down": bluff * resist,
        "concession": (resolute + bluff) * (1 - resist),
        "war": resolute * resist,
    }
    gain = -resist * (resolute * -4 + bluff) / (resolute + bluff)

    def case(named: str, ends: dict[str, Fraction], *paid: Fraction) -> dict[str, Any]:
        return {
            **asked(scenario, named),
            "equilibria": 2,
            "payoffs": dict(zip(("challenger", "target"), paid, strict=True)),
            "outcomes": ends,
            "categories": ends,
            **NO_REGRET,
        }

    became = {
        "play": "is not among the equilibria found here: if the others still played as in the "
        f"baseline, target would gain {float(gain):.4g} payoff units, once play is there, by "
        "'concede' (the reply)",
        "equilibrium": None,
        "fails": [],
        "no_pure_equilibrium": False,
    }
    challenger = first["concession"] - first["backed down"] / 2 - first["war"] / 4
    target = first["status quo"] + first["backed down"] - first["war"] * Fraction(4, 3)
    cases = [
        case("as it is", first, challenger, target),
        case(name, {"concession": Fraction(1)}, Fraction(1), Fraction(0)) | {"baseline": became},
    ]
    claimed = {**about(scenario), "given": {}, "cases": cases}
    held(f'compare {scenario} -a "{name}"', claimed)


def test_cases_that_are_not_solved(held: Held) -> None:
    """Where nothing is hidden, A gets what each B would give up: 0.6 of it or 0.9."""
    scenario, q = "bargaining-range", Fraction(3, 10)
    less, more = Fraction(5, 10) + Fraction(1, 10), Fraction(5, 10) + Fraction(4, 10)
    solved = {
        **asked(scenario, "nothing hidden"),
        "equilibria": 1,
        "payoffs": {
            "A": q * less + (1 - q) * more,
            "B": q * (1 - less) + (1 - q) * (1 - more),
        },
        "outcomes": {"settled for more": 1 - q, "settled for less": q},
        "categories": {"settlement": 1.0},
        **NO_REGRET,
    }
    cases = [
        solved if name == "nothing hidden" else {**asked(scenario, name), "failure": SEEN}
        for name in ("as given", *words_of(scenario)["assumptions"])
    ]
    claimed = {**about(scenario), "given": {"cA": "0.2"}, "cases": cases}
    held(f"compare {scenario} -c spe -s cA=0.2", claimed)
