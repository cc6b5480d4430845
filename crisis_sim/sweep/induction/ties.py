"""Subgame-perfect equilibria at points where any player may be indifferent anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.scenario.given import Values
from crisis_sim.scenario.given import exact as shortest_decimal
from crisis_sim.sweep.block import NO_KEY, Block, Play, Status, mix, set_key
from crisis_sim.sweep.exact_points import ExactPoint, exact_floats, solve_exactly
from crisis_sim.sweep.formulas.blurred import blurred
from crisis_sim.sweep.formulas.exact_values import ExactAt, ExactColumns, as_shown
from crisis_sim.sweep.formulas.rounding import Bounded, Rounding, Tags, half_unit, inexactness

if TYPE_CHECKING:
    from crisis_sim.sweep.induction.tie_kernel import TiedPlays

__all__ = ["EveryTie", "Points"]

MOST_NUMBERS = 100_000
"""Numbers of games that are held at once: 2 MB with their errors."""

Points = NDArray[np.intp]
Integers64 = NDArray[np.int64]

NO_TAGS: Tags = np.empty((0, 1), dtype=np.uint64)


class EveryTie:
    """Backward induction point after point, following up every tie.

    Compiled floats decide what lies beyond their error, and exact numbers the other points.
    Remembers the choices of the plays that it has met, from one block to the next.
    """

    def __init__(self, rounding: Rounding, values: Values) -> None:
        from crisis_sim.sweep.induction.tie_numbers import Family

        self.rounding, self.values = rounding, dict(values)
        self.family = rounding.family
        self.shape = _shape(self.family)
        needed = np.unique([*rounding.chance, *rounding.parts.ravel()])
        self.numbers = Family(
            chance=rounding.chance,
            chance_tags=rounding.chance_tags,
            parts=np.ascontiguousarray(np.moveaxis(rounding.parts, 0, 2)),
            payoff_tags=rounding.payoff_tags,
            sums=rounding.sums,
            off=rounding.off,
            depth=rounding.depth,
            needed=needed[needed >= 0].astype(np.int64),
        )
        self._make_room(2 * self.family.tree.size)
        self.plays: dict[int, Play] = {}
        self.answers: dict[int, frozenset[int]] = {}
        self.at_once = max(1, MOST_NUMBERS // max(len(rounding.tape.entries), 1))

    def fill(
        self,
        block: Block,
        columns: Mapping[str, Floats],
        points: Points,
        exact: ExactAt | None = None,
    ) -> None:
        """Solve some points of a block, and write what is found there."""
        for start in range(0, len(points), self.at_once):
            own = points[start : start + self.at_once]
            self._solve(block, columns, own, exact)

    def named(
        self, block: Block, columns: Mapping[str, Floats], exact: ExactAt | None = None
    ) -> Block:
        """The block with the choices of its plays and the plays of its answers."""
        from crisis_sim.sweep.results.distinct_keys import distinct_keys

        points = distinct_keys(block.answer, block.status == Status.SOLVED)
        answers = {}
        for point in points:
            key = int(block.answer[point])
            if key not in self.answers:
                self._learn(columns, np.array([point]), exact)
            answers[key] = self.answers[key]
        plays = {play: self.plays[play] for answer in answers.values() for play in answer}
        return replace(block, plays=plays, answers=answers)

    def play(
        self, key: int, point: int, columns: Mapping[str, Floats], exact: ExactAt | None
    ) -> Play:
        """The choices of a play that is reported at a point."""
        if key not in self.plays:
            self._learn(columns, np.array([point]), exact)
        return self.plays[key]

    def _make_room(self, plays: int) -> None:
        """Room for that many plays at all nodes together."""
        from crisis_sim.sweep.induction.tie_kernel import PlayRoom

        players = len(self.family.tree.players)
        self.room = PlayRoom(
            np.empty((plays, players)),
            np.empty((plays, players), dtype=np.uint64),
            np.empty((6, plays), dtype=np.int64),
        )

    def _bounded(
        self, columns: Mapping[str, Floats], points: Points, exact: ExactAt | None
    ) -> Bounded:
        held = [columns[name][points] for name in self.rounding.names]
        inexact = [inexactness(column) for column in held]
        for name, column, off in zip(self.rounding.names, held, inexact, strict=True):
            shown = isinstance(exact, ExactColumns) and name not in exact.known
            if exact is not None and not shown:
                _look_up(name, column, off, points, exact)
        return self.rounding.at_points(held, inexact, len(points))

    def _solve(
        self,
        block: Block,
        columns: Mapping[str, Floats],
        points: Points,
        exact: ExactAt | None,
    ) -> None:
        """By the family's tags, by those of each point, and by exact numbers what is then left."""
        from crisis_sim.sweep.induction.tie_numbers import EXACT

        numbers = self._bounded(columns, points, exact)
        found = self._compiled(numbers, NO_TAGS)
        left = np.flatnonzero(found.status == EXACT)
        if len(left):
            own = Bounded(numbers.values[:, left].copy(), numbers.errors[:, left].copy())
            again = self._compiled(own, self._tags(columns, points[left], own, exact))
            for name, array in again._asdict().items():
                getattr(found, name)[left] = array
        known = {}
        for place in np.flatnonzero(found.status == EXACT).tolist():
            known[place] = self._exactly(columns, int(points[place]), exact)
            self._write(found, place, known[place])
        for place in self._blurred(numbers, found, columns, points, exact).tolist():
            point = known.get(place) or self._exactly(columns, int(points[place]), exact)
            self._write(found, place, point)
        found.payoffs[...] += 0.0  # one zero, not two
        found.outcomes[found.status != Status.SOLVED] = np.nan
        for name, array in found._asdict().items():
            getattr(block, name)[points] = array

    def _blurred(
        self,
        numbers: Bounded,
        found: TiedPlays,
        columns: Mapping[str, Floats],
        points: Points,
        exact: ExactAt | None,
    ) -> Points:
        """The points solved whose payoffs or probabilities floats do not tell."""
        solved = found.status == Status.SOLVED
        blur = blurred(
            *(np.flatnonzero(solved), found.payoffs, found.outcomes, found.play),
            lambda among, play: self.rounding.ends(numbers.among(among), play),
            lambda key, place: self.play(key, int(points[place]), columns, exact),
        )
        again = solved & self.rounding.rare(numbers)
        again[blur] = True
        return np.flatnonzero(again)

    def _compiled(self, numbers: Bounded, tags: Tags) -> TiedPlays:
        """What compiled code finds at some points."""
        from crisis_sim.sweep.induction.tie_kernel import TiedPlays, solve_points

        tree, count = self.family.tree, numbers.values.shape[1]
        found = TiedPlays(
            payoffs=np.full((count, len(tree.players)), np.nan),
            outcomes=np.zeros((count, len(tree.outcomes))),
            play=np.full(count, NO_KEY),
            answer=np.full(count, NO_KEY),
            count=np.zeros(count, dtype=np.int32),
            tied=np.zeros(count, dtype=np.bool_),
            status=np.zeros(count, dtype=np.uint8),
        )
        tags = tags if len(tags) else np.empty((0, count), dtype=np.uint64)
        held, at = (self.numbers, numbers.values, numbers.errors, tags), 0
        while at < count:
            at = solve_points(self.shape, *held, self.room, found, at)
            if at < count:
                self._make_room(4 * len(self.room.values))
        return found

    def _tags(
        self,
        columns: Mapping[str, Floats],
        points: Points,
        numbers: Bounded,
        exact: ExactAt | None,
    ) -> Tags:
        """(entries, points) the tags that the tape's entries have at some points."""
        from crisis_sim.sweep.formulas.point_tags import column_tags, run_tags

        rounding = self.rounding
        finite = {name: np.nan_to_num(columns[name]) for name in rounding.names}
        own = column_tags(rounding.names, points.tolist(), exact or as_shown(finite))
        tags = np.empty(numbers.values.shape, dtype=np.uint64)
        table, constants = rounding.written.table, rounding.constant_tags
        run_tags(table, constants, own, numbers.values, numbers.errors, tags)
        return tags

    def _exactly(
        self, columns: Mapping[str, Floats], point: int, exact: ExactAt | None
    ) -> ExactPoint:
        """The answer at a point in exact numbers; its plays are remembered."""
        values = {name: float(columns[name][point]) for name in self.rounding.names}
        if not np.isfinite(list(values.values())).all():
            return ExactPoint(Status.UNDEFINED)
        numbers = {
            name: shortest_decimal(value) if exact is None else exact(name, point)
            for name, value in values.items()
        }
        found = solve_exactly(self.family, {**self.values, **numbers})
        if found.ways:
            keys = [way.key for way in found.ways]
            self.plays |= {key: way.play for key, way in zip(keys, found.ways, strict=True)}
            self.answers[set_key(keys)] = frozenset(keys)
        return found

    def _write(self, found: TiedPlays, place: int, point: ExactPoint) -> None:
        """The exact answer at a point."""
        row: dict[str, Any] = {"status": point.status}
        if point.ways:
            keys = [way.key for way in point.ways]
            row |= {"play": keys[0], "answer": set_key(keys)}
            row |= {"count": len(keys), "tied": point.tied}
            assert point.game is not None
            row["payoffs"], row["outcomes"] = exact_floats(point.game, point.ways[0].nodes)
        for name, one in row.items():
            getattr(found, name)[place] = one

    def _learn(self, columns: Mapping[str, Floats], points: Points, exact: ExactAt | None) -> None:
        """Find the plays of the answer at a point, and remember their choices."""
        from crisis_sim.sweep.induction.tie_kernel import choices_of_plays

        numbers = self._bounded(columns, points, exact)
        value, error = numbers.values[:, 0].copy(), numbers.errors[:, 0].copy()
        for tag in (NO_TAGS[:, 0], self._tags(columns, points, numbers, exact)[:, 0].copy()):
            held = (self.numbers, value, error, tag)
            signed, on_path = choices_of_plays(self.shape, *held, self.room)
            if len(signed):
                break
        else:
            self._exactly(columns, int(points[0]), exact)
            return
        keys = signed.view(np.uint64).tolist()
        choice = self.family.tree.choice
        for play, path in zip(keys, on_path, strict=True):
            self.plays[play] = tuple(sorted(choice[path & (choice >= 0)].tolist()))
        self.answers[set_key(keys)] = frozenset(keys)


def _look_up(name: str, column: Floats, off: Floats, points: Points, exact: ExactAt) -> None:
    """See that floats that look exact are: what was written may have more digits."""
    for place in np.flatnonzero(off == 0.0).tolist():
        if exact(name, int(points[place])) != Fraction(float(column[place])):
            off[place] = half_unit(column[place])


def _shape(family: ParametricGame) -> Integers64:
    """(6, nodes + 1) the rows of the kernel's table of the tree."""
    from crisis_sim.sweep.induction.tie_numbers import CHILD, CHILDREN, MARK, MOVER, OUTCOME, ROW

    tree = family.tree
    shape = np.zeros((6, tree.size + 1), dtype=np.int64)
    shape[MOVER, :-1] = tree.mover
    shape[CHILDREN] = tree.child_start
    shape[CHILD, : tree.size - 1] = tree.child
    shape[ROW, :-1] = tree.payoff_row
    shape[OUTCOME, tree.terminals] = tree.rows[tree.payoff_row[tree.terminals]]
    chosen = np.flatnonzero(tree.choice >= 0)
    shape[MARK, chosen] = mix(tree.choice[chosen].astype(np.uint64)).view(np.int64)
    return shape
