"""What a scenario can be read with, and yet is hardly meant: told by ``crisis-sim check``."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_sim.scenario.scenario import Scenario

__all__ = ["forgotten_payoffs"]


def forgotten_payoffs(scenario: Scenario) -> Iterator[str]:
    """Outcomes at which no term gives some player a payoff, in words; there it counts as 0."""
    names = [player.name for player in scenario.players]
    everywhere = {
        name
        for term in scenario.terms
        for name, formula in zip(names, term.payoffs, strict=True)
        if formula is not None
    }
    for outcome in scenario.outcomes.values():
        given = everywhere | {
            name
            for term in outcome.terms
            for name, formula in zip(names, term.payoffs, strict=True)
            if formula is not None
        }
        if not given:
            yield f"No payoff is given at {outcome.name}: each counts as 0."
            continue
        for name in names:
            if name not in given:
                yield f"{name}'s payoff at {outcome.name} is not given: it counts as 0."
