"""The limit of the branch for large precisions, and the equilibrium that it selects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crisis_sim.game.game import Floats
from crisis_sim.solve.quantal.trace import Trace
from crisis_sim.strategy.certificate import Certificate, certify
from crisis_sim.strategy.evaluate import bayes_beliefs

__all__ = ["Limit", "find_limit"]

_STAGES = (1e-6, 1e-8)
_MOVE = 1e-6
_VANISHING = (1e-6, 1e-5, 1e-4, 1e-3, 1e-8, 1e-10, 0.0)
_SUPPORT = 1e-4
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Limit:
    """The assessment to which a branch leads.

    ``profile`` is (choices,), ``beliefs`` (nodes,); ``precision`` is how far the branch was
    followed, in 1/payoff units. ``converged`` says that the regret, under these beliefs and at
    every information set, is within the tolerance.
    """

    profile: Floats
    beliefs: Floats
    precision: float
    certificate: Certificate
    converged: bool


def find_limit(trace: Trace, *, tol: float, most: int) -> Limit:
    """Follow a branch until the profile it tends to is an equilibrium within ``tol``.

    The log odds are extrapolated in 1 / precision, where that does not do corrected so that what is
    played is indifferent, actions that vanish are set to zero, and the result is certified. If
    nothing is an equilibrium the branch is followed further, once.
    """
    found: list[Limit] = []
    for regret in _STAGES:
        trace.extend(regret=regret, move=_MOVE, most=most)
        ahead = _extrapolated(trace)
        for point in (ahead, _indifferent(trace, ahead), trace.polished(-1)):
            found.append(_best(trace, point, tol))
            if found[-1].converged:
                return found[-1]
        if not trace.settled:
            break
    return _least(found)


def _least(limits: list[Limit]) -> Limit:
    """The one with the least regret."""
    return min(limits, key=lambda limit: limit.certificate.max_regret)


def _best(trace: Trace, point: Floats, tol: float) -> Limit:
    """The first of the roundings of a point that is an equilibrium, or else the best."""
    profile = np.exp(trace.scaled.log_profile(point[None, :-1])[0])
    beliefs = trace.beliefs(point)
    limits = []
    for threshold in _VANISHING:
        limits.append(_rounded(trace, profile, beliefs, threshold, tol))
        if limits[-1].converged:
            break
    return _least(limits)


def _extrapolated(trace: Trace) -> Floats:
    """The last point extrapolated to an infinite precision."""
    last = trace.polished(-1)
    if len(trace.points) == 1:
        return last
    before = trace.polished(-2)
    rise = last[-1] - before[-1]
    return np.asarray(last + before[-1] / rise * (last - before)) if rise > 0.0 else last


def _indifferent(trace: Trace, point: Floats) -> Floats:
    """A point near another at which all actions that are played at a set are equally good.

    By Newton's method on the differences of their values, with the smallest change of the log odds
    where there are many solutions.
    """
    from crisis_sim.solve.quantal.equations import differentiate, evaluate

    problem, work = trace.scaled.problem, trace.work
    found = point.copy()
    for _ in range(_ROUNDS):
        evaluate(problem, work, found)
        differentiate(problem, work)
        played, first = [], []
        for start, end in zip(problem.first[:-1], problem.first[1:], strict=True):
            support = start + np.flatnonzero(work.probability[start:end] > _SUPPORT)
            played += support[1:].tolist()
            first += support[:1].tolist() * (len(support) - 1)
        if not played:
            break
        gaps = work.value[played] - work.value[first]
        slopes = work.odds_slope[played] - work.odds_slope[first]
        found[:-1] -= np.linalg.lstsq(slopes, gaps, rcond=1e-10)[0]
    return found


def _rounded(trace: Trace, profile: Floats, beliefs: Floats, threshold: float, tol: float) -> Limit:
    """The assessment without actions less likely than a threshold."""
    game = trace.scaled.game
    kept = np.where(profile < threshold, 0.0, profile)
    total = np.add.reduceat(kept, game.tree.choice_start[:-1])
    kept /= np.repeat(total, game.tree.set_actions)
    bayes = bayes_beliefs(game, kept)
    held = np.where(np.isnan(bayes), beliefs, bayes)
    certificate = certify(game, kept, held)
    precision = float(trace.points[-1, -1]) / trace.scaled.scale
    return Limit(kept, held, precision, certificate, certificate.holds(tol))
