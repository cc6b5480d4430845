"""Equilibria as small numbers, given out in the order in which the points bring them up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from crisis_sim.sweep.block import Keys, Play
from crisis_sim.sweep.results.answers import Answers, CellKey

__all__ = ["Codes", "distinct"]

Numbers = NDArray[np.int32]
MOST_COMPARED = 64
NONE = 0
"""The code where no pure equilibrium is reported."""


@dataclass(eq=False)
class Codes:
    """Gives a code to every play and every set of plays, from 1 on.

    Feed it the parts of a sweep in order; the codes then depend on the points alone. Plays that are
    told alike share a code, though they belong to different trees.

    Attributes
    ----------
    name : the words for a play of a cell.
    equilibria : the words for each code, from code 1 on.
    sets : the codes of the plays in each set, from set 1 on.
    """

    name: Callable[[int, Play], str]
    equilibria: list[str] = field(default_factory=list)
    sets: list[tuple[int, ...]] = field(default_factory=list)
    _by_text: dict[str, int] = field(default_factory=dict)
    _by_set: dict[tuple[int, ...], int] = field(default_factory=dict)
    _plays: dict[CellKey, int] = field(default_factory=dict)
    _sets: dict[CellKey, int] = field(default_factory=dict)

    def add(self, answers: Answers) -> tuple[Numbers, Numbers]:
        """(points,) the code of the reported equilibrium, and of the set of all found."""
        equilibrium = np.zeros(answers.points, dtype=np.int32)
        held = np.zeros(answers.points, dtype=np.int32)
        found: list[tuple[int, int, int, int, NDArray[np.int64]]] = []
        for cell in distinct(answers.cell.astype(np.uint64)):
            members = np.flatnonzero(answers.cell == int(cell))
            for kind, keys in enumerate((answers.play[members], answers.answer[members])):
                for key in distinct(keys):
                    where = members[keys == key]
                    found.append((int(where[0]), kind, int(cell), int(key), where))
        for _, kind, cell_number, key_number, where in sorted(found, key=lambda one: one[:4]):
            if key_number:
                if kind:
                    held[where] = self._set(answers, (cell_number, key_number))
                else:
                    equilibrium[where] = self._play(answers, (cell_number, key_number))
        return equilibrium, held

    def _play(self, answers: Answers, key: CellKey) -> int:
        if key not in self._plays:
            text = self.name(key[0], answers.plays[key])
            if text not in self._by_text:
                self.equilibria.append(text)
                self._by_text[text] = len(self.equilibria)
            self._plays[key] = self._by_text[text]
        return self._plays[key]

    def _set(self, answers: Answers, key: CellKey) -> int:
        if key not in self._sets:
            members = [(key[0], one) for one in answers.answers[key]]
            members.sort(key=lambda one: answers.plays[one])
            codes = tuple(sorted(self._play(answers, one) for one in members))
            if codes not in self._by_set:
                self.sets.append(codes)
                self._by_set[codes] = len(self.sets)
            self._sets[key] = self._by_set[codes]
        return self._sets[key]


def distinct(keys: Keys) -> Keys:
    """The distinct values, in the order of their first appearance.

    Costs a comparison with every element for each value while they are few, else a sort.
    """
    found: list[np.uint64] = []
    left = keys
    while left.size and len(found) < MOST_COMPARED:
        found.append(left[0])
        left = left[left != left[0]]
    if left.size:
        values, first = np.unique(left, return_index=True)
        found += list(values[np.argsort(first)])
    return np.array(found, dtype=np.uint64)
