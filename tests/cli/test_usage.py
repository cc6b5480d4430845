"""Options in a wrong form: the message says what to write."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.types import FloatParamType

from crisis_sim.cli.main import COMMANDS, cli
from tests.cli.conftest import Run

GAME = "brinkmanship"
CABLE = "cuba-1962-cable"
COMMA = "decimals have a point"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("solve", GAME, "-s", "p=0.2", "q=0.5"), "(q=0.5). Write -s p=0.2 -s q=0.5"),
        (("solve", GAME, "-s", "p", "0.5"), "expected NAME=VALUE, found 'p 0.5'. Write -s p=0.5"),
        (("verify", GAME, "-s", "p", "1/2"), "found 'p 1/2'. Write -s p=1/2"),
        (("solve", GAME, "-s", "p 0.5"), "found 'p 0.5'. Write -s p=0.5"),
        (("solve", GAME, "-s", "p: 0.5"), "found 'p: 0.5'. Write -s p=0.5"),
        (("solve", GAME, "-s", "p"), "found 'p'. Write -s p=0.1"),
        (("solve", GAME, "-s", "=0.5"), "found '=0.5'. Write -s NAME=0.5"),
        (("solve", GAME, "-s", "==0.5"), "found '==0.5'. Write -s NAME=0.5"),
        (("solve", GAME, "-s", "=q=0.5"), "'=q=0.5' begins with =. Write -s q=0.5"),
        (("solve", GAME, "-s", "p=0,5"), f"p: '0,5' is not a number. Write 0.5: {COMMA}."),
        (("solve", GAME, "--seconds", "1,5"), f"'1,5' is not a number. Write 1.5: {COMMA}."),
        (("solve", GAME, "--seconds", "ten"), "'ten' is not a number. Write one such as 0.5."),
        (("verify", GAME, "--tol", "0,1"), "Invalid value for '--tol': '0,1' is not a number."),
        (
            ("simulate", GAME, "--plays", "1.000"),
            "'1.000' is not a whole number. Write digits alone",
        ),
        (("sweep", GAME, "-x", "p", "0:1:5"), "extra argument (0:1:5). Write -x p=0:1:5"),
        (("sweep", GAME, "-x", "p=0,5:1:5"), f"p: '0,5' is not a number. Write 0.5: {COMMA}."),
        (("thresholds", GAME, "-x", "p=0,1:1"), f"p: '0,1' is not a number. Write 0.1: {COMMA}."),
        (
            ("verify", GAME, "-p", "the threat threaten"),
            "expected WHERE=ACTION, found 'the threat threaten'. Write -p 'the threat=threaten'",
        ),
        (("verify", GAME, "-p", "the reply: defy"), "Write -p 'the reply=defy'"),
        (("verify", GAME, "-p", "the reply"), "expected WHERE=ACTION, found 'the reply'"),
        (("solve", GAME, "more"), "Got unexpected extra argument (more)"),
        (("thresholds", GAME, "-x", "p", "q"), "extra argument (q). Write -x p -x q"),
        (("regions", GAME, "-x", "p=0:1", "q"), "extra argument (q). Write -x p=0:1 -x q"),
        (("thresholds", GAME, "-x", "p", "=", "0:1"), "(= 0:1). Write -x p=0:1"),
        (("solve", CABLE, "-a", "NATO", "cheap"), "(cheap). Write -a 'NATO cheap'"),
        (("certify", GAME, "--outcome", "status", "quo", "--json"), "--outcome 'status quo'"),
        (("solve", GAME, "p=0.5", "q=1"), "(p=0.5 q=1). Write -s p=0.5 -s q=1"),
        (("solve", GAME, "--p=0.5"), "No such option '--p'. Write -s p=0.5"),
        (("solve", GAME, "--p", "1/2"), "No such option '--p'. Write -s p=1/2"),
        (("solve", GAME, "-s", "p=0.5,q=1"), "found 'p=0.5,q=1'. Write -s p=0.5 -s q=1"),
        (("solve", GAME, "-s", "p=0.5 q=1"), "found 'p=0.5 q=1'. Write -s p=0.5 -s q=1"),
        (("solve", GAME, "-json"), "No such option '-json'. Write --json"),
        (("solve", GAME, "-seconds", "5"), "No such option '-seconds'. Write --seconds"),
        (("solve", GAME, "-concept=nash"), "Write --concept=nash"),
        (("solve", GAME, "\u2014json"), "not with hyphens: write --json"),
        (("solve", GAME, "\u2013s", "p=0.5"), "not with hyphens: write -s"),
        (("solve", GAME, "--secnds", "5"), "No such option '--secnds'. Did you mean '--seconds'?"),
        (("solve", GAME, "--weak"), "No such option '--weak'. It belongs to dominance."),
        (("solve", GAME, "--workers", "2"), "It belongs to sweep, sensitivity."),
        (("certify", GAME), "Missing option '--outcome'. An outcome, or a category"),
        (("solve",), "Missing argument 'SCENARIO'. Name one that 'crisis-sim list' shows, or a"),
        (("mine.yaml",), "A command comes first: crisis-sim solve mine.yaml"),
        ((GAME,), f"A command comes first: crisis-sim solve {GAME}"),
        (("help",), "Write crisis-sim --help"),
        (("help", "solve"), "Write crisis-sim solve --help"),
        (("figure", "mine.yaml"), "a kind comes first: crisis-sim figure tree mine.yaml"),
        (("figure", GAME, "tree"), f"a kind comes first: crisis-sim figure tree {GAME}"),
        (("fit", "played.csv", GAME), f"the scenario comes first: write {GAME} played.csv"),
        (("verify", "strategy.csv", GAME), f"comes first: write {GAME} strategy.csv"),
        (("solve", f"{GAME}.yaml"), f"Did you mean '{GAME}', which comes with crisis-sim?"),
        (("solve", f"games/{GAME}"), f"Did you mean '{GAME}'?"),
        (("solve", "games/cuba_1962_cable.yaml"), f"Did you mean '{CABLE}', which comes"),
        (("solve", "cuba_1962_cable"), f"Known here: {CABLE}, "),
        (
            ("solve", CABLE, "-a", "NATO cheap, slow delivery"),
            "Write 'NATO cheap + slow delivery' to make them at once, or give each by itself",
        ),
        (
            ("compare", CABLE, "-a", "NATO cheap, slow delivery"),
            "Write 'NATO cheap + slow delivery' to make them at once",
        ),
        (("sweep", GAME), "give an axis (-x), draws (--draws) or a table of points (--points)"),
        (("sensitivity", GAME), "an outcome (--outcome) or a player's payoff (--payoff)"),
        (("sensitivity", GAME, "--payoff", "United States"), "'United States'. Write 'US'."),
        (("sensitivity", GAME, "--outcome", "peace"), "no outcome 'peace'. Known here: "),
    ],
    ids=lambda one: " ".join(one[2:]) if isinstance(one, tuple) else "",
)
def test_what_to_write_instead_is_told(
    run: Run,
    words: tuple[str, ...],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(*words)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    assert "Traceback" not in ran.err


def test_spaces_around_the_sign_do_no_harm(run: Run) -> None:
    plays = ("-p", "the threat = threaten", "-p", " the reply= withdraw ")
    assert run("verify", GAME, *plays, "-s", " p = 0.5 ").status == 0


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (("fit", GAME, "-"), "allow more time (--seconds)"),
        (("solve", GAME), "choose another concept (-c), or allow more time (--seconds)"),
        (
            ("thresholds", GAME, "-x", "p"),
            "give parameters values (-s) or narrower ranges (-x NAME=LOW:HIGH), or allow more time "
            "(--seconds)",
        ),
        (
            ("conditions", GAME, "--outcome", "war", "-x", "p"),
            "give parameters values (-s) or narrower ranges (-x NAME=LOW:HIGH), or allow more "
            "time (--seconds)",
        ),
        (
            ("nearest", GAME, "--outcome", "war"),
            "give parameters values (-s) or narrower ranges (-x NAME=LOW:HIGH), or allow more time "
            "(--seconds)",
        ),
    ],
    ids=lambda one: one[0],
)
def test_the_advice_of_a_command_that_ran_out_of_time_is_its_own(
    run: Run, words: tuple[str, ...], advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crisis_sim import study_files, time_limits

    monkeypatch.setattr(study_files, "load", lambda *_, **__: time_limits.check_time())
    ran = run(*words, "--seconds", "0")
    assert (ran.status, ran.err) == (4, f"Error: no answer in the time allowed; {advice}\n")


def test_a_reason_that_several_assumptions_share_is_told_once(run: Run) -> None:
    told = " ".join(run("compare", "cuba-1962-cable", "--seconds", "0").out.split())
    assert told.count("no answer in the time allowed; choose another concept (-c), or allow") == 1
    assert "as it is, generals under control, " in told


def test_options_take_the_numbers_that_values_are_written_in(run: Run) -> None:
    for words in (
        ("solve", GAME, "-c", "quantal", "--precision"),
        ("solve", GAME, "-c", "cfr", "--tol"),
        ("verify", GAME, "-p", "the threat=threaten", "-p", "the reply=withdraw", "--tol"),
        ("certify", GAME, "--outcome", "war", "-x", "q", "--draws", "0", "--tol"),
    ):
        quotient, decimal = run(*words, "1/2"), run(*words, "0.5")
        assert (quotient.status, quotient.out) == (decimal.status, decimal.out)
        assert (quotient.status, quotient.err) == (0, "")
        assert "'x' is not a number. Write one such as 0.5." in run(*words, "x").err


def command(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


def test_no_option_reads_numbers_otherwise() -> None:
    found = [
        f"{name} {option.opts[0]}"
        for name in COMMANDS
        for option in command(name).params
        if isinstance(option.type, FloatParamType)
        and type(option.type).__module__ != "crisis_sim.cli.number"
    ]
    assert found == []


def test_a_value_that_begins_as_an_option_is_none(run: Run, tmp_path: Path) -> None:
    path = str(tmp_path / "tree.svg")
    assert run("figure", "tree", GAME, "--title", "-grey", "-o", path).status == 0
    assert "-grey" in Path(path).read_text(encoding="utf-8")
