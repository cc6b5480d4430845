"""Gambit's extensive games read: ``.efg`` text to a :class:`~crisis_sim.game.game.Game`."""

from __future__ import annotations

from crisis_sim.gambit.build import EXACT_NODES, GambitFile, build
from crisis_sim.gambit.node_table import NodeTable
from crisis_sim.gambit.parse_efg import parse_efg
from crisis_sim.gambit.scan_efg import encoding_of, scan_efg
from crisis_sim.game.game import Game

__all__ = ["read_efg", "read_efg_file"]

LARGE = 2_000_000
"""From this many bytes on a file is first tried by the compiled scanner."""


def read_efg(data: str | bytes, file: str = "game.efg") -> Game:
    """The game of an ``.efg`` file's contents; ``file`` is what messages call it.

    Everything Gambit's format allows is read, and files that repeat labels too. Outcomes on the way
    are added to the payoffs at the ends. Numbers are exact up to
    :data:`~crisis_sim.gambit.build.EXACT_NODES` nodes and unless chances are rounded; beyond,
    ``game.exact`` is None. Imperfect recall is not looked for.

    Raises
    ------
    ScenarioError
        Faults in the file, each with its line and column.

    Examples
    --------
    >>> game = read_efg('''EFG 2 R "Strike or wait" { "US" "USSR" }
    ... p "" 1 1 "dawn" { "strike" "wait" } 0
    ... t "" 1 "war" { -10, -12 }
    ... t "" 2 "peace" { 1/3 0 }''')
    >>> game.describe(), game.tree.outcomes
    ('3 nodes, 2 terminals, 1 information set', ('war', 'peace'))
    """
    return read_efg_file(data, file).game


def read_efg_file(data: str | bytes, file: str = "game.efg") -> GambitFile:
    """The same with the file's comment and the labels that had to be changed."""
    return build(_table(data, file))


def decoded(data: str | bytes) -> str:
    """The text of a file: UTF-8, or Windows-1252 where it is not that."""
    text = data.decode(encoding_of(data)) if isinstance(data, bytes) else data
    return text.removeprefix("\ufeff")


def _table(data: str | bytes, file: str) -> NodeTable:
    if len(data) >= LARGE:
        table = scan_efg(data if isinstance(data, bytes) else data.encode("utf-8", "replace"), file)
        if table is not None and len(table.nodes.parent) > EXACT_NODES:
            return table
    return parse_efg(decoded(data), file)
