"""What Excel, Stata, pandas and Arrow save beside plain numbers."""

from __future__ import annotations

import datetime
import io
import struct
import warnings
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.errors import InputError
from crisis_sim.profiles.counts import read_counts
from crisis_sim.sweep.designs.points_file import read_points
from crisis_sim.tables.read import Table, read_table

openpyxl = pytest.importorskip("openpyxl")
pd = pytest.importorskip("pandas")
pa = pytest.importorskip("pyarrow")


def workbook(
    path: Path, *sheets: Sequence[Sequence[Any]], change: Callable[[Any], None] | None = None
) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"s{number}")
        for row in rows:
            sheet.append(row)
    if change is not None:
        change(book)
    book.save(path)
    return path


def cached(path: Path, formula: str, saved: str, type_: str = "") -> None:
    """Give a formula in a workbook the value that Excel would have saved."""
    data = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                before = f"<f>{formula}</f><v />".encode()
                if before not in text:
                    before = f"<f>{formula}</f><v></v>".encode()
                assert before in text
                text = text.replace(before, f"<f>{formula}</f><v>{saved}</v>".encode())
                text = text.replace(b'<c r="A2"', f'<c r="A2"{type_}'.encode())
            new.writestr(name, text)
    path.write_bytes(data.getvalue())


FORMULAS: Sequence[Sequence[Any]] = [["x", "y"], ["=1/4", 1], [0.5, 2]]


def test_formulas_without_values_are_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", FORMULAS)
    message = (
        r"row 2 holds a formula whose value was not saved, '=1/4' under 'x'; open .* and save it"
    )
    with pytest.raises(InputError, match=message):
        read_table(path)
    with pytest.raises(InputError, match=message):
        read_points(path)
    assert read_table(path, ["y"]).columns["y"].values.tolist() == [1, 2]


def test_rows_of_formulas_alone_are_not_lost(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [["x"], [1], ["=A2+1"]])
    with pytest.raises(InputError, match="row 3 holds a formula whose value was not saved, '=A2"):
        read_table(path)


def test_counts_of_formulas_are_told(tmp_path: Path) -> None:
    rows: Sequence[Sequence[Any]] = [
        ["information set", "action", "count"],
        ["the threat", "threaten", "=7*2"],
    ]
    path = workbook(tmp_path / "t.xlsx", rows)
    with pytest.raises(InputError, match=r"row 2 holds a formula .*'=7\*2' under 'count'"):
        read_counts(path, cs.load("brinkmanship").game())


def test_formulas_with_values_are_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", FORMULAS)
    cached(path, "1/4", "0.25")
    assert read_table(path).columns["x"].values.tolist() == [0.25, 0.5]


def test_a_formula_that_gives_nothing_is_a_missing_value(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", FORMULAS)
    cached(path, "1/4", "", ' t="str"')
    np.testing.assert_array_equal(read_table(path).columns["x"].values, [np.nan, 0.5])


def test_errors_in_cells(tmp_path: Path) -> None:
    rows: Sequence[Sequence[Any]] = [["x", "y"], ["#N/A", "#DIV/0!"], [0.5, "#REF!"], [0.7, 1]]
    found = read_table(workbook(tmp_path / "t.xlsx", rows))
    assert np.isnan(found.columns["x"].values).tolist() == [True, False, False]
    assert found.notes == (
        "the column 'y' holds 2 errors of a spreadsheet, '#DIV/0!' in row 2 the first; "
        "counted as missing",
    )
    with pytest.raises(InputError, match=r"the column 'y' holds 2 errors .*'#DIV/0!' in row 2"):
        read_points(tmp_path / "t.xlsx")


TABLE: Sequence[Sequence[Any]] = [["x", "y"], [1, 2], [3, 4]]


def hidden(book: Any) -> None:
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1


@pytest.mark.parametrize(
    ("sheets", "change", "note"),
    [
        ([TABLE], None, ""),
        ([TABLE, TABLE], None, "only the first sheet, 's1', was read"),
        ([[], TABLE], None, "only the sheet 's2' was read; the one before it is empty"),
        (
            [[["see s2"]], TABLE],
            None,
            "only the sheet 's2' was read; the one before it is no table",
        ),
        ([[], [], TABLE], None, "only the sheet 's3' was read; those before it are empty"),
        (
            [[["a"], [5]], TABLE],
            hidden,
            "only the sheet 's2' was read; the one before it is hidden",
        ),
        ([TABLE, []], hidden, "only the first sheet, 's1', was read"),
    ],
)
def test_the_sheet_that_holds_a_table_is_read(
    tmp_path: Path, sheets: list[Any], change: Any, note: str
) -> None:
    found = read_table(workbook(tmp_path / "t.xlsx", *sheets, change=change))
    assert found.columns["x"].values.tolist() == [1, 3]
    assert found.notes == ((note,) if note else ())


def test_titles_and_merged_cells_above_the_names(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [["A title"], [], *TABLE])
    with pytest.raises(InputError, match=r"row 1 seems to be a title, 'A title'; delete what"):
        read_table(path)
    path = workbook(
        tmp_path / "t.xlsx",
        [["grp", None, "z"], ["x", "y", "z"], [1, 2, 3]],
        change=lambda book: book.active.merge_cells("A1:B1"),
    )
    with pytest.raises(
        InputError, match=r"column 2 has no name, .* of merged cells only the first"
    ):
        read_table(path)


def test_dates_truths_and_numbers_as_text_in_cells(tmp_path: Path) -> None:
    day = datetime.date(1962, 10, 27)
    rows: Sequence[Sequence[Any]] = [
        ["when", "war", "x", "y"],
        [day, True, "0.5", "0,5"],
        [day, False, " 2 ", "2"],
    ]
    found = read_table(workbook(tmp_path / "t.xlsx", rows)).columns
    assert found["when"].fault.startswith("holds dates, such as '1962-10-27")
    assert found["war"].words == ("false", "true")
    assert found["x"].values.tolist() == found["y"].values.tolist() == [0.5, 2]


def test_a_sheet_that_says_a_wrong_size_is_read_whole(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", TABLE)
    data = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:B3"', b'ref="A1"'))
    path.write_bytes(data.getvalue())
    assert read_table(path).columns["y"].values.tolist() == [2, 4]


def test_blank_rows_and_columns_of_a_sheet_are_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [["x", "y"], [1, 2], [], [None], [3, 4], [], [5, 6]])
    assert read_table(path).notes == ("3 blank rows were left out",)
    path = workbook(tmp_path / "t.xlsx", [["x", None, "y"], [1, None, 2]])
    assert read_table(path).notes == ("the empty columns without a name were left out",)


@pytest.mark.parametrize("whole", [True, False])
def test_other_sheets_than_excels_are_named(tmp_path: Path, whole: bool) -> None:
    path = tmp_path / "t.csv"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", "<office/>")
    path.write_bytes(path.read_bytes()[: None if whole else 100])
    said = "is an OpenDocument file; save the table as .xlsx or .csv"
    with pytest.raises(InputError, match=said):
        read_table(path)
    with pytest.raises(InputError, match=said):
        read_table(path.rename(tmp_path / "t.ods"))
    (tmp_path / "t.ods").write_bytes(b"nothing of the kind")
    with pytest.raises(InputError, match=said):
        read_table(tmp_path / "t.ods")


def test_other_zip_archives_are_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as packed:
        packed.writestr("a.csv", "x\n1\n")
    with pytest.raises(InputError, match=r"is a zip archive, but no \.xlsx file; unpack it"):
        read_table(tmp_path / "t.zip")


def stata(path: Path, frame: Any, **options: Any) -> Table:
    frame.to_stata(path, write_index=False, **options)
    return read_table(path)


LABELS = {"war": {0: "peace", 1: "war"}}


def test_numbers_that_all_have_labels_are_texts(tmp_path: Path) -> None:
    frame = pd.DataFrame({"x": [0.5, 0.25, 0.125], "war": [1.0, 0.0, np.nan]})
    found = stata(tmp_path / "t.dta", frame, value_labels=LABELS)
    assert found.columns["war"].words == ("peace", "war")
    np.testing.assert_array_equal(found.columns["war"].values, [1, 0, np.nan])
    assert found.notes == ("the column 'war' is read by its value labels, such as 'war' for 1",)
    assert not read_table(tmp_path / "t.dta", ["x"]).notes
    with pytest.raises(InputError, match="the column 'war' holds text, 'war' in row 1"):
        read_points(tmp_path / "t.dta")


def test_numbers_of_which_some_have_labels_stay(tmp_path: Path) -> None:
    frame = pd.DataFrame({"x": [0.5, -9.0, 2.0]})
    found = stata(tmp_path / "t.dta", frame, value_labels={"x": {-9: "refused", 99: "unknown"}})
    assert found.columns["x"].values.tolist() == [0.5, -9, 2]
    (note,) = found.notes
    assert note.startswith(
        "the column 'x' has value labels for some numbers, 'refused' for -9; its"
    )


def test_labels_that_are_the_same_are_not_read(tmp_path: Path) -> None:
    frame = pd.DataFrame({"x": [1, 2, 3], "war": [1, 0, 1]})
    labels = {"x": {1: "low", 2: "low", 3: "high"}, **LABELS}
    found = stata(tmp_path / "t.dta", frame, value_labels=labels)
    assert found.columns["x"].values.tolist() == [1, 2, 3]
    assert found.columns["war"].words == ("peace", "war")
    assert found.notes[0].startswith("the column 'x' has value labels, two of them the same; its")


def test_many_labels_are_read_at_once_without_a_word_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    frame = pd.DataFrame({f"v{number}": [1, 2, 3] for number in range(300)})
    labels = {name: {1: "low", 2: "low", 3: "hi\u00e9"} for name in frame}
    frame.to_stata(tmp_path / "t.dta", write_index=False, version=118, value_labels=labels)
    data = (tmp_path / "t.dta").read_bytes()
    (tmp_path / "t.dta").write_bytes(data.replace("hi\u00e9".encode(), b"hi\xe9\xe9"))
    read, opened = pd.read_stata, []
    monkeypatch.setattr(pd, "read_stata", lambda *one, **two: opened.append(1) or read(*one, **two))
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        found = read_table(tmp_path / "t.dta")
    assert len(found.notes) == 300
    assert len(opened) == 1
    assert capfd.readouterr() == ("", "")


def test_labelled_actions_are_counted_by_their_names(tmp_path: Path) -> None:
    names = {"action": {1: "threaten", 2: "do not threaten"}, "information_set": {1: "the threat"}}
    frame = pd.DataFrame({"information_set": [1, 1], "action": [1, 2], "count": [14, 6]})
    frame.to_stata(tmp_path / "t.dta", write_index=False, value_labels=names)
    game = cs.load("brinkmanship").game()
    played = read_counts(tmp_path / "t.dta", game)
    assert sorted(played.counts.tolist())[-2:] == [6, 14]
    assert any("is read by its value labels" in note for note in played.notes)


def test_all_of_statas_missing_values_are_missing(tmp_path: Path) -> None:
    frame = pd.DataFrame({"x": [0.5, 123.456, 2.0]})
    frame.to_stata(tmp_path / "t.dta", write_index=False)
    data = (tmp_path / "t.dta").read_bytes()
    missing_a = struct.pack("<Q", 0x7FE0010000000000)
    assert data.count(struct.pack("<d", 123.456)) == 1
    (tmp_path / "t.dta").write_bytes(data.replace(struct.pack("<d", 123.456), missing_a))
    found = read_table(tmp_path / "t.dta")
    np.testing.assert_array_equal(found.columns["x"].values, [0.5, np.nan, 2])
    with pytest.raises(InputError, match="'x' is missing in row 2"):
        read_points(tmp_path / "t.dta")


def test_categories_in_parquet(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "number": pd.Categorical([3, 1, 3]),
            "text": pd.Categorical(["hi", "lo", None]),
            "order": pd.Categorical(["lo", "hi", "lo"], categories=["lo", "hi"], ordered=True),
        }
    )
    frame.to_parquet(tmp_path / "t.parquet")
    found = read_table(tmp_path / "t.parquet")
    assert found.columns["number"].values.tolist() == [3, 1, 3]
    assert not found.columns["number"].words
    assert found.columns["text"].words == ("hi", "lo")
    assert found.columns["order"].words == ("hi", "lo")
    assert found.notes == (
        "the categories in 'number' are numbers, and read as such",
        "the order of the categories in 'order' is not used",
    )
    assert not read_table(tmp_path / "t.parquet", ["text"]).notes


def test_numbers_that_arrow_stores_as_a_dictionary(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    table = pa.table({"x": pa.array([0.5, None, 0.5]).dictionary_encode()})
    pq.write_table(table, tmp_path / "t.parquet")
    found = read_table(tmp_path / "t.parquet")
    np.testing.assert_array_equal(found.columns["x"].values, [0.5, np.nan, 0.5])


def test_the_index_of_pandas_in_parquet(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    frame = pd.DataFrame({"y": [1.0, 2.0]})
    frame.set_index(pd.RangeIndex(5, 9, 2, name="x")).to_parquet(path)
    assert read_table(path).columns["x"].values.tolist() == [5, 7]
    assert read_table(path, ["x"]).columns["x"].values.tolist() == [5, 7]
    frame.set_index(pd.Index([0.5, 0.7], name="x")).to_parquet(path)
    assert read_table(path).columns["x"].values.tolist() == [0.5, 0.7]
    frame.set_index(pd.Index(["a", "b"])).to_parquet(path)
    found = read_table(path)
    assert tuple(found.columns) == ("y",)
    assert found.notes == ("the column '__index_level_0__' names the rows and was left out",)


def test_an_infinite_number_in_a_typed_column(tmp_path: Path) -> None:
    pd.DataFrame({"x": [0.5, -np.inf, 2.0]}).to_parquet(tmp_path / "t.parquet")
    found = read_table(tmp_path / "t.parquet")
    assert found.columns["x"].odd == "holds an infinite number, '-inf' in row 2"


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet", ".csv"])
def test_durations_are_told_with_what_to_write(tmp_path: Path, suffix: str) -> None:
    waits = pd.to_timedelta([90, 90_000.5, -3_600], unit="s")
    frame = pd.DataFrame({"wait": waits, "x": [0.1, 0.2, 0.3]})
    path = tmp_path / f"t{suffix}"
    if suffix == ".xlsx":
        rows = zip(waits.to_pytimedelta(), frame["x"], strict=True)
        workbook(path, [("wait", "x"), *rows])
    elif suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_csv(path, index=False)
    found = read_table(path)
    fault = found.columns["wait"].told
    assert fault.startswith("holds durations or times of day, such as '0")
    assert fault.endswith("; write hours or days as a number")
    assert found.columns["x"].values.tolist() == [0.1, 0.2, 0.3]


def test_a_duration_among_numbers_is_told_as_one(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("x,y\n0:30:00,1\n5,2\n")
    fault = read_table(tmp_path / "t.csv").columns["x"].told
    said = "holds durations or times of day among its numbers, '0:30:00' in line 2; write hours or"
    assert fault.startswith(said)


def test_a_row_of_units_in_a_workbook_is_refused(tmp_path: Path) -> None:
    workbook(tmp_path / "t.xlsx", [("x", "y"), ("USD", None), (1, 2), (3, 4)])
    with pytest.raises(InputError, match=r"row 2 seems to hold units, 'USD': delete it"):
        read_table(tmp_path / "t.xlsx")


def test_a_quotient_that_a_spreadsheet_made_a_date_is_told(tmp_path: Path) -> None:
    workbook(tmp_path / "t.xlsx", [("x", "y"), (datetime.datetime(2024, 1, 3), 2), (0.5, 4)])
    said = "format the column as text and write 1/3, or write 0.3333, if a spreadsheet made it a"
    assert said in read_table(tmp_path / "t.xlsx").columns["x"].told
    workbook(tmp_path / "t.xlsx", [("x", "y"), (datetime.datetime(1962, 10, 28), 2), (0.5, 4)])
    assert "write" not in read_table(tmp_path / "t.xlsx").columns["x"].told


@pytest.mark.parametrize("text", ["", "\n", "\ufeff"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    said = "t.csv is empty; expected names of columns, and rows below"
    with pytest.raises(InputError, match=said):
        read_table(tmp_path / "t.csv", ["x"])
