"""How named formulas depend on each other."""

from __future__ import annotations

import graphlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crisis_sim.formula.expression import Expression, Name, Operation, names_in

__all__ = ["FormulaSize", "circles", "depending_on", "in_order", "weigh", "weights"]

LARGEST = 5_000
DEEPEST = 150


@dataclass(frozen=True, slots=True)
class FormulaSize:
    """Size and depth of a formula once the definitions it uses are written out in it."""

    size: int
    depth: int

    @property
    def too_much(self) -> bool:
        """Whether the formula could not be handled within the stack and the memory allowed."""
        return self.size > LARGEST or self.depth > DEEPEST


def circles(formulas: Mapping[str, Expression]) -> list[list[str]]:
    """Circles of formulas that use each other, each from the first of its names round to it.

    Every formula that is in some circle is in one of those returned, or uses one that is.
    """
    left, found = dict(formulas), []
    order = {name: i for i, name in enumerate(formulas)}
    while True:
        try:
            in_order(left)
        except graphlib.CycleError as error:
            loop = error.args[1][:0:-1]
            first = loop.index(min(loop, key=order.__getitem__))
            found.append([*loop[first:], *loop[: first + 1]])
            left = {name: formula for name, formula in left.items() if name not in loop}
        else:
            return sorted(found, key=lambda names: order[names[0]])


def in_order(formulas: Mapping[str, Expression]) -> tuple[str, ...]:
    """The names of formulas, each after those that it uses.

    Raises ``graphlib.CycleError`` for formulas that use each other in a circle.
    """
    uses = {
        name: [used for used in names_in(formula) if used in formulas]
        for name, formula in formulas.items()
    }
    return tuple(graphlib.TopologicalSorter(uses).static_order())


def depending_on(formulas: Mapping[str, Expression], roots: Iterable[str]) -> frozenset[str]:
    """The formulas that come down to one of ``roots``, directly or through others."""
    users: dict[str, list[str]] = {}
    for name, formula in formulas.items():
        for used in names_in(formula):
            users.setdefault(used, []).append(name)
    found: set[str] = set()
    stack = list(roots)
    while stack:
        for user in users.get(stack.pop(), ()):
            if user not in found:
                found.add(user)
                stack.append(user)
    return frozenset(found)


def weights(formulas: Mapping[str, Expression], inlined: Iterable[str]) -> dict[str, FormulaSize]:
    """The weight of each formula of ``inlined``, those being written out in each other."""
    own = {name: formulas[name] for name in inlined}
    known: dict[str, FormulaSize] = {}
    for name in in_order(own):
        known[name] = weigh(own[name], known)
    return known


def weigh(formula: Expression, known: Mapping[str, FormulaSize]) -> FormulaSize:
    """The weight of one formula; ``known`` are the weights of the names to be written out."""
    if isinstance(formula, Name):
        return known.get(formula.name, FormulaSize(1, 0))
    if not isinstance(formula, Operation):
        return FormulaSize(1, 0)
    size, depth = 1, 0
    for argument in formula.arguments:
        weight = weigh(argument, known)
        size, depth = size + weight.size, max(depth, weight.depth)
    return FormulaSize(size, depth + 1)
