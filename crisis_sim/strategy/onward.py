"""Beliefs off the path of play that follow from those at information sets before.

Where all nodes of a set stand below another, and the beliefs there give it a chance, consistency
(Kreps and Wilson 1982) asks of the later beliefs that they follow from the earlier ones by Bayes'
rule. What the player who moves has itself done since does not count, if it is the same at all
nodes: it knows that.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number
from crisis_sim.strategy.exactly import Beliefs, ExactPlay

__all__ = ["beliefs_onward"]


def beliefs_onward(play: ExactPlay, beliefs: Sequence[Number | None]) -> Beliefs:
    """(nodes,) Bayes' rule where it applies, else what follows from before, else as given.

    Of several sets before one the nearest decides. Costs the depth of the tree for each node of an
    information set off the path that has several.
    """
    pairs = zip(play.bayes, beliefs, strict=True)
    found = [free if known is None else known for known, free in pairs]
    tree = play.tree
    starts = itertools.pairwise(tree.set_member_start.tolist())
    every = [tree.set_member[start:stop].tolist() for start, stop in starts]
    unsettled = [own for own in every if len(own) > 1 and play.bayes[own[0]] is None]
    for nodes in sorted(unsettled, key=lambda own: int(tree.depth[own].min())):
        for weights in _before(play, found, nodes):
            total = sum(weights, ZERO)
            if total != 0:
                for node, weight in zip(nodes, weights, strict=True):
                    found[node] = weight / total
                break
    return tuple(found)


def _before(
    play: ExactPlay, beliefs: Sequence[Number | None], nodes: Sequence[int]
) -> Iterator[list[Number]]:
    """How likely each node is under the beliefs at a set before them all, the nearest first."""
    ways = [_way(play, node) for node in nodes]
    for one in ways[0]:
        if all(one in way for way in ways):
            above = [way[one] for way in ways]
            if all(beliefs[node] is not None for node in above):
                yield _weights(play, beliefs, nodes, above)


def _way(play: ExactPlay, node: int) -> dict[int, int]:
    """The information sets on the way to a node, from the last to the first, with its node."""
    found: dict[int, int] = {}
    while node > 0:
        node = play.parent[node]
        if play.mover[node] >= 0:
            found[int(play.tree.information_set[node])] = node
    return found


def _weights(
    play: ExactPlay,
    beliefs: Sequence[Number | None],
    nodes: Sequence[int],
    above: Sequence[int],
) -> list[Number]:
    """The belief at each node above, times the chance that play goes on from it."""
    mover = play.mover[nodes[0]]
    alike = len(set(play.tree.own_choice[above, mover].tolist())) == 1
    found = []
    for node, first in zip(nodes, above, strict=True):
        weight, at = beliefs[first] or ZERO, node
        while at != first and weight != 0:
            known = alike and play.mover[play.parent[at]] == mover
            weight = weight * (ONE if known else play.probability[at])
            at = play.parent[at]
        found.append(weight)
    return found
