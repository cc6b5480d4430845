"""Results travel: between processes, into sets and as keys, as other objects do."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.account import account_of

RESULTS: dict[str, Callable[[], Any]] = {
    "study": lambda: cs.load("brinkmanship"),
    "scenario": lambda: cs.load("brinkmanship").scenario,
    "game": lambda: cs.load("brinkmanship").game(),
    "family": lambda: cs.load("brinkmanship").family(),
    "a game of irrational numbers": lambda: cs.load("cuba-1962-clock").game(),
    "spe": lambda: cs.load("brinkmanship").solve(),
    "sequential": lambda: cs.load("beer-and-quiche").solve(),
    "nash": lambda: cs.load("brams-chicken").solve(concept="nash"),
    "quantal": lambda: cs.load("brams-chicken").solve(concept="quantal", precision=1),
    "cfr": lambda: cs.load("brams-chicken").solve(concept="cfr", iterations=10),
    "account": lambda: account_of(cs.load("brinkmanship").solve()),
    "verification": lambda: cs.load("brams-chicken").verify(
        {"Washington": "blockade", "Moscow": "withdraw"}
    ),
    "dominance": lambda: cs.load("brams-chicken").dominance(),
    "thresholds": lambda: cs.load("bargaining-range").thresholds("p"),
    "regions": lambda: cs.load("bargaining-range").regions("p", "cA"),
    "conditions": lambda: cs.load("bargaining-range").conditions("war"),
    "nearest": lambda: cs.load("bargaining-range").nearest(),
    "certified": lambda: cs.load("bargaining-range").certify("war", ["p"]),
    "sweep": lambda: cs.load("bargaining-range").sweep(p="0:1:5"),
    "figure": lambda: cs.load("bargaining-range").figure("tree"),
}


@pytest.mark.parametrize("name", RESULTS)
def test_results_are_copied_pickled_and_hashed(name: str) -> None:
    result = RESULTS[name]()
    assert hash(result) == hash(result)
    assert {result: name}[result] == name
    for again in (pickle.loads(pickle.dumps(result)), copy.deepcopy(result)):
        assert type(again) is type(result)
        assert content(again) == content(result)


def content(value: Any) -> Any:
    """All that is in a value, to be compared."""
    if is_dataclass(value):
        value = {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: content(one) for key, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [content(one) for one in value]
    return repr(value.tolist() if isinstance(value, np.ndarray) else value)


def test_equal_thresholds_hash_alike() -> None:
    once, again = (cs.load("bargaining-range").thresholds("p", p=0.5) for _ in range(2))
    assert pickle.loads(pickle.dumps(once)) == once
    assert hash(pickle.loads(pickle.dumps(once))) == hash(once)
    assert again.fixed == once.fixed


def test_numbers_of_a_game_survive_as_they_are() -> None:
    game = cs.load("cuba-1962-clock").game()
    again = pickle.loads(pickle.dumps(game))
    assert again.numbers.chance == game.numbers.chance
    assert again.numbers.payoffs == game.numbers.payoffs


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "p: expected a number, found None"),
        ("1/3", "p: expected a number, found '1/3'"),
        ([0.5], r"p: expected a number, found \[0.5\]"),
        (1j, "p: expected a number, found 1j"),
        (float("nan"), "p is not a finite number: nan"),
        (float("inf"), "p is not a finite number: inf"),
        (10**400, "p is not a finite number: too large"),
    ],
    ids=repr,
)
def test_what_is_no_number_is_told(value: Any, told: str) -> None:
    study = cs.load("bargaining-range")
    for ask in (study.solve, study.game, study.nearest, study.dominance):
        with pytest.raises(cs.InputError, match=told):
            ask(p=value)


@pytest.mark.parametrize("value", [Fraction(1, 4), np.float32(0.25), np.int64(1), 1], ids=repr)
def test_every_kind_of_number_is_taken(value: Any) -> None:
    assert cs.load("bargaining-range").solve(p=value).equilibria


def test_what_is_no_name_is_told() -> None:
    study = cs.load("bargaining-range")
    with pytest.raises(cs.InputError, match="unknown concept 'None'"):
        study.solve(concept=None)  # type: ignore[arg-type]
    with pytest.raises(cs.InputError, match="no parameter 'None'"):
        study.thresholds(None)  # type: ignore[arg-type]
    with pytest.raises(
        cs.InputError, match=r"precision must be a number, 0 or more .*, not 'high'"
    ):
        study.solve(concept="quantal", precision="high")  # type: ignore[arg-type]
