"""What `show` and the report tell of a scenario: nothing that its file says of play is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

import crisis_sim as cs
from crisis_sim.report.blocks import Items, TableBlock, markdown
from crisis_sim.report.play import in_order_of_play
from crisis_sim.report.scenario import scenario_blocks
from crisis_sim.scenario.in_words import Wording
from crisis_sim.scenario.library import load, shipped
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.study.study import Study

CABLE = "cuba-1962-cable"
SCENARIOS = sorted(shipped())
SMALL = """
title: t
players:
  one: {label: The first side, short: First}
  two: {label: The second side}
parameters: {x: 2, y: 1/3}
state:
  mood: {values: [calm, tense], labels: {tense: on edge}}
  open: false
  round: {from: 0, to: 2}
terms:
  strain: {when: mood == tense and not open, one: -x * round, two: -(1 if open else x)}
start: here
situations:
  here:
    player: one
    takes: 1 day
    actions:
      go: {set: {mood: tense if round == 0 else calm, open: true}, to: there}
  there:
    player: two
    takes: x days
    actions:
      stop: {when: open and mood != calm, seen by: none, to: end}
      on: {when: not (open and mood == tense), to: end}
outcomes:
  end: {payoffs: {one: 1 if mood == tense else y}}
"""


def told(name: str, *, numbers: bool) -> list[str]:
    return str(cs.load(name).show(numbers=numbers)).splitlines()


def plain(text: object) -> str:
    """What is told, or stands in a file, without spaces and parentheses, as the language has it."""
    return re.sub(r"[\s()]+", "", f" {text} ".replace(" is not ", "!=").replace(" is ", "=="))


def moves_of(scenario: Scenario) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each move as the file has it, with the names of its situation and itself."""
    for place, situation in scenario.document.data["situations"].items():
        for name, move in (situation.get("actions") or situation["chance"]).items():
            yield place, name, {"to": move} if isinstance(move, str) else move


def lines_of(scenario: Scenario, place: str, name: str, lines: list[str]) -> str:
    """The lines of `show` that tell a move."""
    (move,) = (one for one in scenario.situations[place].moves if one.name == name)
    ends = scenario.called[move.to]
    return "\n".join(one for one in lines if move.label in one and ends in one)


@pytest.mark.parametrize("numbers", [False, True])
@pytest.mark.parametrize("name", SCENARIOS)
def test_where_moves_exist_and_what_they_change_is_told(name: str, numbers: bool) -> None:
    scenario, lines = load(name), told(name, numbers=numbers)
    for place, key, move in moves_of(scenario):
        said = plain(lines_of(scenario, place, key, lines))
        assert said, (place, key)
        if "when" in move:
            assert f"if{plain(move['when'])}" in said
        for variable, value in move.get("set", {}).items():
            assert plain(f"{variable} = {value}") in said
        if move.get("available", True) is False:
            assert "onlyunder" in said


@pytest.mark.parametrize("numbers", [False, True])
@pytest.mark.parametrize("name", SCENARIOS)
def test_from_whom_moves_are_hidden_is_told(name: str, numbers: bool) -> None:
    scenario, lines = load(name), told(name, numbers=numbers)
    players = list(scenario.document.data["players"])
    for place, key, move in moves_of(scenario):
        situation = scenario.document.data["situations"][place]
        seen = move.get("seen by", "all")
        seeing = {"all": players, "none": []}.get(seen, seen) if isinstance(seen, str) else seen
        unseen = [one for one in players if one not in (*seeing, situation.get("player"))]
        head = "\n".join(one for one in lines if f"{scenario.called[place]} (" in one)
        said = f"{head}\n{lines_of(scenario, place, key, lines)}"
        for player in unseen:
            assert re.search(rf"hidden from [^|\n]*{player}", said), (place, key)
        assert ("not told from" in head) == ("information set" in situation)


@pytest.mark.parametrize("numbers", [False, True])
@pytest.mark.parametrize("name", SCENARIOS)
def test_what_assumptions_change_is_told(name: str, numbers: bool) -> None:
    scenario, lines = load(name), told(name, numbers=numbers)
    for key, one in scenario.document.data.get("assumptions", {}).items():
        said = "\n".join(line for line in lines if line.startswith((f"- {key}:", f"| {key} |")))
        for variable, value in one.get("set", {}).items():
            assert variable in said
            assert re.search(rf"(->|=) {re.escape(str(value))}\b", said)
        of_moves = {"available": ("ruled out", "possible"), "seen by": ("seen by", "seen by")}
        for field, words in of_moves.items():
            for place, moves in one.get(field, {}).items():
                assert scenario.called[place] in said
                for move, value in moves.items():
                    assert scenario.situations[place].called(move) in said
                    assert words[value is True] in said


@pytest.mark.parametrize("name", SCENARIOS)
def test_with_numbers_every_formula_is_told_as_the_file_has_it(name: str) -> None:
    data, everything = load(name).document.data, plain("".join(told(name, numbers=True)))
    outcomes = data["outcomes"].values()
    terms = [*data.get("terms", {}).values()]
    terms += [term for one in outcomes for term in one.get("payoffs", {}).values()]
    asked = [move["probability"] for *_, move in moves_of(load(name)) if "probability" in move]
    for term in terms:
        fields = term if isinstance(term, dict) else {"": term}
        cited = ("source", "label", "status", "note")
        asked += [formula for field, formula in fields.items() if field not in cited]
    asked += [
        f"{issue} = {level}" for one in outcomes for issue, level in one.get("settles", {}).items()
    ]
    asked += [one["formula"] for one in data.get("definitions", {}).values()]
    for one in data.get("parameters", {}).values():
        asked += [one[field] for field in ("meaning", "unit", "status", "source") if field in one]
    asked += [data.get("payoff unit", "")]
    for formula in asked:
        assert plain(formula) in everything, formula


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_short_form_is_short_and_has_no_number_of_one_in_the_plural(name: str) -> None:
    short, long = told(name, numbers=False), told(name, numbers=True)
    assert len(short) <= min(100, len(long))
    for line in [*short, *long]:
        assert not re.search(r"(?<![\d./*-])\b1 (days|nodes|terminals|information sets)\b", line)


def small() -> Study:
    return Study(parse_scenario(SMALL, name="small", file="small"))


def test_values_are_told_by_their_words_and_sides_by_their_short_names() -> None:
    study = small()
    assert study.scenario.players[1].short == "two"
    out = str(study.show())
    assert "Sides: First (one): The first side; two: The second side." in out
    assert (
        "| here (First, 1 day) | go [mood = on edge if round is 0 else calm; open = true] |" in out
    )
    assert (
        "| there (two, 2 days) | stop, if open and mood is not calm, hidden from First | end |"
        in out
    )
    assert "if not (open and mood is on edge)" in out
    assert "- First: strain: -2 * round, where mood is on edge and not open" in out
    assert "- two: strain: -1 if open else -2, where" in out
    assert re.findall(r"\w+", out).count("one") == 1


def test_what_a_formula_comes_to() -> None:
    study = small()
    wording = Wording(study.scenario, {"x": 3})
    strain, *_ = study.scenario.terms
    assert strain.payoffs[0] is not None
    assert wording.both(strain.payoffs[0]) == "-x * round, here -3 * round"
    long = Wording(load(CABLE))
    assert long.both(long.scenario.definitions["d"].expression) == "delta**months = 0.9131"


def test_the_report_tells_the_game_at_the_values_given() -> None:
    study = small()
    out = markdown(scenario_blocks(study.scenario, study.game(x=3), numbers=True))
    assert "-x * round, here -3 * round" in out
    assert "calm, tense (on edge)" in out
    assert "It takes x days." in out
    assert "there (two, 3 days" in out


def test_situations_stand_in_the_order_of_play() -> None:
    for name in SCENARIOS:
        scenario = load(name)
        order = [one.name for one in in_order_of_play(scenario)]
        assert sorted(order) == sorted(scenario.situations)
        assert order[0] == scenario.start
        led_to = {scenario.start}
        for one in map(scenario.situations.__getitem__, order):
            assert one.name in led_to
            led_to |= {move.to for move in one.moves}


def test_what_is_ruled_out_under_an_assumption_is_told_with_it() -> None:
    out = str(cs.load(CABLE).assuming("no talk of Turkey").show())
    assert (
        "Assuming no talk of Turkey: What if Washington, in its offer, could neither strike" in out
    )
    assert "strike, ruled out under 'no talk of Turkey' | the answer to the strike" in out


def test_outcomes_tell_what_they_are_worth_at_the_defaults() -> None:
    blocks = cs.load("brinkmanship").show().blocks
    table = [one for one in blocks if isinstance(one, TableBlock)][-1]
    assert table.columns == ("outcome", "US", "USSR", "kind")
    assert table.rows[0] == ("the missiles go", "1", "-4 if kind is soft else -8", "retreat")
    chance = [one for one in cs.load(CABLE).show().blocks if isinstance(one, Items)]
    assert chance
    rows = {row[0]: row for row in _outcomes(CABLE)}
    assert rows["a strike, unanswered"][1:3] == ("-8.5 or -8", "-85.5 to -30")


def _outcomes(name: str) -> tuple[tuple[str, ...], ...]:
    return [one for one in cs.load(name).show().blocks if isinstance(one, TableBlock)][-1].rows
