"""From plans to a solution: behaviour, certificates, order, and what is said of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.normal_form import NormalForm, ReducedNormalForm, reduced_normal_form
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.game.sequence_form import SequenceForm, sequence_form
from crisis_sim.game.simultaneous import simultaneous_game
from crisis_sim.numbers.rational import ONE, ZERO, rational
from crisis_sim.numbers.real import Number
from crisis_sim.other_concepts import EXACT, JUST_ONE, serving
from crisis_sim.solve.nash.components import Component
from crisis_sim.solve.nash.extreme import ExtremeEquilibria
from crisis_sim.solve.nash.profile import Plan, behaviour_profile, expected_payoffs, plan_of
from crisis_sim.solve.nash.rational import BITS, recognised, working_game
from crisis_sim.solve.nash.with_nashpy import NashpyAnswer
from crisis_sim.solve.solution import TOLERANCE, Equilibrium, Search, Solution, assess

__all__ = [
    "FLOAT_BITS",
    "LONG_BITS",
    "Answered",
    "NashSolution",
    "Task",
    "from_extreme",
    "from_plans",
]

IMPERFECT_RECALL = (
    "imperfect recall: a mixed strategy need not be a behaviour strategy, so the normal form was "
    "solved, and profiles are over whole strategies"
)
APPROXIMATE = "probabilities are approximate"

FLOAT_BITS = 40
"""Bits within which the floats of a numerical method are the probabilities meant."""

LONG_BITS = 256
"""The same where probabilities are known to more digits than any float."""


@dataclass(frozen=True, eq=False, repr=False)
class NashSolution(Solution):
    """A solution that knows how its equilibria hang together.

    Attributes
    ----------
    components : the connected components of the set of equilibria and their maximal Nash subsets,
        by the places of the equilibria in ``equilibria``; empty where not all were searched for.
    extreme : the extreme plans as exact numbers, where they were enumerated; its pairs are the
        ``equilibria`` in the same order.
    """

    components: tuple[Component, ...] = ()
    extreme: ExtremeEquilibria | None = None


@dataclass(frozen=True, eq=False)
class Task:
    """A game to be solved.

    ``normal_form`` is set where the game is one in which everyone chooses at once.
    """

    game: Game
    normal_form: NormalForm | None = None
    warnings: tuple[str, ...] = ()

    @staticmethod
    def of(given: Game | NormalForm) -> Task:
        """The task of solving a game; with imperfect recall, its reduced normal form."""
        if isinstance(given, NormalForm):
            return Task(simultaneous_game(given), given)
        if not len(forgetful_sets(given.tree)):
            return Task(given)
        form = reduced_normal_form(given).form
        return Task(simultaneous_game(form), form, (IMPERFECT_RECALL,))

    @cached_property
    def sequences(self) -> SequenceForm:
        """The sequence form, by which profiles are judged."""
        return sequence_form(self.game)

    @cached_property
    def working(self) -> SequenceForm:
        """The sequence form with payoffs from 0 to 1, in rational numbers."""
        return replace(self.sequences, game=working_game(self.game)[0])

    @property
    def choices(self) -> int:
        """Number of the players' choices, the labels of an enumeration."""
        return sum(own.count - 1 for own in self.sequences.players)

    def equilibrium(self, plans: Sequence[Plan | Floats], bits: int = LONG_BITS) -> Equilibrium:
        """The profile of realisation plans with its certificate.

        Plans whose regret is not zero are taken for approximate, within so many bits; if the
        simplest fractions near them are an equilibrium, that is what is given.
        """
        profile = behaviour_profile(self.sequences, plans)
        found = assess(self.game, profile)
        if found.certificate.max_regret == 0.0 or not found.certificate.exact:
            return found
        meant = recognised(profile, bits)
        if meant != profile and self._adds_up(meant):
            other = assess(self.game, behaviour_profile(self.sequences, self._plans(meant)))
            if other.certificate.proved:
                return other
        return replace(found, notes=(APPROXIMATE,))

    def _adds_up(self, profile: Sequence[Number]) -> bool:
        starts = self.game.tree.choice_start.tolist()
        return all(sum(profile[a:b], ZERO) == 1 for a, b in pairwise(starts))

    def _plans(self, profile: Sequence[Number]) -> list[Plan]:
        return [plan_of(own, profile) for own in self.sequences.players]

    def plans_of(self, extreme: ExtremeEquilibria) -> Iterator[list[Plan]]:
        """For each extreme equilibrium the realisation plans of all players."""
        players = self.sequences.players
        both = zip(extreme.players, (extreme.first, extreme.second), strict=True)
        # A mixed strategy has no entry for the empty sequence.
        sides = [
            [(ONE, *map(rational, plan))[-players[number].count :] for plan in plans]
            for number, plans in both
        ]
        for pair in extreme.pairs:
            plans: list[Plan] = [(ONE,) * own.count for own in players]
            for player, side, number in zip(extreme.players, sides, pair, strict=True):
                plans[player] = side[number]
            yield plans

    def accepts(self, equilibrium: Equilibrium, bits: int = LONG_BITS) -> bool:
        """Whether nobody gains, but by what so many bits of the probabilities leave open."""
        certificate = equilibrium.certificate
        if equilibrium.pure and certificate.exact:
            return certificate.max_regret == 0.0
        tol = TOLERANCE if bits == FLOAT_BITS or not certificate.exact else 2.0 ** (64 - bits)
        return certificate.max_regret == 0.0 or certificate.holds(tol)

    def mixed_plan(self, form: ReducedNormalForm, player: int, mixed: Floats) -> Floats:
        """(sequences,) the realisation plan that a mixed strategy of a player comes to."""
        choices = self.sequences.players[player].choices[1:]
        return np.concatenate([[1.0], mixed @ form.plans[player][:, choices]])

    def pure_plans(self, form: ReducedNormalForm, profile: Sequence[int]) -> tuple[Plan, ...]:
        """The realisation plans of a profile of reduced strategies."""
        plans: list[Plan] = []
        for own, plan, strategy in zip(self.sequences.players, form.plans, profile, strict=True):
            # The empty sequence comes first, and is no choice.
            chosen = plan[strategy][own.choices[1:]].tolist()
            plans.append((ONE, *(ONE if made else ZERO for made in chosen)))
        return tuple(plans)


@dataclass(frozen=True, eq=False)
class Answered:
    """Equilibria of a task and what is to be said of them."""

    task: Task
    equilibria: tuple[Equilibrium, ...]
    method: str
    searched: tuple[Search, ...] = ()
    components: tuple[Component, ...] = ()
    extreme: ExtremeEquilibria | None = None

    def saying(self, *searched: Search) -> Answered:
        """The same answer with an account of the search."""
        return replace(self, searched=searched)

    def first(self, note: str) -> Answered:
        """The first equilibrium alone, if there is any, with a note."""
        noted = tuple(replace(one, notes=(*one.notes, note)) for one in self.equilibria[:1])
        return replace(self, equilibria=noted)

    def joined(self, other: Answered, method: str) -> Answered:
        """Two incomplete answers as one."""
        both = _in_order(self.task, (*self.equilibria, *other.equilibria))
        return Answered(self.task, tuple(both), method)

    def solution(self, seconds: float) -> NashSolution:
        """The answer as solvers return it."""
        return NashSolution(
            game=self.task.game,
            concept="nash",
            method=self.method,
            equilibria=self.equilibria,
            searched=self.searched,
            seconds=seconds,
            warnings=self.task.warnings,
            components=self.components,
            extreme=self.extreme,
        )


def from_plans(
    task: Task,
    plans: Iterable[Sequence[Plan | Floats]],
    *,
    method: str,
    strict: bool = True,
    bits: int = FLOAT_BITS,
) -> Answered:
    """The equilibria of realisation plans, by decreasing payoffs.

    ``strict`` refuses plans that are no equilibrium, instead of leaving them out. Plans that are
    not exact are right within so many ``bits``.

    Raises
    ------
    NotSolved
        A regret beyond :data:`~crisis_sim.solve.solution.TOLERANCE`.
    """
    found = []
    for one in plans:
        equilibrium = task.equilibrium(one, bits)
        if task.accepts(equilibrium, bits):
            found.append(equilibrium)
        elif strict:
            raise NotSolved(
                f"{method} ended at a profile with regret "
                f"{equilibrium.certificate.player_regret:g}, beyond the tolerance; ",
                *serving(JUST_ONE),
            )
    return Answered(task, tuple(_in_order(task, found)), method)


def from_extreme(
    task: Task, extreme: ExtremeEquilibria, nashpy: NashpyAnswer | None = None
) -> Answered:
    """All extreme equilibria, component by component, each with what is said of it."""
    found = [task.equilibrium(plans) for plans in task.plans_of(extreme)]
    bits = LONG_BITS if extreme.exact else BITS - 64
    if not all(task.accepts(one, bits) for one in found):
        raise NotSolved(
            "irrational payoffs are too near to a tie for 1,024 bits; ",
            *serving(EXACT, but="nash", perfect=task.game.perfect_information),
        )
    extreme, order = _arranged(task, extreme, found)
    # Where irrational ties were not seen, no component is known to be whole.
    known = extreme.components if extreme.exact else ()
    notes = _notes(known, len(found))
    if nashpy is not None:
        for old in nashpy.found:
            notes[order.index(old)] += ("found by nashpy too",)
    equilibria = tuple(
        replace(found[old], notes=(*said, *found[old].notes))
        for old, said in zip(order, notes, strict=True)
    )
    searched = _extent(extreme)
    if nashpy is not None:
        searched += f"; {nashpy.account(len(found))}"
    return Answered(
        task,
        equilibria,
        "exact enumeration on the "
        + ("normal form" if task.normal_form is not None else "sequence form")
        + (" beside nashpy" if nashpy is not None else ""),
        (Search("all", searched, complete=extreme.exact),),
        components=extreme.components,
        extreme=extreme if extreme.exact else None,
    )


def _extent(extreme: ExtremeEquilibria) -> str:
    said = "all extreme equilibria, by exhaustive enumeration in exact arithmetic"
    if any(not component.isolated for component in extreme.components):
        said += "; the others are mixtures within the components' maximal subsets"
    if not extreme.exact:
        said += (
            "; irrational numbers were taken to 1,024 bits in the search, which may miss "
            "equilibria that rest on ties between them"
        )
    return said


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
    """The place of each by decreasing payoffs; where they are the same, the order given."""

    def key(which: int) -> tuple[Number, ...]:
        one = found[which]
        if one.exact is None:
            return tuple((-one.payoffs).tolist())
        return tuple(-own for own in expected_payoffs(task.sequences, one.exact.profile))

    places = range(len(found))
    keys = [key(which) for which in places] if len(found) > 1 else [()]
    rank = [0] * len(found)
    for place, i in enumerate(sorted(places, key=keys.__getitem__)):
        rank[i] = place
    return rank


def _in_order(task: Task, found: Sequence[Equilibrium]) -> list[Equilibrium]:
    rank = _rank(task, found)
    return [one for _, one in sorted(zip(rank, found, strict=True), key=lambda pair: pair[0])]


def _notes(components: Sequence[Component], count: int) -> list[tuple[str, ...]]:
    notes: list[tuple[str, ...]] = [()] * count
    for number, component in enumerate(components, start=1):
        place = f"component {number} of {len(components)}"
        ends = f"one of the {len(component.equilibria)} ends of a continuum, each counted as one"
        kind = "isolated" if component.isolated else ends
        for which in component.equilibria:
            notes[which] = (f"{place}, {kind}",)
    return notes
