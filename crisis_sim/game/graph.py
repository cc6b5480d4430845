"""A game as a graph of networkx, for whoever wants its algorithms or its file formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE, TERMINAL, Tree

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["to_networkx"]


def to_networkx(game: Game | Tree) -> nx.DiGraph[int]:
    """The game tree as a directed graph from the root, which is node 0, to the terminals.

    Parameters
    ----------
    game : a game with its numbers, or the bare shape of one.

    Returns
    -------
    networkx.DiGraph
        An arborescence. Node attributes: ``kind`` (``"player"``, ``"chance"`` or ``"terminal"``),
        ``label``; at a player's node ``player`` and ``information_set`` (its number); at a terminal
        ``outcome`` and, for a game with numbers, ``payoffs`` (a dictionary by player, in payoff
        units). Edge attributes: ``move`` and, after chance, ``probability``. What does not apply is
        absent rather than None, so that every format of networkx can write the graph.
        Costs a few microseconds a node.

    Examples
    --------
    >>> import crisis_sim as cs, networkx as nx
    >>> graph = to_networkx(cs.load("brinkmanship").game())
    >>> nx.dag_longest_path_length(graph), graph.nodes[0]["kind"]
    (4, 'chance')
    """
    import networkx as nx

    tree = game if isinstance(game, Tree) else game.tree
    graph: nx.DiGraph[int] = nx.DiGraph()
    for node in range(tree.size):
        graph.add_node(node, label=tree.label(node), **_node(tree, node))
        if node:
            graph.add_edge(int(tree.parent[node]), node, move=tree.move_label(node))
    if isinstance(game, Game):
        _add_numbers(graph, game)
    return graph


def _node(tree: Tree, node: int) -> dict[str, str | int]:
    mover = int(tree.mover[node])
    if mover == CHANCE:
        return {"kind": "chance"}
    if mover == TERMINAL:
        return {"kind": "terminal", "outcome": tree.outcomes[tree.rows[tree.payoff_row[node]]]}
    information_set = int(tree.information_set[node])
    return {
        "kind": "player",
        "player": tree.players[mover],
        "information_set": information_set,
    }


def _add_numbers(graph: nx.DiGraph[int], game: Game) -> None:
    tree = game.tree
    for node in range(1, tree.size):
        parent = int(tree.parent[node])
        if tree.mover[parent] == CHANCE:
            graph.edges[parent, node]["probability"] = float(game.chance[node])
        if tree.mover[node] == TERMINAL:
            paid = game.payoffs[tree.payoff_row[node]].tolist()
            graph.nodes[node]["payoffs"] = dict(zip(tree.players, paid, strict=True))
