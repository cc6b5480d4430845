"""What packages and outcomes are worth, by the same terms that value the outcomes of the game.

All in exact numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

from crisis_sim.errors import InputError
from crisis_sim.formula.evaluate import evaluate
from crisis_sim.formula.exactly import EXACT, Undefined
from crisis_sim.formula.expression import Expression
from crisis_sim.formula.expression import Number as Constant
from crisis_sim.formula.write import text
from crisis_sim.game.game import Row
from crisis_sim.numbers.rational import ONE, ZERO, rational
from crisis_sim.numbers.real import Number
from crisis_sim.scenario.given import Values
from crisis_sim.scenario.reduce import State
from crisis_sim.scenario.scenario import Scenario, Term
from crisis_sim.scenario.story import Edge, Story, tell

__all__ = ["Circumstance", "Worth", "plus"]

_NOW = Constant(Fraction(0))


def plus(one: Row, other: Row, weight: Number = ONE) -> Row:
    """One row and another times a weight."""
    return tuple(a + weight * b for a, b in zip(one, other, strict=True))


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A state in which the first player to move may find the world.

    ``events`` are the chance events before it, each with the players who see it; ``probability``
    is that of all of them together.
    """

    state: State
    probability: Number
    events: tuple[tuple[str, frozenset[int]], ...]

    def known_to(self, player: int) -> tuple[str, ...]:
        """What a player knows of it."""
        return tuple(event for event, seen_by in self.events if player in seen_by)

    @property
    def name(self) -> str:
        """Its events."""
        return ", ".join(event for event, _ in self.events)


class Worth:
    """Values of terms at parameter values, on the day on which the story begins."""

    def __init__(self, scenario: Scenario, values: Values) -> None:
        self.scenario = scenario
        self.story: Story = tell(scenario, values)
        self.known = _definitions(scenario, values)
        self.places = {name: place for place, name in enumerate(scenario.variables)}
        self.circumstances = tuple(self._circumstances(0, ONE, ()))

    def _circumstances(
        self, at: int, probability: Number, events: tuple[tuple[str, frozenset[int]], ...]
    ) -> Iterator[Circumstance]:
        """The states at the first decisions, past the chance events before them."""
        step = self.story.steps[at]
        if step.situation.player >= 0:
            yield Circumstance(step.state, probability, events)
            return
        chances = [self._chance(edge) for edge in step.edges]
        total = sum(chances, ZERO)
        for edge, chance in zip(step.edges, chances, strict=True):
            if edge.to >= 0 and chance > 0:
                event = (edge.move.told_as, edge.move.seen_by)
                chance = probability * (chance if total == 1 else chance / total)
                yield from self._circumstances(edge.to, chance, (*events, event))

    def _chance(self, edge: Edge) -> Number:
        return ONE if edge.probability is None else self._number(edge.probability)

    def _number(self, formula: Expression) -> Number:
        try:
            return evaluate(formula, EXACT, self.known)
        except (Undefined, KeyError):
            raise InputError(f"{text(formula)} has no value at the values given") from None

    def with_levels(self, state: State, levels: Mapping[str, int]) -> State:
        """A state with the issues at given levels."""
        after = list(state)
        for name, level in levels.items():
            after[self.places[name]] = level
        return tuple(after)

    def terms(self, state: State, terms: tuple[Term, ...]) -> dict[str, Row]:
        """(players,) the worth of each term that holds in a state."""
        found: dict[str, Row] = {}
        for term in terms:
            if term.when is None or self.story.value(term.when, state):
                worth = tuple(self._formula(one, state) for one in term.payoffs)
                before = found.get(term.label)
                found[term.label] = worth if before is None else plus(before, worth)
        return found

    def total(self, worth: Mapping[str, Row]) -> Row:
        """(players,) what terms add up to."""
        total: Row = (ZERO,) * len(self.scenario.players)
        for paid in worth.values():
            total = plus(total, paid)
        return total

    def _formula(self, formula: Expression | None, state: State) -> Number:
        return ZERO if formula is None else self._number(self.story.reduce(formula, state, _NOW))

    def outcome(self, name: str, state: State) -> Row:
        """(players,) the payoffs of an outcome, were it to come about at once in a state."""
        one = self.scenario.outcomes[name]
        issues = {v.name: 0 for v in self.scenario.variables.values() if v.issue}
        settled = self.with_levels(state, issues)
        changes = {key: int(self.story.value(formula, state)) for key, formula in one.settles}
        settled = self.with_levels(settled, changes)
        return self.total(self.terms(settled, (*self.scenario.terms, *one.terms)))


def _definitions(scenario: Scenario, values: Values) -> Mapping[str, Number]:
    """Parameters and definitions; those that are undefined are left out."""
    known: dict[str, Number] = {n: rational(v) for n, v in scenario.bind(values).items()}
    for name in scenario.order:
        if name not in known:
            with suppress(Undefined, KeyError):
                known[name] = evaluate(scenario.formulas[name], EXACT, known)
    return known
