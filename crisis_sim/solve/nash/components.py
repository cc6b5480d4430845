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

from crisis_sim.solve.nash.double_description import ONE_SERVES, TooMany

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
    return tuple(sorted(_bicliques(pairs), key=lambda subset: (subset.first, subset.second)))


def _bicliques(pairs: Sequence[tuple[int, int]]) -> Iterator[MaximalSubset]:
    """Each set of second plans that is all that some first plans have in common, with those.

    Sets are the bits of an integer. One first plan after another, its partners are intersected
    with every set known, so that the cost is the number of bicliques times that of first plans;
    first plans with the same partners count once.
    """
    partners: dict[int, int] = {}
    for one, two in pairs:
        partners[one] = partners.get(one, 0) | 1 << two
    common: set[int] = set()
    for held in set(partners.values()):
        common |= {held, *(held & other for other in common)}
        if len(common) > MOST_SUBSETS:
            raise TooMany(
                f"a component of equilibria has more than {MOST_SUBSETS:,} maximal Nash subsets; ",
                *ONE_SERVES,
            )
    second = sorted({two for _, two in pairs})
    for shared in common - {0}:
        first = sorted(one for one, held in partners.items() if held & shared == shared)
        yield MaximalSubset(tuple(first), tuple(two for two in second if shared >> two & 1))


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
