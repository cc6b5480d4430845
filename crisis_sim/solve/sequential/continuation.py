"""A solution of a part of a game, and solutions that are the same to what comes before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, Self

from typing_extensions import TypeVar

from crisis_sim.numbers.linear import Summed
from crisis_sim.numbers.real import Number

__all__ = ["Actions", "Continuation", "PlayedAlike", "Row", "Weight", "few"]


class _Scaled(Summed, Protocol):
    """A number of some kind, that can be divided as well."""

    def __truediv__(self, other: Self, /) -> Self: ...


Weight = TypeVar("Weight", bound=_Scaled, default=Number)

Row = tuple[Weight, ...]
"""A number for each player."""

Actions = Mapping[int, int]
"""Information set to action, each by number."""


@dataclass(frozen=True, slots=True)
class Continuation(Generic[Weight]):
    """A solution of a part.

    ``values`` and ``play`` give for each of its first nodes what it is worth, and which terminals
    can be reached from it (as bits). ``strain`` says how far the beliefs that support the actions
    are from the prior; 0 where the prior does.
    """

    actions: Actions
    values: Mapping[int, Row[Weight]]
    play: Mapping[int, int]
    strain: float


@dataclass(frozen=True, slots=True)
class PlayedAlike(Generic[Weight]):
    """All solutions of a part that are played alike: how many there are, and a few of them."""

    kept: tuple[Continuation[Weight], ...]
    count: int


def few(
    combination: Sequence[PlayedAlike[Weight]], most: int
) -> Iterator[tuple[Continuation[Weight], ...]]:
    """The first kept solutions together, then each further one beside the first of the others."""
    first = tuple(played.kept[0] for played in combination)
    yield first
    for place, played in enumerate(combination):
        for other in played.kept[1:most]:
            yield (*first[:place], other, *first[place + 1 :])
