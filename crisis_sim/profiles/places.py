"""Where actions are taken in a game, and what is said of names that are not found there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE, InformationSet
from crisis_sim.near_names import listed, nearest
from crisis_sim.profiles.no_set import situation_in
from crisis_sim.tables.cells import MISSING, kind_of
from crisis_sim.tables.folded import Spellings, folded
from crisis_sim.tables.names import shown

__all__ = ["MOST_ASKED", "NamedSet", "Places"]

MOST_LISTED, MOST_NAMED, MOST_ASKED = 4, 6, 500
_TOTALS = frozenset(("total", "totals", "sum", "all", "overall", "grandtotal", "subtotal"))


@dataclass(frozen=True, slots=True)
class NamedSet:
    """The information set of a name; without one, what is to be said of the name.

    ``unclear`` says that several may be meant.
    """

    held: InformationSet | None
    said: str = ""
    unclear: bool = False


class Places:
    """The information sets of a game and their actions, by name.

    A name may be spelled in capitals or not, with spaces, points, commas or underscores. A
    situation with one information set stands for that.
    """

    def __init__(self, game: Game) -> None:
        tree = game.tree
        self.size = len(tree.choice_set)
        self.unreached = game.unreached
        self.sets: dict[str, list[InformationSet]] = {}
        self.situations: dict[str, list[InformationSet]] = {}
        for one in tree.information_sets:
            self.sets.setdefault(one.label, []).append(one)
            self.situations.setdefault(tree.label(one.nodes[0]), []).append(one)
        at_chance = np.flatnonzero(tree.mover == CHANCE)
        places = np.unique(tree.place[at_chance]).tolist()
        self.chances = Spellings(tree.labels[place] for place in places)
        self.by_set, self.by_situation = Spellings(self.sets), Spellings(self.situations)
        self.actions = lru_cache(10_000)(self._actions)
        self.place = lru_cache(10_000)(self._place)
        self.choice = lru_cache(10_000)(self._choice)

    def _actions(self, label: str) -> Spellings:
        return Spellings(self.sets[label][0].actions)

    def known(self) -> str:
        """The names of the information sets, of many the first."""
        more = ", ..." if len(self.sets) > MOST_NAMED else ""
        names = map(shown, list(self.sets)[:MOST_NAMED])
        return f"Information sets: {listed(names)}{more}." if self.sets else ""

    def _place(self, name: str) -> NamedSet:
        held = [one for label in self.by_set.meant(name) for one in self.sets[label]]
        if not held:
            found = self.by_situation.meant(name)
            held = [one for label in found for one in self.situations[label]]
        if len(held) == 1:
            return NamedSet(held[0])
        return NamedSet(None, self._no_place(name, held), unclear=bool(held))

    def _no_place(self, name: str, held: Sequence[InformationSet]) -> str:
        apart = list(dict.fromkeys(one.label for one in held))
        if len(apart) > 1:
            return f"'{shown(name)}' can mean {_listed(apart, 'and')}; write which"
        if held:
            return f"{len(held)} information sets are called '{apart[0]}'; name them apart"
        if kind_of(name) == MISSING:
            return f"no information set is named: {_absent(name)}; write it in every row"
        if folded(name) in _TOTALS:
            return f"'{shown(name)}' seems to begin a row of totals; leave it out"
        if self.chances.meant(name):
            return f"at '{shown(name)}' chance moves, nobody chooses; leave its rows out"
        if missed := self.unreached.get(situation_in(name)):
            return f"{missed}; leave it out"
        hint = nearest(name, map(shown, self.sets))
        return f"no information set is called '{shown(name)}'. {hint}"

    def _choice(self, label: str, action: str) -> tuple[int | None, str]:
        """The choice of an action at the information set of a label, or what is to be said."""
        held = self.sets[label][0]
        found = self.actions(label).meant(action)
        if len(found) == 1:
            return held.choices[held.actions.index(found[0])], ""
        if found:
            return None, f"'{shown(action)}' can mean {_listed(found, 'and')}; write which"
        if kind_of(action) == MISSING:
            expected = _listed(held.actions, "or")
            return None, f"no action is given at '{label}': {_absent(action)}; expected {expected}"
        if folded(action) in _TOTALS:
            return None, f"'{shown(action)}' at '{label}' seems to be a total; leave its row out"
        said = f"'{label}' has no action '{shown(action)}'"
        known = list(self.sets)[:MOST_ASKED]
        others = [one for one in known if self.actions(one).meant(action)]
        if others:
            said += f", which is one at {_listed(others, 'and')}"
        return None, f"{said}. {nearest(action, held.actions)}"


def _absent(cell: str) -> str:
    return f"found '{shown(cell)}', a missing value" if cell else "the cell is empty"


def _listed(names: Sequence[str], joint: str) -> str:
    """Names in quotation marks; of many the first."""
    told = [f"'{shown(one)}'" for one in names[:MOST_LISTED]]
    if len(names) > MOST_LISTED:
        return f"{', '.join(told)} {joint} {len(names) - MOST_LISTED} more"
    return f" {joint} ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
