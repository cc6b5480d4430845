"""What a picture of a solved game tree shows, as data: no fonts, no colours, no drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from crisis_sim.concepts import options_told
from crisis_sim.errors import InputError
from crisis_sim.game.game import Floats
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.game.tree import TERMINAL, Tree
from crisis_sim.plot.numbers import PLACES, WrittenColumn, column_of
from crisis_sim.plot.tree.courses import likeliest_courses
from crisis_sim.plot.tree.fold import MOST_LINES, Folding, foldings, unfolded
from crisis_sim.plot.tree.formulas import payoff_formulas
from crisis_sim.plot.tree.levels import align
from crisis_sim.plot.tree.node import DrawnSet, TreeData, TreeNode
from crisis_sim.plot.tree.rows import extent, with_rows
from crisis_sim.plot.tree.sets import sets_in_part
from crisis_sim.plot.tree.text import halves, held_lines, leaf_lines, move_lines, value_lines
from crisis_sim.plot.which import which_told
from crisis_sim.solve.solution import Solution
from crisis_sim.strategy.evaluate import branch_probabilities

__all__ = ["tree_data"]


def tree_data(
    solution: Solution,
    which: int = 0,
    *,
    formulas: ParametricGame | None = None,
    full: bool = False,
    situations: bool = False,
    numbered: bool = False,
    root: int = 0,
    most: float = MOST_LINES,
) -> TreeData:
    """What to draw of one equilibrium of a solved game.

    Parameters
    ----------
    which : the equilibrium, by its place in ``solution.equilibria``.
    formulas : the family whose formulas of payoffs stand beside them, if any shall.
    full : show every node; otherwise see :func:`crisis_sim.plot.tree.fold.foldings`.
    situations : name the situations at the nodes.
    numbered : number every information set of several nodes, for a picture that joins none.
    root : draw the subtree of this node, as if play had come there.
    most : lines of text to fold the tree to, if it can be folded so far.

    Takes time linear in the game's nodes.

    Raises
    ------
    InputError
        There is no such equilibrium or node, or the family is of another tree.
    """
    _check(solution, which, formulas, root)
    tree = solution.game.tree
    source = _source(solution, which, formulas, root)
    source = replace(source, situations=situations, numbered=numbered)
    for folding in [unfolded(tree, root)] if full else foldings(tree, source.reach, root):
        nodes = source.nodes(folding)
        if extent(nodes) <= most:
            break
    return TreeData(
        title=solution.game.title,
        players=tree.shorts,
        concept=solution.concept,
        how=options_told(solution.options),
        which=which_told(solution, which),
        payoffs=tuple(source.values[root].tolist()),
        outcomes=_outcomes(tree, source.reach),
        courses=likeliest_courses(tree, source.reach, root),
        nodes=nodes,
        bands=() if numbered else _bands(tree, nodes),
        numbered=numbered,
        levels=max(node.level for node in nodes),
        rows=extent(nodes),
        size=int(tree.end[root]) - root,
        columns=_columns(nodes, source.values),
    )


def _check(solution: Solution, which: int, formulas: ParametricGame | None, root: int) -> None:
    count, tree = len(solution.equilibria), solution.game.tree
    if not 0 <= which < count:
        known = f"it has {count}, numbered from 0" if count else "none was found"
        raise InputError(f"the solution has no equilibrium {which}: {known}")
    if not 0 <= root < tree.size:
        raise InputError(f"the game has no node {root}: its nodes are 0 to {tree.size - 1}")
    if formulas is not None and not np.array_equal(formulas.tree.parent, tree.parent):
        raise InputError(
            "the family's tree is not that of the solved game: "
            "pass the family the game was taken from"
        )


def _outcomes(tree: Tree, reach: Floats) -> dict[str, float]:
    """The outcomes that can happen by their labels, most likely first."""
    terminals = tree.terminals
    chances = np.bincount(tree.place[terminals], weights=reach[terminals])
    order = [int(i) for i in np.argsort(-chances, kind="stable") if chances[i] > 0]
    return {tree.labels[i]: float(chances[i]) for i in order}


@dataclass(frozen=True, slots=True)
class _Source:
    """The numbers the nodes of a picture are made from."""

    tree: Tree
    move: Floats
    reach: Floats
    values: Floats
    bounds: Floats
    formulas: ParametricGame | None
    situations: bool = False
    numbered: bool = False

    def nodes(self, folding: Folding) -> tuple[TreeNode, ...]:
        """The nodes of a picture, each in its place."""
        place = {node: index for index, node in enumerate(folding.shown)}
        parents = [-1, *(place[int(self.tree.parent[node])] for node in folding.shown[1:])]
        levels = align(self.tree, folding, parents)
        drawn = zip(folding.shown, folding.folded, parents, levels, strict=True)
        sets = sets_in_part(self.tree, folding, every=self.numbered)
        nodes = [self.node(*one, held) for one, held in zip(drawn, sets, strict=True)]
        counts = Counter(parents)
        nodes = [self.held(one, counts[place]) for place, one in enumerate(nodes)]
        return with_rows(self.with_values(nodes))

    def held(self, node: TreeNode, drawn: int) -> TreeNode:
        """A node of which so many moves are drawn, with what is written of it."""
        if node.leaf:
            return node
        left_out = len(self.tree.children(node.node)) - drawn
        held = held_lines(node.belief, node.sets, left_out)
        return replace(node, left_out=left_out, held_lines=held)

    def with_values(self, nodes: list[TreeNode]) -> list[TreeNode]:
        """The nodes with their continuation values written out, but for the root and leaves."""
        columns = _columns(nodes, self.values)
        return [
            node
            if node.leaf or node.parent < 0
            else replace(node, value_lines=value_lines(node.values, columns))
            for node in nodes
        ]

    def node(
        self, node: int, folded: bool, parent: int, level: int, sets: tuple[int, ...]
    ) -> TreeNode:
        tree, formulas = self.tree, self.formulas
        at_terminal = bool(tree.mover[node] == TERMINAL)
        hidden = int(tree.end[node]) - node if folded else 0
        place, move = tree.label(node), tree.move_label(node) if parent >= 0 else ""
        chance = float(self.move[node]) if parent >= 0 else 1.0
        belief, leaf = self.belief(node), at_terminal or hidden > 0
        return TreeNode(
            node=node,
            parent=parent,
            player=int(tree.mover[node]),
            place=place,
            move=move,
            probability=chance,
            reach=float(self.reach[node]),
            values=tuple(self.values[node].tolist()),
            belief=belief,
            information_set=int(tree.information_set[node]),
            sets=sets,
            hidden=hidden,
            left_out=0,
            move_lines=move_lines(move, chance) if parent >= 0 else (),
            leaf_lines=leaf_lines(place, hidden, sets) if leaf else (),
            place_lines=self.named(place, parent) if not leaf else (),
            value_lines=(),
            held_lines=(),
            formulas=payoff_formulas(formulas, node) if formulas and at_terminal else (),
            level=level,
            row=0.0,
        )

    def named(self, place: str, parent: int) -> tuple[str, ...]:
        """The situation of a node where it is asked for; that of the root is broken at once."""
        if not self.situations:
            return ()
        return (place,) if parent >= 0 else halves(place)

    def belief(self, node: int) -> tuple[float, float] | None:
        held = int(self.tree.information_set[node])
        if held < 0 or len(self.tree.members(held)) == 1:
            return None
        least, greatest = self.bounds[node].tolist()
        return None if least != least or greatest != greatest else (least, greatest)


def _source(solution: Solution, which: int, formulas: ParametricGame | None, root: int) -> _Source:
    game, equilibrium = solution.game, solution.equilibria[which]
    tree, move = game.tree, branch_probabilities(game, equilibrium.profile)
    reach = np.zeros(tree.size)
    reach[root] = 1.0
    for level in tree.levels[int(tree.depth[root]) + 1 :]:
        reach[level] = move[level] * reach[tree.parent[level]]
    bounds = equilibrium.belief_bounds
    return _Source(tree, move, reach, solution.values(which), bounds, formulas)


def _columns(nodes: Sequence[TreeNode], values: Floats) -> tuple[WrittenColumn, ...]:
    """How each player's payoffs are written: by all ``values`` of the game, whatever is folded.

    What its own actions bring it must read differently where it is different.
    """
    below: dict[int, list[tuple[float, ...]]] = {}
    for one in nodes[1:]:
        below.setdefault(one.parent, []).append(one.values)
    columns = [
        column_of(
            np.unique(values[:, player]).tolist(),
            [
                [one[player] for one in held]
                for parent, held in below.items()
                if nodes[parent].player == player
            ],
        )
        for player in range(len(nodes[0].values))
    ]
    return tuple(_alike(columns))


def _alike(columns: Sequence[WrittenColumn]) -> Iterator[WrittenColumn]:
    """The columns, those of a few decimals with as many as each other."""
    few = [one for one in columns if not one.power and 0 < one.places <= PLACES]
    most = max((one.places for one in few), default=0)
    for one in columns:
        yield replace(one, places=most) if one in few else one


def _bands(tree: Tree, nodes: tuple[TreeNode, ...]) -> tuple[DrawnSet, ...]:
    members: dict[int, list[int]] = {}
    for index, node in enumerate(nodes):
        if node.information_set >= 0 and not node.folded:
            members.setdefault(node.information_set, []).append(index)
    return tuple(
        DrawnSet(held, int(tree.set_player[held]), tree.labels[tree.set_label[held]], tuple(places))
        for held, places in sorted(members.items())
        if len(places) > 1
    )
