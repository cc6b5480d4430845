"""Which sequential equilibrium the logit branch leads to.

The limit of the branch of agent logit equilibria from precision 0 is a sequential equilibrium,
unique for almost all games (McKelvey and Palfrey 1998), and so selects one of several.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.solve.solution import Equilibrium, Search, Solution

__all__ = ["FOUND_BY_LOGIT", "LIMIT_OF_LOGIT", "LogitLimit", "follow_logit", "with_limit_of_logit"]

LIMIT_OF_LOGIT = "limit of logit"
FOUND_BY_LOGIT = "found as the limit of logit play"
ALIKE = 1e-4
"""Largest difference in the probability of an end of the game between plays that are one."""


@dataclass(frozen=True, eq=False, slots=True)
class LogitLimit:
    """The limit of the branch, or ``why`` it is not known."""

    solution: Solution | None
    why: str = ""

    @property
    def searched(self) -> Search:
        """What was searched, where the limit is looked for to have an equilibrium."""
        if self.solution is None:
            return Search("one", f"the limit of the logit branch is not known: {self.why}")
        return Search("one", "the limit of the logit branch was followed")


def follow_logit(game: Game) -> LogitLimit:
    """Follow the logit branch to its limit.

    Takes some hundredths of a second on a game of 200 nodes, and half a second more the first time
    in a process.
    """
    from crisis_sim.solve.quantal import solve_quantal

    try:
        limit = solve_quantal(game)
    except NotSolved as error:
        return LogitLimit(None, str(error))
    return LogitLimit(limit) if limit.converged else LogitLimit(None, limit.warnings[-1])


def with_limit_of_logit(solution: Solution, limit: LogitLimit) -> Solution:
    """The same sequential equilibria, each with whether the limit of the logit branch selects it.

    Equilibria are compared by how they are played: by the probability of every end of the game.
    Where the limit is not known the answer is None, and a note says why. Their order stays.
    """
    if not solution.equilibria:
        return solution
    equilibria = []
    for which, one in enumerate(solution.equilibria):
        verdict, notes = None, one.notes
        if limit.solution is None:
            notes += (f"{LIMIT_OF_LOGIT} not decided: {limit.why}",)
        else:
            selected = _play(limit.solution, 0)
            verdict = bool(np.abs(_play(solution, which) - selected).max() <= ALIKE)
        equilibria.append(_told(one, verdict, notes))
    warnings = solution.warnings
    if limit.solution and not any(one.refinements[LIMIT_OF_LOGIT] for one in equilibria):
        warnings += ("the logit branch leads to an equilibrium that is not among those listed",)
    return replace(solution, equilibria=tuple(equilibria), warnings=warnings)


def _told(one: Equilibrium, verdict: bool | None, notes: tuple[str, ...]) -> Equilibrium:
    return replace(one, refinements={**one.refinements, LIMIT_OF_LOGIT: verdict}, notes=notes)


def _play(solution: Solution, which: int) -> Floats:
    return np.asarray(solution.reach(which)[solution.game.tree.terminals])
