"""Refinements of the sequential equilibria of a game, and the order they put them in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from crisis_sim.game.game import Game
from crisis_sim.solve.refine.criteria import d1, divinity, intuitive_criterion
from crisis_sim.solve.refine.messages import Message, Unsent, drawn_apart, unsent_messages
from crisis_sim.solve.refine.passive import PassiveParts, supported_passively
from crisis_sim.solve.refine.path import ProfilePath, path_of
from crisis_sim.solve.refine.responses import Responses
from crisis_sim.solve.refine.undefeated import undefeated
from crisis_sim.solve.refine.verdict import Verdict, over_messages
from crisis_sim.solve.sequential.continuation import PlayedAlike
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.solution import Equilibrium
from crisis_sim.strategy.exactly import ExactPlay, Profile

__all__ = [
    "D1",
    "DIVINITY",
    "INTUITIVE",
    "PASSIVE",
    "UNDEFEATED",
    "in_order",
    "passed_alone",
    "refine",
]

PASSIVE, INTUITIVE, D1 = "passive beliefs", "intuitive criterion", "D1"
DIVINITY, UNDEFEATED = "divinity", "undefeated"

FAILS = {INTUITIVE: "fails the intuitive criterion", D1: "fails D1", UNDEFEATED: "is defeated"}


def refine(parts: Parts, equilibria: Sequence[Equilibrium]) -> tuple[Equilibrium, ...]:
    """The same equilibria with their refinements, those that pass more of them first.

    Parameters
    ----------
    parts : the game as it was solved; parts solved already are not solved again.
    equilibria : all that were found: each is compared with the others.

    Each equilibrium is tested for passive beliefs
    (:func:`~crisis_sim.solve.refine.passive.supported_passively`), the intuitive criterion,
    divinity and D1 (:mod:`crisis_sim.solve.refine.criteria`), and for being undefeated
    (:func:`~crisis_sim.solve.refine.undefeated.undefeated`). Whatever passes D1 passes divinity. An
    answer that could not be had is None, and a note says why; a note says too what an equilibrium
    fails for, and where the answers depend on how moves are drawn in the tree.

    Costs little beside the search for the equilibria where few messages are left unsent that could
    tempt anyone; each that could is solved up to four times.
    """
    memo: dict[object, list[PlayedAlike]] = {}
    passive = PassiveParts(parts)
    paths = [path_of(parts.game, _exact(one)) for one in equilibria]
    refined = []
    for place, one in enumerate(equilibria):
        others = paths[:place] + paths[place + 1 :]
        unsent = unsent_messages(parts, paths[place])
        verdicts = {
            PASSIVE: supported_passively(passive, paths[place]),
            **_by_message(Responses(parts, paths[place], memo), unsent, others),
        }
        refined.append(
            replace(
                one,
                refinements={name: verdict.passed for name, verdict in verdicts.items()},
                notes=(*one.notes, *_notes(verdicts), *drawn_apart(parts, unsent)),
            )
        )
    return in_order(parts.game, refined)


def _exact(one: Equilibrium) -> Profile:
    assert one.exact is not None
    return one.exact.profile


def in_order(game: Game, equilibria: Sequence[Equilibrium]) -> tuple[Equilibrium, ...]:
    """Equilibria that pass more refinements first.

    Among those that pass equally many, one with passive beliefs comes first, then one that is pure,
    then the one that is better for the first player, then for the second, and so on.
    """
    return tuple(sorted(equilibria, key=lambda one: _rank(game, one)))


def _rank(game: Game, one: Equilibrium) -> tuple[object, ...]:
    count = sum(verdict is True for verdict in one.refinements.values())
    payoffs = ExactPlay(game, _exact(one)).values[0]
    passive = one.refinements.get(PASSIVE) is True
    return (-count, not passive, not one.pure, tuple(-payoff for payoff in payoffs))


def passed_alone(one: Equilibrium, other: Equilibrium) -> tuple[str, ...]:
    """The refinements that one equilibrium passes and the other fails."""
    passed = (name for name, verdict in one.refinements.items() if verdict)
    return tuple(name for name in passed if other.refinements.get(name) is False)


def _by_message(
    responses: Responses, unsent: Unsent, others: Sequence[ProfilePath]
) -> dict[str, Verdict]:
    def decide(test: Callable[[Responses, Message], Verdict]) -> Verdict:
        return over_messages(partial(test, responses), unsent)

    strict = decide(d1)
    verdicts = {
        INTUITIVE: decide(intuitive_criterion),
        DIVINITY: strict if strict.passed else decide(divinity),
        D1: strict,
    }
    verdicts[UNDEFEATED] = decide(partial(undefeated, others=others))
    return verdicts


def _notes(verdicts: Mapping[str, Verdict]) -> list[str]:
    """Why refinements fail or are not decided.

    Of D1 only if the intuitive criterion passes, of divinity never: what fails it fails D1 for the
    same reason.
    """
    told = {name: one for name, one in verdicts.items() if name != DIVINITY or one.passed is None}
    if told[INTUITIVE].passed is False:
        del told[D1]
    notes = [
        f"{FAILS[name]}: {one.why}" for name, one in told.items() if one.passed is False and one.why
    ]
    undecided: dict[str, list[str]] = {}
    for name, one in told.items():
        if one.passed is None:
            undecided.setdefault(one.why, []).append(name)
    return notes + [f"{', '.join(names)} not decided: {why}" for why, names in undecided.items()]
