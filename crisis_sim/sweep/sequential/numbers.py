"""The numbers that the search for sequential equilibria compares, with their errors and tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.game.proper import SUM_SLACK
from crisis_sim.sweep.formulas.exact_values import ExactAt, ExactColumns
from crisis_sim.sweep.formulas.identities import PRIME
from crisis_sim.sweep.formulas.rounding import OFF, Ranges, Rounding, Tags, half_unit, inexactness

__all__ = ["ChanceStanding", "Mask", "Numbered", "NumbersAt", "Points"]

RESERVE = 1.01
Points = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class ChanceStanding:
    """(points,) what floats say of the chances at each point.

    ``wrong``: they are no probabilities, or something is undefined. ``plain``: each is zero or
    positive, and at most one, for certain; those of a node add up to one.
    """

    wrong: Mask
    plain: Mask


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """What the search reads, at some points.

    Attributes
    ----------
    formulas : (points, formulas).
    payoffs : (points, payoff rows, players).
    margins : (points, players) by how much what a player gains from one action over another may be
        off, times the weight of the nodes; and what a node is worth to the player.
    formula_tags, payoff_tags : tags of these, (points, ...) or (1, ...) where they are the same at
        all points.
    """

    formulas: Floats
    payoffs: Floats
    margins: Floats
    formula_tags: Tags
    payoff_tags: Tags

    def among(self, where: Points) -> Numbered:
        """The same at some of the points, in their order."""
        if len(where) == len(self.formulas):
            return self
        tags = (self.formula_tags, self.payoff_tags)
        if len(self.formula_tags) > 1:
            tags = (self.formula_tags[where], self.payoff_tags[where])
        return Numbered(self.formulas[where], self.payoffs[where], self.margins[where], *tags)


class NumbersAt:
    """The formulas of a family at the points of a block.

    Attributes
    ----------
    bounded : the whole tape.
    values, errors : (entries, points) of those of its entries that are payoffs and chances.
    """

    def __init__(
        self, rounding: Rounding, columns: Mapping[str, Floats], points: int, exact: ExactAt
    ) -> None:
        self.rounding, self.exact = rounding, exact
        told = exact.known if isinstance(exact, ExactColumns) else columns
        self.inexact = [
            _inexact(columns[name], name, exact) if name in told else inexactness(columns[name])
            for name in rounding.names
        ]
        self.columns = [columns[name] for name in rounding.names]
        self.layout = _layout(rounding)
        found = rounding.at_points(self.columns, self.inexact, points)
        self.finite = np.ones(points, dtype=np.bool_)
        for column in self.columns:
            self.finite &= np.isfinite(column)
        self.bounded = found
        self.values = found.values[self.layout.entries]
        self.errors = found.errors[self.layout.entries]

    def standing(self) -> ChanceStanding:
        """What floats say of the chances."""
        layout = self.layout
        chances, errors = self.values[layout.chances], self.errors[layout.chances]
        known = np.isfinite(errors) & (errors >= 0.0)
        wrong = (known & ((chances < -errors) | (chances > 1.0 + errors))).any(axis=0)
        wrong |= (self.errors < 0.0).any(axis=0) | ~self.finite
        for draw in layout.draws:
            missed = np.abs(self.values[draw].sum(axis=0) - 1.0)
            wrong |= missed > SUM_SLACK + self.errors[draw].sum(axis=0) + OFF
        plain = _plain(self.values, self.errors, layout)
        if not layout.whole:
            plain[:] = False
        return ChanceStanding(wrong, plain & ~wrong)

    def jumps(self, box: Ranges) -> Mask:
        """(points,) whether floats leave open which side of a jump an entry is on.

        Bounds over a box do not count jumps; an error is larger only where there is one.
        """
        most = RESERVE * box.errors[self.layout.entries]
        found = np.zeros(self.errors.shape[1], dtype=np.bool_)
        for errors, bound in zip(self.errors, most, strict=True):
            found |= ~(errors <= bound)
        return found

    def by_algebra(self, where: Points) -> Numbered:
        """What the search reads at points that are plain, with tags that hold everywhere."""
        rounding, layout = self.rounding, self.layout
        entries = np.array([entry.tag for entry in rounding.tape.entries], dtype=np.uint64)
        tags = entries[layout.entries][:, None]
        values, errors = self.values, self.errors
        if len(where) < values.shape[1]:
            values, errors = values[:, where], errors[:, where]
        return layout.numbered(values, errors, tags)

    def by_value(self, where: Points) -> tuple[Numbered, Mask]:
        """The same with the tags of exact values at each point; and where that is plain."""
        from crisis_sim.sweep.formulas.point_tags import column_tags, run_tags

        rounding, layout = self.rounding, self.layout
        columns = [column[where] for column in self.columns]
        off = [one[where] for one in self.inexact]
        found = rounding.at_points(columns, off, len(where))
        tags = np.empty(found.values.shape, dtype=np.uint64)
        constants = np.array([entry.tag for entry in rounding.tape.entries], dtype=np.uint64)
        own = column_tags(rounding.names, where.tolist(), self.exact)
        run_tags(rounding.written.table, constants, own, found.values, found.errors, tags)
        kept = layout.entries
        values, errors, tags = found.values[kept], found.errors[kept], tags[kept]
        known = np.isfinite(errors).all(axis=0)
        for number in (0, 1):
            same = tags == np.uint64(number)
            values[same], errors[same] = number, 0.0
        plain = known & _plain(values, errors, layout)
        for draw in layout.draws:
            plain &= _sum(tags[draw]) == 1
        return layout.numbered(values, errors, tags), plain


@dataclass(frozen=True, slots=True, eq=False)
class _Layout:
    """Where payoffs and chances are among the entries of a tape that are either.

    Attributes
    ----------
    family : the family.
    entries : their numbers on the tape.
    formulas : (formulas,) where each is among the entries, or one past the last.
    parts : (payoff rows, players, terms) the same for what adds up to each payoff, then -1.
    chances : where the chances are.
    sums : (draws, widest) the chances at each chance node, then -1.
    draws : those of the chances at a node that do not add up to one by algebra.
    moves : the greatest number of chance nodes on a way through the tree.
    """

    family: ParametricGame
    entries: Points
    formulas: Points
    parts: Points
    chances: Points
    sums: Points
    draws: tuple[list[int], ...]
    moves: int

    @property
    def whole(self) -> bool:
        return not self.draws

    def numbered(self, values: Floats, errors: Floats, tags: Tags) -> Numbered:
        """What the search reads, given (entries, points) floats, their errors and tags."""
        from crisis_sim.sweep.sequential.bounds import numbers_at_points

        points, (rows, players, _) = values.shape[1], self.parts.shape
        formulas = np.empty((points, len(self.formulas)))
        payoffs, margins = np.empty((points, rows, players)), np.empty((points, players))
        off = np.zeros(len(self.sums))
        nodes = int(np.diff(self.family.tree.set_member_start).max(initial=1))
        laid_out = (self.formulas, self.parts, self.chances, self.sums, off, self.moves, nodes)
        numbers_at_points(*laid_out, values, errors, formulas, payoffs, margins)
        all_tags = np.vstack([tags, np.zeros((1, tags.shape[1]), dtype=np.uint64)])
        payoff_tags = np.zeros((rows, players, tags.shape[1]), dtype=np.uint64)
        for part in np.moveaxis(self.parts, 2, 0):
            payoff_tags = (payoff_tags + all_tags[part]) % np.uint64(PRIME)
        return Numbered(
            formulas,
            payoffs,
            margins,
            formula_tags=np.ascontiguousarray(all_tags[self.formulas].T),
            payoff_tags=np.ascontiguousarray(np.moveaxis(payoff_tags, 2, 0)),
        )


def _layout(rounding: Rounding) -> _Layout:
    parts, chance, sums = rounding.parts, rounding.chance, rounding.sums
    entries = np.unique(np.concatenate([parts[parts >= 0], chance[chance >= 0]]))
    places = np.full(len(rounding.tape.entries) + 1, -1, dtype=np.int64)
    places[entries] = np.arange(len(entries))
    open_draws = [d for d, off in zip(rounding.draws, rounding.off, strict=True) if off > 0.0]
    formulas = places[list(rounding.places)]
    return _Layout(
        family=rounding.family,
        entries=entries,
        formulas=np.where(formulas < 0, len(entries), formulas),
        parts=np.ascontiguousarray(np.moveaxis(places[parts], 0, 2)),
        chances=np.unique(places[chance[chance >= 0]]),
        sums=places[sums],
        draws=tuple(places[list(draw)].tolist() for draw in open_draws),
        moves=rounding.depth,
    )


def _inexact(column: Floats, name: str, exact: ExactAt) -> Floats:
    """By how much the floats of a column may be off where they are known not to tell all."""
    off = half_unit(column)
    for point in np.flatnonzero(column == 0.0).tolist():
        if exact(name, point) == 0:
            off[point] = 0.0
    return off


def _plain(values: Floats, errors: Floats, layout: _Layout) -> Mask:
    """(points,) whether chances are known to be zero, or positive, and at most one."""
    chances, off = values[layout.chances], errors[layout.chances]
    zero = (chances == 0.0) & (off == 0.0)
    likely = (chances > off) & ((chances + off <= 1.0) | ((chances == 1.0) & (off == 0.0)))
    defined = np.isfinite(values).all(axis=0) & np.isfinite(errors).all(axis=0)
    return np.asarray((zero | likely).all(axis=0) & defined)


def _sum(tags: Tags) -> Tags:
    """(points,) the sum of tags."""
    total = np.zeros(tags.shape[1], dtype=np.uint64)
    for row in tags:
        total = (total + row) % np.uint64(PRIME)
    return total
