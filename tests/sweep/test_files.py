"""Files of every kind: the same numbers, what they mean, the same bytes."""

from __future__ import annotations

import csv
import datetime
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import crisis_sim as cs
from crisis_sim.sweep.designs.plan import Plan
from crisis_sim.sweep.files.read import read_columns, read_sheet
from crisis_sim.sweep.files.writer import SUFFIXES, open_writer
from crisis_sim.sweep.results.arrays import attributes, slabs
from crisis_sim.sweep.results.result import SweepResult, make_codes
from crisis_sim.sweep.results.sheet import SheetColumn, make_sheet
from crisis_sim.sweep.running.store import Running, sweep_to_file
from tests.sweep.sweeps import CLOCK, plan_for, point_solver, swept

NEEDS = {".csv": "csv", ".parquet": "pyarrow", ".nc": "h5netcdf", ".dta": "pandas"}


def a_plan(part_points: int = 7) -> Plan:
    return plan_for("pi=0,0.3,1.5", "T=2,3", "mu~prior", draws=3, part_points=part_points)


@pytest.fixture(scope="module")
def result() -> SweepResult:
    return swept(a_plan())


@pytest.fixture(params=SUFFIXES)
def suffix(request: pytest.FixtureRequest) -> str:
    pytest.importorskip(NEEDS[request.param])
    return str(request.param)


def test_a_file_holds_the_numbers_and_what_they_mean(
    result: SweepResult, tmp_path: Path, suffix: str
) -> None:
    path = result.save(tmp_path / f"swept{suffix}")
    columns = read_columns(path).columns
    for name, values in result.rows.items():
        if not columns[name].words:
            assert np.array_equal(columns[name].values, values, equal_nan=True), name
    described = read_sheet(path)
    assert described["description"] == result.sheet.description
    for key in ("scenario", "digest", "values", "command", "program", "concept", "reports"):
        assert key in described["description"]
    assert described["description"]["design"]["draws"]["seed"] == 0
    meanings = {one["name"]: one["meanings"] for one in described["columns"]}
    assert meanings["equilibrium"]["1"] == result.equilibria[0]
    assert meanings["status"]["1"] == "undefined"


@pytest.fixture(scope="module")
def cased() -> SweepResult:
    """With an alternative beside the scenario, a grid and draws."""
    return swept(plan_for("pi=0,1.5", "mu~prior", draws=3, cases=[("no way back",)]))


def names_in(path: Path) -> list[str]:
    """The columns of a file as other programs find them; for arrays, what they are in tables."""
    if path.suffix == ".csv":
        return path.read_text(encoding="utf-8").splitlines()[0].split(",")
    if path.suffix == ".parquet":
        return [str(one) for one in pytest.importorskip("pyarrow.parquet").read_schema(path).names]
    if path.suffix == ".dta":
        with pytest.importorskip("pandas").read_stata(path, iterator=True) as reader:
            return list(reader.variable_labels())
    with pytest.importorskip("xarray").open_dataset(path, engine="h5netcdf") as opened:
        arrays = [str(one) for one in (*opened.sizes, *opened.variables)]
        named = [*opened.outcome_column.values, *opened.player_column.values]
        return [*dict.fromkeys([*arrays, *map(str, named)])]


def test_columns_are_called_alike_in_every_kind_of_file(
    cased: SweepResult, tmp_path: Path, suffix: str
) -> None:
    names = [one.name for one in cased.sheet.columns]
    assert {"assuming", "draw", "pi", "mu", "payoff_US", "status"} <= set(names)
    found = names_in(cased.save(tmp_path / f"cased{suffix}"))
    if suffix == ".nc":
        assert set(names) <= set(found)
    else:
        assert found == names
        assert list(cased.to_pandas().columns) == names


def test_every_kind_of_file_has_a_data_dictionary(
    cased: SweepResult, tmp_path: Path, suffix: str
) -> None:
    path = cased.save(tmp_path / f"cased{suffix}")
    told = {one["name"]: one for one in read_sheet(path)["columns"]}
    assert list(told) == [one.name for one in cased.sheet.columns]
    scenario = CLOCK.scenario
    for name, one in told.items():
        assert one["label"]
        assert one["source"]
        assert one["unit"] or one["kind"] in ("case", "code", "flag"), name
        if one["kind"] == "input":
            cited = scenario.parameters[name].cited
            status = cited.status or "unsourced"
            assert one["source"] == (f"{cited.source} ({status})" if cited.source else status)
            assert one["unit"] == scenario.parameters[name].unit
        if one["kind"] == "probability":
            assert one["category"] == scenario.ends.categories[one["of"]]
            assert one["source"] == "computed"
    assert {told["assuming"]["source"], told["draw"]["source"]} == {"asked for"}
    assert told["assuming"]["meanings"] == {"0": "as it is", "1": "no way back"}


def test_words_are_categories(cased: SweepResult, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    parquet = pandas.read_parquet(cased.save(tmp_path / "cased.parquet"))
    stata = pandas.read_stata(cased.save(tmp_path / "cased.dta"))
    text = pandas.read_csv(cased.save(tmp_path / "cased.csv"))
    for name in ("assuming", "status"):
        words = list(cased.to_pandas()[name])
        assert len(set(words)) > 1
        for frame in (parquet, stata):
            assert isinstance(frame[name].dtype, pandas.CategoricalDtype)
            assert list(frame[name]) == words
        assert list(text[name]) == words


def test_arrays_tell_outcomes_by_label_category_and_column(
    cased: SweepResult, tmp_path: Path
) -> None:
    xarray = pytest.importorskip("xarray")
    pytest.importorskip("h5netcdf")
    ends = CLOCK.scenario.ends
    with xarray.open_dataset(cased.save(tmp_path / "cased.nc"), engine="h5netcdf") as opened:
        assert set(opened.coords) >= {"outcome_column", "outcome_category", "outcome_label"}
        for name, column, label, category in zip(
            opened.outcome.values,
            opened.outcome_column.values,
            opened.outcome_label.values,
            opened.outcome_category.values,
            strict=True,
        ):
            assert category == ends.categories[name]
            assert label == f"probability of {ends.label(name)}"
            drawn = opened.probability.sel(outcome=name).values
            assert np.array_equal(drawn.reshape(-1), cased.rows[column], equal_nan=True)
        for name, column in zip(opened.player.values, opened.player_column.values, strict=True):
            drawn = opened.payoff.sel(player=name).values
            assert np.array_equal(drawn.reshape(-1), cased.rows[column], equal_nan=True)
        assert opened.pi.attrs["source"] == cased.sheet.columns[2].source
        assert opened.drop_vars("crisis_sim_sheet").equals(cased.to_xarray())


def test_parts_and_whole_give_the_same_bytes(
    result: SweepResult, tmp_path: Path, suffix: str
) -> None:
    whole = result.save(tmp_path / f"whole{suffix}").read_bytes()
    path = tmp_path / f"parts{suffix}"
    plan = a_plan()
    sweep_to_file(plan, path, Running(), solver=point_solver(plan))
    assert path.read_bytes() == whole
    beside = {one.name for one in tmp_path.iterdir()}
    own = {f"{name}{suffix}{end}" for name in ("whole", "parts") for end in ("", ".json")}
    assert beside <= own


def test_a_file_that_is_there_stays(result: SweepResult, tmp_path: Path) -> None:
    path = tmp_path / "swept.csv"
    path.write_text("mine")
    with pytest.raises(cs.InputError, match="force=True"):
        result.save(path)
    assert path.read_text() == "mine"
    result.save(path, force=True)
    assert path.read_text() != "mine"


def test_an_unknown_suffix_names_those_that_are_known(result: SweepResult, tmp_path: Path) -> None:
    with pytest.raises(cs.InputError, match=r"\.csv, \.parquet, \.nc, \.dta\. Write \.csv,"):
        result.save(tmp_path / "swept.xlsx")
    with pytest.raises(cs.InputError, match=r"\.dta$"):
        result.save(tmp_path / "swept.txt")


def test_csv_is_read_by_any_program(result: SweepResult, tmp_path: Path) -> None:
    path = result.save(tmp_path / "swept.csv")
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["pi"]) for row in rows] == result.rows["pi"].tolist()
    assert {row["status"] for row in rows} == {"solved", "undefined"}
    assert {row["payoff_US"] for row in rows if row["status"] == "undefined"} == {""}
    assert json.loads((tmp_path / "swept.csv.json").read_text())["columns"][1]["unit"]


def test_xarray_opens_netcdf_with_units_and_meanings(result: SweepResult, tmp_path: Path) -> None:
    xarray = pytest.importorskip("xarray")
    path = result.save(tmp_path / "swept.nc")
    with xarray.open_dataset(path, engine="h5netcdf") as opened:
        assert opened.pi.attrs["units"] == "probability per day"
        assert "strike" in opened.pi.attrs["long_name"]
        flags = opened.status.attrs
        assert flags["flag_meanings"].split()[flags["flag_values"].tolist().index(1)] == "undefined"
        assert str(opened.meaning.values[1]) == result.equilibria[0]
        assert opened.attrs["scenario"] == "cuba-1962-clock"
        own = result.to_xarray()
        assert opened.drop_vars("crisis_sim_sheet").equals(own)
        chosen = opened.probability.sel(outcome="settled", pi=0.3, T=2)
        assert np.array_equal(chosen, result.probability("settled")[1, 0])


@pytest.mark.parametrize(("count", "held"), [(16_000, True), (16_001, False)])
def test_meanings_are_attributes_where_one_holds_them(count: int, *, held: bool) -> None:
    column = SheetColumn("code", "code", "", "code", "", "int32", dict.fromkeys(range(count), "a"))
    found = attributes(column)
    assert ("flag_meanings" in found) == ("flag_values" in found) == held
    if held:
        assert len(found["flag_meanings"].split()) == len(found["flag_values"]) == count
        assert max(len(found["flag_meanings"]), found["flag_values"].nbytes) < 2**16


def test_pandas_has_words_where_tables_have_codes(result: SweepResult) -> None:
    pytest.importorskip("pandas")
    frame = result.to_pandas()
    assert set(frame["status"]) == {"solved", "undefined"}
    assert frame.attrs["description"]["scenario"] == "cuba-1962-clock"
    assert len(frame) == result.sheet.points


def test_parquet_says_what_its_columns_mean(result: SweepResult, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = result.save(tmp_path / "swept.parquet")
    schema = parquet.read_schema(path)
    assert schema.field("pi").metadata[b"unit"] == b"probability per day"
    assert parquet.ParquetFile(path).metadata.num_row_groups == 3


def test_stata_has_labels(result: SweepResult, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    path = result.save(tmp_path / "swept.dta")
    with pandas.read_stata(path, iterator=True) as reader:
        assert "[probability per day]" in reader.variable_labels()["pi"]
        assert reader.value_labels()["status"][1] == "undefined"
        assert "cuba-1962-clock" in reader.data_label
        assert reader.time_stamp == "01 Jan 1960 00:00"


def test_a_stata_file_is_that_of_pandas(result: SweepResult, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    path, other = result.save(tmp_path / "swept.dta"), tmp_path / "pandas.dta"
    columns = result.sheet.columns
    with pandas.read_stata(path, iterator=True) as reader:
        labels = reader.variable_labels()
        pandas.DataFrame(dict(result.rows)).astype({"draw": np.int32}).to_stata(
            other,
            write_index=False,
            version=118,
            time_stamp=datetime.datetime(1960, 1, 1),
            data_label=reader.data_label,
            variable_labels=labels,
            value_labels={one.name: dict(one.meanings) for one in columns if one.meanings},
        )
    assert path.read_bytes() == other.read_bytes()


def test_stata_cannot_number_more_points(tmp_path: Path) -> None:
    plan = plan_for("pi=0:0.6:100000", "mu=0:1:100000")
    sheet = make_sheet(plan, point_solver(plan).kernel(0), make_codes(plan))
    with pytest.raises(cs.InputError, match="takes at most 2,147,483,620 points"):
        open_writer(".dta", tmp_path / "big.dta", sheet)
    assert list(tmp_path.iterdir()) == []


def test_names_are_fit_for_every_program() -> None:
    result = swept(plan_for("pi=0.3", study=cs.load("cuba-1962-cable")))
    names = [column.name for column in result.sheet.columns]
    assert all(len(name) <= 32 and name.isidentifier() for name in names)
    assert len(set(names)) == len(names)


@given(
    st.lists(st.integers(1, 5), min_size=1, max_size=4),
    st.integers(0, 700),
    st.integers(0, 700),
)
def test_boxes_hold_the_run_in_order(shape: list[int], first: int, second: int) -> None:
    total = int(np.prod(shape))
    start, stop = sorted((first % (total + 1), second % (total + 1)))
    numbers = np.arange(total).reshape(shape)
    found = [numbers[box].reshape(-1).tolist() for box in slabs(tuple(shape), start, stop)]
    assert list(itertools.chain(*found)) == list(range(start, stop))
    assert len(found) <= 2 * len(shape) - 1
