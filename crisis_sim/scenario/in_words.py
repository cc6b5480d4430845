"""Formulas as people read them: values by their words, and what is left at the values that hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from crisis_sim.formula.evaluate import FLOATS, RATIONALS, NotExact, evaluate, simplify
from crisis_sim.formula.expression import (
    COMPARISONS,
    Expression,
    Name,
    Number,
    Operation,
    names_in,
    substitute,
)
from crisis_sim.formula.write import decimal, text
from crisis_sim.scenario.given import Values
from crisis_sim.scenario.scenario import Scenario, Variable

__all__ = ["Wording"]

LONGEST = 8
"""Characters of a number that is told exactly; a longer one is told to four digits."""

Variables = Mapping[str, Variable]


@dataclass(frozen=True, eq=False)
class Wording:
    """How the formulas of a scenario are told, and what they come to at the values that hold.

    Those are the values ``given``, and else defaults, or what is assumed in their place.
    """

    scenario: Scenario
    given: Values = field(default_factory=dict)

    @cached_property
    def known(self) -> Mapping[str, Fraction]:
        """What holds of parameters and definitions, by name."""
        return self.scenario.bind(self.given)

    def formula(self, formula: Expression) -> str:
        """The formula as the language has it, which reads it again as the same."""
        return text(_worded(formula, self.scenario.variables))

    def condition(self, condition: Expression) -> str:
        """The condition as prose has it: variables and their values as reports call them."""
        return _as_prose(_worded(condition, self.scenario.variables, labels=True))

    def change(self, name: str, value: Expression) -> str:
        """A variable and what it becomes, as prose has it."""
        variables = self.scenario.variables
        variable = variables[name]
        told = _as_prose(_value(_worded(value, variables, labels=True), variable, labels=True))
        return f"{variable.label} = {told}"

    def worth(self, formula: Expression) -> Expression:
        """What the formula comes to; the state of play is left, long numbers are rounded."""
        known = self.known
        found: dict[str, Expression | None] = {}

        def value(name: str) -> Expression | None:
            if name not in found:
                found[name] = Number(known[name]) if name in known else None
                if name in self.scenario.formulas and name not in known:
                    own = substitute(self.scenario.formulas[name], value, simplify)
                    found[name] = _number(own)
            return found[name]

        return _rounded(_number(substitute(formula, value, simplify)))

    def both(self, formula: Expression) -> str:
        """A formula, and what it comes to where that is told otherwise."""
        worth = self.worth(formula)
        written, short = self.formula(formula), self.formula(worth)
        if short == written:
            return written
        return f"{written} = {short}" if isinstance(worth, Number) else f"{written}, here {short}"


def _as_prose(formula: Expression) -> str:
    return text(formula).replace(" == ", " is ").replace(" != ", " is not ")


def _number(formula: Expression) -> Expression:
    """A formula without names as the number that it is, or the float near it."""
    if isinstance(formula, Number) or next(names_in(formula), None) is not None:
        return formula
    try:
        return Number(evaluate(formula, RATIONALS, {}))
    except NotExact:
        near = float(evaluate(formula, FLOATS, {}))
        return Number(Fraction(repr(near))) if abs(near) < float("inf") else formula


def _rounded(formula: Expression) -> Expression:
    if isinstance(formula, Operation):
        return _branches_negated(Operation(formula.op, tuple(map(_rounded, formula.arguments))))
    if isinstance(formula, Name) or len(decimal(formula.value)) <= LONGEST:
        return formula
    try:
        near = Fraction(f"{float(formula.value):.4g}")
    except OverflowError:
        return formula
    return Number(near) if near else formula


def _branches_negated(formula: Operation) -> Expression:
    """``-(1 if here else 2)`` as ``-1 if here else -2``; anything else as it is."""
    inner = formula.arguments[0]
    if formula.op != "neg" or not isinstance(inner, Operation) or inner.op != "if":
        return formula
    condition, *branches = inner.arguments
    return Operation("if", (condition, *(simplify(Operation("neg", (one,))) for one in branches)))


def _worded(formula: Expression, variables: Variables, *, labels: bool = False) -> Expression:
    """The formula with words for the numbers that stand for them."""
    if isinstance(formula, Name):
        return _called(formula, variables) if labels else formula
    if isinstance(formula, Number):
        return formula
    inner = [_worded(one, variables, labels=labels) for one in formula.arguments]
    if formula.op in COMPARISONS:
        for this, other in ((0, 1), (1, 0)):
            compared = formula.arguments[this]
            if isinstance(compared, Name) and compared.name in variables:
                inner[other] = _value(inner[other], variables[compared.name], labels=labels)
    return Operation(formula.op, tuple(inner))


def _called(name: Name, variables: Variables) -> Name:
    return Name(variables[name.name].label) if name.name in variables else name


def _value(formula: Expression, variable: Variable, *, labels: bool) -> Expression:
    """What is compared with a variable, or given to it: a word where it holds words."""
    if not variable.values or isinstance(formula, Name):
        return formula
    if isinstance(formula, Operation):
        if formula.op != "if":
            return formula
        condition, *branches = formula.arguments
        chosen = [_value(branch, variable, labels=labels) for branch in branches]
        return Operation("if", (condition, *chosen))
    place = int(formula.value)
    return Name(variable.show(place) if labels else variable.values[place])
