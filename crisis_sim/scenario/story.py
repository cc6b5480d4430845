"""The story as a graph: each situation with each state in which it can be entered.

A game tree has one node for every way of arriving; the graph has one step for every situation and
state, however it was reached. It is small where the tree is large, so that recursion without end
is proved, and the size of the tree counted, before anything is unfolded.
"""

from __future__ import annotations

import graphlib
import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from crisis_sim.arguments import ARGUMENTS
from crisis_sim.errors import ScenarioError
from crisis_sim.formula.evaluate import FLOATS, evaluate, simplify
from crisis_sim.formula.exactly import EXACT, Undefined
from crisis_sim.formula.expression import Expression, Number, Operation
from crisis_sim.formula.write import text
from crisis_sim.near_names import listed
from crisis_sim.numbers.rational import fraction, rational
from crisis_sim.numbers.real import Number as Exact
from crisis_sim.numbers.real import Real
from crisis_sim.problem import Problem
from crisis_sim.remedy import Remedy
from crisis_sim.scenario.given import Values
from crisis_sim.scenario.loops import shortest_loops
from crisis_sim.scenario.positions import Keys
from crisis_sim.scenario.reduce import Reducer, State
from crisis_sim.scenario.scenario import Move, Outcome, Scenario, Situation, Variable
from crisis_sim.scenario.shaping import exact_numbers, structural

__all__ = ["MOST_NODES", "Edge", "Story", "StoryStep", "explore", "tell"]

MOST_NODES: int = ARGUMENTS["most_nodes"].default
MOST_STEPS = 1_000
MOST_FAULTY = 1_000
"""Steps at fault after which no more are looked into."""


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
class StoryStep:
    """A situation entered in a state, and what can be done there."""

    situation: Situation
    state: State
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """All steps that can be reached; step 0 is the start.

    ``nodes`` is the size of the tree. ``reduce`` puts a state into a formula, ``value`` works out
    one that does not depend on anything but the state and what shapes the tree.
    """

    scenario: Scenario
    structural: Mapping[str, Fraction] = field(hash=False)
    steps: tuple[StoryStep, ...]
    nodes: int
    reduce: Reducer
    value: Callable[[Expression, State], Fraction]


def tell(scenario: Scenario, values: Values | None = None, *, most: int = MOST_NODES) -> Story:
    """Find every step of the story.

    ``values`` matter only where a guard, a change or a bound depends on a parameter.

    Raises
    ------
    ScenarioError
        Recursion without end, a tree of more than ``most`` nodes, a state variable out of its
        bounds, a situation with nothing to do, or chances that can never sum to one.
    """
    story, faults = explore(scenario, values, most=most)
    if faults:
        raise ScenarioError(scenario.file, faults)
    return story


def explore(
    scenario: Scenario, values: Values | None = None, *, most: int = MOST_NODES
) -> tuple[Story, list[Problem]]:
    """The story as far as it is sound, and what is wrong with it, one fault a place in the file.

    A step that is at fault has no edges; the story goes on from the others.
    """
    teller = _Teller(scenario, values or {}, most)
    return teller.story(), list(teller.found.values())


class _Teller:
    def __init__(self, scenario: Scenario, values: Values, most: int) -> None:
        self.scenario = scenario
        self.most = most
        bound = scenario.bind(values)
        self.structural = {name: bound[name] for name in structural(scenario) if name in bound}
        self.numbers = exact_numbers(scenario, bound)
        self.reduce = Reducer(scenario)
        self.variables = tuple(scenario.variables.values())
        self.places = {variable.name: i for i, variable in enumerate(self.variables)}
        self.index: dict[tuple[str, State], int] = {}
        self.queue: list[tuple[str, State]] = []
        self.rests: dict[tuple[Expression, ...], Expression] = {}
        self.bounds: list[tuple[int, int]] = []
        self.faulty = 0
        self.found: dict[tuple[int, int], Problem] = {}

    def note(self, error: ScenarioError) -> None:
        """Keep what is wrong; of one place in the file what was found first."""
        for one in error.problems:
            self.found.setdefault((one.line, one.column), one)

    def bounds_of(self, variable: Variable) -> tuple[int, int]:
        """The least and greatest value of a variable, which parameters may change."""
        if variable.low is None or variable.high is None:
            return 0, len(variable.values) - 1
        keys: Keys = ("state", variable.name)
        low = self.value(variable.low, (), (*keys, "from"))
        high = self.value(variable.high, (), (*keys, "to"))
        if low > high:
            raise self.problem(
                (*keys, "to"), f"'to' is {_shown(high)}, below 'from', {_shown(low)}"
            )
        if not low <= variable.start <= high:
            message = f"the start {variable.start} lies outside {_shown(low)} to {_shown(high)}"
            raise self.problem((*keys, "start"), message)
        return math.ceil(low), math.floor(high)

    def story(self) -> Story:
        for variable in self.variables:
            try:
                self.bounds.append(self.bounds_of(variable))
            except ScenarioError as error:
                self.note(error)
        steps = [] if self.found else self.steps()
        nodes = self.count(steps)
        return Story(self.scenario, self.structural, tuple(steps), nodes, self.reduce, self.value)

    def steps(self) -> list[StoryStep]:
        self.enter(self.scenario.start, tuple(v.start for v in self.variables))
        most_steps = max(MOST_STEPS, self.most // 6)
        steps: list[StoryStep] = []
        nodes = 1
        while len(steps) < len(self.queue) and self.faulty < MOST_FAULTY:
            step = self.step(*self.queue[len(steps)])
            steps.append(step)
            nodes += len(step.edges)
            if nodes > self.most:
                what = f"the game has more than {self.most:,} nodes"
                self.note(self.endless(what, remedy=Remedy("most_nodes")))
                return []
            if len(self.queue) > most_steps:
                what = f"the story has more than {most_steps:,} different states"
                self.note(self.endless(what))
                return []
        return steps

    def enter(self, situation: str, state: State) -> int:
        key = (situation, state)
        if key not in self.index:
            self.index[key] = len(self.queue)
            self.queue.append(key)
        return self.index[key]

    def step(self, name: str, state: State) -> StoryStep:
        """A situation in a state; without edges if something is wrong there, which is noted."""
        situation = self.scenario.situations[name]
        field = "chance" if situation.player < 0 else "actions"
        edges, faults = [], []
        for number, move in enumerate(situation.moves):
            keys: Keys = ("situations", name, field, move.name)
            if not move.available:
                continue
            try:
                if move.when is None or self.value(move.when, state, (*keys, "when")):
                    edges.append(self.edge(move, number, state, keys))
            except ScenarioError as error:
                faults.append(error)
        if not faults:
            try:
                return StoryStep(situation, state, tuple(self.complete(situation, state, edges)))
            except ScenarioError as error:
                faults.append(error)
        self.faulty += 1
        for fault in faults:
            self.note(fault)
        return StoryStep(situation, state, ())

    def complete(self, situation: Situation, state: State, edges: list[Edge]) -> list[Edge]:
        """The edges of a step, of which there is one at least, chance having all its chances."""
        if not edges:
            raise self.problem(
                ("situations", situation.name),
                f"nothing is possible here{self.shown(state)}",
                hint="Add a move for this case, or loosen the 'when' of one.",
            )
        return self.with_rest(situation.name, state, edges) if situation.player < 0 else edges

    def edge(self, move: Move, number: int, state: State, keys: Keys) -> Edge:
        after = self.changed(state, move.changes, state, (*keys, "set"))
        probability = None if move.probability is None else self.reduce(move.probability, state)
        if move.to in self.scenario.situations:
            return Edge(move, number, probability, self.enter(move.to, after), "", after)
        outcome = self.scenario.outcomes[move.to]
        return Edge(move, number, probability, -1, move.to, self.settled(outcome, after))

    def with_rest(self, name: str, state: State, edges: list[Edge]) -> list[Edge]:
        """Give the event without a probability what the others leave."""
        rest = [edge for edge in edges if edge.probability is None]
        if len(rest) > 1:
            keys = ("situations", name, "chance", rest[1].move.name, "probability")
            *others, last = (edge.move.name for edge in rest)
            message = f"{' and '.join(map(repr, (*others, last)))} both have 'the rest'"
            hint = f"Give {listed(others)} a number, such as 0.5; '{last}' has what is then left."
            raise self.problem(keys, message + self.shown(state), hint=hint)
        if not rest:
            return edges
        given = tuple([edge.probability for edge in edges if edge.probability is not None])
        total = self.rests.get(given)
        if total is None:
            total = Number(Fraction(1))
            for probability in given:
                total = simplify(Operation("-", (total, probability)))
            self.rests[given] = total
        return [replace(e, probability=total) if e is rest[0] else e for e in edges]

    def settled(self, outcome: Outcome, state: State) -> State:
        """The state at an end: issues at their first level, or as the outcome settles them."""
        if not outcome.settles and not any(v.issue for v in self.variables):
            return state
        reset = [0 if v.issue else value for v, value in zip(self.variables, state, strict=True)]
        keys: Keys = ("outcomes", outcome.name, "settles")
        return self.changed(tuple(reset), outcome.settles, state, keys)

    def changed(
        self,
        state: State,
        changes: tuple[tuple[str, Expression], ...],
        given: State,
        keys: Keys,
    ) -> State:
        """``state`` with some variables changed by formulas of the state ``given``."""
        if not changes:
            return state
        after = list(state)
        for name, formula in changes:
            value = self.value(formula, given, (*keys, name))
            place = self.places[name]
            low, high = self.bounds[place]
            if value.denominator != 1:
                message = f"{name} would be {_shown(value)}, not a whole number{self.shown(given)}"
                raise self.problem((*keys, name), message, hint="Round it with floor or ceil.")
            after[place] = value.numerator
            if not low <= after[place] <= high:
                message = f"{name} would be {_shown(value)}, outside {low} to {high}"
                hint = "Guard the move with 'when', or widen the variable."
                raise self.problem((*keys, name), message + self.shown(given), hint=hint)
        return tuple(after)

    def value(self, formula: Expression, state: State, keys: Keys = ()) -> Fraction:
        """The value of a formula of state and parameters."""
        reduced = self.reduce(formula, state)
        if isinstance(reduced, Number):
            return reduced.value
        try:
            return _as_fraction(evaluate(reduced, EXACT, self.numbers))
        except (Undefined, KeyError, OverflowError):
            message = f"{text(formula)[:60]} has no finite value{self.shown(state)}"
            raise self.problem(keys, message) from None

    def count(self, steps: list[StoryStep]) -> int:
        """The nodes of the tree, without unfolding it; 0 if something is wrong with the story."""
        following = {i: [e.to for e in step.edges if e.to >= 0] for i, step in enumerate(steps)}
        last_first: list[int] = []
        try:
            last_first += graphlib.TopologicalSorter(following).static_order()
        except graphlib.CycleError:
            for loop in shortest_loops(following):
                self.note(self.circle(steps, loop))
        if self.found:
            return 0
        below = [0] * len(steps)
        for i in last_first:
            below[i] = 1 + sum(below[e.to] if e.to >= 0 else 1 for e in steps[i].edges)
        if below[0] > self.most:
            self.note(self.too_large(steps, last_first[::-1], below[0]))
        return below[0]

    def circle(self, steps: list[StoryStep], loop: list[int]) -> ScenarioError:
        """The error for steps that lead back to themselves, listed in the order of the story."""
        around = [*loop, loop[0]]
        moves = [
            next(edge.move.name for edge in steps[i].edges if edge.to == j)
            for i, j in itertools.pairwise(around)
        ]
        names = [steps[i].situation.name for i in around]
        told = [f"{name} ({move})" for name, move in zip(names, moves, strict=False)]
        told = told if len(told) <= 8 else [*told[:4], "...", *told[-4:]]
        # A guard on an event of chance would leave the others' chances short of 1.
        decided = [i for i, step in enumerate(around[:-1]) if steps[step].situation.player >= 0]
        last = decided[-1] if decided else len(moves) - 1
        field = "actions" if decided else "chance"
        return self.problem(
            ("situations", names[last], field, moves[last]),
            f"the story comes back with nothing changed: {' -> '.join([*told, names[-1]])}",
            hint="Lead it elsewhere, or count the rounds: under state, round: {from: 0, to: 3}; "
            f"here, {{when: round < 3, set: {{round: round + 1}}, to: {names[last + 1]}}}.",
        )

    def endless(self, what: str, remedy: Remedy | None = None) -> ScenarioError:
        """The error for a story whose graph alone is too large."""
        counts: dict[str, int] = {}
        for name, _ in self.queue:
            counts[name] = counts.get(name, 0) + 1
        grown = max(counts, key=lambda name: counts[name])
        return self.problem(
            ("situations", grown),
            f"{what}; '{grown}' grows most, entered in {counts[grown]:,} of them",
            hint="Let fewer state variables change, narrow their ranges, "
            + ("guard the recursion, or allow more nodes" if remedy else "or guard the recursion."),
            remedy=remedy,
        )

    def too_large(self, steps: list[StoryStep], order: list[int], nodes: int) -> ScenarioError:
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
            f"the game is too large: {_many(nodes)} nodes, of {self.most:,} allowed; "
            f"'{grown}' grows most, to {_many(entries[grown])}",
            hint="Guard the recursion earlier, or allow more nodes",
            remedy=Remedy("most_nodes"),
        )

    def shown(self, state: State) -> str:
        """The state in words, for messages."""
        if not state:
            return ""
        parts = [f"{v.name} = {v.show(x)}" for v, x in zip(self.variables, state, strict=True)]
        return f", when {', '.join(parts)}" if parts else ""

    def problem(
        self, keys: Keys, message: str, hint: str = "", remedy: Remedy | None = None
    ) -> ScenarioError:
        return self.scenario.problem(keys, message, hint=hint, remedy=remedy)


def _many(number: int) -> str:
    """A count in words; very large ones to the power of ten."""
    power = int(number.bit_length() * math.log10(2))
    return f"{number:,}" if power < 12 else f"about 10^{power}"


def _shown(value: Fraction) -> str:
    return f"{FLOATS.number(value):g}"


def _as_fraction(value: Exact) -> Fraction:
    """The number itself if it is rational; else one that is not whole, and near."""
    if not isinstance(value, Real):
        return fraction(value)
    near = Fraction(float(value))
    whole = round(near)
    if value == rational(whole):
        return Fraction(whole)
    return near if near != whole else near + Fraction(1, 2)
