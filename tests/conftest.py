"""Settings of the whole test suite.

The random examples are the same at every run, so that a commit passes or fails for what it holds.
``HYPOTHESIS_PROFILE=explore`` draws others, to look for what nobody has thought of.
"""

from __future__ import annotations

import os

from hypothesis import settings

# A time limit for each example would fail on a busy machine, not on a mistake.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
