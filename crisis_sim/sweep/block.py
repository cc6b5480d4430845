"""What a kernel answers at a block of points, whichever concept it solves for.

Equilibria are named by keys that depend on nothing but the tree: the key of a play is the sum,
modulo 2**64, of a fixed number for each choice made on its path, the key of a set of plays the sum
of a fixed number for each play. Workers that never meet give the same play the same key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.game.tree import CHANCE, Tree
from crisis_sim.sweep.formulas.exact_values import ExactAt

__all__ = [
    "NO_KEY",
    "Block",
    "Kernel",
    "Keys",
    "Play",
    "Status",
    "mix",
    "nodes_reached",
    "play_key",
    "set_key",
]

Keys = NDArray[np.uint64]
Play = tuple[int, ...]
"""The choices made on the path of a pure equilibrium, by number, in increasing order."""

NO_KEY = np.uint64(0)
"""The key of the play where there is none: no equilibrium, or none that is pure."""


class Status(IntEnum):
    """What became of a point."""

    SOLVED = 0
    UNDEFINED = 1
    """A formula is undefined there, or the chances at a node are no probabilities."""
    NONE = 2
    """Solved, and no equilibrium of the kind searched for exists."""
    UNSOLVED = 3
    """The method did not decide; the numbers are nan."""
    UNREACHED = 4
    """The sweep ended before it came to it."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Answers at the points of a block; nan wherever the status is not ``SOLVED``.

    Attributes
    ----------
    payoffs : (points, players) of the reported equilibrium.
    outcomes : (points, outcomes) probability of each of the tree's outcomes in it.
    play : (points,) key of the reported equilibrium's play.
    plays : the choices of every play that occurs in the block, by key.
    answer : (points,) key of the set of all equilibria found.
    answers : the plays of every set that occurs in the block, by key.
    count : (points,) number of equilibria found, counted by their plays.
    tied : (points,) whether on the path of an equilibrium another action is as good.
    status : (points,) a :class:`Status`.
    """

    payoffs: Floats
    outcomes: Floats
    play: Keys
    plays: dict[int, Play]
    answer: Keys
    answers: dict[int, frozenset[int]]
    count: NDArray[np.int32]
    tied: NDArray[np.bool_]
    status: NDArray[np.uint8]

    def clear(self, point: int) -> None:
        """Take back what was found at a point; its status stays."""
        self.payoffs[point] = self.outcomes[point] = np.nan
        self.play[point] = self.answer[point] = 0
        self.count[point] = self.tied[point] = 0


class Kernel(Protocol):
    """Solves one game over blocks of points.

    ``concept`` and ``method`` are what a Solution would say; ``reports`` says in a sentence which
    of several equilibria is reported.
    """

    concept: str
    method: str
    reports: str

    @property
    def points(self) -> int | None:
        """How many to give at a time, so that no call takes long; None for as many as there are."""

    def solve(
        self, columns: Mapping[str, Floats], points: int, exact: ExactAt | None = None
    ) -> Block:
        """The answers where each parameter or definition named takes its column's values.

        ``columns`` holds one (points,) array a name; what is not named keeps the value that the
        kernel was made with. ``exact`` gives the number that a name stands for at a point of the
        block; without it that is the shortest decimal of the float in its column.
        """


def nodes_reached(tree: Tree, play: Play) -> NDArray[np.bool_]:
    """(nodes,) which of them a play may come to, whatever chance does."""
    chosen = frozenset(play)
    reached = np.ones(tree.size, dtype=np.bool_)
    for node in range(1, tree.size):
        parent = tree.parent[node]
        possible = tree.mover[parent] == CHANCE or int(tree.choice[node]) in chosen
        reached[node] = reached[parent] and possible
    return reached


def mix(numbers: NDArray[np.uint64]) -> Keys:
    """A well-spread odd key for each number (the finaliser of Steele, Lea and Flood 2014)."""
    with np.errstate(over="ignore"):
        z = numbers * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed = (z ^ (z >> np.uint64(31))) | np.uint64(1)
    return np.asarray(mixed)


def play_key(play: Iterable[int]) -> int:
    """The key of a play."""
    return _total(play)


def set_key(plays: Iterable[int]) -> int:
    """The key of a set of plays, given theirs; 0 for the empty set."""
    return _total(plays)


def _total(numbers: Iterable[int]) -> int:
    each = mix(np.fromiter(numbers, dtype=np.uint64))
    return sum(int(key) for key in each) % 2**64
