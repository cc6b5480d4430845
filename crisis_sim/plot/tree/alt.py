"""The picture of a game tree in words, for those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crisis_sim.game.tree import CHANCE
from crisis_sim.near_names import listed
from crisis_sim.numbers.written import counted
from crisis_sim.plot.numbers import listed_numbers, probability
from crisis_sim.plot.tree.courses import Course
from crisis_sim.plot.tree.node import TreeData, TreeNode
from crisis_sim.plot.tree.sets import sets_text
from crisis_sim.plot.tree.text import concept_text, held_lines
from crisis_sim.sentence import capital

__all__ = ["sharing", "tree_alt"]

_MOST_TOLD = 1_000
"""Nodes of a picture up to which each is told."""


def tree_alt(data: TreeData) -> str:
    """What the picture says: the game, the equilibrium, its path, outcomes, and every node."""
    return " ".join((*_sentences(data), *_nodes(data)))


def sharing(data: TreeData) -> str:
    """What the numbers of information sets say; empty where there are none."""
    if not (numbers := {number for node in data.nodes for number in node.sets}):
        return ""
    told = capital(sets_text(sorted(numbers)))
    are = "are information sets" if len(numbers) > 1 else "is an information set"
    whole = data.numbered and not any(node.left_out for node in data.nodes)
    drawn = "" if whole else ", not all of which are drawn"
    where = "Each number stands" if len(numbers) > 1 else "Its number stands"
    within = any(node.sets for node in data.nodes if node.folded)
    folded = ", and at folded subtrees with such nodes in them" if within else ""
    return f"{told} {are} of several nodes{drawn}. {where} at the nodes of its set{folded}."


def _sentences(data: TreeData) -> Iterator[str]:
    yield f"Game tree of {data.title}: {data.size} nodes, of which {len(data.nodes)} are drawn."
    yield from _not_drawn(data)
    if told := sharing(data):
        yield told
    yield f"Drawn bold: {concept_text(data)}."
    for course in data.courses.told:
        yield f"With probability {probability(course.probability)}: {_story(data, course)}."
    if data.courses.more:
        more = counted(data.courses.more, "other way has", "other ways have")
        yield f"{more} probability {probability(data.courses.rest)}."
    likely = ", ".join(f"{name} {probability(p)}" for name, p in data.outcomes.items())
    yield f"Outcomes: {likely}."
    paid = zip(data.players, data.columns, data.payoffs, strict=True)
    yield f"Expected payoffs: {', '.join(f'{n} {column.told(v)}' for n, column, v in paid)}."


def _not_drawn(data: TreeData) -> Iterator[str]:
    """Which parts of the tree are folded or left out."""
    for folded, where in (
        ([one for one in data.nodes if one.folded and one.on_path], "on the path"),
        ([one for one in data.nodes if one.folded and not one.on_path], "off the path"),
    ):
        if len(folded) == 1:
            yield f"1 subtree {where} is folded, with its expected payoffs."
        elif folded:
            yield f"{len(folded)} subtrees {where} are folded, each with its expected payoffs."
    if any(node.left_out for node in data.nodes):
        yield "Moves that the equilibrium never makes are left out."


def _story(data: TreeData, course: Course) -> str:
    steps = []
    for move in course.moves:
        who = "" if move.player == CHANCE else f"{data.players[move.player]} "
        steps.append(f"{move.place}: {who}{move.label}")
    return "; ".join([*steps, course.end])


def _nodes(data: TreeData) -> Iterator[str]:
    """Every node with its branches, numbered as the parts of a text are."""
    if len(data.nodes) > _MOST_TOLD:
        yield f"Of more than {_MOST_TOLD:,} nodes the path alone is told."
        return
    numbers = _numbers(data)
    below: list[list[int]] = [[] for _ in data.nodes]
    for place, node in enumerate(data.nodes[1:], start=1):
        below[node.parent].append(place)
    yield f"Node by node, payoffs of {listed(data.players)}:"
    for place, node in enumerate(data.nodes):
        if not node.leaf:
            told = "; ".join(_branch(data, one, numbers[one]) for one in below[place])
            yield f"{numbers[place]}, {_node(data, node)}: {told}."
    for band in data.bands:
        held = [numbers[place] for place in band.nodes]
        yield f"{capital(data.players[band.player])} cannot tell {' from '.join(held)}."


def _numbers(data: TreeData) -> list[str]:
    """By place what a node is numbered: 1 the root, 1.2 its second branch."""
    found, counted = ["1"], [0] * len(data.nodes)
    for node in data.nodes[1:]:
        counted[node.parent] += 1
        found.append(f"{found[node.parent]}.{counted[node.parent]}")
    return found


def _node(data: TreeData, node: TreeNode) -> str:
    who = "chance" if node.player == CHANCE else data.players[node.player]
    said = [node.place, who, *held_lines(node.belief, node.sets)]
    if node.left_out:
        said.append(f"{counted(node.left_out, 'other move')} left out")
    if node.parent >= 0:
        said.insert(2, f"values {_paid(data, node.values)}")
    return ", ".join(said)


def _branch(data: TreeData, place: int, number: str) -> str:
    """A move, whether it is chosen, and where it leads."""
    node = data.nodes[place]
    chosen = f" ({probability(node.probability)})" if node.probability > 0 else ""
    end = f"{' '.join(node.leaf_lines)} {_paid(data, node.values)}" if node.leaf else number
    formulas = f", as formulas {'; '.join(one.plain for one in node.formulas)}"
    return f"{node.move}{chosen} to {end}{formulas if node.formulas else ''}"


def _paid(data: TreeData, values: Sequence[float]) -> str:
    pairs = zip(data.columns, values, strict=True)
    return f"({listed_numbers(column.told(value) for column, value in pairs)})"
