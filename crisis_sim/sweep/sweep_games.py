"""A sweep as Python asks for it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.compilation import clock
from crisis_sim.concepts import AUTO, CONCEPT_OPTIONS
from crisis_sim.errors import InputError
from crisis_sim.interruption import completing
from crisis_sim.remedy import Remedy
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.scenario.given import Given, exact
from crisis_sim.scenario.prior import Prior
from crisis_sim.scenario.span import Span
from crisis_sim.sweep.designs.axes import Axis, Drawn, parse_axis, parse_axis_values, values_axis
from crisis_sim.sweep.designs.draws import DEFAULT_SAMPLE
from crisis_sim.sweep.designs.plan import PART_POINTS, Plan, make_plan
from crisis_sim.sweep.designs.points import PointTable
from crisis_sim.sweep.designs.points_file import points_table, read_points
from crisis_sim.sweep.results.result import SweepResult, sweep_in_memory
from crisis_sim.sweep.results.sheet import Sheet
from crisis_sim.sweep.results.summary import Summary
from crisis_sim.sweep.results.swept import Swept
from crisis_sim.sweep.running.store import Running, sweep_to_file, sweep_to_summary

if TYPE_CHECKING:
    from crisis_sim.game.games import Games

__all__ = ["Axes", "axes_of", "plan_games", "points_of", "run_plan", "sweep_games"]

Axes = Mapping[str, Any] | Sequence[str | Axis | Drawn] | str
"""Axes by name, each an array, numbers, a prior or text; or texts with the names in them."""


def plan_games(
    games: Games,
    axes: Axes | None = None,
    *,
    values: Given | None = None,
    each: str | Sequence[str | tuple[str, ...]] = (),
    points: PointTable | Mapping[str, Any] | str | Path | None = None,
    draws: int | None = None,
    sample: str = DEFAULT_SAMPLE,
    seed: int = 0,
    concept: str = AUTO,
    part_points: int = PART_POINTS,
    command: str = "",
    **more: Any,
) -> Plan:
    """Put a sweep together, as :meth:`crisis_sim.study.Study.sweep` is asked for it.

    What more there is are axes by name, and options of the concept. See
    :func:`crisis_sim.sweep.designs.plan.make_plan` for the errors.
    """
    named = {name: more.pop(name) for name in [*more] if name not in CONCEPT_OPTIONS}
    return make_plan(
        games,
        [*axes_of(() if axes is None else axes), *axes_of(named)],
        values=values,
        cases=games.cases(each),
        draws=draws,
        sample=sample,
        seed=seed,
        table=_table(games, points),
        concept=concept,
        options=more,
        command=command,
        part_points=part_points,
    )


def _table(
    games: Games, points: PointTable | Mapping[str, Any] | str | Path | None
) -> PointTable | None:
    if points is None or isinstance(points, PointTable):
        return points
    if isinstance(points, (str, Path)):
        return points_of(games, Path(points))
    if not hasattr(points, "keys"):
        raise InputError(
            Remedy("points"), f" must be a file, or a column for each name, not {points!r:.40}"
        )
    columns = {str(name): _array(str(name), points[name]) for name in points}
    return points_table(columns, "the table of points")


def points_of(games: Games, path: Path, report: Reporter = nobody) -> PointTable:
    """The points of a file, a column for each parameter or definition."""
    return read_points(path, [*games.scenario.parameters, *games.scenario.definitions], report)


def sweep_games(
    games: Games,
    axes: Axes | None = None,
    *,
    workers: int = 1,
    report: Reporter = nobody,
    **options: Any,
) -> SweepResult:
    """Solve games at every point of a design; see :meth:`crisis_sim.study.Study.sweep`."""
    return sweep_in_memory(plan_games(games, axes, **options), workers=workers, report=report)


def run_plan(plan: Plan, path: Path | None, running: Running) -> Swept:
    """Run a sweep part by part: to a file, or without one to what it comes to."""
    for remark in plan.remarks():
        running.say(f"Note: {remark}.")
    began, started = time.monotonic(), clock()

    def swept(found: tuple[Sheet, Summary | None]) -> Swept:
        sheet, summary = found
        seconds = clock() - started
        compiling = time.monotonic() - began - seconds
        written = None if summary is not None and summary.left else path
        return Swept(sheet, summary, written, seconds, compiling)

    with completing(swept):
        if path is None:
            return swept(sweep_to_summary(plan, running))
        return swept(sweep_to_file(plan, path, running))


def axes_of(axes: Axes) -> list[Axis | Drawn]:
    """The axes, those given by name or as text read.

    Raises InputError for what is no axis: a span without a count, say.
    """
    if isinstance(axes, Mapping):
        return [_axis(name, what) for name, what in axes.items()]
    several = [axes] if isinstance(axes, str) or not isinstance(axes, Iterable) else axes
    return [one if isinstance(one, Axis | Drawn) else parse_axis(f"{one}") for one in several]


def _axis(name: str, what: Any) -> Axis | Drawn:
    if isinstance(what, Prior):
        return Drawn(name, what)
    if isinstance(what, str):
        return parse_axis_values(name, what)
    if isinstance(what, Span):
        return parse_axis(f"{what}")
    return values_axis(name, np.atleast_1d(_array(name, what)))


def _array(name: str, values: Any) -> NDArray[Any]:
    """Values side by side, each as it is: among floats whole numbers would become floats."""
    if isinstance(values, (list, tuple)) and not all(isinstance(one, float) for one in values):
        array = np.array(values, dtype=object)
    else:
        array = np.asarray(values)
    if array.ndim != 1 or array.dtype.kind not in "OU":
        return array
    read = [exact(one, name) if isinstance(one, str) else one for one in array]
    return np.array(read, dtype=object)
