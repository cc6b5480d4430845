"""A family of games over its parameters: one tree, with formulas for its numbers.

A sweep over numbers never rebuilds the tree; it evaluates the formulas, each distinct one once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from crisis_sim.errors import InputError
from crisis_sim.formula.evaluate import FLOATS, evaluate
from crisis_sim.formula.exactly import EXACT, Undefined
from crisis_sim.formula.expression import Expression
from crisis_sim.formula.write import text
from crisis_sim.game.game import Exact, Floats, Game, Numbers, normalised
from crisis_sim.game.proper import EXACT_SUM_SLACK
from crisis_sim.game.tree import CHANCE, Integers, Tree
from crisis_sim.numbers.rational import ONE, ZERO, fraction, rational
from crisis_sim.numbers.real import Number, is_rational, to_float
from crisis_sim.scenario.given import Values
from crisis_sim.scenario.given import exact as as_written
from crisis_sim.scenario.scenario import Move, Scenario, Situation
from crisis_sim.shown import in_short

__all__ = ["ParametricGame", "PayoffTerm"]

_SLACK = rational(EXACT_SUM_SLACK)


@dataclass(frozen=True, slots=True)
class PayoffTerm:
    """One named part of a payoff: for each player the number of its formula, or -1 for nothing."""

    name: str
    formulas: tuple[int, ...]
    source: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class ParametricGame:
    """A tree whose chance probabilities and payoffs are formulas of the parameters.

    Attributes
    ----------
    scenario : what it was unfolded from, assumptions applied.
    tree : its shape.
    structural : the values that shaped the tree; other values of these need another unfolding.
    formulas : every distinct formula of parameters and definitions, once.
    chance : (nodes,) number of the formula of the chance move that leads to a node, else -1.
    terms : for each payoff row the terms that add up to it.
    elapsed : (nodes,) number of the formula of the days passed on reaching a node.
    situation : (nodes,) number of the node's situation among the scenario's, -1 at terminals.
    move_number : (nodes,) number, among all moves of the parent's situation, of the move that leads
        here; -1 at the root.
    """

    scenario: Scenario
    tree: Tree
    structural: Mapping[str, Fraction]
    formulas: tuple[Expression, ...]
    chance: Integers
    terms: tuple[tuple[PayoffTerm, ...], ...]
    elapsed: Integers
    situation: Integers
    move_number: Integers

    notes: ClassVar[tuple[str, ...]] = ()
    """What reading it changed, in words."""

    def __repr__(self) -> str:
        size = f"{self.tree.size} nodes, {len(self.formulas)} formulas"
        return in_short(self, f"{self.scenario.title}: {size}")

    def at(self, values: Values | None = None) -> Game:
        """The game at parameter values; what is not given takes its default.

        Fractions are taken as they are, and floats as the shortest decimal that writes them, so
        that the exact numbers of the game are those of ``0.913`` and not of its binary neighbour.

        Raises
        ------
        InputError
            An unknown name, a structural value other than this tree's, or values at which a
            formula is undefined or the chances at a node are no probabilities.
        """
        given = dict(values or {})
        for name, value in given.items():
            if name in self.structural and as_written(value, name) != self.structural[name]:
                raise InputError(f"{name} shapes the tree: unfold the scenario again to change it")
        known = self._known(given)
        numbers = self._numbers(known)
        table = np.array([math.nan if one is None else to_float(one) for one in numbers] + [1.0])
        chance = np.asarray(table[self.chance])
        rows = self._rows(numbers)
        payoffs = np.array([[math.nan if n is None else to_float(n) for n in row] for row in rows])
        self._check(chance, payoffs, given)
        self._check_sums(numbers, given)
        exact = self._exact(numbers, rows)
        if exact.normalised:
            chance = np.array([to_float(one) for one in exact.chance])
        rational = all(map(is_rational, numbers))
        parameters = (*self.scenario.parameters, *given)
        return Game(
            title=self.scenario.title,
            tree=self.tree,
            chance=chance,
            payoffs=payoffs,
            values={name: to_float(known[name]) for name in parameters if name in known},
            exact=_fractions(exact) if rational else None,
            given=given,
            irrational=None if rational and not exact.normalised else exact,
            unreached={
                name: f"{_where(self.scenario, given)} {told}" for name, told in self._missed
            },
        )

    @cached_property
    def _missed(self) -> tuple[tuple[str, str], ...]:
        """The players' situations to which play does not come, with that and their lines."""
        met = set(self.situation.tolist())
        missed = [one for i, one in enumerate(self.situations) if i not in met and one.player >= 0]
        return tuple(
            (name, f"play does not come to '{name}'{_line(self.scenario, one.name)}")
            for one in missed
            for name in dict.fromkeys((one.told_as, one.information_set or one.told_as))
        )

    def _known(self, given: Values) -> dict[str, Number]:
        """Parameters and definitions as exact numbers; those that are undefined are left out."""
        bound = self.scenario.bind({**given, **self.structural})
        known = {name: rational(value) for name, value in bound.items()}
        for name in self.scenario.order:
            if name not in known:
                with suppress(Undefined, KeyError):
                    known[name] = evaluate(self.scenario.formulas[name], EXACT, known)
        return known

    def _numbers(self, known: Mapping[str, Number]) -> list[Number | None]:
        """(formulas,) the value of each; None where it is undefined."""
        values: list[Number | None] = []
        for formula in self.formulas:
            try:
                values.append(evaluate(formula, EXACT, known))
            except (Undefined, KeyError):
                values.append(None)
        return values

    def exact_numbers_at(self, values: Values | None = None) -> list[Number | None]:
        """(formulas,) the value of every formula as an exact number; None where it has none."""
        return self._numbers(self._known(dict(values or {})))

    def chances_written(self, nodes: Sequence[int]) -> dict[int, list[Any]]:
        """The probabilities at chance nodes, at the defaults, which need not add up to one."""
        numbers = self.exact_numbers_at()
        after = {node: self.chance[self.tree.children(node)].tolist() for node in nodes}
        return {node: [numbers[formula] for formula in own] for node, own in after.items()}

    def numbers_at(self, values: Values | None = None) -> Floats:
        """(formulas,) the value of every formula at parameter values."""
        bound = self.scenario.bind({**(values or {}), **self.structural})
        floats = {name: float(value) for name, value in bound.items()}
        known = self.scenario.definitions_at(FLOATS, floats)
        return np.array([float(evaluate(formula, FLOATS, known)) for formula in self.formulas])

    def days_at(self, values: Values | None = None) -> Floats:
        """(nodes,) the days passed on reaching a node; nan where nothing takes time."""
        if all(one.takes is None for one in self.situations):
            return np.full(self.tree.size, math.nan)
        return np.asarray(self.numbers_at(values)[self.elapsed])

    def move_to(self, node: int) -> Move:
        """The scenario's move that leads to a node."""
        parent = int(self.tree.parent[node])
        situation = self.situations[int(self.situation[parent])]
        return situation.moves[int(self.move_number[node])]

    @cached_property
    def situations(self) -> tuple[Situation, ...]:
        """The scenario's situations, in the order of their numbers."""
        return tuple(self.scenario.situations.values())

    @cached_property
    def draws(self) -> Mapping[tuple[int, ...], int]:
        """The formulas of the chances at a chance node, once each, and the first such node."""
        formula: list[int] = self.chance.tolist()
        found: dict[tuple[int, ...], int] = {}
        for node in np.flatnonzero(self.tree.mover == CHANCE).tolist():
            draw = tuple(formula[child] for child in self.tree.children(node).tolist())
            found.setdefault(draw, node)
        return found

    @cached_property
    def payoff_parts(self) -> Integers:
        """(terms, payoff rows, players) numbers of the formulas that add up to each payoff.

        A number one past the last formula's stands for nothing, after those that there are.
        """
        players = range(len(self.tree.players))
        parts = [
            [[t.formulas[p] for t in terms if t.formulas[p] >= 0] for p in players]
            for terms in self.terms
        ]
        most = max((len(own) for row in parts for own in row), default=0)
        table = np.full((most, len(parts), len(players)), len(self.formulas), dtype=np.int32)
        for row, by_player in enumerate(parts):
            for player, own in enumerate(by_player):
                table[: len(own), row, player] = own
        table.setflags(write=False)
        return table

    def _rows(self, numbers: Sequence[Number | None]) -> list[tuple[Number | None, ...]]:
        """(payoff rows) by (players) what the parts of each payoff add up to."""
        table = [*numbers, ZERO]
        parts = np.moveaxis(self.payoff_parts, 0, 2).tolist()
        return [tuple(_sum([table[one] for one in own]) for own in row) for row in parts]

    def _exact(
        self, numbers: Sequence[Number | None], rows: Sequence[tuple[Number | None, ...]]
    ) -> Numbers:
        """The numbers, all of which are defined, with chances that add up to one."""
        table = [*numbers, ONE]
        chance, divided = normalised(self.tree, [table[i] for i in self.chance.tolist()])
        return Numbers(chance, rows, divided)

    def _check(self, chance: Floats, payoffs: Floats, given: Values) -> None:
        at = _where(self.scenario, given)
        for row in np.flatnonzero(~np.isfinite(payoffs).all(axis=1)):
            outcome = self.tree.outcomes[self.tree.rows[row]]
            large = "too large for a float" if np.isinf(payoffs[row]).any() else "undefined"
            raise InputError(f"{at} the payoffs of '{outcome}' are not finite numbers: {large}")
        after_chance = np.flatnonzero(self.chance >= 0)
        wrong = ~((chance[after_chance] >= 0) & (chance[after_chance] <= 1))
        for node in after_chance[wrong]:
            formula = text(self.formulas[self.chance[node]])
            raise InputError(
                f"{at} the probability of '{self.tree.move_label(int(node))}', "
                f"{formula} = {chance[node]:g}, is not between 0 and 1"
            )

    def _check_sums(self, numbers: Sequence[Number | None], given: Values) -> None:
        """Refuse chances that do not add up to one, within what is normalised."""
        for draw, node in self.draws.items():
            chances: Any = [numbers[one] for one in draw]
            total: Number = sum(chances, ZERO)
            if abs(total - 1) > _SLACK:
                raise InputError(
                    f"{_where(self.scenario, given)} the probabilities at "
                    f"'{self.tree.label(node)}' sum to {to_float(total):.12g}, not 1"
                )


def _where(scenario: Scenario, given: Values) -> str:
    """The assumptions and values of a game, in words for its errors."""
    values = ", ".join(f"{name}={float(value):g}" for name, value in given.items())
    under = f"under {' and '.join(repr(one) for one in scenario.assumed)}"
    if not scenario.assumed:
        return f"at {values or 'the defaults'}"
    return f"{under}, at {values}," if values else under


def _line(scenario: Scenario, situation: str) -> str:
    """Where the file has a situation."""
    place = scenario.document.places.get(("situations", situation))
    return f", which is in line {place.key_line + 1} of {Path(scenario.file).name}" if place else ""


def _sum(parts: Sequence[Number | None]) -> Number | None:
    """None if a part is."""
    defined = [one for one in parts if one is not None]
    return sum(defined, ZERO) if len(defined) == len(parts) else None


def _fractions(numbers: Numbers) -> Exact:
    known = {one: fraction(one) for row in (numbers.chance, *numbers.payoffs) for one in row}
    chance = tuple(known[one] for one in numbers.chance)
    return Exact(chance, tuple(tuple(known[one] for one in row) for row in numbers.payoffs))
