"""A game as a graph of networkx, for whoever wants its algorithms or its file formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE, TERMINAL

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["graph_of"]


def graph_of(game: Game) -> nx.DiGraph[int]:
    """The game tree as :meth:`crisis_sim.study.Study.graph` gives it."""
    import networkx as nx

    tree = game.tree
    graph: nx.DiGraph[int] = nx.DiGraph()
    for node in range(tree.size):
        graph.add_node(node, label=tree.label(node), **_node(game, node))
        if node:
            graph.add_edge(int(tree.parent[node]), node, **_edge(game, node))
    return graph


def _node(game: Game, node: int) -> dict[str, Any]:
    tree, mover = game.tree, int(game.tree.mover[node])
    if mover == CHANCE:
        return {"kind": "chance"}
    if mover == TERMINAL:
        row = tree.payoff_row[node]
        paid = dict(zip(tree.players, game.payoffs[row].tolist(), strict=True))
        return {"kind": "terminal", "outcome": tree.outcomes[tree.rows[row]], "payoffs": paid}
    number = int(tree.information_set[node])
    return {"kind": "player", "player": tree.players[mover], "information_set": number}


def _edge(game: Game, node: int) -> dict[str, Any]:
    move = {"move": game.tree.move_label(node)}
    if game.tree.mover[game.tree.parent[node]] != CHANCE:
        return move
    return move | {"probability": float(game.chance[node])}
