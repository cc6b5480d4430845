"""The parts of a game in which beliefs hang on chance alone, as in a subgame.

Nodes to which the players came by the same choices differ by what chance did before. Where their
subtrees share information sets with each other and with nothing else, what is believed among them
is settled by chance, whatever is played before them and even if they are reached by mistake: a
sequential equilibrium of the game is one of each such part, and one of the game in which each part
is replaced by what it is worth. A subgame is such a part with one node.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crisis_sim.numbers.rational import ONE
from crisis_sim.numbers.real import Number
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.sequential.trembles import NOTHING, Reached

__all__ = ["SettledPart", "settled_parts"]


@dataclass(frozen=True, eq=False, slots=True)
class SettledPart:
    """Its first nodes, each with the probability of chance's moves before it.

    ``hidden`` says that some information set in it has several nodes.
    """

    nodes: list[Reached]
    hidden: bool


def settled_parts(parts: Parts) -> Mapping[int, SettledPart]:
    """For each first node of such a part the part; parts may lie inside others.

    Chance moves of probability zero settle nothing: after one no part begins but with a subgame.
    """
    came, weight = _ways(parts)
    below = _below(parts)
    groups: dict[tuple[int, int], list[Reached]] = {}
    for node, mover in enumerate(parts.mover):
        if mover >= 0:
            alone = node if weight[node] == 0 else -1
            groups.setdefault((came[node], alone), []).append(Reached(node, weight[node], NOTHING))
    found: dict[int, SettledPart] = {}
    for group in groups.values():
        for nodes in parts.split(group):
            if (part := _closed(parts, nodes, below)) is not None:
                found.update((reached.node, part) for reached in nodes)
    return found


def _ways(parts: Parts) -> tuple[list[int], list[Number]]:
    """By node a number for the choices that lead there, and the probability of chance's moves."""
    numbers: dict[tuple[int, int], int] = {}
    came, weight = [0], [ONE]
    for node in range(1, len(parts.parent)):
        parent, choice = parts.parent[node], parts.choice[node]
        if choice < 0:
            came.append(came[parent])
            weight.append(weight[parent] * parts.chance[node])
        else:
            came.append(numbers.setdefault((came[parent], choice), len(numbers) + 1))
            weight.append(weight[parent])
    return came, weight


def _below(parts: Parts) -> list[int]:
    """How many decision nodes there are in the subtree of each node."""
    count = [int(mover >= 0) for mover in parts.mover]
    for node in range(len(count) - 1, 0, -1):
        count[parts.parent[node]] += count[node]
    return count


def _closed(parts: Parts, nodes: list[Reached], below: Sequence[int]) -> SettledPart | None:
    """The part that begins at these nodes, if no information set in it has nodes elsewhere."""
    inside = 0
    for reached in nodes:
        inside |= parts.sets_below[reached.node]
    sizes = [len(held) for one, held in enumerate(parts.members) if inside >> one & 1]
    if sum(sizes) != sum(below[reached.node] for reached in nodes):
        return None
    return SettledPart(nodes, max(sizes) > 1)
