"""A part of a game as a game of its own, ending where parts begin whose worth is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crisis_sim.game.game import Game, Numbers, Row
from crisis_sim.game.tree import CHANCE, TERMINAL, Tree
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.sequential.trembles import Reached
from crisis_sim.strategy.exactly import floats

__all__ = ["PartGame", "part_game"]


@dataclass(frozen=True, eq=False, slots=True)
class PartGame:
    """The game, and for each of its information sets that of the whole game."""

    game: Game
    sets: Sequence[int]


@dataclass(slots=True)
class _Node:
    """A node as it is added; ``origin`` is the one of the whole game, -1 for the first move."""

    origin: int
    parent: int
    branch: int
    mover: int
    chance: Number
    end: int = 0


def part_game(parts: Parts, nodes: Sequence[Reached], worth: Mapping[int, Row]) -> PartGame:
    """The game from these nodes on.

    Parameters
    ----------
    nodes : its first nodes, between which chance decides in proportion to their weights.
    worth : what each node is worth at which it ends before it comes to an end of the whole game.
    """
    made = _nodes(parts, nodes, worth)
    ends = [one.origin for one in made if one.mover == TERMINAL]
    payoffs = [worth.get(node) or parts.ends[node] for node in ends]
    held = dict.fromkeys(parts.set_of[one.origin] for one in made if one.mover >= 0)
    place = {one: i for i, one in enumerate(held)}
    rows = iter(range(len(ends)))
    whole = parts.game.tree
    tree = Tree(
        players=whole.players,
        parent=_integers(one.parent for one in made),
        branch=_integers(one.branch for one in made),
        mover=_integers(one.mover for one in made),
        information_set=_integers(
            place[parts.set_of[one.origin]] if one.mover >= 0 else -1 for one in made
        ),
        end=_integers(one.end for one in made),
        move=_integers(max(int(whole.move[one.origin]), 0) for one in made),
        place=_integers(int(whole.place[one.origin]) for one in made),
        payoff_row=_integers(next(rows) if one.mover == TERMINAL else -1 for one in made),
        labels=whole.labels,
        set_player=whole.set_player[list(held)],
        set_label=whole.set_label[list(held)],
        set_actions=whole.set_actions[list(held)],
        rows=np.zeros(len(ends), dtype=np.int32),
        outcomes=("end",),
    )
    numbers = Numbers([one.chance for one in made], payoffs)
    game = Game(
        parts.game.title,
        tree,
        floats(numbers.chance),
        np.array([floats(row) for row in payoffs]),
        irrational=numbers,
    )
    return PartGame(game, tuple(held))


def _integers(values: object) -> np.ndarray:
    return np.fromiter(values, dtype=np.int32)  # type: ignore[call-overload,no-any-return]


def _nodes(parts: Parts, nodes: Sequence[Reached], worth: Mapping[int, Row]) -> list[_Node]:
    """The nodes in preorder."""
    made: list[_Node] = []
    total = sum((reached.weight for reached in nodes), ZERO)
    waiting = [(r.node, 0, i, r.weight / total) for i, r in enumerate(nodes)]
    if len(nodes) > 1:
        made.append(_Node(-1, -1, -1, CHANCE, ONE))
    else:
        waiting = [(nodes[0].node, -1, -1, ONE)]
    waiting.reverse()
    while waiting:
        node, parent, branch, chance = waiting.pop()
        ended = node in worth or parts.mover[node] == TERMINAL
        mover = TERMINAL if ended else parts.mover[node]
        below = [] if ended else parts.children[node]
        here = len(made)
        made.append(_Node(node, parent, branch, mover, chance))
        chances = [parts.chance[child] if mover == CHANCE else ONE for child in below]
        following = zip(below, range(len(below)), chances, strict=True)
        waiting += reversed([(child, here, i, share) for child, i, share in following])
    for number in range(len(made) - 1, -1, -1):
        one = made[number]
        one.end = max(one.end, number + 1)
        if one.parent >= 0:
            before = made[one.parent]
            before.end = max(before.end, one.end)
    return made
