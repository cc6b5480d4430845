"""The numbers that shape a story: those on which guards, changes and bounds depend."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction

from crisis_sim.formula.evaluate import evaluate
from crisis_sim.formula.exactly import EXACT, Undefined
from crisis_sim.formula.expression import Expression, names_in
from crisis_sim.numbers.rational import rational
from crisis_sim.numbers.real import Number as Exact
from crisis_sim.scenario.scenario import Scenario

__all__ = ["exact_numbers", "structural"]


def structural(scenario: Scenario) -> frozenset[str]:
    """The parameters on which guards, changes and bounds depend: they shape the tree."""
    formulas: list[Expression | None] = []
    for variable in scenario.variables.values():
        formulas += [variable.low, variable.high]
    for situation in scenario.situations.values():
        for move in situation.moves:
            formulas += [move.when, *(formula for _, formula in move.changes)]
    for outcome in scenario.outcomes.values():
        formulas += [formula for _, formula in outcome.settles]
        formulas += [term.when for term in (*scenario.terms, *outcome.terms)]
    names = {name for formula in formulas if formula is not None for name in names_in(formula)}
    return scenario.roots_of(names) & frozenset(scenario.parameters)


def exact_numbers(scenario: Scenario, bound: Mapping[str, Fraction]) -> dict[str, Exact]:
    """Parameters and definitions as exact numbers; those that are undefined are left out."""
    known = {name: rational(value) for name, value in bound.items()}
    for name in scenario.order:
        if name not in known:
            with suppress(Undefined, KeyError):
                known[name] = evaluate(scenario.formulas[name], EXACT, known)
    return known
