"""Games as graphs of networkx."""

from __future__ import annotations

from collections import Counter

import networkx as nx
import pytest

import crisis_sim as cs


@pytest.fixture(scope="module")
def cable() -> cs.Study:
    return cs.load("cuba-1962-cable")


def test_the_cable_is_an_arborescence_with_the_counts_of_its_tree(cable: cs.Study) -> None:
    graph = cable.graph()
    assert nx.is_arborescence(graph)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (225, 224)
    kinds = Counter(kind for _, kind in graph.nodes(data="kind"))
    assert kinds["terminal"] == 124
    sets = {one for _, one in graph.nodes(data="information_set") if one is not None}
    assert len(sets) == 50
    assert min(dict(graph.in_degree()), key=dict(graph.in_degree()).__getitem__) == 0


def test_numbers_are_those_of_the_game(cable: cs.Study) -> None:
    game = cable.game(mu=0.25)
    graph = cable.graph(mu=0.25)
    for node, data in graph.nodes(data=True):
        following = list(graph.successors(node))
        if data["kind"] == "chance":
            total = sum(graph.edges[node, child]["probability"] for child in following)
            assert total == pytest.approx(1.0)
        if data["kind"] == "player":
            assert all("probability" not in graph.edges[node, child] for child in following)
        if data["kind"] == "terminal":
            assert list(data["payoffs"].values()) == game.terminal_payoffs[node].tolist()
            assert data["outcome"] in game.tree.outcomes
    moves = {graph.edges[0, child]["move"]: graph.edges[0, child] for child in graph[0]}
    assert moves["defiant"]["probability"] == 0.25


def test_one_information_set_has_one_player_and_one_menu(cable: cs.Study) -> None:
    graph = cable.graph()
    seen: dict[int, tuple[str, frozenset[str]]] = {}
    for node, data in graph.nodes(data=True):
        if data["kind"] == "player":
            menu = frozenset(graph.edges[node, child]["move"] for child in graph[node])
            known = seen.setdefault(data["information_set"], (data["player"], menu))
            assert known == (data["player"], menu)
