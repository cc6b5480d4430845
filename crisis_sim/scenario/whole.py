"""Checks that need the whole story: what is reached, chances over the ranges, finite payoffs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np

from crisis_sim.errors import InputError, ScenarioError
from crisis_sim.formula.evaluate import FLOATS, FloatValue, evaluate
from crisis_sim.formula.expression import Expression, names_in
from crisis_sim.formula.write import text
from crisis_sim.scenario.positions import Document, Keys
from crisis_sim.scenario.scenario import ELAPSED, Scenario
from crisis_sim.scenario.story import Step, Story, at_state, tell

__all__ = ["check_whole", "unused"]

MOST_CORNERS = 6
INSIDE = 64
TOLERANCE = 1e-9


def check_whole(scenario: Scenario, document: Document) -> None:
    """Record what is wrong with the story as a whole."""
    before = len(document.problems)
    _unreachable(scenario, document)
    if len(document.problems) > before:
        return
    try:
        story = tell(scenario)
    except ScenarioError as error:
        document.problems.extend(error.problems)
        return
    except InputError as error:
        document.add((), str(error))
        return
    seen: set[object] = set()
    for step in story.steps:
        if step.situation.player < 0:
            _chances(scenario, document, step, seen)
    _payoffs(story, document)


def _unreachable(scenario: Scenario, document: Document) -> None:
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from([*scenario.situations, *scenario.outcomes])
    for name, situation in scenario.situations.items():
        graph.add_edges_from((name, move.to) for move in situation.moves)
    reached = nx.descendants(graph, scenario.start) | {scenario.start}
    hint = "Lead a move 'to' it, or remove it."
    for kind in ("situations", "outcomes"):
        for name in getattr(scenario, kind):
            if name not in reached:
                document.add((kind, name), "nothing leads here", at_key=True, hint=hint)


def unused(scenario: Scenario) -> list[str]:
    """Parameters and definitions of the scenario that no formula of the game comes down to."""
    formulas: list[Expression | None] = []
    for variable in scenario.variables.values():
        formulas += [variable.low, variable.high]
    for situation in scenario.situations.values():
        formulas.append(situation.takes)
        for move in situation.moves:
            formulas += [move.when, move.probability, *(f for _, f in move.changes)]
    for outcome in scenario.outcomes.values():
        for term in (*outcome.terms, *scenario.terms):
            formulas += [term.when, *term.payoffs]
    for assumption in scenario.assumptions.values():
        formulas += assumption.sets.values()
    used = {name for formula in formulas if formula is not None for name in names_in(formula)}
    stack = list(used)
    while stack:
        name = stack.pop()
        if name in scenario.definitions:
            further = set(names_in(scenario.definitions[name].expression)) - used
            used |= further
            stack.extend(further)
    return [n for n in (*scenario.parameters, *scenario.definitions) if n not in used]


def _points(scenario: Scenario, names: frozenset[str]) -> dict[str, FloatValue]:
    """Values to try: defaults, the corners of the ranges, and points within, as arrays."""
    free = sorted(
        name
        for name in names & set(scenario.parameters)
        if scenario.parameters[name].low is not None and name not in scenario.overrides
    )
    rng = np.random.default_rng(0)
    units = [list(rng.random(len(free))) for _ in range(INSIDE)] if free else []
    if len(free) <= MOST_CORNERS:
        units += [list(corner) for corner in itertools.product((0.0, 1.0), repeat=len(free))]
    else:
        units += [list(rng.integers(0, 2, len(free)) * 1.0) for _ in range(2**MOST_CORNERS)]
    grid = np.asarray(units, dtype=float).reshape(len(units), len(free))
    values: dict[str, FloatValue] = {
        name: float(parameter.default) for name, parameter in scenario.parameters.items()
    }
    for column, name in enumerate(free):
        parameter = scenario.parameters[name]
        low, high = float(parameter.low or 0), float(parameter.high or 0)
        inside = low + (high - low) * grid[:, column]
        values[name] = np.concatenate([[float(parameter.default)], inside])
    return values


def _chances(scenario: Scenario, document: Document, step: Step, seen: set[object]) -> None:
    """The chances at one step, over the ranges of the parameters that they depend on."""
    formulas = [edge.probability for edge in step.edges if edge.probability is not None]
    key = (step.situation.name, tuple(formulas))
    if key in seen:
        return
    seen.add(key)
    names = scenario.roots_of(name for formula in formulas for name in names_in(formula))
    points = _points(scenario, names)
    values = scenario.definitions_at(FLOATS, points)
    total: FloatValue = 0.0
    for edge, formula in zip(step.edges, formulas, strict=True):
        chance = np.asarray(evaluate(formula, FLOATS, values))
        total = total + chance
        wrong = ~((chance >= -TOLERANCE) & (chance <= 1 + TOLERANCE))
        keys: Keys = ("situations", step.situation.name, "chance", edge.move.name, "probability")
        if wrong.any():
            at, value = _first(wrong, chance, points, names)
            message = f"the probability {text(formula)} is {value:g}{at}"
            document.add(keys, message, hint="It must lie between 0 and 1 for all values in range.")
            return
    wrong = np.abs(np.asarray(total) - 1) > TOLERANCE
    if wrong.any():
        at, value = _first(wrong, np.asarray(total), points, names)
        message = f"the probabilities sum to {value:g}, not 1{at}"
        hint = "Write 'the rest' as the probability of one event."
        document.add(("situations", step.situation.name, "chance"), message, hint=hint, at_key=True)


def _first(
    wrong: np.ndarray, values: np.ndarray, points: Mapping[str, FloatValue], names: frozenset[str]
) -> tuple[str, float]:
    """The first point at which something is wrong, in words, and the value there."""
    where = int(np.flatnonzero(np.atleast_1d(wrong))[0])
    parts = []
    for name in sorted(names):
        if name in points:
            values_of = np.atleast_1d(points[name])
            parts.append(f"{name} = {values_of[where if len(values_of) > 1 else 0]:g}")
    return (f" at {', '.join(parts)}" if parts else ""), float(np.atleast_1d(values)[where])


def _payoffs(story: Story, document: Document) -> None:
    """Payoffs must be finite at the defaults, whatever has happened."""
    scenario = story.scenario
    values = scenario.definitions_at(
        FLOATS, {name: float(value) for name, value in scenario.bind({}).items()}
    )
    values[ELAPSED] = 1.0
    ends = {
        (edge.outcome, edge.state) for step in story.steps for edge in step.edges if edge.to < 0
    }
    faulty: set[Keys] = set()
    for name, state in sorted(ends):
        known = dict(zip(scenario.variables, map(Fraction, state), strict=True))
        for keys, formula in _payoff_formulas(scenario, name):
            number = float(evaluate(at_state(scenario, formula, known), FLOATS, values))
            if not np.isfinite(number) and keys not in faulty:
                faulty.add(keys)
                document.add(keys, f"the payoff is not a finite number at the defaults: {number}")


def _payoff_formulas(scenario: Scenario, outcome: str) -> Iterator[tuple[Keys, Expression]]:
    """The formulas that may count at an outcome, with their places in the file."""
    own: Keys = ("outcomes", outcome, "payoffs")
    for holder, terms in ((own, scenario.outcomes[outcome].terms), (("terms",), scenario.terms)):
        for term in terms:
            short = holder == own and term.name == "payoff"
            for player, formula in zip(scenario.players, term.payoffs, strict=True):
                if formula is not None:
                    yield (*holder, *(() if short else (term.name,)), player.name), formula
