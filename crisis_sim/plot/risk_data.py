"""Where the risk comes from, as data: after each action of every type, by cause and by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from math import isnan

import numpy as np

from crisis_sim.errors import InputError
from crisis_sim.game.game import Floats
from crisis_sim.game.tree import CHANCE, TERMINAL, InformationSet, Tree
from crisis_sim.plot.hatch import Fill, fills_of, neutral
from crisis_sim.remedy import Remedy
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.solve.solution import Equilibrium, Solution
from crisis_sim.strategy.evaluate import branch_probabilities

__all__ = ["RiskData", "RiskPlace", "RiskRow", "risk_data"]

MOST_PLACES = 4
"""Types, or other ways of coming to a situation, that are shown."""
EQUAL = 1e-9
"""Share of a risk by which rounding may tell two apart."""


@dataclass(frozen=True, slots=True)
class RiskRow:
    """What follows from one action: the probability of each cause on each day.

    ``played`` is the probability of the action in the equilibrium; ``brought`` are the causes with
    the outcomes that they bring about.
    """

    action: str
    played: float
    chances: Mapping[tuple[str, float], float] = field(hash=False)
    brought: frozenset[tuple[str, str]] = frozenset()

    @property
    def total(self) -> float:
        """The whole risk."""
        return sum(self.chances.values())

    def of_cause(self, cause: str) -> float:
        """The part of one cause."""
        return sum(chance for (one, _), chance in self.chances.items() if one == cause)

    @property
    def days(self) -> dict[float, float]:
        """The risk of each day that has any, in order."""
        days = sorted({day for _, day in self.chances})
        return {one: sum(p for (_, day), p in self.chances.items() if day == one) for one in days}


@dataclass(frozen=True, slots=True)
class RiskPlace:
    """An information set with what follows from each action.

    ``after`` tells it from the others of its situation, ``reach`` is the probability of coming
    there.
    """

    after: str
    reach: float
    rows: tuple[RiskRow, ...]

    @property
    def most(self) -> float:
        """The risk of the riskiest action."""
        return max(row.total for row in self.rows)


@dataclass(frozen=True, slots=True)
class RiskData:
    """The risk of ``what`` after each action in one situation, as play then goes on.

    ``places`` are the information sets of the situation to which play comes, the riskiest of them
    if they are many; ``left_out`` counts the others. ``before`` are the situations that come
    earlier, no action in which runs the risk. ``gathers`` says which outcomes a category is, and is
    empty for an outcome. ``fills`` are those of the causes. ``timed`` says
    whether days pass in the game.
    """

    title: str
    what: str
    player: str
    situation: str
    places: tuple[RiskPlace, ...]
    left_out: int
    before: tuple[str, ...]
    causes: tuple[str, ...]
    fills: tuple[Fill, ...]
    timed: bool
    gathers: str = ""

    @property
    def riskiest(self) -> list[tuple[RiskPlace, RiskRow]]:
        """The actions that run the greatest risk, each with where it does."""
        least = max(place.most for place in self.places) * (1.0 - EQUAL)
        rows = ((place, row) for place in self.places for row in place.rows)
        return [(place, row) for place, row in rows if row.total >= least]


def risk_data(
    solution: Solution,
    which: int = 0,
    *,
    outcome: str | None = None,
    root: int = 0,
) -> RiskData:
    """The risk of an outcome, or of a category, in the first situation that runs it.

    That is the first one on the path from ``root`` of whose actions one runs the risk, as every
    type comes to it. A cause is the one that the scenario gives an outcome; without one it is the
    last chance event before it, or the last move. Days are those that have passed at the end.
    Without ``outcome`` the category is taken whose outcomes have causes, and otherwise the one with
    the worst payoffs.

    Raises
    ------
    InputError
        An unknown outcome or category, or none asked for where all play ends in one; nobody who
        chooses below the node, or no risk at all.
    """
    what, bad = _bad(solution, outcome)
    source = _source(solution, which, root, bad)
    numbers = list(source.choices())
    if not numbers:
        raise InputError("nobody chooses anything from there on")
    first = next((number for number in numbers if source.runs_risk(number)), None)
    if first is None:
        raise InputError(
            f"from '{source.tree.information_sets[numbers[0]].label}' on, no action on the path "
            f"leads to {what} in this equilibrium, so that there is no risk to draw; try another "
            "with ",
            Remedy("outcome"),
            ", or other assumptions",
        )
    situation = source.situation(first)
    before = (source.situation(one) for one in takewhile(lambda one: one != first, numbers))
    alike = [source.place(number) for number in source.alike(numbers, first)]
    least = sorted(place.most for place in alike)[-MOST_PLACES:][0]
    places = [place for place in alike if place.most >= least][:MOST_PLACES]
    rows = [row for place in places for row in place.rows]
    causes = tuple(dict.fromkeys(cause for row in rows for cause, _ in row.chances))
    return RiskData(
        title=solution.game.title,
        what=what,
        player=solution.game.shorts[int(source.tree.set_player[first])],
        situation=situation if len(alike) > 1 else source.tree.information_sets[first].label,
        places=tuple(places),
        left_out=len(alike) - len(places),
        before=tuple(dict.fromkeys(one for one in before if one != situation)),
        causes=causes,
        fills=_fills(source.scenario, causes, rows),
        timed=bool((solution.days > 0.0).any()),
        gathers=source.scenario.ends.takes_in(what) if len(bad) > 1 else "",
    )


def _bad(solution: Solution, outcome: str | None) -> tuple[str, frozenset[int]]:
    """The outcomes asked for, by number, and what they are called together."""
    names, scenario = solution.game.tree.outcomes, solution.family.scenario
    categories = scenario.ends.categories
    if outcome is None:
        caused = [categories[name] for name in names if scenario.outcomes[name].cause]
        outcome = caused[0] if caused else _worst(solution, categories)
        meant = scenario.ends.of_category(outcome)
        if meant.issuperset(names):
            raise InputError(
                f"every play ends in '{outcome}', so that no action runs a risk; ask for a risk "
                "where outcomes differ: give the scenario several, or categories of them"
            )
    else:
        meant = scenario.ends.meant(outcome)
    return outcome, frozenset(i for i, name in enumerate(names) if name in meant)


def _worst(solution: Solution, categories: Mapping[str, str]) -> str:
    tree = solution.game.tree
    totals = solution.game.payoffs.sum(axis=1)
    worst = int(tree.rows[int(np.argmin(totals))])
    return categories[tree.outcomes[worst]]


def _fills(scenario: Scenario, causes: Sequence[str], rows: Sequence[RiskRow]) -> tuple[Fill, ...]:
    """The fill of each cause: that of the outcome which it alone brings about, and no other."""
    brought = {pair for row in rows for pair in row.brought}
    outcomes = dict(brought)
    if len(brought) == len(causes) == len({*outcomes.values()}):
        return tuple(fills_of(scenario.ends, [outcomes[cause] for cause in causes]))
    return tuple(map(neutral, range(len(causes))))


@dataclass(frozen=True, slots=True)
class _Source:
    """One equilibrium, and the numbers of the outcomes that are ``bad``."""

    tree: Tree
    scenario: Scenario
    equilibrium: Equilibrium
    branch: Floats
    days: Floats
    root: int
    bad: frozenset[int]

    def choices(self) -> Iterator[int]:
        """The information sets with a choice to which play comes, in order."""
        tree, told = self.tree, set()
        level = [self.root]
        while level:
            for node in level:
                held = int(tree.information_set[node])
                if held >= 0 and held not in told and tree.set_actions[held] > 1:
                    told.add(held)
                    yield held
            children = [int(child) for node in level for child in tree.children(node)]
            level = [child for child in children if self.branch[child] > 0.0]

    def situation(self, number: int) -> str:
        """Where an information set lies."""
        return self.tree.label(int(self.tree.members(number)[0]))

    def runs_risk(self, number: int) -> bool:
        """Whether a bad end may come of an action."""
        return any(row.chances for row in self.rows(number))

    def alike(self, numbers: Sequence[int], first: int) -> list[int]:
        """Those of the same player in the same situation, before any of which none of them lies."""
        tree, found = self.tree, list[int]()
        passed: set[int] = set()
        for number in numbers:
            same = tree.set_player[number] == tree.set_player[first]
            if not same or self.situation(number) != self.situation(first):
                continue
            nodes = tree.members(number).tolist()
            if not any(passed.intersection(tree.path(node)) for node in nodes):
                found.append(number)
                passed.update(nodes)
        return found

    def place(self, number: int) -> RiskPlace:
        """An information set with its actions."""
        label, where = self.tree.information_sets[number].label, self.situation(number)
        after = label.removeprefix(where).removeprefix(", ")
        reach = sum(self.reach(int(node)) for node in self.tree.members(number))
        return RiskPlace(after, reach, self.rows(number))

    def reach(self, node: int) -> float:
        """The probability of coming to a node from the first one."""
        path = self.tree.path(node)
        if self.root not in path:
            return 0.0
        return float(np.prod(self.branch[path[path.index(self.root) + 1 :]]))

    def rows(self, number: int) -> tuple[RiskRow, ...]:
        """What follows from each action of an information set."""
        held = self.tree.information_sets[number]
        return tuple(self.row(held, place) for place in range(len(held.actions)))

    def row(self, held: InformationSet, place: int) -> RiskRow:
        """What follows from one action, by the beliefs of who takes it."""
        chances: dict[tuple[str, float], float] = {}
        brought = set()
        for node in held.nodes:
            believed = float(self.equilibrium.beliefs[node])
            start = int(self.tree.children(node)[place])
            for end, chance in self.bad_ends(start, 1.0 if isnan(believed) else believed):
                outcome = self.tree.outcomes[int(self.tree.rows[self.tree.payoff_row[end]])]
                cause = self.scenario.outcomes[outcome].cause or _cause(self.tree, end)
                key = (cause, float(self.days[end]))
                chances[key] = chances.get(key, 0.0) + chance
                brought.add((cause, outcome))
        played = float(self.equilibrium.profile[held.choices[place]])
        return RiskRow(held.actions[place], played, chances, frozenset(brought))

    def bad_ends(self, start: int, weight: float) -> Iterator[tuple[int, float]]:
        """The bad ends below a node to which play may come, with their probabilities."""
        tree, stack = self.tree, [(start, weight)]
        while stack:
            node, reach = stack.pop()
            if reach <= 0.0:
                continue
            below = tree.children(node)[::-1]
            stack += [(int(child), reach * float(self.branch[child])) for child in below]
            if tree.mover[node] == TERMINAL and int(tree.rows[tree.payoff_row[node]]) in self.bad:
                yield node, reach


def _source(solution: Solution, which: int, root: int, bad: frozenset[int]) -> _Source:
    game, one = solution.game, solution.equilibria[which]
    branch = branch_probabilities(game, one.profile)
    scenario = solution.family.scenario
    return _Source(game.tree, scenario, one, branch, np.nan_to_num(solution.days), root, bad)


def _cause(tree: Tree, node: int) -> str:
    """The last chance event after somebody has chosen, or else the last move."""
    path = tree.path(node)
    first = next(n for n, one in enumerate(path) if tree.information_set[one] >= 0)
    for one in reversed(path[first + 1 :]):
        if tree.mover[tree.parent[one]] == CHANCE:
            return f"{tree.label(int(tree.parent[one]))}: {tree.move_label(one)}"
    return tree.move_label(node)
