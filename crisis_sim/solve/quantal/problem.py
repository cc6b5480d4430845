"""A game as the logit equations want it: flat arrays, payoffs on a scale of 1.

Information sets are numbered by their first nodes, so that what is played at one of them depends
for the most part on later ones; :mod:`crisis_sim.solve.quantal.linear` gains by that. The unknowns
are the log odds of every action against the first one of its information set.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from crisis_sim.concepts import AUTO, concept_for
from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.game.tree import Integers, Tree
from crisis_sim.game.units import unit_payoffs
from crisis_sim.numbers.rational import ONE
from crisis_sim.numbers.real import to_float
from crisis_sim.other_concepts import EXACT, FORGETFUL, larger_than, serving
from crisis_sim.remedy import Remedy

__all__ = ["Equations", "Scaled", "scale_game"]

MOST_UNKNOWNS = 4000
"""Log odds at most: the linear systems are dense, 8 bytes times their square."""


class Equations(NamedTuple):
    """The arrays that the compiled equations read.

    Attributes
    ----------
    parent : (nodes,) parent, -1 at the root.
    mover : (nodes,) player who moves, else -1.
    choice : (nodes,) choice that leads here, in this module's numbering, else -1.
    chance : (nodes,) probability of the chance move that leads here, 1 elsewhere.
    log_chance : (nodes,) its logarithm; 0 for moves of probability zero, see ``held``.
    set_of : (nodes,) information set, in this module's numbering, else -1.
    held : (nodes,) whether a node counts in the beliefs of its information set: not so if more
        chance moves of probability zero lead to it than to another node there.
    payoffs : (nodes, players) payoffs at terminals, from 0 to 1 at most.
    first : (information sets + 1,) the choices of set ``h`` are ``first[h] .. first[h + 1] - 1``.
    shared : (information sets,) whether more than one of its nodes counts.
    stake : (information sets,) what the mover's payoffs that can come after it differ by, at most.
    most : (information sets,) the largest of the mover's payoffs that can come after it.
    player, before : (information sets,) who moves, and that player's last choice before, -1 if
        none.
    own : (nodes, players) the last choice of each player before a node, -1 if none.
    outcome : (nodes,) outcome of a terminal, else -1.
    """

    parent: Any
    mover: Any
    choice: Any
    chance: Any
    log_chance: Any
    set_of: Any
    held: Any
    payoffs: Any
    first: Any
    shared: Any
    stake: Any
    most: Any
    player: Any
    before: Any
    own: Any
    outcome: Any


@dataclass(frozen=True, slots=True)
class Scaled:
    """A game's :class:`Equations`, and what undoes its scale and its numbering.

    ``scale`` is the largest payoff range: a precision times it has no unit. ``least`` is
    (players,), the payoffs that became 0. Choice ``c`` of the problem is choice ``original[c]`` of
    the game.
    """

    game: Game
    problem: Equations
    scale: float
    least: Floats
    original: Integers

    @property
    def unknowns(self) -> int:
        """Number of log odds."""
        return len(self.original) - len(self.problem.shared)

    def spread(self, odds: Floats) -> Floats:
        """(k, choices of the game) log odds, 0 for first actions, from (k, unknowns) of them."""
        reference = np.zeros(len(self.original), dtype=bool)
        reference[self.problem.first[:-1]] = True
        full = np.zeros((len(odds), len(self.original)))
        full[:, self.original[~reference]] = odds
        return full

    def log_profile(self, odds: Floats) -> Floats:
        """(k, choices of the game) log-probabilities from (k, unknowns) log odds."""
        tree = self.game.tree
        starts = tree.choice_start[:-1]
        full = self.spread(odds)
        full -= np.repeat(np.maximum.reduceat(full, starts, axis=1), tree.set_actions, axis=1)
        total = np.add.reduceat(np.exp(full), starts, axis=1)
        return np.asarray(full - np.repeat(np.log(total), tree.set_actions, axis=1))


def scale_game(game: Game) -> Scaled:
    """The problem of a game.

    Raises
    ------
    NotSolved
        No player ever moves, imperfect recall, more than :data:`MOST_UNKNOWNS` unknowns, or a
        payoff range that no float holds.
    """
    tree = game.tree
    _check(tree)
    order = np.argsort(tree.set_member[tree.set_member_start[:-1]], kind="stable")
    number = np.argsort(order).astype(np.int32)
    first = np.concatenate([[0], np.cumsum(tree.set_actions[order])]).astype(np.int32)
    moved = first[number] - tree.choice_start[:-1]
    renumbered = np.arange(len(tree.choice_set), dtype=np.int32) + moved[tree.choice_set]
    payoffs, least, scale = _scaled_payoffs(game)
    low, most = _ends(tree, payoffs)
    held, shared = _held(game)
    own = _renumber(tree.own_choice, renumbered)
    first_member = tree.set_member[tree.set_member_start[:-1]][order]
    outcome = np.full(tree.size, -1, dtype=np.int32)
    outcome[tree.terminals] = tree.rows[tree.payoff_row[tree.terminals]]
    problem = Equations(
        parent=tree.parent,
        mover=np.maximum(tree.mover, np.int32(-1)),
        choice=_renumber(tree.choice, renumbered),
        chance=game.chance.copy(),
        log_chance=np.log(np.where(game.chance > 0.0, game.chance, 1.0)),
        set_of=_renumber(tree.information_set, number),
        held=held,
        payoffs=payoffs,
        first=first,
        shared=shared[order],
        stake=(most - low)[order],
        most=most[order],
        player=tree.set_player[order],
        before=own[first_member, tree.mover[first_member]],
        own=own,
        outcome=outcome,
    )
    return Scaled(game, problem, scale, least, np.argsort(renumbered).astype(np.int32))


def _check(tree: Tree) -> None:
    if not len(tree.set_player):
        raise NotSolved(
            "no player moves in this game, so there is no choice to be made; ",
            Remedy("solve()", concept=concept_for(AUTO, perfect=True).name),
            " tells what chance leads to",
        )
    forgetful = forgetful_sets(tree)
    if len(forgetful):
        label = tree.information_sets[int(forgetful[0])].label
        raise NotSolved(
            f"imperfect recall at '{label}': the agent logit response is computed under perfect "
            "recall; ",
            *serving(FORGETFUL),
        )
    unknowns = int(tree.choice_start[-1]) - len(tree.set_player)
    if unknowns > MOST_UNKNOWNS:
        raise NotSolved(
            f"{unknowns:,} probabilities are too many for the logit equations (at most "
            f"{MOST_UNKNOWNS:,}); ",
            *serving(larger_than("quantal"), perfect=tree.perfect_information),
        )


def _scaled_payoffs(game: Game) -> tuple[Floats, Floats, float]:
    """(nodes, players) payoffs from 0 to 1 at most; the payoffs that became 0; the scale."""
    tree, unit = game.tree, unit_payoffs(game)
    scale = max(unit.ranges)
    if not math.isfinite(to_float(scale)):
        raise NotSolved(
            "payoffs differ by more than a float holds: logit play is computed in floats; ",
            *serving(EXACT, perfect=tree.perfect_information),
        )
    scale = scale if scale > 0 else ONE
    shares = np.array([to_float(own / scale) for own in unit.ranges])
    payoffs = np.zeros((tree.size, len(tree.players)))
    payoffs[tree.terminals] = unit.payoffs[tree.payoff_row[tree.terminals]] * shares
    return payoffs, np.array([to_float(one) for one in unit.least]), to_float(scale)


def _ends(tree: Tree, payoffs: Floats) -> tuple[Floats, Floats]:
    """(information sets,) the least and the most that the mover can get after it."""
    players = payoffs.shape[1]
    least, most = np.full((tree.size, players), np.inf), np.full((tree.size, players), -np.inf)
    least[tree.terminals] = most[tree.terminals] = payoffs[tree.terminals]
    for level in reversed(tree.levels[1:]):
        np.minimum.at(least, tree.parent[level], least[level])
        np.maximum.at(most, tree.parent[level], most[level])
    members, starts = tree.set_member, tree.set_member_start[:-1]
    mover = tree.mover[members]
    low = np.minimum.reduceat(least[members, mover], starts)
    return np.asarray(low), np.asarray(np.maximum.reduceat(most[members, mover], starts))


def _renumber(numbers: Integers, table: Integers) -> Integers:
    """The numbers looked up in a table; -1 stays."""
    return np.append(table, np.int32(-1))[numbers]


def _held(game: Game) -> tuple[Any, Any]:
    """(nodes,) whether a node counts in its set's beliefs; (sets,) whether several nodes do.

    Chance moves of probability zero are taken as equally and vanishingly unlikely: among the nodes
    of a set only those count that the fewest of them lead to.
    """
    tree = game.tree
    zeros = game.zero_chance.astype(np.int32)
    if np.any(zeros):
        for level in tree.levels[1:]:
            zeros[level] += zeros[tree.parent[level]]
    starts = tree.set_member_start[:-1]
    zeros_at = zeros[tree.set_member]
    counted = zeros_at == np.repeat(
        np.minimum.reduceat(zeros_at, starts), np.diff(tree.set_member_start)
    )
    held = np.zeros(tree.size, dtype=bool)
    held[tree.set_member] = counted
    return held, np.add.reduceat(counted.astype(np.int32), starts) > 1
