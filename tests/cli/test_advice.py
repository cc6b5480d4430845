"""What a message says to write is carried out, and works."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Run

GAME = "brinkmanship"
CABLE = "cuba-1962-cable"
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
    # words that nothing takes
    (DISCOVER, ("--inputs", "x", "y"), "--inputs x,y"),
    (DISCOVER, ("--inputs", "x,", "y"), "--inputs x,y"),
    (("conditions", GAME, "--outcome", "war"), ("--free", "p", "q"), "--free p --free q"),
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
        kept = wrong[:2] if "-x" in wrong and "-x" not in way else ()
        assert run(*right, *kept, *shlex.split(way)).status == 0


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


def test_a_flag_may_be_given_again(run: Run) -> None:
    assert run("solve", GAME, "--json", "--json").status == 0
