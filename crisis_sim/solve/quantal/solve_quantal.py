"""Agent quantal response equilibria in the logit form (McKelvey and Palfrey 1995, 1998)."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.remedy import Remedy
from crisis_sim.solve.quantal.branch import Branch, tabulate
from crisis_sim.solve.quantal.limit import find_limit
from crisis_sim.solve.quantal.other_branches import branches_leaving
from crisis_sim.solve.quantal.residual import logit_residual
from crisis_sim.solve.quantal.trace import MOST_STEPS, MOVE, BranchPoint, Trace
from crisis_sim.solve.solution import Equilibrium, Search, Solution, assess
from crisis_sim.time_limits import OutOfTime

__all__ = ["LogitEquilibrium", "solve_quantal", "trace_branch"]

LATER = "further along the branch, which turns back"
SAME = 1e-6
"""Largest difference of probabilities between equilibria that are one."""
Found = TypeVar("Found")

_FARTHEST = 1e15
"""On the scale of the payoffs: log odds have no digits behind the point beyond it."""


@dataclass(frozen=True, eq=False, repr=False)
class LogitEquilibrium(Equilibrium):
    """A logit equilibrium with its own proof.

    Attributes
    ----------
    precision : in 1/payoff units; infinite for the limit of the branch.
    residual : error in the logit equations, see
        :func:`crisis_sim.solve.quantal.residual.logit_residual`; nan for the limit, whose proof is
        the regret. At a finite precision regret is part of the concept and no error.
    log_profile : (choices,) log-probabilities; -inf where an action is not played at all.
    """

    precision: float = math.inf
    residual: float = math.nan
    log_profile: Floats | None = None


def solve_quantal(
    game: Game,
    precision: float | None = None,
    *,
    most_steps: int = MOST_STEPS,
) -> Solution:
    """The agent logit equilibrium at a precision, or the equilibrium that the branch leads to.

    At every information set action a is played with probability proportional to
    exp(``precision`` u(a)), u(a) being its value to the mover given the others' play and the
    beliefs that follow from it (McKelvey and Palfrey 1998). At precision 0 all actions are equally
    likely; the branch of solutions is followed from there (Turocy 2005, 2010). Its limit for large
    precisions is a sequential equilibrium, unique for almost all games.

    Parameters
    ----------
    precision : in 1/payoff units, 0 or more; None or infinity for the limit.
    most_steps : steps along the branch at most.

    Logit play depends on the units of payoffs by definition, as precision is the same for all
    players: with one player's payoffs in other units both the play and its limit may be others.

    Guaranteed: a solution of the logit equations on the branch, the first at this precision, to
    the last digits; for the limit a certificate of regret, which is exactly 0 where nothing is
    mixed, or ``converged=False`` with the best profile found. Listed after it are later ones at the
    same precision, where the branch turns back, and those on branches that leave it at simple
    bifurcations, as happens in symmetric games (a warning says so). Not found: solutions on
    branches that do not meet it. A step costs the cube of the number of probabilities to be found
    at most.

    Raises
    ------
    NotSolved
        Imperfect recall, a game too large, a payoff range that no float holds, or a precision that
        could not be reached.
    """
    started = time.perf_counter()
    trace = Trace(game)
    if precision is None or math.isinf(precision):
        return _limit(trace, most_steps, started)
    equilibria = _at_precision(trace, precision, most_steps)
    return Solution(
        game=game,
        concept="quantal",
        method="agent logit response, followed from precision 0",
        equilibria=tuple(equilibria),
        searched=(
            Search(
                "one",
                f"the branch from precision 0 and those that leave it at simple bifurcations, for "
                f"their points at precision {precision:g}; other branches were not searched",
            ),
        ),
        seconds=time.perf_counter() - started,
        warnings=_warnings(trace),
    )


def trace_branch(
    game: Game,
    *,
    until: float = math.inf,
    include: Sequence[float] = (),
    most_steps: int = MOST_STEPS,
) -> Branch:
    """The branch of logit equilibria from precision 0.

    Parameters
    ----------
    until : precision at which to stop, in 1/payoff units; by default the limit.
    include : precisions to be hit exactly, wherever the branch has them.
    most_steps : steps at most; a branch that needs more has ``converged=False``.

    The points are as far apart as the branch allows, closer where it bends; turning points are
    among them. Where the largest payoff range times the precision exceeds 1e15, floats no longer
    hold differences of log odds: a branch that has not come to its limit by then is not followed
    any further, and has ``converged=False``.

    Raises
    ------
    InputError
        A precision that is negative or no number.
    NotSolved
        Imperfect recall or a game too large.
    """
    if not (until >= 0.0 and all(0.0 <= one < math.inf for one in include)):
        raise InputError("precisions must be finite numbers, 0 or more (in 1/payoff units)")
    trace = Trace(game)
    scale = trace.scaled.scale
    ends = math.isfinite(until)
    farthest = min(until * scale, _FARTHEST)
    if ends:
        trace.extend(precision=farthest, most=most_steps)
    else:
        trace.extend(precision=farthest, regret=MOVE, move=MOVE, most=most_steps)
    trace.sharpen()
    points = trace.complete([one * scale for one in include], farthest)
    reached = points[-1, -1] >= until * scale if ends else trace.settled
    return tabulate(
        trace.scaled,
        points,
        trace.bifurcations,
        converged=bool(reached),
        asked=(*include, until),
    )


def _limit(trace: Trace, most_steps: int, started: float) -> Solution:
    game = trace.scaled.game
    limit = find_limit(trace, most=most_steps)
    warnings = _warnings(trace, limit=True)
    if not limit.converged:
        warnings += (
            f"the branch was followed to precision {limit.precision:.3g}; the profile it tends to "
            f"has regret {limit.certificate.max_regret:.3g}",
        )
    elif not limit.certificate.proved:
        warnings += (
            f"the regret of {limit.certificate.max_regret:.3g} was measured: that an equilibrium "
            "lies there is not proved",
        )
    note = f"limit of the logit branch, followed to precision {limit.precision:.3g}"
    plain = assess(game, limit.profile, limit.beliefs, sequential=True, notes=(note,))
    with np.errstate(divide="ignore"):
        log_profile = np.log(plain.profile)
    return Solution(
        game=game,
        concept="quantal",
        method="limit of agent logit responses, followed from precision 0",
        equilibria=(_as_logit(plain, math.inf, math.nan, log_profile),),
        searched=(
            Search(
                "one",
                "the branch from precision 0, which selects one equilibrium by the payoffs' units",
            ),
        ),
        seconds=time.perf_counter() - started,
        warnings=warnings,
        converged=limit.converged,
    )


def _reach(trace: Trace, precision: float, most_steps: int) -> BranchPoint:
    scaled = precision * trace.scaled.scale
    trace.extend(precision=scaled, most=most_steps)
    found = trace.at(scaled)
    if found is None:
        reached = float(trace.points[:, -1].max()) / trace.scaled.scale
        why = "no further step could be made" if trace.stuck else f"{most_steps:,} steps were made"
        raise NotSolved(
            f"the logit branch was followed to precision {reached:.6g}, not to {precision:g}: {why}"
            "; give a lower ",
            Remedy("precision"),
        )
    return found


def _at_precision(trace: Trace, precision: float, most_steps: int) -> list[LogitEquilibrium]:
    """The first equilibrium of the branch with a precision, then others that hang together with it.

    Those are later ones, where the branch turns back, and those on branches that leave it.
    """
    first = _reach(trace, precision, most_steps)
    found = [_equilibrium(trace, first, precision)]
    if precision > 0.0:
        with suppress(OutOfTime):
            for one, note in _others(trace, precision, most_steps):
                if all(np.abs(one.profile - other.profile).max() > SAME for other in found):
                    found.append(replace(one, notes=(*one.notes, note)))
    return found


def _others(
    trace: Trace, precision: float, most_steps: int
) -> Iterator[tuple[LogitEquilibrium, str]]:
    """Equilibria with a precision beyond the first, and where each is."""
    scaled = precision * trace.scaled.scale
    trace.extend(regret=MOVE, move=MOVE, most=most_steps)
    for later in _as_far_as_known(itertools.islice(trace.all_at(scaled), 1, None)):
        yield _equilibrium(trace, later, precision), LATER
    for where, other in _as_far_as_known(branches_leaving(trace)):
        other.extend(precision=scaled, most=most_steps)
        other.extend(regret=MOVE, move=MOVE, most=most_steps)
        note = f"on a branch that leaves the first at precision {where / trace.scaled.scale:.4g}"
        for one in _as_far_as_known(other.all_at(scaled)):
            yield _equilibrium(other, one, precision), note


def _as_far_as_known(points: Iterator[Found]) -> Iterator[Found]:
    """What is found until the equations cannot be solved."""
    with suppress(NotSolved):
        yield from points


def _equilibrium(trace: Trace, found: BranchPoint, precision: float) -> LogitEquilibrium:
    game = trace.scaled.game
    log_profile = trace.scaled.log_profile(found.point[None, :-1])[0]
    beliefs = trace.beliefs(found.point)
    residual = logit_residual(game, log_profile, precision, beliefs)
    note = f"the logit equations hold to {residual:.1e}; regret is what the noise costs"
    plain = assess(game, np.exp(log_profile), beliefs, notes=(note,))
    return _as_logit(plain, precision, residual, log_profile)


def _as_logit(
    plain: Equilibrium, precision: float, residual: float, log_profile: Floats
) -> LogitEquilibrium:
    log_profile.setflags(write=False)
    return LogitEquilibrium(
        **vars(plain), precision=precision, residual=residual, log_profile=log_profile
    )


def _warnings(trace: Trace, *, limit: bool = False) -> tuple[str, ...]:
    game = trace.scaled.game
    warnings = []
    if np.any(game.zero_chance):
        warnings.append(
            "chance moves of probability zero are treated as vanishingly and equally unlikely"
        )
    crossed = trace.bifurcations / trace.scaled.scale
    if len(crossed):
        where = ", ".join(f"{one:.4g}" for one in crossed)
        warnings.append(
            f"the branch goes through a bifurcation near precision {where}; other branches leave "
            f"there{', which are not followed to their limits' if limit else ''}, as happens in "
            "symmetric games"
        )
    return tuple(warnings)
