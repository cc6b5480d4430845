"""The library of exact arithmetic, which is an extra."""

from __future__ import annotations

from crisis_sim.errors import MissingExtra

try:
    import flint
except ImportError:
    raise MissingExtra("exact", "an exact answer") from None

__all__ = ["flint"]
