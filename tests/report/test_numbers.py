"""Numbers as reports write them: written out, rounded once, as precise as they need to be."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.exact.data.line import ExactNumber
from crisis_sim.report.exact_numbers import equal_sign, in_cells, short_value
from crisis_sim.report.numbers import exact_probability, number, probability


def read(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (-1e9, "-1,000,000,000"),
        (0.0015, "0.0015"),
        (0.5625, "0.5625"),
        (1 / 3, "0.3333"),
        (-16.9812, "-16.981"),
        (1234567.25, "1,234,567.25"),
        (9.99999, "10"),
        (3e-10, "3e-10"),
        (1.2345e20, "1.234e+20"),
    ],
)
def test_numbers_are_written_out(value: float, told: str) -> None:
    assert number(value) == told


@given(st.floats(1e-300, 1e300) | st.floats(-1e300, -1e-300))
def test_numbers_keep_four_digits(value: float) -> None:
    exact = Fraction(value)
    assert abs(read(number(value)) - exact) <= abs(exact) * Fraction(51, 100_000)


@pytest.mark.parametrize(
    ("value", "loss", "told"),
    [
        (999999999.9999, 0.0001, "999,999,999.9999"),
        (1000000000.3, 0.2, "1,000,000,000.3"),
        (0.9999999996, 4e-10, "0.9999999996"),
        (-249999999.25, 639999999.25, "-249,999,999.25"),
        (2e-9, 1e-9, "2e-09"),
        (5.0, 0.0, "5"),
    ],
)
def test_what_is_less_is_seen_to_be_less(value: float, loss: float, told: str) -> None:
    assert number(value, loss) == told
    assert not loss or number(value, loss) != number(value + loss, loss)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.00552, "0.006"),
        (0.01352, "0.014"),
        (0.0003, "0.0003"),
        (0.9998, "0.9998"),
        (0.99999, "> 0.9999"),
        (0.00001, "< 0.0001"),
        (0.5, "0.5"),
        (0.0, "0"),
        (1.0, "1"),
        (float("nan"), "-"),
    ],
)
def test_probabilities_are_rounded_once(value: float, told: str) -> None:
    assert probability(value) == told


def test_probabilities_of_four_places_are_exact() -> None:
    assert exact_probability(0.0625, Fraction(1, 16)) == "0.0625"
    assert exact_probability(0.2345, Fraction(469, 2000)) == "0.2345"


def rational(value: str) -> ExactNumber:
    exact = Fraction(value)
    return ExactNumber(float(exact), "rational", exact, exact, exact)


@pytest.mark.parametrize(
    ("exact", "short", "cell"),
    [
        ("1/3", "0.3333333333", "≈ 0.333333"),
        ("1/4", "0.25", "0.25"),
        ("100000000000", "100,000,000,000", "100,000,000,000"),
        ("1/10000000000", "1e-10", "1e-10"),
        ("1234567/1000000", "1.234567", "1.234567"),
    ],
)
def test_a_decimal_says_where_it_is_rounded(exact: str, short: str, cell: str) -> None:
    value = rational(exact)
    assert (short_value(value), *in_cells([value])) == (short, cell)
    assert equal_sign(value, short) == ("≈" if exact == "1/3" else "=")


def test_an_irrational_number_is_only_near_its_decimal() -> None:
    root = ExactNumber(0.5, "algebraic", Fraction(1, 2), Fraction(1, 2), None, "p")
    assert equal_sign(root, "0.5") == "≈"
