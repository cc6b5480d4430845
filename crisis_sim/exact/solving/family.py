"""The numbers of a family of games as quantities in some of its parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from crisis_sim.errors import InputError
from crisis_sim.exact.algebra.ring import SPARE, Quantity, Ring
from crisis_sim.exact.algebra.symbols import Symbols
from crisis_sim.exact.solving.decisions import Decisions
from crisis_sim.formula.evaluate import RATIONALS, evaluate
from crisis_sim.formula.exactly import Undefined
from crisis_sim.formula.expression import Expression, Number, Operation, names_in
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.game.proper import EXACT_SUM_SLACK
from crisis_sim.game.tree import CHANCE
from crisis_sim.remedy import Remedy

__all__ = ["NumbersNear", "SymbolicFamily", "Track", "symbolic_family"]


@dataclass(frozen=True, slots=True)
class Track:
    """How a parameter moves as the first free name does: by a slope, as far as there is room."""

    base: Fraction
    slope: Fraction
    room: Fraction

    def at(self, reach: Fraction) -> Fraction:
        """The parameter's value."""
        return self.base + self.slope * min(reach, self.room)


@dataclass(frozen=True, eq=False)
class NumbersNear:
    """A game's numbers near a point.

    ``chance`` is (nodes,): the probability of the chance move that leads to a node, one elsewhere.
    ``payoffs`` is (payoff rows) by (players).
    """

    chance: tuple[Quantity, ...]
    payoffs: tuple[tuple[Quantity, ...], ...]


class SymbolicFamily:
    """A family of games over some free parameters, the others fixed.

    Parameters
    ----------
    family : the games.
    fixed : values of parameters and definitions that are given.
    free : the parameters, or definitions, that stay variables.
    spare : how many irrational numbers the formulas may hold.
    paths : parameters that move as the first free name does, which need not be a parameter then.

    Raises
    ------
    InputError
        A name that the scenario does not have, or a free one that shapes the tree.
    """

    def __init__(
        self,
        family: ParametricGame,
        fixed: Mapping[str, float | Fraction],
        free: Sequence[str],
        *,
        spare: int = 0,
        paths: Mapping[str, Track] | None = None,
    ) -> None:
        for name in free:
            if name in family.structural:
                raise InputError(
                    f"{name} shapes the tree, so that no formula holds across its values: give it "
                    "one (",
                    Remedy("values"),
                    "), or solve at each by ",
                    Remedy("thresholds()", name),
                )
        self.family = family
        self.free = tuple(free)
        given = {name: value for name, value in fixed.items() if name not in free}
        self.paths = dict(paths or {})
        placeholders = dict.fromkeys([*self.paths] if paths else free, Fraction(0))
        self.bound = family.scenario.bind(given | dict(family.structural) | placeholders)
        self.ring = Ring(free, spare=spare)
        self.decisions = Decisions(self.ring)
        self.symbols = Symbols(self.decisions)

    def numbers(self) -> NumbersNear:
        """The numbers at the point where the decisions stand.

        Raises :class:`~crisis_sim.formula.exactly.Undefined` where a formula has no value or the
        chances are no probabilities.
        """
        found = self.decisions.remember("numbers", self._numbers)
        if isinstance(found, str):
            raise Undefined(found)
        return found

    def _numbers(self) -> NumbersNear | str:
        try:
            known = {name: self._start(name, value) for name, value in self.bound.items()}
            known = self.family.scenario.definitions_at(self.symbols, known, only=self.used())
            values = [evaluate(one, self.symbols, known) for one in self.family.formulas]
            return self._checked(values)
        except Undefined as error:
            return str(error)

    def _start(self, name: str, value: Fraction) -> Quantity:
        path = self.paths.get(name)
        if path is not None:
            number = self.symbols.number
            reach = self.ring.parameter(self.free[0])
            if path.room < 1:
                reach = self.symbols.apply("min", (reach, number(path.room)))
            return number(path.base) + number(path.slope) * reach
        return self.ring.parameter(name) if name in self.free else self.symbols.number(value)

    def values_of(self, names: Sequence[str]) -> dict[str, Fraction]:
        """The values of parameters, or definitions, that are bound or follow from what is."""
        known = dict(self.bound)
        scenario = self.family.scenario
        if any(name not in known for name in names):
            known = scenario.definitions_at(RATIONALS, known, only=scenario.reached_from(names))
        return {name: known[name] for name in names}

    def used(self) -> frozenset[str]:
        """The names that the game's formulas come down to, as far as values are not given."""
        names = (name for formula in self.family.formulas for name in names_in(formula))
        return self.family.scenario.reached_from(names, self.bound)

    def expressions(self) -> list[Expression]:
        """The formulas that the game's numbers are made of."""
        formulas = self.family.scenario.formulas
        named = (formulas[name] for name in self.used() if name not in self.bound)
        return [*self.family.formulas, *named]

    def _checked(self, values: list[Quantity]) -> NumbersNear:
        family, zero = self.family, self.ring.zero
        chance = [values[i] if i >= 0 else self.ring.one for i in family.chance.tolist()]
        tree = family.tree
        for number in dict.fromkeys(family.chance[family.chance >= 0].tolist()):
            if self.decisions.sign(values[number]) < 0:
                raise Undefined("a probability would be negative")
        for node in np.flatnonzero(tree.mover == CHANCE).tolist():
            children = tree.children(node).tolist()
            total = sum((chance[child] for child in children), zero)
            if not self.decisions.sign(total - self.ring.one):
                continue
            if not self._nearly_one(total):
                raise Undefined("probabilities would not sum to one")
            for child in children:
                chance[child] = chance[child] / total
        parts = [*values, zero]
        rows = np.moveaxis(family.payoff_parts, 0, 2).tolist()
        payoffs = (tuple(sum((parts[one] for one in own), zero) for own in row) for row in rows)
        return NumbersNear(tuple(chance), tuple(payoffs))

    def _nearly_one(self, total: Quantity) -> bool:
        """Whether probabilities add up nearly to one, so that they are normalised."""
        over = total - self.ring.one
        bound = self.ring.constant(EXACT_SUM_SLACK)
        return self.decisions.sign(bound - over) >= 0 and self.decisions.sign(bound + over) >= 0


def symbolic_family(
    family: ParametricGame,
    fixed: Mapping[str, float | Fraction],
    free: Sequence[str],
    *,
    paths: Mapping[str, Track] | None = None,
) -> SymbolicFamily:
    """A family in quantities, with room for irrational numbers where its formulas may need it."""
    symbolic = SymbolicFamily(family, fixed, free, paths=paths)
    if any(map(_may_be_irrational, symbolic.expressions())):
        return SymbolicFamily(family, fixed, free, spare=SPARE, paths=paths)
    return symbolic


def _may_be_irrational(expression: Expression) -> bool:
    if not isinstance(expression, Operation):
        return False
    if expression.op in ("exp", "log", "sqrt"):
        return True
    if expression.op == "**":
        exponent = expression.arguments[1]
        if not isinstance(exponent, Number) or exponent.value.denominator != 1:
            return True
    return any(map(_may_be_irrational, expression.arguments))
