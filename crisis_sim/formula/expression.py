"""What a formula is once parsed: numbers, names and operations, nothing else.

An expression is immutable and hashable, so equal formulas are stored and evaluated once. Truth
values are the numbers 0 and 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from crisis_sim.shown import Brief

__all__ = [
    "COMPARISONS",
    "FUNCTIONS",
    "Expression",
    "Name",
    "Number",
    "Operation",
    "names_in",
    "substitute",
]

FUNCTIONS: Mapping[str, tuple[int, int | None]] = {
    "abs": (1, 1),
    "ceil": (1, 1),
    "exp": (1, 1),
    "floor": (1, 1),
    "log": (1, 1),
    "max": (2, None),
    "min": (2, None),
    "sqrt": (1, 1),
}
"""Functions a formula may call, with the least and greatest number of arguments."""

COMPARISONS = frozenset({"<", "<=", "==", "!=", ">=", ">"})


@dataclass(frozen=True, slots=True)
class Number:
    """A constant, exact as it was written: ``0.913`` is 913/1000."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter, a definition or a state variable."""

    name: str


@dataclass(frozen=True, slots=True, repr=False)
class Operation(Brief):
    """An operator or function applied to its arguments.

    ``op`` is one of ``+ - * / **`` (two arguments), ``neg not`` (one), a comparison, ``and or``,
    ``if`` (condition, value if true, value if false) or a name in :data:`FUNCTIONS`.

    ``size`` counts the operations, numbers and names, each as often as it is written; ``depth`` is
    the longest chain of operations. Both bound what comparing, writing out or evaluating costs.
    """

    op: str
    arguments: tuple[Expression, ...]
    size: int = field(init=False, compare=False, repr=False)
    depth: int = field(init=False, compare=False, repr=False)
    digest: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        size, depth = 1, 0
        for argument in self.arguments:
            if isinstance(argument, Operation):
                size += argument.size
                depth = max(depth, argument.depth)
            else:
                size += 1
        object.__setattr__(self, "size", size)
        object.__setattr__(self, "depth", depth + 1)
        object.__setattr__(self, "digest", hash((self.op, self.arguments)))

    def __hash__(self) -> int:
        return self.digest


Expression = Number | Name | Operation


def names_in(expression: Expression) -> Iterator[str]:
    """The names that occur in an expression, each once, in the order they are read."""
    seen: set[str] = set()
    visited: set[int] = set()
    stack: list[Expression] = [expression]
    while stack:
        item = stack.pop()
        if isinstance(item, Name):
            if item.name not in seen:
                seen.add(item.name)
                yield item.name
        elif isinstance(item, Operation) and id(item) not in visited:
            visited.add(id(item))
            stack.extend(reversed(item.arguments))


def substitute(
    expression: Expression,
    replace: Callable[[str], Expression | None],
    simplify: Callable[[Operation], Expression],
) -> Expression:
    """The expression with each name replaced where ``replace`` returns something, then simplified.

    ``simplify`` is applied to every rebuilt operation from the inside out. A condition that has
    become constant selects its branch before the other branch is looked at.
    """
    if isinstance(expression, Number):
        return expression
    if isinstance(expression, Name):
        found = replace(expression.name)
        return expression if found is None else found
    if expression.op == "if":
        condition = substitute(expression.arguments[0], replace, simplify)
        if isinstance(condition, Number):
            chosen = expression.arguments[1 if condition.value else 2]
            return substitute(chosen, replace, simplify)
        yes = substitute(expression.arguments[1], replace, simplify)
        no = substitute(expression.arguments[2], replace, simplify)
        return Operation("if", (condition, yes, no))
    arguments = []
    for argument in expression.arguments:
        arguments.append(substitute(argument, replace, simplify))
    return simplify(Operation(expression.op, tuple(arguments)))
