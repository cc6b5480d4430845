"""Exact answers with outcomes and players as texts call them, in the place of their names."""

from __future__ import annotations

from dataclasses import replace

from crisis_sim.exact.data.line import Held, Standing, Threshold, Thresholds
from crisis_sim.exact.data.planes import Regions
from crisis_sim.scenario.scenario import Scenario

__all__ = ["held_called", "regions_called", "thresholds_called"]


def held_called(one: Held, scenario: Scenario) -> Held:
    """An equilibrium with the labels of outcomes and the short names of players."""
    labels = tuple(_quoted(scenario, scenario.ends.label(name)) for name in one.outcomes)
    moves = tuple((scenario.shorts[player], place, action) for player, place, action in one.moves)
    return replace(one, outcomes=labels, moves=moves)


def _quoted(scenario: Scenario, label: str) -> str:
    """A label, in quotation marks if any of the scenario's would look like several in a list."""
    every = scenario.ends.labels.values()
    return f"'{label}'" if any("," in one or " or " in one for one in every) else label


def _standing(one: Standing, scenario: Scenario) -> Standing:
    equilibria, undecided = (
        tuple(held_called(held, scenario) for held in several)
        for several in (one.equilibria, one.undecided)
    )
    return replace(one, equilibria=equilibria, undecided=undecided)


def _threshold(one: Threshold, scenario: Scenario) -> Threshold:
    before, at, after = (
        side and _standing(side, scenario) for side in (one.before, one.standing, one.after)
    )
    return replace(one, before=before, standing=at, after=after)


def thresholds_called(found: Thresholds, scenario: Scenario) -> Thresholds:
    """Thresholds likewise."""
    return replace(
        found,
        thresholds=tuple(_threshold(one, scenario) for one in found.thresholds),
        stretches=tuple(
            replace(one, standing=_standing(one.standing, scenario)) for one in found.stretches
        ),
    )


def regions_called(found: Regions, scenario: Scenario) -> Regions:
    """Regions likewise."""
    return replace(
        found,
        regions=tuple(
            replace(one, standing=_standing(one.standing, scenario)) for one in found.regions
        ),
    )
