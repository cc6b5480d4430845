"""Settings of the whole test suite."""

from __future__ import annotations

from hypothesis import settings

# A time limit for each example would fail on a busy machine, not on a mistake.
settings.register_profile("crisis_sim", deadline=None)
settings.load_profile("crisis_sim")
