"""Which points are swept: alternatives, axes, and draws or a table, in every combination.

Points are numbered with the last dimension varying fastest, and any run of them can be made without
the others.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.scenario.given import exact
from crisis_sim.scenario.prior import Prior
from crisis_sim.sweep.designs.axes import Axis
from crisis_sim.sweep.designs.quantiles import quantiles
from crisis_sim.sweep.designs.sampling import Sampler, make_sampler
from crisis_sim.sweep.formulas.exact_values import ExactColumns, Exactly, Grid

__all__ = ["Design", "Dimension", "Draws", "PointTable", "PointValues"]

AS_IT_IS = "as it is"
"""What the alternative without a further assumption is called."""

LOOKED_AT = 100
"""Values of a grid that are looked at from its beginning, and as many all along it."""


@dataclass(frozen=True, slots=True)
class Draws:
    """Parameters drawn together from their priors; ``kind`` is one of ``SAMPLES``."""

    priors: Mapping[str, Prior] = field(hash=False)
    count: int
    kind: str
    seed: int


@dataclass(frozen=True, eq=False)
class PointTable:
    """Points given one by one: a column of values for each name; ``source`` says where from.

    ``exactly`` has for some names what floats do not tell of their values; ``notes`` say what the
    table held beside them.
    """

    columns: Mapping[str, Floats]
    source: str
    digest: str
    exactly: Mapping[str, Mapping[int, Fraction]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """The number of points."""
        return len(next(iter(self.columns.values())))


@dataclass(frozen=True, eq=False)
class Dimension:
    """One dimension of the points: its values where it is an axis, labels where alternatives."""

    name: str
    size: int
    values: Floats | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Design:
    """The points of a sweep.

    Attributes
    ----------
    cases : alternatives, each a set of assumptions made beside the scenario's own.
    axes : each combined with each.
    draws, table : what else varies, at every combination of the axes; at most one of them.
    """

    cases: tuple[tuple[str, ...], ...] = ((),)
    axes: tuple[Axis, ...] = ()
    draws: Draws | None = None
    table: PointTable | None = None

    @cached_property
    def dimensions(self) -> tuple[Dimension, ...]:
        """In order: alternatives, if any; the axes; the draws or the rows of the table."""
        found = []
        if len(self.cases) > 1:
            labels = tuple(" + ".join(case) or AS_IT_IS for case in self.cases)
            found.append(Dimension("assuming", len(labels), labels=labels))
        found += [Dimension(axis.name, len(axis.values), axis.values) for axis in self.axes]
        if self.draws is not None:
            found.append(Dimension("draw", self.draws.count))
        if self.table is not None:
            found.append(Dimension("point", self.table.count))
        return tuple(found)

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """The sizes of the dimensions."""
        return tuple(one.size for one in self.dimensions)

    @cached_property
    def points(self) -> int:
        """How many points there are."""
        return math.prod(self.shape)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The parameters and definitions that vary, in order."""
        names = [axis.name for axis in self.axes]
        names += list(self.draws.priors) if self.draws is not None else []
        names += list(self.table.columns) if self.table is not None else []
        return tuple(names)

    @cached_property
    def not_as_floats(self) -> tuple[str, ...]:
        """The names of which some values are not the shortest decimals of their floats."""
        table = self.table.exactly if self.table is not None else {}
        beyond = {axis.name for axis in self.axes if axis.exactly and _differs(axis)}
        return tuple(name for name in self.names if name in beyond or table.get(name))

    @cached_property
    def listed(self) -> tuple[str, ...]:
        """The names whose values go with the draws or with the rows of the table."""
        return self.names[len(self.axes) :]

    def column_maker(self) -> PointValues:
        """What makes the values at any run of points."""
        return PointValues(self)


class PointValues:
    """The values at any run of points of a design; holds the state of its sample."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.strides = [math.prod(design.shape[i + 1 :]) for i in range(len(design.shape))]
        self.sampler: Sampler | None = None

    def cases(self, start: int, stop: int) -> NDArray[np.int64]:
        """(points,) the number of the alternative at each point."""
        if len(self.design.cases) == 1:
            return np.zeros(stop - start, dtype=np.int64)
        return self.places(0, start, stop)

    def values(self, start: int, stop: int) -> dict[str, Floats]:
        """One (points,) array for each name that varies."""
        found: dict[str, Floats] = {}
        for number, dimension in enumerate(self.design.dimensions):
            if dimension.values is not None:
                found[dimension.name] = dimension.values[self.places(number, start, stop)]
        if self.design.listed:
            found |= self.listed(start, stop)
        return found

    def places(self, dimension: int, start: int, stop: int) -> NDArray[np.int64]:
        """(points,) the place of each point along a dimension."""
        numbers = np.arange(start, stop, dtype=np.int64)
        return numbers // self.strides[dimension] % self.design.shape[dimension]

    def exact(self, start: int, columns: Mapping[str, Floats]) -> ExactColumns | None:
        """The numbers behind columns of values that begin at a point; None where floats say all.

        Nothing is worked out before it is asked for.
        """
        if not self.known:
            return None
        known = {name: self.number_from(start, *one) for name, one in self.known.items()}
        return ExactColumns(columns, known)

    def number_from(
        self, start: int, dimension: int, exactly: Exactly
    ) -> Callable[[int], Fraction | None]:
        """What floats do not tell of the numbers from a point on, by how many points later."""
        stride, size = self.strides[dimension], self.design.shape[dimension]
        return lambda index: exactly.get((start + index) // stride % size)

    @cached_property
    def known(self) -> dict[str, tuple[int, Exactly]]:
        """For each name of which floats do not tell all, its dimension and what they do not."""
        before = len(self.design.cases) > 1
        found = {
            axis.name: (number + before, axis.exactly)
            for number, axis in enumerate(self.design.axes)
            if axis.exactly
        }
        if self.design.table is not None:
            last = len(self.design.shape) - 1
            found |= {name: (last, one) for name, one in self.design.table.exactly.items()}
        return found

    def listed(self, start: int, stop: int) -> dict[str, Floats]:
        """The values that go with the last dimension."""
        size = self.design.shape[-1]
        if stop - start >= size:
            rows, places = self.rows(0, size), np.arange(start, stop) % size
            return {name: values[places] for name, values in rows.items()}
        first, last = start % size, (stop - 1) % size + 1
        if first < last:
            return self.rows(first, last)
        ends = self.rows(first, size), self.rows(0, last)
        return {name: np.concatenate([end[name] for end in ends]) for name in ends[0]}

    def rows(self, start: int, stop: int) -> dict[str, Floats]:
        """Drawn values, or those of the table, by their numbers."""
        table, draws = self.design.table, self.design.draws
        if table is not None:
            return {name: values[start:stop] for name, values in table.columns.items()}
        if draws is None:
            return {}
        if self.sampler is None:
            self.sampler = make_sampler(draws.kind, len(draws.priors), draws.count, draws.seed)
        cube = self.sampler.rows(start, stop)
        return {
            name: quantiles(prior, cube[:, column])
            for column, (name, prior) in enumerate(draws.priors.items())
        }


def _differs(axis: Axis) -> bool:
    """Whether some value is not the shortest decimal of its float; looks at some of a long grid."""
    if not isinstance(axis.exactly, Grid):
        return bool(axis.exactly)
    places = range(0, len(axis.values), -(-len(axis.values) // LOOKED_AT))
    looked = {*places, *range(min(len(axis.values), LOOKED_AT)), len(axis.values) - 1}
    return any(axis.exactly.get(at) != exact(float(axis.values[at])) for at in looked)
