"""What moves are called: the same under every assumption, and wherever play has come."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import product

from crisis_sim.formula.exclusion import exclude_each_other
from crisis_sim.scenario.scenario import Assumption, Move, Situation

__all__ = ["with_moves_told"]


def with_moves_told(
    situations: Mapping[str, Situation], assumptions: Collection[Assumption]
) -> dict[str, Situation]:
    """Situations whose moves go by their labels, or by their names where these are not enough.

    They are not where another move of the situation has the label and may stand beside it. Moves
    that take each other's place, as by their conditions or under assumptions, may share a label.
    """
    return {
        name: replace(one, moves=tuple(_told(move, one, assumptions) for move in one.moves))
        for name, one in situations.items()
    }


def _told(move: Move, situation: Situation, assumptions: Collection[Assumption]) -> Move:
    for other in situation.moves:
        alike = other is not move and move.label in (other.label, other.name)
        if alike and _side_by_side(move, other, situation.name, assumptions):
            return replace(move, told_as=move.name)
    return move


def _side_by_side(
    one: Move, other: Move, situation: str, assumptions: Collection[Assumption]
) -> bool:
    """Whether a choice between the two may come about, as far as the file tells.

    Assumptions that together make both available are two at most.
    """
    if one.when is not None and other.when is not None and exclude_each_other(one.when, other.when):
        return False
    keys = ((situation, one.name), (situation, other.name))
    ways = {tuple(made.available.get(key) for key in keys) for made in assumptions}
    ways.add((None, None))
    return any(
        all(
            _there(move, *said)
            for move, said in zip((one, other), zip(*two, strict=True), strict=True)
        )
        for two in product(ways, repeat=2)
    )


def _there(move: Move, first: bool | None, second: bool | None) -> bool:
    """Whether a move is available under two assumptions, not where these contradict each other."""
    said = {first, second} - {None}
    return said == {True} or (not said and move.available)
