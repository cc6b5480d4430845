"""The scales of a drawn chart, told by its ticks alone, and what they say of places in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crisis_sim.plot.numbers import value_of
from crisis_sim.plot.scene import Label, Scene, Stroke


@dataclass(frozen=True)
class Ruler:
    """Values along an axis, evenly or by powers of ten, from the ticks drawn on it."""

    slope: float
    start: float
    by_powers: bool = False

    def __call__(self, place: float) -> float:
        value = self.slope * place + self.start
        return float(10**value if self.by_powers else value)


def level(scene: Scene, number: int = 0, *, by_powers: bool = False) -> Ruler:
    """That of a lower axis, counted from the top and the left."""
    axes = [one.points for one in _with_role(scene, "axis") if _is_level(one)]
    (left, y), (right, _) = sorted(axes, key=lambda ends: (ends[0][1], ends[0][0]))[number]
    ticks = [x for (x, top), _ in _ticks(scene, level=False) if top == y and left <= x <= right]
    labels = [one for one in _numbers(scene, "middle") if 0.0 < one.y - y < 15.0]
    nearest = [min(labels, key=lambda one: abs(one.x - x)) for x in ticks]
    return _ruler(ticks, nearest, by_powers=by_powers)


def upright(scene: Scene, number: int = 0) -> Ruler:
    """That of a left axis, counted from the top."""
    axes = [one.points for one in _with_role(scene, "axis") if not _is_level(one)]
    (x, bottom), (_, top) = sorted(axes, key=lambda ends: ends[1][1])[number]
    ticks = [y for _, (right, y) in _ticks(scene, level=True) if right == x and top <= y <= bottom]
    labels = [one for one in _numbers(scene, "end") if -15.0 < one.x - x < 0.0]
    return _ruler(ticks, [min(labels, key=lambda one: abs(one.y - 2.5 - y)) for y in ticks])


def _ruler(places: list[float], labels: list[Label], *, by_powers: bool = False) -> Ruler:
    values = np.array([float(value_of(label.text)) for label in labels])
    told = np.log10(values) if by_powers else values
    slope, start = np.polyfit(places, told, 1)
    assert np.allclose(slope * np.array(places) + start, told), "ticks that are not even"
    return Ruler(slope, start, by_powers)


def _with_role(scene: Scene, role: str) -> list[Stroke]:
    return [one for one in scene.strokes if one.role == role]


def _is_level(stroke: Stroke) -> bool:
    (_, y0), (_, y1) = stroke.points
    return y0 == y1


def _ticks(scene: Scene, *, level: bool):  # type: ignore[no-untyped-def]
    return [one.points for one in _with_role(scene, "tick") if _is_level(one) == level]


def _numbers(scene: Scene, anchor: str) -> list[Label]:
    return [one for one in scene.labels if one.role == "tick" and one.anchor == anchor]


def upright_top(scene: Scene) -> float:
    """Where the first left axis ends."""
    return next(one.points[1][1] for one in _with_role(scene, "axis") if not _is_level(one))
