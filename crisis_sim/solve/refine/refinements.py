"""Refinements of the sequential equilibria of a game, and the order they put them in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from crisis_sim.game.game import Game
from crisis_sim.solve.refine.criteria import d1, divinity, intuitive_criterion
from crisis_sim.solve.refine.messages import Message, unsent_messages
from crisis_sim.solve.refine.passive import PassiveParts, supported_passively
from crisis_sim.solve.refine.path import ProfilePath, path_of
from crisis_sim.solve.refine.responses import Responses
from crisis_sim.solve.refine.undefeated import undefeated
from crisis_sim.solve.refine.verdict import Verdict, over_messages
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
    "verdict_on",
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
    (:func:`~crisis_sim.solve.refine.passive.supported_passively`), the intuitive criterion, D1 and
    divinity (:mod:`crisis_sim.solve.refine.criteria`), and for being undefeated
    (:func:`~crisis_sim.solve.refine.undefeated.undefeated`). Divinity is told only where its answer
    differs from that of D1. An answer that could not be had is None, and a note says why; a note
    says too what an equilibrium fails for.

    Costs little beside the search for the equilibria where few messages are left unsent that could
    tempt anyone; each that could is solved up to four times.
    """
    memo, passive = dict(parts.known), PassiveParts(parts)
    paths = [path_of(parts.game, _exact(one)) for one in equilibria]
    refined = []
    for place, one in enumerate(equilibria):
        others = paths[:place] + paths[place + 1 :]
        verdicts = {
            PASSIVE: supported_passively(passive, paths[place]),
            **_by_message(Responses(parts, paths[place], memo), others),
        }
        refined.append(
            replace(
                one,
                refinements={name: verdict.passed for name, verdict in verdicts.items()},
                notes=(*one.notes, *_notes(verdicts)),
            )
        )
    return in_order(parts.game, refined)


def _exact(one: Equilibrium) -> Profile:
    assert one.exact is not None
    return one.exact.profile


def in_order(game: Game, equilibria: Sequence[Equilibrium]) -> tuple[Equilibrium, ...]:
    """Equilibria that pass more refinements first.

    Among those that pass equally many, one with passive beliefs comes first, then one that is pure,
    then the one that is better for the first player, then for the second, and so on. Divinity
    is counted where it is not told too (:func:`verdict_on`).
    """
    return tuple(sorted(equilibria, key=lambda one: _rank(game, one)))


def _rank(game: Game, one: Equilibrium) -> tuple[object, ...]:
    count = sum(verdict_on(one, name) is True for name in {*one.refinements, DIVINITY})
    payoffs = ExactPlay(game, _exact(one)).values[0]
    passive = one.refinements.get(PASSIVE) is True
    return (-count, not passive, not one.pure, tuple(-payoff for payoff in payoffs))


def verdict_on(one: Equilibrium, name: str) -> bool | None:
    """Whether a refinement is passed, None where that is not known.

    Divinity is told only where it differs from D1; elsewhere it is what D1 is.
    """
    known = one.refinements
    return known.get(name, known.get(D1) if name == DIVINITY else None)


def passed_alone(one: Equilibrium, other: Equilibrium) -> tuple[str, ...]:
    """The refinements that one equilibrium passes and the other fails."""
    passed = (name for name, verdict in one.refinements.items() if verdict)
    return tuple(name for name in passed if verdict_on(other, name) is False)


def _by_message(responses: Responses, others: Sequence[ProfilePath]) -> dict[str, Verdict]:
    unsent = unsent_messages(responses.parts, responses.path)

    def decide(test: Callable[[Responses, Message], Verdict]) -> Verdict:
        return over_messages(partial(test, responses), unsent)

    verdicts = {
        INTUITIVE: decide(intuitive_criterion),
        D1: decide(d1),
    }
    if verdicts[D1].passed is False:
        divine = decide(divinity)
        if divine.passed is not False:
            verdicts[DIVINITY] = divine
    verdicts[UNDEFEATED] = decide(partial(undefeated, others=others))
    return verdicts


def _notes(verdicts: Mapping[str, Verdict]) -> list[str]:
    """Why refinements fail or are not decided; of D1 only if the intuitive criterion passes."""
    told = dict(verdicts)
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
