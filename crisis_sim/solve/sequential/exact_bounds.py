"""Intervals of beliefs off the path as rational numbers, where a game's numbers are rational."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Exact, Game
from crisis_sim.game.tree import CHANCE
from crisis_sim.solve.nash.exact_programme import maximise
from crisis_sim.solve.solution import Equilibrium

__all__ = ["Bounds", "exact_bounds"]

MOST_NODES = 2_000
CLOSE = 1e-7
"""Largest difference from the bounds found in floats; beyond it nothing is claimed."""

Bounds = tuple[Fraction, Fraction]


def exact_bounds(game: Game, equilibrium: Equilibrium) -> dict[int, Bounds]:
    """By node, the least and greatest belief that support what is played at its information set.

    Given for the nodes of sets off the path of a pure sequential equilibrium whose beliefs are
    free, in a game with exact numbers of at most 2,000 nodes; no others are in the answer. Each is
    an optimum of a linear programme in exact arithmetic, over beliefs that Bayes' rule allows at
    that set alone.
    """
    if game.exact is None or not equilibrium.pure or game.tree.size > MOST_NODES:
        return {}
    low, high = equilibrium.belief_bounds.T
    sets = np.unique(game.tree.information_set[np.flatnonzero(high - low > 0)])
    if not len(sets):
        return {}
    values = _values(game, game.exact, equilibrium)
    reached = _reached(game, game.exact, equilibrium)
    found: dict[int, Bounds] = {}
    for one in sets.tolist():
        held = _set_bounds(game, equilibrium, one, values, reached)
        near = (abs(float(a) - low[n]) + abs(float(b) - high[n]) for n, (a, b) in held.items())
        if max(near, default=0.0) <= CLOSE:
            found.update(held)
    return found


def _values(game: Game, exact: Exact, equilibrium: Equilibrium) -> list[tuple[Fraction, ...]]:
    """For each node the payoffs expected from it on."""
    tree = game.tree
    zero = (Fraction(0),) * len(tree.players)
    values = [zero] * tree.size
    for node in tree.terminals.tolist():
        values[node] = exact.payoffs[tree.payoff_row[node]]
    for node in range(tree.size - 1, 0, -1):
        share = _share(game, exact, equilibrium, node)
        if share:
            parent = int(tree.parent[node])
            pairs = zip(values[parent], values[node], strict=True)
            values[parent] = tuple(before + share * more for before, more in pairs)
    return values


def _share(game: Game, exact: Exact, equilibrium: Equilibrium, node: int) -> Fraction:
    """The probability of the move that leads to a node."""
    choice = int(game.tree.choice[node])
    return exact.chance[node] if choice < 0 else Fraction(int(equilibrium.profile[choice]))


Reached = tuple[Fraction, frozenset[int]]


def _reached(game: Game, exact: Exact, equilibrium: Equilibrium) -> list[Reached]:
    """For each node the chance that leads there and the mistakes that it takes."""
    tree = game.tree
    found: list[Reached] = [(Fraction(1), frozenset())] * tree.size
    for node in range(1, tree.size):
        weight, mistakes = found[int(tree.parent[node])]
        share = _share(game, exact, equilibrium, node)
        if share:
            found[node] = (weight * share, mistakes)
        else:
            by_chance = tree.mover[tree.parent[node]] == CHANCE
            mistake = -node if by_chance else int(tree.choice[node])
            found[node] = (weight, mistakes | {mistake})
    return found


def _set_bounds(
    game: Game,
    equilibrium: Equilibrium,
    one: int,
    values: Sequence[tuple[Fraction, ...]],
    reached: Sequence[Reached],
) -> dict[int, Bounds]:
    """The bounds at the nodes of one set; those that others exclude have belief zero."""
    tree = game.tree
    nodes = tree.members(one).tolist()
    player = int(tree.set_player[one])
    by_mistakes: dict[frozenset[int], list[int]] = {}
    for node in nodes:
        by_mistakes.setdefault(reached[node][1], []).append(node)
    classes = [
        group for own, group in by_mistakes.items() if not any(other < own for other in by_mistakes)
    ]
    totals = [sum((reached[node][0] for node in group), Fraction(0)) for group in classes]
    own = equilibrium.profile[tree.choice_start[one] : tree.choice_start[one + 1]]
    played = int(own.argmax())
    gains = np.zeros((len(own), len(classes)), dtype=object)
    for place, (group, total) in enumerate(zip(classes, totals, strict=True)):
        for node in group:
            worth = [values[child][player] for child in tree.children(node).tolist()]
            share = reached[node][0] / total
            gains[:, place] += [share * (worth[played] - other) for other in worth]
    bounds = _class_bounds(np.delete(gains, played, axis=0))
    found = dict.fromkeys(nodes, (Fraction(0), Fraction(0)))
    for group, total, (least, most) in zip(classes, totals, bounds, strict=True):
        for node in group:
            share = reached[node][0] / total
            found[node] = (share * least, share * most)
    return found


def _class_bounds(gains: NDArray[np.object_]) -> list[Bounds]:
    """For each class the least and greatest belief with ``gains @ belief >= 0``.

    Beliefs that sum to less than one may be scaled up, so that the sum need only be bounded.
    """
    count = gains.shape[1]
    rows = np.ones((len(gains) + 1, count), dtype=object)
    for row, own in zip(rows, gains, strict=False):
        scale = math.lcm(*(one.denominator for one in own))
        row[:] = [-int(one * scale) for one in own]
    right = np.asarray([0] * len(gains) + [1], dtype=object)
    eye = np.eye(count, dtype=int).astype(object)
    return [
        (1 - maximise(1 - one, rows, right).value, maximise(one, rows, right).value) for one in eye
    ]
