"""Whether an irrational number is zero by algebra alone.

The number is written as a quotient of polynomials, one variable for each of its different roots,
exponentials and logarithms; powers of roots of rationals are reduced. If the numerator is the zero
polynomial, so is the number. The converse does not hold: ``sqrt(2) * sqrt(8) - 4`` is zero.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import flint

if TYPE_CHECKING:
    from crisis_sim.numbers.real import Real

__all__ = ["vanishes"]

LARGEST = 20_000
"""Terms of a polynomial beyond which nothing is shown."""

Quotient = tuple[Any, Any]


class _TooLarge(ArithmeticError):
    """The polynomials get too long."""


def vanishes(number: Real) -> bool:
    """Whether the number is zero whatever values its roots, exponentials and logarithms have."""
    from crisis_sim.numbers.real import in_order

    nodes = in_order(number)
    atoms = [node for node in nodes if node.operation in ("exp", "log", "power")]
    context = flint.fmpq_mpoly_ctx.get(tuple(f"v{i}" for i in range(max(len(atoms), 1))), "lex")
    forms = _Forms(context)
    try:
        for node in nodes:
            forms.add(node)
        return bool(forms.known[id(number)][0] == 0)
    except _TooLarge:
        return False


class _Forms:
    """The quotients of the numbers met so far; equal roots share a variable."""

    def __init__(self, context: Any) -> None:
        self.context = context
        self.variables = context.gens()
        self.one = context.constant(1)
        self.known: dict[int, Quotient] = {}
        self.atoms: dict[tuple[str, ...], int] = {}
        self.roots: dict[int, tuple[int, Any]] = {}

    def add(self, node: Real) -> None:
        """Write one number, whose arguments are written."""
        from crisis_sim.numbers.real import Real

        arguments = [
            self.known[id(one)]
            if isinstance(one, Real)
            else (self.context.constant(flint.fmpq(0) if isinstance(one, Fraction) else one), None)
            for one in node.arguments
        ]
        if node.operation in ("exp", "log", "power"):
            self.known[id(node)] = self.atom(node, arguments[0])
            return
        (a, b), (c, d) = arguments
        b, d = self.one if b is None else b, self.one if d is None else d
        match node.operation:
            case "+" | "-":
                c = c if node.operation == "+" else -c
                found = (a + c, b) if b == d else (a * d + c * b, b * d)
            case "*":
                found = a * c, b * d
            case _:
                found = a * d, b * c
        self.known[id(node)] = self.reduced(found[0]), self.reduced(found[1])

    def atom(self, node: Real, argument: Quotient) -> Quotient:
        """A root, exponential or logarithm as a variable, the root's power applied."""
        above, below = argument[0], self.one if argument[1] is None else argument[1]
        exponent = node.arguments[1] if node.operation == "power" else None
        degree = exponent.denominator if exponent is not None else 0
        key = (node.operation, str(degree), str(above), str(below))
        place = self.atoms.setdefault(key, len(self.atoms))
        variable = self.variables[place]
        if exponent is None:
            return variable, self.one
        if above.is_constant() and below.is_constant():
            value = _constant(above) / _constant(below)
            self.roots[place] = degree, value
        if abs(exponent.numerator) > LARGEST:
            raise _TooLarge
        raised = self.reduced(variable ** abs(exponent.numerator))
        return (raised, self.one) if exponent > 0 else (self.one, raised)

    def reduced(self, polynomial: Any) -> Any:
        """The polynomial with each power of a root of a rational below the root's degree."""
        terms = polynomial.to_dict()
        if len(terms) > LARGEST:
            raise _TooLarge
        if not self.roots:
            return polynomial
        kept: dict[tuple[int, ...], Any] = {}
        for powers, value in terms.items():
            rest = [int(power) for power in powers]
            for place, (degree, radicand) in self.roots.items():
                times, rest[place] = divmod(rest[place], degree)
                value = value * radicand**times if times else value
            key = tuple(rest)
            kept[key] = kept.get(key, 0) + value
        return self.context.from_dict({key: value for key, value in kept.items() if value != 0})


def _constant(polynomial: Any) -> Any:
    return flint.fmpq(0) if polynomial == 0 else flint.fmpq(polynomial.leading_coefficient())
