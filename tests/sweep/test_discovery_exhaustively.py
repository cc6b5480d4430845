"""Discovery against every box of one input, on small tables with a few contrary cases."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from crisis_sim.report.blocks import markdown
from crisis_sim.report.discovery import discovery_blocks
from crisis_sim.sweep.discovering.box import Peeled
from crisis_sim.sweep.discovering.discover import Discovery, discover
from crisis_sim.sweep.discovering.prim import find_boxes
from crisis_sim.sweep.discovering.table import SweepTable

ALPHA, LEAST_MASS = 0.05, 0.02


def every_box(inputs: np.ndarray, cases: np.ndarray) -> np.ndarray:
    """(boxes, 2) the density and coverage of every interval of every input."""
    found = []
    for column in inputs.T:
        hits = np.concatenate([[0], np.cumsum(cases[np.argsort(column)])])
        first, last = np.triu_indices(len(hits), 1)
        points, inside = last - first, hits[last] - hits[first]
        enough = points >= max(2, LEAST_MASS * len(cases))
        found.append(np.stack([inside / points, inside / hits[-1]], axis=1)[enough])
    return np.concatenate(found)


def beaten_by(box: Peeled, others: np.ndarray) -> float:
    """By how much another is both denser and covers more."""
    return float(np.minimum(*(others - [box.density, box.coverage]).T).max())


def upper(points: int, contrary: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """x from 0 to 1, cases from 0.6 on, and at the places that are contrary."""
    x = np.arange(points) / points
    cases = x >= 0.6
    cases[list(contrary)] = True
    return x[:, np.newaxis], cases


@pytest.mark.parametrize("density", [None, 0.9])
@pytest.mark.parametrize(
    ("points", "contrary"),
    [
        (20, [1]),
        (40, [3]),
        (60, [4]),
        (62, [26]),
        (100, range(3)),
        (200, range(8)),
        (200, range(30)),
    ],
)
@pytest.mark.parametrize("noise", [0, 1, 4])
def test_cases_at_the_other_end_do_not_hide_a_box(
    points: int, contrary: Sequence[int], noise: int, density: float | None
) -> None:
    x, cases = upper(points, contrary)
    others = np.random.default_rng(points).random((points, noise))
    box = next(iter(find_boxes(np.hstack([x, others]), cases, most=1, least_density=density)))
    assert set(box.limits) == {0}
    assert box.limits[0][0] == pytest.approx(0.6, abs=2 * ALPHA)
    assert box.density >= (density or 0.9)
    assert beaten_by(box, every_box(x, cases)) <= ALPHA


@pytest.mark.parametrize("seed", range(60))
def test_no_box_of_one_input_is_better_than_a_slice_explains(seed: int) -> None:
    rng = np.random.default_rng(seed)
    inputs = rng.random((int(rng.integers(80, 200)), 1 + seed % 3))
    cases = (inputs[:, 0] > rng.uniform(0.3, 0.8)) ^ (rng.random(len(inputs)) < 0.08)
    (box,) = find_boxes(inputs, cases, most=1)
    assert beaten_by(box, every_box(inputs, cases)) <= ALPHA


def test_what_lies_behind_two_inputs_at_once_is_found() -> None:
    """No slice of either input gains anything: half of each is of interest."""
    x, y = (one.ravel() for one in np.meshgrid(np.arange(20), np.arange(20)))
    found = list(
        find_boxes(np.stack([x, y], axis=1), (x < 10) == (y < 10), most=3, least_density=0.9)
    )
    assert [box.density for box in found] == [1.0, 1.0]
    assert sum(box.coverage for box in found) == 1.0


def told(found: Discovery) -> str:
    return " ".join(markdown(discovery_blocks(found)).split())


def search(x: np.ndarray, cases: np.ndarray, density: float | None) -> Discovery:
    solved = np.ones(len(x), dtype=np.bool_)
    table = SweepTable({"x": x}, {"war": cases * 1.0}, {}, solved)
    return discover(table, "war", least_density=density)


def test_a_density_that_no_box_has_is_told() -> None:
    x = np.arange(200) / 200
    cases = (x > 0.5) & (np.arange(200) % 4 > 0)
    found = search(x, cases, 0.99)
    assert found.least_density == 0.99
    assert [box.density < 0.99 for box in found.boxes] == [True]
    assert found.boxes[0].coverage >= 0.05
    assert "found no box as dense as 99.0 %, only one less dense" in told(found)
    assert "no box as dense" not in told(search(x, cases, 0.7))
    assert "no box as dense" not in told(search(x, cases, None))


@pytest.mark.parametrize(("density", "said"), [(None, "balance"), (0.9, "than chance")])
def test_that_none_was_found_is_all_that_is_said(density: float | None, said: str) -> None:
    cases = np.arange(60) % 2 == 0
    found = search(np.arange(60.0), cases, density)
    assert not found.boxes
    assert "The search found no box" in told(found)
    assert said in told(found)
