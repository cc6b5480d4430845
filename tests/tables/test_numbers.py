"""Numbers as people and programs write them: read where they are certain, and told."""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from crisis_sim.errors import InputError
from crisis_sim.sweep.designs.points_file import read_points
from crisis_sim.sweep.discovering.discover import discover
from crisis_sim.sweep.discovering.table import read_table as read_search
from crisis_sim.sweep.files.read import read_columns
from crisis_sim.tables.cells import kind_of, number_in
from crisis_sim.tables.read import read_table
from crisis_sim.tables.reading import Reading
from tests.tables.written import numbers, searched, table


@pytest.mark.parametrize(
    ("cells", "expected", "note"),
    [
        (["\u22120.5", "0.25"], [-0.5, 0.25], ""),
        (["\u22121e3", "2"], [-1000, 2], ""),
        (["0.5\u200b", "\ufeff2"], [0.5, 2], ""),
        (["1,5e-3", "2E2"], [0.0015, 200], ""),
        (
            ["612 000", "1 234 567"],
            [612_000, 1_234_567],
            "group thousands, as in '612 000' in line 2",
        ),
        (["612\u202f000,5", "7"], [612_000.5, 7], "group thousands, as in '612 000,5' in line 2"),
        (["1\u00a0234", "\u22121\u00a0234"], [1234, -1234], "group thousands, as in '1 234'"),
        (["7", "1'234'567.5"], [7, 1_234_567.5], "as in '1'234'567.5' in line 3"),
        (["7", "1\u2019234"], [7, 1234], "group thousands"),
        (["12 %", "7.5%"], [0.12, 0.075], "are read as shares, '12 %' in line 2 as 0.12"),
        (["NA", "12,5\u00a0%"], [np.nan, 0.125], "are read as shares, '12,5 %' in line 3 as 0.125"),
        (["1/3", "2/3"], [1 / 3, 2 / 3], "is read as quotients, such as 1/3 = 0.3333"),
        (["28/10", "7/10"], [2.8, 0.7], "is read as quotients, such as 28/10 = 2.8"),
        (["10/1962", ""], [10 / 1962, np.nan], "is read as quotients, such as 10/1962 = 0.005"),
        (["28/10", "0.5"], [2.8, 0.5], ""),
        (["45/13", "28/10"], [45 / 13, 2.8], ""),
        (
            [".a", "3", ".z"],
            [np.nan, 3, np.nan],
            "holds 2 of Stata's missing values, '.a' in line 2",
        ),
        (
            ["5", "#DIV/0!"],
            [5, np.nan],
            "holds 1 error of a spreadsheet, '#DIV/0!' in line 3; count",
        ),
        (
            ["#NULL!", "1", "#REF!"],
            [np.nan, 1, np.nan],
            "2 errors of a spreadsheet, '#NULL!' in line",
        ),
    ],
)
def test_what_is_certain_is_read_and_told(
    tmp_path: Path, cells: list[str], expected: list[float], note: str
) -> None:
    found = numbers(tmp_path, *cells)
    column = found.columns["x"]
    assert not column.fault
    np.testing.assert_array_equal(column.values, expected)
    if note:
        (said,) = found.notes
        assert "'x'" in said
        assert note in said
    else:
        assert not found.notes


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (["12 %", "12"], "holds numbers with and without a percent sign, '12 %' in line 2"),
        (["1 23", "1"], "holds text among its numbers, '1 23' in line 2"),
        (["12 34 567", "1"], "holds text among its numbers, '12 34 567' in line 2"),
        (["1 234'567", "1"], "holds text among its numbers"),
        (["1e1 %", "1"], "holds text among its numbers, '1e1 %' in line 2"),
        (["1/2 %", "1"], "holds text among its numbers, '1/2 %' in line 2"),
        (["$5", "1"], "holds text among its numbers, '$5' in line 2"),
        (["1", "-"], "holds 1 cell that may say that a value is missing, '-' in line 3"),
        (["1", "--"], "holds 1 cell that may say that a value is missing, '--' in line 3"),
        (["1", "?"], "holds 1 cell that may say that a value is missing, '?' in line 3"),
        (
            ["1e9999", "1e12345"],
            "holds a number of too many digits or too large an exponent, '1e9999'",
        ),
        (["17-Jan", "Feb 3"], "holds dates, such as '17-Jan' in line 2"),
        (["Oct-62", "27 October 1962"], "holds dates, such as 'Oct-62' in line 2"),
        (["October 27, 1962", "27-Oct-62"], "holds dates, such as 'October 27, 1962' in line 2"),
        (["1962-10", "28.10.1962"], "holds dates, such as '1962-10' in line 2"),
    ],
)
def test_what_is_not_certain_is_not_read(tmp_path: Path, cells: list[str], fault: str) -> None:
    assert numbers(tmp_path, *cells).columns["x"].fault.startswith(fault)


@pytest.mark.parametrize("name", ["when", "Date of crisis", "day", "crisis_date"])
def test_quotients_under_the_name_of_a_date_are_not_guessed_at(tmp_path: Path, name: str) -> None:
    fault = "holds '28/10' in line 2, which can be a date or a quotient; write"
    assert numbers(tmp_path, "28/10", "", name=name).columns[name].fault.startswith(fault)
    assert not numbers(tmp_path, "28/10", name="update").columns["update"].fault
    assert not numbers(tmp_path, "28/10", "45/2", name=name).columns[name].fault


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["inf", "1"], "holds an infinite number, 'inf' in line 2"),
        (["1", "-Infinity"], "holds an infinite number, '-inf' in line 3"),
        (["1", "1e999"], "holds a number too large, '1e999' in line 3"),
        (["1", "9" * 400], "holds a number too large, '99999"),
        (
            ["1", "-1e999", "inf"],
            "holds 2 numbers that are infinite or too large, '-1e999' in line 3",
        ),
        (["1", "1,5e400"], "holds a number too large, '1,5e400' in line 3"),
    ],
)
def test_what_is_infinite_or_too_large_is_named(
    tmp_path: Path, cells: list[str], said: str
) -> None:
    found = numbers(tmp_path, *cells)
    assert found.columns["x"].odd.startswith(said)
    assert found.notes == (f"the column 'x' {found.columns['x'].odd}; counted as missing",)
    path = tmp_path / "points.csv"
    path.write_text("x,y\n" + "".join(f'"{cell}",0.{row}5\n' for row, cell in enumerate(cells)))
    with pytest.raises(InputError, match=r"the column 'x' holds .*in line \d"):
        read_points(path)


def test_a_search_tells_what_it_counts_as_missing(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(searched(["inf", "1e999", "#N/A", "#VALUE!"]))
    found = discover(read_search(path, inputs=["x", "y"], outcome="war"), "war")
    assert found.missing == {"x": 4}
    (said,) = found.left_out
    assert "holds 1 error of a spreadsheet, '#VALUE!' in line 5" in said
    assert "2 numbers that are infinite or too large, 'inf' in line 2 the first" in said


def test_an_empty_column_is_named_and_the_others_are_searched(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        searched([], "y,empty,war").replace(",0.", ",NA,0.").replace("empty", "empty,z")
    )
    found = discover(read_search(path, inputs=["empty", "y"], outcome="war"), "war")
    assert found.left_out == ("'empty' was left out: it holds no value",)
    assert found.points == 60
    assert [one.name for one in found.boxes[0].conditions] == ["y"]
    with pytest.raises(InputError, match="'empty' cannot be searched for: it holds no value"):
        discover(read_search(path, inputs=["y"], outcome="empty"), "empty")


@pytest.mark.parametrize("word", ["NULL", "None", "n/a", "N/A", "<NA>", "NaT", "NA", "#N/A"])
def test_a_word_taken_for_a_missing_value_among_texts_is_told(tmp_path: Path, word: str) -> None:
    found = numbers(tmp_path, "junta", word, "republic")
    assert found.columns["x"].words == ("junta", "republic")
    assert found.notes == (f"in the column 'x' '{word}' in line 3 is a missing value",)


@pytest.mark.parametrize("word", ["-", "?", "--", ".a"])
def test_other_signs_among_texts_are_texts(tmp_path: Path, word: str) -> None:
    found = numbers(tmp_path, "junta", word, "republic", word)
    assert set(found.columns["x"].words) == {"junta", "republic", word}
    assert found.columns["x"].values.tolist().count(found.columns["x"].words.index(word)) == 2


def test_categories_that_look_alike_are_one(tmp_path: Path) -> None:
    assert numbers(tmp_path, "junta", "junta\u200b", "jun\u00adta").columns["x"].words == ("junta",)
    found = numbers(tmp_path, "caf\u00e9 noir", "cafe\u0301 noir", "caf\u00e9\u00a0noir")
    assert found.columns["x"].words == ("caf\u00e9 noir",)
    assert found.columns["x"].values.tolist() == [0, 0, 0]


PIECES = [
    "+",
    "-",
    "\u2212",
    "inf",
    "INF",
    "inity",
    "in\ufb01nity",
    "i\u0307nf",
    "nan",
    " ",
    "0",
    "e",
]


def test_what_is_called_a_number_is_one() -> None:
    for count in (1, 2, 3):
        for pieces in itertools.product(PIECES, repeat=count):
            reading = Reading("x", "line", fast=False)
            reading.add([2], ["".join(pieces)])
            assert reading.column([2]).values.shape == (1,)


@pytest.mark.parametrize("cell", ["+-inf", "in\ufb01nity", "--inf"])
def test_an_infinite_number_that_is_none_is_a_text(tmp_path: Path, cell: str) -> None:
    fault = numbers(tmp_path, "0.5", cell).columns["x"].fault
    assert fault == f"holds text among its numbers, '{cell}' in line 3"


@pytest.mark.parametrize("cell", ["1e0005", "1.0E+00005", "100000e-0000", "1,0e0005"])
def test_zeros_before_an_exponent_are_let_pass(tmp_path: Path, cell: str) -> None:
    assert numbers(tmp_path, cell).columns["x"].values.tolist() == [1e5]


def test_numbers_are_kept_exactly_however_they_are_written(tmp_path: Path) -> None:
    column = numbers(tmp_path, "33.333333333333333333 %", "12 %").columns["x"]
    assert column.known == {0: Fraction("0.33333333333333333333")}
    column = numbers(tmp_path, "9 007 199 254 740 993").columns["x"]
    assert column.known == {0: 2**53 + 1}


@pytest.mark.parametrize(
    ("text", "number"),
    [("1 234", 1234), ("\u22125", -5), ("1'234,5", Fraction("1234.5")), ("12 %", None)],
)
def test_one_cell(text: str, number: int | Fraction | None) -> None:
    assert number_in(text, grouped=True) == number


@pytest.mark.parametrize("text", ["marines 3", "may", "3 men", "12 decembrists", "1962-13"])
def test_what_is_no_date(text: str) -> None:
    assert kind_of(text) == "text"


def test_a_quotient_with_other_spaces_is_a_text(tmp_path: Path) -> None:
    assert table(tmp_path, 'x,y\n"1\v/ 3",1\n').columns["x"].words


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('p,cost\n"0,5",1.234\n"0,7",12.500\n', "holds '1.234' in line 2, which can mean two"),
        ('p,cost\n"0,5","1,234"\n"0,7",950\n', "holds '1,234' in line 2, which can mean two"),
        ('cost\n"1,234.5"\n"12,5"\n', "holds '12,5' in line 3, and '1,234.5' in line 2"),
        ('cost\n"1.234.567"\n0.5\n', "holds '1.234.567' in line 2, and '0.5' in line 3"),
    ],
)
def test_two_decimal_marks_are_not_guessed_at(text: str, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    file.write_text(text, encoding="utf-8")
    assert fault in read_table(file).columns["cost"].fault


def test_numbers_are_kept_where_floats_do_not_tell_them_if_asked_for(tmp_path: Path) -> None:
    cells = ["0.1", "0.12345678901234567", "1/3", "1/4", "1e-400", "-1/" + "9" * 400, "9" * 20]
    path = tmp_path / "t.csv"
    for more in ([], ["0,25"], ["NA"], ["12 %"]):
        path.write_text("x|other\n" + "".join(f"{cell}|1\n" for cell in [*more, *cells]))
        column = read_table(path).columns["x"]
        floats = read_table(path, exact=False).columns["x"]
        assert not floats.known
        np.testing.assert_array_equal(column.values, floats.values)
        for row, cell in enumerate(cells, len(more)):
            number, value = Fraction(cell), float(column.values[row])
            assert value == float(number)
            assert column.known.get(row, Fraction(repr(value))) == number
            assert (row in column.known) == (Fraction(repr(value)) != number)


def test_a_table_that_is_searched_keeps_floats_alone(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x,war\n1/3,1\n0.12345678901234567,0\n")
    assert not any(column.known for column in read_columns(path).columns.values())


@pytest.mark.parametrize(
    ("cell", "remedy"),
    [
        ("2.Jan", "write 2.1, if a spreadsheet made it a date"),
        ("01.Feb", "write 1.2, if a spreadsheet made it a date"),
        ("3-Mar", "write 3.3, if a spreadsheet made it a date"),
        ("1962-10-28", ""),
        ("n.a.", "leave the cell empty, or write NA, for a missing value"),
        ("-", "leave the cell empty, or write NA, for a missing value"),
        ("=1/3", "write 1/3"),
        ("=B2*2", "write the value of the formula"),
        ("\u20ac0.1", "write 0.1"),
        ("5 EUR", "write 5"),
        ("'0.1", "write 0.1"),
        ("~0.2", "write 0.2"),
        ("0\u00b71", "write 0.1"),
        ("$.", ""),
        ("a dozen", ""),
    ],
)
def test_a_cell_that_is_no_number_says_what_to_write(
    tmp_path: Path, cell: str, remedy: str
) -> None:
    path = tmp_path / "t.csv"
    for cells in ([cell], ["0.5", cell]):
        path.write_text("\n".join(["x;y", *(f"{one};1" for one in cells)]), encoding="utf-8")
        found = read_table(path).columns["x"]
        assert found.remedy == remedy
        assert found.told == (f"{found.fault}; {remedy}" if found.fault and remedy else found.fault)


@pytest.mark.parametrize("cells", [["5%", "8%", "12%"], [".5%", "7 %", "-3%"]])
def test_percentages_of_one_digit_are_read(tmp_path: Path, cells: list[str]) -> None:
    read = numbers(tmp_path, *cells)
    wanted = [float(Fraction(cell.strip(" %").strip()) / 100) for cell in cells]
    assert read.columns["x"].values.tolist() == wanted
    assert "are read as shares" in read.notes[0]


def test_dates_and_durations_are_no_categories(tmp_path: Path) -> None:
    fault = numbers(tmp_path, "5:00", "1962-10-27", "NA").columns["x"].fault
    dates = "holds dates, such as '1962-10-27' in line 3"
    assert fault == f"{dates}, and durations or times of day, such as '5:00' in line 2"


@pytest.mark.parametrize(
    "cells",
    [
        ["6 days", "1 day", "10 days"],
        ["6:30", "12:00"],
        ["2 hours"],
        ["5 min", "1h"],
        ["1 day 2 hours"],
    ],
)
def test_durations_in_words_are_told(tmp_path: Path, cells: list[str]) -> None:
    held = numbers(tmp_path, *cells).columns["x"]
    assert held.fault.startswith(f"holds durations or times of day, such as '{cells[0]}'")
