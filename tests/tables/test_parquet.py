"""Parquet files as pandas and Arrow write them: nothing is made up, nothing misread."""

from __future__ import annotations

from pathlib import Path

import pytest

from crisis_sim.errors import InputError
from crisis_sim.tables.opening import open_source
from crisis_sim.tables.read import Table, read_table, table_rows

pd = pytest.importorskip("pandas")
pa = pytest.importorskip("pyarrow")
pc = pytest.importorskip("pyarrow.compute")
pq = pytest.importorskip("pyarrow.parquet")

ROWS = 10


def counted() -> object:
    """A table whose index, called p, counts its rows and is not stored."""
    frame = pd.DataFrame({"q": [float(n) for n in range(ROWS)]})
    frame.index = pd.RangeIndex(5, 5 + 2 * ROWS, 2, name="p")
    return pa.Table.from_pandas(frame)


def written(path: Path, table: object) -> Table:
    pq.write_table(table, path / "t.parquet")
    return read_table(path / "t.parquet")


def test_an_index_that_counts_the_rows_is_restored(tmp_path: Path) -> None:
    found = written(tmp_path, counted())
    assert found.columns["p"].values.tolist() == list(range(5, 25, 2))
    assert found.notes == ()


@pytest.mark.parametrize("change", ["filtered", "sliced", "doubled"])
def test_an_index_that_counted_other_rows_is_left_out(change: str, tmp_path: Path) -> None:
    table = counted()
    changed = {
        "filtered": lambda: table.filter(pc.greater(table["q"], 6.0)),
        "sliced": lambda: table.slice(3, 4),
        "doubled": lambda: pa.concat_tables([table, table]),
    }
    found = written(tmp_path, changed[change]())
    assert list(found.columns) == ["q"]
    assert found.notes == ("the column 'p' counts other rows and was left out",)


def test_periods_are_no_numbers(tmp_path: Path) -> None:
    when = pd.period_range("1962-10", periods=2, freq="M")
    frame = pd.DataFrame({"when": when, "q": [0.1, 0.2]})
    frame.to_parquet(tmp_path / "t.parquet")
    found = read_table(tmp_path / "t.parquet")
    assert list(found.columns) == ["q"]
    assert found.notes == ("the column 'when' is of the type pandas.period and was left out",)


@pytest.mark.parametrize("stored", [False, True], ids=["index", "column"])
def test_a_summary_is_refused_by_what_names_its_rows(stored: bool, tmp_path: Path) -> None:
    summary = pd.DataFrame({"q": [0.1, 0.2]}).describe()
    (summary.reset_index() if stored else summary).to_parquet(tmp_path / "t.parquet")
    with pytest.raises(InputError, match="describe"):
        read_table(tmp_path / "t.parquet")


def test_a_text_that_many_rows_share_is_stripped_once(tmp_path: Path) -> None:
    words = pa.DictionaryArray.from_arrays([0, 1] * 50, [" yes", "no "])
    pq.write_table(pa.table({"p": words, "q": [1] * 100}), tmp_path / "t.parquet")
    with open_source(tmp_path / "t.parquet") as source:
        found = [row.cells[0] for row in table_rows(source)]
    assert found == ["yes", "no"] * 50
    assert len(set(map(id, found))) == 2
