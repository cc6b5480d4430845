"""``crisis-sim fit`` says plainly where no one precision is the likeliest."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

import crisis_sim as cs
from crisis_sim.game.tree import InformationSet
from tests.cli.conftest import Run

ONE = """
title: One decision
players: {A: Side A}
start: the decision
situations:
  the decision: {player: A, actions: {left: better, right: worse}}
outcomes:
  better: {payoffs: {A: 1}}
  worse: {payoffs: {A: 0}}
"""
CHANCE = "Logit play explains it no better than play at random"
NO_END = "No precision is the likeliest: the likelihood grows with it without end"
FLAT = "All precisions make this play equally likely; none can be estimated."

Counts = Callable[[tuple[InformationSet, ...]], dict[tuple[int, int], float]]


@pytest.fixture
def fitted(run: Run, tmp_path: Path) -> Callable[..., tuple[str, dict[str, Any]]]:
    def call(game: str, counts: dict[tuple[int, int], float]) -> tuple[str, dict[str, Any]]:
        file = tmp_path / "counts.csv"
        sets = cs.load(game).game().tree.information_sets
        with file.open("w", newline="") as opened:
            writer = csv.writer(opened)
            writer.writerow(["information set", "action", "count"])
            for (where, action), count in counts.items():
                writer.writerow([sets[where].label, sets[where].actions[action], count])
        told = run("fit", game, str(file), "--json").out
        return " ".join(run("fit", game, str(file)).out.split()), json.loads(
            told, parse_constant=no
        )

    return call


def no(constant: str) -> NoReturn:
    raise AssertionError(f"{constant} is no JSON")


Fitted = Callable[..., tuple[str, dict[str, Any]]]


@pytest.mark.parametrize(
    ("game", "counts", "kind", "said"),
    [
        ("brinkmanship", {(0, 0): 10}, "infinite", NO_END),
        ("brinkmanship", {(2, 0): 10}, "zero", CHANCE),
        ("brinkmanship", {(2, 1): 10}, "infinite", NO_END),
        ("brams-chicken", {(0, 0): 14, (0, 1): 6, (1, 0): 15}, "undetermined", FLAT),
        ("security-dilemma", {(0, 0): 10}, "undetermined", FLAT),
        ("cheap-talk", {(0, 0): 10}, "undetermined", FLAT),
        ("cheap-talk", {(0, 0): 7, (0, 2): 3}, "undetermined", FLAT),
        ("cuba-1962-cable", {(49, 0): 10}, "infinite", NO_END),
        ("cuba-1962-cable", {(0, 3): 10}, "zero", CHANCE),
        ("beer-and-quiche", {(0, 0): 10}, "infinite", NO_END),
        ("beer-and-quiche", {(0, 1): 10}, "zero", CHANCE),
        ("selten-horse", {(0, 0): 10}, "infinite", NO_END),
        (
            "selten-horse",
            dict.fromkeys([(i, j) for i in range(3) for j in (0, 1)], 10),
            "zero",
            CHANCE,
        ),
    ],
)
def test_where_no_one_precision_is_the_likeliest(
    fitted: Fitted, game: str, counts: dict[tuple[int, int], float], kind: str, said: str
) -> None:
    text, told = fitted(game, counts)
    assert said in text
    assert told["kind"] == kind
    assert told["precision"] == (0 if kind == "zero" else None)
    assert told["standard_error"] is None
    assert "locally the likeliest" not in text or kind == "zero"
    assert all(value < told["log_likelihood"] for _, value in told["maxima"])


@pytest.mark.parametrize(
    ("counts", "kind"),
    [
        ({(0, 0): 9}, "infinite"),
        ({(0, 1): 9}, "zero"),
        ({(0, 0): 9, (0, 1): 9}, "zero"),
        ({(0, 0): 9, (0, 1): 3}, "interior"),
        ({(0, 0): 9e14, (0, 1): 3e14}, "interior"),
        ({(0, 0): 9e-12, (0, 1): 3e-12}, "interior"),
    ],
)
@pytest.mark.parametrize("worse", [0, 1])
def test_a_single_information_set(
    fitted: Fitted, tmp_path: Path, counts: dict[tuple[int, int], float], kind: str, worse: int
) -> None:
    game = tmp_path / "one.yaml"
    game.write_text(ONE.replace("{A: 0}", f"{{A: {worse}}}"))
    text, told = fitted(str(game), counts)
    assert told["kind"] == ("undetermined" if worse else kind)
    if told["kind"] == "interior":
        assert told["precision"] == pytest.approx(1.0986122887)
        assert "standard error" in text


def test_precisions_of_the_same_likelihood_are_all_told(fitted: Fitted) -> None:
    text, told = fitted("brinkmanship", {(0, 0): 10, (0, 1): 10})
    assert told["as_likely"] == [0.0]
    assert told["log_likelihood"] == pytest.approx(told["uniform_log_likelihood"])
    assert "Not the only one: 0, play at random, is as likely." in text
    text, told = fitted("brinkmanship", {(0, 0): 3, (0, 1): 7})
    (other,) = told["as_likely"]
    assert sorted([other, told["precision"]]) == pytest.approx([0.4915, 1.723], abs=1e-3)
    assert "is as likely." in text
    one = fitted("brinkmanship", {(0, 0): 14, (0, 1): 6})
    assert one[1]["as_likely"] == []
    assert "Not the only one" not in one[0]


def test_many_choices_are_counted_to_the_last(fitted: Fitted) -> None:
    text, told = fitted("brinkmanship", {(0, 0): 1_234_567, (0, 1): 654_321})
    assert told["choices"] == 1_888_888
    assert "of 1,888,888 choices" in text
    assert "1,234,567" in text


def test_json_says_under_what_it_holds_as_the_text_does(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "counts.csv"
    file.write_text("information set,action\nthe threat,threaten\n")
    arguments = ("fit", "brinkmanship", str(file), "-a", "a softer Moscow", "-s", "q=0.75")
    told = json.loads(run(*arguments, "--json").out)
    assert (told["assumptions"], told["given"]) == (["a softer Moscow"], {"q": "0.75"})
    text = run(*arguments).out
    assert "Assuming a softer Moscow" in text
    assert "With q = 0.75" in text
    assert "of 1 choice." in text
