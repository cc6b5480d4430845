"""A mixture where play comes, completed by what is done where it never comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crisis_sim.solve.sequential.mixed_parts import MixedParts

__all__ = ["Completion"]


class Completion(MixedParts):
    """The parts of a game some of whose information sets have their action, pure or mixed, given.

    What is solved for are pure actions elsewhere; those given are judged like any other.

    Parameters
    ----------
    parts : the game, whose numbers for mixtures stay.
    given : the action by information set.
    most : how much to try at most.
    """

    def __init__(self, parts: MixedParts, given: Mapping[int, int], most: int) -> None:
        super().__init__(parts, most)
        self.known = {}
        self.mixtures, self.numbers = parts.mixtures, parts.numbers
        self.given = given

    def actions_at(self, one: int) -> Sequence[int]:
        """The action given, or all."""
        return (self.given[one],) if one in self.given else super().actions_at(one)
