"""Formulas in quantities: what is piecewise in them is decided by signs at a point."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from crisis_sim.errors import NotSolved
from crisis_sim.exact.algebra.ring import Quantity
from crisis_sim.exact.solving.decisions import Decisions
from crisis_sim.formula.evaluate import RATIONALS, NotExact
from crisis_sim.formula.exactly import Undefined
from crisis_sim.remedy import Remedy

__all__ = ["Symbols"]

LARGEST_POWER = 60


class Symbols:
    """An algebra for :func:`crisis_sim.formula.evaluate.evaluate`.

    Conditions, ``min``, ``max``, ``abs``, rounding and the domains of division, roots and
    logarithms ask for signs at the point where the decisions stand.
    """

    def __init__(self, decisions: Decisions) -> None:
        self.decisions = decisions
        self.ring = decisions.ring

    def number(self, value: Fraction) -> Quantity:
        """A constant."""
        return self.ring.constant(value)

    def choose(
        self, condition: Quantity, yes: Callable[[], Quantity], no: Callable[[], Quantity]
    ) -> Quantity:
        """The branch that the condition selects at the point."""
        return yes() if self.decisions.sign(condition) else no()

    def apply(self, op: str, arguments: tuple[Quantity, ...]) -> Quantity:
        """One operation; :class:`Undefined` where it has no value at the point."""
        constants = [one.constant for one in arguments]
        known = tuple(value for value in constants if value is not None)
        if len(known) == len(arguments):
            try:
                return self.number(RATIONALS.apply(op, known))
            except NotExact:
                pass
        match op:
            case "+" | "-" | "*":
                return self.ring.operate(op, *arguments)
            case "/":
                self._require(arguments[1], 0, "a division by zero")
                return self.ring.operate("/", *arguments)
            case "**":
                return self._power(*arguments)
            case "neg":
                return self.ring.zero - arguments[0]
            case "abs":
                sign = self.decisions.sign(arguments[0])
                return arguments[0] if sign >= 0 else self.ring.zero - arguments[0]
            case "min" | "max":
                return self._extreme(1 if op == "max" else -1, arguments)
            case "floor" | "ceil":
                return self._rounded(op, arguments[0])
            case "exp" | "log" | "sqrt":
                return self._irrational(op, arguments[0])
            case _:
                return self._logic(op, arguments)

    def _require(self, quantity: Quantity, least: int, what: str) -> None:
        sign = self.decisions.sign(quantity)
        if sign == 0 or sign < least:
            raise Undefined(what)

    def _power(self, base: Quantity, exponent: Quantity) -> Quantity:
        power = exponent.constant
        if power is None or power.denominator != 1:
            if self.decisions.sign(base) == 0 and self.decisions.sign(exponent) > 0:
                return self.ring.zero
            self._require(base, 1, "a fractional power of a number that is not positive")
            return self.ring.irrational("**", (base, exponent))
        if abs(power) > LARGEST_POWER:
            raise NotSolved(
                f"a power above {LARGEST_POWER} makes polynomials too long; give its base a "
                "value (",
                Remedy("values"),
                ")",
            )
        if power < 0:
            self._require(base, 0, "a division by zero")
        return self.ring.power(base, int(power))

    def _extreme(self, side: int, arguments: tuple[Quantity, ...]) -> Quantity:
        best = arguments[0]
        for other in arguments[1:]:
            if self.decisions.sign(other - best) == side:
                best = other
        return best

    def _irrational(self, op: str, argument: Quantity) -> Quantity:
        if op == "log":
            self._require(argument, 1, "the logarithm of a number that is not positive")
        if op == "sqrt":
            sign = self.decisions.sign(argument)
            if sign == 0:
                return self.ring.zero
            self._require(argument, 1, "the root of a negative number")
        return self.ring.irrational(op, (argument,))

    def _rounded(self, op: str, argument: Quantity) -> Quantity:
        """The whole number below or above, found by doubling and halving the signs asked for."""
        low, high = -1, 1
        while self._compare(argument, low) < 0:
            low *= 2
        while self._compare(argument, high) >= 0:
            high *= 2
        while high - low > 1:
            middle = math.floor((low + high) / 2)
            low, high = (middle, high) if self._compare(argument, middle) >= 0 else (low, middle)
        if op == "ceil" and self._compare(argument, low) > 0:
            low = high
        return self.number(Fraction(low))

    def _compare(self, argument: Quantity, value: int) -> int:
        return self.decisions.sign(argument - self.number(Fraction(value)))

    def _logic(self, op: str, arguments: tuple[Quantity, ...]) -> Quantity:
        if op == "not":
            return self._truth(self.decisions.sign(arguments[0]) == 0)
        left, right = arguments
        if op in ("and", "or"):
            signs = [self.decisions.sign(one) != 0 for one in arguments]
            return self._truth(all(signs) if op == "and" else any(signs))
        sign = self.decisions.sign(left - right)
        holds = {
            "<": sign < 0,
            "<=": sign <= 0,
            "==": sign == 0,
            "!=": sign != 0,
            ">=": sign >= 0,
            ">": sign > 0,
        }
        return self._truth(holds[op])

    def _truth(self, value: bool) -> Quantity:
        return self.ring.one if value else self.ring.zero
