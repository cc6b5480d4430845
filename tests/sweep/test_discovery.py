"""Discovery: planted boxes are found, and as well as by the package prim."""

from __future__ import annotations

import math
import warnings
from pathlib import Path

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.sweep.discovery import Condition, SweepTable, discover, read_table, words
from crisis_sim.sweep.prim import balanced, find_boxes
from tests.sweep.sweeps import CLOCK

LOOSE = 0.03


def planted(points: int = 3000, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Four inputs, and cases in a box of two of them, with a little noise."""
    rng = np.random.default_rng(seed)
    inputs = rng.random((points, 4))
    cases = (inputs[:, 0] > 0.6) & (inputs[:, 2] < 0.3)
    return inputs, cases ^ (rng.random(points) < 0.02)


def test_a_planted_box_is_found() -> None:
    inputs, cases = planted()
    box = find_boxes(inputs, cases, most=1)[0]
    assert set(box.limits) == {0, 2}
    assert box.limits[0] == (pytest.approx(0.6, abs=LOOSE), math.inf)
    assert box.limits[2] == (-math.inf, pytest.approx(0.3, abs=LOOSE))
    assert box.density > 0.93
    assert box.coverage > 0.8


def test_density_and_coverage_are_counted_from_the_limits() -> None:
    inputs, cases = planted(seed=3)
    for box in find_boxes(inputs, cases, most=1):
        inside = np.ones(len(cases), dtype=bool)
        for column, (low, high) in box.limits.items():
            inside &= (inputs[:, column] > low) & (inputs[:, column] < high)
        assert np.array_equal(inside, box.inside)
        assert box.density == cases[inside].mean()
        assert box.coverage == cases[inside].sum() / cases.sum()


def test_two_boxes_are_found_one_after_the_other() -> None:
    inputs = np.random.default_rng(1).random((4000, 3))
    cases = (inputs[:, 0] > 0.8) | ((inputs[:, 1] < 0.2) & (inputs[:, 2] < 0.5))
    boxes = find_boxes(inputs, cases)
    assert len(boxes) >= 2
    assert sum(box.coverage for box in boxes) > 0.9
    assert not np.any(boxes[0].inside & boxes[1].inside)


@pytest.mark.parametrize("seed", range(4))
def test_noise_alone_holds_no_dense_box(seed: int) -> None:
    rng = np.random.default_rng(seed)
    boxes = find_boxes(rng.random((2000, 5)), rng.random(2000) < 0.1)
    assert all(box.density < 0.3 for box in boxes)


def test_conditions_that_hold_by_chance_are_dropped() -> None:
    rng = np.random.default_rng(0)
    inputs = rng.random((400, 12))
    cases = rng.random(400) < np.where(inputs[:, 0] > 0.7, 0.8, 0.1)
    box = find_boxes(inputs, cases, most=1, least_density=0.85)[0]
    assert set(box.limits) == {0}


def test_a_density_can_be_asked_for() -> None:
    rng = np.random.default_rng(2)
    inputs = rng.random((5000, 2))
    cases = rng.random(5000) < inputs[:, 0]
    dense = find_boxes(inputs, cases, most=1, least_density=0.9)[0]
    wide = find_boxes(inputs, cases, most=1, least_density=0.7)[0]
    assert dense.density >= 0.9 - LOOSE
    assert wide.density >= 0.7 - LOOSE
    assert wide.coverage > dense.coverage


def test_repeated_values_are_cut_between_and_not_through() -> None:
    grid = np.repeat(np.arange(10) / 10, 100)
    inputs = np.stack([grid, np.tile(grid[::10], 10)], axis=1)
    box = find_boxes(inputs, grid >= 0.7, most=1)[0]
    assert box.limits == {0: (pytest.approx(0.65), math.inf)}
    assert (box.density, box.coverage) == (1.0, 1.0)


@pytest.mark.parametrize("seed", range(3))
def test_boxes_are_as_good_as_those_of_the_package_prim(seed: int) -> None:
    prim = pytest.importorskip("prim")
    pandas = pytest.importorskip("pandas")
    inputs, cases = planted(seed=seed)
    ours = find_boxes(inputs, cases, most=1)[0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame = pandas.DataFrame(inputs, columns=list("abcd"))
        theirs = prim.Prim(frame, cases, threshold=0.5, threshold_type=">").find_box()
        path = theirs.peeling_trajectory
    balance = 2 * path["density"] * path["coverage"] / (path["density"] + path["coverage"])
    best = path.loc[balance.idxmax()]
    assert balanced(ours) >= balance.max() - 0.01
    assert ours.density == pytest.approx(best["density"], abs=2 * LOOSE)
    assert ours.coverage == pytest.approx(best["coverage"], abs=2 * LOOSE)
    limits = theirs._box_lims[int(balance.idxmax())]
    assert float(limits["a"][0]) == pytest.approx(ours.limits[0][0], abs=LOOSE)
    assert float(limits["c"][1]) == pytest.approx(ours.limits[2][1], abs=LOOSE)


def test_a_sweep_is_searched_for_an_outcome() -> None:
    result = CLOCK.sweep(pi="0:0.6:61", fD="20:50:61")
    settled = result.probability("settled") > 0.5
    found = discover(result, "settled", above=False, boxes=1)
    box = found.boxes[0]
    assert found.base == pytest.approx(1 - settled.mean())
    assert {one.name for one in box.conditions} <= {"pi", "fD"}
    inside = np.ones(settled.shape, dtype=bool)
    for one in box.conditions:
        inside &= (result.values(one.name) > one.low) & (result.values(one.name) < one.high)
    assert box.points == inside.sum()
    assert box.density == pytest.approx((~settled)[inside].mean())


def test_categories_and_columns_can_be_asked_for() -> None:
    result = CLOCK.sweep(pi="0:0.6:31", fD="20:50:31")
    assert discover(result, "payoff_US", threshold=-10, above=False).boxes
    with pytest.raises(cs.InputError, match="no outcome 'wars'"):
        discover(result, "wars")
    with pytest.raises(cs.NotSolved, match="at no point is 'war' above 2"):
        discover(result, "war", threshold=2)


def test_large_tables_are_thinned_out() -> None:
    rng = np.random.default_rng(0)
    x = rng.random(300_000)
    table = SweepTable({"x": x}, {"y": (x > 0.7) * 1.0}, {}, np.ones(300_000, dtype=bool))
    found = discover(table, "y", boxes=1)
    assert (found.points, found.available) == (250_000, 300_000)
    assert found.boxes[0].conditions[0].low == pytest.approx(0.7, abs=1e-3)


def test_conditions_in_words() -> None:
    assert words(Condition("pi", 0.312345, math.inf)) == "pi > 0.3123"
    assert words(Condition("x", -math.inf, 0)) == "x < 0"
    assert words(Condition("n", 2, 12)) == "2 < n < 12"


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".nc", ".dta"])
def test_files_of_every_kind_are_searched_alike(tmp_path: Path, suffix: str) -> None:
    needed = {".parquet": "pyarrow", ".nc": "h5netcdf", ".dta": "pandas"}
    pytest.importorskip(needed.get(suffix, "csv"))
    result = CLOCK.sweep(pi="0:0.6:21", fD="20:50:21")
    path = result.save(tmp_path / f"swept{suffix}")
    assert discover(read_table(path), "standoff") == discover(result, "standoff")


def test_any_table_will_do_if_its_inputs_are_named(tmp_path: Path) -> None:
    inputs, cases = planted()
    path = tmp_path / "other.csv"
    rows = [f"{a},{b},{int(y)}" for (a, _, b, _), y in zip(inputs, cases, strict=True)]
    path.write_text("\n".join(["a,b,war", *rows]) + "\n")
    found = discover(read_table(path, inputs=["a", "b"]), "war", boxes=1)
    assert [one.name for one in found.boxes[0].conditions] == ["a", "b"]
    with pytest.raises(cs.InputError, match="does not say what sweep"):
        read_table(path)
    with pytest.raises(cs.InputError, match="no column 'c'"):
        read_table(path, inputs=["c"])
