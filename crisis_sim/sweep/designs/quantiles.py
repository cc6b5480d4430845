"""Values at given probabilities: the quantile functions of prior distributions."""

from __future__ import annotations

import numpy as np

from crisis_sim.game.game import Floats
from crisis_sim.scenario.prior import Prior

__all__ = ["probability_below", "quantiles"]

LEAST = 2.0**-53
"""Probabilities are kept this far from 0 and 1, where unbounded priors have no finite value."""


def quantiles(prior: Prior, probabilities: Floats) -> Floats:
    """The values below which a prior lies with the given probabilities, element by element.

    ``probabilities`` in [0, 1]; of any shape, which the answer shares.
    """
    u = np.clip(probabilities, LEAST, 1.0 - LEAST)
    match prior.name:
        case "uniform":
            low, high = prior.arguments
            return np.asarray(low + (high - low) * u)
        case "triangular":
            low, mode, high = prior.arguments
            return _triangular(low, mode, high, u)
        case "beta":
            from scipy.special import betaincinv

            a, b = prior.arguments[:2]
            low, high = prior.support
            return np.asarray(low + (high - low) * betaincinv(a, b, u))
        case "normal" | "lognormal":
            from scipy.special import ndtri

            mean, deviation = prior.arguments
            normal = np.asarray(mean + deviation * ndtri(u))
            return normal if prior.name == "normal" else np.exp(normal)
        case other:
            raise ValueError(f"no quantiles for the distribution '{other}'")


def probability_below(prior: Prior, value: float) -> float:
    """How much of a prior lies below a value: the inverse of :func:`quantiles`, by halving."""
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2.0) < high:
        if quantiles(prior, np.array(middle)) < value:
            low = middle
        else:
            high = middle
    return high if low else 0.0


def _triangular(low: float, mode: float, high: float, u: Floats) -> Floats:
    """The two branches of the inverse, which meet at the mode."""
    rising = low + np.sqrt(u * (high - low) * (mode - low))
    falling = high - np.sqrt((1.0 - u) * (high - low) * (high - mode))
    return np.where(u * (high - low) <= mode - low, rising, falling)
