"""A scenario that says no more than a bare game does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

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
        players=tuple(Player(player, player, player) for player in players),
        outcomes=_PlainOutcomes(outcomes),
        document=Document([]),
    )


class _PlainOutcomes(Mapping[str, Outcome]):
    """Outcomes that are their names and no more, made when asked for: there may be a million."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    @cached_property
    def known(self) -> frozenset[str]:
        """The names, for looking them up."""
        return frozenset(self.names)

    def __getitem__(self, name: str) -> Outcome:
        if name not in self.known:
            raise KeyError(name)
        return Outcome(name, name, "", "", "", "", (), (), Cited())

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)
