"""What every JSON object begins with, and how it is written."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from crisis_sim.game.games import Games
from crisis_sim.scenario.identity import identity

__all__ = ["SCHEMA_VERSION", "about", "as_json", "made_by", "sample_object"]

SCHEMA_VERSION = 2
"""Counts the changes that a reader of the objects has to know of."""


def made_by() -> dict[str, Any]:
    """What stands in every object."""
    from crisis_sim.version import __version__

    return {"version": SCHEMA_VERSION, "program": f"crisis-sim {__version__}"}


def about(games: Games) -> dict[str, Any]:
    """What stands in every object on a scenario."""
    return {**made_by(), **identity(games.scenario)}


def sample_object(described: Mapping[str, Any]) -> dict[str, Any]:
    """What a sample was drawn of, by what its file says of itself; null where it says nothing."""
    names = ("scenario", "title", "digest", "assumptions", "payoff_unit", "player_names", "given")
    return {name: described.get(name) for name in names}


def as_json(told: dict[str, Any]) -> str:
    """The object as text; numbers that do not exist, or that no float holds, are null."""
    return json.dumps(_finite(told), indent=2, ensure_ascii=False, allow_nan=False)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(one) for one in value]
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else None
    return value
