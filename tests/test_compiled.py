"""Compiled functions where nothing can be kept."""

from __future__ import annotations

import numba
import pytest

from crisis_sim.compiled import inner, njit


@inner()
def double(x: float) -> float:
    return 2.0 * x


def test_a_function_compiles_where_no_folder_can_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_: object) -> None:
        raise RuntimeError("cannot cache function: no locator available")

    monkeypatch.setattr(numba.core.dispatcher.Dispatcher, "enable_caching", refuse)

    @njit(cache=True)
    def twice_double(x: float) -> float:
        return double(double(x))

    assert twice_double(1.5) == 6.0
