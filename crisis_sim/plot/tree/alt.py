"""The picture of a game tree in words, for those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_sim.game.tree import CHANCE
from crisis_sim.plot.numbers import probability
from crisis_sim.plot.tree.node import TreeData, TreeNode
from crisis_sim.plot.tree.text import concept_text

__all__ = ["tree_alt"]

_MOST_PATHS = 4
_MOST_OUTCOMES = 6


def tree_alt(data: TreeData) -> str:
    """What the picture says: the game, the equilibrium, its path, outcomes and payoffs."""
    return " ".join(_sentences(data))


def _sentences(data: TreeData) -> Iterator[str]:
    yield f"Game tree of {data.title}: {data.size} nodes, of which {len(data.nodes)} are drawn."
    folded = sum(node.folded for node in data.nodes)
    if folded:
        yield f"{folded} subtrees off the path are folded, each with its expected payoffs."
    yield f"Drawn bold: {concept_text(data)}."
    paths = sorted(
        (node for node in data.nodes if node.leaf and node.on_path),
        key=lambda node: -node.reach,
    )
    for node in paths[:_MOST_PATHS]:
        yield f"With probability {probability(node.reach)}: {_story(data, node)}."
    if len(paths) > _MOST_PATHS:
        rest = sum(node.reach for node in paths[_MOST_PATHS:])
        yield f"{len(paths) - _MOST_PATHS} other ways have probability {probability(rest)}."
    likely = list(data.outcomes.items())[:_MOST_OUTCOMES]
    yield f"Outcomes: {', '.join(f'{name} {probability(p)}' for name, p in likely)}."
    paid = zip(data.players, data.columns, data.payoffs, strict=True)
    yield f"Expected payoffs: {', '.join(f'{n} {column.told(v)}' for n, column, v in paid)}."


def _story(data: TreeData, node: TreeNode) -> str:
    steps = []
    end = node.place
    while node.parent >= 0:
        parent = data.nodes[node.parent]
        who = "" if parent.player == CHANCE else f"{data.players[parent.player]} "
        steps.append(f"{parent.place}: {who}{node.move}")
        node = parent
    return "; ".join([*reversed(steps), end])
