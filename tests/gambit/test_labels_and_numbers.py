from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.gambit.labels import clean, quote, shared_names, unquote
from crisis_sim.gambit.numbers import payoffs_text, read_number, write_number
from crisis_sim.game.distinct import distinct


@given(st.text(st.sampled_from('a\\"{ \n'), max_size=8))
def test_quoting_loses_nothing(text: str) -> None:
    assert unquote(quote(text)) == text


def test_a_backslash_is_escaped_only_where_it_must_be() -> None:
    assert quote(r"a\b") == r'"a\b"'
    assert quote('\\"') == r'"\\\""'
    assert unquote(r'"C:\new"') == r"C:\new"


def test_labels_are_tidied() -> None:
    assert clean(" take\t two \n stones\x07") == "take two stones"
    assert clean("call ") == "call"


@given(st.lists(st.sampled_from(["a", "b", "a (2)", "a (3)", ""]), max_size=8))
def test_distinct_labels_are_so_and_stay_so(labels: list[str]) -> None:
    made = distinct(labels)
    assert len(set(made)) == len(labels)
    assert distinct(made) == made
    firsts = {label: labels.index(label) for label in labels}
    assert all(made[place] == label for label, place in firsts.items())


def test_numbered_names_belong_to_the_name_they_repeat() -> None:
    names = ["war", "war (2)", "war (1)", "peace (2)", "war (12)"]
    assert shared_names(names) == {"war (2)": "war", "war (12)": "war"}


@given(st.fractions(max_denominator=10**9))
def test_rationals_are_written_exactly(value: Fraction) -> None:
    assert read_number(write_number(value)) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_read_back_the_same(value: float) -> None:
    assert float(read_number(write_number(value))) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [(".25", "1/4"), ("-3.", "-3"), ("+2/6", "1/3"), ("1.5e-3", "3/2000"), ("0/7", "0")],
)
def test_spellings_of_numbers(raw: str, value: str) -> None:
    assert read_number(raw) == Fraction(value)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("1/0", "divides by zero"),
        ("1e309", "too large"),
        ("1e99999999999", "too large or too small"),
        ("9" * 500, "too many digits"),
    ],
)
def test_numbers_that_are_refused(raw: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_number(raw)


def test_payoffs_name_an_outcome() -> None:
    assert payoffs_text([Fraction(-1, 2), Fraction(2, 3), 4.0]) == "(-0.5, 2/3, 4)"
