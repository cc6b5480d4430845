"""What an assumption changes of the moves, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from crisis_sim.scenario.scenario import Assumption, Scenario
from crisis_sim.sentence import listed_and

__all__ = ["moves_changed"]


def moves_changed(scenario: Scenario, one: Assumption) -> Iterator[str]:
    """Which moves there are under an assumption, and who sees them, with where."""
    moves = defaultdict[tuple[str, str], list[str]](list)
    for (situation, move), there in one.available.items():
        moves[situation, "possible" if there else "ruled out"].append(move)
    for (situation, move), who in one.seen_by.items():
        moves[situation, f"seen by {_seeing(scenario, who)}"].append(move)
    places = defaultdict[str, list[str]](list)
    for (place, what), names in moves.items():
        labels = [scenario.situations[place].called(name) for name in names]
        places[f"{listed_and(labels)} {what}"].append(scenario.called[place])
    for what, names in places.items():
        yield f"{what} at {listed_and(names)}"


def _seeing(scenario: Scenario, who: frozenset[int]) -> str:
    if len(who) == len(scenario.players):
        return "all"
    return listed_and([scenario.players[i].short for i in sorted(who)]) if who else "none"
