"""Checks that need the whole story: what is reached, chances over the ranges, finite payoffs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError
from crisis_sim.formula.evaluate import FLOATS, FloatValue, evaluate
from crisis_sim.formula.exactly import EXACT, Undefined
from crisis_sim.formula.expression import Expression, Number, Operation, names_in
from crisis_sim.formula.write import text
from crisis_sim.numbers.rational import ONE, rational
from crisis_sim.numbers.real import to_float
from crisis_sim.scenario.dependence import circles
from crisis_sim.scenario.given import exact
from crisis_sim.scenario.positions import Document, Keys
from crisis_sim.scenario.reduce import Reducer
from crisis_sim.scenario.scenario import ELAPSED, Scenario
from crisis_sim.scenario.story import Edge, Story, StoryStep, explore
from crisis_sim.scenario.trial_points import trial_points

__all__ = ["check_whole", "unused"]

TOLERANCE = 1e-9
MOST_WORK = 50_000
MOST_PAYOFFS = 20_000
LONGEST_SHOWN = 100

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def check_whole(scenario: Scenario, document: Document) -> None:
    """Record what is wrong with the story as a whole."""
    _unreachable(scenario, document)
    _assumptions(scenario, document)
    try:
        story, faults = explore(scenario)
    except InputError as error:
        document.add((), str(error))
        return
    for fault in faults:
        document.append(fault)
    _Chances(scenario, document).check(story)
    _payoffs(story, document)


def _assumptions(scenario: Scenario, document: Document) -> None:
    """Formulas that an assumption makes circular."""
    for name, assumption in scenario.assumptions.items():
        used = {n for formula in assumption.sets.values() for n in names_in(formula)}
        if not used:
            continue
        formulas = {**scenario.formulas, **assumption.sets}
        reached = scenario.reached_from(used)
        for loop in circles({n: f for n, f in formulas.items() if n in reached})[:1]:
            message = f"under it '{loop[0]}' is defined by itself: {' -> '.join(loop)}"
            document.add(("assumptions", name), message, at_key=True)


def _unreachable(scenario: Scenario, document: Document) -> None:
    reached, stack = {scenario.start}, [scenario.start]
    while stack:
        situation = scenario.situations.get(stack.pop())
        for move in situation.moves if situation else ():
            if move.to not in reached:
                reached.add(move.to)
                stack.append(move.to)
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
        formulas += [formula for _, formula in outcome.settles]
        for term in (*outcome.terms, *scenario.terms):
            formulas += [term.when, *term.payoffs]
    for assumption in scenario.assumptions.values():
        formulas += assumption.sets.values()
    own = {name: d.expression for name, d in scenario.definitions.items()}
    stack = [name for formula in formulas if formula is not None for name in names_in(formula)]
    used: set[str] = set()
    while stack:
        name = stack.pop()
        if name not in used:
            used.add(name)
            stack.extend(names_in(own[name]) if name in own else ())
    return [n for n in (*scenario.parameters, *scenario.definitions) if n not in used]


class _Chances:
    """Checks the chances at each step over the ranges of the parameters they depend on.

    Samples cannot prove that chances are right, and the game checks its own again; so the work is
    bounded.
    """

    def __init__(self, scenario: Scenario, document: Document) -> None:
        self.scenario = scenario
        self.document = document
        self.seen: set[object] = set()
        self.told: set[Keys] = set()
        self.work = 0

    def check(self, story: Story) -> None:
        for step in story.steps:
            formulas = tuple(e.probability for e in step.edges if e.probability is not None)
            key = (step.situation.name, formulas)
            drawn = step.edges and step.situation.player < 0
            if drawn and key not in self.seen and self.work < MOST_WORK:
                self.seen.add(key)
                self.step(step, formulas)

    def step(self, step: StoryStep, formulas: tuple[Expression, ...]) -> None:
        scenario = self.scenario
        reached = scenario.reached_from(n for formula in formulas for n in names_in(formula))
        used = [scenario.formulas[name] for name in reached if name in scenario.formulas]
        self.work += sum(f.size for f in (*formulas, *used) if isinstance(f, Operation))
        names = scenario.roots_of(reached)
        points = trial_points(scenario, names)
        values = scenario.definitions_at(FLOATS, points, only=reached)
        total: FloatValue = 0.0
        faulty = False
        for edge, formula in zip(step.edges, formulas, strict=True):
            chance = np.asarray(evaluate(formula, FLOATS, values))
            if edge.move.probability is None and faulty:
                return  # the rest of something wrong
            wrong = self.outside(formula, np.atleast_1d(chance), points, reached)
            if wrong.any():
                at, value = _first(wrong, chance, points, names)
                self.out_of_range(step, edge, value, at)
                faulty = True
            else:
                total = total + chance
        if faulty:
            return
        # A little more than the limit, at which floats would decide; the defaults are exact.
        wrong = np.abs(np.asarray(total) - 1) > TOLERANCE * (1 + 1e-6)
        if wrong.any():
            at, value = _first(wrong, np.asarray(total), points, names)
            message = f"the probabilities sum to {value:g}{at}, not to 1"
            hint = "Write 'the rest' as the probability of one event."
            self.tell(("situations", step.situation.name, "chance"), message, hint, at_key=True)

    def outside(
        self,
        formula: Expression,
        chance: Floats,
        points: Mapping[str, FloatValue],
        reached: frozenset[str],
    ) -> Flags:
        """Whether each chance is outside 0 to 1; by exact numbers where rounding may put it there.

        Parameters
        ----------
        chance : (points,) the formula in floats; one for all points if it is constant.
        reached : the names that the formula comes down to.
        """
        wrong = ~((chance >= -TOLERANCE) & (chance <= 1 + TOLERANCE))
        near = ~wrong & ((chance < 0) | (chance > 1))
        for place in np.flatnonzero(near).tolist():
            values = {name: rational(exact(_at(given, place))) for name, given in points.items()}
            try:
                known = self.scenario.definitions_at(EXACT, values, only=reached)
                value = evaluate(formula, EXACT, known)
            except (Undefined, KeyError):
                continue
            wrong[place] = value < 0 or value > 1
        return wrong

    def out_of_range(self, step: StoryStep, edge: Edge, value: float, at: str) -> None:
        formula = edge.probability
        shown = text(formula) if formula is not None else ""
        shown = shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]} ..."
        if edge.move.probability is None:
            message = f"the rest, {shown}, is {value:g}{at}"
        elif isinstance(formula, Number):
            message = f"expected a probability, from 0 to 1, found {value:g}"
        else:
            message = f"{shown} is {value:g}{at}"
        keys: Keys = ("situations", step.situation.name, "chance", edge.move.name, "probability")
        hint = "A probability must lie between 0 and 1 for all values in range."
        if 1 < value <= 100 and isinstance(formula, Number):
            hint = f"Write {value:g}% as {value / 100:g}."
        elif 2 <= value <= 100:
            hint += " A number of per cent is divided by 100."
        self.tell(keys, message, hint)

    def tell(self, keys: Keys, message: str, hint: str, *, at_key: bool = False) -> None:
        """Record what is wrong at a place, once."""
        if keys not in self.told:
            self.document.add(keys, message, hint=hint, at_key=at_key)
        self.told.add(keys)


def _first(
    wrong: np.ndarray, values: np.ndarray, points: Mapping[str, FloatValue], names: frozenset[str]
) -> tuple[str, float]:
    """The first point at which something is wrong, in words, and the value there."""
    where = int(np.flatnonzero(np.atleast_1d(wrong))[0])
    parts = []
    for name in sorted(names):
        if name in points:
            parts.append(f"{name} = {_at(points[name], where):g}")
    return (f" at {', '.join(parts)}" if parts else ""), float(np.atleast_1d(values)[where])


def _at(values: FloatValue, place: int) -> float:
    """A value at one of the points; it may be the same at all."""
    every = np.atleast_1d(values)
    return float(every[place if len(every) > 1 else 0])


def _payoffs(story: Story, document: Document) -> None:
    """Payoffs must be finite at the defaults, whatever has happened."""
    scenario = story.scenario
    values = scenario.definitions_at(
        FLOATS, {name: float(value) for name, value in scenario.bind({}).items()}
    )
    values[ELAPSED] = 1.0
    reduce, checked = Reducer(scenario), set[Expression]()
    ends = {(e.outcome, e.state): None for step in story.steps for e in step.edges if e.to < 0}
    faulty: set[Keys] = set()
    tried = 0
    for name, state in ends:
        for keys, formula in _payoff_formulas(scenario, name):
            tried += 1
            if tried > MOST_PAYOFFS:
                return
            reduced = reduce(formula, state)
            if reduced in checked:
                continue
            checked.add(reduced)
            number = float(evaluate(reduced, FLOATS, values))
            if np.isfinite(number) or np.isfinite(_without_rounding(scenario, reduced)):
                continue
            if keys not in faulty:
                faulty.add(keys)
                document.add(keys, f"the payoff is not a finite number at the defaults: {number}")


def _without_rounding(scenario: Scenario, formula: Expression) -> float:
    """The value after a day, where floats on the way would be too large or too small."""
    known = {name: rational(value) for name, value in scenario.bind({}).items()} | {ELAPSED: ONE}
    for name in scenario.order:
        if name not in known:
            with suppress(Undefined, KeyError):
                known[name] = evaluate(scenario.formulas[name], EXACT, known)
    try:
        return to_float(evaluate(formula, EXACT, known))
    except (Undefined, KeyError, OverflowError):
        return float("nan")


def _payoff_formulas(scenario: Scenario, outcome: str) -> Iterator[tuple[Keys, Expression]]:
    """The formulas that may count at an outcome, with their places in the file."""
    own: Keys = ("outcomes", outcome, "payoffs")
    for holder, terms in ((own, scenario.outcomes[outcome].terms), (("terms",), scenario.terms)):
        for term in terms:
            short = holder == own and term.name == "payoff"
            for player, formula in zip(scenario.players, term.payoffs, strict=True):
                if formula is not None:
                    yield (*holder, *(() if short else (term.name,)), player.name), formula
