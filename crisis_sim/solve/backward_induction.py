"""Subgame-perfect equilibria of games with perfect information, by backward induction."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.solve.solution import TOLERANCE, Equilibrium, Solution, assess
from crisis_sim.strategy.evaluate import pure_profile, reach_probabilities

__all__ = ["solve_backward_induction"]

MOST_PLAYS = 1_000


@dataclass(frozen=True, slots=True)
class _Play:
    """Subgame-perfect ways to go on from a node that are played alike.

    ``below`` names for each child which of its plays is meant; ``action`` is -1 at chance.
    """

    values: tuple[float, ...]
    action: int
    below: tuple[int, ...]
    count: int


def solve_backward_induction(game: Game, *, tol: float = TOLERANCE) -> Solution:
    """Every play of a pure subgame-perfect equilibrium (Zermelo 1913; Selten 1965).

    Where several actions are equally good, within ``tol`` of the payoff range, each is followed
    up. Equilibria that differ only off the path of play are listed once, with the number of their
    ``variants``. One pass over the tree when nothing is tied.

    Raises
    ------
    NotSolved
        A game without perfect information, or ties that lead to more than 1,000 plays at a node.
    """
    started = time.perf_counter()
    if not game.perfect_information:
        raise NotSolved(
            "backward induction needs perfect information, and here players move without knowing "
            "what has happened; -c sequential solves such games"
        )
    plays = _plays(game, tol * game.payoff_range)
    equilibria = [_equilibrium(game, plays, which) for which in range(len(plays[0]))]
    equilibria.sort(key=lambda one: tuple(-one.payoffs))
    return Solution(
        game=game,
        concept="spe",
        method="backward induction",
        equilibria=tuple(equilibria),
        complete=True,
        searched="all pure strategies",
        seconds=time.perf_counter() - started,
        ties=tuple(_ties(game, plays, equilibria)),
        warnings=(),
    )


def _plays(game: Game, tol: float) -> list[list[_Play]]:
    """For each node the plays that are subgame perfect from there on."""
    tree = game.tree
    mover = tree.mover.tolist()
    payoffs = game.terminal_payoffs.tolist()
    plays: list[list[_Play]] = [[] for _ in range(tree.size)]
    for node in range(tree.size - 1, -1, -1):
        if mover[node] == TERMINAL:
            plays[node] = [_Play(tuple(payoffs[node]), -1, (), 1)]
            continue
        children = tree.children(node).tolist()
        below = [plays[child] for child in children]
        if mover[node] == CHANCE:
            found = _after_chance([float(game.chance[child]) for child in children], below)
        else:
            found = _best(mover[node], below, tol)
        plays[node] = list(itertools.islice(found, MOST_PLAYS + 1))
        if len(plays[node]) > MOST_PLAYS:
            raise NotSolved(
                f"ties lead to more than {MOST_PLAYS:,} different plays at '{tree.label(node)}'; "
                "-c quantal selects one, or change a payoff slightly to break the ties"
            )
    return plays


def _after_chance(chances: list[float], below: list[list[_Play]]) -> Iterator[_Play]:
    for which in itertools.product(*(range(len(plays)) for plays in below)):
        chosen = [plays[i] for plays, i in zip(below, which, strict=True)]
        values = tuple(
            sum(p * play.values[player] for p, play in zip(chances, chosen, strict=True))
            for player in range(len(chosen[0].values))
        )
        yield _Play(values, -1, which, math.prod(play.count for play in chosen))


def _best(player: int, below: list[list[_Play]], tol: float) -> Iterator[_Play]:
    """The plays that begin with an action than which no other is better, as play goes on."""
    for action, plays in enumerate(below):
        for i, play in enumerate(plays):
            least = play.values[player] + tol
            which, count = [], play.count
            for other, others in enumerate(below):
                worse = [j for j, one in enumerate(others) if one.values[player] <= least]
                if other == action:
                    which.append(i)
                elif worse:
                    which.append(worse[0])
                    count *= sum(others[j].count for j in worse)
            if len(which) == len(below):
                yield _Play(play.values, action, tuple(which), count)


def _equilibrium(game: Game, plays: list[list[_Play]], which: int) -> Equilibrium:
    tree = game.tree
    chosen = [0] * tree.size
    chosen[0] = which
    actions = [0] * len(tree.set_player)
    for node in range(tree.size):
        play = plays[node][chosen[node]]
        for child, one in zip(tree.children(node).tolist(), play.below, strict=True):
            chosen[child] = one
        if play.action >= 0:
            actions[tree.information_set[node]] = play.action
    certain = np.where(tree.information_set >= 0, 1.0, np.nan)
    equilibrium = assess(game, pure_profile(tree, actions), certain, sequential=True)
    return replace(equilibrium, variants=plays[0][which].count)


def _ties(game: Game, plays: list[list[_Play]], equilibria: list[Equilibrium]) -> list[str]:
    """The nodes on the path of some equilibrium at which several actions are best."""
    tree = game.tree
    reached: Floats = np.zeros(tree.size)
    for one in equilibria:
        reached = reached + reach_probabilities(game, one.profile)
    ties = []
    for node in np.flatnonzero((reached > 0) & (tree.information_set >= 0)):
        actions = {play.action for play in plays[node]}
        if len(actions) > 1:
            held = tree.information_sets[int(tree.information_set[node])]
            names = ", ".join(held.actions[action] for action in sorted(actions))
            ties.append(f"{game.players[held.player]} at {held.label}: {names}")
    return ties
