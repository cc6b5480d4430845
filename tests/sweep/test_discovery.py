"""Discovery: planted boxes are found, and as well as by the package prim."""

from __future__ import annotations

import math
import warnings
from pathlib import Path

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.remedy import Remedy
from crisis_sim.sweep.discovering.box import balanced
from crisis_sim.sweep.discovering.conditions import Condition, words
from crisis_sim.sweep.discovering.discover import _products, discover
from crisis_sim.sweep.discovering.prim import find_boxes
from crisis_sim.sweep.discovering.table import SweepTable, read_table
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
    box = next(iter(find_boxes(inputs, cases, most=1)))
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
    boxes = list(find_boxes(inputs, cases, most=3))
    assert len(boxes) >= 2
    assert sum(box.coverage for box in boxes) > 0.9
    assert not np.any(boxes[0].inside & boxes[1].inside)


@pytest.mark.parametrize("seed", range(4))
def test_noise_alone_holds_no_dense_box(seed: int) -> None:
    rng = np.random.default_rng(seed)
    boxes = list(find_boxes(rng.random((2000, 5)), rng.random(2000) < 0.1, most=3))
    assert all(box.density < 0.3 for box in boxes)


def test_conditions_that_hold_by_chance_are_dropped() -> None:
    rng = np.random.default_rng(0)
    inputs = rng.random((400, 12))
    cases = rng.random(400) < np.where(inputs[:, 0] > 0.7, 0.8, 0.1)
    box = next(iter(find_boxes(inputs, cases, most=1, least_density=0.85)))
    assert set(box.limits) == {0}


def test_a_density_can_be_asked_for() -> None:
    rng = np.random.default_rng(2)
    inputs = rng.random((5000, 2))
    cases = rng.random(5000) < inputs[:, 0]
    dense = next(iter(find_boxes(inputs, cases, most=1, least_density=0.9)))
    wide = next(iter(find_boxes(inputs, cases, most=1, least_density=0.7)))
    assert dense.density >= 0.9 - LOOSE
    assert wide.density >= 0.7 - LOOSE
    assert wide.coverage > dense.coverage


def test_repeated_values_are_cut_between_and_not_through() -> None:
    grid = np.repeat(np.arange(10) / 10, 100)
    inputs = np.stack([grid, np.tile(grid[::10], 10)], axis=1)
    box = next(iter(find_boxes(inputs, grid >= 0.7, most=1)))
    assert box.limits == {0: (pytest.approx(0.65), math.inf)}
    assert (box.density, box.coverage) == (1.0, 1.0)


@pytest.mark.parametrize("seed", range(3))
def test_boxes_are_as_good_as_those_of_the_package_prim(seed: int) -> None:
    prim = pytest.importorskip("prim")
    pandas = pytest.importorskip("pandas")
    inputs, cases = planted(seed=seed)
    ours = next(iter(find_boxes(inputs, cases, most=1)))
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
    found = discover(result, "settled", below=0.5, boxes=1)
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
    assert discover(result, "payoff_US", below=-10).boxes
    with pytest.raises(cs.InputError, match="no outcome 'wars'"):
        discover(result, "wars")
    with pytest.raises(cs.NotSolved, match="at no point is 'war' above 2"):
        discover(result, "war", above=2)


def test_large_tables_are_thinned_out() -> None:
    rng = np.random.default_rng(0)
    x = rng.random(300_000)
    table = SweepTable({"x": x}, {"y": (x > 0.7) * 1.0}, {}, np.ones(300_000, dtype=bool))
    found = discover(table, "y", boxes=1)
    assert (found.points, found.available) == (250_000, 300_000)
    assert found.boxes[0].conditions[0].low == pytest.approx(0.7, abs=1e-3)


def test_conditions_in_words() -> None:
    assert words(Condition("pi", 0.312345, math.inf)) == "pi > 0.312345"
    assert words(Condition("x", -math.inf, 0)) == "x < 0"
    assert words(Condition("n", 2, 12)) == "2 < n < 12"


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".nc", ".dta"])
def test_files_of_every_kind_are_searched_alike(tmp_path: Path, suffix: str) -> None:
    needed = {".parquet": "pyarrow", ".nc": "h5netcdf", ".dta": "pandas"}
    pytest.importorskip(needed.get(suffix, "csv"))
    result = CLOCK.sweep(pi="0:0.6:21", fD="20:50:21")
    path = result.save(tmp_path / f"swept{suffix}")
    found = discover(result, "standoff")
    assert discover(read_table(path), "standoff") == found
    table = read_table(path, outcome="standoff")
    assert discover(table, "standoff") == found
    assert set(table.answers) == set(table.groups["standoff"])
    asked = discover(read_table(path, outcome="payoff_US"), "payoff_US", above=-10)
    assert asked == discover(result, "payoff_US", above=-10)


def test_any_table_will_do_if_its_inputs_are_named(tmp_path: Path) -> None:
    inputs, cases = planted()
    path = tmp_path / "other.csv"
    rows = [f"{a},{b},{int(y)}" for (a, _, b, _), y in zip(inputs, cases, strict=True)]
    path.write_text("\n".join(["a,b,war", *rows]) + "\n")
    found = discover(read_table(path, inputs=["a", "b"]), "war", boxes=1)
    assert [one.name for one in found.boxes[0].conditions] == ["a", "b"]
    with pytest.raises(cs.InputError, match="does not say what sweep") as caught:
        read_table(path, outcome="war")
    assert caught.value.remedies == (Remedy("inputs", "a,b"),)
    assert read_table(path, inputs="a,b").inputs.keys() == {"a", "b"}
    with pytest.raises(cs.InputError, match="no column 'c'"):
        read_table(path, inputs=["c"])


def rows_of(folder: Path, *, missing: tuple[int, ...] = ()) -> Path:
    """A table in which war comes with juntas and a great x; some x are missing."""
    rng = np.random.default_rng(0)
    lines = ["x,cost of war,regime,alert,when,war"]
    for row in range(400):
        x, regime = rng.random(), ("junta", "republic", "monarchy")[row % 3]
        war = "TRUE" if x > 0.6 and regime != "republic" else "FALSE"
        told = "NA" if row in missing else f"{x:.3f}"
        lines.append(f"{told},{rng.random():.2f},{regime},{row % 2 == 0},1962-10-27,{war}")
    path = folder / "other.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_categories_are_searched_as_categories(tmp_path: Path) -> None:
    table = read_table(rows_of(tmp_path), inputs=["X", "cost_of_war", "regime", "alert"])
    (box,) = discover(table, "War", boxes=1).boxes
    x, regime = box.conditions
    assert (x.name, x.high) == ("x", math.inf)
    assert x.low == pytest.approx(0.6, abs=0.01)
    assert words(regime) == "regime is junta or monarchy"
    assert (box.density, box.coverage) == (1.0, 1.0)
    asked = read_table(rows_of(tmp_path), inputs=["x", "war"])
    (box,) = discover(asked, "regime=republic", boxes=1).boxes
    assert "war is false" in [words(one) for one in box.conditions]
    with pytest.raises(cs.InputError, match=r"'regime' cannot be searched for.*'regime=junta'"):
        discover(asked, "regime")


@pytest.mark.parametrize("seed", range(6))
def test_a_box_of_categories_is_what_it_says(seed: int) -> None:
    rng = np.random.default_rng(seed)
    inputs = np.stack([rng.integers(0, 7, 600), rng.integers(0, 3, 600), rng.random(600)], axis=1)
    inputs[rng.random(600) < 0.05, 0] = np.nan
    chance = np.where(np.isin(inputs[:, 0], [1, 4, 5]) & (inputs[:, 2] < 0.5), 0.9, 0.1)
    cases = rng.random(600) < chance
    (box,) = find_boxes(inputs, cases, categories=[0, 1], most=1)
    assert box.limits[0] == {1.0, 4.0, 5.0}
    low, high = box.limits[2]
    assert (low, high) == (-math.inf, pytest.approx(0.5, abs=2 * LOOSE))
    inside = np.isin(inputs[:, 0], [1, 4, 5]) & (inputs[:, 2] <= high)
    assert np.array_equal(inside, box.inside)


def nothing_but_chance(seed: int, points: int, kinds: int) -> SweepTable:
    """One input of categories and one of numbers, neither of which tells anything."""
    rng = np.random.default_rng(seed)
    inputs = {"regime": rng.integers(0, kinds, points).astype(float), "x": rng.random(points)}
    war = (rng.random(points) < 0.26).astype(float)
    words = {"regime": tuple(f"k{code:02}" for code in range(kinds))}
    return SweepTable(inputs, {"war": war}, {}, np.ones(points, dtype=np.bool_), words)


def test_chance_among_all_sets_of_categories_is_bounded() -> None:
    found = [discover(nothing_but_chance(seed, 200, 50), "war", boxes=1) for seed in range(12)]
    boxes = [box.by_chance for one in found for box in one.boxes]
    assert len(boxes) > 6
    for bound in (0.05, 0.25):
        assert sum(one < bound for one in boxes) <= bound * len(found)


def test_boxes_are_counted_by_choices_of_columns_and_of_a_limit_in_each() -> None:
    table = nothing_but_chance(0, 60, 5)
    x, code = table.inputs["x"], table.inputs["regime"]
    war = ((x > 0.5) & np.isin(code, [1, 2])).astype(float)
    found = discover(SweepTable(table.inputs, {"war": war}, {}, table.solved, table.words), "war")
    (box,) = found.boxes
    assert (len(box.conditions), box.density) == (2, 1.0)
    assert box.by_chance == pytest.approx(found.base**box.points * (2**5 - 1) * 60 * 61 / 2)


def test_more_boxes_than_floats_count_are_no_reason_to_fail() -> None:
    assert _products([10**200] * 3, 3) == 10**600
    assert _products([2, 3, 5], 2) == 2 * 3 + 2 * 5 + 3 * 5


def test_missing_values_are_told_and_handled_as_asked(tmp_path: Path) -> None:
    table = read_table(rows_of(tmp_path, missing=(4, 7, 9)), inputs=["x", "regime"])
    left = discover(table, "war", boxes=1)
    assert (left.points, left.missing, left.kept) == (397, {"x": 3}, False)
    kept = discover(table, "war", boxes=1, missing="keep")
    assert (kept.points, kept.missing, kept.kept) == (400, {"x": 3}, True)
    for found in (left, kept):
        assert [one.name for one in found.boxes[0].conditions] == ["x", "regime"]
    with pytest.raises(cs.InputError, match="'x' is missing at 3 points"):
        discover(table, "war", missing="refuse")
    with pytest.raises(cs.InputError, match="unknown way with missing values 'drop'"):
        cs.Study.discover(table, "war", missing="drop")


def test_an_input_of_no_use_is_named(tmp_path: Path) -> None:
    table = read_table(rows_of(tmp_path), inputs=["x", "when"])
    assert discover(table, "war", boxes=1).left_out == (
        "'when' was left out: it holds dates, such as '1962-10-27' in line 2",
    )
    constant = tmp_path / "constant.csv"
    constant.write_text("x,y,war\n" + "".join(f"{k},1,{int(k > 9)}\n" for k in range(20)))
    found = discover(read_table(constant, inputs=["x", "y"]), "war", boxes=1)
    assert found.left_out == ("'y' was left out: it is the same at all 20 points",)
    with pytest.raises(cs.InputError, match="nothing to discover; 'when' was left out: it holds"):
        discover(read_table(rows_of(tmp_path), inputs=["when"]), "war")


def test_a_sweep_knows_its_inputs() -> None:
    with pytest.raises(
        cs.InputError, match=r"^what is swept is known: inputs is for other tables$"
    ):
        CLOCK.discover(CLOCK.sweep(pi="0:0.6:5"), "war", inputs="nonsense")


def test_a_changed_netcdf_file_is_refused_by_name(tmp_path: Path) -> None:
    pytest.importorskip("h5netcdf")
    path = CLOCK.sweep(pi="0:0.6:5").save(tmp_path / "swept.nc")
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)
    with pytest.raises(cs.InputError, match=r"swept\.nc is not as the sweep wrote it, or damaged"):
        read_table(path)
    path.write_bytes(held[:300])
    with pytest.raises(cs.InputError, match=r"swept\.nc is of no sweep, or damaged"):
        read_table(path)


def test_a_sweep_that_lost_a_column_is_refused_by_name(tmp_path: Path) -> None:
    path = CLOCK.sweep(pi="0:0.6:5").save(tmp_path / "swept.csv")
    path.write_text(path.read_text().replace("status", "state"))
    with pytest.raises(
        cs.InputError, match="not as the sweep wrote it: its column 'status' is gone"
    ):
        read_table(path)


@pytest.mark.parametrize(
    ("low", "high"),
    [(0.0, 5e-324), (-1.7e308, 1.7e308), (1.6e308, 1.7e308), (1.0, np.nextafter(1, 2))],
)
def test_no_two_values_are_too_close_or_too_large(low: float, high: float) -> None:
    values = np.repeat([low, high], 300)
    inputs = np.stack([values, np.random.default_rng(0).random(600)], axis=1)
    for cases in (values == high, values == low):
        (box,) = find_boxes(inputs, cases, most=1)
        assert (box.density, box.coverage) == (1.0, 1.0)
        assert np.array_equal(box.inside, cases)


@pytest.mark.parametrize("step", [1, 9, 16, 17])
def test_whole_numbers_that_floats_do_not_tell_apart_are_not_searched(
    tmp_path: Path, step: int
) -> None:
    rows = [f"{10**17 + row * step},{int(row > 14)}" for row in range(30)]
    path = tmp_path / "ids.csv"
    path.write_text("\n".join(["x,war", *rows]))
    with pytest.raises(cs.InputError, match="'x' was left out: it holds whole numbers too large"):
        discover(read_table(path, inputs="x", outcome="war"), "war")
    with pytest.raises(cs.InputError, match="'x' cannot be searched for: it holds whole numbers"):
        discover(read_table(path, inputs="war", outcome="x"), "x")


def test_bounds_of_large_whole_numbers_leave_the_same_rows_on_either_side(tmp_path: Path) -> None:
    numbers = [10**17 + 33 * row for row in range(30)]
    path = tmp_path / "ids.csv"
    path.write_text("\n".join(["x,war", *(f"{one},{int(one > numbers[14])}" for one in numbers)]))
    (box,) = discover(read_table(path, inputs="x", outcome="war"), "war", boxes=1).boxes
    (condition,) = box.conditions
    assert [one > condition.low for one in numbers] == [one > numbers[14] for one in numbers]
    assert words(condition) == f"x > {condition.low!r}"
