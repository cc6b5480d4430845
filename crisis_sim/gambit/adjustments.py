"""What reading a file of Gambit's changed in it, in words: for whoever checks the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np

from crisis_sim.gambit.labels import clean
from crisis_sim.gambit.node_table import NodeTable

__all__ = ["MOST_NAMED", "of_encoding", "of_labels", "of_tree"]

_NAMES = {"cp1252": "Windows-1252", "latin-1": "Latin-1"}

MOST_NAMED = 20
"""Labels named at most that had to be numbered."""


def of_tree(
    table: NodeTable, renamed: Mapping[str, str], where: Mapping[str, str]
) -> tuple[str, ...]:
    """What is called or paid otherwise in the game than in an ``.efg`` file.

    ``renamed`` has the labels that were numbered, with what they are in the file, and ``where``
    what of the file is called so first.
    """
    return (
        *of_labels(table.prologue.players, renamed, table.tidied, where),
        *_unnamed(table),
        *_outcomes(table),
    )


def of_labels(
    players: tuple[str, ...],
    renamed: Mapping[str, str],
    tidied: str = "",
    where: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[str]:
    """What became of labels that repeat, are missing, or have odd spaces.

    ``players`` are named as in the file, and ``tidied`` is a label as it was written there.
    """
    for new, old in list(renamed.items())[:MOST_NAMED]:
        one = f"one, {where[new]}," if new in where else "one"
        yield f"'{old}' is repeated where it must be told apart: {one} is called '{new}'."
    if len(renamed) > MOST_NAMED:
        yield f"So are {len(renamed) - MOST_NAMED:,} more labels."
    for number, name in enumerate(players, start=1):
        if not clean(name):
            yield f"Player {number} has no name and is called by the number."
    tidied = next((name for name in players if clean(name) != name), tidied)
    if tidied:
        yield f"Spaces in labels are tidied, as in '{clean(tidied)}'."


def of_encoding(text: str, encoding: str) -> Iterator[str]:
    """That a file is read in an encoding that was guessed, with a word that shows it."""
    place = next((i for i, sign in enumerate(text) if ord(sign) > 127), 0)
    start = text.rfind('"', 0, place) + 1
    shown = text[max(start, place - 20) : place + 20].partition('"')[0]
    yield f"The file is not UTF-8; it is read as {_NAMES[encoding]}, as in '{clean(shown)}'."


def _unnamed(table: NodeTable) -> Iterator[str]:
    nodes, menus = table.nodes, table.menus
    if len(menus.moves) and not menus.moves.all():
        yield "Moves without a name are called by their places in the list."
    named = (menus.player == 0) & (menus.name > 0)
    of_chance = np.append(named, False)[nodes.menu]
    if np.any(of_chance & (nodes.name > 0) & (nodes.name != np.append(menus.name, 0)[nodes.menu])):
        yield "Names of chance's information sets are left out where its nodes have names."


def _outcomes(table: NodeTable) -> Iterator[str]:
    nodes = table.nodes
    on_the_way = np.count_nonzero((nodes.menu >= 0) & (nodes.outcome >= 0))
    if on_the_way:
        yield (
            f"Outcomes on the way ({on_the_way:,}): their payoffs are added at the ends, their "
            "names left out."
        )
    without = np.count_nonzero((nodes.menu < 0) & (nodes.outcome < 0))
    if without:
        yield f"Ends without an outcome of their own ({without:,}): they pay nothing more."
