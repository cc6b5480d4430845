"""Settings of the whole test suite.

The random examples are the same at every run, so that a commit passes or fails for what it holds.
``HYPOTHESIS_PROFILE=explore`` draws others, to look for what nobody has thought of.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.tallies import tables

# A time limit for each example would fail on a busy machine, not on a mistake.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_configure() -> None:
    """Hear Ctrl-C, and let what is started hear it, where a shell has begun this in the background.

    It is ignored there, and by every process that comes of it.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have counted, where more is told than how many passed."""
    if terminalreporter.verbosity < 1:
        return
    every = [report for reports in terminalreporter.stats.values() for report in reports]
    called = [report for report in every if getattr(report, "when", "") == "call"]
    counted = [one for report in called for one in report.user_properties]
    for table in tables(counted):
        terminalreporter.write_line(f"\n{table}")


@pytest.fixture(autouse=True)
def _ctrl_c() -> Iterator[None]:
    """A command that ends within the test process leaves Ctrl-C unheard."""
    yield
    signal.signal(signal.SIGINT, signal.default_int_handler)
