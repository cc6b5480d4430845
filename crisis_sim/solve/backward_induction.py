"""Subgame-perfect equilibria of games with perfect information, by backward induction."""

from __future__ import annotations

import itertools
import math
import time
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.proper import refuse_improper
from crisis_sim.game.tree import CHANCE, TERMINAL, Integers
from crisis_sim.solve.solution import TOLERANCE, Equilibrium, Solution, assess
from crisis_sim.strategy.evaluate import (
    pure_profile,
    reach_probabilities,
    terminal_values,
)

__all__ = ["solve_backward_induction"]

MOST_PLAYS = 1_000

LARGE = 30_000
"""From this many nodes on compiled code pays for its start of some tenths of a second."""

_MOST_NUMBERS = 20_000_000
"""Probabilities that all equilibria listed may hold: some 160 MB."""


@dataclass(frozen=True, slots=True)
class _Play:
    """Subgame-perfect ways to go on from a node that are played alike.

    ``below`` names for each child which of its plays is meant; ``action`` is -1 at chance.
    """

    values: tuple[float, ...]
    action: int
    below: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True)
class _Settled:
    """What is known of nodes that have one play, counting 1; ``tied`` are the other ones.

    ``values`` is (nodes, players), ``action`` and ``tied`` are (nodes,).
    """

    values: Floats
    action: Integers
    tied: NDArray[np.bool_]


def solve_backward_induction(game: Game, *, tol: float = TOLERANCE) -> Solution:
    """Every play of a pure subgame-perfect equilibrium (Zermelo 1913; Selten 1965).

    Where several actions are equally good, within ``tol`` of the payoff range, each is followed
    up. Equilibria that differ only off the path of play are listed once, with the number of their
    ``variants``. One pass over the tree when nothing is tied, compiled when the tree is large. In
    very large trees only so many plays are listed as fit into memory, and ``complete`` is False.

    Raises
    ------
    InputError
        Payoffs or chances that are no proper numbers.
    NotSolved
        A game without perfect information, or ties that lead to more than 1,000 plays at a node.
    """
    started = time.perf_counter()
    if not game.perfect_information:
        raise NotSolved(
            "backward induction needs perfect information, and here players move without knowing "
            "what has happened; -c sequential solves such games, -c cfr large ones"
        )
    refuse_improper(game)
    actions, plays = _induce(game, tol * game.payoff_range)
    count = len(plays[0]) if 0 in plays else 1
    listed = min(count, max(10, _MOST_NUMBERS // game.tree.size))
    equilibria = list(_equilibria(game, actions, plays, listed))
    equilibria.sort(key=lambda one: tuple(-one.payoffs))
    searched = "all pure strategies"
    if listed < count:
        searched += f", of which {listed} of {count:,} plays are listed for want of memory"
    return Solution(
        game=game,
        concept="spe",
        method="backward induction",
        equilibria=tuple(equilibria),
        complete=listed == count,
        searched=searched,
        seconds=time.perf_counter() - started,
        ties=tuple(_ties(game, plays, equilibria)),
        warnings=(),
    )


def _induce(game: Game, tol: float) -> tuple[Integers, dict[int, list[_Play]]]:
    """(nodes,) the actions at settled nodes, and the plays from the others."""
    settled = _settle(game, tol)
    return settled.action, _plays(game, settled, tol)


def _settle(game: Game, tol: float) -> _Settled:
    tree = game.tree
    values = terminal_values(game)
    if tree.size < LARGE:
        return _Settled(values, np.full(tree.size, -1, dtype=np.int32), tree.mover != TERMINAL)
    from crisis_sim.solve.induction_kernel import settle

    action, tied = np.empty(tree.size, dtype=np.int32), np.empty(tree.size, dtype=np.bool_)
    settle(tree.mover, tree.end, game.chance, tol, values, action, tied)
    return _Settled(values, action, tied)


def _plays(game: Game, settled: _Settled, tol: float) -> dict[int, list[_Play]]:
    """For each node with ties at it or below it the plays that are subgame perfect from there."""
    tree = game.tree
    plays: dict[int, list[_Play]] = {}
    for node in np.flatnonzero(settled.tied)[::-1].tolist():
        children = tree.children(node).tolist()
        below = [plays[child] if child in plays else [_only(settled, child)] for child in children]
        mover = int(tree.mover[node])
        if mover == CHANCE:
            found = _after_chance([float(game.chance[child]) for child in children], below)
        else:
            found = _best(mover, below, tol)
        plays[node] = list(itertools.islice(found, MOST_PLAYS + 1))
        if len(plays[node]) > MOST_PLAYS:
            raise NotSolved(
                f"ties lead to more than {MOST_PLAYS:,} different plays at '{tree.label(node)}'; "
                "-c quantal selects one (-c cfr in a large tree), or change a payoff slightly to "
                "break the ties"
            )
    return plays


def _only(settled: _Settled, node: int) -> _Play:
    return _Play(tuple(settled.values[node].tolist()), int(settled.action[node]), (), 1)


def _after_chance(chances: list[float], below: list[list[_Play]]) -> Iterator[_Play]:
    for which in itertools.product(*(range(len(plays)) for plays in below)):
        chosen = [plays[i] for plays, i in zip(below, which, strict=True)]
        values = tuple(
            sum(p * play.values[player] for p, play in zip(chances, chosen, strict=True))
            for player in range(len(chosen[0].values))
        )
        yield _Play(values, -1, which, math.prod(play.count for play in chosen))


class _Threats:
    """The plays after one action, worst for the mover first, as answers to another action."""

    def __init__(self, player: int, plays: list[_Play]) -> None:
        order = sorted(range(len(plays)), key=lambda i: plays[i].values[player])
        self.values = [plays[i].values[player] for i in order]
        self.first = list(itertools.accumulate(order, min))
        self.counts = list(itertools.accumulate(plays[i].count for i in order))

    def within(self, most: float) -> tuple[int, int]:
        """The first of the plays worth at most ``most``, and how many equilibria have them."""
        number = bisect_right(self.values, most)
        return (self.first[number - 1], self.counts[number - 1]) if number else (-1, 0)


def _best(player: int, below: list[list[_Play]], tol: float) -> Iterator[_Play]:
    """The plays that begin with an action than which no other is better, as play goes on."""
    threats = [_Threats(player, plays) for plays in below]
    for action, plays in enumerate(below):
        for i, play in enumerate(plays):
            most = play.values[player] + tol
            others = [one.within(most) for one in threats]
            others[action] = (i, play.count)
            if all(count for _, count in others):
                which = tuple(first for first, _ in others)
                yield _Play(play.values, action, which, math.prod(n for _, n in others))


def _equilibria(
    game: Game, actions: Integers, plays: dict[int, list[_Play]], listed: int
) -> Iterator[Equilibrium]:
    """The equilibria that begin with the first plays at the root."""
    tree = game.tree
    certain = np.where(tree.information_set >= 0, 1.0, np.nan)
    bounds = np.broadcast_to(certain[:, None], (tree.size, 2))
    for which in range(listed):
        action = _played(game, actions, plays, which)
        one = assess(game, pure_profile(tree, action), certain, bounds, sequential=True)
        yield replace(one, variants=plays[0][which].count if 0 in plays else 1)


def _played(game: Game, actions: Integers, plays: dict[int, list[_Play]], which: int) -> Integers:
    """(information sets,) the action at each, in one play from the root."""
    tree = game.tree
    action = actions.copy()
    chosen = {0: which}
    for node in sorted(plays):
        play = plays[node][chosen[node]]
        action[node] = play.action
        chosen.update(zip(tree.children(node).tolist(), play.below, strict=True))
    return action[tree.set_member]


def _ties(
    game: Game, plays: dict[int, list[_Play]], equilibria: list[Equilibrium]
) -> Iterator[str]:
    """The nodes on the path of some equilibrium at which several actions are best."""
    tree = game.tree
    nodes = np.asarray(sorted(plays), dtype=np.int32)
    nodes = nodes[tree.information_set[nodes] >= 0]
    reached: Floats = np.zeros(len(nodes))
    for one in equilibria if len(nodes) else ():
        reached = reached + reach_probabilities(game, one.profile)[nodes]
    for node in nodes[reached > 0].tolist():
        actions = {play.action for play in plays[node]}
        if len(actions) > 1:
            held = tree.information_sets[int(tree.information_set[node])]
            names = ", ".join(held.actions[action] for action in sorted(actions))
            yield f"{game.players[held.player]} at {held.label}: {names}"
