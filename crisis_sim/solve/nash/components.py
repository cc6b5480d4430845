"""How extreme equilibria hang together: maximal Nash subsets and connected components.

If every plan of a set ``X`` is in equilibrium with every plan of a set ``Y``, so is every mixture
of ``X`` with every mixture of ``Y``. The largest such products are the maximal Nash subsets
(Millham 1974); their union is the set of all equilibria. They are the maximal bicliques of the
graph that joins two plans when they are an extreme equilibrium (Winkels 1979; Avis, Rosenberg,
Savani and von Stengel 2010, section 2), and the components of that graph are the connected
components of the set of equilibria.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from crisis_sim.solve.nash.double_description import TooMany

__all__ = ["Component", "MaximalSubset", "components", "maximal_subsets"]

MOST_SUBSETS = 20_000


@dataclass(frozen=True, slots=True)
class MaximalSubset:
    """All mixtures of some plans of player 1 with all mixtures of some plans of player 2.

    ``first`` and ``second`` are the numbers of the extreme plans.
    """

    first: tuple[int, ...]
    second: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """A connected component of the set of equilibria.

    Attributes
    ----------
    equilibria : the numbers of its extreme equilibria.
    subsets : its maximal Nash subsets; their union is the component.
    """

    equilibria: tuple[int, ...]
    subsets: tuple[MaximalSubset, ...]

    @property
    def isolated(self) -> bool:
        """Whether the component is a single equilibrium."""
        return len(self.equilibria) == 1


def components(pairs: Sequence[tuple[int, int]]) -> tuple[Component, ...]:
    """The components of extreme equilibria, in the order of their first member.

    ``pairs`` are the numbers of the players' plans, without repetition. Linear but for the maximal
    subsets, which can be exponentially many.

    Raises
    ------
    TooMany
        More than 20,000 maximal subsets in a component.
    """
    groups = _connected(pairs)
    return tuple(
        Component(tuple(group), maximal_subsets([pairs[i] for i in group])) for group in groups
    )


def maximal_subsets(pairs: Sequence[tuple[int, int]]) -> tuple[MaximalSubset, ...]:
    """The maximal bicliques of a bipartite graph given by its edges, in a fixed order."""
    first = sorted({one for one, _ in pairs})
    second = sorted({two for _, two in pairs})
    if len(pairs) == len(first) * len(second):
        return (MaximalSubset(tuple(first), tuple(second)),)
    found = list(islice(_bicliques(pairs, first, second), MOST_SUBSETS + 1))
    if len(found) > MOST_SUBSETS:
        raise TooMany(
            f"a component of equilibria has more than {MOST_SUBSETS:,} maximal Nash subsets; "
            "-c nash with one equilibrium, by linear programme or Lemke's algorithm, serves"
        )
    return tuple(sorted(found, key=lambda subset: (subset.first, subset.second)))


def _bicliques(
    pairs: Sequence[tuple[int, int]], first: Sequence[int], second: Sequence[int]
) -> Iterator[MaximalSubset]:
    import networkx as nx

    graph: nx.Graph[tuple[int, int]] = nx.Graph()
    graph.add_edges_from(((0, one), (1, two)) for one, two in pairs)
    for side, plans in enumerate((first, second)):
        graph.add_edges_from(
            ((side, one), (side, two)) for i, one in enumerate(plans) for two in plans[:i]
        )
    for clique in nx.find_cliques(graph):
        sides = [tuple(sorted(plan for side, plan in clique if side == each)) for each in (0, 1)]
        if all(sides):
            yield MaximalSubset(sides[0], sides[1])


def _connected(pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Numbers of the pairs, grouped by the component they belong to."""
    leader: dict[tuple[int, int], tuple[int, int]] = {}

    def find(plan: tuple[int, int]) -> tuple[int, int]:
        while leader.setdefault(plan, plan) != plan:
            leader[plan] = plan = leader[leader[plan]]
        return plan

    for one, two in pairs:
        leader[find((0, one))] = find((1, two))
    groups: dict[tuple[int, int], list[int]] = {}
    for number, (one, _) in enumerate(pairs):
        groups.setdefault(find((0, one)), []).append(number)
    return list(groups.values())
