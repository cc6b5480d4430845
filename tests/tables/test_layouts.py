"""How tables are laid out: names of rows, remarks, titles, totals, what cannot be seen."""

from __future__ import annotations

import csv
import io
import random
import re
from pathlib import Path

import numpy as np
import pytest

from crisis_sim.errors import InputError
from crisis_sim.sweep.designs.points_file import read_points
from crisis_sim.sweep.discovering.table import read_table as discovered
from crisis_sim.tables import text as text_tables
from crisis_sim.tables.opening import open_bytes, open_source
from crisis_sim.tables.read import read_table, table_rows
from tests.tables.written import numbers, table

ROW_NAMES = "the first column, without a name, names the rows and was left out"
REMARKS = "lines that begin with # were passed over"


@pytest.mark.parametrize(
    "text",
    [
        '"a" "b"\n"1" 0.5 2\n"2" 0.25 3\n',
        '"a"\t"b"\n"US"\t0.5\t2\n"GB"\t0.25\t3\n',
        "a b\nUS 0.5 2\nGB 0.25 3\n",
        "a\tb\nUS\t0.5\t2\nGB\t0.25\t3\n",
        "a\tb\n17\t0.5\t2\n9\t0.25\t3\n",
        'a;b\n"US";0,5;2\n"GB";0,25;3\n',
        '"a","b"\n"US",0.5,2\n"GB",0.25,3\n',
        "     a  b\n0  0.5  2\n1  0.25 3\n",
    ],
)
def test_names_of_rows_as_r_and_pandas_write_them(tmp_path: Path, text: str) -> None:
    found = table(tmp_path, text)
    assert {name: one.values.tolist() for name, one in found.columns.items()} == {
        "a": [0.5, 0.25],
        "b": [2, 3],
    }
    assert found.notes == (ROW_NAMES,)


@pytest.mark.parametrize("header", ['"a" "" "b"', '"" "a" "b"'])
def test_a_nameless_column_beside_names_of_rows(tmp_path: Path, header: str) -> None:
    nameless = header.split().index('""')
    rows = [["0.5", "2"], ["0.25", "3"]]
    for row in rows:
        row.insert(nameless, '""')
    text = "".join(f'"{k}" {" ".join(row)}\n' for k, row in enumerate(rows, 1))
    found = table(tmp_path, f"{header}\n{text}")
    assert {name: one.values.tolist() for name, one in found.columns.items()} == {
        "a": [0.5, 0.25],
        "b": [2, 3],
    }
    full = text.replace('""', "7")
    with pytest.raises(InputError, match=f"column {nameless + 2} has no name in the header"):
        table(tmp_path, f"{header}\n{full}")


def test_names_of_the_rows_of_one_column(tmp_path: Path) -> None:
    found = table(tmp_path, '"a"\n"US" 0.5\n"GB" 0.25\n')
    assert found.columns["a"].values.tolist() == [0.5, 0.25]


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n0,5,1\n0,7,2\n",
        "a\n0,1\n0,3\n",
        '"a"\n0,1\n0,3\n',
        "a\tb\nUS\t1\t2\nUS\t3\t4\n",
    ],
)
def test_rows_that_are_longer_for_another_reason(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"names? over \d columns in line 2"):
        table(tmp_path, text)


def test_the_separator_is_told_by_more_rows_than_the_first(tmp_path: Path) -> None:
    found = table(tmp_path, "a,b;c\n0,5;1\n7;2\n8;3\n")
    assert tuple(found.columns) == ("a,b", "c")
    names = "\n".join(f"{name} 0.5 2" for name in ("US", "GB", "US"))
    with pytest.raises(InputError, match=r"2 names over 3 columns in line 2"):
        table(tmp_path, f"a\tb\n{names}\n".replace(" ", "\t"))


def test_spaces_between_thousands_make_no_names_of_rows(tmp_path: Path) -> None:
    assert tuple(table(tmp_path, "a b\n3 234 5\n1 345 6\n").columns) == ("a b",)


def test_separators_at_the_ends_of_rows_make_no_names(tmp_path: Path) -> None:
    found = table(tmp_path, "a\tb\n1\t2\t\n1\t4\t\n")
    assert found.columns["a"].values.tolist() == [1, 1]
    assert not found.notes


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("# a remark, with commas, of three\na,b\n1,2\n", (REMARKS,)),
        ('# "quoted" \n#\na,b\n1,2\n', (REMARKS,)),
        ("# a,b\n1,2\n", ()),
        ("#a b\n1 2\n", ()),
        ("# first\n# a,b\n1,2\n", (REMARKS,)),
        ("sep=;\na;b\n1;2\n", ()),
    ],
)
def test_remarks_before_the_names(tmp_path: Path, text: str, notes: tuple[str, ...]) -> None:
    found = table(tmp_path, text)
    assert {name: one.values.tolist() for name, one in found.columns.items()} == {
        "a": [1],
        "b": [2],
    }
    assert found.notes == notes


def test_lines_are_counted_from_the_first_of_the_file(tmp_path: Path) -> None:
    for before in ("# remark\n", "# remark\n#\n", "sep=,\n"):
        found = table(tmp_path, f"{before}a,b\n1,x\n2,3\n")
        line = before.count("\n") + 2
        assert found.columns["b"].fault == f"holds text among its numbers, 'x' in line {line}"
    with pytest.raises(InputError, match="quotation marks up to line 4"):
        table(tmp_path, '# remark\na,b\n1,2\n"1"2,3\n')


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "My table\n\na,b,c\n1,2,3\n",
            r"line 1 seems to be a title, .My table.; delete what",
        ),
        ("a,b\n1,2\n# remark\n", r"2 names over 1 column in line 3"),
        ("a,b\n1,2\n\nSource: mine\n", r"2 names over 1 column in line 4"),
        ("a,b\n1\n", r"2 names over 1 column in line 2"),
        (b"a,b\ncaf\xe9,2\n", r"the byte 0xe9 in line 2 cannot be read; .*; save it as UTF-8"),
        (b'{"a": [1, 2]}', r"is JSON, not a table that is read here; save the table as \.csv"),
        (b"<!DOCTYPE html><table>", r"is a web page, not a table"),
        (b"<?xml version='1.0'?>", r"is XML, not a table"),
        (b"ARROW1\0\0", r"is a Feather file, not a table"),
    ],
)
def test_what_is_no_table_of_names_and_rows(
    tmp_path: Path, text: str | bytes, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        table(tmp_path, text)


@pytest.mark.parametrize(
    ("header", "dropped"),
    [
        ("Unnamed: 0,a", "the column 'Unnamed: 0' names the rows and was left out"),
        ("Unnamed: 0.1,Unnamed: 0,a", "2 columns, 'Unnamed: 0.1', 'Unnamed: 0', name"),
        (",Unnamed: 0,a", "2 columns, 'Unnamed: 0', name the rows and were left out"),
        (",,a", "2 columns, without names, name the rows and were left out"),
    ],
)
def test_columns_that_number_the_rows(tmp_path: Path, header: str, dropped: str) -> None:
    count = header.count(",")
    found = table(tmp_path, f"{header}\n{'0,' * count}0.5\n{'1,' * count}0.25\n")
    assert {name: one.values.tolist() for name, one in found.columns.items()} == {"a": [0.5, 0.25]}
    assert found.notes[0].startswith(dropped)


@pytest.mark.parametrize("name", ["", "Unnamed: 0"])
@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (["0.5", "0.7"], "'0.5' in line 2"),
        (["1", "2,5"], "'2,5' in line 3"),
        (["1", "1.234"], "'1.234' in line 3"),
        (["1.0", "2.0"], ""),
        (["US, at 0.5", "1962"], ""),
    ],
)
def test_decimals_without_a_name_are_no_names_of_rows(
    tmp_path: Path, name: str, cells: list[str], fault: str
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    rows = [[name, "a"], *([cell, 1] for cell in cells)]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    (tmp_path / "t.csv").write_text("".join(f"{one};{two}\n" for one, two in rows))
    for file, unit in (("t.csv", "line"), ("t.xlsx", "row")):
        if not fault:
            assert list(read_table(tmp_path / file).columns) == ["a"]
            continue
        at = fault.replace("line", unit)
        said = f"column 1, without a name of its own, holds {at}; name it, or delete it"
        with pytest.raises(InputError, match=said):
            read_table(tmp_path / file)


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        (["Unnamed: 0", "a"], ["a"]),
        (["a", "Unnamed: 0"], ["a", "Unnamed: 0"]),
        (["a", "__index_level_0__"], ["a"]),
        (["__index_level_0__"], ["__index_level_0__"]),
        (["Unnamed: 0", "__index_level_0__"], ["__index_level_0__"]),
        (["", "a"], ["a"]),
    ],
)
def test_one_rule_of_columns_that_number_the_rows(
    tmp_path: Path, names: list[str], kept: list[str]
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    (tmp_path / "t.csv").write_text(",".join(names) + "\n" + ",".join("1" * len(names)) + "\n")
    book = openpyxl.Workbook()
    book.active.append(names)
    book.active.append([1] * len(names))
    book.save(tmp_path / "t.xlsx")
    pq.write_table(pa.table([[1]] * len(names), names=names), tmp_path / "t.parquet")
    for suffix in (".csv", ".xlsx", ".parquet"):
        found = read_table(tmp_path / f"t{suffix}")
        assert list(found.columns) == kept
        assert len(found.notes) == int(len(kept) < len(names))


def test_a_parquet_column_without_a_name_among_others(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.table([[1], [2]], names=["a", ""]), tmp_path / "t.parquet")
    with pytest.raises(InputError, match="column 2 has no name; give each its own name"):
        read_table(tmp_path / "t.parquet")


@pytest.mark.parametrize("word", ["Total", "SUM", "Grand total"])
def test_a_row_of_totals_is_told(tmp_path: Path, word: str) -> None:
    found = table(tmp_path, f"country,x\nUS,1\nGB,2\n{word},3\n")
    said = f"the last row begins with '{word}' in line 4, and was read as all others are"
    assert found.notes == (said,)
    assert not table(tmp_path, f"country,x\n{word},3\nUS,1\n").notes


@pytest.mark.parametrize("at_once", [1, 2, 4, 5, 100])
def test_the_last_row_is_the_last_of_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    rows: list[list[object]] = [["country", "x"], ["Total", 1], ["GB", 2], ["Total", 3], ["Sum", 4]]
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    for kind in ("text", "workbook"):
        monkeypatch.setattr(f"crisis_sim.tables.{kind}.AT_ONCE", at_once * 2)
    (note,) = read_table(tmp_path / "t.xlsx").notes
    assert note.startswith("the last row begins with 'Sum' in row 5")
    (note,) = table(tmp_path, "".join(f"{one},{two}\n" for one, two in rows)).notes
    assert note.startswith("the last row begins with 'Sum' in line 5")


UNSEEN = ["x\u200b", "\ufeffx", "x\u00ad", "\u2060x", "x\u00a0", "x\u200d", "\u202ax"]


@pytest.mark.parametrize("name", UNSEEN)
def test_names_are_found_whatever_cannot_be_seen_in_them(tmp_path: Path, name: str) -> None:
    found = table(tmp_path, f"a,{name}\n1,2\n")
    assert found.find("x").values.tolist() == [2]


@pytest.mark.parametrize("name", [one for one in UNSEEN if "\u200d" not in one])
def test_names_that_differ_in_what_cannot_be_seen_are_one(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="'x' is the name of columns 1, 3"):
        table(tmp_path, f"x,a,{name}\n1,2,3\n")


def test_names_with_two_spellings_of_an_accent_are_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'caf\u00e9' is the name of columns 1, 2"):
        table(tmp_path, "caf\u00e9,cafe\u0301\n1,2\n")


def test_line_breaks_in_quotation_marks(tmp_path: Path) -> None:
    found = table(tmp_path, 'note,x\r\n"a\r\nb ""q"" , c",0.5\r\n"a\r\nb",y\r\n')
    assert found.columns["x"].fault == "holds text among its numbers, 'y' in line 5"


def test_old_line_ends(tmp_path: Path) -> None:
    assert table(tmp_path, "# r\ra;b\r0,5;1\r").columns["a"].values.tolist() == [0.5]


def test_a_text_column_that_is_left_out_quotes_its_first_cell(tmp_path: Path) -> None:
    fault = numbers(tmp_path, "", *(f"#{row}" for row in range(51))).columns["x"].fault
    assert (
        fault == "holds 51 different texts, '#0' in line 3 the first; at most 50 can be categories"
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("country, year\tx\nUS, 1962\t0.5\nSU, 1963\t0.7\n", ["country, year", "x"]),
        ("name, first, last\tx\nA, B, C\t0.5\nD, E, F\t0.7\n", ["name, first, last", "x"]),
        ("a,\tb\n1,\t2\n", ["a", "b"]),
        ("a | b | c\n1 | 2 | 3\n", ["a", "b", "c"]),
        ("name of crisis,war\nCuba missile crisis,1\n", ["name of crisis", "war"]),
        ("a;b, c\n" + "1;2, 3\n" * 25 + "1;2\n", ["a", "b, c"]),
        ("sep=;\nshare, of all;q\n0,5;1\n", ["share, of all", "q"]),
        ("x\n1 234\n5 678\n", ["x"]),
        ('"a;b",c;d\n"1;2",3;4\n', ["a;b", "c;d"]),
        ("x y\n1 234\n5 67\n", ["x", "y"]),
    ],
)
def test_of_two_separators_the_one_that_is_certain(
    tmp_path: Path, text: str, names: list[str]
) -> None:
    assert list(table(tmp_path, text).columns) == names


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "share, of all;q\n0,5;1\n0,7;2\n",
            "',' and ';' can each separate its cells: write 'sep=,'",
        ),
        ("a;b|c\n1;2|3\n", r"';' and '\|' can each separate its cells"),
        ("x y\n1 234\n5 678\n", "each line can be one number or several, as in 1 234: write"),
        ("1 234\n5 678\n", "each line can be one number or several"),
    ],
)
def test_what_two_separators_fit_is_not_guessed_at(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        table(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('a,b\n"US,1\nGB,2\nFR",3\n', (2, 4)),
        ('a,b\n1,2\n1,"x\n2,y"\n3,z\n', (3, 4)),
        ('a;b\n"US;1\nGB;2\n\nFR";3\n', (2, 5)),
        ('"a,b\nUS",1\nGB,2\n', (1, 2)),
        ('# remark\na,b\n1,"x\n2,y\n3,z\n4",q\n', (3, 6)),
    ],
)
def test_a_quotation_mark_that_takes_in_rows(
    tmp_path: Path, text: str, lines: tuple[int, int]
) -> None:
    said = "the quotation mark in line {} takes in the rows to line {}; leave it out".format(*lines)
    with pytest.raises(InputError, match=said):
        table(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        'note,x\n"first line\nsecond",1\n',
        'note,x\n"Well, then\nno more",1\n',
        'x,note\n1,"a, b, c\nd\n\ne"\n',
        'note\n"first\nsecond"\n',
        'x;note;y\n"a;b";"first\nsecond";"c;d"\n',
    ],
)
def test_texts_of_several_lines(tmp_path: Path, text: str) -> None:
    found = table(tmp_path, text).columns["note"]
    assert len(found.values) == 1
    assert "\n" in found.words[0]


def test_cells_and_lines_longer_than_any_are_refused(tmp_path: Path) -> None:
    digits = "9" * 1_000_001
    for text, said in (
        (f"a,b\n1,{digits}\n", "the cell in line 2, column 2, is longer than 1,000,000 letters"),
        (f"a,b\n1,2\n{digits * 20},2\n", "the cell in line 3, column 1, is longer than"),
        ("a,b\n" + "1," * 10_000_000, "line 2 is longer than 20,000,000 letters"),
        (f'a,b\n1,"x\n{digits}', "mark in line 2 is not closed within 1,000,000 letters; leave"),
    ):
        with pytest.raises(InputError, match=said):
            table(tmp_path, text)
    assert table(tmp_path, f"a,b\n1,{digits[1:]}\n").columns["b"].fault


def test_batches_of_long_cells_are_small(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n" + f"1,{'x' * 900_000}\n" * 30)
    with open_source(tmp_path / "t.csv") as source:
        assert [len(places) for places, _ in source.batches(("b",))] == [12, 12, 6]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet", ".dta"])
@pytest.mark.parametrize("number", [True, False])
def test_a_summary_of_a_table_is_refused(tmp_path: Path, suffix: str, number: bool) -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"x": [0.1, 0.2] if number else ["a", "b"]}).describe()
    path = tmp_path / f"t{suffix}"
    if suffix == ".xlsx":
        frame.to_excel(path)
    else:
        kinds = {".csv": "csv", ".parquet": "parquet", ".dta": "stata"}
        getattr(frame.astype(str), f"to_{kinds[suffix]}")(path)
    said = f"its rows, count, {'mean' if number else 'unique'} and so on, seem to be a summary"
    with pytest.raises(InputError, match=said):
        read_table(path)


def test_tables_of_every_separator_are_read_back_or_refused() -> None:
    rng = random.Random(1)
    heads = ["x", "cost, of war", "a;b", "p | q", "New York"]
    texts = [
        *("US", "a, b", "x;y", "1,5", "0.5", "7", "line\nbreak", "p | q", "New York", "1 234"),
        *("a\tb", '5" gun', 'say "hi", ok', "", "2;3", "one, two, three"),
    ]
    read = 0
    for _ in range(1_000):
        width = rng.randrange(2, 5)
        names = [f"{rng.choice(heads)}{number}" for number in range(width)]
        some = rng.sample(texts, rng.randrange(1, 5))
        rows = [[rng.choice(some) for _ in range(width)] for _ in range(rng.randrange(1, 6))]
        file = io.StringIO()
        writer = csv.writer(file, delimiter=rng.choice(",;\t|"), lineterminator="\n")
        writer.writerows([names, *rows])
        try:
            with open_bytes(file.getvalue(), "t.csv") as source:
                found = [list(row.cells) for row in table_rows(source)]
                assert list(source.names) == names
        except InputError as error:
            assert re.search("each separate its cells|takes in the rows|both be names", str(error))  # noqa: PT017
            continue
        assert found == [row for row in rows if any(row)]
        read += 1
    assert read > 950


@pytest.mark.parametrize(
    ("text", "line", "title"),
    [
        ("Table 1. Points\np,q\n0.1,0.2\n", 1, "Table 1. Points"),
        ("Table 1. Points;\np;q\n0,1;0,2\n", 1, "Table 1. Points"),
        ("Table 1: points, all\np;q\n0,1;0,2\n", 1, "Table 1: points, all"),
        ("Study 2026,,\np,q,note\n0.1,0.2,x\n", 1, "Study 2026"),
        ("Round 1\nthe set,action,count\nthe offer,strike,3\n", 1, "Round 1"),
        ("# remark\n\nStudy 2026\nof mine\np\tq\n0.1\t0.2\n", 3, "Study 2026"),
    ],
)
def test_a_title_above_the_names_is_refused(
    tmp_path: Path, text: str, line: int, title: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_table(path)
    said = f"line {line} seems to be a title, '{title}'; delete what stands above the names"
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Draws, May 2024\np,q\n0.1,0.2\n0.3,0.4\n", "1 and 2"),
        ("In class; in May\nset;action;count\nthe offer;strike;3\nthe offer;wait;4\n", "1 and 2"),
        ("# remark\nMine, of May\nset,action,count\na,b,3\na,c,4\n", "2 and 3"),
    ],
)
def test_a_title_with_the_separator_in_it_is_refused(tmp_path: Path, text: str, lines: str) -> None:
    with pytest.raises(InputError, match=f"t.csv: lines {lines} can both be names of columns"):
        table(tmp_path, text)


def test_a_column_of_texts_and_one_row_of_numbers_are_no_names(tmp_path: Path) -> None:
    assert list(table(tmp_path, "p,q\nlow,high\n1,high\n").columns) == ["p", "q"]
    assert list(table(tmp_path, "p,q\nlow,NA\nlow,2\nhigh,3\n").columns) == ["p", "q"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("p,note\n0,5,\n0,3,\n", "line 2 has a cell more .* '0.5' with a point"),
        ("p,q\n0.1,0.2\n-0,5,\n", "line 3 has a cell more .* '-0.5' with a point"),
        ("information set,n,note\na,3,5,\na,4,2,\n", "line 2 .* '3.5' with a point"),
        ("p,q\n0,5,\n1,3,\n", "the last one empty: .*; write 0.5 with a point"),
    ],
)
def test_decimal_commas_before_an_empty_cell_are_not_two_numbers(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(InputError, match=told):
        table(tmp_path, text)


def test_a_comma_at_the_end_of_rows_without_whole_numbers_is_let_pass(tmp_path: Path) -> None:
    read = table(tmp_path, "p,q\n0.5,x,\n0.5,y,\n")
    assert read.columns["p"].values.tolist() == [0.5, 0.5]


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"junk" * 9, b"PK\x03\x04"])
def test_a_damaged_workbook_is_told_without_words_of_programs(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_table(path)
    said = f"{path} is damaged, or no Excel file; write it anew where it comes from"
    assert str(caught.value) == said


@pytest.mark.parametrize(
    "text",
    ['"x"\n"a","threaten"\n"b","defy"\n', ",x\na,threaten\nb,defy\n", "x\nSmith\nMiller\n"],
)
def test_a_column_alone_is_no_title(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text)
    assert list(read_table(path).columns) == ["x"]


@pytest.mark.parametrize("text", ["x y\na,b 1\nc,d 2\n", "x y\n0,1 0,2\n0,3 0,4\n"])
def test_names_above_cells_with_commas_are_no_title(tmp_path: Path, text: str) -> None:
    assert list(table(tmp_path, text).columns) == ["x", "y"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0.1,0.2,1\n0.3,0.1,0\n", "The first row seems to hold values, '0.1', '0.2', '1': if it"),
        ("France,2,1\nUK,3,4\n", "The first row seems to hold values, '2', '1': if it does, write"),
        ("0,0,1\n1,0,1\n", "'0' is the name of columns 1, 2. The first row seems to hold values"),
        ("a,b,x2\nc,d,e\nX,y,war\n1,2,0\n", "'x'. The names seem to stand in line 3: delete what"),
        ("a,b,x2\nc,d,e\n", "has no column 'x'. Known here: a, b, x2. Did you mean 'x2'?"),
    ],
)
def test_names_that_are_not_in_the_first_row_are_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text)
    for read in (
        lambda: read_table(path, ["x", "y", "war"]),
        lambda: discovered(path, inputs="x,y", outcome="war"),
    ):
        with pytest.raises(InputError) as caught:
            read()
        assert told in str(caught.value)


def test_what_is_blank_is_left_out_with_a_word(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("p,q\n0.1,0.2\n,\n\n0.3,0.4\n,\n")
    found = read_table(path)
    assert found.notes == ("2 blank rows were left out",)
    assert found.columns["p"].values.tolist() == [0.1, 0.3]
    path.write_text("p,q,\n0.1,0.2,\n\n")
    assert read_table(path).notes == ("the empty columns without a name were left out",)


def test_an_empty_cell_of_one_column_is_a_missing_value(tmp_path: Path) -> None:
    pd = pytest.importorskip("pandas")
    path = tmp_path / "t.csv"
    pd.DataFrame({"p": [0.1, None, 0.3, None]}).to_csv(path, index=False)
    np.testing.assert_array_equal(read_table(path).columns["p"].values, [0.1, np.nan, 0.3, np.nan])
    with pytest.raises(InputError, match=r"'p' is missing in line 3 and 1 further row: write"):
        read_points(path)
    path.write_text('p,q\n0.1,0.2\n""\n')
    with pytest.raises(InputError, match="2 names over 1 column in line 3"):
        read_table(path)


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("p\n0.1\n\n0.3\n", "1 blank row was"),
        ("p\n\n0.1\n  \n0.3\n\n\n", "2 blank rows were"),
        ("p\n,\n0.1\n", "1 blank row was"),
        ("\n\np\n0.1\n0.3\n\n\n\x1a", ""),
        ("p,q\n\n0.1,0.2\n", ""),
    ],
)
def test_a_blank_line_between_rows_of_one_cell_is_told(
    tmp_path: Path, text: str, blank: str
) -> None:
    assert table(tmp_path, text).notes == ((f"{blank} left out",) if blank else ())


def test_a_line_below_the_table_is_told_to_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("p,q\n0.1,0.2\n\nSource: mine\n")
    with pytest.raises(InputError, match=r"in line 4; leave out what is no row of the table"):
        read_table(path)


@pytest.mark.parametrize(
    "rows",
    [
        ["p;q;note", "1;0.1;5;", "2;0.3;6;", "3;0.2;7;"],
        ['"p";"q";"note"', '"Cuba";0.1;5;', '"Turkey";0.3;6;'],
        ['"p","q","note"', '"1",0.1,5,', '"2",0.3,6,', '"3",0.2,7,'],
        ['"id","p","q"', '"1","0.5","0.7",', '"2","0.6","0.8",'],
        ["sep=;", '"x";"y"', '"1";0.5;', '"2";0.6;'],
        ["x\ty", "3\t0.5\t", "7\t0.6\t", "9\t0.7\t"],
        ['"x";"y"', '"case7";0.5;'],
        ['"x","y"', '"0.1",5,', '"0.2",6,'],
        ['"x";"y"', '"0,1";5;', '"0,2";6;'],
    ],
)
def test_a_cell_too_many_at_either_end_is_not_guessed_at(tmp_path: Path, rows: list[str]) -> None:
    said = "each row has a cell more than the header has names, the last one empty: give the first"
    with pytest.raises(InputError, match=said):
        table(tmp_path, "\n".join(rows) + "\n")


def test_separators_at_the_ends_of_rows_alone_are_let_pass(tmp_path: Path) -> None:
    read = table(tmp_path, "p;q\n0.5;1;\n0.25;1;\n0.75;2;\n")
    assert read.columns["p"].values.tolist() == [0.5, 0.25, 0.75]


@pytest.mark.parametrize("separator", ["|", "\t", ";"])
def test_a_mark_that_takes_in_rows_one_of_them_odd_is_refused(
    tmp_path: Path, separator: str
) -> None:
    rows = ["A|war", "deal|1", 'no|",', "crisis|2", "deal|p|q", 'up|"', "down|2"]
    with pytest.raises(InputError, match="the quotation mark in line 3 takes in the rows to"):
        table(tmp_path, "\n".join(rows).replace("|", separator) + "\n")


def test_endless_lines_without_a_word_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_tables, "MOST_CELLS", 1_000)
    with pytest.raises(InputError, match="has more than 1,000 lines"):
        table(tmp_path, "p,q\n" + "\n" * 2_000)


@pytest.mark.parametrize(
    "text",
    [
        '"p" "q" "r"\n"12" 2536  7\n"431" 1924  8\n',
        '"p" "q" "r"\n"12" 2536  7\n"431" 1924 8\n',
        '"p" "q"\n"1" 0.1 \n"2" 0.2 \n',
        '"p" "q" "r"\n"1" 0.1  0.3\n"2" 0.2 0.3 \n',
        '"p" "q"\n"1" 0.1 0.3\n"2" 0.2 \n',
        "p q r\n1 0.1  0.3\n2 0.4  0.5\n",
        "p q r\n1 0.1  0.3\n2  0.4 0.5\n",
        "p q r\nUS 0.1  0.3\nGB 0.4  0.5\n",
    ],
)
def test_two_spaces_between_the_cells_of_r_are_not_guessed_at(tmp_path: Path, text: str) -> None:
    said = "two spaces, or one at the end of a line, can hold an empty cell: write NA in it"
    with pytest.raises(InputError, match=said):
        table(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "p   q\n0.5  1\n0.25 2\n",
        "p qq\n1  5\n2  6\n",
        "p    qqq\n1     10\n2    200\n",
        "p  qqq\n1  10\n2  200\n",
        "p q\n 1 0.5\n 2 0.25\n",
        "p q\n1  5\n1  6\n",
        "p q\n0.5  5\n0.25  6\n",
    ],
)
def test_two_spaces_that_hold_no_cell_are_read(tmp_path: Path, text: str) -> None:
    rows = [line.split() for line in text.splitlines()]
    found = table(tmp_path, text).columns
    assert list(found) == rows[0]
    for name, *cells in zip(*rows, strict=True):
        assert found[name].values.tolist() == [float(cell) for cell in cells]


def test_missing_values_between_the_cells_of_r_are_read(tmp_path: Path) -> None:
    read = table(tmp_path, '"p" "q" "r"\n"12" 2536 NA 7\n"431" 1924 NA 8\n')
    assert read.columns["p"].values.tolist() == [2536, 1924]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "x,gdp,kind,war\nprob.,USD,,0/1\n0.5,7,a,0\n0.7,9,b,1\n",
            "line 2 seems to hold units, 'p",
        ),
        ("# remark\nx;y\n;%\n1;2\n3;4\n", "line 3 seems to hold units, '%': delete it"),
    ],
)
def test_a_row_of_units_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=re.escape(told)):
        table(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "x,y\nn.a.,\n1,2\n3,4\n",
        "x,y,z\nlow,high,1\n1,2,3\n3,4,5\n",
        "x,y\nlow,high\nhigh,low\nlow,1\n",
    ],
)
def test_a_row_of_other_texts_is_one_of_the_table(tmp_path: Path, text: str) -> None:
    assert len(table(tmp_path, text).places) == text.count("\n") - 1
