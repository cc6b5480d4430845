"""Rigorous enclosures of polynomials over boxes of the parameters, by ball arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flint

from crisis_sim.exact.algebra.ring import Irrational, Quantity, Ring

__all__ = ["enclose", "variables_at"]


def variables_at(ring: Ring, values: Sequence[Any]) -> list[Any]:
    """Enclosures of all variables of a ring, from those of its parameters.

    ``values`` are real balls, or series of them where slopes are wanted. What is undefined comes
    out as a ball that holds every number.
    """
    known = list(values)
    for held in ring.irrationals:
        known.append(_irrational(held, known))
    return known


def _irrational(held: Irrational, known: Sequence[Any]) -> Any:
    arguments = [enclose_quantity(one, known) for one in held.arguments]
    match held.op:
        case "exp":
            return arguments[0].exp()
        case "log":
            return arguments[0].log()
        case "sqrt":
            return arguments[0].sqrt()
        case _:
            return (arguments[0].log() * arguments[1]).exp()


def enclose_quantity(quantity: Quantity, known: Sequence[Any]) -> Any:
    """An enclosure of a quantity, given those of the ring's variables."""
    above = enclose(quantity.numerator, known)
    if quantity.denominator is None:
        return above
    return above / enclose(quantity.denominator, known)


def enclose(polynomial: Any, known: Sequence[Any]) -> Any:
    """An enclosure of a polynomial, given those of its variables."""
    total = known[0] * 0 if known else flint.arb(0)
    for powers, value in polynomial.to_dict().items():
        term = known[0] * 0 + flint.arb(value) if known else flint.arb(value)
        for place, power in enumerate(powers):
            for _ in range(power):
                term = term * known[place]
        total = total + term
    return total
