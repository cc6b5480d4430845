"""What an assessment brings about, for those who tell of it: floats that decide as if exact.

No probability is 0 or 1 and no loss is 0 here unless it is so exactly, wherever exact numbers are
known. In trees too large for them a reach within :data:`ROUNDING` of 1 counts as 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from crisis_sim.game.game import Floats, Game
from crisis_sim.game.tree import Integers
from crisis_sim.numbers.rational import ZERO
from crisis_sim.numbers.real import Number, to_float
from crisis_sim.strategy.bounded import PurePlay, played_children, value_errors
from crisis_sim.strategy.certificate import rounded_up
from crisis_sim.strategy.evaluate import action_values, node_values, reach_probabilities
from crisis_sim.strategy.exactly import Beliefs, ExactPlay, Profile, floats

__all__ = ["Played"]

ROUNDING = 1e-12
CERTAIN = 1e-9
"""By how much floats may miss a sum of one."""


class Played:
    """A game under an assessment.

    Parameters
    ----------
    profile, beliefs : (choices,) and (nodes,) floats.
    exact : the same as exact numbers, where they are known.
    """

    def __init__(
        self,
        game: Game,
        profile: Floats,
        beliefs: Floats,
        exact: tuple[Profile, Beliefs] | None = None,
    ) -> None:
        self.game, self.tree = game, game.tree
        self.profile, self.beliefs = profile, beliefs
        self.believed = exact[1] if exact is not None else ()
        self.play = ExactPlay(game, exact[0]) if exact is not None else None
        self._best: dict[int, Number] = {}

    @cached_property
    def reach(self) -> Floats:
        """(nodes,) the probability that each is reached."""
        if self.play is not None:
            return floats(self.play.reach)
        return reach_probabilities(self.game, self.profile)

    @cached_property
    def values(self) -> Floats:
        """(nodes, players) the payoffs expected from each node on."""
        if self.play is None:
            return node_values(self.game, self.profile)
        return np.array([[to_float(value) for value in row] for row in self.play.values])

    @cached_property
    def worth(self) -> Floats:
        """(choices,) what each action is worth to its mover; nan where no belief is known."""
        if self._worth is None:
            return action_values(self.game, self.profile, self.beliefs)
        counts = self.tree.set_actions.tolist()
        known = zip(self._worth, counts, strict=True)
        return floats([one for own, count in known for one in own or [None] * count])

    @cached_property
    def _worth(self) -> list[list[Number] | None] | None:
        return None if self.play is None else self.play.action_values(self.believed)

    def loss(self, information_set: int, action: int) -> float:
        """What an action at an information set is worth less than the best; 0 only for nothing."""
        if self._worth is not None:
            own = self._worth[information_set]
            if own is None:
                return np.nan
            if information_set not in self._best:
                self._best[information_set] = max(own)
            return rounded_up(self._best[information_set] - own[action])
        start, stop = self.tree.choice_start[information_set : information_set + 2].tolist()
        worth = self.worth[start:stop]
        loss = float(worth.max() - worth[action])
        return (
            loss if loss > self._doubt[information_set] else self._settled(information_set, action)
        )

    @cached_property
    def _doubt(self) -> Floats:
        """(information sets,) losses in floats up to which the exact ones may be 0."""
        return np.asarray(2.0 * value_errors(self.game)[self.tree.set_player])

    def _settled(self, information_set: int, action: int) -> float:
        """A loss that floats leave open; exact where play is pure and information perfect."""
        start = int(self.tree.choice_start[information_set])
        worth = self.worth[start : int(self.tree.choice_start[information_set + 1])]
        pure = bool(np.all((self.profile == 0.0) | (self.profile == 1.0)))
        if not (pure and self.game.perfect_information):
            return float(worth.max() - worth[action])
        children = self.tree.children(int(self.tree.members(information_set)[0])).tolist()
        player = int(self.tree.set_player[information_set])
        near = np.flatnonzero(worth >= worth.max() - self._doubt[information_set]).tolist()
        best = max(self._pure.value(children[one], player) for one in near)
        return rounded_up(best - self._pure.value(children[action], player))

    @cached_property
    def _pure(self) -> PurePlay:
        return PurePlay(self.game, played_children(self.tree, self.profile))

    @cached_property
    def set_reach(self) -> Floats:
        """(information sets,) the probability that each is reached."""
        if self.play is not None:
            return np.array([_inside(total) for total in self._totals], dtype=np.float64)
        starts = self.tree.set_member_start[:-1]
        members = self.reach[self.tree.set_member]
        total = np.asarray(np.add.reduceat(members, starts) if len(starts) else members)
        return np.where(np.abs(total - 1.0) < ROUNDING, 1.0, total)

    @cached_property
    def _totals(self) -> list[Number]:
        assert self.play is not None
        members, starts = self.tree.set_member.tolist(), self.tree.set_member_start.tolist()
        reach = self.play.reach
        return [
            sum((reach[node] for node in members[start:stop]), ZERO)
            for start, stop in pairwise(starts)
        ]

    def one_of(self, sets: Iterable[int]) -> bool:
        """Whether play comes to one of several information sets for certain."""
        if self.play is None:
            return abs(float(sum(self.set_reach[one] for one in sets)) - 1.0) <= CERTAIN
        return bool(sum((self._totals[one] for one in sets), ZERO) == 1)

    def row_weights(self) -> Sequence[Number | float]:
        """(payoff rows,) the probability that each is paid, as exact numbers where known."""
        rows = len(self.tree.rows)
        terminals = self.tree.terminals
        of_terminal: Integers = self.tree.payoff_row[terminals]
        if self.play is None:
            return list(np.bincount(of_terminal, self.reach[terminals], minlength=rows).tolist())
        weights: list[Number] = [ZERO] * rows
        for node, row in zip(terminals.tolist(), of_terminal.tolist(), strict=True):
            if self.play.reach[node] != 0:
                weights[row] = weights[row] + self.play.reach[node]
        return weights


def _inside(probability: Number) -> float:
    """The nearest float, but 0 and 1 for these alone."""
    near = rounded_up(probability)
    return float(np.nextafter(1.0, 0.0)) if near == 1.0 and probability != 1 else near
