"""Values in words: short decimals as they are, others nearer to themselves than to any other."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.numbers.told import digits_told, is_near
from crisis_sim.plot.numbers import told_numbers, value_of
from crisis_sim.report.exact_numbers import told_numbers as reported

SHORT = st.builds(
    lambda digits, power: Fraction(digits) * Fraction(10) ** power,
    st.integers(-(10**12) + 1, 10**12 - 1),
    st.integers(-20, 8),
)
FRACTIONS = st.fractions(-(10**6), 10**6, max_denominator=10**6)


def read(text: str) -> Fraction:
    return Fraction(text.removeprefix("≈ ").replace(",", ""))


@given(st.lists(SHORT, min_size=1, max_size=4))
def test_a_short_decimal_is_written_exactly(values: list[Fraction]) -> None:
    for kind in (values, [float(value) for value in values]):
        assert [value_of(text) for text in told_numbers(kind)] == values
        assert [read(text) for text in reported(kind)] == values
        assert not any("≈" in text for text in told_numbers(kind))


@given(st.lists(FRACTIONS, min_size=2, max_size=5, unique=True), st.sampled_from([0, 4, -9, 9]))
def test_values_are_told_apart_in_their_order(values: list[Fraction], power: int) -> None:
    held = [value * Fraction(10) ** power for value in sorted(values)]
    top = max(map(abs, held))
    if any(b - a < top / 10**12 for a, b in pairwise(held)):
        return
    for texts, number in ((told_numbers(held), value_of), (reported(held), read)):
        told = [number(text) for text in texts]
        assert all(a < b for a, b in pairwise(told))
        for text, one, value in zip(texts, told, held, strict=True):
            assert abs(one - value) <= abs(value) * Fraction(51, 100_000)
            assert ("≈" in text) == (one != value)


@pytest.mark.parametrize(
    ("value", "beside", "text"),
    [
        (Fraction(1, 3), [Fraction("0.3333333"), Fraction("0.3333334")], "≈ 0.33333333"),
        (Fraction(1, 3), [0, 1], "≈ 0.3333"),
        (1 / 3, [Fraction("0.3333333333")], "≈ 0.33333333333"),
        (Fraction("1234567.89"), [1234000, 1235000], "1,234,567.89"),
        (0.1 + 0.2, [0.3], "0.3"),
        (0.0, [1e-30], "0"),
        (Fraction(10**13 + 1), [], "≈ 10,000,000,000,000"),
    ],
)
def test_a_value_is_told_from_the_ends_of_its_range(
    value: float | Fraction, beside: list[float | Fraction], text: str
) -> None:
    assert reported([value], beside) == [text]


def test_values_that_differ_by_dust_alone_need_no_digits() -> None:
    assert digits_told([1 / 3, 1 / 3 + 1e-16]) == [4, 4]
    assert not is_near(1e6 + 0.0001, Fraction("1000000.0001"))
    assert is_near(Fraction(1, 3), Fraction("0.333333333333333"))
