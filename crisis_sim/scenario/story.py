"""The story as a graph: each situation with each state in which it can be entered.

A game tree has one node for every way of arriving; the graph has one step for every situation and
state, however it was reached. It is small where the tree is large, so that recursion without end
is proved, and the size of the tree counted, before anything is unfolded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from crisis_sim.errors import ScenarioError
from crisis_sim.formula.evaluate import FLOATS, RATIONALS, NotExact, evaluate, simplify
from crisis_sim.formula.expression import Expression, Number, Operation, names_in, substitute
from crisis_sim.scenario.positions import Keys
from crisis_sim.scenario.scenario import ELAPSED, Move, Outcome, Scenario, Situation, Values

__all__ = ["MOST_NODES", "Edge", "State", "Step", "Story", "at_state", "tell"]

MOST_NODES = 300_000
MOST_STEPS = 100_000

State = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A move that is possible at a step.

    It leads to the step ``to``, or, where ``to`` is -1, to ``outcome`` in the state ``state``.
    ``number`` is the move's place among all moves of its situation.
    """

    move: Move
    number: int
    probability: Expression | None
    to: int
    outcome: str
    state: State


@dataclass(frozen=True, slots=True)
class Step:
    """A situation entered in a state, and what can be done there."""

    situation: Situation
    state: State
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """All steps that can be reached; step 0 is the start. ``nodes`` is the size of the tree."""

    scenario: Scenario
    structural: Mapping[str, Fraction]
    steps: tuple[Step, ...]
    nodes: int


def tell(scenario: Scenario, values: Values | None = None, *, most: int = MOST_NODES) -> Story:
    """Find every step of the story.

    ``values`` matter only where a guard, a change or a bound depends on a parameter.

    Raises
    ------
    ScenarioError
        Recursion without end, a tree of more than ``most`` nodes, a state variable out of its
        bounds, a situation with nothing to do, or chances that can never sum to one.
    """
    return _Teller(scenario, values or {}, most).story()


class _Teller:
    def __init__(self, scenario: Scenario, values: Values, most: int) -> None:
        self.scenario = scenario
        self.most = most
        bound = scenario.bind(values)
        self.structural = {name: bound[name] for name in _structural(scenario) if name in bound}
        self.numbers = _numbers(scenario, bound)
        self.variables = tuple(scenario.variables.values())
        self.places = {variable.name: i for i, variable in enumerate(self.variables)}
        self.index: dict[tuple[str, State], int] = {}
        self.queue: list[tuple[str, State]] = []
        self.bounds = [
            (self.value(v.low, {}, ()), self.value(v.high, {}, ()))
            if v.low is not None and v.high is not None
            else (Fraction(0), Fraction(len(v.values) - 1))
            for v in self.variables
        ]

    def story(self) -> Story:
        self.enter(self.scenario.start, tuple(v.start for v in self.variables))
        steps: list[Step] = []
        while len(steps) < len(self.queue):
            if len(self.queue) > MOST_STEPS:
                raise self.endless(steps)
            steps.append(self.step(*self.queue[len(steps)]))
        return Story(self.scenario, self.structural, tuple(steps), self.count(steps))

    def enter(self, situation: str, state: State) -> int:
        key = (situation, state)
        if key not in self.index:
            self.index[key] = len(self.queue)
            self.queue.append(key)
        return self.index[key]

    def step(self, name: str, state: State) -> Step:
        situation = self.scenario.situations[name]
        known = self.known(state)
        field = "chance" if situation.player < 0 else "actions"
        edges = []
        for number, move in enumerate(situation.moves):
            keys: Keys = ("situations", name, field, move.name)
            if not move.available:
                continue
            if move.when is not None and not self.value(move.when, known, (*keys, "when")):
                continue
            edges.append(self.edge(move, number, state, known, keys))
        if not edges:
            raise self.problem(("situations", name), f"nothing is possible here{self.shown(state)}")
        if situation.player < 0:
            edges = self.with_rest(name, state, edges)
        return Step(situation, state, tuple(edges))

    def edge(
        self, move: Move, number: int, state: State, known: Mapping[str, Fraction], keys: Keys
    ) -> Edge:
        after = self.changed(state, move.changes, known, (*keys, "set"))
        probability = None
        if move.probability is not None:
            probability = at_state(self.scenario, move.probability, known)
        if move.to in self.scenario.situations:
            return Edge(move, number, probability, self.enter(move.to, after), "", after)
        outcome = self.scenario.outcomes[move.to]
        return Edge(move, number, probability, -1, move.to, self.settled(outcome, after))

    def with_rest(self, name: str, state: State, edges: list[Edge]) -> list[Edge]:
        """Give the event without a probability what the others leave."""
        rest = [edge for edge in edges if edge.probability is None]
        if len(rest) > 1:
            keys = ("situations", name, "chance", rest[1].move.name, "probability")
            raise self.problem(keys, f"only one event can have the rest{self.shown(state)}")
        total: Expression = Number(Fraction(1))
        for edge in edges:
            if edge.probability is not None:
                total = simplify(Operation("-", (total, edge.probability)))
        return [
            edge
            if edge.probability is not None
            else Edge(edge.move, edge.number, total, edge.to, edge.outcome, edge.state)
            for edge in edges
        ]

    def known(self, state: State) -> dict[str, Fraction]:
        return {v.name: Fraction(value) for v, value in zip(self.variables, state, strict=True)}

    def settled(self, outcome: Outcome, state: State) -> State:
        """The state at an end: issues at their first level, or as the outcome settles them."""
        known = self.known(state)
        reset = [0 if v.issue else value for v, value in zip(self.variables, state, strict=True)]
        keys: Keys = ("outcomes", outcome.name, "settles")
        return self.changed(tuple(reset), outcome.settles, known, keys)

    def changed(
        self,
        state: State,
        changes: tuple[tuple[str, Expression], ...],
        known: Mapping[str, Fraction],
        keys: Keys,
    ) -> State:
        after = list(state)
        for name, formula in changes:
            value = self.value(formula, known, (*keys, name))
            place = self.places[name]
            low, high = self.bounds[place]
            if value.denominator != 1 or not low <= value <= high:
                raise self.problem(
                    (*keys, name),
                    f"{name} would be {float(value):g}, outside {float(low):g} to {float(high):g}"
                    + self.shown(state),
                    hint="Guard the move with 'when', or widen the variable.",
                )
            after[place] = int(value)
        return tuple(after)

    def value(self, formula: Expression, known: Mapping[str, Fraction], keys: Keys) -> Fraction:
        """The value of a formula of state and parameters."""
        reduced = at_state(self.scenario, formula, known)
        try:
            return evaluate(reduced, RATIONALS, self.numbers)
        except (NotExact, KeyError):
            floats = {name: float(value) for name, value in self.numbers.items()}
            number = float(evaluate(reduced, FLOATS, floats))
            if number != number or abs(number) == float("inf"):
                raise self.problem(keys, "the formula has no finite value here") from None
            return Fraction(number)

    def count(self, steps: list[Step]) -> int:
        """The nodes of the tree, without unfolding it."""
        import networkx as nx

        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(range(len(steps)))
        graph.add_edges_from(
            (i, edge.to) for i, step in enumerate(steps) for edge in step.edges if edge.to >= 0
        )
        try:
            order = list(nx.topological_sort(graph))
        except nx.NetworkXUnfeasible:
            raise self.circle(steps, [i for i, _ in nx.find_cycle(graph)]) from None
        below = [0] * len(steps)
        for i in reversed(order):
            below[i] = 1 + sum(below[e.to] if e.to >= 0 else 1 for e in steps[i].edges)
        if below[0] > self.most:
            raise self.too_large(steps, order, below[0])
        return below[0]

    def circle(self, steps: list[Step], loop: list[int]) -> ScenarioError:
        names = list(dict.fromkeys(steps[i].situation.name for i in loop))
        path = " -> ".join([*names, names[0]])
        return self.problem(
            ("situations", names[0]),
            f"recursion without end: {path} comes back with nothing changed",
            hint="Count the rounds in a state variable and guard a move with 'when'.",
        )

    def endless(self, steps: list[Step]) -> ScenarioError:
        counts: dict[str, int] = {}
        for name, _ in self.queue:
            counts[name] = counts.get(name, 0) + 1
        grown = max(counts, key=lambda name: counts[name])
        return self.problem(
            ("situations", grown),
            f"more than {MOST_STEPS:,} states of the story; '{grown}' alone is entered in "
            f"{counts[grown]:,}, after {len(steps):,} steps",
            hint="Let fewer state variables change, or narrow their ranges.",
        )

    def too_large(self, steps: list[Step], order: list[int], nodes: int) -> ScenarioError:
        ways = [0] * len(steps)
        ways[0] = 1
        for i in order:
            for edge in steps[i].edges:
                if edge.to >= 0:
                    ways[edge.to] += ways[i]
        entries: dict[str, int] = {}
        for i, step in enumerate(steps):
            entries[step.situation.name] = entries.get(step.situation.name, 0) + ways[i]
        grown = max(entries, key=lambda name: entries[name])
        return self.problem(
            ("situations", grown),
            f"the game would have {_many(nodes)} nodes, more than {self.most:,}; "
            f"'{grown}' grows most, to {_many(entries[grown])}",
            hint="Guard the recursion earlier, or allow more nodes.",
        )

    def shown(self, state: State) -> str:
        """The state in words, for messages."""
        parts = [f"{v.name} = {v.show(x)}" for v, x in zip(self.variables, state, strict=True)]
        return f" when {', '.join(parts)}" if parts else ""

    def problem(self, keys: Keys, message: str, hint: str = "") -> ScenarioError:
        return self.scenario.problem(keys, message, hint=hint)


def _many(number: int) -> str:
    return f"{number:,}" if number < 10**12 else f"about 10^{len(str(number)) - 1}"


def _structural(scenario: Scenario) -> frozenset[str]:
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


def _numbers(scenario: Scenario, bound: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Parameters and definitions as rationals; those that are not rational are left out."""
    known = dict(bound)
    for name in scenario.order:
        if name not in known:
            try:
                known[name] = evaluate(scenario.formulas[name], RATIONALS, known)
            except (NotExact, KeyError):
                continue
    return known


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

    def value(name: str) -> Expression | None:
        if name in known:
            return Number(known[name])
        if name == ELAPSED:
            return elapsed
        if name in scenario.of_state:
            return substitute(scenario.formulas[name], value, simplify)
        return None

    return substitute(formula, value, simplify)
