"""A sweep as Python asks for it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.scenario.prior import Prior
from crisis_sim.scenario.scenario import Values
from crisis_sim.sweep.axes import Axis, Drawn, parse_axis_values, values_axis
from crisis_sim.sweep.plan import make_plan
from crisis_sim.sweep.points_file import points_table, read_points
from crisis_sim.sweep.result import SweepResult, sweep_in_memory

if TYPE_CHECKING:
    from crisis_sim.game.games import Games

__all__ = ["OPTIONS", "axes_of", "sweep_games"]

OPTIONS = frozenset(
    ("values", "each", "points", "draws", "sample", "seed", "concept", "precision", "part_points")
)
"""What a sweep can be told beside its axes."""


def sweep_games(
    games: Games,
    axes: Mapping[str, Any] | Sequence[Axis | Drawn],
    *,
    values: Values | None = None,
    each: Sequence[str | tuple[str, ...]] = (),
    points: Mapping[str, Any] | str | Path | None = None,
    workers: int = 1,
    **more: Any,
) -> SweepResult:
    """Solve games at every point of a design; see :meth:`crisis_sim.study.Study.sweep`.

    ``more`` goes to :func:`crisis_sim.sweep.plan.make_plan`.
    """
    table = None
    if isinstance(points, (str, Path)):
        names = [*games.scenario.parameters, *games.scenario.definitions]
        table = read_points(Path(points), names)
    elif points is not None:
        columns = {str(name): _array(points[name]) for name in points}
        table = points_table(columns, "the table of points")
    cases = [games.case(one) if isinstance(one, str) else tuple(one) for one in each]
    swept = axes_of(axes)
    plan = make_plan(games, swept, values=values, cases=cases, table=table, **more)
    return sweep_in_memory(plan, workers=workers, report=sys.stderr)


def axes_of(axes: Mapping[str, Any] | Sequence[Axis | Drawn]) -> list[Axis | Drawn]:
    """Axes by name, each an array, numbers, a prior or text; or such as were read before."""
    if not isinstance(axes, Mapping):
        return list(axes)
    return [_axis(name, what) for name, what in axes.items()]


def _axis(name: str, what: Any) -> Axis | Drawn:
    if isinstance(what, Prior):
        return Drawn(name, what)
    if isinstance(what, str):
        return parse_axis_values(name, what)
    return values_axis(name, np.atleast_1d(_array(what)))


def _array(values: Any) -> NDArray[Any]:
    """Values side by side, each as it is: among floats whole numbers would become floats."""
    if isinstance(values, (list, tuple)) and not all(isinstance(one, float) for one in values):
        return np.array(values, dtype=object)
    return np.asarray(values)
