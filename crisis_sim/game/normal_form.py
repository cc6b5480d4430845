"""Games in normal form: everyone chooses once, at the same time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats

__all__ = ["NormalForm"]


@dataclass(frozen=True, eq=False)
class NormalForm:
    """A finite game in normal form.

    Attributes
    ----------
    title : what the game is called.
    players : names of the players.
    strategies : for each player the names of the strategies.
    payoffs : (players, strategies of the first player, strategies of the second, ...).
    exact : the same payoffs as an array of :class:`fractions.Fraction`, where they are known
        exactly.
    """

    title: str
    players: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    payoffs: Floats
    exact: NDArray[np.object_] | None = None

    def __post_init__(self) -> None:
        self.payoffs.setflags(write=False)
        if self.exact is not None:
            self.exact.setflags(write=False)

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of strategies of each player."""
        return tuple(map(len, self.strategies))
