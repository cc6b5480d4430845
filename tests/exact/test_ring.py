"""Quotients of polynomials, and what their signs come down to."""

from __future__ import annotations

from fractions import Fraction

import pytest

pytest.importorskip("flint")

from crisis_sim.exact.algebra.ring import Ring


@pytest.mark.parametrize("scale", [3, 1, Fraction(1, 2), 0, -1, -3])
def test_a_sign_is_one_number_times_the_signs_of_odd_factors(scale: Fraction) -> None:
    ring = Ring(["x", "y"])
    x, y = map(ring.parameter, ring.names)
    quantity = ring.constant(Fraction(scale)) * (ring.one - x) * y * y / (x + y)
    sign = (scale > 0) - (scale < 0)
    found = ring.signature(quantity)
    assert found.sign == -sign  # factors begin with a positive number: x - 1
    assert len(found.odd) == 2 * abs(sign)
    assert [one.polynomial for one in found.even] == [y.numerator] * abs(sign)
