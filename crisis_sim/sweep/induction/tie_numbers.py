"""The numbers and identity tags of single points, as the general method takes them; compiled."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from crisis_sim.compiled import inner
from crisis_sim.game.proper import SUM_SLACK
from crisis_sim.game.tree import CHANCE
from crisis_sim.sweep.formulas.residues import ONE, ZERO, add, inverse, multiply
from crisis_sim.sweep.formulas.rounding import APART, OFF
from crisis_sim.sweep.formulas.rounding_kernel import RESERVE, missed, node_bound, payoff
from crisis_sim.sweep.formulas.tape import UNIT

__all__ = [
    "CHILD",
    "CHILDREN",
    "EXACT",
    "MARK",
    "MOVER",
    "OUTCOME",
    "ROW",
    "SOLVED",
    "UNSOLVED",
    "Family",
    "PointNumbers",
    "empty_numbers",
    "fill",
    "fill_tags",
    "proper",
]

MOVER, CHILDREN, CHILD, ROW, OUTCOME, MARK = range(6)
SOLVED, UNDEFINED, UNSOLVED, EXACT = 0, 1, 3, 4
"""What became of a point; ``EXACT`` asks for exact numbers."""


class Family(NamedTuple):
    """What :class:`crisis_sim.sweep.formulas.rounding.Rounding` knows of a family; and which
    entries of the tape its numbers are made of.
    """

    chance: Any
    chance_tags: Any
    parts: Any
    payoff_tags: Any
    sums: Any
    off: Any
    depth: int
    needed: Any


class PointNumbers(NamedTuple):
    """A point's: (nodes,) chances, (payoff rows, players) payoffs, the tags of both, and by how
    much values must differ to be different (players,).
    """

    chance: Any
    payoffs: Any
    chance_tags: Any
    payoff_tags: Any
    apart: Any


@inner()
def empty_numbers(family: Family, players: int) -> PointNumbers:
    """Where the numbers of a point are put; the tags are the family's."""
    return PointNumbers(
        np.empty(len(family.chance)),
        np.empty(family.payoff_tags.shape),
        family.chance_tags.copy(),
        family.payoff_tags.copy(),
        np.empty(players),
    )


@inner()
def proper(family: Family, value: Any, error: Any, tag: Any) -> int:
    """Whether the numbers of a point are defined, and whether floats and tags can tell."""
    status = SOLVED
    for entry in family.needed:
        if error[entry] < 0.0:
            return UNDEFINED
        if not error[entry] < np.inf:
            status = EXACT
    for draw in range(len(family.sums)):
        found = _proper_draw(family.sums[draw], family.off[draw], value, error, tag)
        if found == UNDEFINED:
            return UNDEFINED
        status = max(status, found)
    return status


@inner()
def _proper_draw(draw: Any, off: float, value: Any, error: Any, tag: Any) -> int:
    """The same of the chances at a node, given by their entries."""
    status, total, slack, whole = SOLVED, 0.0, SUM_SLACK, ZERO
    for entry in draw:
        if entry < 0:
            break
        known = False
        if len(tag):
            whole = add(whole, tag[entry])
            known = tag[entry] <= ONE
        one, near = value[entry], RESERVE * error[entry]
        total += one
        slack += near
        if one < -near or one > 1.0 + near + 4 * UNIT:
            return UNDEFINED
        if near > 0.0 and not known and (one <= near or one >= 1.0 - near):
            status = EXACT
    if off == 0.0 or whole == ONE:
        return status
    away = abs(total - 1.0)
    if away > RESERVE * slack:
        return UNDEFINED
    return status if away <= OFF else EXACT


@inner()
def fill(family: Family, value: Any, error: Any, numbers: PointNumbers) -> None:
    """The numbers of a point, from those of the tape."""
    for node in range(len(numbers.chance)):
        entry = family.chance[node]
        numbers.chance[node] = value[entry] if entry >= 0 else 1.0
    share = missed(error, family.sums, family.off)
    for player in range(numbers.payoffs.shape[1]):
        largest, worst = 0.0, 0.0
        for row in range(len(numbers.payoffs)):
            total, size, off = payoff(family.parts, value, error, row, player)
            numbers.payoffs[row, player] = total
            largest, worst = max(largest, size), max(worst, off)
        numbers.apart[player] = APART * node_bound(largest, worst, family.depth, share)


@inner()
def fill_tags(shape: Any, family: Family, tag: Any, numbers: PointNumbers) -> None:
    """The tags of a point's numbers; a chance known to be 0 or 1 is that in floats too."""
    for row in range(len(numbers.payoffs)):
        for player in range(numbers.payoffs.shape[1]):
            total = ZERO
            for entry in family.parts[row, player]:
                if entry >= 0:
                    total = add(total, tag[entry])
            numbers.payoff_tags[row, player] = total
    for node in range(len(numbers.chance)):
        if shape[MOVER, node] != CHANCE:
            continue
        total = ZERO
        for place in range(shape[CHILDREN, node], shape[CHILDREN, node + 1]):
            total = add(total, tag[family.chance[shape[CHILD, place]]])
        by = inverse(total) if total > ONE else ONE
        for place in range(shape[CHILDREN, node], shape[CHILDREN, node + 1]):
            child = shape[CHILD, place]
            own = tag[family.chance[child]]
            numbers.chance_tags[child] = multiply(own, by) if total > ONE else own
            if own <= ONE:
                numbers.chance[child] = 0.0 if own == ZERO else 1.0
