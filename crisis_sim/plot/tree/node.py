"""The picture of a solved game tree as data: its nodes, their places, what is written there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crisis_sim.game.tree import TERMINAL
from crisis_sim.plot.numbers import WrittenColumn
from crisis_sim.plot.tree.courses import Courses
from crisis_sim.plot.tree.formulas import FormulaText

__all__ = ["DrawnSet", "TreeData", "TreeNode"]


@dataclass(frozen=True, slots=True)
class TreeNode:
    """One node of the picture.

    Attributes
    ----------
    node : its number in the game's tree.
    parent : its parent's place in :attr:`TreeData.nodes`, -1 at the root of the picture.
    player : who moves, ``CHANCE`` or ``TERMINAL``; the mover at its root for a folded subtree.
    place : its situation, or its outcome at a terminal.
    move : label of the move that leads here; empty at the root.
    probability : of that move, given its parent; 1 at the root.
    reach : probability of coming here from the root of the picture.
    values : (players,) continuation values, at a terminal the payoffs.
    belief : least and greatest belief of the mover to be here, where the information set has
        several nodes and the concept gives beliefs; otherwise None.
    information_set : its number, -1 at chance and terminals.
    sets : numbers, in this picture, of the information sets of several nodes that it does not
        show whole and that have nodes here; see :func:`crisis_sim.plot.tree.sets.sets_in_part`.
    hidden : nodes of the subtree that is folded into this one; 0 when it is not folded.
    left_out : moves from here that are not drawn, none of which is ever made.
    move_lines : the move, with its probability where that is neither 0 nor 1, line by line.
    leaf_lines : what is written at a terminal or folded subtree, line by line; else empty.
    place_lines : the situation where its name is asked for, line by line; empty at leaves.
    value_lines : the continuation values, line by line; empty at the root and at leaves.
    held_lines : the belief, the numbers of ``sets`` and ``left_out``, line by line; empty at
        leaves.
    formulas : (players,) payoffs at a terminal as formulas; empty without a family.
    level : place along the tree, in moves from the root of the picture.
    row : place across the tree, in lines of text from the top.
    """

    node: int
    parent: int
    player: int
    place: str
    move: str
    probability: float
    reach: float
    values: tuple[float, ...]
    belief: tuple[float, float] | None
    information_set: int
    sets: tuple[int, ...]
    hidden: int
    left_out: int
    move_lines: tuple[str, ...]
    leaf_lines: tuple[str, ...]
    place_lines: tuple[str, ...]
    value_lines: tuple[str, ...]
    held_lines: tuple[str, ...]
    formulas: tuple[FormulaText, ...]
    level: int
    row: float

    @property
    def on_path(self) -> bool:
        """Whether equilibrium play comes here."""
        return self.reach > 0

    @property
    def folded(self) -> bool:
        """Whether the node stands for its whole subtree."""
        return self.hidden > 0

    @property
    def under(self) -> tuple[tuple[str, str], ...]:
        """What is written of a node that is no leaf beside its move: roles and lines."""
        return (
            *(("place", line) for line in self.place_lines),
            *(("value", line) for line in self.value_lines),
            *(("belief", line) for line in self.held_lines),
        )

    @property
    def leaf(self) -> bool:
        """Whether nothing is drawn below the node."""
        return self.folded or self.player == TERMINAL


@dataclass(frozen=True, slots=True)
class DrawnSet:
    """An information set of which several nodes are drawn: their places in the list of nodes."""

    information_set: int
    player: int
    label: str
    nodes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TreeData:
    """A picture of one equilibrium of a game.

    ``nodes`` stand in preorder. ``rows`` is the extent across, in lines of text; ``levels`` the
    deepest level. ``how`` tells the options by which it was found, ``which`` which of how many
    equilibria this is, empty for the only one. ``payoffs``, by player, and ``outcomes``, the
    probability of each by its label, are those expected at the root of the picture; ``courses`` are
    the likeliest ways from there, shown or not, and ``size`` the number of nodes. ``bands`` are
    joined by lines; where all sets are ``numbered`` instead there are none. ``columns``, by player,
    say how payoffs and values are written.
    """

    title: str
    players: tuple[str, ...]
    concept: str
    how: str
    which: str
    payoffs: tuple[float, ...]
    outcomes: Mapping[str, float] = field(hash=False)
    courses: Courses
    nodes: tuple[TreeNode, ...]
    bands: tuple[DrawnSet, ...]
    numbered: bool
    levels: int
    rows: float
    size: int
    columns: tuple[WrittenColumn, ...]

    @property
    def path_folded(self) -> bool:
        """Whether a part of the equilibrium path is folded."""
        return any(node.folded and node.on_path for node in self.nodes)

    @property
    def heads(self) -> tuple[str, ...]:
        """The players, each with the power of ten of which its payoffs are counts."""
        pairs = zip(self.columns, self.players, strict=True)
        return tuple(column.headed(name) for column, name in pairs)
