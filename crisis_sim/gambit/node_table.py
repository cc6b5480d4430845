"""What an ``.efg`` file says, as flat tables: the meeting point of the two ways to read one.

:mod:`crisis_sim.gambit.parse_efg` fills the tables with exact numbers and finds every fault;
:mod:`crisis_sim.gambit.scan_efg` fills them fast. :mod:`crisis_sim.gambit.build` makes a game of
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from crisis_sim.game.game import Floats
from crisis_sim.game.tree import Integers

__all__ = ["MOST_NODES", "Menus", "NodeTable", "Nodes", "Outcomes", "Prologue"]

MOST_NODES = 4_000_000
"""A file with more nodes is refused."""


@dataclass(frozen=True, slots=True)
class Prologue:
    """The head of a file. ``players`` are named as in the file, where names may be empty."""

    title: str
    players: tuple[str, ...]
    comment: str


@dataclass(frozen=True, eq=False, slots=True)
class Nodes:
    """The nodes in preorder, which is the order of the file.

    ``parent``, ``branch`` and ``end`` are those of :class:`crisis_sim.game.tree.Tree`. ``name`` is
    (nodes,) the index of the node's name; ``menu`` is -1 at terminals; ``outcome`` is the place in
    :class:`Outcomes` of the outcome attached to the node, -1 for none.
    """

    parent: Integers
    branch: Integers
    end: Integers
    name: Integers
    menu: Integers
    outcome: Integers


@dataclass(frozen=True, eq=False, slots=True)
class Menus:
    """The lists of moves in the order of first use: information sets, and chance's likewise.

    ``player`` is (menus,) 0 for chance and else the player's number from 1; ``number`` is the
    file's own number, which counts for each player apart; ``name`` indexes the names. The moves of
    menu ``m`` are the range ``start[m] .. start[m + 1] - 1`` of ``moves`` (indices of names) and of
    ``chance`` (probabilities, 1 at a player's moves); ``exact`` is the same as rationals, which
    need not add up to one, or None where the floats are the numbers themselves.
    """

    player: Integers
    number: Integers
    name: Integers
    start: Integers
    moves: Integers
    chance: Floats
    exact: Sequence[Fraction] | None


@dataclass(frozen=True, eq=False, slots=True)
class Outcomes:
    """The outcomes in the order of first use.

    ``number`` is (outcomes,) the file's own number; ``payoffs`` is (outcomes, players); ``exact``
    has the same as rationals, one after another, or is None where the floats are the numbers.
    """

    number: Integers
    name: Integers
    payoffs: Floats
    exact: Sequence[Fraction] | None


@dataclass(frozen=True, slots=True)
class NodeTable:
    """A whole file. ``names`` holds every distinct name once; ``names[0]`` is empty.

    ``scanned`` tells that exact numbers are read from the file whenever they are asked for;
    ``tidied`` is one of the names, as the file has it, whose spaces were tidied.
    """

    prologue: Prologue
    names: tuple[str, ...]
    nodes: Nodes
    menus: Menus
    outcomes: Outcomes
    scanned: bool = False
    tidied: str = ""
