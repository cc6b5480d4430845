"""Mixed (semi-separating) sequential equilibria.

What is found by equations (:mod:`crisis_sim.solve.sequential.mixed_search`): equilibria in which,
after one layer of a part of the game (:mod:`crisis_sim.solve.sequential.parts`), senders mix with a
few free probabilities and as many receivers mix between two actions each, so that each side makes
the other indifferent (Cho and Kreps 1987; Fudenberg and Tirole 1991, chapter 8); such parts may
stand beside and after each other. Found too are receivers off the path who mix so that nobody
deviates, where no pure response does that.

What is found from the Nash equilibria of parts
(:mod:`crisis_sim.solve.sequential.mixed_compositions`): whatever is mixed where play comes, if it
comes everywhere in the part, or pure actions elsewhere keep everybody from going there.

What is not: equilibria held up by mixtures elsewhere that equations do not find, and all but the
extreme ones of a continuum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from crisis_sim.numbers.real import Number, to_float
from crisis_sim.numbers.written import counted
from crisis_sim.solve.sequential.continuation import Actions
from crisis_sim.solve.sequential.mixed_compositions import MixedCompositions
from crisis_sim.solve.sequential.mixed_layer import Placed
from crisis_sim.solve.sequential.mixed_parts import MixedParts, profile_of
from crisis_sim.solve.sequential.mixed_search import MixedSearch
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.solution import TOLERANCE, Equilibrium, assess
from crisis_sim.strategy.exactly import ExactPlay

__all__ = ["APPROXIMATE", "Judge", "Listed", "find_mixed"]

DEGREE = 2
MOST_TRIALS = 5_000
APPROXIMATE = "probabilities are approximate"
COMPOSED = "found by putting together Nash equilibria of parts of the game"
NEAR = 1e-9
"""Probabilities of ends that differ less are those of one play, where they are approximate."""

Judge = Callable[[Parts, Actions], tuple[Equilibrium | None, bool]]


class Listed:
    """The equilibria found, by how they are played: how likely each end of the game is."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.ends: list[int] = parts.game.tree.terminals.tolist()
        self.found: list[Equilibrium] = []
        self.known: set[tuple[Number, ...]] = set()

    def append(self, one: Equilibrium) -> None:
        """Add one, whatever is played so already."""
        self.found.append(one)
        self.known.add(self.play(one))

    def play(self, one: Equilibrium) -> tuple[Number, ...]:
        """(terminals,) how likely each end is."""
        assert one.exact is not None
        reach = ExactPlay(self.parts.game, one.exact.profile).reach
        return tuple(reach[node] for node in self.ends)

    def add(self, one: Equilibrium, *, approximate: bool = False, extreme: bool = False) -> None:
        """Add one, if none is played so already.

        One that is ``approximate`` may be nearly so; an ``extreme`` point of a continuum counts as
        another one that pays the same and ends so.
        """
        play = self.play(one)
        if play in self.known:
            return
        if extreme and any(_same_ends(one, other) for other in self.found):
            return
        if not (approximate and any(_near(play, other) for other in self.known)):
            self.append(one)


def _same_ends(one: Equilibrium, other: Equilibrium) -> bool:
    """Whether two equilibria pay the same and have the same outcomes, as near as floats tell."""
    names = one.outcomes.keys() | other.outcomes.keys()
    gaps = [one.outcomes.get(name, 0.0) - other.outcomes.get(name, 0.0) for name in names]
    scale = np.abs(one.payoffs).max(initial=1.0)
    return max(map(abs, gaps)) <= NEAR and bool(
        np.abs(one.payoffs - other.payoffs).max() <= NEAR * scale
    )


def _near(play: Sequence[Number], other: Sequence[Number]) -> bool:
    return all(abs(to_float(a - b)) <= NEAR for a, b in zip(play, other, strict=True))


def find_mixed(parts: Parts, plays: Listed, judge: Judge, *, pure_known: bool = True) -> str:
    """Find mixed sequential equilibria that are not played like those known.

    Parameters
    ----------
    parts : the game as it was solved for pure strategies.
    plays : how the equilibria found are played; those found here are added.
    judge : gives a profile the consistent beliefs that support it, if there are any.
    pure_known : whether the pure solutions of the whole game are; without them equations are not
        tried.

    Each is kept only with its certificate: nobody gains anything, or, where probabilities are
    irrational, less than the tolerance. What was searched is returned, in words that follow those
    on pure strategies.
    """
    search = MixedSearch(MixedParts(parts, MOST_TRIALS), DEGREE)
    composed = MixedCompositions(search)
    undecided = 0

    def placed_ones() -> Iterator[tuple[Placed, tuple[str, ...]]]:
        if pure_known:
            yield from ((one, ()) for one in search.solve())
        yield from ((one, (COMPOSED,)) for one in composed.solve())

    for placed, how in placed_ones():
        if placed.approximate:
            equilibrium, decided = _approximate(search.parts, placed), True
        else:
            equilibrium, decided = judge(search.parts, placed.continuation.actions)
        undecided += not decided
        if equilibrium is not None:
            noted = replace(equilibrium, notes=(*equilibrium.notes, *how, *placed.notes))
            plays.add(noted, approximate=placed.approximate, extreme=placed.extreme)
    return _searched(search, composed, undecided, pure_known)


def _approximate(parts: MixedParts, placed: Placed) -> Equilibrium | None:
    """The equilibrium near approximate probabilities, where all information sets are reached."""
    profile = profile_of(parts, placed.continuation.actions)
    found = assess(parts.game, profile, None, sequential=True, notes=(APPROXIMATE,))
    assert found.exact is not None
    everywhere = None not in (found.exact.beliefs[node] for held in parts.members for node in held)
    return found if everywhere and found.certificate.holds(TOLERANCE) else None


def _searched(
    search: MixedSearch, composed: MixedCompositions, undecided: int, pure_known: bool
) -> str:
    """What was searched."""
    ways = []
    if pure_known:
        until = f", until the limit of {search.stopped}" if search.stopped else ""
        ways.append(
            "where a few senders and as many receivers make each other indifferent "
            f"({counted(search.parts.tried, 'trial')}{until})"
        )
    until = f", until the limit of {composed.stopped}" if composed.stopped else ""
    ways.append(
        "by putting together Nash equilibria of parts of the game "
        f"({counted(composed.games, 'game')} solved{until})"
    )
    said = f"mixed strategies were searched {' and '.join(ways)}; other mixed strategies were not"
    if undecided:
        said += f"; the consistency of {counted(undecided, 'mixed candidate')} was left undecided"
    return said
