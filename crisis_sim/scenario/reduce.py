"""Formulas with the state of play put in."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from crisis_sim.formula.evaluate import simplify
from crisis_sim.formula.expression import Expression, Number, names_in, substitute
from crisis_sim.scenario.scenario import ELAPSED, Scenario

__all__ = ["Reducer", "State", "at_state"]

State = tuple[int, ...]
"""The value of every state variable; for one that holds words, the place of the word."""


class Reducer:
    """Formulas with the state of play put in; each distinct case is worked out once."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.variables = tuple(scenario.variables)
        self.uses: dict[Expression, tuple[int, ...]] = {}
        self.done: dict[object, Expression] = {}

    def __call__(
        self, formula: Expression, state: State, elapsed: Expression | None = None
    ) -> Expression:
        """The formula in a state; ``elapsed`` stands for the days passed, where it is given."""
        if isinstance(formula, Number):
            return formula
        used = self.uses.get(formula)
        if used is None:
            roots = self.scenario.roots_of(names_in(formula))
            used = tuple(i for i, name in enumerate(self.variables) if name in roots)
            self.uses[formula] = used
        key = (formula, tuple([state[i] for i in used]), elapsed)
        found = self.done.get(key)
        if found is None:
            known = {self.variables[i]: Fraction(state[i]) for i in used}
            found = at_state(self.scenario, formula, known, elapsed=elapsed)
            self.done[key] = found
        return found


def at_state(
    scenario: Scenario,
    formula: Expression,
    known: Mapping[str, Fraction],
    *,
    elapsed: Expression | None = None,
) -> Expression:
    """The formula with the state put in, and the days ``elapsed`` where they are given.

    Definitions that depend on the state are expanded; what remains names parameters and other
    definitions.
    """
    written: dict[str, Expression] = {}

    def value(name: str) -> Expression | None:
        if name in known:
            return Number(known[name])
        if name == ELAPSED:
            return elapsed
        if name in scenario.of_state:
            if name not in written:
                written[name] = substitute(scenario.formulas[name], value, simplify)
            return written[name]
        return None

    return substitute(formula, value, simplify)
