"""Exact curves and cells as points for drawing, to double precision."""

from __future__ import annotations

from fractions import Fraction

import flint
import numpy as np

from crisis_sim.exact.line_roots import End
from crisis_sim.exact.plane_results import Points
from crisis_sim.exact.points import Line, rational
from crisis_sim.exact.ring import Factor, Ring

__all__ = ["area", "as_float", "heights", "outline", "places"]

SAMPLES = 33


def as_float(end: End) -> float:
    """An end to double precision."""
    return float(end) if isinstance(end, Fraction) else float(end.enclosure(128).mid())


def places(low: End, high: End) -> Points:
    """Values of the first parameter across a stack, closer together towards its ends."""
    share = 0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, SAMPLES))
    first, last = as_float(low), as_float(high)
    return np.asarray(first + (last - first) * share)


def heights(
    ring: Ring, curve: tuple[Factor, int] | None, across: Points, up: tuple[float, float], edge: int
) -> Points:
    """The height of a curve over each place: its root of that number inside the box.

    ``edge`` says which end of ``up`` stands for no curve. At the two ends of a stack, where curves
    meet or leave the box, the height is carried on from the places beside them.
    """
    if curve is None:
        return np.full(len(across), up[edge])
    factor, number = curve
    found = np.array([_height(ring, factor, number, x, up) for x in across[1:-1]])
    first = _end(ring, factor, across[:4], found[:3])
    last = _end(ring, factor, across[::-1][:4], found[::-1][:3])
    return np.asarray(np.clip(np.concatenate([[first], found, [last]]), *up))


def _end(ring: Ring, factor: Factor, across: Points, known: Points) -> float:
    """The root at the first of four places that lies nearest to where the curve is heading."""
    heading = _carried(across, known)
    roots = np.roots(_coefficients(ring, factor, across[0])[::-1]).real
    return float(roots[np.argmin(np.abs(roots - heading))]) if len(roots) else heading


def _carried(across: Points, known: Points) -> float:
    """The parabola through three places, carried on to the first of four.

    Where places coincide it is level.
    """
    if len(set(across[1:4])) < 3:
        return float(known[0])
    total = 0.0
    for i in range(3):
        others = [j for j in range(3) if j != i]
        weight = 1.0
        for j in others:
            weight *= (across[0] - across[1 + j]) / (across[1 + i] - across[1 + j])
        total += weight * known[i]
    return float(total)


def _height(ring: Ring, factor: Factor, number: int, x: float, up: tuple[float, float]) -> float:
    coefficients = _coefficients(ring, factor, x)
    roots = np.roots(coefficients[::-1])
    scale = max(1.0, float(np.abs(roots).max(initial=0.0)))
    real = np.sort(roots[np.abs(roots.imag) <= 1e-7 * scale].real)
    slack = 1e-9 * (up[1] - up[0])
    inside = real[(real >= up[0] - slack) & (real <= up[1] + slack)]
    return float(inside[min(number, len(inside) - 1)]) if len(inside) else float("nan")


def _coefficients(ring: Ring, factor: Factor, x: float) -> Points:
    """The factor as a polynomial in the second parameter, at one value of the first."""
    point = Fraction(x)
    known = Line(ring, (point, Fraction(0)), 0).balls(flint.arb(rational(point)))
    degree = int(factor.polynomial.degrees()[1])
    totals = [flint.arb(0)] * (degree + 1)
    for powers, value in factor.polynomial.to_dict().items():
        term = flint.arb(value)
        for place, power in enumerate(powers):
            if power and place != 1:
                term = term * known[place] ** int(power)
        totals[int(powers[1])] = totals[int(powers[1])] + term
    return np.array([float(total.mid()) for total in totals])


def outline(across: Points, lower: Points, upper: Points) -> Points:
    """The closed polygon between two curves, anticlockwise."""
    below = np.stack([across, lower], axis=1)
    above = np.stack([across, upper], axis=1)[::-1]
    return np.concatenate([below, above, below[:1]])


def area(polygon: Points) -> float:
    """The area of a closed polygon (the shoelace formula)."""
    x, y = polygon[:, 0], polygon[:, 1]
    return float(0.5 * np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))
