"""Numbers as figures write them: by their size, by their differences, whatever the unit."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.numbers import (
    column_of,
    listed_numbers,
    short_number,
    short_numbers,
    value_of,
    written,
)
from crisis_sim.plot.panel import AXIS, fitting
from crisis_sim.plot.scale import Scale, numbering
from crisis_sim.plot.scene import Font, Label, with_powers

FLOATS = st.floats(1e-30, 1e30) | st.floats(-1e30, -1e-30)


def shown(values: list[float], compared: list[list[float]] | None = None) -> list[str]:
    column = column_of(values, compared or [])
    return [column.write(value) for value in values] + [column.unit]


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([2.0, 1.0, 1.5], ["2.0", "1.0", "1.5", ""]),
        ([2e-3, 1e-3, 1.5e-3], ["2.0", "1.0", "1.5", "10⁻³"]),
        ([2e-9, 1e-9, 1.5e-9], ["2.0", "1.0", "1.5", "10⁻⁹"]),
        ([2e3, 1e3, 1.5e3], ["2,000", "1,000", "1,500", ""]),
        ([2e9, 1e9, 1.5e9], ["2.0", "1.0", "1.5", "10⁹"]),
        ([1 / 3, -2.0], ["0.33", "−2.00", ""]),
        ([-36.466, -5.522, 100.0], ["−36.47", "−5.52", "100.00", ""]),
        ([0.0, -1e9, 3.9e8, 1.0], ["0", "−1,000,000,000", "390,000,000", "1", ""]),
        ([1e9 + 1, 1e9 + 2], ["1,000,000,001", "1,000,000,002", ""]),
        ([1e-15, 0.0, 20e9], ["1 × 10⁻¹⁵", "0", "20,000,000,000", ""]),
        ([0.0, 0.0], ["0", "0", ""]),
    ],
)
def test_a_column_is_written_by_its_size(values: list[float], texts: list[str]) -> None:
    assert shown(values) == texts


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([1e12, 0.0, -1e-3], ["1,000,000,000,000", "0", "−0.001", ""]),
        ([-1e12, 10000001.0, 1.0], ["−1,000,000,000,000", "10,000,001", "1", ""]),
        ([3e-6, -1e-7, 1e-3], ["0.0000030", "−0.0000001", "0.0010000", ""]),
        ([4e-6, -1e-7, 5.5e-6], ["4.0", "−0.1", "5.5", "10⁻⁶"]),
        ([1e12, 2e10], ["1.00", "0.02", "10¹²"]),
    ],
)
def test_no_power_of_ten_is_taken_from_numbers_that_then_begin_with_zeros(
    values: list[float], texts: list[str]
) -> None:
    assert shown(values) == texts


@given(st.lists(st.integers(-(10**13), 10**13), min_size=2, max_size=5), st.integers(-12, 0))
def test_a_power_of_ten_leaves_no_zeros_and_no_other_power(counts: list[int], power: int) -> None:
    values = [float(Fraction(count) * Fraction(10) ** power) for count in counts]
    column = column_of(values, [values])
    if column.power >= 0:
        texts = [column.write(value) for value in values if value]
        assert not column.power or not any("× 10" in text for text in texts)
        assert not column.power or not any(re.match("−?0\\.00", text) for text in texts)


def test_a_column_of_two_scales_tells_apart_what_is_compared() -> None:
    paid = [1e12, -1234567.89, 1e6, 1000000.0001]
    assert shown(paid, [paid[2:]]) == [
        "1,000,000,000,000.0000",
        "−1,234,567.8900",
        "1,000,000.0000",
        "1,000,000.0001",
        "",
    ]
    slivers = [3e-6, 2.9999999e-6, -1e-7, 1e-3]
    assert shown(slivers, [slivers[:2]])[:3] == [
        "0.0000030000000",
        "0.0000029999999",
        "−0.0000001000000",
    ]


def test_what_is_compared_reads_differently() -> None:
    assert shown([1.0, 1 + 4e-10, 0.0], [[1.0, 1 + 4e-10]])[:2] == ["1.0000000000", "1.0000000004"]
    paid = [5.0, 1e9, 999999999.9999]
    assert shown(paid, [paid[1:]])[1:3] == ["1,000,000,000.0000", "999,999,999.9999"]
    rounded = [0.3, 0.1 + 0.2, 2.0]
    assert shown(rounded, [rounded[:2]])[:2] == ["0.3", "0.3"]


@given(
    st.lists(st.integers(-999, 999), min_size=2, max_size=6, unique=True),
    st.sampled_from([1, 3, 7, 11]),
    st.sampled_from([3, 6, -3, -9, 9]),
)
def test_a_unit_changes_powers_of_ten_alone(counts: list[int], parts: int, power: int) -> None:
    """Where a column is written out in full it shows more digits, but no others."""
    values = [count / parts + 0.001 for count in counts]
    factor = Fraction(10) ** power
    scaled = [float(Fraction(value) * factor) for value in values]
    columns = [column_of(values, [values]), column_of(scaled, [scaled])]
    told = [
        [value_of(column.write(value)) * Fraction(10) ** column.power for value in held]
        for column, held in zip(columns, (values, scaled), strict=True)
    ]
    if columns[1].power == columns[0].power + power:
        assert [value * factor for value in told[0]] == told[1]
        assert columns[0].places == columns[1].places
    else:
        assert 0 in (columns[0].power, columns[1].power)
        for short, long in zip(*told, strict=True):
            assert abs(short * factor - long) <= Fraction(6, 1000) * factor
            assert (short == 0) == (long == 0)


@given(st.lists(FLOATS, min_size=1, max_size=5))
def test_nothing_reads_as_0_or_as_much_more_than_it_is(values: list[float]) -> None:
    column = column_of(values)
    for value in values:
        read = value_of(column.write(value)) * Fraction(10) ** column.power
        assert abs(read - Fraction(value)) <= Fraction(11, 100) * abs(Fraction(value))
        assert abs(value_of(column.told(value)) - Fraction(value)) <= abs(Fraction(value)) / 9


@given(st.integers(-(10**14) + 1, 10**14 - 1), st.integers(-22, 0), st.integers(0, 30))
def test_no_digits_are_written_that_a_float_does_not_have(
    digits: int, power: int, places: int
) -> None:
    value = Fraction(digits) * Fraction(10) ** power
    read = value_of(written(float(value), places))
    assert read == (value if places >= -power else round(read, places))
    assert abs(read - value) <= Fraction(51, 100) / 10**places


@given(FLOATS, st.integers(2, 12))
def test_short_numbers_keep_their_digits(value: float, digits: int) -> None:
    assert value_of(short_number(value, digits=digits)) == Fraction(f"{value:.{digits}g}")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.05e-7, "1.05 × 10⁻⁷"),
        (-1e9, "−1,000,000,000"),
        (3e-10, "3 × 10⁻¹⁰"),
        (0.3488372, "0.3488"),
        (1e12, "1 × 10¹²"),
        (0.0, "0"),
        (float("nan"), "–"),
    ],
)
def test_short_numbers(value: float, text: str) -> None:
    assert short_number(value) == text


def test_numbers_side_by_side_are_told_apart() -> None:
    assert short_numbers([1.0, 1 + 1e-9]) == ["1", "1.000000001"]
    assert short_numbers([1.0, 1 + 1e-12]) == ["1", "1.000000000001"]
    assert short_numbers([0.1 + 0.2, 0.3]) == ["0.3", "0.3"]
    assert listed_numbers(["1,000", "2"]) == "1,000; 2"


@given(st.floats(-1e12, 1e12), st.floats(1e-9, 1e12), st.integers(2, 9))
def test_ticks_are_what_they_say(low: float, span: float, most: int) -> None:
    high = low + span
    if high - low <= 1e-10 * max(abs(low), abs(high)):
        return
    shown = numbering(low, high, most)
    assert len(shown.ticks) <= most
    texts = [tick.text for tick in shown.ticks]
    assert len(set(texts)) == len(texts)
    assert all(len(text) <= 10 for text in texts)
    for tick in shown.ticks:
        said = value_of(tick.text) * Fraction(10) ** shown.power + shown.base
        assert abs(said - Fraction(tick.value)) <= abs(Fraction(tick.value)) / 10**15
    if shown.power or shown.base:
        title = shown.titled("cost (dollar)")
        assert title.endswith("dollar)")
        assert ("10" in title) == bool(shown.power) or shown.base


def test_what_is_taken_from_ticks_stands_in_the_title() -> None:
    assert numbering(0, 2e9).titled("cost (dollar)") == "cost (10⁹ dollar)"
    near = numbering(1.0, 1 + 1e-9)
    assert near.titled("A's payoff") == "A's payoff, less 1 (10⁻⁹)"
    assert [tick.text for tick in near.ticks] == ["0.00", "0.25", "0.50", "0.75", "1.00"]
    assert numbering(1e9, 1e9 + 1).titled("pay (EUR)") == "pay, less 1,000,000,000 (EUR)"
    assert numbering(0, 1).titled("share") == "share"


def test_powers_of_ten_are_written_out_only_if_all_are_short() -> None:
    short = Scale(0.003, 40000.0, 0.0, 1.0, by_powers=True).ticks(4)
    assert [tick.text for tick in short] == ["0.01", "1", "100", "10,000"]
    long = Scale(3e-12, 40000.0, 0.0, 1.0, by_powers=True).ticks(6)
    assert [tick.text for tick in long] == ["10⁻⁹", "10⁻⁶", "10⁻³", "10⁰", "10³"]


def test_fewer_numbers_stand_where_they_would_meet() -> None:
    for width in (300.0, 90.0, 40.0):
        x = Scale(0.0, 90000.0, 0.0, width)
        ticks = fitting(x, text_width, 7).ticks
        ends = [
            (
                x(one.value) - text_width(one.text, AXIS) / 2,
                x(one.value) + text_width(one.text, AXIS) / 2,
            )
            for one in ticks
        ]
        assert all(left[1] < right[0] for left, right in pairwise(ends))
        assert len(ticks) >= 2 or width < 90.0


def test_exponents_are_set_as_formulas_as_wide_as_measured() -> None:
    label = with_powers(Label(0.0, 0.0, "cost in $ (10⁻⁹)", Font()))
    assert label.text == r"cost in \$ (10$^{-9}$)"
    for size in (7.0, 8.0, 14.0):
        written = text_width(label.text, replace(label.font, size=size))
        assert written == pytest.approx(text_width("cost in $ (10⁻⁹)", Font(size)))
    assert with_powers(Label(0.0, 0.0, "km²", Font())).text == "km²"
