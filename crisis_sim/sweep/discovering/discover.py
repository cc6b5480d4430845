"""Scenario discovery: under which assumptions an outcome is likely, in plain conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from sys import float_info
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.arguments import LIKELY
from crisis_sim.errors import InputError, NotSolved
from crisis_sim.game.game import Floats
from crisis_sim.numbers.written import counted
from crisis_sim.remedy import Remedy
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.shown import AsTable, Shown
from crisis_sim.sweep.discovering.box import Peeled, present
from crisis_sim.sweep.discovering.conditions import Condition, condition_of, told, words, written
from crisis_sim.sweep.discovering.prim import find_boxes
from crisis_sim.sweep.discovering.table import SweepTable, table_of
from crisis_sim.sweep.results.result import SweepResult
from crisis_sim.tables.names import find, shown
from crisis_sim.time_limits import CUT_SHORT, as_found, why_cut_short

__all__ = ["Discovered", "Discovery", "discover"]

MOST_POINTS = 250_000
"""Larger tables are thinned out at random."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """A box.

    Attributes
    ----------
    conditions : what must hold in it.
    points : how many points it holds that no box before it holds.
    mass : their share of all points.
    density : share of them that are cases of interest.
    coverage : share of all cases of interest that they are.
    by_chance : an upper bound of the probability that some box with as many conditions holds so
        many cases among so many points, if cases fell anywhere alike: one box has that of a
        binomial draw, and there are as many boxes as choices of columns, of two ends in each, or
        of some of its categories.
    """

    conditions: tuple[Condition, ...]
    points: int
    mass: float
    density: float
    coverage: float
    by_chance: float


@dataclass(frozen=True, slots=True, repr=False)
class Discovery(Shown):
    """Where a quantity is above (or below) a threshold.

    Attributes
    ----------
    points, available : how many points were searched, of how many that have an answer and, unless
        missing values are kept, every input.
    base : how often the quantity is so among those searched.
    missing : by column, how many of the points that were solved have no value there.
    kept : whether the points with missing inputs were searched too.
    left_out : why columns of the table were not searched, and how commas were read.
    least_density : the density that was asked for, if any; no box may be so dense.
    text : the column of categories and the text in it that is the quantity, if it is one.
    described : what the file of a sweep says of itself; empty for any other table.
    left : that no other box was searched, being interrupted or for want of time; empty otherwise.
    """

    quantity: str
    threshold: float
    above: bool
    points: int
    available: int
    base: float
    boxes: tuple[Discovered, ...]
    missing: Mapping[str, int] = field(default_factory=dict)
    kept: bool = False
    left_out: tuple[str, ...] = ()
    least_density: float | None = None
    text: tuple[str, str] | None = None
    described: Mapping[str, Any] = field(default_factory=dict)
    left: str = ""

    @property
    def case(self) -> str:
        """What was searched for."""
        if self.text and (0 <= self.threshold < 1 if self.above else 0 < self.threshold <= 1):
            column, text = self.text
            return f"{told(column)} is {'' if self.above else 'not '}{shown(text)}"
        side = "above" if self.above else "below"
        return f"{told(self.quantity)} is {side} {written(self.threshold)}"

    @property
    def caption(self) -> str:
        """What was searched for, where, and how often it is so."""
        return f"Where {self.case}: {self.points:,} points, so at {self.base:.1%} of them"

    def table(self) -> AsTable:
        """Each box: what must hold in it, its density, its coverage and its points."""
        rows = [
            (
                " and ".join(map(words, one.conditions)),
                f"{one.density:.1%}",
                f"{one.coverage:.1%}",
                f"{one.points:,}",
            )
            for one in self.boxes
        ]
        return ("if", "density", "coverage", "points"), rows


def discover(
    table: SweepTable | SweepResult,
    outcome: str,
    *,
    above: float | None = None,
    below: float | None = None,
    boxes: int = 3,
    least_density: float | None = None,
    seed: int = 0,
    missing: str = "omit",
    report: Reporter = nobody,
) -> Discovery:
    """Find boxes of inputs in which an outcome is likely, by patient rule induction.

    Parameters
    ----------
    outcome : an outcome, a category of outcomes, or a column such as ``payoff_US``.
    above, below : a point is a case of interest where the quantity is above one number, by default
        :data:`crisis_sim.arguments.LIKELY`, or below the other.
    boxes : the most to be found.
    least_density : see :func:`crisis_sim.sweep.discovering.prim.find_boxes`.
    seed : of the thinning of tables of more than 250,000 points.
    missing : what to do with points that lack a value. ``omit`` leaves out those that lack any
        input, or the outcome; ``keep`` those without the outcome alone, and takes a point that
        lacks an input to lie in no box that restricts it; ``refuse`` raises.

    Boxes have sides along the axes: a slanted region is covered by several, or badly. What is found
    is a description of this table, not a proof; ``thresholds`` and ``regions`` are exact.

    Raises
    ------
    InputError
        An unknown outcome, a table in which nothing varies, or one with missing values where they
        are refused; ``above`` and ``below``.
    NotSolved
        Every point is a case of interest, or none.
    OutOfTime
        The time that was set is over before a box was found; later those found are handed back.
    Interrupted
        On Ctrl-C, with the same.
    """
    threshold, is_above = _side(above, below)
    held = table_of(table) if isinstance(table, SweepResult) else table
    values, gone = held.values(outcome), _missing(held, outcome, missing)
    rows = _rows(held, values, outcome, gone, omit=missing == "omit")
    available = len(rows)
    if available > MOST_POINTS:
        rows = np.sort(np.random.default_rng(seed).choice(rows, MOST_POINTS, replace=False))
    cases = _cases(values[rows], outcome, threshold, above=is_above, gone=gone.get(outcome, 0))
    names = [name for name, column in held.inputs.items() if _varies(column[rows])]
    left_out = (*held.notes, *_why_left_out(held, names, rows))
    if not names:
        why = "".join(f"; {one}" for one in (*_told(gone), *left_out))
        raise InputError(f"no input varies in the table: there is nothing to discover{why}")
    inputs = np.stack([held.inputs[name][rows] for name in names], axis=1)
    inputs = np.where(np.isfinite(inputs), inputs, np.nan)
    categories = [number for number, name in enumerate(names) if name in held.words]
    found: list[Peeled] = []
    stopped, left = None, ""
    try:
        for one in find_boxes(
            inputs, cases, categories=categories, most=boxes, least_density=least_density
        ):
            found.append(one)
            report(len(rows), counted(len(found), "box", "boxes"))
    except CUT_SHORT as stop:
        if not found:
            raise
        after = counted(len(found), "box", "boxes")
        stopped, left = stop, f"after {after} no other was searched, {why_cut_short(stop)}"
    texts = [held.words.get(name, ()) for name in names]
    base = float(cases.mean())
    limits = [_limits(one, codes=key in categories) for key, one in enumerate(inputs.T)]
    told = [_told_box(box, names, inputs, texts, _by_chance(box, base, limits)) for box in found]
    discovery = Discovery(
        *(outcome, threshold, is_above, len(rows), available, base, tuple(told)),
        missing=gone,
        kept=missing == "keep",
        left_out=left_out,
        least_density=least_density,
        text=held.texts.get(find(outcome, held.texts) or ""),
        described=held.described,
        left=left,
    )
    return as_found(stopped, discovery)


def _side(above: float | None, below: float | None) -> tuple[float, bool]:
    """The threshold, and whether cases of interest lie above it; InputError for two of them."""
    if below is None:
        return LIKELY if above is None else above, True
    if above is not None:
        raise InputError("give ", Remedy("above"), " or ", Remedy("below"), ", not both")
    return below, False


def _rows(
    table: SweepTable, values: Floats, outcome: str, gone: Mapping[str, int], *, omit: bool
) -> NDArray[np.intp]:
    """The points with an answer and, where the others are to be omitted, every input.

    An input that has no value at any of them is no reason to leave them out. Raises InputError
    where fewer than two points are left.
    """
    there = table.solved & np.isfinite(values)
    if not there.any():
        solved = int(table.solved.sum())
        if not solved:
            raise InputError("the table has no point that was solved")
        points = "the only point" if solved == 1 else f"any of the {solved:,} points"
        raise InputError(f"'{shown(outcome)}' has no value at {points}")
    answered = int(there.sum())
    for column in table.inputs.values() if omit else ():
        held = np.isfinite(column)
        if (held & table.solved).any():
            there &= held
    rows = np.flatnonzero(there)
    if len(rows) > 1:
        return rows
    if answered == 1:
        raise InputError(f"'{shown(outcome)}' has a value at one point alone: nothing to compare")
    which = "one point alone has" if len(rows) else "no point has"
    told = "; ".join(_told(gone))
    raise InputError(
        f"{which} a value in every input: {told}. Keep points with missing values (",
        Remedy("missing", "keep"),
        ")",
    )


def _told_box(
    box: Peeled,
    names: Sequence[str],
    inputs: Floats,
    texts: Sequence[Sequence[str]],
    by_chance: float,
) -> Discovered:
    """A box as the caller sees it."""
    conditions = tuple(
        condition_of(names[key], box.limits[key], inputs[:, key], texts[key])
        for key in sorted(box.limits)
    )
    count = int(box.inside.sum())
    return Discovered(
        conditions,
        count,
        count / len(inputs),
        box.density,
        box.coverage,
        by_chance,
    )


def _by_chance(box: Peeled, base: float, limits: Sequence[int]) -> float:
    """As :class:`Discovered` says; ``limits`` has by column how many can be set."""
    from scipy.special import betainc

    count = int(box.inside.sum())
    hits = round(box.density * count)
    one = float(betainc(hits, count - hits + 1, base)) if hits else 1.0
    boxes = _products(limits, len(box.limits))
    return float(min(Fraction(1), Fraction(max(one, float_info.min)) * boxes))


def _limits(column: Floats, *, codes: bool) -> int:
    """How many sets of values a limit can allow: runs of numbers, any codes."""
    different = len(np.unique(present(column)))
    return 2**different - 1 if codes else different * (different + 1) // 2


def _products(numbers: Sequence[int], many: int) -> int:
    """The sum of the products of every choice of so many of the numbers."""
    sums = [1] + [0] * many
    for number in numbers:
        for size in range(many, 0, -1):
            sums[size] += sums[size - 1] * number
    return sums[many]


def _cases(
    values: Floats, outcome: str, threshold: float, *, above: bool, gone: int
) -> NDArray[np.bool_]:
    """(points,) which are cases of interest; raises NotSolved where all are, or none.

    ``gone`` is the number of further points, at which the outcome has no value.
    """
    cases = values > threshold if above else values < threshold
    if cases.any() and not cases.all():
        return cases
    least, most = written(values.min()), written(values.max())
    if least == most:
        where, anew = f"at all {len(values):,} points: nothing to tell apart", ""
        if gone:
            lack = f"{counted(gone, 'other')} {'has' if gone == 1 else 'have'} none"
            where = f"at all {len(values):,} points with a value; {lack}"
            anew = "write in those cells what holds there, or "
        raise NotSolved(
            f"'{shown(outcome)}' is {least} {where}; {anew}name another ", Remedy("outcome")
        )
    side, which = "above" if above else "below", "every" if cases.all() else "no"
    raise NotSolved(
        f"at {which} point is '{shown(outcome)}' {side} {written(threshold)} (it goes from {least} "
        f"to {most}); choose another ",
        Remedy(side),
    )


def _missing(table: SweepTable, outcome: str, rule: str) -> dict[str, int]:
    """How many points that were solved lack each value; raises InputError where that is refused."""
    columns = {**table.inputs, outcome: table.values(outcome)}
    counts = {
        name: int(np.count_nonzero(~np.isfinite(column[table.solved])))
        for name, column in columns.items()
    }
    found = {name: count for name, count in counts.items() if count}
    if found and rule == "refuse":
        raise InputError("; ".join(_told(found)))
    return found


def _told(missing: Mapping[str, int]) -> list[str]:
    return [
        f"'{shown(name)}' is missing at {counted(one, 'point')}" for name, one in missing.items()
    ]


def _varies(column: Floats) -> bool:
    there = present(column)
    return len(there) > 0 and bool(there.min() < there.max())


def _why_left_out(table: SweepTable, names: Sequence[str], rows: NDArray[np.intp]) -> Iterator[str]:
    """A sentence for each input that is not searched."""
    for name in table.left_out:
        yield f"'{shown(name)}' was left out: it {table.faults[name]}"
    for name in table.inputs:
        if name not in names:
            there = present(table.inputs[name][rows])
            points = counted(len(rows), "point")
            what = f"is the same at all {points}" if len(there) else f"has no value at {points}"
            yield f"'{shown(name)}' was left out: it {what}"
