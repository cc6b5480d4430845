"""The formulas behind the payoffs of a tree."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from crisis_sim.formula.expression import Expression, Number, Operation, names_in
from crisis_sim.formula.write import latex, text
from crisis_sim.game.parametric import ParametricGame

__all__ = ["FormulaText", "payoff_formulas"]


@dataclass(frozen=True, slots=True)
class FormulaText:
    """A formula written out: plainly, and as LaTeX without dollar signs."""

    plain: str
    latex: str


def payoff_formulas(family: ParametricGame, node: int) -> tuple[FormulaText, ...]:
    """(players,) the payoffs at a terminal, the sums of their terms; empty if all are numbers."""
    terms = family.terms[int(family.tree.payoff_row[node])]
    sums = [
        _sum([family.formulas[t.formulas[player]] for t in terms if t.formulas[player] >= 0])
        for player in range(len(family.tree.players))
    ]
    if all(_plain(one) for one in sums):
        return ()
    return tuple(_written(one) for one in sums)


def _plain(expression: Expression) -> bool:
    return next(names_in(expression), None) is None


def _written(expression: Expression) -> FormulaText:
    return FormulaText(text(expression), latex(expression))


def _sum(expressions: list[Expression]) -> Expression:
    """The sum with its parentheses opened, so that it reads as one row of signed terms."""
    signed = [pair for one in expressions for pair in _signed(one, positive=True)]
    if not signed:
        return Number(Fraction(0))
    head = signed[0].term if signed[0].positive else Operation("neg", (signed[0].term,))
    return reduce(_add, signed[1:], head)


@dataclass(frozen=True, slots=True)
class _Signed:
    term: Expression
    positive: bool


def _add(left: Expression, right: _Signed) -> Expression:
    return Operation("+" if right.positive else "-", (left, right.term))


def _signed(expression: Expression, *, positive: bool) -> list[_Signed]:
    """The terms of a sum with their signs; zeros are left out."""
    if isinstance(expression, Number):
        if expression.value == 0:
            return []
        return [_Signed(Number(abs(expression.value)), positive == (expression.value > 0))]
    if isinstance(expression, Operation):
        first = expression.arguments[0]
        if expression.op == "neg":
            return _signed(first, positive=not positive)
        if expression.op in {"+", "-"}:
            second = positive == (expression.op == "+")
            return _signed(first, positive=positive) + _signed(
                expression.arguments[1], positive=second
            )
        if expression.op in {"*", "/"} and len(leading := _signed(first, positive=positive)) == 1:
            term = Operation(expression.op, (leading[0].term, expression.arguments[1]))
            return [_Signed(term, leading[0].positive)]
    return [_Signed(expression, positive)]
