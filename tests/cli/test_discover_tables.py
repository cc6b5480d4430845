"""``crisis-sim discover`` on tables that people have: what is told, named, shortened, refused."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest

from tests.cli.conftest import Ran, Run

ROWS = 120
DRAWN = np.random.default_rng(1).random((ROWS, 2)).round(3)
X, Y = DRAWN.T.tolist()
WAR = [int(x > 0.55) for x in X]

Discover = Callable[..., Ran]
Columns = dict[str, Iterable[object]]


def table(columns: Columns) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return written.getvalue()


@pytest.fixture
def discover(run: Run, tmp_path: Path) -> Discover:
    """Search a table; what it prints, in one line."""

    def call(columns: Columns, *arguments: str) -> Ran:
        file = tmp_path / "cases.csv"
        file.write_text(table(columns), encoding="utf-8")
        ran = run("discover", str(file), *arguments)
        assert ran.err.count("\n") <= 1 or ran.err.startswith("Usage")
        return Ran(ran.status, " ".join(ran.out.split()), ran.err)

    return call


def told(discover: Discover, run: Run, tmp_path: Path, columns: Columns, *arguments: str) -> Any:
    """The JSON object of a search."""
    assert discover(columns, *arguments).status == 0
    return json.loads(
        run("discover", str(tmp_path / "cases.csv"), *arguments, "--json").out, parse_constant=no
    )


def no(constant: str) -> NoReturn:
    raise AssertionError(f"{constant} is no JSON")


WAR_OF_BOTH = ("--outcome", "war", "--inputs", "x,y")
NONE = [""] * ROWS


def test_an_input_without_values_does_not_take_the_others_along(discover: Discover) -> None:
    ran = discover({"x": X, "y": NONE, "war": WAR}, *WAR_OF_BOTH)
    assert "'y' was left out: it holds no value" in ran.out
    assert "'x' was left out" not in ran.out
    assert "when x > 0.5" in ran.out


@pytest.mark.parametrize("suffix", ["rds", "RData"])
def test_a_file_of_r_is_told_by_its_name(run: Run, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"cases.{suffix}"
    path.write_bytes(b"\x1f\x8b\x08")
    ran = run("discover", str(path), *WAR_OF_BOTH)
    assert "is a file of R; in R, save the table as .csv with write.csv" in ran.err


def test_inputs_that_are_never_there_together_are_named(discover: Discover) -> None:
    half = ROWS // 2
    columns = {"x": X[:half] + NONE[half:], "y": NONE[:half] + Y[half:], "war": WAR}
    ran = discover(columns, *WAR_OF_BOTH)
    assert ran.status == 2
    assert "no point has a value in every input: 'x' is missing at 60 points; 'y' is" in ran.err
    assert discover(columns, *WAR_OF_BOTH, "--missing", "keep").status == 0
    columns["x"] = [X[0], *NONE[1:]]
    columns["y"] = Y
    ran = discover(columns, *WAR_OF_BOTH)
    assert "one point alone has a value in every input: 'x' is missing at 119 points" in ran.err


@pytest.mark.parametrize(
    ("war", "message"),
    [
        ([1] * ROWS, "'war' is 1 at all 120 points: nothing to tell apart"),
        (["NA"] * ROWS, "'war' cannot be searched for: it holds no value"),
        (["1", *["NA"] * (ROWS - 1)], "'war' has a value at one point alone"),
        (["no", *["yes"] * (ROWS - 1)], "it holds text; ask for one, as 'war=yes' or 'war=no'"),
        (
            ["yes", "NA"] * (ROWS // 2),
            "it holds one value alone, 'yes', and 60 cells without a value; write the other "
            "there, such as 'no'",
        ),
        (["no", ""] * (ROWS // 2), "such as 'yes'"),
        (
            [1, "NA"] * (ROWS // 2),
            "'war' is 1 at all 60 points with a value; 60 others have none; write in those cells "
            "what holds there, or name another --outcome",
        ),
        ([*[1] * (ROWS - 1), "NA"], "points with a value; 1 other has none; write in those cells"),
        (["oops", *WAR[1:]], "it holds text among its numbers, 'oops' in line 2"),
    ],
)
def test_an_outcome_of_no_use_is_one_clear_line(
    discover: Discover, war: list[object], message: str
) -> None:
    ran = discover({"x": X, "y": Y, "war": war}, *WAR_OF_BOTH)
    assert ran.status != 0
    assert message in ran.err


def test_a_text_beside_the_only_one_is_told_of_both(discover: Discover) -> None:
    columns = {"x": X, "war": ["yes", ""] * (ROWS // 2)}
    ran = discover(columns, "--outcome", "war=no", "--inputs", "x")
    assert "'war' cannot be searched for: it holds one value alone, 'yes', and 60 cells" in ran.err


def test_a_table_of_one_row_is_one_clear_line(discover: Discover) -> None:
    ran = discover({"x": [0.5], "y": [0.5], "war": [1]}, *WAR_OF_BOTH)
    assert (ran.status, ran.out) == (2, "")
    assert "'war' has a value at one point alone: nothing to compare" in ran.err


REGIMES = {"regime": ["junta", "republic"] * (ROWS // 2), "x": X, "y": Y, "war": WAR}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("war", "x,war"), "'war' is an input; as the outcome it must not be searched in too"),
        (("regime=junta", "x,regime"), "'regime' is an input; as the outcome"),
        (("regime=junt", "x"), "Known here: regime=junta, regime=republic. Did you mean 'regime=j"),
        (("regime=none", "x"), "Known here: regime=junta, regime=republic."),
        (("war=1", "x"), "'war' holds no texts such as '1'; ask for 'war'"),
        (("war = 1", "x"), "'war' holds no texts such as '1'; ask for 'war'"),
        (("war==1", "x"), "'war' holds no texts such as '1'; ask for 'war'"),
        (("wra", "x"), "Did you mean 'war'?"),
        (("war", ","), "the inputs name no column: ','"),
        (("war", "x y"), "has no column 'x y'"),
    ],
)
def test_names_that_cannot_be_asked_for(
    discover: Discover, arguments: tuple[str, str], message: str
) -> None:
    outcome, inputs = arguments
    ran = discover(REGIMES, "--outcome", outcome, "--inputs", inputs)
    assert ran.status == 2
    assert message in ran.err


def test_an_input_that_is_left_out_says_what_to_write(discover: Discover) -> None:
    ran = discover({"x": X, "y": ["n.a.", *Y[1:]], "war": WAR}, *WAR_OF_BOTH)
    assert "'n.a.' in line 2; leave the cell empty, or write NA, for a missing value" in ran.out


@pytest.mark.parametrize(
    ("so", "not_so"),
    [("yes", "no"), ("T", "F"), ("WAHR", "FALSCH"), ("war", "no war"), ("attack", "deterred")],
)
def test_of_a_column_of_two_texts_both_are_named(discover: Discover, so: str, not_so: str) -> None:
    columns = {"x": X, "y": Y, "war": [so if war else not_so for war in WAR]}
    ran = discover(columns, *WAR_OF_BOTH)
    assert f"ask for one, as 'war={so}' or 'war={not_so}'" in ran.err
    assert (
        "likely when x > 0.5" in discover(columns, "--outcome", f"war={so}", "--inputs", "x,y").out
    )


@pytest.mark.parametrize(
    ("so", "not_so"), [("True", "FALSE"), ("yes", "No"), ("war", "no war"), (1, 0), (0.5, 0.25)]
)
@pytest.mark.parametrize("word", ["missing", "none", "Not known", "Unknown", "?", "-", "n.a."])
def test_words_for_a_missing_value_are_asked_about(
    discover: Discover, so: object, not_so: object, word: str
) -> None:
    war = [so if war else not_so for war in WAR]
    war[3] = war[7] = word
    for outcome in ("war", f"war={so}"):
        ran = discover({"x": X, "war": war}, "--outcome", outcome, "--inputs", "x")
        assert ran.status == 2
        assert (
            ".csv: 'war' cannot be searched for: it holds 2 cells that may say that a value is "
            f"missing, '{word}' in line 5 the first; leave the cell empty, or write NA, for a "
            "missing value" in ran.err
        )


def test_an_unknown_kind_among_several_is_a_category(discover: Discover) -> None:
    kinds = ["junta", "republic", "unknown"] * (ROWS // 3)
    ran = discover({"x": X, "kind": kinds}, "--outcome", "kind=unknown", "--inputs", "x")
    assert ran.out.startswith("Where kind is unknown Searched")


def test_a_text_is_said_to_be_there_or_not(discover: Discover) -> None:
    columns = {"x": X, "war": ["yes" if war else "no" for war in WAR]}
    asked = ("--outcome", "war=yes", "--inputs", "x")
    assert "Where war is yes Searched" in discover(columns, *asked).out
    assert "Where war is not yes Searched" in discover(columns, *asked, "--below", "0.5").out
    columns["war"][0] = "NA"
    assert "war itself was missing in 1 row, left out." in discover(columns, *asked).out


def test_a_table_without_named_inputs_tells_how_to_name_them(discover: Discover) -> None:
    columns = {"x, share": X, "y": Y, "war": WAR}
    ran = discover(columns, "--outcome", "war")
    assert "(there is no " in ran.err
    flag, inputs = shlex.split(ran.err)[-2:]
    assert (flag, inputs) == ("--inputs", '"x, share",y')
    assert discover(columns, "--outcome", "war", flag, inputs).status == 0
    ran = discover(columns, "--outcome", "wra")
    assert ran.err.endswith("name the inputs: --inputs '\"x, share\",y,war'\n")
    many = {f"x{number}": X for number in range(9)}
    assert discover(many, "--outcome", "x0").status == 2
    assert discover(many | {"x9": X}, "--outcome", "x0").err.endswith("--inputs NAME,NAME,...\n")


@pytest.mark.parametrize("option", ["--above", "--below", "--density"])
@pytest.mark.parametrize("number", ["nan", "inf"])
def test_numbers_that_are_none_are_refused(discover: Discover, option: str, number: str) -> None:
    ran = discover(REGIMES, *WAR_OF_BOTH, option, number)
    assert ran.status == 2
    assert ran.out == ""


@pytest.mark.parametrize("inputs", [" x , y ,", "x,,y", '"x",y'])
def test_inputs_with_spaces_quotation_marks_and_commas_too_many(
    discover: Discover, inputs: str
) -> None:
    plain = discover(REGIMES, *WAR_OF_BOTH)
    assert discover(REGIMES, "--outcome", "war", "--inputs", inputs) == plain


def test_texts_of_a_column_with_too_many_cannot_be_asked_for(discover: Discover) -> None:
    columns = {"regime": [f"r{i % 60}" for i in range(ROWS)], "x": X}
    ran = discover(columns, "--outcome", "regime=r1", "--inputs", "x")
    assert "'regime' cannot be searched for: it holds 60 different texts" in ran.err


def test_what_is_infinite_lies_in_no_box_that_restricts_it(
    discover: Discover, run: Run, tmp_path: Path
) -> None:
    x = ["inf" if i % 10 == 0 else one for i, one in enumerate(X)]
    columns: Columns = {"x": x, "war": WAR}
    arguments = ("--outcome", "war", "--inputs", "x", "--missing", "keep")
    found = told(discover, run, tmp_path, columns, *arguments)
    (box,) = found["boxes"]
    (condition,) = box["conditions"]
    there = [one for one in x if one != "inf"]
    assert box["points"] == sum(one > condition["above"] for one in there)
    assert (found["points"], found["missing"]) == (ROWS, {"x": 12})


def test_an_input_named_twice_is_searched_once_with_a_word(discover: Discover) -> None:
    ran = discover(REGIMES, "--outcome", "war", "--inputs", "x,y,X")
    assert "'x' was named more than once as an input." in ran.out
    assert ran.out.count("when x >") == 1


def test_a_name_with_a_comma_is_put_in_quotation_marks(discover: Discover) -> None:
    ran = discover({"cost, all": X, "war": WAR}, "--outcome", "war", "--inputs", '"cost, all"')
    assert "when cost, all > 0.5" in ran.out


def test_a_truth_can_be_asked_for_by_its_text(discover: Discover) -> None:
    columns = {"x": X, "war": ["TRUE" if one else "FALSE" for one in WAR]}
    assert "when x > 0.5" in discover(columns, "--outcome", "war=TRUE", "--inputs", "x").out
    assert "when x < 0.5" in discover(columns, "--outcome", "war=false", "--inputs", "x").out


@pytest.mark.parametrize("letters", [10, 70, 5_000])
def test_long_categories_are_shortened_in_words_and_whole_in_json(
    discover: Discover, run: Run, tmp_path: Path, letters: int
) -> None:
    regimes = [f"{'A' * letters}{end}" for end in ("one", "two", "three")]
    columns: Columns = {
        "regime": regimes * (ROWS // 3),
        "war": [1, 1, 0] * (ROWS // 3),
        "y": Y,
    }
    found = told(discover, run, tmp_path, columns, "--outcome", "war", "--inputs", "regime,y")
    (condition,) = found["boxes"][0]["conditions"]
    assert condition["values"] == regimes[:2]
    ran = discover(columns, "--outcome", "war", "--inputs", "regime,y")
    said = ran.out.replace(" ", "")
    assert len(said) < 700
    assert "Aoneor" in said
    assert "Atwo:" in said
    named = discover({"B" * 5_000: X, "war": WAR}, "--outcome", "war", "--inputs", "B" * 5_000)
    assert len(named.out) < 700


def test_categories_that_hold_commas_are_told_apart(discover: Discover) -> None:
    columns = {"regime": ["yes, or no", "b or c", "d"] * (ROWS // 3), "war": [1, 1, 0] * 40}
    ran = discover(columns, "--outcome", "war", "--inputs", "regime")
    assert "when regime is 'b or c' or 'yes, or no':" in ran.out


@pytest.mark.parametrize(
    "values",
    [
        [196_201 + i for i in range(ROWS)],
        [1e-9 * i + 5 for i in range(ROWS)],
        [1.0 + i * 2**-52 for i in range(ROWS)],
        [-1e300 + i * 1e285 for i in range(ROWS)],
        [i / ROWS for i in range(ROWS)],
    ],
)
@pytest.mark.parametrize("side", ["low", "high", "both"])
def test_conditions_have_the_digits_that_tell_rows_apart(
    discover: Discover, run: Run, tmp_path: Path, values: list[float], side: str
) -> None:
    first, last = {"low": (61, ROWS), "high": (0, 60), "both": (30, 91)}[side]
    war = [int(first <= i < last) for i in range(ROWS)]
    columns = {"when": map(repr, values), "war": war}
    found = told(discover, run, tmp_path, columns, "--outcome", "war", "--inputs", "when")
    box = found["boxes"][0]
    (condition,) = box["conditions"]
    low = -np.inf if condition["above"] is None else condition["above"]
    high = np.inf if condition["below"] is None else condition["below"]
    inside = [one for value, one in zip(values, war, strict=True) if low < value < high]
    assert (len(inside), sum(inside) / len(inside)) == (box["points"], box["density"])
    for bound in (condition["above"], condition["below"]):
        assert bound is None or repr(bound).removesuffix(".0") in box["words"]
    assert box["coverage"] == 1.0


def test_bounds_have_no_more_digits_than_they_need(discover: Discover) -> None:
    columns = {"x": [i / 1_000 + 1 / 3 for i in range(ROWS)], "war": [0] * 60 + [1] * 60}
    ran = discover(columns, "--outcome", "war", "--inputs", "x")
    assert re.search(r"when x > 0\.39\d\d:", ran.out)


def test_shares_are_all_or_nothing_only_where_they_are(discover: Discover) -> None:
    x = [i / 5_000 for i in range(5_000)]
    war = [int(i >= 2_000) for i in range(5_000)]
    war[3_000] = 0
    ran = discover({"x": x, "war": war}, "--outcome", "war", "--inputs", "x")
    assert "at more than 99.9 % of the 3,000 points" in ran.out


def test_text_and_json_tell_the_same(discover: Discover, run: Run, tmp_path: Path) -> None:
    columns: Columns = {
        "x": ["NA", *X[1:]],
        "y": Y,
        "when": ["1962-10-27"] * ROWS,
        "same": [1] * ROWS,
        "war": [*WAR[:-1], ""],
    }
    arguments = ("--outcome", "war", "--inputs", "x,y,when,same,x")
    found = told(discover, run, tmp_path, columns, *arguments)
    text = discover(columns, *arguments).out
    assert found["missing"] == {"x": 1, "war": 1}
    assert "Values were missing: x in 1 row; they were left out." in text
    assert "war itself was missing in 1 row, left out." in text
    assert (found["points"], found["available"], found["missing_kept"]) == (118, 118, False)
    assert "Searched 118 points" in text
    assert len(found["left_out"]) == 3
    for said in found["left_out"]:
        assert f"{said[0].upper()}{said[1:]}." in text
    for box in found["boxes"]:
        assert box["words"] in text
        assert f"{box['points']} points there" in text


def test_boxes_that_chance_may_have_made_are_said_to_be_doubtful(run: Run, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    told = []
    for number in range(20):
        inputs, path = rng.random((200, 5)), tmp_path / f"t{number}.csv"
        cases = rng.random(200) < 0.2 if number else inputs[:, 0] > 0.6
        rows = [
            ",".join(map(str, [*row, int(case)])) for row, case in zip(inputs, cases, strict=True)
        ]
        path.write_text("\n".join(["a,b,c,d,e,war", *rows]), encoding="utf-8")
        asked = ["discover", str(path), "--inputs", "a,b,c,d,e", "--outcome", "war", "--json"]
        boxes = json.loads(run(*asked).out)["boxes"]
        doubt = "may be as dense by chance" in " ".join(run(*asked[:-1]).out.split())
        assert doubt is any(one["by_chance"] > 0.05 for one in boxes)
        told.append((bool(boxes), doubt))
    assert told[0] == (True, False)
    assert [found for found, _ in told[1:]] == [doubt for _, doubt in told[1:]]
    assert 0 < sum(found for found, _ in told[1:]) < 10
