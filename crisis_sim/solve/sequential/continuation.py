"""A solution of a part of a game, and solutions that are the same to what comes before."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, Protocol, Self

from typing_extensions import TypeVar

from crisis_sim.numbers.linear import Summed
from crisis_sim.numbers.real import Number
from crisis_sim.solve.sequential.odds import NO_ODDS, Odds, renamed, weaker
from crisis_sim.solve.sequential.trembles import Mistakes

__all__ = ["MOST_TOGETHER", "Actions", "Continuation", "PlayedAlike", "Row", "Weight", "few"]

MOST_TOGETHER = 64
"""Combinations of solutions that ask for odds, which may not serve together."""


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
    are from the prior; 0 where the prior does. ``odds`` are what the actions ask for of the odds
    between mistakes made before the part; with ``others``, solutions that are the same but for
    other odds are left out.
    """

    actions: Actions
    values: Mapping[int, Row[Weight]]
    play: Mapping[int, int]
    strain: float
    odds: Odds = field(default_factory=dict)
    others: bool = False

    def asking_nothing(self) -> Self:
        """The same, as one that stands for some whose odds are not known."""
        return replace(self, odds=NO_ODDS, others=True)


@dataclass(frozen=True, slots=True)
class PlayedAlike(Generic[Weight]):
    """All solutions of a part that are played alike: how many there are, and a few of them."""

    kept: tuple[Continuation[Weight], ...]
    count: int

    @property
    def others(self) -> bool:
        """Whether some that ask for other odds are left out."""
        return any(one.others for one in self.kept)

    def with_one(self, found: Continuation[Weight], count: int, most: int) -> Self:
        """With one more, which stands for some; those that ask for least of the odds are kept.

        Then those nearest to the prior.
        """
        nearest = sorted((*self.kept, found), key=lambda one: one.strain)
        first: list[Continuation[Weight]] = []
        covered: list[Continuation[Weight]] = []
        for one in nearest:
            (covered if any(weaker(other.odds, one.odds) for other in first) else first).append(one)
        kept = first[: 2 * most] + covered[: max(0, most - len(first))]
        left_out = [*first[2 * most :], *covered[max(0, most - len(first)) :]]
        if len(first) > 2 * most or any(one.others for one in left_out):
            kept[0] = replace(kept[0], others=True)
        return replace(self, kept=tuple(kept), count=self.count + count)

    def of_mistakes(self, meant: Mapping[int, Mistakes]) -> Self | None:
        """The same with the odds of the mistakes that each is put down for, if there are any."""
        odds = [renamed(one.odds, meant) for one in self.kept]
        pairs = zip(self.kept, odds, strict=True)
        kept = [replace(one, odds=own) for one, own in pairs if own is not None]
        if self.others:
            kept = [replace(one, others=True) for one in kept or [self.kept[0].asking_nothing()]]
        return replace(self, kept=tuple(kept)) if kept else None


def few(
    combination: Sequence[PlayedAlike[Weight]],
) -> tuple[list[tuple[Continuation[Weight], ...]], bool]:
    """Combinations of solutions kept, and whether some that ask for other odds are left out.

    The first together, then each further one beside the first of the others; where they ask for
    odds, every combination of them, up to a limit.
    """
    kept = [played.kept for played in combination]
    others = any(played.others for played in combination)
    if any(one.odds for several in kept for one in several):
        every = list(itertools.islice(itertools.product(*kept), MOST_TOGETHER))
        return every, others or math.prod(map(len, kept)) > len(every)
    first = tuple(several[0] for several in kept)
    further = [
        (*first[:place], other, *first[place + 1 :])
        for place, several in enumerate(kept)
        for other in several[1:]
    ]
    return [first, *further], others
