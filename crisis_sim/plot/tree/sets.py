"""Information sets of which a picture of a tree shows a part: their numbers, and these in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crisis_sim.game.tree import Tree
from crisis_sim.plot.tree.fold import Folding

__all__ = ["sets_in_part", "sets_text"]

BY = ("", ", ", "–")
"""What stands between the ends of a range, by how far they are apart."""
MOST = 4
"""Numbers, or ranges of them, that are written; of more the count."""


def sets_in_part(tree: Tree, folding: Folding, *, every: bool = False) -> list[tuple[int, ...]]:
    """(nodes shown,) numbers of the information sets that the picture does not show whole.

    Such a set has several nodes, and one at least is folded away or outside of the picture; with
    ``every``, those that it does show whole are numbered too. They are numbered from 1 in the
    order in which the picture comes upon them; a folded subtree has the numbers of all that have
    nodes in it.
    """
    drawn = np.asarray(folding.shown)[~np.asarray(folding.folded)]
    held, sizes = tree.information_set[drawn], np.diff(tree.set_member_start)
    shown = np.bincount(held[held >= 0], minlength=len(sizes))
    in_part = (sizes > 1) & (every | (shown < sizes))
    numbers: dict[int, int] = {}
    found = []
    for node, folded in zip(folding.shown, folding.folded, strict=True):
        inside = tree.information_set[node : int(tree.end[node]) if folded else node + 1]
        inside = inside[inside >= 0]
        one = dict.fromkeys(inside[in_part[inside]].tolist())
        found.append(tuple(sorted(numbers.setdefault(each, len(numbers) + 1) for each in one)))
    return found


def sets_text(numbers: Sequence[int]) -> str:
    """Numbers of information sets in short; empty for none.

    >>> sets_text([3]), sets_text([1, 2, 3, 5])
    ('set 3', 'sets 1–3, 5')
    """
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    told = [f"{low}{BY[min(2, high - low)]}{high if high > low else ''}" for low, high in ranges]
    more = sum(high - low + 1 for low, high in ranges[MOST:])
    rest = f" and {more} more" if more else ""
    name = "sets" if len(numbers) > 1 else "set"
    return f"{name} {', '.join(told[:MOST])}{rest}" if numbers else ""
