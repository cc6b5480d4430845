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
_VANISHING = tuple(10.0**-power for power in range(2, 13))


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

    The log odds are extrapolated in 1 / precision, actions that vanish are set to zero (the largest
    set of them that leaves an equilibrium), and the result is certified. Where that fails the
    branch is followed further, twice at most.
    """
    best: Limit | None = None
    for regret in _STAGES:
        trace.extend(regret=regret, move=_MOVE, most=most)
        best = _best(trace, _extrapolated(trace), tol)
        if best.converged or not trace.settled:
            break
    if best is None or not best.converged:
        as_it_is = _best(trace, trace.polished(-1), tol)
        if best is None or as_it_is.certificate.max_regret < best.certificate.max_regret:
            best = as_it_is
    return best


def _best(trace: Trace, point: Floats, tol: float) -> Limit:
    """The first of the roundings of a point that is an equilibrium, or else the best."""
    profile = np.exp(trace.scaled.log_profile(point[None, :-1])[0])
    beliefs = trace.beliefs(point)
    limits = []
    for threshold in (*_VANISHING, 0.0):
        limits.append(_rounded(trace, profile, beliefs, threshold, tol))
        if limits[-1].converged:
            return limits[-1]
    return min(limits, key=lambda limit: limit.certificate.max_regret)


def _extrapolated(trace: Trace) -> Floats:
    """The last point extrapolated to an infinite precision."""
    last = trace.polished(-1)
    if len(trace.points) == 1:
        return last
    before = trace.polished(-2)
    rise = last[-1] - before[-1]
    return np.asarray(last + before[-1] / rise * (last - before)) if rise > 0.0 else last


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
