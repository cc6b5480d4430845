"""Bounds of rounding errors, and identities, of the numbers of a family of games.

Where two floats are farther apart than their errors can be, so are the numbers that they stand for;
where their tags are equal, the numbers are. What is left is compared exactly elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.game.tree import CHANCE, Integers
from crisis_sim.numbers.rational import ZERO
from crisis_sim.numbers.real import is_rational
from crisis_sim.scenario.given import Values
from crisis_sim.sweep.block import Play, nodes_reached
from crisis_sim.sweep.formulas.identities import PRIME, inverse
from crisis_sim.sweep.formulas.tape import UNIT, Written, family_tape

__all__ = [
    "APART",
    "MOST",
    "OFF",
    "Bounded",
    "EndBounds",
    "Ranges",
    "Rounding",
    "Tags",
    "half_unit",
    "inexactness",
]

Tags = NDArray[np.uint64]

APART = 2.01
"""Numbers are different where their floats are farther apart than so many bounds of the error."""
OFF = 16 * UNIT
"""By how much the floats of chances may fail to add up to one and still count as doing so."""
MOST = 1e-9
"""Error of a payoff or a probability that is written all the same, as a share of it."""
FAINT = 1e-290
_SCALE, _LARGEST = 2.0**8, 2.0**20


@dataclass(frozen=True, eq=False)
class EndBounds:
    """What is known of the outcomes at all points of a box, or at each of some points.

    Attributes
    ----------
    errors, sizes : (outcomes, players) or (outcomes, players, points) by how much the float of a
        payoff there may be off, and how large it may be.
    reach : () or (points,) by how much the probability of an outcome may be off.
    share : (points,) the same as a share of the probability; infinite over a box.
    """

    errors: Floats
    sizes: Floats
    reach: Floats
    share: Floats

    @property
    def little(self) -> Floats:
        """(players,) or (players, points) means nearer to 0 may be off by more than their share."""
        with np.errstate(invalid="ignore", over="ignore"):
            near = self.errors.max(axis=0) + self.reach * self.sizes.sum(axis=0)
            return np.asarray(np.where(np.isnan(near), np.inf, near) / MOST * 1.02)


@dataclass(frozen=True, eq=False)
class Ranges:
    """What is known of all points of a box.

    Attributes
    ----------
    box : (2, columns) the least and the greatest number in each column.
    most, errors : (entries,) how large each entry of the tape may be, and how far off its float.
    players : (players,) how far off the value of any node may be.
    reach : the same for the probability of an outcome.
    little : (players,) values of the root nearer to 0 may be off by more than their share.
    rare : (entries,) chances below it may have lost too many digits.
    """

    box: Floats
    most: Floats
    errors: Floats
    players: Floats
    reach: float
    little: Floats
    rare: Floats

    def holds(self, columns: Sequence[Floats]) -> NDArray[np.bool_]:
        """(points,) whether points lie in the box."""
        inside = np.ones(len(columns[0]) if columns else 0, dtype=np.bool_)
        for column, low, high in zip(columns, *self.box, strict=True):
            inside &= (column >= low) & (column <= high)
        return inside


@dataclass(frozen=True, eq=False)
class Bounded:
    """(entries, points) the floats of a tape and their errors."""

    values: Floats
    errors: Floats

    def among(self, points: NDArray[np.intp]) -> Bounded:
        """The same at some of the points."""
        return Bounded(self.values[:, points], self.errors[:, points])


class Rounding:
    """The formulas of a family with the errors of their floats.

    Attributes
    ----------
    tape : the formulas.
    places : (formulas,) where each is on the tape.
    parts : (terms, payoff rows, players) the entries that add up to each payoff, then -1.
    chance : (nodes,) the entry of the chance that leads to a node, or -1.
    draws : the entries of the chances at a chance node, each different list once.
    off : (draws,) by how much they may fail to add up to one; 0 where they do so by algebra.
    depth : the greatest number of chance nodes on a way through the tree.
    """

    def __init__(self, family: ParametricGame, values: Values, names: Collection[str]) -> None:
        self.family, self.names = family, tuple(names)
        self.tape, self.places = family_tape(family, values, names)
        table = np.array([*self.places, -1], dtype=np.int64)
        self.parts = np.ascontiguousarray(table[family.payoff_parts])
        self.chance = np.ascontiguousarray(table[family.chance])
        draws = [tuple(self.places[one] for one in draw) for draw in family.draws]
        self.draws = tuple(dict.fromkeys(draws))
        self.off = np.array([0.0 if self.whole(draw) else OFF for draw in self.draws])
        self.depth = _depth(family.tree.parent, family.tree.mover == CHANCE)
        self._ranges: dict[bytes, Ranges] = {}
        self._rows: dict[Play, NDArray[np.bool_]] = {}

    def whole(self, draw: Sequence[int]) -> bool:
        """Whether the chances at a node add up to one by algebra."""
        entries = [self.tape.entries[one] for one in draw]
        known = [one.exact for one in entries if one.exact is not None and is_rational(one.exact)]
        if len(known) == len(entries):
            return sum(known, ZERO) == 1
        return sum(one.tag for one in entries) % PRIME == 1

    @cached_property
    def written(self) -> Written:
        """The tape as arrays."""
        return self.tape.written()

    @cached_property
    def sums(self) -> NDArray[np.int64]:
        """(draws, widest) the entries of each draw, then -1."""
        widest = max(map(len, self.draws), default=0)
        rows = [[*draw, *[-1] * (widest - len(draw))] for draw in self.draws]
        return np.array(rows, dtype=np.int64).reshape(len(rows), widest)

    @cached_property
    def constant_tags(self) -> Tags:
        """(entries,) the tag of each entry of the tape."""
        return np.array([entry.tag for entry in self.tape.entries], dtype=np.uint64)

    @cached_property
    def payoff_tags(self) -> Tags:
        """(payoff rows, players) the tag of each payoff."""
        tags = [*(entry.tag for entry in self.tape.entries), 0]
        shape = self.parts.shape[1:]
        found = [
            sum(tags[one] for one in self.parts[:, row, player]) % PRIME
            for row, player in np.ndindex(*shape)
        ]
        return np.array(found, dtype=np.uint64).reshape(shape)

    @cached_property
    def chance_tags(self) -> Tags:
        """(nodes,) the tag of each chance, as a share of all at its node."""
        tree = self.family.tree
        found = np.ones(tree.size, dtype=np.uint64)
        for node in np.flatnonzero(tree.mover == CHANCE).tolist():
            children = tree.children(node)
            tags = [self.tape.entries[one].tag for one in self.chance[children].tolist()]
            total = sum(tags) % PRIME
            by = inverse(total) if total else 1
            found[children] = [tag * by % PRIME for tag in tags]
        return found

    def ranges(self, columns: Sequence[Floats], beside: Ranges | None = None) -> Ranges:
        """The bounds over a box that holds a block, and the box of another if that is given.

        The box is first taken a little wider, so that like blocks have the same; where that leaves
        the domain of some formula, as it is.
        """
        box = np.empty((2, len(columns)))
        for which, column in enumerate(columns):
            box[:, which] = column.min(), column.max()
            if not np.isfinite(box[:, which]).all():
                finite = column[np.isfinite(column)]
                box[:, which] = (finite.min(), finite.max()) if len(finite) else 0.0
        if beside is not None:
            box[0] = np.minimum(box[0], beside.box[0])
            box[1] = np.maximum(box[1], beside.box[1])
        found = self._remembered(_widened(box))
        return found if np.isfinite(found.players).all() else self._remembered(box)

    def _remembered(self, box: Floats) -> Ranges:
        key = box.tobytes()
        if key not in self._ranges:
            if len(self._ranges) > 1_000:
                self._ranges.clear()
            self._ranges[key] = self._over(box)
        return self._ranges[key]

    def _over(self, box: Floats) -> Ranges:
        from crisis_sim.sweep.formulas.range_kernel import over_ranges
        from crisis_sim.sweep.formulas.rounding_kernel import player_bounds

        found = np.empty((3, len(self.tape.entries)))
        inexact = half_unit(np.abs(box).max(axis=0, initial=0.0))
        over_ranges(self.written.table, self.written.constants, box, inexact, found)
        most = np.abs(found[:2]).max(axis=0)
        players = np.empty(self.parts.shape[2])
        lost = (self.parts, most, found[2], self.sums, self.off, self.depth, players)
        reach = float(player_bounds(*lost))
        little = self.ends_in(most, found[2], reach).little
        rare = np.maximum(self.depth / MOST * found[2], self.faint) if self.depth else found[2]
        return Ranges(box, most, found[2], players, reach, little, rare)

    def ends_in(
        self, most: Floats, errors: Floats, reach: float, play: Play | None = None
    ) -> EndBounds:
        """What is known of the outcomes all over a box; or of those that a play may come to."""
        sizes = self._outcomes(most, errors, play=play)
        return EndBounds(*sizes, np.asarray(reach), np.asarray(math.inf))

    def ends(self, numbers: Bounded, play: Play | None = None) -> EndBounds:
        """The same at some points."""
        from crisis_sim.sweep.formulas.rounding_kernel import reach_bound

        values, errors = np.abs(numbers.values), numbers.errors
        chance = self.chances
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = np.where(errors[chance] > 0.0, errors[chance] / values[chance], 0.0)
        moves = self.sums.shape[1] + 2
        share = 1.02 * self.depth * (shares.max(axis=0, initial=0.0) + 2.0 * UNIT * moves)
        each = np.concatenate([errors, np.full((1, errors.shape[1]), -2.0 * UNIT)])[self.sums]
        missed = (each + 2.0 * UNIT).sum(axis=1) + self.off[:, None] + 4.0 * UNIT
        reach = reach_bound(self.depth, missed.max(axis=0, initial=0.0))
        return EndBounds(*self._outcomes(values, errors, numbers.values, play), reach, share)

    def rare(self, numbers: Bounded) -> NDArray[np.bool_]:
        """(points,) whether some chance is so small that its float may say little of it."""
        found = np.zeros(numbers.values.shape[1], dtype=np.bool_)
        for one in self.chances.tolist():
            values, errors = numbers.values[one], numbers.errors[one]
            with np.errstate(over="ignore"):
                found |= values < self.depth / MOST * errors
            found |= (values > 0.0) & (values < self.faint)
        return found

    @property
    def faint(self) -> float:
        """Products of as many chances as a way has may underflow where they are smaller."""
        return float(FAINT ** (1.0 / max(self.depth, 1)))

    @cached_property
    def chances(self) -> NDArray[np.intp]:
        """The entries that are chances."""
        return np.unique(self.chance[self.chance >= 0])

    def _outcomes(
        self,
        sizes: Floats,
        errors: Floats,
        values: Floats | None = None,
        play: Play | None = None,
    ) -> tuple[Floats, Floats]:
        """Errors and sizes of the payoffs at each outcome, from those of entries.

        A payoff that is 0 by algebra, and as a float, has no error.
        """
        none = np.zeros((1, *errors.shape[1:]))
        size = np.concatenate([sizes, none])[self.parts].sum(axis=0)
        off = np.concatenate([errors, none])[self.parts].sum(axis=0)
        off += len(self.parts) * UNIT * size
        if values is not None:
            total = np.concatenate([values, none])[self.parts].sum(axis=0)
            nothing = (self.payoff_tags == 0)[:, :, None] & (total == 0.0)
            off[nothing] = size[nothing] = 0.0
        if play is not None:
            beside = ~self._rows_reached(play)
            off[beside] = size[beside] = 0.0
        tree = self.family.tree
        found = np.zeros((2, len(tree.outcomes), *off.shape[1:]))
        np.maximum.at(found[0], tree.rows, off)
        np.maximum.at(found[1], tree.rows, size)
        return found[0], found[1]

    def _rows_reached(self, play: Play) -> NDArray[np.bool_]:
        """(payoff rows,) which of them a play may come to, whatever chance does."""
        if play not in self._rows:
            tree = self.family.tree
            reached = nodes_reached(tree, play)
            ends = tree.terminals[reached[tree.terminals]]
            rows = np.zeros(len(tree.rows), dtype=np.bool_)
            rows[tree.payoff_row[ends]] = True
            self._rows[play] = rows
        return self._rows[play]

    def at_points(
        self, columns: Sequence[Floats], inexact: Sequence[Floats], points: int
    ) -> Bounded:
        """Values and errors at points, given by how much each number in the columns is off."""
        from crisis_sim.sweep.formulas.rounding_kernel import run_points

        shape = (len(self.tape.entries), points)
        values, errors = np.empty(shape), np.empty(shape)
        read = np.array(columns, dtype=np.float64).reshape(len(columns), points)
        off = np.array(inexact, dtype=np.float64).reshape(len(columns), points)
        run_points(self.written.table, self.written.constants, read, off, values, errors)
        return Bounded(values, errors)


def _widened(box: Floats) -> Floats:
    """The box with ends of four binary digits, or 0 where they are near it."""
    digits, powers = np.frexp(box)
    ends = np.stack([np.floor(digits[0] * 16.0), np.ceil(digits[1] * 16.0)])
    with np.errstate(over="ignore"):
        wide = np.ldexp(ends / 16.0, powers)
    near = np.abs(wide) < np.abs(wide).max(axis=0) / 64.0
    wide[0][near[0] & (wide[0] > 0.0)] = 0.0
    wide[1][near[1] & (wide[1] < 0.0)] = 0.0
    return np.asarray(wide)


def half_unit(column: Floats) -> Floats:
    """By how much floats may be off that are the nearest to what they stand for, at most."""
    return np.asarray(UNIT * np.abs(column) + math.ulp(0.0))


def inexactness(column: Floats) -> Floats:
    """By how much each float of a column may be off, read as the shortest decimal.

    Nothing where it is a small multiple of 1/256: such a decimal has at most fifteen digits, and no
    other one that short is as near.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        scaled = column * _SCALE
        short = (scaled == np.floor(scaled)) & (np.abs(column) < _LARGEST)
    return np.where(short, 0.0, half_unit(column))


def _depth(parent: Integers, chance: NDArray[np.bool_]) -> int:
    depth = np.zeros(len(parent), dtype=np.int64)
    for node in range(1, len(parent)):
        depth[node] = depth[parent[node]] + chance[parent[node]]
    return int(depth.max(initial=0))
