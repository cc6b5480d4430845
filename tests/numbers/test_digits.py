"""Decimals of numbers."""

from __future__ import annotations

from crisis_sim.numbers.digits import fewest_places


def test_a_column_of_numbers_has_one_number_of_decimals() -> None:
    assert fewest_places([1.0, -2.0], 2) == 0
    assert fewest_places([1.5, -2.0], 2) == 1
    assert fewest_places([1 / 3, -2.0], 2) == 2
    assert fewest_places([], 2) == 0
