"""What an exact solver answers at a point: the equilibria as they are played."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from crisis_sim.concepts import AUTO, concept_for
from crisis_sim.errors import NotSolved
from crisis_sim.exact.algebra.limits import SWEEP_COVERS
from crisis_sim.exact.algebra.points import Point
from crisis_sim.exact.algebra.ring import Quantity
from crisis_sim.exact.solving.beliefs import Arrival, FreeBelief, consistent
from crisis_sim.exact.solving.family import NumbersNear, SymbolicFamily
from crisis_sim.exact.solving.induction import Induction
from crisis_sim.exact.solving.parts import ExactParts, Played, Row
from crisis_sim.formula.exactly import Undefined
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.other_concepts import FORGETFUL, serving
from crisis_sim.solve.plays import follow, nodes_followed, nothing_settled
from crisis_sim.solve.sequential.continuation import Actions
from crisis_sim.solve.sequential.trembles import belief_groups

__all__ = ["Answer", "EquilibriumPlay", "ExactSolver"]

MOST_COMBINATIONS = 100_000
MOST_NODES = 20_000


@dataclass(frozen=True, eq=False)
class EquilibriumPlay:
    """One equilibrium as it is played; those that differ off the path alone are one.

    ``terminals`` are those that can be reached, as bits; ``actions`` is one strategy that is played
    so, information set to action; ``passive`` says whether passive beliefs support the play.
    """

    terminals: int
    actions: Actions
    payoffs: Row
    passive: bool
    variants: int


@dataclass(frozen=True, eq=False)
class Answer:
    """The equilibria at a point, the reported one first.

    ``undecided`` are plays whose beliefs support them set by set, but were not shown to be
    consistent with each other. ``undefined`` says why there is no game at the point.
    """

    plays: tuple[EquilibriumPlay, ...] = ()
    undecided: tuple[EquilibriumPlay, ...] = ()
    undefined: str = ""

    @property
    def identity(self) -> tuple[object, ...]:
        """What must differ for two answers to be told apart."""
        first = self.plays[0].terminals if self.plays else None
        held = frozenset(play.terminals for play in self.plays)
        open_ = frozenset(play.terminals for play in self.undecided)
        return self.undefined, first, held, open_


class ExactSolver:
    """Solves one family of games, in quantities, at one point after another.

    Subgame-perfect equilibria with perfect information, else pure sequential ones. The reported
    equilibrium is, among those that passive beliefs support if there are any, the best for the
    first player, then for the second, and so on.

    Raises
    ------
    NotSolved
        Imperfect recall, or a game too large.
    """

    def __init__(self, symbolic: SymbolicFamily, *, most: int = MOST_COMBINATIONS) -> None:
        self.symbolic = symbolic
        self.tree = symbolic.family.tree
        self.decisions = symbolic.decisions
        self.ring = symbolic.ring
        self.perfect = self.tree.perfect_information
        self.concept = concept_for(AUTO, perfect=self.perfect).name
        self._check()
        self.parts = ExactParts(self.tree, self.decisions, most)

    def _check(self) -> None:
        if self.tree.size > MOST_NODES:
            raise NotSolved(
                f"{self.tree.size:,} nodes are too many for exact answers (at most "
                f"{MOST_NODES:,}); ",
                *SWEEP_COVERS,
            )
        if len(forgetful_sets(self.tree)):
            raise NotSolved(
                "exact answers need perfect recall; ",
                *serving(FORGETFUL),
                " at a point",
            )

    def at(self, point: Point) -> Answer:
        """The answer at a point; the decisions then hold what was asked for."""
        self.decisions.move_to(point)
        return self.decisions.remember("answer", self._answer)

    def _answer(self) -> Answer:
        try:
            numbers = self.symbolic.numbers()
        except Undefined as error:
            return Answer(undefined=str(error))
        self.parts.use(numbers)
        if self.perfect:
            return Answer(tuple(self._ordered(_distinct(self._by_induction(numbers)))))
        plays: list[EquilibriumPlay] = []
        undecided: list[EquilibriumPlay] = []
        for played in self.parts.solve():
            play, verdict = self._first_consistent(played)
            (plays if verdict else undecided).append(play)
        return Answer(tuple(self._ordered(plays)), tuple(undecided))

    def _by_induction(self, numbers: NumbersNear) -> Iterator[EquilibriumPlay]:
        """Every subgame-perfect play, with a strategy that is played so."""
        tree = self.tree
        settled = nothing_settled(tree, numbers.chance, numbers.payoffs)
        known = Induction(settled, self.decisions).solve()
        for which, play in enumerate(known.get(0) or [settled.play(0)]):
            action = follow(settled, known, which)
            ends = sum(1 << n for n in nodes_followed(tree, action) if tree.mover[n] == TERMINAL)
            actions = dict(enumerate(action[tree.set_member].tolist()))
            yield EquilibriumPlay(ends, actions, play.values, True, play.count)

    def _first_consistent(self, played: Played) -> tuple[EquilibriumPlay, bool]:
        plays = []
        for kept in played.kept:
            play = EquilibriumPlay(
                kept.play[0], kept.actions, kept.values[0], kept.strain == 0, played.count
            )
            plays.append(play)
            if self._consistent(kept.actions):
                return play, True
        return plays[0], False

    def _consistent(self, actions: Actions) -> bool | None:
        """Whether beliefs that support a strategy are consistent, by the signs asked for before."""
        key = self.parts.numbers, "consistent", tuple(sorted(actions.items()))
        return self.decisions.remember(
            key, lambda: consistent(self.decisions, list(self._free_sets(actions)))
        )

    def _free_sets(self, actions: Actions) -> Iterator[FreeBelief]:
        for one, classes, gains in self.sets(actions):
            del one
            if len(classes) > 1:
                yield FreeBelief(tuple(group[0].mistakes for group in classes), gains)

    def sets(self, actions: Actions) -> Iterator[tuple[int, list[list[Arrival]], tuple[Row, ...]]]:
        """Every information set under a strategy: its classes and the gains of its action."""
        by_set: dict[int, list[Arrival]] = {}
        for arrival in self.parts.reach_all([self.parts.root()], actions):
            by_set.setdefault(self.parts.set_of[arrival.node], []).append(arrival)
        values: dict[int, Row] = {}
        for node in range(self.tree.size - 1, -1, -1):
            values[node] = self.parts.value(node, actions, values)
        for one, members in by_set.items():
            classes = belief_groups(members)
            yield one, classes, self.parts.gains(one, classes, actions, values)

    def confirm(self, point: Point, play: EquilibriumPlay) -> None:
        """Ask at a point for nothing but what makes one strategy an equilibrium there."""
        self.decisions.move_to(point)
        self.parts.use(self.symbolic.numbers())
        free = []
        for _, classes, gains in self.sets(play.actions):
            if len(classes) > 1:
                free.append(FreeBelief(tuple(group[0].mistakes for group in classes), gains))
            else:
                for (gain,) in gains:
                    self.decisions.sign(gain)
        consistent(self.decisions, free)

    def _ordered(self, plays: list[EquilibriumPlay]) -> list[EquilibriumPlay]:
        """The reported one first, the others by their terminals."""
        rest = sorted(plays, key=lambda play: play.terminals)
        if not rest:
            return []
        candidates = [play for play in rest if play.passive] or rest
        for player in range(len(self.tree.players)):
            candidates = self._best(candidates, player)
        first = candidates[0]
        return [first, *(play for play in rest if play is not first)]

    def _best(self, plays: list[EquilibriumPlay], player: int) -> list[EquilibriumPlay]:
        best = [plays[0]]
        for play in plays[1:]:
            sign = self.decisions.sign(play.payoffs[player] - best[0].payoffs[player])
            if sign > 0:
                best = [play]
            elif sign == 0:
                best.append(play)
        return best

    def outcome_chances(self, play: EquilibriumPlay) -> Mapping[str, Quantity]:
        """The probability of each outcome that the play can reach, where it is not always zero."""
        chances: dict[str, Quantity] = {}
        stack = [(0, self.ring.one)]
        while stack:
            node, chance = stack.pop()
            children = self.parts.children[node]
            if self.parts.mover[node] == TERMINAL:
                name = self.tree.outcomes[self.tree.rows[self.parts.row[node]]]
                chances[name] = chances.get(name, self.ring.zero) + chance
            elif self.parts.mover[node] == CHANCE:
                stack += [(child, chance * self.parts.chance[child]) for child in children]
            else:
                stack.append((children[play.actions[self.parts.set_of[node]]], chance))
        return {name: chance for name, chance in chances.items() if chance.constant != 0}


def _distinct(plays: Iterable[EquilibriumPlay]) -> list[EquilibriumPlay]:
    """One play for each set of terminals."""
    found: dict[int, EquilibriumPlay] = {}
    for play in plays:
        found.setdefault(play.terminals, play)
    return list(found.values())
