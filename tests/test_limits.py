"""The limits that are told to people, each once as a number."""

from __future__ import annotations

import pytest

from crisis_sim.profiles import count_column, faults
from crisis_sim.scenario import positions
from crisis_sim.sweep import sensitivity
from crisis_sim.sweep.designs import plan
from crisis_sim.sweep.discovering import discover as discovery
from crisis_sim.tables import column, source, unpacked


@pytest.mark.parametrize(
    ("limit", "number"),
    [
        (count_column.MOST_PLAYS, 1_000_000_000_000_000),
        (faults.MOST_KINDS, 100),
        (positions.MOST_PROBLEMS, 100),
        (discovery.MOST_POINTS, 250_000),
        (plan.MOST_POINTS, 1_000_000_000_000),
        (plan.MOST_CELLS, 10_000),
        (sensitivity.MOST_POINTS, 5_000_000),
        (source.MOST_BYTES, 1_000_000_000),
        (source.MOST_PIPED, 64_000_000),
        (source.MOST_CELLS, 50_000_000),
        (source.MOST_COLUMNS, 20_000),
        (unpacked.MOST_ROWS, 1_048_576),
        (unpacked.MOST_PACKED, 100_000_000),
        (unpacked.MOST_UNPACKED, 300_000_000),
        (unpacked.MOST_IN_ROWS, 6_000_000),
        (column.MOST_CATEGORIES, 50),
        (column.MOST_DISTINCT, 1_000),
    ],
)
def test_limits(limit: int, number: int) -> None:
    assert limit == number
