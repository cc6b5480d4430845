"""What the polynomials of a ring are at a point, as exact numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from crisis_sim.formula.exactly import EXACT
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number, Real, sign, taken_for_zero

if TYPE_CHECKING:
    from crisis_sim.exact.algebra.ring import Quantity, Ring

__all__ = ["Valuation"]

LARGEST_ROOT = 2**32
"""Degree of a root from which it is taken for an exponential."""


class Valuation:
    """The ring's variables at a point: rationals, and irrational numbers as expressions.

    ``values`` are those of the parameters. The others are worked out when they are asked for, so
    that those that have no value there do no harm; else they raise
    :class:`~crisis_sim.formula.exactly.Undefined`.
    """

    def __init__(self, ring: Ring, values: Sequence[Number]) -> None:
        self.ring = ring
        self.known: dict[int, Number] = dict(enumerate(values))

    def sign(self, polynomial: Any) -> int:
        """-1, 0 or 1; algebraic numbers are told from zero by proof, others to a thousand bits."""
        with taken_for_zero() as unproved:
            found = sign(self.polynomial(polynomial))
        self.ring.unproved |= bool(unproved)
        return found

    def polynomial(self, polynomial: Any) -> Number:
        """The value of a polynomial."""
        total: Number = ZERO
        for powers, value in polynomial.to_dict().items():
            term: Number = value
            for place, power in enumerate(powers):
                for _ in range(int(power)):
                    term = term * self._variable(place)
            total = total + term
        return total

    def _quantity(self, quantity: Quantity) -> Number:
        above = self.polynomial(quantity.numerator)
        below = ONE if quantity.denominator is None else self.polynomial(quantity.denominator)
        return EXACT.apply("/", (above, below))

    def _variable(self, place: int) -> Number:
        if place not in self.known:
            held = self.ring.irrationals[place - len(self.ring.names)]
            arguments = tuple(map(self._quantity, held.arguments))
            self.known[place] = _operate(held.op, arguments)
        return self.known[place]


def _operate(op: str, arguments: tuple[Number, ...]) -> Number:
    if op == "**":
        base, exponent = arguments
        if not isinstance(exponent, Real) and int(exponent.q) > LARGEST_ROOT:
            return EXACT.apply("exp", (exponent * EXACT.apply("log", (base,)),))
    return EXACT.apply(op, arguments)
