"""The regrets of profiles of large trees: floats with a proved bound of their error.

Where every choice is pure and information perfect, as after backward induction, the two actions of
any comparison that floats leave open are compared exactly, so that the answer is exact.
"""

from __future__ import annotations

import math

import numpy as np

from crisis_sim.game.game import Floats, Game
from crisis_sim.game.tree import CHANCE, TERMINAL, Integers, Tree
from crisis_sim.numbers.rational import ZERO
from crisis_sim.numbers.real import Number, sign
from crisis_sim.strategy.certificate import (
    Certificate,
    agent_regrets,
    player_regrets,
    rounded_up,
    stake_after,
)
from crisis_sim.strategy.evaluate import bayes_beliefs, node_values, terminal_values

__all__ = ["PurePlay", "certify_bounded", "played_children", "value_errors"]

UNIT = 2.0**-53


def value_errors(game: Game) -> Floats:
    """(players,) by how much a float value of a node may differ from the exact one.

    Each level adds at most a product's and a sum's rounding for each child, and the rounding of a
    chance and of a payoff; chances that do not add up to one are off by as much.
    """
    tree = game.tree
    largest = np.abs(game.payoffs[tree.payoff_row[tree.terminals]]).max(axis=0, initial=0.0)
    widest = int(np.diff(tree.child_start).max(initial=0))
    off = 0.0
    if (tree.mover == CHANCE).any():
        after = np.flatnonzero(tree.mover[tree.parent[1:]] == CHANCE) + 1
        totals = np.bincount(tree.parent[after], weights=game.chance[after], minlength=tree.size)
        off = float(np.abs(totals[tree.mover == CHANCE] - 1.0).max())
    levels = len(tree.levels)
    vanishing = (tree.size + levels) * (widest + 4) * np.finfo(np.float64).smallest_subnormal
    relative = levels * ((widest + 4) * UNIT + off) + 2 * UNIT
    return np.asarray(1.01 * largest * relative + vanishing)


def certify_bounded(game: Game, profile: Floats, beliefs: Floats | None) -> Certificate:
    """As :func:`crisis_sim.strategy.certificate.certify`, for large trees."""
    pure = bool(np.all((profile == 0.0) | (profile == 1.0)))
    if beliefs is not None and pure and game.perfect_information:
        return _settled(game, profile)
    errors = value_errors(game)
    terms = float(len(game.tree.terminals))
    bounds = player_regrets(game, profile) + errors * (2.0 + terms * 2 * UNIT)
    relative = float(_shares(bounds, np.asarray(game.payoff_ranges)).max(initial=0.0))
    regret = float(bounds.max(initial=0.0))
    if beliefs is None:
        return Certificate(regret, math.nan, math.nan, relative, False)
    agent = agent_regrets(game, profile, beliefs) + 2.0 * errors[game.tree.set_player]
    relative = max(relative, float(_shares(agent, _stakes(game)).max(initial=0.0)))
    bayes = bayes_beliefs(game, profile)
    known = ~np.isnan(bayes)
    error = float(np.abs(beliefs[known] - bayes[known]).max(initial=0.0))
    return Certificate(regret, float(np.nanmax(agent, initial=0.0)), error, relative, False)


def _shares(bounds: Floats, stakes: Floats) -> Floats:
    """Bounds as shares of what is at stake; 0 where nothing is or no bound is known."""
    known = ~np.isnan(bounds) & (stakes > 0)
    return np.divide(bounds, stakes, out=np.zeros(len(bounds)), where=known)


def _stakes(game: Game) -> Floats:
    """(information sets,) what its player's payoffs that can come after it differ by, at most."""
    tree = game.tree
    most, least = terminal_values(game), terminal_values(game)
    inner = tree.mover != TERMINAL
    most[inner], least[inner] = -np.inf, np.inf
    for level in reversed(tree.levels[1:]):
        np.maximum.at(most, tree.parent[level], most[level])
        np.minimum.at(least, tree.parent[level], least[level])
    nodes = tree.set_member
    movers = tree.mover[nodes]
    starts = tree.set_member_start[:-1]
    if not len(starts):
        return np.zeros(0)
    upper = np.maximum.reduceat(most[nodes, movers], starts)
    with np.errstate(over="ignore"):
        return np.asarray(upper - np.minimum.reduceat(least[nodes, movers], starts))


def _settled(game: Game, profile: Floats) -> Certificate:
    """A pure profile with perfect information: nobody gains by one move, so nobody gains at all."""
    tree = game.tree
    values = node_values(game, profile)
    moves = np.flatnonzero(tree.choice >= 0)
    parents = tree.parent[moves]
    movers = tree.mover[parents]
    played = played_children(tree, profile)
    gains = values[moves, movers] - values[played[parents], movers]
    near = moves[(gains >= -2.0 * value_errors(game)[movers]) & (played[parents] != moves)]
    exact = PurePlay(game, played)
    regret, relative = ZERO, 0.0
    for node in near.tolist():
        parent = int(tree.parent[node])
        player = int(tree.mover[parent])
        gain = exact.value(node, player) - exact.value(int(played[parent]), player)
        if sign(gain) > 0:
            regret = max(regret, gain)
            stake = stake_after(game, [parent], player)
            relative = max(relative, rounded_up(gain / stake))
    agent = rounded_up(regret)
    # What several moves together gain is at most the sum of what each gains.
    depth = len(tree.levels)
    return Certificate(agent * depth if agent else 0.0, agent, 0.0, relative, not agent)


def played_children(tree: Tree, profile: Floats) -> Integers:
    """(nodes,) the child that a pure profile leads to; -1 where no player moves."""
    moves = np.flatnonzero(tree.choice >= 0)
    played = np.full(tree.size, -1, dtype=np.int32)
    chosen = moves[profile[tree.choice[moves]] == 1.0]
    played[tree.parent[chosen]] = chosen
    return played


class PurePlay:
    """What a player expects from a node on, if play goes on as a pure profile says."""

    def __init__(self, game: Game, played: Integers) -> None:
        self.game, self.tree = game, game.tree
        self.played = played
        self.known: dict[tuple[int, int], Number] = {}

    def value(self, node: int, player: int) -> Number:
        """The value of a node to a player."""
        tree, numbers = self.tree, self.game.numbers
        stack = [node]
        while stack:
            at = stack[-1]
            if (at, player) in self.known:
                stack.pop()
                continue
            if tree.payoff_row[at] >= 0:
                self.known[at, player] = numbers.payoffs[tree.payoff_row[at]][player]
                continue
            chance = tree.mover[at] == CHANCE
            below = tree.children(at).tolist() if chance else [int(self.played[at])]
            left = [child for child in below if (child, player) not in self.known]
            stack += left
            if left:
                continue
            own = [self.known[child, player] for child in below]
            if chance:
                weighted = zip(below, own, strict=True)
                self.known[at, player] = sum((numbers.chance[c] * v for c, v in weighted), ZERO)
            else:
                self.known[at, player] = own[0]
        return self.known[node, player]
