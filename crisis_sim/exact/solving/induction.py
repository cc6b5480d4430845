"""All subgame-perfect plays of a game with perfect information, in quantities."""

from __future__ import annotations

from collections.abc import Callable

from crisis_sim.exact.algebra.ring import Quantity
from crisis_sim.exact.solving.decisions import Decisions
from crisis_sim.remedy import Remedy
from crisis_sim.solve.plays import PlaySearch, Settled, WayOn

__all__ = ["Induction"]


class Induction(PlaySearch[Quantity]):
    """Backward induction by signs: every tie is followed up."""

    beyond = ("a parameter that breaks them can be followed by ", Remedy("thresholds()"))

    def __init__(self, settled: Settled[Quantity], decisions: Decisions) -> None:
        super().__init__(settled)
        self.decisions = decisions

    def threats(
        self, player: int, below: list[WayOn[Quantity]]
    ) -> Callable[[Quantity], tuple[int, int]]:
        """As answers to another action, by the sign of the difference to each."""

        def within(most: Quantity) -> tuple[int, int]:
            worse = [
                i
                for i, play in enumerate(below)
                if self.decisions.sign(most - play.values[player]) >= 0
            ]
            return (worse[0], sum(below[i].count for i in worse)) if worse else (-1, 0)

        return within
