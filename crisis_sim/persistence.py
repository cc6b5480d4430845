"""What becomes of the play of a scenario as it is, where something else is assumed."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from crisis_sim.concept import Promise
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.shown import Brief
from crisis_sim.solve.refine.refinements import passed_alone
from crisis_sim.solve.solution import Equilibrium, Solution
from crisis_sim.strategy.evaluate import reach_probabilities
from crisis_sim.strategy.gains import MoveGain
from crisis_sim.strategy.verification import Verification, verify

__all__ = ["Empty", "Persistence", "persistence"]

NEAR = 1e-9
"""Probabilities that differ by less are the same."""
NOTHING = ("", "")
MOST_NODES = 100_000
"""Nodes of a game up to which it is reckoned who would depart, in exact numbers."""
MOST_MOVES = 20
"""Moves of which it is tried whether play rests on them, those that gain most first."""
MOST_ROUNDS = 5
"""How often moves are bettered together until somebody would depart."""
DECIDED = {Promise.EXACT, Promise.CERTIFIED}


@dataclass(frozen=True, slots=True)
class Empty:
    """A move of a profile where play never comes that would not be made: a threat or promise.

    ``gain`` is what ``player`` would get more there by ``action`` at ``place``.
    """

    player: str
    gain: float
    action: str
    place: str


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class Persistence(Brief):
    """Whether the play reported of the scenario as it is is an equilibrium in a case too.

    Play is the same where the same actions are taken, as likely, wherever it comes. What the
    scenario as it is does where it never comes counts too, where chance may lead there in the case.

    Attributes
    ----------
    equilibrium : the first of the case's equilibria, from 0, with this play; None if none has it.
    fails : the refinements that the one reported passes and this one fails.
    payoffs : (players,) what that equilibrium pays; None if there is none.
    missing : an action of the play that there is not, with where it is taken; empty if there is.
        Where that is ``unreached``, an action of the whole profile.
    shortened : whether the game of the case ends where that play goes on.
    player, gain, by : who would gain most by departing from the whole profile, and by which
        actions, with where; what that gains once play is there. Empty and 0 where nobody would, or
        where it cannot be carried over.
    before : what the same gains in the scenario as it is, below 0 where it loses; nan where several
        actions are departed by, or there is no such action.
    empty : moves that the whole profile has where play never comes and that would not be made. If
        there is a ``player``, it departs once the better moves are made there instead.
    unreached : whether what is ``missing`` is a move where play never comes.
    none : whether no pure equilibrium has this play, of all there are.
    """

    equilibrium: int | None = None
    fails: tuple[str, ...] = ()
    payoffs: Floats | None = None
    shortened: bool = False
    missing: tuple[str, str] = NOTHING
    player: str = ""
    gain: float = 0.0
    by: tuple[tuple[str, str], ...] = ()
    before: float = math.nan
    empty: tuple[Empty, ...] = ()
    unreached: bool = False
    none: bool = False


def persistence(baseline: Solution, case: Solution) -> Persistence | None:
    """What becomes of the play first reported of the baseline; None where that is not decided.

    It is not decided for concepts that promise no equilibrium, such as logit play, and in games of
    more than :data:`MOST_NODES` nodes. Places are the same that have the same history.
    """
    trees = baseline.game.tree, case.game.tree
    if baseline.promise not in DECIDED or not case.equilibria:
        return None
    if max(tree.size for tree in trees) > MOST_NODES:
        return None
    first = baseline.equilibria[0]
    behaviour = _Behaviour(baseline, first, case)
    for number, one in enumerate(case.equilibria):
        if _same(case, one, behaviour):
            fails = passed_alone(case.equilibria[0], one)
            return Persistence(number, fails, one.payoffs, _shortened(case, one, behaviour))
    if missing := _missing(baseline, first, case):
        return Persistence(missing=missing)
    unreached = _missing(baseline, first, case, unreached=True) or NOTHING
    none = first.pure and any(one.kind in ("pure", "all") and one.complete for one in case.searched)
    found = replace(_departure(behaviour, case, unreached), none=none)
    return replace(found, before=_before(baseline, first, found.by))


def _counterparts(one: Solution, other: Solution) -> list[int]:
    """(nodes,) the node of another game with the same history; -1 for none."""
    tree, others = one.game.tree, other.game.tree
    found = [-1] * tree.size
    found[0] = 0
    for node in (int(node) for level in tree.levels for node in level):
        there = found[node]
        if there >= 0 and others.mover[there] == tree.mover[node]:
            for child, same in _matched(_moves(one, node), _moves(other, there)):
                found[child] = same
    return found


_Moves = Sequence[tuple[int, str, str]]
"""The nodes that moves lead to, with the moves' names and labels."""


def _moves(solution: Solution, node: int) -> _Moves:
    tree, family = solution.game.tree, solution.family
    children = tree.children(node).tolist()
    return [(child, family.move_to(child).name, tree.move_label(child)) for child in children]


def _matched(own: _Moves, others: _Moves) -> Iterator[tuple[int, int]]:
    """The moves that are the same: by name, else by label."""
    by_name = {name: node for node, name, _ in others}
    named = {name for _, name, _ in own}
    by_label = {label: node for node, name, label in others if name not in named}
    for node, name, label in own:
        if name in by_name:
            yield node, by_name[name]
        elif label in by_label:
            yield node, by_label[label]


class _Behaviour:
    """What the baseline does at the nodes of a case."""

    def __init__(self, baseline: Solution, one: Equilibrium, case: Solution) -> None:
        self.there, self.profile, self.here = baseline.game.tree, one.profile, case.game.tree
        self.before = _counterparts(case, baseline)

    def at(self, node: int) -> list[float] | None:
        """The probabilities of the case's actions; None where the baseline has no such choice.

        What is left of one is that of actions that the case does not have.
        """
        there = self.before[node]
        if there < 0 or self.there.information_set[there] < 0:
            return None
        same = [self.before[child] for child in self.here.children(node).tolist()]
        return [float(self.profile[self.there.choice[one]]) if one >= 0 else 0.0 for one in same]


def _same(case: Solution, one: Equilibrium, behaviour: _Behaviour) -> bool:
    """Whether an equilibrium does wherever play comes what the baseline does."""
    reach = reach_probabilities(case.game, one.profile)
    for held in case.game.tree.information_sets:
        own = one.profile[list(held.choices)].tolist()
        for node in held.nodes:
            if reach[node] > 0.0:
                known = behaviour.at(node)
                if known is None or not _near(own, known):
                    return False
    return True


def _shortened(case: Solution, one: Equilibrium, behaviour: _Behaviour) -> bool:
    """Whether play ends in the case where the baseline has somebody move, there or later."""
    there = behaviour.there
    going_on = {
        before
        for held in there.information_sets
        for node in held.nodes
        for before in there.path(node)
    }
    reach = reach_probabilities(case.game, one.profile)
    ends = (node for node in case.game.tree.terminals.tolist() if reach[node] > 0.0)
    return any(behaviour.before[node] in going_on for node in ends)


def _near(shares: Sequence[float], others: Sequence[float]) -> bool:
    """Whether the same is done, action by action."""
    return all(abs(one - other) <= NEAR for one, other in zip(shares, others, strict=True))


def _missing(
    baseline: Solution, one: Equilibrium, case: Solution, *, unreached: bool = False
) -> tuple[str, str] | None:
    """The first action of the baseline's play that there is not in the case, and where.

    ``unreached`` asks for one of its whole profile, where its play never comes.
    """
    tree, reach = baseline.game.tree, reach_probabilities(baseline.game, one.profile)
    there = _counterparts(baseline, case)
    for held in tree.information_sets:
        for node in held.nodes:
            if there[node] < 0 or (reach[node] == 0.0) != unreached:
                continue
            for child in map(int, tree.children(node)):
                if one.profile[tree.choice[child]] > 0.0 and there[child] < 0:
                    return tree.move_label(child), held.label
    return None


def _departure(behaviour: _Behaviour, case: Solution, missing: tuple[str, str]) -> Persistence:
    """Who would depart from the whole profile or not carry it out, where it has all answers.

    ``missing`` is an action that it lacks where it has not.
    """
    profile = _carried(behaviour, case)
    if profile is None:
        return Persistence(missing=missing, unreached=missing != NOTHING)
    if len(forgetful_sets(case.game.tree)):
        return Persistence()
    found = verify(case.game, profile)
    if not found.nash:
        return _departing(found)
    moves, instead = _resting(found)
    told = tuple(_empty(case.game, move) for move in moves or found.gainful[:1])
    return replace(_departing(instead) if moves else Persistence(), empty=told)


def _departing(found: Verification) -> Persistence:
    """Who gains most by departing from a profile, and how."""
    tree = found.game.tree
    sets, most = tree.information_sets, max(found.players, key=lambda one: one.relative)
    by = tuple((sets[held].actions[action], sets[held].label) for held, action in most.changes)
    gain = most.regret / _arrival(found.game, found.profile, {held for held, _ in most.changes})
    return Persistence(player=tree.players[most.player], gain=gain, by=by)


def _empty(game: Game, move: MoveGain) -> Empty:
    held = game.tree.information_sets[move.information_set]
    player = game.tree.players[held.player]
    return Empty(player, move.gain, held.actions[move.action], held.label)


def _resting(found: Verification) -> tuple[list[MoveGain], Verification]:
    """Moves without which somebody would depart, and the profile without them; no moves if none.

    One move if one does; else all that would be bettered, again and again, and of these no more
    than it takes.
    """
    for move in found.gainful[:MOST_MOVES]:
        if not (instead := _with(found, [move])).nash:
            return [move], instead
    moves, instead = list[MoveGain](), found
    for _ in range(MOST_ROUNDS):
        more = instead.gainful[: MOST_MOVES - len(moves)]
        if not instead.nash or not more:
            break
        moves += more
        instead = _with(instead, more)
    if instead.nash:
        return [], found
    for move in tuple(moves):
        fewer = [one for one in moves if one is not move]
        if fewer and not (without := _with(found, fewer)).nash:
            moves, instead = fewer, without
    return moves, instead


def _with(found: Verification, moves: Sequence[MoveGain]) -> Verification:
    """A profile with the better moves, measured."""
    changed = found.profile.copy()
    for move in moves:
        choices = list(found.game.tree.information_sets[move.information_set].choices)
        changed[choices] = 0.0
        changed[choices[move.action]] = 1.0
    return verify(found.game, changed)


def _before(baseline: Solution, one: Equilibrium, by: Sequence[tuple[str, str]]) -> float:
    """What a departure by one action gains in the baseline; nan where that is not known."""
    sets = baseline.game.tree.information_sets
    places = [held for held in sets if (held.label in {place for _, place in by})]
    if len(by) != 1 or not places or by[0][0] not in places[0].actions:
        return math.nan
    own = slice(places[0].choices.start, places[0].choices.stop)
    values = verify(baseline.game, one.profile).values[own]
    return float(values[places[0].actions.index(by[0][0])] - values @ one.profile[own])


def _arrival(game: Game, profile: Floats, sets: Collection[int]) -> float:
    """How likely play comes to some of these information sets."""
    tree, reach = game.tree, reach_probabilities(game, profile)
    nodes = {node for one in sets for node in tree.information_sets[one].nodes}
    first = (node for node in nodes if not nodes.intersection(tree.path(node)[:-1]))
    return float(sum(reach[node] for node in first))


def _carried(behaviour: _Behaviour, case: Solution) -> Floats | None:
    """(choices,) the behaviour in the case; None where it does not say what is done there."""
    profile: list[float] = []
    for held in case.game.tree.information_sets:
        known = [one for one in map(behaviour.at, held.nodes) if one is not None]
        if not known or not all(_near(one, known[0]) for one in known[1:]):
            return None
        if abs(sum(known[0]) - 1.0) > NEAR:
            return None
        profile += known[0]
    return np.array(profile)
