"""The chart of packages: its zone of agreement, its scales and its key, in made-up views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.bargain.frontier import hull_frontier
from crisis_sim.bargain.view import BargainingView, Package, bargaining_view
from crisis_sim.numbers.rational import rational
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.payoff_space import payoff_space_picture
from crisis_sim.plot.scene import Scene

from .rulers import level, upright

Pair = tuple[float, float]


def view_of(points: Sequence[Pair], base: Pair) -> BargainingView:
    """Packages that pay so much, against a disagreement that pays ``base``."""
    held = bargaining_view(cs.load("cuba-1962-clock"))
    packages = tuple(
        Package({"deal": str(number)}, paid, {}, False, False, ())
        for number, paid in enumerate(points)
    )
    return replace(
        held,
        issues={"deal": tuple(str(number) for number in range(len(points)))},
        packages=packages,
        disagreement=replace(held.disagreement, numbers=tuple(map(rational, base))),
        solutions=(),
        best=None,
        frontier=tuple(hull_frontier([tuple(map(rational, one)) for one in points])),
    )


def drawn(points: Sequence[Pair], base: Pair) -> Scene:
    return payoff_space_picture(view_of(points, base), text_width, width=504.0).scene


def zone(scene: Scene) -> list[Pair]:
    x, y = level(scene), upright(scene)
    return [(x(one[0]), y(one[1])) for a in scene.areas if a.role == "zone" for one in a.rings[0]]


@pytest.mark.parametrize(
    ("points", "base", "corners"),
    [
        ([(0, 10), (10, 0)], (2, 3), [(2, 3), (2, 8), (7, 3)]),
        ([(0, 10), (6, 8), (10, 0)], (2, 4), [(2, 4), (2, 28 / 3), (6, 8), (8, 4)]),
        ([(3, 10), (10, 4)], (1, 2), [(1, 2), (1, 10), (3, 10), (10, 4), (10, 2)]),
        ([(0, 10), (10, 0)], (6, 6), []),
        ([(0, 10), (10, 0)], (5, 5), []),
        ([(0, 10), (10, 0)], (0, 10), []),
        ([(0, 10), (4, 7), (10, 0)], (4, 7), []),
        ([(0, 2), (2, 0)], (9, -3), []),
        ([(0, 2), (2, 0)], (-3, 9), []),
    ],
)
def test_the_zone_is_what_lies_between_disagreement_and_the_frontier(
    points: list[Pair], base: Pair, corners: list[Pair]
) -> None:
    found = zone(drawn(points, base))
    assert len(found) == len(corners)
    assert np.allclose(found, corners, atol=1e-6)


BASES = [(9.0, -3.0), (-3.0, 9.0), (9.0, 9.0), (-4.0, -2.0)]


@pytest.mark.parametrize("base", BASES)
def test_packages_and_disagreement_stand_at_what_they_pay(base: Pair) -> None:
    points: list[Pair] = [(0, 2), (1, 1), (2, 0)]
    scene = drawn(points, base)
    x, y = level(scene), upright(scene)
    for role, paid in (("package", points), ("disagreement", [base])):
        shown = [(x(mark.x), y(mark.y)) for mark in scene.marks if mark.role == role]
        assert np.allclose(shown, paid, atol=1e-6)


@pytest.mark.parametrize("base", BASES)
def test_the_axes_hold_what_is_drawn_and_little_more(base: Pair) -> None:
    scene = drawn([(0, 2), (1, 1), (2, 0)], base)
    axes = np.array([one.points for one in scene.strokes if one.role == "axis"])
    low, high = axes.min(axis=(0, 1)), axes.max(axis=(0, 1))
    shown = [one for one in scene.marks if one.role in ("package", "disagreement")]
    places = np.array([(one.x, one.y) for one in shown])
    assert (low < places).all()
    assert (places < high).all()
    assert (np.ptp(places, axis=0) > 0.7 * (high - low)).all()
