"""Isolated solutions of polynomial equations, to many bits and proved, from candidates in floats.

Newton's method in ball arithmetic. A box about the end of it holds one solution, and only one, if
the interval Newton step from its middle stays within it (Krawczyk 1969; Neumaier 1990, theorem
5.1.7).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flint
import numpy as np
from numpy.typing import NDArray

from crisis_sim.numbers.rational import rational

__all__ = ["RADIUS", "Array", "meet", "middle_of", "refined"]

BITS = 600
"""Bits that are worked with."""
RADIUS = 200
"""Bits to which a solution is given: half the width of its box."""
STEPS = 20

Array = Any
"""Floats, or an array of balls."""


def refined(
    equations: Callable[[Array], tuple[Array, Array]], candidate: Array
) -> NDArray[np.object_] | None:
    """(unknowns,) balls about a candidate, in which one solution lies; None if that is not proved.

    Parameters
    ----------
    equations : from (1, unknowns) the values (1, equations) and slopes (1, equations, unknowns).
    """
    with flint.ctx.workprec(BITS):
        middle = _array([flint.arb(one) for one in candidate.tolist()])
        radius = flint.arb(2) ** -RADIUS
        try:
            for _ in range(STEPS):
                step = _step(equations, middle, middle)
                middle = _array([(own - by).mid() for own, by in zip(middle, step, strict=True)])
                if all(abs(by) < radius * radius for by in step):
                    break
            box = _array([flint.arb(own, radius) for own in middle])
            step = _step(equations, middle, box)
        except ZeroDivisionError:
            return None
        within = zip(box, middle, step, strict=True)
        return box if all(own.contains_interior(at - by) for own, at, by in within) else None


def _step(equations: Callable[[Array], tuple[Array, Array]], at: Array, box: Array) -> list[Any]:
    """Newton's step, with the values at a point and all the slopes in a box."""
    value, slope = equations(at[None])[0][0], equations(box[None])[1][0]
    column = flint.arb_mat([[flint.arb(one)] for one in value])
    found = flint.arb_mat([[flint.arb(one) for one in row] for row in slope]).solve(column)
    return [found[i, 0] for i in range(len(value))]


def _array(values: list[Any]) -> NDArray[np.object_]:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


def meet(one: NDArray[np.object_], two: NDArray[np.object_]) -> bool:
    """Whether two boxes have a point in common, and so the same solution."""
    return all(a.overlaps(b) for a, b in zip(one, two, strict=True))


def middle_of(box: NDArray[np.object_]) -> NDArray[np.object_]:
    """The middle of a box in rational numbers."""
    return _array([_rational(own.mid()) for own in box])


def _rational(point: Any) -> Any:
    mantissa, exponent = point.man_exp()
    return flint.fmpq(mantissa) * rational(2) ** int(exponent)
