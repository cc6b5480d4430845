"""Exact curves and cells as points for drawing, to double precision."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import flint
import numpy as np
from numpy.typing import NDArray

from crisis_sim.exact.algebra.line_roots import End
from crisis_sim.exact.algebra.points import Line, rational
from crisis_sim.exact.algebra.ring import Factor, Ring
from crisis_sim.exact.data.planes import Points
from crisis_sim.time_limits import check_time

__all__ = ["as_float", "bent", "heights", "mean", "outline", "places"]

SAMPLES = 33
"""Places at which a curve is computed; more are added where it bends."""
VISIBLE = 5e-5
"""How far a point may lie beside the line through its neighbours, as a share of the box."""
OF_FLOATS = 8
"""Degrees up to this have their roots found in floats."""
CLOSE = 1e-15
BITS_A_DEGREE = 24
TRIALS = 3
"""How often roots are sought, each time with four times the bits."""
ROUNDS = 10
"""How many times places are put between others."""


def as_float(end: End) -> float:
    """An end to double precision."""
    return float(end) if isinstance(end, Fraction) else float(end.enclosure(128).mid())


def places(low: End, high: End) -> Points:
    """Values of the first parameter across a stack, closer together towards its ends.

    They are those of Clenshaw and Curtis, from which :func:`mean` integrates.
    """
    share = 0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, SAMPLES))
    first, last = as_float(low), as_float(high)
    return np.asarray(first + (last - first) * share)


def heights(
    ring: Ring, curve: tuple[Factor, int] | None, across: Points, up: Points, edge: int
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
    roots = _roots(ring, factor, across[0]).real
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


def _height(ring: Ring, factor: Factor, number: int, x: float, up: Points) -> float:
    roots = _roots(ring, factor, x)
    scale = max(1.0, float(np.abs(roots).max(initial=0.0)))
    real = np.sort(roots[np.abs(roots.imag) <= 1e-7 * scale].real)
    slack = 1e-9 * (up[1] - up[0])
    inside = real[(real >= up[0] - slack) & (real <= up[1] + slack)]
    return float(inside[min(number, len(inside) - 1)]) if len(inside) else float("nan")


def _roots(ring: Ring, factor: Factor, x: float) -> NDArray[np.complex128]:
    """The roots of the factor in the second parameter, at one value of the first.

    Those of high degree are lost in the rounding of floats, and are isolated in balls.
    """
    degree = int(factor.polynomial.degrees()[1])
    if degree <= OF_FLOATS:
        floats = [float(one.mid()) for one in _coefficients(ring, factor, x)]
        return np.asarray(np.roots(floats[::-1]), dtype=np.complex128)
    bits = BITS_A_DEGREE * degree
    for _ in range(TRIALS):
        with flint.ctx.workprec(bits):
            try:
                found = flint.acb_poly(_coefficients(ring, factor, x)).roots(CLOSE)
            except ValueError:
                bits *= 4
                continue
            # A ball that meets the real axis holds a real root: its mirror image would be isolated.
            parts = [
                (float(z.real.mid()), 0.0 if z.imag.contains(0) else float(z.imag.mid()))
                for z in found
            ]
        return np.array([complex(*one) for one in parts])
    return np.zeros(0, dtype=np.complex128)


def _coefficients(ring: Ring, factor: Factor, x: float) -> list[flint.arb]:
    """The factor as a polynomial in the second parameter, at one value of the first."""
    check_time()
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
    return totals


def bent(
    ring: Ring, curve: tuple[Factor, int], line: Points, box: tuple[float, float], up: Points
) -> Points:
    """A line of (places, 2) along a curve, with places added where it visibly bends.

    ``box`` is the width and height of the plane, ``up`` the ends of the second parameter.
    """
    for _ in range(ROUNDS):
        a, b, c = line[:-2] / box, line[1:-1] / box, line[2:] / box
        chord = c - a
        cross = chord[:, 0] * (b - a)[:, 1] - chord[:, 1] * (b - a)[:, 0]
        bends = np.flatnonzero(np.abs(cross) > VISIBLE * np.hypot(*chord.T))
        after = np.unique([*bends, *(bends + 1)]).astype(np.intp)
        if not len(after):
            break
        across = (line[after, 0] + line[after + 1, 0]) / 2.0
        found = np.array([_height(ring, *curve, x, up) for x in across])
        known = ~np.isnan(found)
        more = np.stack([across, np.clip(found, *up)], axis=1)[known]
        line = np.insert(line, after[known] + 1, more, axis=0)
    return line


def outline(lower: Points, upper: Points) -> Points:
    """The closed polygon between two lines of (places, 2), anticlockwise."""
    return np.concatenate([lower, upper[::-1], lower[:1]])


def mean(heights: Points) -> float:
    """The mean over a stack of what is known at its places (Clenshaw and Curtis 1960)."""
    return float(_weights(len(heights)) @ heights)


@cache
def _weights(count: int) -> Points:
    """Weights of the rule's places; they add up to one."""
    last = count - 1
    angles = np.pi * np.arange(count) / last
    weights = np.ones(count)
    for k in range(1, last // 2 + 1):
        factor = 1.0 if 2 * k == last else 2.0
        weights -= factor * np.cos(2.0 * k * angles) / (4.0 * k * k - 1.0)
    weights *= 2.0 / last
    weights[[0, -1]] /= 2.0
    return np.asarray(weights / 2.0)
