"""Mixed sequential equilibria put together from Nash equilibria of parts.

In a part whose beliefs hang on chance alone (:mod:`crisis_sim.solve.sequential.settled_parts`) each
such part inside is taken to be worth what one of its own solutions gives. What is left is a game of
its own, whose Nash equilibria are found as for any game (:mod:`crisis_sim.solve.nash`). Where one
reaches all information sets it is sequential, since beliefs then follow from Bayes' rule; where
not, pure actions are looked for at the others that keep everybody from going there
(:mod:`crisis_sim.solve.sequential.completion`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crisis_sim.errors import NotSolved
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.solve.nash.solve_nash import OF_CONTINUUM, solve_nash
from crisis_sim.solve.sequential.completion import Completion
from crisis_sim.solve.sequential.continuation import Actions, Continuation
from crisis_sim.solve.sequential.mixed_layer import Placed
from crisis_sim.solve.sequential.mixed_parts import Stopped
from crisis_sim.solve.sequential.mixed_search import MixedSearch
from crisis_sim.solve.sequential.part_game import PartGame, part_game
from crisis_sim.solve.sequential.settled_parts import SettledPart, settled_parts
from crisis_sim.solve.solution import TOLERANCE, Equilibrium
from crisis_sim.strategy.exactly import ExactPlay
from crisis_sim.time_limits import OutOfTime, time_is_over

__all__ = ["MixedCompositions"]

MOST_TRIALS = 5_000
"""Combinations of actions tried for the pure solutions of parts, and equations for mixed ones."""
ENDS = (
    "one of the {} ends of a continuum of Nash equilibria of a part of the game; of ends that pay "
    "and end alike one is listed"
)
ENDS_UNKNOWN = (
    "one of a continuum of Nash equilibria of a part of the game, which counts as one; its ends "
    "are not known"
)
MOST_GAMES = 300
"""Games made of parts that are solved at most."""
MOST_KEPT = 100
"""Solutions of one part that are kept at most."""
MOST_CHOICES = 60
"""Choices in a part's own game at most: beyond, equilibria are seldom enumerated in seconds."""
COMPARISONS = 30_000_000
"""What the enumeration of one game's equilibria may cost; else one of them serves."""
COMPLETIONS = 2_000
"""Combinations of actions tried at most where an equilibrium of a part does not lead."""


class MixedCompositions:
    """Mixed solutions of the parts of a game whose beliefs hang on chance alone.

    Parameters
    ----------
    search : what equations have found; its trials are counted apart.

    ``games`` counts the games solved; ``stopped`` names the limit that was reached, if any.
    """

    def __init__(self, search: MixedSearch) -> None:
        self.parts = search.parts.anew(MOST_TRIALS)
        self.equations = MixedSearch(self.parts, search.degree)
        self.equations.known = search.known
        self.at = settled_parts(self.parts)
        self.known: dict[int, list[Placed]] = {}
        self.games = 0
        self.stopped = ""

    def solve(self) -> Iterator[Placed]:
        """Mixed solutions of the whole game; none with perfect information."""
        if self.parts.tree.perfect_information:
            return
        try:
            yield from self.whole()
        except RecursionError:
            self.stopped = "depth"

    def whole(self) -> Iterator[Placed]:
        """Mixed solutions of the whole game."""
        parts, root = self.parts, self.parts.root()
        first = list(parts.past_chance(root))
        ends = [reached.node for reached in first if parts.mover[reached.node] == TERMINAL]
        if not all(reached.node in self.at for reached in first if reached.node not in ends):
            return
        outermost = dict.fromkeys(self.at[r.node] for r in first if r.node in self.at)
        for some in self.combinations(list(outermost)):
            whole = parts.joined([root], ends, [one.continuation for one in some])
            if any(action < 0 for action in whole.actions.values()):
                yield _together(some, whole)

    def combinations(self, every: Sequence[SettledPart]) -> Iterator[tuple[Placed, ...]]:
        """A solution of each part, in every combination up to the limits."""
        combined = itertools.product(*(self.solutions(one) for one in every))
        yield from itertools.islice(combined, MOST_KEPT)
        if next(combined, None) is not None:
            self.stopped = f"{MOST_KEPT} combinations of solutions of parts"

    def solutions(self, part: SettledPart) -> list[Placed]:
        """Solutions of a part, pure ones first."""
        key = part.nodes[0].node
        if key not in self.known:
            found = {one.key(): one for one in self.known_otherwise(part)}
            if part.hidden:
                for one in self.composed(part):
                    found.setdefault(one.key(), one)
            self.known[key] = list(found.values())
        return self.known[key]

    def known_otherwise(self, part: SettledPart) -> list[Placed]:
        """Its pure solutions, and those that equations find."""
        try:
            pure = [Placed(played.kept[0]) for played in self.parts.part(part.nodes, {})]
        except Stopped as limit:
            self.stopped = str(limit)
            return []
        return pure + self.equations.part(part.nodes, {})

    def composed(self, part: SettledPart) -> Iterator[Placed]:
        """Solutions of a part in which the parts inside are played by one of theirs each."""
        for some in self.combinations(self.inside(part)):
            if self.games == MOST_GAMES or time_is_over():
                self.stopped = "time" if time_is_over() else f"{MOST_GAMES} games of parts"
                return
            self.games += 1
            self.parts.report(self.games, "games of parts")
            yield from self.placed(part, some)

    def inside(self, part: SettledPart) -> list[SettledPart]:
        """The outermost parts that begin inside another."""
        parts = self.parts
        found: dict[SettledPart, None] = {}
        waiting = [child for reached in part.nodes for child in parts.children[reached.node]]
        while waiting:
            node = waiting.pop()
            if node in self.at:
                found[self.at[node]] = None
            else:
                waiting += parts.children[node]
        return list(found)

    def placed(self, part: SettledPart, inside: Sequence[Placed]) -> Iterator[Placed]:
        """The solutions of a part with these of the parts inside, if not all is pure."""
        worth = {n: row for one in inside for n, row in one.continuation.values.items()}
        below = {h: a for one in inside for h, a in one.continuation.actions.items()}
        own = part_game(self.parts, part.nodes, worth)
        if int(own.game.tree.choice_start[-1]) > MOST_CHOICES:
            self.stopped = f"{MOST_CHOICES} choices in a part"
            return
        for equilibrium, continuum in _equilibria(own):
            given = self.given(own, equilibrium)
            actions = {**below, **given}
            reached = len(given) == len(own.sets)
            exact = equilibrium.certificate.proved
            if not exact and not reached:
                continue
            if reached and min(actions.values(), default=0) >= 0:
                continue
            found = [self.continued(part, actions)] if reached else self.completed(part, actions)
            for one in found:
                made = _together(inside, one)
                yield replace(
                    made,
                    approximate=made.approximate or not exact,
                    extreme=made.extreme or bool(continuum),
                    notes=tuple(dict.fromkeys((*made.notes, *filter(None, (continuum,))))),
                )

    def given(self, own: PartGame, equilibrium: Equilibrium) -> dict[int, int]:
        """What is done at each information set of a part's game where play comes."""
        assert equilibrium.exact is not None
        profile = equilibrium.exact.profile
        reach = ExactPlay(own.game, profile).reach
        found: dict[int, int] = {}
        for held, one in zip(own.game.tree.information_sets, own.sets, strict=True):
            if any(reach[node] != 0 for node in held.nodes):
                chances = tuple(profile[choice] for choice in held.choices)
                sure = chances.index(1) if 1 in chances else None
                found[one] = self.parts.mixture(chances) if sure is None else sure
        return found

    def completed(self, part: SettledPart, actions: Actions) -> Iterator[Continuation]:
        """Solutions of a part that play so where play comes."""
        completion = Completion(self.parts, actions, COMPLETIONS)
        try:
            for played in completion.part(part.nodes, {}):
                yield from played.kept
        except Stopped as limit:
            self.stopped = str(limit)

    def continued(self, part: SettledPart, actions: Actions) -> Continuation:
        """The solution of a part in which everything is reached."""
        values = {r.node: self.parts.value(r.node, actions, {}) for r in part.nodes}
        play = {r.node: self.ends_reached(r.node, actions) for r in part.nodes}
        return Continuation(actions, values, play, 0.0)

    def ends_reached(self, node: int, actions: Actions) -> int:
        """The terminals that can be reached from a node, as bits."""
        parts, found, waiting = self.parts, 0, [node]
        while waiting:
            at = waiting.pop()
            if parts.mover[at] == TERMINAL:
                found |= 1 << at
            elif parts.mover[at] == CHANCE:
                waiting += parts.children[at]
            else:
                waiting += parts.followed(at, actions)[1]
        return found


def _together(some: Sequence[Placed], whole: Continuation) -> Placed:
    """A solution made of others', with what is to be said of them."""
    return Placed(
        whole,
        tuple(dict.fromkeys(note for one in some for note in one.notes)),
        any(one.approximate for one in some),
        any(one.extreme for one in some),
    )


def _equilibria(own: PartGame) -> Iterator[tuple[Equilibrium, str]]:
    """The Nash equilibria of a part's game that are found; of which continuum one is, in words."""
    try:
        solution = solve_nash(own.game, quick=COMPARISONS)
    except OutOfTime:
        raise
    except NotSolved:
        return
    ends = {
        which: len(one.equilibria)
        for one in solution.components
        if not one.isolated
        for which in one.equilibria
    }
    for which, equilibrium in enumerate(solution.equilibria):
        if equilibrium.certificate.holds(TOLERANCE):
            unknown = ENDS_UNKNOWN if OF_CONTINUUM in equilibrium.notes else ""
            yield equilibrium, ENDS.format(ends[which]) if which in ends else unknown
