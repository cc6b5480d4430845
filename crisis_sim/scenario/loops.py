"""Loops of a graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["shortest_loops"]


def shortest_loops(following: Mapping[int, Sequence[int]]) -> list[list[int]]:
    """A shortest loop of every group of nodes that lead to each other, from its first on."""
    import networkx as nx

    graph: nx.DiGraph[int] = nx.DiGraph(
        [(one, after) for one, afters in following.items() for after in afters]
    )
    loops = []
    for group in sorted(map(sorted, nx.strongly_connected_components(graph))):
        within, first = graph.subgraph(group), group[0]
        back = nx.single_target_shortest_path(within, first)
        ways = [back[after] for after in within[first]]
        if ways:
            loops.append([first, *min(ways, key=len)[:-1]])
    return loops
