"""What is meant by the name of a written profile that no information set has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crisis_sim.game.tree import InformationSet, Tree
from crisis_sim.near_names import nearest
from crisis_sim.profiles.rounds import quoted
from crisis_sim.tables.folded import Spellings

__all__ = ["Told", "situation_in", "told_of"]


@dataclass(frozen=True, slots=True)
class Told:
    """What to write, and the information sets that are meant; ``is_one`` tells of one name."""

    hint: str
    meant: tuple[InformationSet, ...] = ()
    is_one: bool = False


def situation_in(name: str) -> str:
    """The situation that the name of an information set begins with."""
    return name.partition(", after ")[0]


def told_of(name: str, written: Any, tree: Tree) -> Told:
    """What is said of a name, and of what is ``written`` for it: a spelling, or a player."""
    sets = tree.information_sets
    situations = {held.index: tree.label(held.nodes[0]) for held in sets}
    known = dict.fromkeys([*(held.label for held in sets), *situations.values()])
    alike = Spellings(known).meant(name)
    if len(alike) == 1:
        meant = [held for held in sets if alike[0] in (held.label, situations[held.index])]
        return Told(f"Write '{alike[0]}'.", tuple(meant), is_one=True)
    sides = Spellings(tree.players).meant(name)
    own = [held for held in sets if [tree.players[held.player]] == sides]
    if not own:
        return Told(nearest(name, known))
    places = list(dict.fromkeys(situations[held.index] for held in own))
    where = f"{sides[0]} decides at {quoted(places, most=12)}"
    if len(places) == 1 and not _holds(written, known):
        return Told(f"{where}. Write that for the player.", tuple(own), is_one=True)
    such = f"as in {places[0]}: {own[0].actions[0]}"
    return Told(f"{where}. Write a line for each, {such}.", tuple(own))


def _holds(written: Any, known: Mapping[str, None]) -> bool:
    """Whether what is written for a player are information sets."""
    return isinstance(written, Mapping) and not known.keys().isdisjoint(map(str, written))
