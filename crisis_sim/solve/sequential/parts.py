"""Pure sequential equilibria part by part, in the exact numbers of one game."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

from crisis_sim.game.game import Game, Row
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number, to_float
from crisis_sim.other_concepts import larger_than, serving
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.solve.sequential.continuation import Actions, PlayedAlike
from crisis_sim.solve.sequential.odds import NO_ODDS, Odds, asked
from crisis_sim.solve.sequential.part_search import PartSearch
from crisis_sim.solve.sequential.support import Gains, supporting_belief
from crisis_sim.solve.sequential.trembles import NOTHING, Reached, belief_classes

__all__ = ["Parts"]


class Parts(PartSearch[Number]):
    """Solves the parts of one game; remembers each part by its nodes and their relative reach.

    Parameters
    ----------
    game : the game.
    most : how many combinations of actions to try at most.
    report : is told now and then how many were tried.
    """

    beyond = serving(larger_than("sequential"))

    def __init__(self, game: Game, most: int, report: Reporter = nobody) -> None:
        super().__init__(game.tree, most, report)
        self.game = game
        self.chance = game.numbers.chance
        rows = game.numbers.payoffs
        row = game.tree.payoff_row.tolist()
        self.ends = {node: rows[place] for node, place in enumerate(row) if place >= 0}
        self.known: dict[object, list[PlayedAlike]] = {}

    def root(self) -> Reached:
        """The root, reached for certain."""
        return Reached(0, ONE, NOTHING)

    def never(self, probability: Number) -> bool:
        """Whether a chance move is impossible."""
        return bool(probability == 0)

    def remember(self, key: object, solve: Callable[[], list[PlayedAlike]]) -> list[PlayedAlike]:
        """The solutions of a part as they were found before, or found now."""
        if key not in self.known:
            self.known[key] = solve()
        return self.known[key]

    def joint(self, strains: Iterable[float]) -> float:
        """The strain at the worst information set."""
        return max(strains, default=0.0)

    def strain(
        self, one: int, nodes: list[Reached], actions: Actions, values: Mapping[int, Row]
    ) -> float:
        """How far a belief must be from the prior to make an action optimal.

        Infinite where no belief does.
        """
        members = self.reached_in(one, nodes, actions)
        gains, prior = self.gains(one, members, actions, values)
        belief = supporting_belief(gains, prior)
        if belief is None:
            return math.inf
        if belief is prior or len(belief) == 1:
            return 0.0
        return max(to_float(abs(a - b)) for a, b in zip(belief, prior, strict=True))

    def odds(
        self, one: int, nodes: list[Reached], actions: Actions, values: Mapping[int, Row]
    ) -> Odds:
        """What an action asks for of the odds between the mistakes that lead to its nodes."""
        members = self.reached_in(one, nodes, actions)
        classes = belief_classes(members) if len(members) > 1 else []
        if len(classes) < 2:
            return NO_ODDS
        return asked(classes, *self.gains(one, members, actions, values))

    def gains(
        self,
        one: int,
        members: list[Reached],
        actions: Actions,
        values: Mapping[int, Row],
    ) -> tuple[Gains, Row]:
        """(other actions, classes) what the action gains over each other; and the prior.

        The prior is how likely chance makes each class, however many mistakes lead there.
        """
        worth, prior = self.worth_by_class(members, actions, values)
        action = actions[one]
        table = [
            tuple(own[action] - own[other] for own in worth)
            for other in range(self.width[one])
            if other != action
        ]
        return table, prior

    def worth_by_class(
        self, members: list[Reached], actions: Actions, values: Mapping[int, Row]
    ) -> tuple[list[list[Number]], Row]:
        """(classes, actions) what each action is worth in each class; and the prior."""
        player = self.mover[members[0].node]
        worth = {r.node: self.own_values(r.node, player, actions, values) for r in members}
        if len(members) == 1:
            return [worth[members[0].node]], (ONE,)
        classes = belief_classes(members)
        means = [each.mean(worth) for each in classes]
        if len(classes) == 1:
            return means, (ONE,)
        weight = {r.node: r.weight for r in members}
        prior = [sum((weight[node] for node in c.nodes), ZERO) for c in classes]
        total = sum(prior, ZERO)
        return means, tuple(one / total for one in prior)

    def own_values(
        self, node: int, player: int, actions: Actions, values: Mapping[int, Row]
    ) -> list[Number]:
        """(actions,) what each action at a node is worth to a player."""
        return [self.value(child, actions, values)[player] for child in self.children[node]]
