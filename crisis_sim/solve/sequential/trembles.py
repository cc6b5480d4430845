"""How unlikely a node is: the mistakes that lead to it.

Under a pure profile a node is reached with probability ``weight`` times the product of its
``mistakes``: the choices on its path that the profile does not make, and chance moves of
probability zero. Each mistake has a small probability of its own, the same wherever the choice
stands in the information set. Beliefs off the path are limits of the ratios of such products as all
of them vanish (Kreps and Wilson 1982; Kohlberg and Reny 1997), which gives three facts:

- nodes with the same mistakes have beliefs in proportion to their weights;
- a node whose mistakes include all of another's, and more, has belief zero beside it;
- otherwise the ratio is free, as far as this information set alone can tell.

Passive beliefs are the limit as all mistakes, alike in probability, vanish together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from flint import fmpq
from typing_extensions import TypeVar

from crisis_sim.numbers.linear import weighted_sum
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number, to_float

__all__ = [
    "NOTHING",
    "BeliefClass",
    "Mistakes",
    "Reached",
    "belief_classes",
    "belief_groups",
    "passively_believed",
]

Mistakes = frozenset[int]
NOTHING: Mistakes = frozenset()
Weight = TypeVar("Weight", default=Number)


@dataclass(frozen=True, slots=True)
class Reached(Generic[Weight]):
    """A node with its weight and the mistakes that lead to it."""

    node: int
    weight: Weight
    mistakes: Mistakes

    def __hash__(self) -> int:
        # A float's hash is ten times as fast as a rational's, and equal numbers have equal floats.
        weight = to_float(self.weight) if isinstance(self.weight, fmpq) else self.weight
        return hash((self.node, weight, self.mistakes))


@dataclass(frozen=True, slots=True)
class BeliefClass:
    """Nodes of an information set whose relative beliefs are settled.

    ``shares`` sum to one: the belief at each of ``nodes``, given that one of them is reached.
    """

    mistakes: Mistakes
    nodes: tuple[int, ...]
    shares: tuple[Number, ...]

    def mean(self, values: Mapping[int, Sequence[Number]]) -> list[Number]:
        """The mean over the class of rows given by node."""
        if len(self.nodes) == 1:
            return list(values[self.nodes[0]])
        return list(weighted_sum(self.shares, [values[node] for node in self.nodes]))


def belief_groups(members: Sequence[Reached[Weight]]) -> list[list[Reached[Weight]]]:
    """An information set's nodes by their mistakes, those that can have no belief left out."""
    groups: dict[Mistakes, list[Reached[Weight]]] = {}
    for member in members:
        groups.setdefault(member.mistakes, []).append(member)
    return [group for own, group in groups.items() if not any(other < own for other in groups)]


def belief_classes(members: Sequence[Reached]) -> list[BeliefClass]:
    """The classes of an information set's nodes that can have positive belief."""
    classes = []
    for group in belief_groups(members):
        total = sum((member.weight for member in group), ZERO)
        shares = tuple(member.weight / total for member in group) if len(group) > 1 else (ONE,)
        nodes = tuple(member.node for member in group)
        classes.append(BeliefClass(group[0].mistakes, nodes, shares))
    return classes


def passively_believed(mistakes: Sequence[int]) -> list[bool]:
    """Which nodes of an information set passive beliefs are on, by how many mistakes lead there.

    Those of the fewest; among them belief is in proportion to the weights.
    """
    fewest = min(mistakes)
    return [count == fewest for count in mistakes]
