"""The share of a box on one side of a plane, bounded from above.

With the box as a cube of sides [-1, 1], it is the probability that a sum of independent uniform
numbers stays below a bound; a sum over the cube's corners gives it (Laplace 1812).
"""

from __future__ import annotations

import itertools
import math

import numpy as np

from crisis_sim.game.game import Floats

__all__ = ["most_below"]

MOST_SLOPES = 6
LEAST_SLOPE = 0.03
"""Slopes below this share of the steepest are taken as an error: they would cancel in the sum."""
SMALLEST = 1e-290


def most_below(slopes: Floats, bound: Floats) -> Floats:
    """Upper bounds of the shares of cubes on which a linear function stays below a bound.

    ``slopes`` is (cubes, parameters), ``bound`` (cubes,); the function is 0 at the middle.
    """
    steep = -np.sort(-np.abs(slopes), axis=1)
    kept = steep >= np.maximum(LEAST_SLOPE * steep[:, :1], SMALLEST)
    kept[:, MOST_SLOPES:] = False
    bound = bound + np.where(kept, 0.0, steep).sum(axis=1) * (1.0 + 1e-12)
    told = np.isfinite(steep[:, 0]) & ~np.isnan(bound)
    share = np.where(told & (bound < 0.0), 0.0, 1.0)
    counts = np.where(told, kept.sum(axis=1), 0)
    for count in range(1, min(MOST_SLOPES, slopes.shape[1]) + 1):
        rows = np.flatnonzero(counts == count)
        if len(rows):
            scale = steep[rows, 0]
            with np.errstate(over="ignore"):
                beyond = bound[rows] / scale
            share[rows] = _most(steep[rows, :count] / scale[:, None], beyond, count)
    return share


def _most(slopes: Floats, bound: Floats, count: int) -> Floats:
    """The same where the slopes, the steepest of them one, are few enough and not too small."""
    reach = slopes.sum(axis=1)
    inner = np.clip(bound, -reach, reach)
    total = np.zeros(len(slopes))
    for corner in itertools.product((1.0, -1.0), repeat=count):
        over = inner + slopes @ np.array(corner)
        total += math.prod(corner) * np.maximum(over, 0.0) ** count
    whole = math.factorial(count) * np.prod(2.0 * slopes, axis=1)
    rounding = 2.0**count * (count + 10) * 4.0 * np.finfo(float).eps * (2.0 * reach) ** count
    share = np.minimum((total + rounding) / whole, 1.0)
    outside = 1.0 + 1e-12
    return np.where(bound < -reach * outside, 0.0, np.where(bound > reach, 1.0, share))
