"""What moves are called, whichever of them there are."""

from __future__ import annotations

from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.errors import ScenarioError
from crisis_sim.game.unfold import unfold
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.scenario.scenario import Scenario

FILE = """\
title: T
players: {A: {label: A}, B: {label: B}}
state: {k: {values: [lo, hi], meaning: m}, n: {from: 0, to: 3, meaning: m}}
start: first
situations:
  first:
    chance:
      l: {probability: 0.5, set: {k: lo}, to: one}
      h: {probability: 0.5, set: {k: hi}, to: one}
  one:
    player: A
    actions:
      go: {label: wait, to: two, GO}
      no: {label: wait, to: two, NO}
      third: {to: far}
  two:
    player: B
    actions: {yes: far, nay: near}
outcomes:
  far: {payoffs: {A: -1, B: 0}}
  near: {payoffs: {A: 1, B: 1}}
"""
GONE = "assumptions:\n  gone: {question: Q?, available: {one: {go: false}}}\n"


def scenario(go: str = "", no: str = "", more: str = "") -> Scenario:
    body = FILE.replace(", GO", go).replace(", NO", no)
    return parse_scenario(body + more, name="t", file="t.yaml")


def told(one: Scenario) -> tuple[str, ...]:
    return tuple(move.told_as for move in one.situations["one"].moves)


def actions(one: Scenario) -> dict[str, tuple[str, ...]]:
    return {held.label: held.actions for held in unfold(one).tree.information_sets}


def test_what_an_assumption_rules_out_does_not_rename_what_is_left() -> None:
    one = scenario(more=GONE)
    assert actions(one)["one, after l"] == ("go", "no", "third")
    assert actions(one.assuming("gone"))["one, after l"] == ("no", "third")
    assert "two, after l, no" in actions(one.assuming("gone"))


def test_a_move_has_one_name_wherever_play_has_come() -> None:
    found = actions(scenario(go=", when: k == hi"))
    assert found["one, after l"] == ("no", "third")
    assert found["one, after h"] == ("go", "no", "third")
    assert set(found) >= {"two, after l, no", "two, after h, go", "two, after h, no"}


@pytest.mark.parametrize(
    ("go", "no"),
    [
        (", when: k == hi", ", when: k == lo"),
        (", when: k == hi", ", when: not k == hi"),
        (", when: n < 2", ", when: n >= 2 and k == lo"),
    ],
)
def test_moves_that_take_each_others_place_share_a_label(go: str, no: str) -> None:
    assert told(scenario(go, no)) == ("wait", "wait", "third")


@pytest.mark.parametrize(
    ("available", "alike"),
    [
        ("open: {question: Q?, available: {one: {go: true, no: false}}}", True),
        ("open: {question: Q?, available: {one: {go: true}}}", False),
        (
            "a: {question: Q?, available: {one: {go: true, no: false}}}\n"
            "  b: {question: Q?, available: {one: {no: true}}}",
            True,
        ),
        ("a: {question: Q?, available: {one: {third: false}}}", True),
    ],
)
def test_under_assumptions_they_may_as_well(available: str, alike: bool) -> None:
    one = scenario(go=", available: false", more=f"assumptions:\n  {available}\n")
    names = ("wait", "wait", "third") if alike else ("go", "no", "third")
    assert told(one) == names
    for name in one.assumptions:
        assert told(one.assuming(name)) == names


def test_two_assumptions_may_bring_two_moves_together() -> None:
    away = ", available: false"
    more = "assumptions:\n  {}: {{question: Q?, available: {{one: {{{}: true}}}}}}\n"
    both = more.format("a", "go") + more.format("b", "no").partition("\n")[2]
    assert told(scenario(away, away, both)) == ("go", "no", "third")
    assert told(scenario(away, away, more.format("a", "go"))) == ("wait", "wait", "third")


def test_a_label_that_is_anothers_name_gives_way() -> None:
    text = FILE.replace("{label: wait, to: two, GO}", "{label: third, to: two}").replace(", NO", "")
    one = parse_scenario(text, name="t", file="t.yaml")
    assert told(one) == ("go", "wait", "third")


def test_findings_name_moves_as_games_do() -> None:
    finding = "findings:\n- {{claim: X, strategy: {{one: {{{}: 1}}}}, source: s}}\nsources:\n"
    more = finding + "  s: {{title: C}}\n"
    scenario(more=more.format("no"))
    with pytest.raises(ScenarioError, match="unknown action 'wait'"):
        scenario(more=more.format("wait"))


def test_a_profile_serves_with_and_without_an_assumption(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(FILE.replace(", GO", "").replace(", NO", "") + GONE, encoding="utf-8")
    profile = {"one": "no", "two": "nay"}
    study = cs.load(str(path))
    for one in (study, study.assuming("gone")):
        assert one.verify(profile).outcomes == {"near": 1.0}
