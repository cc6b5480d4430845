"""How far fixing a parameter shifts the distribution of an answer.

PAWN from a given sample (Pianosi and Wagener, Environmental Modelling & Software 108, 2018): the
Kolmogorov-Smirnov distance between the answers in a slice of the parameter and all answers, slice
by slice. SALib has it too, at a cost that puts a bootstrap out of reach.
"""

from __future__ import annotations

import numpy as np

from crisis_sim.game.game import Floats

__all__ = ["distances"]


def distances(cube: Floats, answer: Floats, slices: int) -> Floats:
    """(slices, parameters) the distance in each slice of equal probability; nan in empty ones.

    Parameters
    ----------
    cube : (points, parameters) in the unit cube.
    answer : (points,) what was found there.

    Costs a pass over the points for each slice and parameter, after one sort.
    """
    order = np.argsort(answer, kind="stable")
    ordered = answer[order]
    last = np.append(ordered[1:] != ordered[:-1], True)
    everywhere = np.arange(1, len(answer) + 1)[last] / len(answer)
    numbers = np.minimum((cube[order] * slices).astype(np.int64), slices - 1)
    found = np.full((slices, cube.shape[1]), np.nan)
    for number in range(slices):
        inside = np.cumsum(numbers == number, axis=0)
        count = inside[-1]
        held = count > 0
        within = inside[last][:, held] / count[held]
        found[number, held] = np.abs(within - everywhere[:, None]).max(axis=0)
    return found
