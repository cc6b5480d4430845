"""The sequential equilibrium to which the logit branch leads, as one of those found."""

from __future__ import annotations

from dataclasses import replace

from crisis_sim.numbers.real import Number
from crisis_sim.solve.refine.limit_of_logit import FOUND_BY_LOGIT, LogitLimit
from crisis_sim.solve.sequential.mixed import APPROXIMATE, Judge, Listed
from crisis_sim.solve.sequential.mixed_parts import MixedParts
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.solution import TOLERANCE, Equilibrium, Search, assess
from crisis_sim.strategy.exactly import ExactPlay
from crisis_sim.strategy.onward import beliefs_onward

__all__ = ["limit_found"]

CONSISTENT = (
    "its beliefs are those of the limit, and so consistent if the branch was followed to its end; "
    "that was not proved in exact numbers"
)


def limit_found(parts: Parts, plays: Listed, judge: Judge, limit: LogitLimit) -> Search:
    """Add the limit, if none that is known is played so; what was searched.

    Parameters
    ----------
    parts : the game as it was solved for pure strategies.
    plays : how the equilibria found are played.
    judge : gives a profile the consistent beliefs that support it, if there are any.
    """
    solution = limit.solution
    found = None if solution is None else _judged(parts, judge, solution.equilibria[0])
    if found is not None:
        noted = replace(found, notes=(*found.notes, FOUND_BY_LOGIT))
        plays.add(noted, approximate=not found.certificate.proved)
    return limit.searched


def _judged(parts: Parts, judge: Judge, limit: Equilibrium) -> Equilibrium | None:
    """The limit with consistent beliefs that support it, else with those of the branch."""
    assert limit.exact is not None
    profile = limit.exact.profile
    mixed = MixedParts(parts, most=0)
    starts = parts.game.tree.choice_start.tolist()
    actions = {
        one: _action(mixed, profile[starts[one] : starts[one + 1]])
        for one in range(len(parts.members))
    }
    found, _ = judge(mixed, actions)
    if found is not None and found.certificate.holds():
        return found
    beliefs = beliefs_onward(ExactPlay(parts.game, profile), limit.exact.beliefs)
    plain = assess(parts.game, profile, beliefs, sequential=True)
    if not plain.certificate.holds(TOLERANCE):
        return None
    notes = (CONSISTENT,) if plain.certificate.proved else (APPROXIMATE, CONSISTENT)
    return replace(plain, notes=notes)


def _action(parts: MixedParts, chances: tuple[Number, ...]) -> int:
    """The action that is taken for sure, or the number of the mixture."""
    return chances.index(1) if 1 in chances else parts.mixture(chances)
