"""A sweep that is fully specified: the games, its points and the concept, checked."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from crisis_sim.concepts import SWEPT_OPTIONS
from crisis_sim.errors import InputError
from crisis_sim.formula.write import in_full
from crisis_sim.game.games import Games
from crisis_sim.game.tree import Tree
from crisis_sim.remedy import Remedy
from crisis_sim.scenario.as_assumed import displaced, held
from crisis_sim.scenario.given import Given, Values, exact, read_values
from crisis_sim.scenario.identity import identity
from crisis_sim.scenario.ranges import outside
from crisis_sim.shown import Brief
from crisis_sim.sweep.designs.axes import Axis, Drawn
from crisis_sim.sweep.designs.draws import DEFAULT_SAMPLE, draws_of
from crisis_sim.sweep.designs.points import Design, PointTable
from crisis_sim.sweep.formulas.exact_values import Exactly

__all__ = ["PART_POINTS", "Plan", "SharedTree", "make_plan"]

PART_POINTS = 65_536
MOST_POINTS = 10**12
MOST_CELLS = 10_000


@dataclass(frozen=True, eq=False)
class SharedTree:
    """Points that share a tree: an alternative, and values of the parameters that shape it.

    ``settled`` are the swept names that the alternative itself sets: there the sweep is without
    effect on them.
    """

    games: Games
    case: int
    structural: Mapping[str, Fraction]
    settled: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False, repr=False)
class Plan(Brief):
    """What is to be swept; see :func:`make_plan`.

    ``all_drawn`` says whether what is drawn was left to the scenario's priors.
    """

    games: Games
    design: Design
    values: Mapping[str, float | Fraction]
    concept: str
    options: Mapping[str, Any]
    cells: tuple[SharedTree, ...]
    all_drawn: bool
    command: str = ""
    part_points: int = PART_POINTS

    @property
    def parts(self) -> int:
        """In how many parts it is solved."""
        return -(-self.design.points // self.part_points)

    def part(self, number: int) -> tuple[int, int]:
        """The run of points that a part holds."""
        start = number * self.part_points
        return start, min(start + self.part_points, self.design.points)

    def size(self, number: int) -> int:
        """How many points a part holds."""
        start, stop = self.part(number)
        return stop - start

    @property
    def players(self) -> tuple[str, ...]:
        """Names of the players."""
        return tuple(player.name for player in self.games.scenario.players)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names of the outcomes."""
        return tuple(self.games.scenario.outcomes)

    def tree(self, cell: int) -> Tree:
        """The tree of a cell."""
        one = self.cells[cell]
        family = one.games.family({**self.values, **one.structural})
        return family.tree

    @cached_property
    def description(self) -> dict[str, Any]:
        """What a file says of itself and a resumed sweep compares: everything but the time."""
        from crisis_sim.version import __version__

        scenario = self.games.scenario
        held = scenario.bind(self.values)
        return {
            "program": f"crisis-sim {__version__}",
            **identity(scenario),
            "values": {
                name: float(value) for name, value in held.items() if name not in self.design.names
            },
            "given": {name: in_full(exact(value)) for name, value in self.values.items()},
            "concept": self.concept,
            **{name: self.options.get(name) for name in SWEPT_OPTIONS},
            "design": _design(self.design),
            "points": self.design.points,
            "command": self.command,
        }

    def remarks(self) -> Iterator[str]:
        """What a reader should know before trusting the sweep: values outside their ranges."""
        yield from self.design.table.notes if self.design.table is not None else ()
        names, scenario = self.design.names, self.games.scenario
        yield from displaced(scenario, (*self.values, *names))
        yield from held(scenario, (*self.values, *names)) if self.all_drawn else ()
        cases = (scenario.assuming(*case) for case in self.design.cases)
        told = (note for case in cases for note in outside(case, self.values, names))
        yield from dict.fromkeys(told)
        columns = {axis.name: axis.values for axis in self.design.axes}
        columns |= self.design.table.columns if self.design.table is not None else {}
        for name, values in columns.items():
            parameter = self.games.scenario.parameters.get(name)
            if parameter is None or parameter.range is None:
                continue
            low, high = map(float, parameter.range)
            least, most = float(values.min()), float(values.max())
            if not low <= least <= most <= high:
                yield (
                    f"{name} goes from {least:g} to {most:g}, beyond its range, {low:g} to {high:g}"
                )
        yield from filter(None, map(self.comma_note, self.design.axes))

    def comma_note(self, axis: Axis) -> str:
        """What is said of two values that may be meant as one with a decimal comma.

        Nothing where that lies beyond the range, or would shape the tree in place of a whole
        number.
        """
        found = re.fullmatch(r"\w+=(-?\d{1,30}),(\d{1,30})", axis.text)
        if found is None:
            return ""
        decimal = ".".join(found.groups())
        parameter = self.games.scenario.parameters.get(axis.name)
        if parameter is not None:
            low, high = parameter.range or (-math.inf, math.inf)
            shapes = any(axis.name in cell.structural for cell in self.cells)
            whole = shapes and parameter.default == int(parameter.default)
            if whole or not low <= Fraction(decimal) <= high:
                return ""
        return f"{axis.text} was read as two values: a decimal is written {decimal}"


def make_plan(
    games: Games,
    axes: Sequence[Axis | Drawn] = (),
    *,
    values: Given | None = None,
    cases: Sequence[tuple[str, ...]] = (),
    draws: int | None = None,
    sample: str = DEFAULT_SAMPLE,
    seed: int = 0,
    table: PointTable | None = None,
    concept: str = "auto",
    options: Mapping[str, Any] | None = None,
    command: str = "",
    part_points: int = PART_POINTS,
) -> Plan:
    """Check a sweep and put it together.

    Parameters
    ----------
    axes : what varies; with ``draws`` and nothing drawn among them, every other parameter that has
        a prior, that the game's numbers depend on, that no assumption sets, and that does not
        shape the tree is drawn.
    values : what is held fixed.
    cases : alternatives, each a set of assumptions; the scenario as it is stands before them. What
        an alternative sets, it sets at every point, though it is swept elsewhere.
    draws : the number of draws, 1,024 if anything is drawn.
    sample : how they are drawn, one of :data:`crisis_sim.arguments.SAMPLES`.
    table : points given one by one.
    options : those of the concept that a sweep needs.

    Raises
    ------
    InputError
        Unknown or repeated names, a parameter to be drawn that has no prior or shapes the tree,
        draws beside a table, ``sample`` or ``seed`` without draws, no points, or more than 10**12.
    """
    given = read_values(values)
    fixed = tuple(one for one in axes if isinstance(one, Axis))
    drawn = [one for one in axes if isinstance(one, Drawn)]
    names = [one.name for one in axes] + list(table.columns if table is not None else ())
    _check_names(games, names, given)
    structural = _structural(games, given)
    every = tuple(dict.fromkeys([(), *cases]))
    taken = structural | set(names) | set(given)
    chosen = draws_of(games, drawn, draws, sample, seed, cases=every, taken=taken)
    if chosen is not None and table is not None:
        raise InputError("give draws or a table of points, not both")
    design = Design(every, fixed, chosen, table)
    if not design.dimensions:
        games.scenario.refuse_without_parameters()
        raise InputError(
            "nothing varies: give an axis (",
            Remedy("axes"),
            "), draws (",
            Remedy("draws"),
            ") or a table of points (",
            Remedy("points"),
            ")",
        )
    if design.points > MOST_POINTS:
        raise InputError(f"{design.points:,} points are too many; the most is {MOST_POINTS:,}")
    cells = tuple(_cells(games, design, given))
    every_one = chosen is not None and not drawn
    return Plan(
        games, design, given, concept, options or {}, cells, every_one, command, part_points
    )


def _check_names(games: Games, names: list[str], given: Values) -> None:
    for number, name in enumerate(names):
        if name in names[:number]:
            raise InputError(f"{name} is swept twice")
        if name in given:
            raise InputError(f"{name} is both swept and given a value")
    games.scenario.bind({**given, **dict.fromkeys(names, 0.0)})


def _structural(games: Games, given: Values) -> set[str]:
    return set(games.family(given).structural)


def _cells(games: Games, design: Design, given: Values) -> Iterator[SharedTree]:
    for number, case in enumerate(design.cases):
        under = games.assuming(*case) if case else games
        settled = frozenset(under.scenario.overrides) - frozenset(games.scenario.overrides)
        settled &= frozenset(design.names)
        shaped_by = _structural(under, given) - settled
        shaping = [name for name in design.names if name in shaped_by]
        for values in itertools.islice(_combinations(design, shaping), MOST_CELLS + 1):
            structural = dict(zip(shaping, values, strict=True))
            under.family({**given, **structural})
            yield SharedTree(under, number, structural, settled)


def _combinations(design: Design, shaping: list[str]) -> Iterator[tuple[Fraction, ...]]:
    """The values of the shaping parameters that occur together."""
    choices: list[list[tuple[Fraction, ...]]] = [
        [(_told(axis.exactly, place, value),) for place, value in enumerate(axis.values.tolist())]
        for axis in design.axes
        if axis.name in shaping
    ]
    if design.table is not None:
        choices += _rows(design.table, shaping)
    total = int(np.prod([len(one) for one in choices], dtype=object)) if choices else 1
    if total > MOST_CELLS:
        raise InputError(f"{total:,} combinations of values that shape the tree are too many")
    return (tuple(itertools.chain(*one)) for one in itertools.product(*choices))


def _rows(table: PointTable, shaping: list[str]) -> Iterator[list[tuple[Fraction, ...]]]:
    names = [name for name in table.columns if name in shaping]
    if not names:
        return
    for name in names:
        _refuse_alike(name, table)
    columns = np.stack([table.columns[name] for name in names], axis=1)
    rows, places = np.unique(columns, axis=0, return_index=True)
    yield [
        tuple(
            _told(table.exactly.get(name), place, value)
            for name, value in zip(names, row, strict=True)
        )
        for row, place in zip(rows.tolist(), places.tolist(), strict=True)
    ]


def _refuse_alike(name: str, table: PointTable) -> None:
    """Refuse values of a parameter that shapes the tree if they differ, but not as floats."""
    known = table.exactly.get(name)
    met: dict[float, Fraction] = {}
    for place, value in enumerate(table.columns[name].tolist() if known else ()):
        told = _told(known, place, value)
        if met.setdefault(value, told) != told:
            raise InputError(f"{name} shapes the tree; two of its values differ by less than shown")


def _told(exactly: Exactly | None, place: int, value: float) -> Fraction:
    found = exactly.get(place) if exactly else None
    return exact(value) if found is None else found


def _design(design: Design) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if len(design.cases) > 1:
        found["alternatives"] = list(design.dimensions[0].labels)
    found["dimensions"] = [one.name for one in design.dimensions]
    found["axes"] = {axis.name: axis.text.partition("=")[2] for axis in design.axes}
    if design.draws is not None:
        draws = design.draws
        found["draws"] = {
            "priors": {name: str(prior) for name, prior in draws.priors.items()},
            "count": draws.count,
            "sample": draws.kind,
            "seed": draws.seed,
        }
    if design.table is not None:
        table = design.table
        found["table"] = {
            "source": table.source,
            "names": list(table.columns),
            "points": table.count,
            "digest": table.digest,
        }
    if design.not_as_floats:
        found["not_as_floats"] = list(design.not_as_floats)
    return found
