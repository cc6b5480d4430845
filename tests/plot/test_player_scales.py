"""Players share an axis where every line on it can be read."""

from __future__ import annotations

import pytest

from crisis_sim.plot.player_scales import by_scale, scales_note


@pytest.mark.parametrize(
    ("payoffs", "groups"),
    [
        ([[0, 1], [0, 100]], [(0, 1)]),
        ([[0, 1], [0, 1000]], [(0,), (1,)]),
        ([[3e-10, 3e-9], [0, 390e6]], [(0,), (1,)]),
        ([[0, 1], [0, 1e9], [0.2, 0.8], [0, 2e9]], [(0, 2), (1, 3)]),
        ([[0, 0], [0, 1e9]], [(0, 1)]),
        ([[1, 1], [0, 1e9]], [(0,), (1,)]),
        ([[1e9, 1e9 + 1], [0, 1e9]], [(0,), (1,)]),
        ([[0.3, 0.1 + 0.2], [0, 1]], [(0, 1)]),
    ],
)
@pytest.mark.parametrize("unit", [1.0, 1e-9, 1e6])
def test_nobody_is_flat_beside_another(
    payoffs: list[list[float]], groups: list[tuple[int, ...]], unit: float
) -> None:
    assert by_scale([[unit * value for value in paid] for paid in payoffs]) == groups


def test_several_axes_are_told() -> None:
    assert scales_note([(0, 1)]) == ""
    assert "axes of their own" in scales_note([(0,), (1,)])
