"""``crisis-sim verify`` as a user calls it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

import crisis_sim as cs
from tests.cli.conftest import Run

CABLE = "cuba-1962-cable"


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from crisis_sim.report.json_object import solution_text
    from crisis_sim.study_files import load

    study = load(CABLE)
    path = tmp_path_factory.mktemp("solved") / "solution.json"
    path.write_text(solution_text(study, study.solve()))
    return path


def test_a_file_in_a_folder_below_is_asked_after(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out" / "tables").mkdir(parents=True)
    (tmp_path / "out" / "tables" / "strategy.csv").touch()
    ran = run("verify", "brinkmanship", "out/strategy.csv")
    assert (ran.status, ran.err.endswith("Did you mean 'out/tables/strategy.csv'?\n")) == (2, True)


def test_what_solve_writes_is_verified(run: Run, solved: Path) -> None:
    ran = run("verify", CABLE, str(solved), "--json")
    told = json.loads(ran.out)
    assert ran.status == 0
    assert told["nash"] is True
    assert told["rational_everywhere"] is True
    assert told["player_regret"] <= 1e-9
    assert told["payoffs"]["US"] == pytest.approx(-3.6)
    assert "A Nash equilibrium: nobody gains" in run("verify", CABLE, str(solved)).out


def test_several_equilibria_are_counted_from_1_here_and_from_0_in_python(
    run: Run, tmp_path: Path
) -> None:
    study = cs.load("brams-chicken")
    solution = study.solve()
    file = tmp_path / "solution.json"
    file.write_text(run("solve", "brams-chicken", "--json").out, encoding="utf-8")
    for number in range(3):
        ran = run("verify", "brams-chicken", str(file), "-e", str(number + 1), "--json")
        found = study.verify(file, equilibrium=number)
        own = study.verify(solution.equilibria[number])
        assert json.loads(ran.out)["outcomes"] == found.outcomes == own.outcomes
    refused = run("verify", "brams-chicken", str(file), "-e", "4").err
    assert "there is no equilibrium 4; the file holds 3" in refused


@pytest.mark.parametrize("data", [b"\xff x", b"%PDF-1.4"])
def test_a_profile_that_is_no_text_is_no_fault_of_the_scenario(
    run: Run, tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "profile.yaml"
    path.write_bytes(data)
    assert run("verify", "brams-chicken", str(path)).status == 2


def test_a_departure_is_priced(run: Run, solved: Path) -> None:
    arguments = ("verify", CABLE, str(solved), "-p", "the offer=strike")
    told = json.loads(run(*arguments, "--json").out)
    assert told["nash"] is False
    assert told["players"]["US"]["regret"] == pytest.approx(39.4)
    assert told["players"]["US"]["best_reply"] == {"the offer": "Turkey in secret"}
    out = run(*arguments).out
    assert "Not a Nash equilibrium: US could gain 39.4" in out
    assert "'Turkey in secret' at the offer" in out


def test_a_profile_from_standard_input(
    run: Run, solved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(solved.read_text()))
    assert json.loads(run("verify", CABLE, "-", "--json").out)["nash"] is True


def test_a_mixed_profile_on_the_command_line(run: Run) -> None:
    half = ["Washington=blockade:1/2", "Washington=air strike:1/2"]
    half += ["Moscow=withdraw:0.5", "Moscow=maintain:0.5"]
    options = [word for text in half for word in ("-p", text)]
    told = json.loads(run("verify", "brams-chicken", *options, "--json").out)
    assert told["nash"] is True
    assert told["payoffs"] == {"US": 2.5, "USSR": 2.5}


def test_a_file_among_the_plays_is_told_as_one(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plays.txt"
    path.write_text("Washington: blockade\nMoscow: withdraw\n")
    told = run("verify", "brams-chicken", "-p", str(path)).err
    assert told.endswith(f"found '{path}'. Write the file without -p: {path}\n")
    assert run("verify", "brams-chicken", str(path)).status == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give a PROFILE, or what is played"),
        (["-p", "Washington"], "expected WHERE=ACTION, found 'Washington'"),
        (["-p", "Moscow=withdraw", "-p", "Moscow=maintain"], "'Moscow' is given twice"),
        (["-p", "Moscow=withdraw:50%"], "'50%' is not a probability. Write 0.5."),
        (["-p", "Moscow=withdraw:150%"], "'150%' is not a probability. Write a number from 0"),
        (["-p", "Moscow=withdraw:0,5"], "'0,5' is not a probability. Write 0.5: decimals"),
        (["-p", "Moscow=withdraw:-0.1"], "'-0.1' is not a probability. Write a number from 0"),
        (
            ["-p", "Moscow=withdraw:1/2", "-p", "Moscow=withdraw:1/2"],
            "'Moscow' is given twice",
        ),
        (["-p", "Moscow=withdraw"], "nothing is said of 'Washington'"),
        (["-p", "Moscwo=withdraw"], "Did you mean 'Moscow'?"),
        (["-p", "Moscow=withdraw:1/0"], "'1/0' is not a probability"),
        (["missing.yaml"], "cannot read missing.yaml"),
    ],
)
def test_mistakes_are_answered(run: Run, arguments: list[str], message: str) -> None:
    ran = run("verify", "brams-chicken", *arguments)
    assert ran.status == 2
    assert message in ran.err
    assert ran.out == ""


def test_many_places_without_an_action_are_one_fault(run: Run) -> None:
    ran = run("verify", "cuba-1962-cable", "-p", "the offer=strike")
    assert ran.err.startswith("Error: the profile: 1 problem\n")
    assert ran.err.count("nothing is said of") == 1
    assert "nothing is said of 49 information sets: 'the reply, after flexible" in ran.err
    assert "or a whole profile, such as a solution, and change that." in ran.err


TIE = """EFG 2 R "tie" { "A" "B" }
p "" 1 1 "a" { "l" "r" } 0
t "" 1 "" { 0 1e13 }
t "" 2 "" { 1e-13 5 }
"""


def test_a_slight_gain_is_a_gain_beside_another_s_billions(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "tie.efg"
    file.write_text(TIE)
    told = json.loads(run("verify", str(file), "-p", "a=l", "--json").out)
    assert told["nash"] is False
    assert told["players"]["A"]["regret"] == 1e-13
    assert told["players"]["A"]["relative_regret"] == 1.0
    assert told["players"]["A"]["best_responses"] == {"a": ["r"]}
    assert told["information_sets"]["a"]["gain"] == 1e-13
    assert told["information_sets"]["a"]["relative_gain"] == 1.0
    assert told["relative_regret"] == 1.0
    assert told["tolerance"] == told["tolerance_of_moves"] == 0.0
    assert told["unproved_digits"] == 0
    assert told["exact"] is True
    assert "Not a Nash equilibrium: A could gain 1e-13" in run("verify", str(file), "-p", "a=l").out
    best = run("verify", str(file), "-p", "a=r").out
    assert "regret exactly 0" in best
    assert "rounded" not in best


def test_the_tolerance_is_a_share_of_what_is_at_stake(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "three.efg"
    text = 'EFG 2 R "t" { "A" } p "" 1 1 "a" { "l" "m" "r" } 0 t "" 1 "" { 0 } '
    file.write_text(text + 't "" 2 "" { 1e-6 } t "" 3 "" { -999.999999 }')
    for tol, nash in (("1.1e-9", True), ("0.9e-9", False)):
        arguments = ("verify", str(file), "-p", "a=l", "--tol", tol)
        assert json.loads(run(*arguments, "--json").out)["nash"] is nash
        assert ("Gains of up to" in run(*arguments).out) is True


def test_rounded_numbers_are_measured_and_the_answer_says_so(run: Run) -> None:
    moscow = (
        "-p",
        "Moscow=withdraw:0.5000000000000001",
        "-p",
        "Moscow=maintain:0.4999999999999999",
    )
    half = ("-p", "Washington=blockade:1/2", "-p", "Washington=air strike:1/2", *moscow)
    told = json.loads(run("verify", "brams-chicken", *half, "--json").out)
    assert told["rounded"] is True
    assert told["tolerance"] == 1e-9
    assert told["nash"] is True
    assert 0 < told["relative_regret"] < 1e-15
    out = " ".join(run("verify", "brams-chicken", *half).out.split())
    assert "was measured, not proved: gains of up to 1e-09 of what is at stake count as none" in out
    assert "A Nash equilibrium: nobody gains more than " in out
    assert "; that much counts as none." in out


def test_payoffs_equal_to_many_digits_are_not_called_equal_by_proof(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "transcendental.yaml"
    file.write_text(
        "title: t\nabout: a\nplayers: {A: {label: A}}\nstart: s\nsituations:\n"
        "  s: {player: A, actions: {l: {to: one}, r: {to: two}}}\n"
        "outcomes:\n  one: {payoffs: {A: log(2) + log(3)}}\n  two: {payoffs: {A: log(6)}}\n"
    )
    told = json.loads(run("verify", str(file), "-p", "s=l", "--json").out)
    assert told["nash"] is True
    assert told["unproved_digits"] == 301
    assert told["exact"] is False
    out = " ".join(run("verify", str(file), "-p", "s=l").out.split())
    assert "agree in 301 digits; that they are equal is not proved, and they count as equal" in out


def test_a_clear_gain_is_told_without_the_reserve_of_rounding(run: Run) -> None:
    shares = {"Washington=blockade": "0.3333333333333333", "Washington=air strike": "2/3"}
    shares |= {"Moscow=withdraw": "1"}
    given = [word for place, share in shares.items() for word in ("-p", f"{place}:{share}")]
    out = " ".join(run("verify", "brams-chicken", *given).out.split())
    assert "Not a Nash equilibrium: US could gain 0.3333 payoff units, " in out
    assert "rounded" not in out


def test_a_gain_is_told_in_plain_numbers(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "t.efg"
    file.write_text(
        'EFG 2 R "t" { "A" } p "" 1 1 "a" { "l" "r" "m" } 0 t "" 1 "" { 0 } t "" 2 "" { 1 } '
        't "" 3 "" { 0.5 }'
    )
    all_of_it = " ".join(run("verify", str(file), "-p", "a=l").out.split())
    assert "A could gain 1 payoff unit, all that is at stake there, by another plan" in all_of_it
    half = " ".join(run("verify", str(file), "-p", "a=m").out.split())
    assert "A could gain 0.5 payoff units, half of what is at stake there, by another plan" in half
    assert "of stake" in half


def test_a_gain_below_every_float_is_called_less(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "t.efg"
    file.write_text(
        'EFG 2 R "t" { "A" } p "" 1 1 "a" { "l" "r" } 0 t "" 1 "" { 0 } t "" 2 "" { 1e-400 }'
    )
    out = " ".join(run("verify", str(file), "-p", "a=l").out.split())
    assert "A could gain less than 1e-323 payoff units, all that is at stake there, by" in out


def test_an_action_called_like_a_share_is_one(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "t.efg"
    file.write_text(
        'EFG 2 R "t" { "A" } p "" 1 1 "a" { "cut: 5%" "raise: 2" } 0 t "" 1 "" { 0 } '
        't "" 2 "" { 1 }'
    )
    assert run("verify", str(file), "-p", "a=cut: 5%").status == 0
    assert run("verify", str(file), "-p", "a=raise: 2").status == 0


def test_the_verdict_comes_first_and_how_it_was_checked_last(run: Run) -> None:
    out = run("verify", "brams-chicken", "-p", "Washington=blockade", "-p", "Moscow=withdraw").out
    _, first, *lines = out.splitlines()
    assert first.startswith("Not a Nash equilibrium: US could gain 1 payoff unit, ")
    heads = [one for one in lines if one and not one.startswith(" ")]
    assert heads[-1] == "How it was checked"
    assert "regret" not in out[: out.index("How it was checked")]
    assert "Payoff unit: rank, 4 best." in heads
    for term in ("of stake", "reached", "belief from play", "belief certain"):
        assert f"\n - {term}: " in out


def test_outcomes_have_their_labels_and_terms_that_do_not_stand_are_not_explained(
    run: Run, tmp_path: Path
) -> None:
    solved = tmp_path / "solved.json"
    solved.write_text(run("solve", CABLE, "--json").out, encoding="utf-8")
    out = run("verify", CABLE, str(solved)).out
    assert "settled, but it leaks" in out
    assert "of stake: " not in out
    assert "consistency" not in out


def test_no_gain_by_plans_beside_one_by_a_move_is_explained(run: Run, solved: Path) -> None:
    kept = "the broken promise, after flexible, Turkey in secret, accept, break the promise"
    out = " ".join(run("verify", CABLE, str(solved), "-p", f"{kept}=stay silent").out.split())
    assert "a better move where play never comes adds nothing to it" in out
    assert (
        "departing alone: 0 payoff units by another plan, counted over the whole game, and 1 by "
        "one other move, counted where it is made."
    ) in out
    assert "could gain: by a plan" not in run("verify", CABLE, str(solved)).out


NO_COMMON_BELIEF = """EFG 2 R "no common belief" { "one" "two" "three" } ""
p "" 1 1 "" { "out" "L" "R" } 0
t "" 1 "" { 5, 0, 0 }
p "" 2 1 "" { "l" "r" } 0
p "" 3 1 "" { "left" "right" } 0
t "" 2 "" { 0, 1, 1 }
t "" 3 "" { 0, 1, 0 }
p "" 3 1 "" { "left" "right" } 0
t "" 4 "" { 0, 1, 1 }
t "" 5 "" { 0, 1, 0 }
p "" 2 1 "" { "l" "r" } 0
p "" 3 1 "" { "left" "right" } 0
t "" 6 "" { 0, 0, 1 }
t "" 7 "" { 0, 0, 1 }
p "" 3 1 "" { "left" "right" } 0
t "" 8 "" { 0, 2, 1 }
t "" 9 "" { 0, 2, 1 }
"""


@pytest.mark.parametrize(("third", "is_one"), [("left", True), ("right", False)])
def test_whether_beliefs_are_consistent_together_is_decided(
    run: Run, tmp_path: Path, third: str, is_one: bool
) -> None:
    file = tmp_path / "game.efg"
    file.write_text(NO_COMMON_BELIEF, encoding="utf-8")
    game = cs.load(file).game()
    plays = {"1": "out", "2": "l", "3": third}
    numbers = {held.label: str(held.player + 1) for held in game.tree.information_sets}
    asked = [f"-p{label}={plays[number]}" for label, number in numbers.items()]
    told = json.loads(run("verify", str(file), *asked, "--json").out)
    assert (told["nash"], told["rational_everywhere"]) == (True, True)
    assert told["sequential"] is is_one
    out = " ".join(run("verify", str(file), *asked).out.split())
    assert ("it is a sequential equilibrium" in out) is is_one
    assert ("it is no sequential equilibrium" in out) is not is_one


def test_what_is_solved_for_is_proved_consistent_when_it_is_verified(
    run: Run, tmp_path: Path
) -> None:
    for name in (CABLE, "beer-and-quiche", "selten-horse"):
        solved = tmp_path / "solved.json"
        solved.write_text(run("solve", name, "--json").out, encoding="utf-8")
        for number in range(1, len(json.loads(solved.read_text())["equilibria"]) + 1):
            told = json.loads(run("verify", name, str(solved), "-e", str(number), "--json").out)
            assert told["sequential"] is True
