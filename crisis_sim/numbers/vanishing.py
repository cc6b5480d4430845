"""Whether an irrational number is zero by algebra alone.

The number is written as a quotient of polynomials, one variable for each different root,
exponential and logarithm in it; powers of roots of rationals are reduced. If the numerator is the
zero polynomial, so is the number. The converse does not hold: ``sqrt(2) * sqrt(8) - 4`` is zero.

What is written is kept with the number, so that sums of sums cost no more than one sum.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import flint

if TYPE_CHECKING:
    from crisis_sim.numbers.real import Real

__all__ = ["Form", "vanishes"]

MOST_VARIABLES = 64
LONGEST = 5_000
"""Terms of a polynomial, or power of a root, beyond which nothing is shown."""


class _TooLarge(ArithmeticError):
    """The polynomials get too long."""


@dataclass(slots=True, eq=False)
class _Variables:
    """Variables of one kind of polynomial, and what has been written in them."""

    size: int
    context: Any = field(init=False)
    generators: Any = field(init=False)
    one: Any = field(init=False)
    numbers: dict[tuple[str, ...], int] = field(default_factory=dict)
    roots: dict[int, tuple[int, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = tuple(f"v{i}" for i in range(self.size))
        self.context = flint.fmpq_mpoly_ctx.get(names, "lex")
        self.generators = self.context.gens()
        self.one = self.context.constant(1)

    def variable(self, key: tuple[str, ...]) -> int:
        """The number of the variable of a root, exponential or logarithm."""
        if key not in self.numbers:
            if len(self.numbers) == self.size:
                raise _Full
            self.numbers[key] = len(self.numbers)
        return self.numbers[key]


class _Full(ArithmeticError):
    """All variables are taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A quotient of polynomials; ``below`` is None where it is one."""

    variables: _Variables
    above: Any
    below: Any


_held = [_Variables(2)]


def vanishes(number: Real) -> bool:
    """Whether the number is zero whatever values its roots, exponentials and logarithms have."""
    while True:
        variables = _held[0]
        try:
            return bool(_form(number, variables).above == 0)
        except _TooLarge:
            return False
        except _Full:
            # Begin anew; twice as large where this number was alone in needing so many.
            fresh = variables.size if _met_others(number, variables) else 2 * variables.size
            if fresh > MOST_VARIABLES:
                return False
            _held[0] = _Variables(fresh)


def _met_others(number: Real, variables: _Variables) -> bool:
    from crisis_sim.numbers.real import in_order

    own = sum(node.operation in ("exp", "log", "power") for node in in_order(number))
    return own <= variables.size


def _form(number: Real, variables: _Variables) -> Form:
    """The number as a quotient; those that it is made of are written first."""
    if number.form is not None and number.form.variables is variables:
        return number.form
    stack = [number]
    while stack:
        node = stack[-1]
        left: list[Any] = [
            one
            for one in node.arguments
            if hasattr(one, "form") and (one.form is None or one.form.variables is not variables)
        ]
        if left:
            stack += left
            continue
        node.form = _write(node, variables)
        stack.pop()
    assert number.form is not None
    return number.form


def _write(node: Real, variables: _Variables) -> Form:
    arguments = [
        one.form if hasattr(one, "form") else _constant_form(one, variables)
        for one in node.arguments
    ]
    first = arguments[0]
    if node.operation in ("exp", "log", "power"):
        return _atom(node, first, variables)
    second = arguments[1]
    a, b, c, d = first.above, first.below, second.above, second.below
    if node.operation == "/":
        c, d = (variables.one if d is None else d), c
    match node.operation:
        case "+" | "-":
            c = c if node.operation == "+" else -c
            if b is None and d is None:
                above, below = a + c, None
            elif b == d:
                above, below = a + c, b
            else:
                above = (a if d is None else a * d) + (c if b is None else c * b)
                below = d if b is None else b if d is None else b * d
        case _:
            above = a * c
            below = d if b is None else b if d is None else b * d
    return Form(variables, _reduced(above, variables), _below(below, variables))


def _below(below: Any, variables: _Variables) -> Any:
    return None if below is None else _reduced(below, variables)


def _constant_form(value: Any, variables: _Variables) -> Form:
    number = flint.fmpq(0) if isinstance(value, Fraction) else value
    return Form(variables, variables.context.constant(number), None)


def _atom(node: Real, argument: Form, variables: _Variables) -> Form:
    """A root, exponential or logarithm as a variable, the root's power applied."""
    exponent: Any = node.arguments[1] if node.operation == "power" else None
    degree = 0 if exponent is None else exponent.denominator
    key = (node.operation, str(degree), str(argument.above), str(argument.below))
    place = variables.variable(key)
    variable = variables.generators[place]
    if exponent is None:
        return Form(variables, variable, None)
    if argument.above.is_constant() and argument.below is None:
        variables.roots[place] = degree, _constant(argument.above)
    if abs(exponent.numerator) > LONGEST:
        raise _TooLarge
    raised = _reduced(variable ** abs(exponent.numerator), variables)
    if exponent > 0:
        return Form(variables, raised, None)
    return Form(variables, variables.one, raised)


def _reduced(polynomial: Any, variables: _Variables) -> Any:
    """The polynomial with each power of a root of a rational below the root's degree."""
    if len(polynomial) > LONGEST:
        raise _TooLarge
    if not variables.roots or polynomial.is_constant():
        return polynomial
    degrees = polynomial.degrees()
    high = [place for place, (degree, _) in variables.roots.items() if degrees[place] >= degree]
    if not high:
        return polynomial
    kept: dict[tuple[int, ...], Any] = {}
    for powers, value in polynomial.to_dict().items():
        rest = [int(power) for power in powers]
        for place in high:
            degree, radicand = variables.roots[place]
            times, rest[place] = divmod(rest[place], degree)
            value = value * radicand**times if times else value
        key = tuple(rest)
        kept[key] = kept.get(key, 0) + value
    return variables.context.from_dict({key: value for key, value in kept.items() if value != 0})


def _constant(polynomial: Any) -> Any:
    return flint.fmpq(0) if polynomial == 0 else flint.fmpq(polynomial.leading_coefficient())
