"""What is followed over a range, written in one way everywhere."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crisis_sim as cs
from crisis_sim.errors import InputError
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.scenario.span import Span, spans_of
from crisis_sim.time_limits import time_limit
from tests.bombs import scenario as small_scenario

ENDS = st.fractions(-(10**6), 10**6, max_denominator=10**9)
NUMBERS = {
    "0.5": Fraction(1, 2),
    " -1/3 ": Fraction(-1, 3),
    "+.5e-1": Fraction(1, 20),
    "2.": Fraction(2),
}
NO_NUMBERS = {
    "0,5": r"'0,5' is not a number\. Write 0\.5: decimals have a point\.$",
    "50%": r"'50%' is not a number\. Write 0\.5\.$",
    "12.3456789 per cent": r"Write 0\.123456789\.$",
    "1/0": "'1/0' is not a number: it divides by zero$",
    "1:3": r"Write 1/3\.$",
    "~0.3": r"Write 0\.3\.$",
    "3x": "'3x' is not a number",
    "9" * 31: "is not a number",
    "1e999": "is not a number",
}
READERS: dict[str, Callable[[str], Any]] = {
    "a value": lambda text: _values(text)["p"],
    "a span": lambda text: Span.of(f"p={text}:1000").low,
    "an axis": lambda text: _axis(text),
}


def _values(text: str) -> dict[str, Fraction]:
    from crisis_sim.cli.options import parse_values

    return parse_values((f"p={text}",))


def _axis(text: str) -> float:
    from crisis_sim.sweep.designs.axes import Axis, parse_axis

    axis = parse_axis(f"p={text}")
    assert isinstance(axis, Axis)
    return float(axis.values[0])


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", NUMBERS)
def test_numbers_are_read_alike_everywhere(reader: str, text: str) -> None:
    number = NUMBERS[text]
    assert READERS[reader](text) == (float(number) if reader == "an axis" else number)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_answered_alike_everywhere(reader: str, text: str) -> None:
    if (reader, text) in (("an axis", "0,5"), ("an axis", "1:3"), ("a span", "1:3")):
        return  # where commas and colons stand between numbers
    with pytest.raises(cs.InputError, match=f"^p: .*{NO_NUMBERS[text]}"):
        READERS[reader](text)


@given(st.lists(ENDS, min_size=2, max_size=2, unique=True).map(sorted))
def test_a_span_is_read_as_it_is_written(ends: list[Fraction]) -> None:
    span = Span("pi", *ends)
    assert Span.of(str(span)) == span
    assert Span.of(span) is span


def test_ends_are_exact() -> None:
    assert Span("pi", 0.1, 1) == Span.of(" pi = 1/10 : 1 ") == Span("pi", Fraction(1, 10), 1.0)
    assert Span.of("pi") == Span("pi")
    assert str(Span("pi")) == "pi"


@pytest.mark.parametrize("text", ["", "pi=", "pi=0", "pi=0:", "pi=:1", "pi=0:1:5", "pi=0-1", "a b"])
def test_what_is_no_span_is_told(text: str) -> None:
    with pytest.raises(cs.InputError, match="expected NAME or NAME=LOW:HIGH, found '"):
        Span.of(text)


def test_a_range_has_two_finite_ends() -> None:
    with pytest.raises(cs.InputError, match="pi: a range has two ends, as in pi=0:1"):
        Span("pi", 0.1)
    with pytest.raises(cs.InputError, match="pi is not a finite number"):
        Span("pi", 0, float("inf"))


def test_ends_are_those_given_or_the_scenarios() -> None:
    scenario = cs.load("cuba-1962-cable").scenario
    assert Span("pi").ends(scenario) == (0, Fraction(3, 5))
    assert Span("pi", 0, 0.5).ends(scenario) == (0, Fraction(1, 2))
    with pytest.raises(cs.InputError, match="no parameter 'pii'"):
        Span("pii", 0, 1).ends(scenario)
    with pytest.raises(cs.InputError, match="the range of pi is empty: 1 to 0"):
        Span("pi", 1, 0).ends(scenario)
    text = small_scenario(parameters="{x: {default: 0.5}, z: {default: 0.5}}")
    with pytest.raises(cs.InputError, match=r"x has no range in the scenario: .* x=0:1$"):
        Span("x").ends(parse_scenario(text, name="t", file="t.yaml"))


def test_one_span_or_several() -> None:
    assert spans_of("pi=0:1") == spans_of([Span("pi", 0, 1)]) == (Span("pi", 0, 1),)
    with pytest.raises(cs.InputError, match="pi is given twice"):
        spans_of(["pi", "pi=0:1"])


def _reached(found: Any) -> Any:
    return [[float(end) for end in ends] for ends in found]


FOLLOWING: dict[str, Callable[[cs.Study, Any], Any]] = {
    "thresholds": lambda study, q: (lambda found: [(found.low, found.high)])(study.thresholds(q)),
    "regions": lambda study, q: [study.regions(q, "p").across],
    "conditions": lambda study, q: study.conditions("retreat", q).ranges.values(),
    "certify": lambda study, q: study.certify("retreat", q, draws=0, tol=0.5).ranges.values(),
    "nearest": lambda study, q: study.nearest("", [q]).ranges.values(),
}


GIVEN: dict[str, Callable[[cs.Study], Any]] = {
    "thresholds": lambda study: study.thresholds("q", {"q": 0.3}),
    "regions": lambda study: study.regions("q", "p", q=0.3),
    "conditions": lambda study: study.conditions("retreat", "q", q=0.3),
    "certify": lambda study: study.certify("retreat", ["q=0:1"], q=0.3),
}


@pytest.mark.parametrize("method", GIVEN)
def test_a_value_of_what_is_followed_is_refused(method: str) -> None:
    with pytest.raises(cs.InputError, match=r"^q is both followed and given a value; leave out"):
        GIVEN[method](cs.load("brinkmanship"))


def test_a_value_of_what_may_move_is_where_it_starts() -> None:
    assert cs.load("brinkmanship").nearest("", ["q"], q=0.3).base["q"] == Fraction(3, 10)


@pytest.mark.parametrize("method", FOLLOWING)
def test_every_method_takes_names_texts_and_spans(method: str) -> None:
    study, ask = cs.load("brinkmanship"), FOLLOWING[method]
    assert _reached(ask(study, "q")) == [[0.0, 1.0]]
    for given_as in ("q=1/2:3/4", Span("q", 0.5, 0.75)):
        assert _reached(ask(study, given_as)) == [[0.5, 0.75]]


def test_ranges_in_a_mapping_are_not_lost() -> None:
    with pytest.raises(InputError, match=r"found a mapping. Write \['q=0.9:1'\]"):
        cs.load("brinkmanship").conditions("retreat", {"q": "0.9:1"})  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["q=" + "1" * 100_000 + "x", "q" + " " * 100_000 + "!"])
def test_endless_texts_are_refused_at_once(text: str) -> None:
    with time_limit(5.0), pytest.raises(InputError, match="expected NAME or NAME=LOW:HIGH"):
        Span.of(text)
