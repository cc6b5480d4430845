"""What packages and outcomes are worth, by the same terms that value the outcomes of the game."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from crisis_sim.formula.evaluate import FLOATS, FloatValue, evaluate
from crisis_sim.formula.expression import Number
from crisis_sim.game.game import Floats
from crisis_sim.scenario.reduce import State
from crisis_sim.scenario.scenario import Scenario, Term, Values
from crisis_sim.scenario.story import Edge, Story, tell

__all__ = ["Circumstance", "Worth"]

_NOW = Number(Fraction(0))


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A state in which the first player to move may find the world.

    ``events`` are the chance events before it, each with the players who see it; ``probability``
    is that of all of them together.
    """

    state: State
    probability: float
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
        bound = scenario.bind(values)
        floats: dict[str, FloatValue] = {name: float(value) for name, value in bound.items()}
        self.known: Mapping[str, FloatValue] = scenario.definitions_at(FLOATS, floats)
        self.places = {name: place for place, name in enumerate(scenario.variables)}
        self.circumstances = tuple(self._circumstances(0, 1.0, ()))

    def _circumstances(
        self, at: int, probability: float, events: tuple[tuple[str, frozenset[int]], ...]
    ) -> Iterator[Circumstance]:
        """The states at the first decisions, past the chance events before them."""
        step = self.story.steps[at]
        if step.situation.player >= 0:
            yield Circumstance(step.state, probability, events)
            return
        for edge in step.edges:
            chance = probability * self._chance(edge)
            if edge.to >= 0 and chance > 0:
                event = (edge.move.label, edge.move.seen_by)
                yield from self._circumstances(edge.to, chance, (*events, event))

    def _chance(self, edge: Edge) -> float:
        if edge.probability is None:
            return 1.0
        return float(evaluate(edge.probability, FLOATS, self.known))

    def with_levels(self, state: State, levels: Mapping[str, int]) -> State:
        """A state with the issues at given levels."""
        after = list(state)
        for name, level in levels.items():
            after[self.places[name]] = level
        return tuple(after)

    def terms(self, state: State, terms: tuple[Term, ...]) -> dict[str, Floats]:
        """(players,) the worth of each term that holds in a state."""
        found: dict[str, Floats] = {}
        for term in terms:
            if term.when is None or self.story.value(term.when, state):
                worth = np.array([self._formula(one, state) for one in term.payoffs])
                found[term.label] = found.get(term.label, 0.0) + worth
        return found

    def _formula(self, formula: object, state: State) -> float:
        if formula is None:
            return 0.0
        reduced = self.story.reduce(formula, state, _NOW)  # type: ignore[arg-type]
        return float(evaluate(reduced, FLOATS, self.known))

    def outcome(self, name: str, state: State) -> Floats:
        """(players,) the payoffs of an outcome, were it to come about at once in a state."""
        one = self.scenario.outcomes[name]
        issues = {v.name: 0 for v in self.scenario.variables.values() if v.issue}
        settled = self.with_levels(state, issues)
        changes = {key: int(self.story.value(formula, state)) for key, formula in one.settles}
        settled = self.with_levels(settled, changes)
        worth = self.terms(settled, (*self.scenario.terms, *one.terms))
        return np.asarray(sum(worth.values(), np.zeros(len(self.scenario.players))))
