"""Tables as people have them: separators, marks, encodings, missing values, categories."""

from __future__ import annotations

import os
import threading
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from crisis_sim.errors import InputError, MissingExtra
from crisis_sim.tables import source as bounds
from crisis_sim.tables.read import Table, read_table


def table(folder: Path, text: str | bytes, name: str = "t.csv") -> Table:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_table(path)


def values(folder: Path, text: str | bytes) -> dict[str, list[float]]:
    found = table(folder, text).columns
    assert not any(one.fault for one in found.values()), found
    return {name: one.values.tolist() for name, one in found.items()}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", " ", ", "])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_every_separator_end_and_encoding(
    tmp_path: Path, separator: str, end: str, encoding: str
) -> None:
    rows = [["pi", "mu"], ["0.1", "2"], ["0.25", "-3e2"]]
    text = end.join(separator.join(row) for row in rows) + end
    assert values(tmp_path, text.encode(encoding)) == {"pi": [0.1, 0.25], "mu": [2, -300]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;b\n0,5;1\n-1,25;2\n", {"a": [0.5, -1.25], "b": [1, 2]}),
        ("a\tb\n1.234,5\t612,000\n", {"a": [1234.5], "b": [612]}),
        ("a;b\n0.5;612,000\n", {"a": [0.5], "b": [612_000]}),
        ('a,b\n"612,000",1\n"1,234,567.5",2\n', {"a": [612_000, 1_234_567.5], "b": [1, 2]}),
        ('a,b\n"0,5",1\n"1,25",2\n', {"a": [0.5, 1.25], "b": [1, 2]}),
        ("a,b\n1.234,2\n", {"a": [1.234], "b": [2]}),
        ("sep=;\na;b\n1;2\n", {"a": [1], "b": [2]}),
        ('"a" "b"\n"1" 0.5 2\n"2" 0.25 3\n', {"a": [0.5, 0.25], "b": [2, 3]}),
        (",a,b\n0,1,2\n1,3,4\n", {"a": [1, 3], "b": [2, 4]}),
        ("Unnamed: 0,a\n0,1\n", {"a": [1]}),
        ("a,b,,\n1,2,,\n,,,\n3,4,,\n", {"a": [1, 3], "b": [2, 4]}),
        ("only\n1\n2\n\x1a", {"only": [1, 2]}),
    ],
)
def test_marks_and_names_of_rows(
    tmp_path: Path, text: str, expected: dict[str, list[float]]
) -> None:
    assert values(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a;b\n612,000;1\n", "'612,000' in line 2, which can mean two numbers; write it"),
        ("a;b;c\n612,000;0,5;0.5\n", "'612,000' in line 2, which can mean two numbers: commas and"),
        ("a;b\n1.234;0,5\n", "'1.234' in line 2, which can mean two numbers; write it without"),
        ("a;b\n1.234;5\n", "'1.234' in line 2, which can mean two numbers; write it without"),
        ("a\tb\n512.000\t1\n612,000\t1\n", "'612,000' in line 3, which can mean two numbers"),
    ],
)
def test_what_can_mean_two_numbers_is_not_guessed(tmp_path: Path, text: str, message: str) -> None:
    found = table(tmp_path, text)
    assert not any("group" in note for note in found.notes)
    faults = [one.fault for one in found.columns.values()]
    assert next(one for one in faults if one).startswith(f"holds {message}")


@pytest.mark.parametrize(
    ("text", "expected", "marks"),
    [
        ("a;b\n512.000;0.5\n513.250;1\n", [512, 513.25], "points"),
        ("a\tb\n512,000\t0,5\n513,250\t1\n", [512, 513.25], "commas"),
    ],
)
def test_a_column_that_others_decide_says_how_it_was_read(
    tmp_path: Path, text: str, expected: list[float], marks: str
) -> None:
    found = table(tmp_path, text)
    assert found.columns["a"].values.tolist() == expected
    (note,) = found.notes
    assert note.startswith(f"in the column 'a' {marks} are decimal marks, as elsewhere")
    assert "in line 2" in note


def test_numbers_are_those_written(tmp_path: Path) -> None:
    cells = ["1/3", "0.12345678901234567890", "1e-320", "0.1", " 1/4", "1e-999", "2"]
    column = table(tmp_path, "a\n" + "\n".join(cells) + "\n").columns["a"]
    exact = [
        column.known.get(row, Fraction(repr(x))) for row, x in enumerate(column.values.tolist())
    ]
    assert exact == [Fraction(cell.strip()) for cell in cells]
    assert set(column.known) == {0, 1, 5}


def test_the_longest_numbers_can_be_told(tmp_path: Path) -> None:
    text = "0." + "9" * 2_993 + "e-999"
    column = table(tmp_path, f"a,b\n{text},1\n{text}9,1\n").columns["a"]
    assert column.fault.startswith("holds a number of too many digits")
    assert repr(column.known[0])


@pytest.mark.parametrize("word", ["", "NA", "#N/A", "NaN", ".", "null", "<NA>", "None"])
def test_missing_values(tmp_path: Path, word: str) -> None:
    column = table(tmp_path, f"a,b\n1,2\n{word},3\n4,5\n").columns["a"]
    assert np.isnan(column.values).tolist() == [False, True, False]
    assert not column.words


def test_truths_and_categories(tmp_path: Path) -> None:
    found = table(tmp_path, "a,b\nTRUE,junta\nfalse,republic\nNA,\nTrue,junta\n").columns
    assert found["a"].words == ("false", "true")
    assert found["a"].values.tolist()[:2] == [1, 0]
    assert np.isnan(found["a"].values[2])
    assert found["b"].words == ("junta", "republic")
    assert found["b"].values.tolist()[:2] == [0, 1]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (["1962-10-27", "1962-10-28"], "holds dates, such as '1962-10-27' in line 2"),
        (["27.10.1962", ""], "holds dates, such as '27.10.1962' in line 2"),
        (["1", "a dozen"], "holds text among its numbers, 'a dozen' in line 3"),
        (["1", "TRUE"], "holds truths among its numbers, 'TRUE' in line 3"),
        (["NA", *(f"n{k}" for k in range(60))], "holds 60 different texts, 'n0' in line 3 the"),
        ([f"n{k}" for k in range(3_000)], "holds more than 1,000 different texts, 'n0' in line 2"),
        (["9" * 5_000, "1"], "holds a number of too many digits or too large an exponent, '999"),
        (["1_000", "2"], "holds text among its numbers"),
        (
            ["1", "1e-999999999"],
            "holds a number of too many digits or too large an exponent, '1e-9",
        ),
        (["1e+00999999999", "2"], "holds a number of too many digits or too large an exponent"),
    ],
)
def test_columns_of_no_use_say_why(tmp_path: Path, cells: list[str], fault: str) -> None:
    column = table(tmp_path, "a,b\n" + "".join(f"{cell},0\n" for cell in cells)).columns["a"]
    assert column.fault.startswith(fault)


def test_cells_of_any_length(tmp_path: Path) -> None:
    found = table(tmp_path, f'a,b\n"{"x" * 500_000}",1\n').columns
    assert found["b"].values.tolist() == [1]
    assert len(found["a"].words[0]) == 500_000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"a,b,a\n1,2,3\n", r"t\.csv: 'a' is the name of columns 1, 3"),
        (b"a,b\n1,2\n\n3\n", r"t\.csv: 2 names over 1 column in line 4"),
        (b"a,b\n0,5,1\n", r"2 names over 3 columns in line 2; write 0\.5 with a point"),
        (b"a,,b\n1,2,3\n", r"column 2 has no name in the header"),
        (b'a,b\n"1,2\n3,4\n', r"the quotation mark in line 2 is not closed; leave it out"),
        (
            b"a,b\n1,2\ncaf\xe9,4\n",
            r"not UTF-8 text: the byte 0xe9 in line 3 cannot be read; in Windows-1252 it is 'é', "
            r"in 'café,4'; save it as UTF-8, in Excel as 'CSV UTF-8'",
        ),
        (b"a,b\n1,2\n\x81,4\n", r"the byte 0x81 in line 3 cannot be read; save it as UTF-8, in"),
        (b"\xff\xfea\x00,\x00b", r"not UTF-16 text"),
        (b"\x1f\x8b\x08", r"is compressed with gzip, not a table"),
        (b"\x89HDF\r\n\x1a\n", r"t\.csv is a netCDF file; only discover\(\) reads one"),
        (b"\xd0\xcf\x11\xe0\xa1", r"is an old Excel or Office document.*save it as \.xlsx"),
    ],
)
def test_damaged_text(tmp_path: Path, text: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        table(tmp_path, text)


@pytest.mark.parametrize("suffix", [".parquet", ".xlsx", ".dta", ".nc"])
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(InputError, match=rf"t\{suffix} is no \w+ file, or damaged"):
        table(tmp_path, "a,b\n1,2\n", f"t{suffix}")


@pytest.mark.parametrize("suffix", [".parquet", ".xlsx", ".dta"])
def test_other_programs_files(tmp_path: Path, suffix: str) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "Cost_of_war": np.array([0.1, np.nan, 0.3], dtype=np.float32),
            "n": [1, 2, 3],
            "regime": ["junta", "republic", "junta"],
        }
    )
    path = tmp_path / f"t{suffix}"
    write = {
        ".parquet": frame.to_parquet,
        ".xlsx": lambda name: frame.astype({"Cost_of_war": float}).round(3).to_excel(name),
        ".dta": lambda name: frame.to_stata(name, write_index=False),
    }
    if suffix == ".xlsx":
        pytest.importorskip("openpyxl")
    write[suffix](path)
    found = read_table(path)
    assert found.find("cost of war").values.tolist()[::2] == [0.1, 0.3]
    assert not found.find("cost of war").known
    assert found.find("N").values.tolist() == [1, 2, 3]
    assert found.find("regime").words == ("junta", "republic")
    assert bool(found.notes) == (suffix == ".xlsx")


def test_parquet_keeps_numbers_that_floats_do_not_tell(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from decimal import Decimal

    import pyarrow.parquet as pq

    columns = {"a": [2**53 + 1, None], "b": [Decimal("0.1234567890123456789"), Decimal(1)]}
    pq.write_table(pa.table(columns), tmp_path / "t.parquet")
    found = read_table(tmp_path / "t.parquet").columns
    assert found["a"].known == {0: 2**53 + 1}
    assert found["b"].known == {0: Fraction("0.1234567890123456789")}


def test_a_workbook_needs_an_extra_and_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = __import__("sys").modules
    monkeypatch.delitem(modules, "crisis_sim.tables.excel_reader", raising=False)
    monkeypatch.setitem(modules, "openpyxl.reader.excel", None)
    with pytest.raises(MissingExtra, match=r"an Excel file needs an extra.*pip install .*\[data\]"):
        table(tmp_path, b"PK\x03\x04", "t.xlsx")


def test_the_rows_before_a_far_cell_are_not_gone_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    monkeypatch.setattr("crisis_sim.tables.sheets.MOST_CELLS", 20_000)
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "a", 1
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(InputError, match="column 16384 has no name, but a cell in row 1048576"):
        read_table(tmp_path / "far.xlsx")
    book.active["XFD1048575"] = 1
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(InputError, match="more than 20,000 cells"):
        read_table(tmp_path / "far.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    import zipfile

    openpyxl.Workbook().save(tmp_path / "plain.xlsx")
    bomb = zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED)
    with bomb, zipfile.ZipFile(tmp_path / "plain.xlsx") as plain:
        for name in plain.namelist():
            if name != "xl/worksheets/sheet1.xml":
                bomb.writestr(name, plain.read(name))
        with bomb.open("xl/worksheets/sheet1.xml", "w") as file:
            for _ in range(301):
                file.write(bytes(1_000_000))
    with pytest.raises(InputError, match="unpacks to more than 300,000,000 bytes"):
        read_table(tmp_path / "bomb.xlsx")


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_CELLS", 10)
    with pytest.raises(InputError, match="more than 10 cells"):
        table(tmp_path, "a,b\n" + "1,2\n" * 6)
    monkeypatch.setattr(bounds, "MOST_BYTES", 10)
    with pytest.raises(InputError, match="larger than 10 bytes"):
        table(tmp_path, "a,b\n" + "1,2\n" * 6)
    monkeypatch.undo()
    with pytest.raises(InputError, match="more than 20,000 columns"):
        table(tmp_path, ",".join(f"c{k}" for k in range(20_001)))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes of that kind")
def test_a_pipe_is_read_to_its_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def send() -> None:
        pipe.write_text("a,b\n1,2\n3,4\n")

    sender = threading.Thread(target=send)
    sender.start()
    assert read_table(pipe).columns["b"].values.tolist() == [2, 4]
    sender.join()
    monkeypatch.setattr(bounds, "MOST_PIPED", 5)
    sender = threading.Thread(target=send)
    sender.start()
    with pytest.raises(InputError, match="gives more than 5 bytes"):
        read_table(pipe)
    sender.join()


@pytest.mark.parametrize("name", ["no", "no\0"])
def test_what_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"cannot read .*no"):
        read_table(tmp_path / name)


def test_names_in_any_spelling(tmp_path: Path) -> None:
    found = table(tmp_path, "Cost_of war,x,X,information.set\n1,2,3,4\n")
    assert found.find("cost of war").name == "Cost_of war"
    assert found.find("X").values.tolist() == [3]
    assert found.find("Information set").values.tolist() == [4]
    with pytest.raises(InputError, match=r"t\.csv has no column 'y'\. Known here"):
        found.find("y")


def test_rows_that_no_sheet_can_have_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A12"] = "x", 1
    book.save(tmp_path / "far.xlsx")
    monkeypatch.setattr("crisis_sim.tables.sheets.MOST_ROWS", 10)
    with pytest.raises(InputError, match="has rows beyond the last that a sheet can have"):
        read_table(tmp_path / "far.xlsx", ["x"])
