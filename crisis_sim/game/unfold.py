"""Unfolding a scenario into its game tree.

A player's information set is the situation together with everything that the player has done and
seen, so that recall is perfect by construction; a situation may name its information set instead,
which is then checked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from crisis_sim.errors import ScenarioError
from crisis_sim.formula.evaluate import simplify
from crisis_sim.formula.expression import Expression, Number, Operation, names_in
from crisis_sim.game.parametric import ParametricGame, PayoffTerm
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.game.tree import CHANCE, TERMINAL, Integers, Tree
from crisis_sim.remedy import Remedy
from crisis_sim.scenario.given import Values
from crisis_sim.scenario.reduce import State
from crisis_sim.scenario.scenario import ELAPSED, Scenario
from crisis_sim.scenario.story import MOST_NODES, Edge, Story, StoryStep, tell

__all__ = ["unfold"]

LONGEST_SUM = 200
MOST_SEEN = 24
_ZERO = Number(Fraction(0))


def unfold(
    scenario: Scenario, values: Values | None = None, *, most: int = MOST_NODES
) -> ParametricGame:
    """The family of games of a scenario.

    ``values`` matter only for parameters that shape the tree, such as a number of days. Costs a
    few microseconds a node.

    Raises
    ------
    ScenarioError
        What :func:`crisis_sim.scenario.story.tell` raises, information sets whose nodes offer
        different actions, or imperfect recall.
    InputError
        Unknown names among ``values``.
    """
    unfolder = _Unfolder(tell(scenario, values, most=most), most)
    game = unfolder.game()
    forgetful = forgetful_sets(game.tree)
    if len(forgetful):
        raise unfolder.forgets(int(forgetful[0]))
    return game


@dataclass(slots=True)
class _Interned:
    """Distinct values, numbered as they come."""

    numbers: dict[Any, int] = field(default_factory=dict)
    values: list[Any] = field(default_factory=list)

    def __call__(self, value: object) -> int:
        number = self.numbers.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number


@dataclass(slots=True)
class _Nodes:
    """The columns of the tree under construction."""

    parent: list[int] = field(default_factory=list)
    step: list[int] = field(default_factory=list)
    branch: list[int] = field(default_factory=list)
    mover: list[int] = field(default_factory=list)
    information_set: list[int] = field(default_factory=list)
    move: list[int] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    chance: list[int] = field(default_factory=list)
    elapsed: list[int] = field(default_factory=list)
    situation: list[int] = field(default_factory=list)
    move_number: list[int] = field(default_factory=list)


class _Unfolder:
    """Walks the story in preorder; holds the tables in which labels, sets and rows are numbered."""

    def __init__(self, story: Story, most: int) -> None:
        self.story = story
        self.most_terms = most // 2
        self.scenario = story.scenario
        self.labels = _Interned()
        self.formulas = _Interned()
        self.histories = _Interned()
        self.sets = _Interned()
        self.set_first: list[tuple[StoryStep, int]] = []
        self.situations = {name: i for i, name in enumerate(self.scenario.situations)}
        self.outcomes = {name: i for i, name in enumerate(self.scenario.outcomes)}
        self.rows: dict[object, int] = {}
        self.row_outcome: list[int] = []
        self.row_terms: list[tuple[PayoffTerm, ...]] = []
        self.row_of: dict[tuple[str, State, int], int] = {}
        self.timed = ELAPSED in _names_of_payoffs(self.scenario)
        self.nodes = _Nodes()
        self.times: dict[tuple[int, int], int] = {}
        self.counted = 0

    def game(self) -> ParametricGame:
        players = len(self.scenario.players)
        zero = self.formulas(_ZERO)
        nothing = (-1,) * players
        stack: list[tuple[int, int, int, Edge | None, tuple[int, ...], int]]
        stack = [(-1, -1, 0, None, nothing, zero)]
        while stack:
            parent, branch, at, edge, histories, elapsed = stack.pop()
            number = len(self.nodes.parent)
            if edge is not None and edge.to < 0:
                self.add_terminal(parent, branch, edge, elapsed)
                continue
            step = self.story.steps[at]
            self.add_step(parent, branch, at, edge, histories, elapsed)
            later = self.later(elapsed, at)
            for i in range(len(step.edges) - 1, -1, -1):
                following = step.edges[i]
                after = self.observe(step, following, histories)
                stack.append((number, i, following.to, following, after, later))
        return self.finish()

    def later(self, elapsed: int, at: int) -> int:
        """The formula of the days passed once the step's own time has been taken."""
        if (elapsed, at) not in self.times:
            step = self.story.steps[at]
            takes = step.situation.takes
            if takes is None:
                self.times[elapsed, at] = elapsed
            else:
                spent = self.story.reduce(takes, step.state)
                total = simplify(Operation("+", (self.formulas.values[elapsed], spent)))
                if isinstance(total, Operation) and total.depth > LONGEST_SUM:
                    raise self.scenario.problem(
                        ("situations", step.situation.name, "takes"),
                        f"the time passed comes to a sum of more than {LONGEST_SUM} parts",
                        hint="Let it be a number, or guard the recursion earlier.",
                    )
                self.times[elapsed, at] = self.formulas(total)
        return self.times[elapsed, at]

    def observe(self, step: StoryStep, edge: Edge, histories: tuple[int, ...]) -> tuple[int, ...]:
        """What each player has seen once the move is made."""
        seen_by = edge.move.seen_by
        event = (step.situation.name, edge.number)
        return tuple(
            self.histories((history, event)) if player in seen_by else history
            for player, history in enumerate(histories)
        )

    def add_terminal(self, parent: int, branch: int, edge: Edge, elapsed: int) -> None:
        self.add(parent, branch, edge, elapsed)
        nodes = self.nodes
        nodes.mover.append(TERMINAL)
        nodes.step.append(-1)
        nodes.situation.append(-1)
        nodes.information_set.append(-1)
        nodes.place.append(self.labels(self.scenario.ends.label(edge.outcome)))
        nodes.row.append(self.row(edge, elapsed))

    def add_step(
        self,
        parent: int,
        branch: int,
        at: int,
        edge: Edge | None,
        histories: tuple[int, ...],
        elapsed: int,
    ) -> None:
        self.add(parent, branch, edge, elapsed)
        step = self.story.steps[at]
        nodes, situation = self.nodes, step.situation
        nodes.step.append(at)
        nodes.mover.append(situation.player if situation.player >= 0 else CHANCE)
        nodes.situation.append(self.situations[situation.name])
        nodes.place.append(self.labels(situation.told_as))
        nodes.row.append(-1)
        one = -1
        if situation.player >= 0:
            one = self.information_set(step, histories[situation.player])
        nodes.information_set.append(one)

    def add(self, parent: int, branch: int, edge: Edge | None, elapsed: int) -> None:
        nodes = self.nodes
        nodes.parent.append(parent)
        nodes.branch.append(branch)
        nodes.move.append(self.labels(edge.move.told_as) if edge else -1)
        nodes.elapsed.append(elapsed)
        nodes.move_number.append(edge.number if edge else -1)
        chance = edge is not None and edge.probability is not None
        nodes.chance.append(self.formulas(edge.probability) if edge and chance else -1)

    def information_set(self, step: StoryStep, history: int) -> int:
        situation = step.situation
        named = situation.information_set
        key = (situation.player, named) if named else (situation.player, situation.name, history)
        one = self.sets(key)
        if one == len(self.set_first):
            self.set_first.append((step, history))
        elif not _same_actions(self.set_first[one][0], step):
            raise self.differs(self.set_first[one][0], step)
        return one

    def differs(self, first: StoryStep, step: StoryStep) -> ScenarioError:
        """The error for steps that a player cannot tell apart, though its actions differ."""
        situation = step.situation
        called = self.scenario.called
        alike = f"two entries of '{called[situation.name]}' apart"
        if first.situation is not situation:
            alike = f"'{called[first.situation.name]}' from '{called[situation.name]}'"
        named = ("information set",) if situation.information_set else ()
        return self.scenario.problem(
            ("situations", situation.name, *named),
            f"{self.scenario.players[situation.player].label} cannot tell {alike}, yet has "
            f"different actions in them: {_action_names(first)} and {_action_names(step)}",
            hint="Let the player see what differs, or offer the same actions.",
        )

    def row(self, edge: Edge, elapsed: int) -> int:
        key = (edge.outcome, edge.state, elapsed if self.timed else -1)
        if key not in self.row_of:
            terms = self.terms(edge.outcome, edge.state, elapsed)
            same = (edge.outcome, terms)
            if same not in self.rows:
                self.rows[same] = len(self.row_terms)
                self.row_terms.append(terms)
                self.row_outcome.append(self.outcomes[edge.outcome])
            self.row_of[key] = self.rows[same]
        return self.row_of[key]

    def terms(self, outcome: str, state: State, elapsed: int) -> tuple[PayoffTerm, ...]:
        """The terms of the payoffs at an end that is reached in a state."""
        scenario = self.scenario
        clock = self.formulas.values[elapsed] if self.timed else None
        counted = (*scenario.terms, *scenario.outcomes[outcome].terms)
        self.counted += len(counted)
        if self.counted > self.most_terms:
            raise scenario.problem(
                ("outcomes", outcome),
                f"the ends of the story have more than {self.most_terms:,} terms to work out",
                hint="Let fewer state variables change, or allow more nodes",
                remedy=Remedy("most_nodes"),
            )
        result = []
        for term in counted:
            if term.when is not None and not self.story.value(term.when, state):
                continue
            numbers = tuple(
                -1 if formula is None else self.payoff(formula, state, clock)
                for formula in term.payoffs
            )
            if any(number >= 0 for number in numbers):
                result.append(PayoffTerm(term.label, numbers, term.cited.source))
        return tuple(result)

    def payoff(self, formula: Expression, state: State, clock: Expression | None) -> int:
        """The number of a payoff formula in a state; -1 where it is nothing."""
        reduced = self.story.reduce(formula, state, clock)
        return -1 if reduced == _ZERO else self.formulas(reduced)

    def set_names(self) -> list[str]:
        """A distinct name for each information set: its situation, and what the player has seen."""
        entered: dict[str, int] = {}
        for step, _ in self.set_first:
            entered[step.situation.name] = entered.get(step.situation.name, 0) + 1
        seen_first = self.first_seen()
        names: dict[str, None] = {}
        times: dict[str, int] = {}
        for step, history in self.set_first:
            situation = step.situation
            name = situation.information_set or situation.told_as
            if entered[situation.name] > 1 and history >= 0 and not situation.information_set:
                name = f"{name}, after {', '.join(self.seen(history, *seen_first[history]))}"
            distinct = name
            while distinct in names:
                times[name] = times.get(name, 1) + 1
                distinct = f"{name} ({times[name]})"
            names[distinct] = None
        return list(names)

    def first_seen(self) -> list[tuple[int, tuple[str, ...]]]:
        """For each history its length and the labels of its first moves."""
        known: list[tuple[int, tuple[str, ...]]] = []
        for before, event in self.histories.values:
            length, labels = known[before] if before >= 0 else (0, ())
            short = length < MOST_SEEN // 2
            known.append((length + 1, (*labels, self.told(*event)) if short else labels))
        return known

    def told(self, situation: str, number: int) -> str:
        """What a move of a situation is called, by its number."""
        return self.scenario.situations[situation].moves[number].told_as

    def seen(self, history: int, length: int, first: tuple[str, ...]) -> list[str]:
        """The labels of the moves in a player's history; the middle of a long one is left out."""
        labels: list[str] = []
        for _ in range(min(length - len(first), MOST_SEEN // 2)):
            history, event = self.histories.values[history]
            labels.append(self.told(*event))
        between = length - len(first) - len(labels)
        return [*first, *([f"{between} more"] if between else []), *labels[::-1]]

    def forgets(self, information_set: int) -> ScenarioError:
        situation = self.set_first[information_set][0].situation
        return self.scenario.problem(
            ("situations", situation.name, "information set"),
            f"imperfect recall: {self.scenario.players[situation.player].label} would forget here "
            "what it did or knew before",
            hint="Give earlier and later moves different information sets, or leave them out.",
        )

    def finish(self) -> ParametricGame:
        nodes = self.nodes
        labels = [str(label) for label in self.labels.values]
        set_labels = list(range(len(labels), len(labels) + len(self.set_first)))
        labels += self.set_names()
        end = np.arange(1, len(nodes.parent) + 1, dtype=np.int32)
        for node in range(len(nodes.parent) - 1, 0, -1):
            parent = nodes.parent[node]
            if end[node] > end[parent]:
                end[parent] = end[node]
        tree = Tree(
            players=tuple(player.name for player in self.scenario.players),
            parent=_column(nodes.parent),
            branch=_column(nodes.branch),
            mover=_column(nodes.mover),
            information_set=_column(nodes.information_set),
            end=end,
            move=_column(nodes.move),
            place=_column(nodes.place),
            payoff_row=_column(nodes.row),
            labels=tuple(labels),
            set_player=_column([step.situation.player for step, _ in self.set_first]),
            set_label=_column(set_labels),
            set_actions=_column([len(step.edges) for step, _ in self.set_first]),
            rows=_column(self.row_outcome),
            outcomes=tuple(self.scenario.outcomes),
            shorts=tuple(player.short for player in self.scenario.players),
        )
        return ParametricGame(
            scenario=self.scenario,
            tree=tree,
            structural=self.story.structural,
            formulas=tuple(self.formulas.values),
            chance=_column(nodes.chance),
            terms=tuple(self.row_terms),
            elapsed=_column(nodes.elapsed),
            situation=_column(nodes.situation),
            move_number=_column(nodes.move_number),
        )


def _column(values: list[int]) -> Integers:
    return np.asarray(values, dtype=np.int32)


def _same_actions(first: StoryStep, second: StoryStep) -> bool:
    return (
        first.situation is second.situation
        and ([edge.number for edge in first.edges] == [edge.number for edge in second.edges])
    ) or _action_names(first) == _action_names(second)


def _action_names(step: StoryStep) -> str:
    return ", ".join(edge.move.name for edge in step.edges)


def _names_of_payoffs(scenario: Scenario) -> frozenset[str]:
    """Everything that the payoffs come down to."""
    terms = [*scenario.terms, *(t for o in scenario.outcomes.values() for t in o.terms)]
    formulas = [formula for term in terms for formula in term.payoffs if formula is not None]
    return scenario.roots_of(name for formula in formulas for name in names_in(formula))
