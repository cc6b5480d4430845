"""Exact numbers that depend on parameters: quotients of polynomials with rational coefficients.

A number that is not rational, such as ``delta ** 4.5``, joins the ring as a further variable
(:class:`Irrational`). Variables that hang together unknown to the ring, such as those for
``2 ** 0.5`` and ``8 ** 0.5``, are seen through where signs are asked for.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from crisis_sim.exact.algebra.apart import factored
from crisis_sim.exact.algebra.limits import (
    LONGEST_WRITTEN,
    check_power,
    check_product,
    check_written,
)
from crisis_sim.exact.algebra.valuation import Valuation
from crisis_sim.formula.exactly import Undefined
from crisis_sim.formula.expression import Expression, Name, Number, Operation

__all__ = ["SPARE", "Factor", "Irrational", "Quantity", "Ring", "Signature"]

SPARE = 12
"""Irrational numbers that one game may hold."""


class NeedsIrrational(ArithmeticError):
    """A formula is not rational, and the ring has no variable left for its value."""


@dataclass(frozen=True, eq=False, slots=True)
class Factor:
    """An irreducible polynomial with whole coefficients, the first of them positive."""

    index: int
    polynomial: Any
    variables: tuple[int, ...]
    irrational: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """What the sign of a quantity comes down to: a sign, and factors of odd or even power.

    Without factors the sign is the same everywhere.
    """

    sign: int
    odd: tuple[Factor, ...]
    even: tuple[Factor, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Irrational:
    """A variable that stands for ``op`` of quantities: ``exp``, ``log``, ``sqrt`` or ``**``."""

    op: str
    arguments: tuple[Quantity, ...]


class Quantity:
    """One quotient of polynomials; equal ones of a ring are one object."""

    __slots__ = ("constant", "denominator", "index", "numerator", "ring")

    def __init__(self, ring: Ring, index: int, numerator: Any, denominator: Any) -> None:
        self.ring = ring
        self.index = index
        self.numerator = numerator
        self.denominator = denominator
        self.constant: Fraction | None = None
        if denominator is None and numerator.is_constant():
            value = flint.fmpq(numerator.leading_coefficient()) if numerator != 0 else flint.fmpq(0)
            self.constant = Fraction(int(value.p), int(value.q))

    def __add__(self, other: Quantity) -> Quantity:
        return self.ring.operate("+", self, other)

    def __sub__(self, other: Quantity) -> Quantity:
        return self.ring.operate("-", self, other)

    def __mul__(self, other: Quantity) -> Quantity:
        return self.ring.operate("*", self, other)

    def __truediv__(self, other: Quantity) -> Quantity:
        return self.ring.operate("/", self, other)


class Ring:
    """The quotients of polynomials in some named parameters.

    Every operation is done once: the same operation on the same quantities is looked up, so that a
    game solved at many points does its symbolic work once.
    """

    def __init__(self, names: Sequence[str], *, spare: int = 0) -> None:
        self.names = tuple(names)
        self.spare = spare
        held = [f"v{i}" for i in range(len(self.names) + spare)]
        self.context = flint.fmpq_mpoly_ctx.get(tuple(held) or ("v0",), "lex")
        self.variables = self.context.gens()
        self.irrationals: list[Irrational] = []
        self.factors: list[Factor] = []
        self._quantities: dict[tuple[str, str], Quantity] = {}
        self._done: dict[tuple[str, int, int], Quantity] = {}
        self._named: dict[tuple[str, tuple[int, ...]], Quantity] = {}
        self._factors: dict[str, Factor] = {}
        self._signatures: dict[int, Signature] = {}
        self._settled: dict[int, int | None] = {}
        self.unproved = False
        self.one_polynomial = self.context.constant(1)
        self.zero = self.constant(Fraction(0))
        self.one = self.constant(Fraction(1))

    def constant(self, value: Fraction) -> Quantity:
        """A rational number."""
        number = flint.fmpq(value.numerator, value.denominator)
        return self._quantity(self.context.constant(number), None)

    def parameter(self, name: str) -> Quantity:
        """One of the ring's own variables."""
        return self._quantity(self.variables[self.names.index(name)], None)

    def irrational(self, op: str, arguments: tuple[Quantity, ...]) -> Quantity:
        """The variable that stands for an irrational function of quantities."""
        key = (op, tuple(one.index for one in arguments))
        if key not in self._named:
            place = len(self.irrationals)
            if place >= self.spare:
                raise NeedsIrrational(op)
            self.irrationals.append(Irrational(op, arguments))
            self._named[key] = self._quantity(self.variables[len(self.names) + place], None)
        return self._named[key]

    @property
    def irrationals_are_constant(self) -> bool:
        """Whether no irrational number depends on a parameter, directly or through another."""
        size = len(self.names)
        return all(self.is_constant(size + place) for place in range(len(self.irrationals)))

    def is_constant(self, place: int) -> bool:
        """Whether a variable is an irrational number that depends on no parameter."""
        size = len(self.names)
        return place >= size and all(
            self.is_constant(below)
            for argument in self.irrationals[place - size].arguments
            for below in _variables_of(argument)
        )

    def settled(self, factor: Factor) -> int | None:
        """The sign of a factor in which no parameter stands; None for another."""
        if factor.index not in self._settled:
            alone = all(map(self.is_constant, factor.variables))
            found = Valuation(self, ()).sign(factor.polynomial) if alone else None
            self._settled[factor.index] = found
        return self._settled[factor.index]

    def operate(self, op: str, a: Quantity, b: Quantity) -> Quantity:
        """``a op b`` for one of ``+ - * /``; :class:`Undefined` for a division by zero."""
        key = (op, a.index, b.index)
        found = self._done.get(key)
        if found is None:
            found = self._operate(op, a, b)
            self._done[key] = found
        return found

    def _operate(self, op: str, a: Quantity, b: Quantity) -> Quantity:
        if op == "/" and b.numerator == 0:
            raise Undefined("division by zero")
        if op == "/" and b.constant is not None:
            return self._quantity(a.numerator / b.numerator, a.denominator)
        if a.denominator is None and b.denominator is None and op != "/":
            p, q = a.numerator, b.numerator
            if op == "*":
                check_product(p, q)
            return self._quantity(p + q if op == "+" else p - q if op == "-" else p * q, None)
        one = self.one_polynomial
        p, r = a.numerator, one if a.denominator is None else a.denominator
        q, s = b.numerator, one if b.denominator is None else b.denominator
        for first, second in itertools.product((p, r), (q, s)):
            check_product(first, second)
        match op:
            case "+":
                return self._reduced(p * s + q * r, r * s)
            case "-":
                return self._reduced(p * s - q * r, r * s)
            case "*":
                return self._reduced(p * q, r * s)
            case _:
                return self._reduced(p * s, r * q)

    def _reduced(self, numerator: Any, denominator: Any) -> Quantity:
        common = numerator.gcd(denominator)
        if not common.is_constant():
            numerator, denominator = numerator / common, denominator / common
        first = denominator.leading_coefficient()
        numerator, denominator = numerator / first, denominator / first
        return self._quantity(numerator, None if denominator.is_constant() else denominator)

    def power(self, base: Quantity, exponent: int) -> Quantity:
        """A whole power; :class:`Undefined` for zero to a negative power."""
        if exponent < 0:
            return self.one / self.power(base, -exponent)
        check_power(base.numerator, exponent)
        if base.denominator is not None:
            check_power(base.denominator, exponent)
        bottom = None if base.denominator is None else base.denominator**exponent
        return self._quantity(base.numerator**exponent, bottom)

    def _quantity(self, numerator: Any, denominator: Any) -> Quantity:
        key = (str(numerator), "" if denominator is None else str(denominator))
        found = self._quantities.get(key)
        if found is None:
            found = Quantity(self, len(self._quantities), numerator, denominator)
            self._quantities[key] = found
        return found

    def signature(self, quantity: Quantity) -> Signature:
        """The factors that settle a quantity's sign."""
        found = self._signatures.get(quantity.index)
        if found is None:
            sign, powers = self._split(quantity.numerator)
            if quantity.denominator is not None:
                below, more = self._split(quantity.denominator)
                sign, powers = sign * below, powers + more
            found = self._signatures[quantity.index] = self._signature(sign, powers)
        return found

    def _signature(self, sign: int, powers: Sequence[tuple[Factor, int]]) -> Signature:
        odd: list[Factor] = []
        even: list[Factor] = []
        for factor, power in powers:
            known = self.settled(factor)
            if known is not None:
                sign *= known**power
            else:
                (odd if power % 2 else even).append(factor)
        return Signature(sign, tuple(odd), tuple(even)) if sign else Signature(0, (), ())

    def _split(self, polynomial: Any) -> tuple[int, list[tuple[Factor, int]]]:
        if polynomial == 0:
            return 0, []
        content, powers = factored(polynomial)
        sign, factors = 1 if content > 0 else -1, []
        for one, power in powers:
            factor, flipped = self.factor(one)
            sign = -sign if flipped and power % 2 else sign
            factors.append((factor, power))
        return sign, factors

    def factor(self, polynomial: Any) -> tuple[Factor, bool]:
        """A primitive irreducible polynomial as a factor, and whether its sign was turned."""
        flipped = polynomial.leading_coefficient() < 0
        if flipped:
            polynomial = -polynomial
        key = str(polynomial)
        if key not in self._factors:
            used = tuple(i for i, degree in enumerate(polynomial.degrees()) if degree)
            irrational = any(i >= len(self.names) for i in used)
            factor = Factor(len(self.factors), polynomial, used, irrational)
            self.factors.append(factor)
            self._factors[key] = factor
        return self._factors[key], flipped

    def expression(self, polynomial: Any) -> Expression:
        """A polynomial as a formula in the names of the parameters.

        Raises :class:`~crisis_sim.exact.algebra.limits.TooLong` for one of more than 300 terms.
        """
        check_written(len(polynomial))
        terms = [(powers, _fraction(value)) for powers, value in polynomial.to_dict().items()]
        terms.sort(key=lambda term: ([-sum(term[0])], [-power for power in term[0]]))
        positive = next((i for i, term in enumerate(terms) if term[1] > 0), 0)
        terms = terms[positive : positive + 1] + terms[:positive] + terms[positive + 1 :]
        written: Expression | None = None
        for powers, value in terms:
            term = self._monomial(powers, abs(value))
            if written is None:
                written = term if value > 0 else Operation("neg", (term,))
            else:
                written = Operation("+" if value > 0 else "-", (written, term))
        return Number(Fraction(0)) if written is None else written

    def equation(self, polynomial: Any) -> Expression:
        """That a polynomial is zero; one that is too long to write is counted instead."""
        if len(polynomial) <= LONGEST_WRITTEN:
            return Operation("==", (self.expression(polynomial), Number(Fraction(0))))
        named = Name(f"a polynomial of {len(polynomial):,} terms")
        return Operation("==", (named, Number(Fraction(0))))

    def formula(self, quantity: Quantity) -> Expression:
        """A quantity as a formula."""
        above = self.expression(quantity.numerator)
        if quantity.denominator is None:
            return above
        return Operation("/", (above, self.expression(quantity.denominator)))

    def product(self, quantity: Quantity) -> Expression:
        """A quantity as the product of its factors, such as ``(1 - h) * pi``."""
        content, powers = factored(quantity.numerator)
        if quantity.denominator is not None or len(powers) < 2:
            return self.formula(quantity)
        written: Expression | None = None
        for factor, power in powers:
            constant = factor.to_dict().get((0,) * len(self.variables), 0)
            turned = constant < 0
            content = -content if turned and power % 2 else content
            one = self.expression(-factor if turned else factor)
            if power > 1:
                one = Operation("**", (one, Number(Fraction(power))))
            written = one if written is None else Operation("*", (written, one))
        assert written is not None
        if content == 1:
            return written
        return Operation("*", (Number(_fraction(content)), written))

    def ratio(self, above: Any, below: Any) -> Expression:
        """One polynomial over another as a formula, without what they share."""
        if below.is_constant():
            return self.expression(above / below.leading_coefficient())
        common = above.gcd(below)
        if all(value < 0 for value in (below / common).to_dict().values()):
            common = -common
        return Operation("/", (self.expression(above / common), self.expression(below / common)))

    def _monomial(self, powers: tuple[int, ...], value: Fraction) -> Expression:
        product: Expression | None = None if value == 1 else Number(value)
        for place, power in enumerate(powers):
            if not power:
                continue
            one = self.variable(place)
            if power > 1:
                one = Operation("**", (one, Number(Fraction(int(power)))))
            product = one if product is None else Operation("*", (product, one))
        return Number(Fraction(1)) if product is None else product

    def variable(self, place: int) -> Expression:
        """A parameter, or after those an irrational function of them, as a formula."""
        if place < len(self.names):
            return Name(self.names[place])
        held = self.irrationals[place - len(self.names)]
        return Operation(held.op, tuple(self.formula(one) for one in held.arguments))


def _variables_of(quantity: Quantity) -> list[int]:
    parts = [quantity.numerator, quantity.denominator]
    return [
        place
        for part in parts
        if part is not None
        for place, degree in enumerate(part.degrees())
        if degree > 0
    ]


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))
