"""A scenario that says no more than a bare game does."""

from __future__ import annotations

from collections.abc import Sequence

from crisis_sim.scenario.positions import Document
from crisis_sim.scenario.scenario import Cited, Outcome, Player, Scenario

__all__ = ["plain_scenario"]


def plain_scenario(
    *,
    name: str,
    file: str,
    digest: str,
    title: str,
    about: str,
    players: Sequence[str],
    outcomes: Sequence[str],
) -> Scenario:
    """A scenario with players and outcomes alone: no parameters, situations or assumptions."""
    return Scenario(
        name=name,
        file=file,
        digest=digest,
        title=title,
        about=about,
        begins="",
        payoff_unit="",
        sources={},
        players=tuple(Player(player, player, player) for player in players),
        parameters={},
        definitions={},
        variables={},
        terms=(),
        start="",
        situations={},
        outcomes={one: Outcome(one, one, "", "", "", (), (), Cited()) for one in outcomes},
        assumptions={},
        findings=(),
        document=Document([]),
    )
