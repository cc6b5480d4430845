"""Pure sequential equilibria part by part, in floats: what supports an action, to a tolerance."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from crisis_sim.game.game import Floats, Game
from crisis_sim.solve.sequential.part_search import (
    NOTHING,
    Actions,
    Continuation,
    PartSearch,
    Played,
)
from crisis_sim.solve.sequential.support import supporting_belief
from crisis_sim.solve.sequential.trembles import Reached, belief_classes

__all__ = ["NOTHING", "Actions", "Continuation", "Parts", "Played"]


class Parts(PartSearch[float, Floats]):
    """Solves the parts of one game; remembers each part by its nodes and their relative reach.

    Parameters
    ----------
    game : the game.
    tol : what another action may gain, in payoff units.
    most : how many combinations of actions to try at most.
    """

    beyond = "-c quantal or -c nash finds one equilibrium of a game as large as this"

    def __init__(self, game: Game, tol: float, most: int) -> None:
        super().__init__(game.tree, most)
        self.game = game
        self.tol = tol
        self.chance = game.chance.tolist()
        self.ends = dict(enumerate(game.terminal_payoffs))
        self.known: dict[object, list[Played]] = {}

    def root(self) -> Reached:
        """The root, reached for certain."""
        return Reached(0, 1.0, NOTHING)

    def mean(self, rows: Sequence[tuple[float, Floats]]) -> Floats:
        """The sum of rows, each times its weight."""
        return np.asarray(sum(weight * row for weight, row in rows))

    def never(self, probability: float) -> bool:
        """Whether a chance move is impossible."""
        return probability == 0.0

    def remember(self, key: object, solve: Callable[[], list[Played]]) -> list[Played]:
        """The solutions of a part as they were found before, or found now."""
        if key not in self.known:
            self.known[key] = solve()
        return self.known[key]

    def joint(self, strains: Iterable[float]) -> float:
        """The strain at the worst information set."""
        return max(strains, default=0.0)

    def strain(
        self, one: int, nodes: list[Reached], actions: Actions, values: Mapping[int, Floats]
    ) -> float:
        """How far a belief must be from the passive one to make an action optimal.

        Infinite where no belief does.
        """
        members = self.reached_in(one, nodes, actions)
        gains, passive = self.gains(one, members, actions, values)
        belief = supporting_belief(gains, passive, self.tol)
        return math.inf if belief is None else float(np.abs(belief - passive).max())

    def gains(
        self,
        one: int,
        members: list[Reached],
        actions: Actions,
        values: Mapping[int, Floats],
    ) -> tuple[Floats, Floats]:
        """(other actions, classes) what the action gains over each other; and passive beliefs.

        Passive beliefs take every mistake to be equally likely.
        """
        player = self.mover[members[0].node]
        worth = {r.node: self.own_values(r.node, player, actions, values) for r in members}
        classes = belief_classes(members)
        action = actions[one]
        gains = [np.delete(m[action] - m, action) for m in (c.mean(worth) for c in classes)]
        weight = {r.node: r.weight for r in members}
        passive = np.array([sum(weight[node] for node in c.nodes) for c in classes])
        return np.stack(gains, axis=1), passive / passive.sum()

    def own_values(
        self, node: int, player: int, actions: Actions, values: Mapping[int, Floats]
    ) -> Floats:
        """(actions,) what each action at a node is worth to a player."""
        return np.array(
            [self.value(child, actions, values)[player] for child in self.children[node]]
        )
