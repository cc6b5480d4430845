"""What becomes of the play of a scenario as it is, where something else is assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crisis_sim.concept import Promise
from crisis_sim.game.game import Floats
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.game.tree import InformationSet, Tree
from crisis_sim.shown import Brief
from crisis_sim.solve.solution import Equilibrium, Solution
from crisis_sim.strategy.evaluate import reach_probabilities
from crisis_sim.strategy.verification import verify

__all__ = ["NOTHING", "Persistence", "persistence"]

NEAR = 1e-9
"""Probabilities that differ by less are the same."""
NOTHING = ("", "")
MOST_NODES = 100_000
"""Nodes of a game up to which it is reckoned who would depart, in exact numbers."""
DECIDED = {Promise.EXACT, Promise.CERTIFIED}


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
    player, gain, by : who would gain most by departing from the whole profile, as much, and by
        which actions, with where; empty and 0 where nobody would, or where it cannot be carried
        over.
    unreached : whether that is a move that the whole profile has where play never comes: a threat
        that would not be carried out.
    none : whether no pure equilibrium has this play, of all there are.
    """

    equilibrium: int | None = None
    fails: tuple[str, ...] = ()
    payoffs: Floats | None = None
    missing: tuple[str, str] = NOTHING
    player: str = ""
    gain: float = 0.0
    by: tuple[tuple[str, str], ...] = ()
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
    first, before = baseline.equilibria[0], _counterparts(case.game.tree, baseline.game.tree)
    for number, one in enumerate(case.equilibria):
        if _same(case, one, _Behaviour(baseline, first, before)):
            return Persistence(number, _fails(case, one), one.payoffs)
    if missing := _missing(baseline, first, case):
        return Persistence(missing=missing)
    none = first.pure and any(one.kind in ("pure", "all") and one.complete for one in case.searched)
    return _departure(_Behaviour(baseline, first, before), case, none=none)


def _counterparts(tree: Tree, other: Tree) -> list[int]:
    """(nodes,) the node of another tree with the same history, of moves by name; -1 for none."""
    found = [-1] * tree.size
    found[0] = 0
    for node in (int(one) for level in tree.levels[1:] for one in level):
        parent = int(tree.parent[node])
        if (there := found[parent]) < 0 or other.mover[there] != tree.mover[parent]:
            continue
        moves = {other.move_label(int(child)): int(child) for child in other.children(there)}
        found[node] = moves.get(tree.move_label(node), -1)
    return found


class _Behaviour:
    """What the baseline does at the nodes of a case."""

    def __init__(self, baseline: Solution, one: Equilibrium, before: Sequence[int]) -> None:
        self.tree, self.profile, self.before = baseline.game.tree, one.profile, before
        self.sets = baseline.game.tree.information_sets

    def at(self, node: int) -> Mapping[str, float] | None:
        """The actions with their probabilities; None where the baseline has no such choice."""
        there = self.before[node]
        if there < 0 or self.tree.information_set[there] < 0:
            return None
        held = self.sets[int(self.tree.information_set[there])]
        return _actions(held, self.profile)


def _actions(held: InformationSet, profile: Floats) -> dict[str, float]:
    return dict(zip(held.actions, profile[list(held.choices)].tolist(), strict=True))


def _same(case: Solution, one: Equilibrium, behaviour: _Behaviour) -> bool:
    """Whether an equilibrium does wherever play comes what the baseline does."""
    reach = reach_probabilities(case.game, one.profile)
    for held in case.game.tree.information_sets:
        own = _actions(held, one.profile)
        for node in held.nodes:
            if reach[node] > 0.0:
                known = behaviour.at(node)
                if known is None or not _near(own, known):
                    return False
    return True


def _near(actions: Mapping[str, float], others: Mapping[str, float]) -> bool:
    """Whether the same is done; an action that there is in one alone is not taken."""
    names = actions.keys() | others.keys()
    return all(abs(actions.get(name, 0.0) - others.get(name, 0.0)) <= NEAR for name in names)


def _fails(case: Solution, one: Equilibrium) -> tuple[str, ...]:
    """The refinements that the equilibrium reported first passes and this one fails."""
    passed = case.equilibria[0].refinements
    return tuple(name for name in passed if passed[name] and one.refinements.get(name) is False)


def _missing(baseline: Solution, one: Equilibrium, case: Solution) -> tuple[str, str] | None:
    """The first action of the baseline's play that there is not in the case, and where."""
    tree, reach = baseline.game.tree, reach_probabilities(baseline.game, one.profile)
    there = _counterparts(tree, case.game.tree)
    for held in tree.information_sets:
        for node in held.nodes:
            for child in map(int, tree.children(node)):
                if reach[child] > 0.0 and there[node] >= 0 and there[child] < 0:
                    return tree.move_label(child), held.label
    return None


def _departure(behaviour: _Behaviour, case: Solution, *, none: bool) -> Persistence:
    """Who would depart from the whole profile or not carry it out, where it has all answers."""
    tree = case.game.tree
    profile = _carried(behaviour, tree)
    if profile is None or len(forgetful_sets(tree)):
        return Persistence(none=none)
    found, sets = verify(case.game, profile), tree.information_sets
    most = max(found.players, key=lambda one: one.relative)
    if most.relative > found.tol:
        by = tuple((sets[held].actions[action], sets[held].label) for held, action in most.changes)
        return Persistence(player=tree.players[most.player], gain=most.regret, by=by, none=none)
    for move in found.gainful[:1]:
        held = sets[move.information_set]
        return Persistence(
            player=tree.players[held.player],
            gain=move.gain,
            by=((held.actions[move.action], held.label),),
            unreached=True,
            none=none,
        )
    return Persistence(none=none)


def _carried(behaviour: _Behaviour, tree: Tree) -> Floats | None:
    """(choices,) the behaviour in another tree; None where it does not say what is done there."""
    profile: list[float] = []
    for held in tree.information_sets:
        known = [one for one in map(behaviour.at, held.nodes) if one is not None]
        if not known or not all(_near(one, known[0]) for one in known[1:]):
            return None
        own = [known[0].get(action, 0.0) for action in held.actions]
        if abs(sum(own) - 1.0) > NEAR:
            return None
        profile += own
    return np.array(profile)
