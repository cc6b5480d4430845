"""Which scenario something was made of, as files and JSON objects tell it."""

from __future__ import annotations

from typing import Any

from crisis_sim.scenario.scenario import Scenario

__all__ = ["identity"]


def identity(scenario: Scenario) -> dict[str, Any]:
    """Its names, the digest of its file, what is assumed, the payoff unit and the players."""
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "digest": scenario.digest,
        "assumptions": list(scenario.assumed),
        "payoff_unit": scenario.payoff_unit or None,
        "player_names": {
            one.name: {"short": one.short, "label": one.label} for one in scenario.players
        },
    }
