"""The game of one of Gambit's files, with what the file says besides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crisis_sim.gambit.build import GambitFile
from crisis_sim.game.constant import ConstantGame
from crisis_sim.scenario.scenario import Scenario

__all__ = ["GambitGame"]


class GambitGame(ConstantGame):
    """The only game of its family; ``read`` is what its file holds."""

    read: GambitFile

    def __init__(self, scenario: Scenario, read: GambitFile) -> None:
        super().__init__(scenario, read.game)
        self._hold(read=read, notes=read.notes)

    def chances_written(self, nodes: Sequence[int]) -> dict[int, list[Any]]:
        """The probabilities at chance nodes as the file gives them."""
        return self.read.chances(nodes)
