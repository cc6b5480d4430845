"""A table says the same wherever a batch of its rows ends."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crisis_sim.sweep.designs.points_file import read_points
from crisis_sim.sweep.discovering.table import read_table as read_search
from crisis_sim.tables.read import Table, read_table

READERS = ("text", "workbook", "parquet", "stata")
"""The modules that give batches."""
BATCHES = (1, 2, 4, 6, 10)


def told(table: Table) -> list[Any]:
    """All that a table says, its exact numbers and the places of its rows too."""
    columns = [
        (one.name, one.values.tolist(), one.words, dict(one.known), one.fault, one.odd, one.notes)
        for one in table.columns.values()
    ]
    return [repr(columns), table.notes, list(table.places)]


def alike_in_batches(path: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    """The table in a file, which is the same in batches of whatever size."""
    whole = read_table(path)
    for at_once in BATCHES:
        for reader in READERS:
            monkeypatch.setattr(f"crisis_sim.tables.{reader}.AT_ONCE", at_once)
        assert told(read_table(path)) == told(whole), at_once
    return whole


@pytest.mark.parametrize(
    "cells",
    [
        ["1.234"] * 4 + ['"0,5"'],
        ['"0,5"'] + ["1.234"] * 4,
        ["1.5", "1.234", '"1,234"', '"0,5"'],
        ["1.234", '"1,234"', "1.5", "1.234"],
        ["1.5", "1.5", '"0,5"', "1.5"],
        ["7", "7", '"0,5"', '"1.234,5"'],
        ["1.234", "1.234", '"1,234,567"'],
        ["NaN", "nan", "junta", "republic"],
        ["nan", "nan", "1", "+nan"],
        ["inf", "1e999", "1", "NA"],
        ["\u0663", "5", "1/2", "5"],
        ["5", "1e-320", "0.12345678901234567890", "NA", "9007199254740993", "x"],
        ["12 %", "7", "7", "12"],
        ["28/10", "1/2", "7", "7"],
        [".a", "3", "3", ".b"],
        ["1 400", "3", "3", "1"],
        ["_", "1_0", "1", "1"],
        [" 5 ", "\u00a05", "\u20035", "5"],
    ],
)
def test_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cells: Sequence[str]) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x,y\n" + "".join(f"{cell},{row}\n" for row, cell in enumerate(cells)))
    alike_in_batches(path, monkeypatch)


@pytest.mark.parametrize("rows", [49_999, 50_000, 50_001])
def test_a_decimal_comma_after_a_whole_batch_of_points(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x,y\n" + "1.234,1\n" * rows + '"0,5",1\n')
    fault = read_table(path).columns["x"].fault
    assert fault.startswith("holds '1.234' in line 2, which can mean two numbers")


def test_numbers_that_floats_do_not_tell_stay_in_their_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pd = pytest.importorskip("pandas")
    pytest.importorskip("openpyxl")
    cells = ["1", "2", "3", "0.1234567890123456", "5", str(2**53 + 1), "12345678901234567.25"]
    known = {5: Fraction(2**53 + 1), 6: Fraction(cells[6])}
    frame = pd.DataFrame({"x": cells, "n": [*range(6), 2**53 + 1]})
    frame.to_csv(tmp_path / "t.csv", index=False)
    frame.to_excel(tmp_path / "t.xlsx", index=False)
    frame.to_parquet(tmp_path / "t.parquet")
    for name in ("t.csv", "t.xlsx", "t.parquet"):
        found = alike_in_batches(tmp_path / name, monkeypatch)
        first = 2 if name != "t.parquet" else 1
        assert list(found.places) == list(range(first, first + 7))
        assert found.columns["x"].known == known
        assert found.columns["x"].values[3] == 0.1234567890123456
        assert name == "t.xlsx" or found.columns["n"].known == {6: 2**53 + 1}


def test_labels_and_missing_values_of_stata(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"war": [0, 1, 1, 0, 1], "x": [0.5, None, 1.5, 2.0, None]})
    frame["text"] = ["a", None, "b", "", "a"]
    labels = {"war": {0: "peace", 1: "war"}}
    frame.to_stata(tmp_path / "t.dta", write_index=False, value_labels=labels)
    found = alike_in_batches(tmp_path / "t.dta", monkeypatch)
    assert list(found.places) == [1, 2, 3, 4, 5]
    assert found.columns["text"].words == ("a", "b")


def test_messages_count_rows_from_1(tmp_path: Path) -> None:
    pd = pytest.importorskip("pandas")
    pytest.importorskip("openpyxl")
    frame = pd.DataFrame({"x": ["1", "2", "text"], "y": [1.0, 2.0, 3.0]})
    frame.to_excel(tmp_path / "t.xlsx", index=False)
    frame.to_parquet(tmp_path / "t.parquet")
    frame.to_stata(tmp_path / "t.dta", write_index=False)
    for name, row in (("t.xlsx", 4), ("t.parquet", 3), ("t.dta", 3)):
        fault = read_table(tmp_path / name).columns["x"].fault
        assert fault == f"holds text among its numbers, 'text' in row {row}"


def test_a_label_that_is_missing_is_nothing(tmp_path: Path) -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"war": [0.0, None, 1.0], "y": [1, 2, 3]})
    labels = {"war": {0: "peace", 1: "war"}}
    frame.to_stata(tmp_path / "t.dta", write_index=False, value_labels=labels)
    column = read_table(tmp_path / "t.dta").columns["war"]
    assert column.words == ("peace", "war")
    assert [value == value for value in column.values] == [True, False, True]


def test_the_rows_read_so_far_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x,y\n" + "1,2\n" * 5)
    monkeypatch.setattr("crisis_sim.tables.text.AT_ONCE", 4)
    for read in (read_table, read_points, partial(read_search, inputs=["x"])):
        done: list[int] = []
        read(path, report=done.append)
        assert done == [2, 4, 5]
