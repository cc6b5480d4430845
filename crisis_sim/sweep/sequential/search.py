"""One layout of a game's parts at work: runs the compiled search and reads what it leaves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.sweep.block import Keys
from crisis_sim.sweep.sequential.graph import part_graph
from crisis_sim.sweep.sequential.numbers import Numbered
from crisis_sim.sweep.sequential.plays import FoundPlay, plays_in
from crisis_sim.sweep.sequential.tables import SearchRoom, make_room, make_tables

__all__ = ["PointSearch", "SearchResult"]

SLOTS = (16, 512)
"""Solutions of a part that may be held at once, and one more: at first, and where they overflow."""


@dataclass(frozen=True, slots=True, eq=False)
class SearchResult:
    """What the search found, by point; meaningless where it is not ``decided``.

    Attributes
    ----------
    payoffs : (points, players) of the equilibrium reported.
    play, held : keys, by which :class:`PointSearch` knows that equilibrium's play, and all plays
        found.
    count, tied : as in :class:`crisis_sim.sweep.block.Block`.
    near : whether numbers were too close to each other to be told apart.
    """

    payoffs: Floats
    play: Keys
    held: Keys
    count: NDArray[np.int32]
    tied: NDArray[np.bool_]
    decided: NDArray[np.bool_]
    near: NDArray[np.bool_]


class PointSearch:
    """Searches points at which the same chance moves have probability zero."""

    def __init__(self, family: ParametricGame, zero: frozenset[int]) -> None:
        self.graph = part_graph(family, zero)
        self.tables = make_tables(self.graph)
        self._rooms: dict[int, SearchRoom] = {}
        self._plays: dict[int, dict[int, FoundPlay]] = {}

    def run(self, numbers: Numbered) -> SearchResult:
        """Search points."""
        from crisis_sim.sweep.sequential.points import FULL
        from crisis_sim.sweep.sequential.reported import NEAR, SOLVED

        found, state = self._run(numbers, SLOTS[0])
        again = np.flatnonzero(state == FULL)
        if len(again):
            more, state[again] = self._run(numbers.among(again), SLOTS[1])
            for name in SearchResult.__slots__:
                getattr(found, name)[again] = getattr(more, name)
        found.decided[:], found.near[:] = state == SOLVED, state == NEAR
        return found

    def plays(self, held: int, numbers: Numbered, point: int) -> dict[int, FoundPlay]:
        """The plays found where ``held`` is the key, of which ``point`` is one; by their keys."""
        if held not in self._plays:
            one = numbers.among(np.array([point]))
            _, state = self._run(one, SLOTS[0])
            slots = SLOTS[0] if state[0] == 0 else SLOTS[1]
            if slots == SLOTS[1]:
                self._run(one, slots)
            self._plays[held] = plays_in(self.graph, self.tables, self._room(slots))
        return self._plays[held]

    def _room(self, slots: int) -> SearchRoom:
        if slots not in self._rooms:
            self._rooms[slots] = make_room(self.tables, self.graph, slots)
        return self._rooms[slots]

    def _run(self, numbers: Numbered, slots: int) -> tuple[SearchResult, NDArray[np.uint8]]:
        from crisis_sim.sweep.sequential.points import search_points
        from crisis_sim.sweep.sequential.reported import FoundSets

        points = len(numbers.formulas)
        found = SearchResult(
            payoffs=np.zeros((points, self.tables.players)),
            play=np.zeros(points, dtype=np.uint64),
            held=np.zeros(points, dtype=np.uint64),
            count=np.zeros(points, dtype=np.int32),
            tied=np.zeros(points, dtype=np.bool_),
            decided=np.zeros(points, dtype=np.bool_),
            near=np.zeros(points, dtype=np.bool_),
        )
        state = np.zeros(points, dtype=np.uint8)
        answers = FoundSets(state, found.payoffs, found.play, found.held, found.count, found.tied)
        search_points(
            self.tables,
            self._room(slots),
            numbers.formulas,
            numbers.payoffs,
            numbers.margins,
            numbers.formula_tags,
            numbers.payoff_tags,
            answers,
        )
        return found, state
