"""Results travel: between processes, into sets and as keys, as other objects do."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.account import account_of

LONGEST = 300

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
    "every threshold": lambda: cs.load("bargaining-range").every_threshold(["p", "cA"]),
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


def parts(value: Any) -> Iterator[Any]:
    """A value and all that is in it that the package makes."""
    if type(value).__module__.startswith("crisis_sim."):
        yield value
    if is_dataclass(value):
        value = [getattr(value, one.name) for one in fields(value)]
    if isinstance(value, Mapping):
        value = list(value.values())
    for one in value if isinstance(value, (tuple, list)) else ():
        yield from parts(one)


def long_lines(result: Any) -> set[str]:
    """The kinds of what is in a result that do not show themselves in a short line."""
    lines = ((type(one).__name__, repr(one)) for one in parts(result))
    return {name for name, line in lines if len(line) > LONGEST or "\n" in line}


@pytest.mark.parametrize("name", RESULTS)
def test_all_that_is_in_a_result_is_a_short_line(name: str) -> None:
    assert long_lines(RESULTS[name]()) == set()


def test_equal_thresholds_hash_alike() -> None:
    once, again = (cs.load("bargaining-range").thresholds("p", cA=0.05) for _ in range(2))
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
        (b"1/3", "p: expected a number, found b'1/3'"),
        ("a third", "p: 'a third' is not a number$"),
        ("0,3", "p: '0,3' is not a number. Write 0.3: decimals have a point.$"),
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
    with pytest.raises(cs.InputError, match=r"^concept must be auto, .*, not None"):
        study.solve(concept=None)  # type: ignore[arg-type]
    with pytest.raises(cs.InputError, match=r"^along must be one parameter, .*, not None"):
        study.thresholds(None)  # type: ignore[arg-type]
    with pytest.raises(
        cs.InputError, match=r"precision must be a number, 0 or more .*, not 'high'"
    ):
        study.solve(concept="quantal", precision="high")  # type: ignore[arg-type]


AT_VALUES: dict[str, Callable[[cs.Study, Any], Any]] = {
    "game": lambda study, values: study.game(values),
    "family": lambda study, values: study.family(values),
    "solve": lambda study, values: study.solve(values),
    "compare": lambda study, values: study.compare(values=values),
    "dominance": lambda study, values: study.dominance(values),
    "verify": lambda study, values: study.verify(study.solve().equilibria[0], values),
    "simulate": lambda study, values: study.simulate(values, plays=5),
    "parameters": lambda study, values: study.parameters(values),
    "thresholds": lambda study, values: study.thresholds("cA", values),
    "regions": lambda study, values: study.regions("cA", "cL", values),
    "conditions": lambda study, values: study.conditions("war", ["cA"], values),
    "certify": lambda study, values: study.certify("war", ["cA"], values, tol=0.5, draws=0),
    "nearest": lambda study, values: study.nearest("", ["cA"], values),
    "sweep": lambda study, values: study.sweep(cA="0:1:3", values=values).to_pandas(),
    "figure": lambda study, values: study.figure("tree", values=values).alt,
}


@pytest.mark.parametrize("name", AT_VALUES)
def test_a_text_writes_a_value_everywhere(name: str) -> None:
    study, ask = cs.load("bargaining-range"), AT_VALUES[name]
    assert str(ask(study, {"p": "2/5"})) == str(ask(study, {"p": Fraction(2, 5)}))
    for values, told in (
        ({"p": "2,5"}, "p: '2,5' is not a number"),
        ("nash", "expected values by name, such as {'p': 0.5}, found 'nash'"),
        ([0.5], r"expected values by name, such as {'p': 0.5}, found \[0.5\]"),
    ):
        with pytest.raises(cs.InputError, match=told):
            ask(study, values)


def test_a_text_writes_a_number_of_a_span_or_an_axis() -> None:
    study = cs.load("bargaining-range")
    assert cs.Span("p", "1/4", "0.5") == cs.Span("p", Fraction(1, 4), 0.5)
    for axes in ({"p": ["1/3", 0.5]}, {"p": np.array(["1/3", "0.5"])}):
        assert study.sweep(axes).values("p").tolist() == [1 / 3, 0.5]
    assert study.sweep(points={"p": ["1/3", "1/2"]}).values("p").tolist() == [1 / 3, 0.5]
    with pytest.raises(cs.InputError, match=r"^p: 'a third' is not a number$"):
        study.sweep(p=["a third"])


def test_a_value_is_given_once() -> None:
    with pytest.raises(cs.InputError, match=r"^p is given twice$"):
        cs.load("bargaining-range").solve({"p": 0.5}, p=0.4)
