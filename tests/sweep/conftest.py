"""Sweeps in tests keep their compiled code in a folder of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crisis_sim.sweep.formulas.machine_code import CACHE_VARIABLE


@pytest.fixture(scope="session", autouse=True)
def compiled_code_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_VARIABLE, str(tmp_path_factory.mktemp("compiled")))
        yield
