"""From plans to a solution: behaviour, certificates, order, and what is said of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.normal_form import NormalForm, ReducedNormalForm, reduced_normal_form
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.game.sequence_form import SequenceForm, sequence_form
from crisis_sim.game.simultaneous import simultaneous_game
from crisis_sim.solve.nash.components import Component
from crisis_sim.solve.nash.extreme import ExtremeEquilibria
from crisis_sim.solve.nash.profile import behaviour_profile
from crisis_sim.solve.nash.rational import exact_game
from crisis_sim.solve.nash.result import NashSolution
from crisis_sim.solve.nash.with_nashpy import NashpyAnswer
from crisis_sim.solve.solution import Equilibrium, assess

__all__ = ["Answer", "Task", "from_extreme", "from_plans"]

IMPERFECT_RECALL = (
    "imperfect recall: a mixed strategy need not be a behaviour strategy, so the normal form was "
    "solved, and profiles are over whole strategies"
)
ROUNDING = 1e-14
"""Share of the largest payoff that rounding may add to a regret."""

SAME = 1e-9
"""Share of the payoff range below which payoffs do not decide the order of equilibria."""


@dataclass(frozen=True, eq=False)
class Task:
    """A game to be solved.

    ``normal_form`` is set where the game is one in which everyone chooses at once.
    """

    game: Game
    tol: float
    normal_form: NormalForm | None = None
    warnings: tuple[str, ...] = ()

    @staticmethod
    def of(given: Game | NormalForm, tol: float) -> Task:
        """The task of solving a game; with imperfect recall, its reduced normal form."""
        if isinstance(given, NormalForm):
            return Task(simultaneous_game(given), tol, given)
        if len(forgetful_sets(given.tree)):
            form = reduced_normal_form(given).form
            return Task(simultaneous_game(form), tol, form, (IMPERFECT_RECALL,))
        return Task(given, tol)

    def as_normal_form(self) -> Task:
        """The same game in reduced normal form."""
        if self.normal_form is not None:
            return self
        form = reduced_normal_form(self.game).form
        return Task(simultaneous_game(form), self.tol, form, self.warnings)

    @cached_property
    def sequences(self) -> SequenceForm:
        """The sequence form."""
        return sequence_form(self.game)

    @cached_property
    def exact_sequences(self) -> SequenceForm:
        """The sequence form with exact payoffs."""
        exact = self.sequences.exact is not None
        return self.sequences if exact else sequence_form(exact_game(self.game))

    @property
    def choices(self) -> int:
        """Number of the players' choices, the labels of an enumeration."""
        return sum(own.count - 1 for own in self.sequences.players)

    @property
    def largest(self) -> float:
        """The largest payoff, of either sign."""
        return float(np.abs(self.game.payoffs).max(initial=0.0))

    def accepts(self, equilibrium: Equilibrium) -> bool:
        """Whether the regret is within the tolerance, or within rounding."""
        certificate = equilibrium.certificate
        rounding = certificate.player_regret <= ROUNDING * self.largest
        return rounding or certificate.holds(self.tol)

    def pure_plans(self, form: ReducedNormalForm, profile: Sequence[int]) -> tuple[Floats, ...]:
        """The realisation plans of a profile of reduced strategies."""
        plans = []
        for own, plan, strategy in zip(self.sequences.players, form.plans, profile, strict=True):
            # The empty sequence comes first, and is no choice.
            chosen = plan[strategy][own.choices[1:]].astype(np.float64)
            plans.append(np.concatenate([[1.0], chosen]))
        return tuple(plans)


@dataclass(frozen=True, eq=False)
class Answer:
    """Equilibria of a task and what is to be said of them."""

    task: Task
    equilibria: tuple[Equilibrium, ...]
    method: str
    searched: str = ""
    complete: bool = False
    components: tuple[Component, ...] = ()
    extreme: ExtremeEquilibria | None = None

    def saying(self, searched: str, reason: str = "") -> Answer:
        """The same answer with an account of the search."""
        return replace(self, searched=f"{searched} ({reason})" if reason else searched)

    def whole(self) -> Answer:
        """The same answer, proved complete."""
        return replace(self, complete=True)

    def joined(self, other: Answer, method: str) -> Answer:
        """Two incomplete answers as one."""
        both = _in_order(self.task, (*self.equilibria, *other.equilibria))
        return Answer(self.task, tuple(both), method)

    def solution(self, seconds: float) -> NashSolution:
        """The answer as solvers return it."""
        return NashSolution(
            game=self.task.game,
            concept="nash",
            method=self.method,
            equilibria=self.equilibria,
            complete=self.complete,
            searched=self.searched,
            seconds=seconds,
            warnings=self.task.warnings,
            components=self.components,
            extreme=self.extreme,
        )


def from_plans(
    task: Task, plans: Iterable[tuple[Floats, ...]], *, method: str, strict: bool = True
) -> Answer:
    """The equilibria of realisation plans, by decreasing payoffs.

    ``strict`` refuses plans that are no equilibrium, instead of leaving them out.

    Raises
    ------
    NotSolved
        A regret beyond the task's tolerance.
    """
    found = []
    for one in plans:
        equilibrium = _equilibrium(task, one)
        if task.accepts(equilibrium):
            found.append(equilibrium)
        elif strict:
            raise NotSolved(
                f"{method} ended at a profile with regret "
                f"{equilibrium.certificate.player_regret:g}, beyond the tolerance; "
                "-c quantal serves, or a larger tolerance"
            )
    return Answer(task, tuple(_in_order(task, found)), method)


def from_extreme(
    task: Task, extreme: ExtremeEquilibria, nashpy: NashpyAnswer | None = None
) -> Answer:
    """All extreme equilibria, component by component, each with what is said of it."""
    found = [_equilibrium(task, plans) for plans in _all_plans(task, extreme)]
    if not all(map(task.accepts, found)):
        worst = max(one.certificate.player_regret for one in found)
        raise NotSolved(
            f"the payoffs are too inexact for the tolerance: exact equilibria have regret {worst:g}"
        )
    extreme, order = _arranged(task, extreme, found)
    notes = _notes(extreme.components, len(found))
    if nashpy is not None:
        for old in nashpy.found:
            notes[order.index(old)] += ("found by nashpy too",)
    equilibria = tuple(
        replace(found[old], notes=said) for old, said in zip(order, notes, strict=True)
    )
    searched = _extent(task, extreme)
    return Answer(
        task,
        equilibria,
        "exact enumeration on the "
        + ("normal form" if task.normal_form is not None else "sequence form")
        + (" beside nashpy" if nashpy is not None else ""),
        f"{searched}; {nashpy.account(len(found))}" if nashpy is not None else searched,
        complete=True,
        components=extreme.components,
        extreme=extreme,
    )


def _extent(task: Task, extreme: ExtremeEquilibria) -> str:
    said = "all extreme equilibria, by exhaustive enumeration in exact arithmetic"
    if any(not component.isolated for component in extreme.components):
        said += "; the others are mixtures within the components' maximal subsets"
    if task.game.exact is None and task.normal_form is None:
        said += "; floats were taken for the simplest fractions within rounding"
    return said


def _equilibrium(task: Task, plans: Sequence[Floats]) -> Equilibrium:
    return assess(task.game, behaviour_profile(task.sequences, plans))


def _all_plans(task: Task, extreme: ExtremeEquilibria) -> Iterable[list[Floats]]:
    """For each extreme equilibrium the realisation plans of all players."""
    players = task.sequences.players
    sides = [
        # A mixed strategy has no entry for the empty sequence.
        [np.asarray([1, *plan][-players[number].count :], dtype=np.float64) for plan in plans]
        for number, plans in zip(extreme.players, (extreme.first, extreme.second), strict=True)
    ]
    for pair in extreme.pairs:
        plans = [np.ones(own.count) for own in players]
        for player, side, number in zip(extreme.players, sides, pair, strict=True):
            plans[player] = side[number]
        yield plans


def _arranged(
    task: Task, extreme: ExtremeEquilibria, found: Sequence[Equilibrium]
) -> tuple[ExtremeEquilibria, list[int]]:
    """Components by the payoffs of their best equilibrium, and so within each; the old places."""
    rank = _rank(task, found)
    groups = sorted(
        (sorted(component.equilibria, key=rank.__getitem__), component.subsets)
        for component in extreme.components
    )
    groups.sort(key=lambda group: rank[group[0][0]])
    order = [old for group, _ in groups for old in group]
    place = {old: new for new, old in enumerate(order)}
    components = tuple(
        Component(tuple(place[old] for old in group), subsets) for group, subsets in groups
    )
    pairs = tuple(extreme.pairs[old] for old in order)
    return replace(extreme, pairs=pairs, components=components), order


def _rank(task: Task, found: Sequence[Equilibrium]) -> list[int]:
    """The place of each by decreasing payoffs; within rounding, the order given."""
    scale = SAME * max(task.game.payoff_range, task.largest, 1e-200)
    keys = [(*(-np.round(one.payoffs / scale)).tolist(), i) for i, one in enumerate(found)]
    rank = [0] * len(found)
    for place, i in enumerate(sorted(range(len(found)), key=keys.__getitem__)):
        rank[i] = place
    return rank


def _in_order(task: Task, found: Sequence[Equilibrium]) -> list[Equilibrium]:
    rank = _rank(task, found)
    return [one for _, one in sorted(zip(rank, found, strict=True), key=lambda pair: pair[0])]


def _notes(components: Sequence[Component], count: int) -> list[tuple[str, ...]]:
    notes: list[tuple[str, ...]] = [()] * count
    for number, component in enumerate(components, start=1):
        place = f"component {number} of {len(components)}"
        kind = "isolated" if component.isolated else "an extreme point of a continuum"
        for which in component.equilibria:
            notes[which] = (f"{place}, {kind}",)
    return notes
