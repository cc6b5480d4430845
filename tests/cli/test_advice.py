"""What a message says to write is carried out, and works."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.scenario.span import Span
from tests.cli.conftest import Run

GAME = "brinkmanship"
CABLE = "cuba-1962-cable"
CHICKEN = ("verify", "brams-chicken", "-p", "Moscow=withdraw")
CERTIFY = ("certify", GAME, "-x", "p", "--draws", "0")
THREAT = ("-p", "the", "threat=threaten")
SWEPT = ("sweep", GAME)
TABLE = "x,y,end\n" + "".join(
    f"{i / 20},{i % 3},{'war' if i > 9 else 'peace'}\n" for i in range(20)
)
DISCOVER = ("discover", "a.csv", "--outcome", "end=war")

CASES = [
    # an option that holds once
    (("solve", GAME), ("-c", "nash", "-c", "auto"), "-c nash or -c auto"),
    (("solve", GAME), ("--concept=nash", "-c", "cfr", "-c", "nash"), "-c nash or -c cfr"),
    (DISCOVER, ("--inputs", "x", "--inputs", "y"), "--inputs x,y"),
    (
        ("conditions", GAME),
        ("--outcome", "war", "--outcome", "retreat"),
        "--outcome war or --outcome retreat",
    ),
    (SWEPT, ("-x", "p=0,1", "-o", "a b.csv", "-o", "c.csv"), "-o 'a b.csv' or -o c.csv"),
    (("solve", GAME), ("-c", "auto", "nash"), "-c auto or -c nash"),
    (("simulate", GAME), ("--seed", "1", "2"), "--seed 1 or --seed 2"),
    (("simulate", GAME), ("--plays", "1", "000"), "--plays 1000"),
    # words that nothing takes
    (DISCOVER, ("--inputs", "x", "y"), "--inputs x,y"),
    (DISCOVER, ("--inputs", "x,", "y"), "--inputs x,y"),
    (("conditions", GAME, "--outcome", "war"), ("-x", "p", "q"), "-x p -x q"),
    (
        ("compare", CABLE),
        ("-a", "NATO cheap", "slow delivery"),
        "-a 'NATO cheap' -a 'slow delivery'",
    ),
    (("run", GAME), ("out",), "-o out"),
    (("export", GAME), ("g.efg",), "-o g.efg"),
    (("figure", "tree", GAME), ("tree.svg",), "-o tree.svg"),
    (("thresholds", GAME), ("p",), "-x p"),
    (("regions", GAME), ("p", "q"), "-x p -x q"),
    (("regions", GAME), ("p=0:1/2", "q"), "-x p=0:1/2 -x q"),
    (SWEPT, ("p",), "-x p=0:1:11"),
    (SWEPT, ("q=0:1:3",), "-x q=0:1:3"),
    (("solve", GAME), ("a pure threat",), "-a 'a pure threat'"),
    (("solve", GAME), ("p=0.1",), "-s p=0.1"),
    (("solve", GAME), ("nash",), "-c nash"),
    (("conditions", GAME), ("war",), "--outcome war"),
    # spaces within a value
    (SWEPT, ("-x", "p", "0", "1", "5"), "-x p=0:1:5"),
    (SWEPT, ("-x", "p=0", "1", "5"), "-x p=0:1:5"),
    (SWEPT, ("-x", "p", "=", "0", "0.5", "1"), "-x p=0,0.5,1"),
    (SWEPT, ("-x", "p", "0", "1"), "-x p=0,1"),
    (SWEPT, ("-x", "p", "~", "beta(2,", "3)", "--draws", "4"), "-x 'p~beta(2, 3)'"),
    (SWEPT, ("-x", "p", "beta", "2", "3", "--draws", "4"), "-x 'p~beta(2,3)'"),
    (SWEPT, ("-x", "p", "q"), "-x p=0:1:11 -x q=0:1:11"),
    (SWEPT, ("-x", "p=0:1:2", "q"), "-x p=0:1:2 -x q=0:1:11"),
    (("thresholds", GAME), ("-x", "p", "0", "1"), "-x p=0:1"),
    (("thresholds", GAME), ("-x", "p", "0", "1", "11"), "-x p=0:1"),
    (SWEPT, ("-x", "p", "0:1", "11"), "-x p=0:1:11"),
    (SWEPT, ("-x", "p:", "0", ":", "1", ":", "11"), "-x p=0:1:11"),
    (SWEPT, ("-x", "p=0:1", "11"), "-x p=0:1:11"),
    (SWEPT, ("-x", "p", "0:1"), "-x p=0:1:11"),
    (SWEPT, ("-x", "p", "0,", "0.5,", "1"), "-x p=0,0.5,1"),
    (("thresholds", GAME), ("-x", "p", "0:", "1"), "-x p=0:1"),
    # one outcome at a time
    (CERTIFY, ("--outcome", "war", "retreat"), "--outcome war or --outcome retreat"),
    (CERTIFY, ("--outcome", "war,", "retreat"), "--outcome war or --outcome retreat"),
    (CERTIFY, ("--outcome", "general", "war"), "--outcome 'general war'"),
    (
        CERTIFY,
        ("--outcome", "general", "war", "retreat"),
        "--outcome 'general war' or --outcome retreat",
    ),
    (
        ("discover", "a.csv", "--inputs", "x"),
        ("--outcome", "end=peace", "end=war"),
        "--outcome end=peace or --outcome end=war",
    ),
    # values
    (("solve", CABLE), ("-s", "x", "-0.1"), "-s x=-0.1"),
    (("solve", CABLE), ("-s", "x", "=", "-.5", "-c", "nash"), "-s x=-.5"),
    (("solve", CABLE), ("-s", "x=", "-1/2"), "-s x=-1/2"),
    (("thresholds", CABLE), ("-x", "x", "-2", "-1"), "-x x=-2:-1"),
    (("solve", GAME), ("-s", "p>0.5"), "-s p=0.5"),
    (("solve", GAME), ("-s", "p==0.5"), "-s p=0.5"),
    (("solve", GAME), ("-s=p=0.1",), "-s p=0.1"),
    (("solve", GAME), ("-s", "a pure threat"), "-a 'a pure threat'"),
    (("solve", CABLE), ("-a", "pi=0.1"), "-s pi=0.1"),
    # ranges
    (("thresholds", GAME), ("-x", "p,q"), "-x p -x q"),
    (("thresholds", GAME), ("-x", "p q"), "-x p -x q"),
    (("conditions", GAME, "--outcome", "war"), ("-x", "p=0:1/2,q"), "-x p=0:1/2 -x q"),
    (SWEPT, ("-x", "p,q"), "-x p=0:1:11 -x q=0:1:11"),
    (SWEPT, ("-x", "p=0:1:3,q=0:1:3"), "-x p=0:1:3 -x q=0:1:3"),
    # plays
    (CHICKEN, ("-p", "Washington=Blockade"), "-p Washington=blockade"),
    (
        CHICKEN,
        ("-p", "Washington=0.5 blockade, 0.5 air strike"),
        "-p Washington=blockade:0.5 -p 'Washington=air strike:0.5'",
    ),
    (
        CHICKEN,
        ("-p", "Washington={blockade: 1/2, air strike: 50%}"),
        "-p Washington=blockade:0.5 -p 'Washington=air strike:0.5'",
    ),
    (("verify", GAME, "-p", "the reply=defy"), THREAT, "-p 'the threat=threaten'"),
    (
        ("verify", GAME),
        (*THREAT, "-p", "the", "reply=defy"),
        "-p 'the threat=threaten' -p 'the reply=defy'",
    ),
    (
        ("verify", GAME),
        ("-p", "the", "threat=do", "not", "threaten", "the", "reply=defy"),
        "-p 'the threat=do not threaten' -p 'the reply=defy'",
    ),
    # options that there are none of
    (("solve", GAME), ("-p", "p=0.1"), "-s p=0.1"),
    (("solve", GAME), ("--q", "1/2"), "-s q=1/2"),
    (("solve", CABLE), ("--n", "12"), "-s n=12"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("right", "wrong", "advice"), CASES, ids=lambda one: one if isinstance(one, str) else ""
)
def test_what_a_message_says_to_write_works(
    run: Run, right: tuple[str, ...], wrong: tuple[str, ...], advice: str
) -> None:
    ran = run(*right, *wrong)
    assert (ran.status, ran.out) == (2, "")
    assert re.search(rf"[Ww]rite {re.escape(advice)}(?:\W|$)", ran.err)
    for way in advice.split(" or "):
        kept = wrong[:2] if "-x" in wrong and "-o" in way else ()
        assert run(*right, *kept, *shlex.split(way)).status == 0


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (("-c", "nash"), ("-s", "-c", "nash"), ["-s has no value: -c follows", "-s NAME=VALUE"]),
        (("-c", "nash"), ("-s", "-c", "-c", "nash"), ["leave -s out. -c has", "leave -c out"]),
        (("--json",), ("-a", "--json"), ["-a has no value: --json follows", "-a ASSUMPTION"]),
        (("--json",), ("-e", "--json"), ["-e has no value: --json follows", "leave -e out"]),
        (("-c", "nash"), ("--", "-c", "nash"), ["Leave out '--': after it no word is an option."]),
    ],
)
def test_an_option_in_the_place_of_a_value_is_told(
    run: Run, right: tuple[str, ...], wrong: tuple[str, ...], told: list[str]
) -> None:
    ran = run("solve", GAME, *wrong)
    assert (ran.status, ran.out) == (2, "")
    assert all(one in ran.err for one in told)
    assert run("solve", GAME, *right).status == 0


@pytest.mark.parametrize("text", ["war retreat", "war, retreat", "war or retreat", "war/retreat"])
@pytest.mark.parametrize("command", ["conditions", "certify", "nearest", "sensitivity"])
def test_outcomes_are_asked_for_one_at_a_time(run: Run, command: str, text: str) -> None:
    told = run(command, GAME, "--outcome", text).err
    assert f"'{text}'. One outcome, or one category, is asked for at a time: 'war' or" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("figure", "tree", GAME, "-o", "a.svg", "--width", "7"), "'--columns' or '--style'?"),
        (("figure", "tree", GAME, "-o", "a.svg", "--dpi=300"), "'--columns' or '--style'?"),
        (("simulate", GAME, "--n", "100"), "Did you mean '--plays'?"),
        (("solve", GAME, "--lambda", "2", "-c", "quantal"), "Did you mean '--precision'?"),
        (("solve", GAME, "--figsize", "2"), "No such option '--figsize'."),
    ],
)
def test_options_of_other_programs_are_known(run: Run, words: tuple[str, ...], told: str) -> None:
    ran = run(*words)
    assert ran.status == 2
    assert told in ran.err
    assert "-s " not in ran.err


RANGE = "q=0:1/2"
RANGES = (
    *("q=0..1/2", "q=0-1/2", "q=0,1/2", "q=[0,1/2]", "q=(0, 1/2)", "q=0 to 1/2", "q 0:1/2"),
    *("q:0:1/2", "q=0:1/2:11", "=q=0:1/2", "q=0;1/2", "q~0:1/2"),
)


@pytest.mark.parametrize("text", RANGES)
def test_a_range_in_another_form_is_told_in_this_one(run: Run, text: str) -> None:
    assert f"found '{text}'. Write {RANGE}\n" in run("thresholds", GAME, "-x", text).err
    assert Span.of(RANGE).low == 0


@pytest.mark.parametrize("text", ["q~prior", "q=0.2", "=q", "q~beta(2, 3)", "q="])
def test_what_has_no_two_ends_is_told_the_name_alone(run: Run, text: str) -> None:
    assert "Write q for its own range" in run("thresholds", GAME, "-x", text).err


@pytest.mark.parametrize(
    ("text", "number"),
    [("\u22120.5", "-0.5"), ("1 / 3", "1/3"), ("\u00bd", "1/2"), ("-\u00bc", "-1/4")],
)
def test_signs_of_typography_are_told_as_one_types_them(run: Run, text: str, number: str) -> None:
    assert run("solve", GAME, "-s", f"p={text}").err.endswith(f"Write {number}.\n")


def test_a_range_in_the_place_of_a_number_is_followed(run: Run) -> None:
    told = run("solve", GAME, "-s", "p=0.1:0.5").err
    assert told.endswith("follow the range: thresholds -x p=0.1:0.5\n")
    assert run("thresholds", GAME, "-x", "p=0.1:0.5").status == 0


def test_decimal_commas_are_told_where_they_make_two_values() -> None:
    (note,) = cs.load(GAME).estimate(axes=["p=0,1"]).notes
    assert note == "p=0,1 was read as two values: a decimal is written 0.1"
    with pytest.raises(cs.InputError, match=r"decimal ones, write p=0\.25,0\.75"):
        cs.load(GAME).estimate(axes=["p=0,25,0,75"])
    with pytest.raises(cs.InputError, match="Write 0:1:10 for 10 values from 0 to 1"):
        cs.load(GAME).estimate(axes=["p=0:1:1e1"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("solve", "cuba"), "Did you mean 'cuba-1962-cable'?"),
        (("solve", "quiche"), "Did you mean 'beer-and-quiche'?"),
        (("solve", CABLE, "-a", "generals"), "Did you mean 'generals under control'?"),
        (("solve", CABLE, "-a", "nato"), "Did you mean 'NATO cheap'?"),
        (("solve", GAME, "-c", "trembling hand"), "Write 'sequential'"),
        (("solve", GAME, "-c", "d1"), "Write 'sequential'"),
        (("solve", GAME, "-c", "bi"), "Write 'spe'"),
        (("solve", GAME, "-c", "bayes-nash"), "Write 'nash'"),
        (("solve", GAME, "-c", "iesds"), "dominance tells what survives"),
        (("plot", "tree", GAME), "Write crisis-sim figure tree brinkmanship"),
        (("version",), "Write crisis-sim --version"),
        (("lint", GAME), "Write crisis-sim check brinkmanship"),
        (("create", "mine.yaml"), "Write crisis-sim new mine.yaml"),
        (("describe", GAME), "Write crisis-sim show brinkmanship"),
        (("nash", GAME), "Write crisis-sim solve brinkmanship"),
        (("ls",), "Write crisis-sim list"),
        (("solve", ""), "the scenario's name is empty"),
        (("figure", GAME, "page"), f"crisis-sim figure page {GAME}"),
    ],
)
def test_part_of_a_name_and_words_of_other_programs(
    run: Run, words: tuple[str, ...], told: str
) -> None:
    assert told in run(*words).err


@pytest.mark.usefixtures("folder")
def test_a_new_scenario_under_a_shipped_name_is_told(run: Run) -> None:
    told = run("new", "brinkmanship").err
    assert "'brinkmanship' alone names the scenario that comes with crisis-sim." in told
    assert "Try: crisis-sim solve brinkmanship.yaml" in told
    assert "alone names" not in run("new", "mine").err


@pytest.mark.parametrize(
    "written",
    [
        "the threat: threaten; the reply: defy",
        "the threat: threaten, the reply: defy",
        "the threat: threaten the reply: defy",
        "the threat: threaten: 0.5; do not threaten: 0.5; the reply: defy",
        "the reply: defy\nthe threat: {threaten: 1/2; do not threaten: 1/2}",
        "the reply: defy\nthe threat: threaten: 0.5, do not threaten: 0.5",
    ],
)
def test_what_one_line_says_of_several_is_told_a_line_each(
    run: Run, folder: Path, written: str
) -> None:
    file = folder / "played.txt"
    file.write_text(written, encoding="utf-8")
    told = run("verify", GAME, str(file)).err
    each = re.findall("'(the [^']+)'", told.partition("Write a line each")[2])
    each = each or ["the reply: defy", *re.findall(r"Write (.+)\.\n", told)]
    assert len(each) == 2
    file.write_text("\n".join(each), encoding="utf-8")
    assert run("verify", GAME, str(file)).status == 0


@pytest.mark.parametrize("written", ["stand: {label: stand firm, to: war}", "stand: war"])
@pytest.mark.usefixtures("folder")
def test_a_part_in_the_first_column_is_told_how_far_in_it_belongs(run: Run, written: str) -> None:
    run("new", "a.yaml")
    file = Path("a.yaml")
    right = file.read_text(encoding="utf-8")
    line = next(one for one in right.splitlines() if one.strip().startswith("stand:"))
    file.write_text(right.replace(line, written), encoding="utf-8")
    told = run("check", "a.yaml").err
    found = re.search(r"To be part of 'actions' of 'answer', it begins with (\d) spaces", told)
    assert found is not None
    file.write_text(right.replace(line, " " * int(found[1]) + written), encoding="utf-8")
    assert run("check", "a.yaml").status == 0


@pytest.mark.usefixtures("folder")
def test_fields_within_the_text_before_them_are_told_with_their_column(run: Run) -> None:
    run("new", "a.yaml")
    file = Path("a.yaml")
    right = file.read_text(encoding="utf-8").replace(
        "    meaning: cost of war to the attacker\n", ""
    )
    text = "    meaning: |\n      cost of war to the attacker\n"
    right = right.replace("    unit: payoff\n", f"{text}      unit: payoff\n")
    right = right.replace("\n\n# The doc", "\n  title: no more\n  begins: 1914-07-28\n\n# The doc")
    file.write_text(right, encoding="utf-8")
    lines = right.splitlines()
    found = re.findall(
        r"Line (\d+) begins with '(\w+):' and is part of the text of '\w+'; "
        r"a field begins in column (\d)",
        " ".join(run("check", "a.yaml").out.split()),
    )
    assert [name for _, name, _ in found] == ["begins", "unit"]
    for number, _, column in found:
        lines[int(number) - 1] = " " * (int(column) - 1) + lines[int(number) - 1].strip()
    file.write_text("\n".join(lines), encoding="utf-8")
    assert "part of the text" not in run("check", "a.yaml").out


def test_a_flag_may_be_given_again(run: Run) -> None:
    assert run("solve", GAME, "--json", "--json").status == 0
