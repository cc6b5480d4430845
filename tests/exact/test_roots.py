"""Real roots of polynomials: in order, and isolated once for all that ask."""

from __future__ import annotations

import itertools
from typing import Any

import flint

from crisis_sim.exact.algebra.points import AlgebraicRoot, RealRoots


class Counted:
    """A polynomial that counts how often its roots are isolated."""

    def __init__(self, coefficients: list[int]) -> None:
        self.polynomial = flint.fmpz_poly(coefficients)
        self.isolated = 0

    def complex_roots(self) -> Any:
        self.isolated += 1
        return self.polynomial.complex_roots()


def test_the_roots_of_a_polynomial_are_isolated_once_a_precision() -> None:
    counted = Counted([2, 0, -4, 0, 1])
    roots = RealRoots(counted)
    every = [AlgebraicRoot(roots, number) for number in range(4)]
    for bits in (64, 128):
        for _ in range(3):
            enclosed = [root.enclosure(bits) for root in every]
        assert all(low < high for low, high in itertools.pairwise(enclosed))
        assert all(counted.polynomial(one).contains(0) for one in enclosed)
    assert counted.isolated == 2
