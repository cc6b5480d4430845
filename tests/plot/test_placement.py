"""Names beside points: near them, and further away only where something is in the way."""

from __future__ import annotations

import pytest

from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.placement import Box, place_beside
from crisis_sim.plot.scene import Font

FONT, FRAME = Font(7.0), (0.0, 0.0, 200.0, 200.0)
AT = (100.0, 100.0)


def around(reach: float) -> Box:
    return AT[0] - reach, AT[1] - reach, AT[0] + reach, AT[1] + reach


@pytest.mark.parametrize(("taken", "ring"), [(0.0, 1.0), (7.0, 1.7), (11.0, 2.5), (16.0, 3.5)])
def test_a_name_stands_in_the_nearest_ring_that_is_free(taken: float, ring: float) -> None:
    (label,) = place_beside(
        [(AT, "12")], FONT, text_width, [around(taken)] if taken else [], FRAME, distance=5.0
    )
    assert label.x == pytest.approx(AT[0] + 5.0 * ring)
    assert abs(label.y - AT[1]) < FONT.size


def test_a_name_without_a_place_is_left_out() -> None:
    assert not place_beside([(AT, "12")], FONT, text_width, [around(60.0)], FRAME, distance=5.0)
