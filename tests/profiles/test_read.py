"""Profiles as people write them."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from crisis_sim.errors import InputError, ScenarioError
from crisis_sim.game.game import Game
from crisis_sim.numbers.rational import fraction
from crisis_sim.profiles.read import changed, claimed_profile, parse_profile
from crisis_sim.report.folder import write_folder
from crisis_sim.report.json_object import solution_text
from crisis_sim.scenario.library import shipped
from crisis_sim.scenario.read_yaml import MOST_CHARACTERS
from crisis_sim.strategy.evaluate import uniform_profile
from crisis_sim.study_files import load

CABLE = load("cuba-1962-cable")
QUICHE = load("beer-and-quiche")
CHICKEN = load("brams-chicken")
THIRDS = """\
title: Inspection
about: a guard and a smuggler
players: {G: {label: G}, S: {label: S}}
start: guard
situations:
  guard:
    player: G
    actions:
      search: {seen by: none, set: {g: search}, to: smuggler}
      sleep: {seen by: none, set: {g: sleep}, to: smuggler}
  smuggler:
    player: S
    actions:
      run: {set: {s: run}, to: end}
      wait: {to: end}
state:
  g: [sleep, search]
  s: [wait, run]
terms:
  caught: {when: g == search and s == run, G: 2, S: -2}
  smuggled: {when: g == sleep and s == run, G: -1, S: 1}
  searched: {when: g == search and s == wait, G: -1, S: 0}
outcomes:
  end: {}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "game.yaml"
    path.write_text(text)
    return path


def yaml(text: str) -> dict[str, Any]:
    return {
        name: json.loads(re.sub(r"(\w+):", r'"\1":', held)) if held.startswith("{") else held
        for name, _, held in (line.partition(": ") for line in text.splitlines())
    }


@pytest.mark.parametrize("name", [one for one in shipped() if one != "cheap-talk"])
def test_what_solve_writes_is_read_back(name: str) -> None:
    study = load(name)
    solution = study.solve()
    text = solution_text(study, solution)
    for number, one in enumerate(solution.equilibria):
        claimed = parse_profile(text, solution.game, which=number)
        assert claimed.profile == pytest.approx(one.profile, abs=1e-15)
        written = ~np.isnan(claimed.beliefs)
        assert claimed.beliefs[written] == pytest.approx(one.beliefs[written], abs=1e-15)


def test_what_solve_writes_of_a_large_game_is_read_back() -> None:
    """Longer than YAML may be, it is read as JSON, to the same numbers."""
    study = load("cuba-1962-two-types")
    solution = study.solve()
    text = solution_text(study, solution)
    long = parse_profile(text + " " * MOST_CHARACTERS, solution.game).exact
    short = parse_profile(text, solution.game).exact
    assert (long.profile, long.beliefs) == (short.profile, short.beliefs)
    with pytest.raises(ScenarioError, match="longer than 400,000 characters"):
        parse_profile("{" + " " * MOST_CHARACTERS, solution.game)


def test_the_table_that_run_writes_is_read_back(tmp_path: Path) -> None:
    list(write_folder(QUICHE, tmp_path, {}, concept="auto"))
    solution = QUICHE.solve()
    for number, one in enumerate(solution.equilibria):
        table = tmp_path / "tables" / "strategy.csv"
        claimed = claimed_profile(table, solution.game, which=number)
        assert claimed.profile == pytest.approx(one.profile, abs=1e-15)


def test_a_situation_stands_for_its_information_sets() -> None:
    game = CABLE.game()
    text = solution_text(CABLE, CABLE.solve())
    claimed = parse_profile(text, game)
    base = claimed.profile
    profile = changed(claimed, {"the reply": "stall"}, game).profile
    for held in game.tree.information_sets:
        own = slice(held.choices.start, held.choices.stop)
        if game.tree.label(held.nodes[0]) == "the reply":
            assert profile[own][held.actions.index("stall")] == 1.0
        else:
            assert np.array_equal(profile[own], base[own])


def test_a_set_named_by_itself_goes_before_its_situation() -> None:
    game = CABLE.game()
    replies = [h for h in game.tree.information_sets if h.label.startswith("the reply,")]
    base = claimed_profile(uniform_profile(game.tree), game)
    plan = {"the reply": "stall", replies[0].label: "accept"}
    profile = changed(base, plan, game).profile
    first, second = replies[:2]
    assert profile[first.choices.start + first.actions.index("accept")] == 1.0
    assert profile[second.choices.start + second.actions.index("stall")] == 1.0


def test_quotients_and_small_errors_of_rounding_are_taken() -> None:
    text = (
        "Washington: {blockade: 1/3, air strike: 2/3}\n"
        "Moscow: {withdraw: 0.3333333, maintain: 0.6666667}"
    )
    profile = parse_profile(text, CHICKEN.game()).profile
    assert profile[:2].tolist() == [1 / 3, 2 / 3]
    assert profile[2:].sum() == pytest.approx(1.0, abs=1e-15)


def test_an_equilibrium_in_thirds_is_read_back_exactly(tmp_path: Path) -> None:
    # A solution of the inspection game: probabilities that no float holds.
    study = load(write(tmp_path, THIRDS))
    solution = study.solve(concept="nash")
    (one,) = solution.equilibria
    text = solution_text(study, solution)
    assert one.certificate.proved
    told = json.loads(text)["equilibria"][0]["strategy"]
    assert told["guard"]["exact"] == {"search": "1/3", "sleep": "2/3"}
    claimed = parse_profile(text, solution.game)
    assert claimed.exact.profile == one.exact.profile
    assert not claimed.rounded
    assert study.verify(json.loads(text)).certificate.proved
    list(write_folder(study, tmp_path / "out", {}, concept="nash"))
    table = claimed_profile(tmp_path / "out" / "tables" / "strategy.csv", solution.game)
    assert table.exact.profile == one.exact.profile
    assert not table.rounded


def test_floats_alone_are_measured_and_said_to_be(tmp_path: Path) -> None:
    study = load(write(tmp_path, THIRDS))
    solution = study.solve(concept="nash")
    told = json.loads(solution_text(study, solution))
    guard = told["equilibria"][0]["strategy"]["guard"]
    del guard["exact"]
    guard["actions"] = {"search": 0.3333333333333334, "sleep": 0.6666666666666666}
    found = study.verify(told)
    assert found.rounded
    assert found.nash
    assert 0 < found.certificate.relative <= 1e-15
    assert not study.verify(told, tol=0.0).nash


def test_what_is_given_twice_must_agree(tmp_path: Path) -> None:
    study = load(write(tmp_path, THIRDS))
    told = {"strategy": {"guard": {"actions": {"search": 0.4, "sleep": 0.6}}}}
    told["strategy"]["guard"]["exact"] = {"search": "1/3"}
    with pytest.raises(ScenarioError, match=r"'0\.4' is given exactly as '1/3'"):
        claimed_profile(told, study.game())


@pytest.mark.parametrize(
    ("shares", "exact", "rounded"),
    [
        (("0.1", "0.9"), Fraction(1, 10), False),
        (("1/3", "2/3"), Fraction(1, 3), False),
        (("1e-3", ".999"), Fraction(1, 1000), False),
        (("0.123456789012345", "0.876543210987655"), Fraction(123456789012345, 10**15), False),
        (("0.3333333333333333", "0.6666666666666667"), Fraction(3333333333333333, 10**16), True),
        (("0.3333333333", "0.6666666666"), Fraction(1, 3), True),
        (("1", "0"), Fraction(1), False),
        (("0.99999999999999999", "0"), Fraction(1), False),
    ],
)
def test_numbers_are_taken_as_written(
    shares: tuple[str, str], exact: Fraction, rounded: bool
) -> None:
    moscow = f"Moscow: {{withdraw: {shares[0]}, maintain: {shares[1]}}}"
    claimed = parse_profile(f"Washington: blockade\n{moscow}", CHICKEN.game())
    assert fraction(claimed.exact.profile[2]) == exact
    assert claimed.rounded is rounded


def test_a_sum_that_is_not_quite_one_is_said() -> None:
    text = "Washington: blockade\nMoscow: {withdraw: 0.3333333333, maintain: 0.6666666666}"
    found = CHICKEN.verify(yaml(text))
    assert found.notes == (
        "the probabilities at 'Moscow' add up to 0.9999999999 and were divided by that",
    )
    with pytest.raises(ScenarioError, match=r"sum to 0\.999999998, not 1"):
        CHICKEN.verify(yaml(text.replace("0.3333333333", "0.3333333314")))


WRONG = """\
Washingtn: blockade
Moscow: {withdraw: 0.7, maintain: 0.7}
"""


def test_all_mistakes_come_at_once_with_their_places() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_profile(WRONG, CHICKEN.game(), file="mine.yaml")
    text = str(caught.value)
    assert "mine.yaml: 3 problems" in text
    assert "mine.yaml:1:1: Washingtn: unknown information set 'Washingtn'" in text
    assert "Did you mean 'Washington'?" in text
    assert "mine.yaml:2:9: Moscow: the probabilities sum to 1.4, not 1" in text
    assert "nothing is said of 'Washington'" in text


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("Moscow: withdrew", "no action 'withdrew'"),
        ("Moscow: {withdraw: 1.5}", "'1.5' is not a probability"),
        ("Moscow: {withdraw: many}", "'many' is not a probability"),
        ("Moscow: {withdraw: true}", "'True' is not a probability"),
        ("Moscow: {withdraw: .nan}", "is not a probability"),
        ("Moscow: {withdraw: 1/0}", "is not a probability"),
        ("Moscow: {}", "the probabilities sum to 0"),
        ("[Moscow, Washington]", "expected information sets"),
        ("Moscow: [unclosed", "mine.yaml:1"),
        ("strategy: {}\nbeliefs: {Moskow: [1]}", "unknown information set 'Moskow'"),
        ("strategy: {}\nbeliefs: {Moscow: [0.5]}", "expected 2 beliefs between 0 and 1"),
        ("strategy: {}\nbeliefs: {Moscow: [0.5, 0.6]}", "the beliefs sum to 1.1"),
    ],
)
def test_a_mistake_is_said_to_be_one(written: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=message.replace("[", r"\[")):
        parse_profile(written, CHICKEN.game(), file="mine.yaml")


def test_a_table_with_a_line_twice_is_refused() -> None:
    table = "information set,action,probability\nMoscow,withdraw,1\nMoscow,withdraw,0\n"
    with pytest.raises(ScenarioError, match=r"mine\.csv:3:1: .*stands here twice"):
        parse_profile(table, CHICKEN.game(), file="mine.csv")


def test_an_equilibrium_that_is_not_there_is_refused() -> None:
    text = solution_text(CHICKEN, CHICKEN.solve())
    with pytest.raises(InputError, match="no equilibrium 9; the file holds 3"):
        parse_profile(text, CHICKEN.game(), which=8)
    table = "equilibrium,information set,action,probability\n1,Moscow,withdraw,1\n"
    with pytest.raises(InputError, match="no equilibrium 2"):
        parse_profile(table, CHICKEN.game(), which=1)
    plain = {"Washington": "blockade", "Moscow": "withdraw"}
    single = "information set,action,probability\nMoscow,withdraw,1\nWashington,blockade,1\n"
    for given in (plain, [0.5, 0.5, 1.0, 0.0], CHICKEN.solve().equilibria[0]):
        assert claimed_profile(given, CHICKEN.game(), which=0)
        with pytest.raises(InputError, match=r"^there is no equilibrium 2; one profile is given$"):
            claimed_profile(given, CHICKEN.game(), which=1)
    with pytest.raises(InputError, match=r"^there is no equilibrium 2; one profile is given$"):
        parse_profile(single, CHICKEN.game(), which=1)


@pytest.mark.parametrize("numbers", [[1.0, 0.0], [0.5, 0.6, 1.0, 0.0], [-1.0, 2.0, 1.0, 0.0]])
def test_numbers_that_are_no_profile_are_refused(numbers: list[float]) -> None:
    with pytest.raises(InputError, match=r"profile|sum to one"):
        claimed_profile(np.array(numbers), CHICKEN.game())


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        claimed_profile(tmp_path / "none.yaml", CHICKEN.game())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_table_of_another_program_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "mine.csv"
    rows = "Information_set;ACTION;probability\nWashington;blockade;0,5\n"
    rows += "Washington;air strike;1/2\nMoscow;withdraw;1\n"
    path.write_bytes(rows.encode(encoding))
    claimed = claimed_profile(path, CHICKEN.game())
    assert list(map(fraction, claimed.exact.profile)) == [Fraction(1, 2), Fraction(1, 2), 1, 0]
    assert not claimed.rounded


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet", ".dta"])
def test_profiles_in_other_kinds_of_tables(tmp_path: Path, suffix: str) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("openpyxl" if suffix == ".xlsx" else "pyarrow")
    rows = [
        ("Washington", "blockade", 1.0),
        ("Moscow", "withdraw", 0.1),
        ("Moscow", "maintain", 0.9),
    ]
    frame = pandas.DataFrame(rows, columns=["information_set", "action", "probability"])
    path = tmp_path / f"mine{suffix}"
    {".xlsx": frame.to_excel, ".parquet": frame.to_parquet, ".dta": frame.to_stata}[suffix](path)
    claimed = claimed_profile(path, CHICKEN.game())
    assert list(map(fraction, claimed.exact.profile)) == [1, 0, Fraction(1, 10), Fraction(9, 10)]


@pytest.mark.parametrize("separator", [";", ","])
def test_a_decimal_comma_is_one_in_the_whole_table(separator: str) -> None:
    rows = [
        ["information set", "action", "probability"],
        ["Washington", "blockade", '"0,5"'],
        ["Washington", "air strike", "1/2"],
        ["Moscow", "withdraw", '"1,000"'],
    ]
    text = "\n".join(separator.join(row) for row in rows) + "\n"
    profile = parse_profile(text, CHICKEN.game(), file="mine.csv").profile
    assert profile.tolist() == [0.5, 0.5, 1, 0]


def test_a_probability_that_can_mean_two_numbers_is_not_guessed_at() -> None:
    text = "information set;action;probability\nMoscow;withdraw;1,000\n"
    with pytest.raises(InputError, match=r"the column 'probability' holds '1,000' in line 2"):
        parse_profile(text, CHICKEN.game(), file="mine.csv")


HALVES = "Moscow: {withdraw: 0.5, maintain: 0.5}"


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("Moscow = withdraw\nWashington = withdraw\n", "Write a colon: Moscow: withdraw."),
        ("Moscow -> withdraw\n", "Write a colon: Moscow: withdraw."),
        ("withdraw\nmaintain\n", "Write 'Washington: blockade', or a table of the columns 'inf"),
        ("Moscow: withdraw 0.5, maintain 0.5", "Write {withdraw: 0.5, maintain: 0.5}."),
        ("Moscow: 1/3 withdraw; 2/3 maintain", "Write {withdraw: 1/3, maintain: 2/3}."),
        ("Moscow: withdraw (70%) and maintain (30%)", "Write {withdraw: 0.7, maintain: 0.3}."),
        ("Moscow: [withdraw, maintain]", "Write {withdraw: 0.5, maintain: 0.5}."),
        ("Moscow: withdraw 0.5, maintan 0.5", "Did you mean 'maintain'?"),
        ("Moscow: Withdraw", "'Moscow' has no action 'Withdraw'\n.*\n.*\n  Write 'withdraw'."),
        ("Moscow: withdraw:0.5\nMoscow: maintain:0.5", f"Write {HALVES} in one line."),
        ("Moscow: {withdraw: 1/2}\nMoscow: {maintain: 50%}", f"Write {HALVES} in one line."),
        ("Moscow: withdraw\nMoscow: maintain", f"Keep one of them, or write {HALVES} for both."),
        ("Moscow: withdraw\nMoscow: withdraw", "Rename one of them or merge the two."),
        ("Moscow: {withdraw: 50%, maintain: 1/2}", "Write 0.5."),
        ("Moscow: {withdraw: 70, maintain: 0.3}", "Write 0.7 for 70 %."),
        ("Moscow: {withdraw: 1, maintain: }", "Write 0 for an action that is never taken."),
        ("Moscow: {withdraw: many}", "Write a number from 0 to 1, such as 0.25 or 1/4."),
    ],
)
def test_a_mistake_says_what_to_write(written: str, remedy: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_profile(written, CHICKEN.game(), file="mine.yaml")
    assert re.search(remedy.replace("{", r"\{"), str(caught.value))


def problems(text: str, game: Game) -> list[tuple[str, str]]:
    with pytest.raises(ScenarioError) as caught:
        parse_profile(text, game)
    return [(one.message, one.hint) for one in caught.value.problems]


def test_what_another_spelling_is_meant_for_is_read_on() -> None:
    assert problems("washington: Blockade\nMOSCOW: {withdraw: 1}", CHICKEN.game()) == [
        ("unknown information set 'washington'", "Write 'Washington'."),
        ("'Washington' has no action 'Blockade'", "Write 'blockade'."),
        ("unknown information set 'MOSCOW'", "Write 'Moscow'."),
    ]


def test_a_player_in_the_place_of_an_information_set_is_told_where_it_decides() -> None:
    us, ussr = problems("US: strike\nussr: {the reply: accept}", CABLE.game())
    assert us[0] == "unknown information set 'US'"
    assert us[1].startswith("US decides at 'the offer', 'the counter-offer', ")
    assert us[1].endswith(". Write a line for each, as in the offer: pledge alone.")
    assert ussr[1].endswith(". Write a line for each, as in the reply: accept.")
    brink = load("brinkmanship").game()
    held, other = problems("US: {the threat: threaten}\nUSSR: withdrew", brink)[:2]
    assert held[1].endswith("Write a line for each, as in the threat: threaten.")
    assert other == (
        "unknown information set 'USSR'",
        "USSR decides at 'the reply'. Write that for the player.",
    )


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        ("information set,action", "the column 'probability' is missing; found: 'information"),
        ("Information Set,Action,p", "'probability' is missing; found: 'Information Set', 'Act"),
        ("action,probability", "the column 'information set' is missing; found: 'action', 'prob"),
    ],
)
def test_a_table_without_a_column_says_which(names: str, missing: str) -> None:
    with pytest.raises(InputError, match=missing):
        parse_profile(f"{names}\nMoscow,withdraw,1\n", CHICKEN.game(), file="mine.csv")


def test_a_table_may_hold_percentages() -> None:
    table = "information set;action;probability\nMoscow;withdraw;{}\nMoscow;maintain;87,5 %\n"
    table += "Washington;blockade;100%\n"
    claimed = parse_profile(table.format("12,5%"), CHICKEN.game())
    assert sorted(claimed.profile.tolist()) == [0, 0.125, 0.875, 1]
    assert not claimed.rounded
    with pytest.raises(InputError, match="'probability' holds numbers with and without a percent"):
        parse_profile(table.format("0,125"), CHICKEN.game())
    with pytest.raises(ScenarioError, match=r"2:1: .*a probability is missing\n(.*\n)+.*Write 0 f"):
        parse_profile(table.format(""), CHICKEN.game())


def test_what_is_left_out_of_a_table_is_told() -> None:
    table = ",information set,action,probability\n0,Moscow,withdraw,1\n,,,\n"
    claimed = parse_profile(f"{table}1,Washington,blockade,1\n", CHICKEN.game())
    assert claimed.notes == (
        "the column without a name names the rows and was left out",
        "1 blank row was left out",
    )
