"""What becomes of the play of a scenario as it is, where something else is assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from crisis_sim.concept import Promise
from crisis_sim.game.game import Floats
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.game.tree import Tree
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


@dataclass(frozen=True, slots=True, repr=False)
class Persistence(Brief):
    """Whether the play reported of the scenario as it is is an equilibrium in a case too.

    Play is the same where the same actions are taken, as likely, wherever it comes. What the
    scenario as it is does where it never comes counts too, where chance may lead there in the case.

    Attributes
    ----------
    equilibrium : the first of the case's equilibria, from 0, with this play; None if none has it.
    fails : the refinements that the one reported passes and this one fails.
    missing : an action of the play that there is not, with where it is taken; empty if there is.
    player, gain, by : who would gain most by departing from the whole profile, as much, and by
        which actions, with where; empty and 0 where nobody would, or where it cannot be carried
        over.
    threat : where nobody would gain so, a move of the whole profile that would not be made, as what
        would be done instead and where; empty without one.
    none : whether no pure equilibrium has this play, of all there are.
    """

    equilibrium: int | None = None
    fails: tuple[str, ...] = ()
    missing: tuple[str, str] = NOTHING
    player: str = ""
    gain: float = 0.0
    by: tuple[tuple[str, str], ...] = ()
    threat: tuple[str, str] = NOTHING
    none: bool = False


Place = tuple[str, str]
"""A player and an information set."""
Behaviour = Mapping[Place, Mapping[str, float]]
"""By place, the actions with their probabilities, those of 0 too."""


def persistence(baseline: Solution, case: Solution) -> Persistence | None:
    """What becomes of the play first reported of the baseline; None where that is not decided.

    It is not decided for concepts that promise no equilibrium, such as logit play.
    """
    if baseline.promise not in DECIDED or not case.equilibria:
        return None
    first = baseline.equilibria[0]
    known = _behaviour(baseline, first)
    for number, one in enumerate(case.equilibria):
        reached = _reached(case, one)
        if all(_near(known.get(place, {}), actions) for place, actions in reached.items()):
            return Persistence(number, _fails(case, one))
    if missing := _missing(_reached(baseline, first), case):
        return Persistence(missing=missing)
    pure = first.pure and any(one.kind in ("pure", "all") and one.complete for one in case.searched)
    return _departure(known, case, none=pure)


def _behaviour(solution: Solution, one: Equilibrium) -> Behaviour:
    tree = solution.game.tree
    return {
        (tree.players[held.player], held.label): dict(
            zip(held.actions, one.profile[list(held.choices)].tolist(), strict=True)
        )
        for held in tree.information_sets
    }


def _reached(solution: Solution, one: Equilibrium) -> Behaviour:
    """The behaviour where play comes."""
    sets = solution.game.tree.information_sets
    reach = reach_probabilities(solution.game, one.profile)
    behaviour = _behaviour(solution, one).items()
    return {
        place: actions
        for held, (place, actions) in zip(sets, behaviour, strict=True)
        if reach[list(held.nodes)].max() > 0.0
    }


def _near(actions: Mapping[str, float], others: Mapping[str, float]) -> bool:
    """Whether the same is done; an action that there is in one alone is not taken."""
    names = actions.keys() | others.keys()
    return all(abs(actions.get(name, 0.0) - others.get(name, 0.0)) <= NEAR for name in names)


def _fails(case: Solution, one: Equilibrium) -> tuple[str, ...]:
    """The refinements that the equilibrium reported first passes and this one fails."""
    passed = case.equilibria[0].refinements
    return tuple(name for name in passed if passed[name] and one.refinements.get(name) is False)


def _missing(play: Behaviour, case: Solution) -> tuple[str, str] | None:
    """The first action of the play that there is not in the case, and where it was taken."""
    tree = case.game.tree
    there = {(tree.players[one.player], one.label): one.actions for one in tree.information_sets}
    for place, actions in play.items():
        for action, chance in actions.items():
            if chance > 0.0 and place in there and action not in there[place]:
                return action, place[1]
    return None


def _departure(known: Behaviour, case: Solution, *, none: bool) -> Persistence:
    """Who would depart from the whole profile or not carry it out, where it has all answers."""
    tree = case.game.tree
    profile = _carried(known, tree)
    if profile is None or tree.size > MOST_NODES or len(forgetful_sets(tree)):
        return Persistence(none=none)
    found, sets = verify(case.game, profile), tree.information_sets
    most = max(found.players, key=lambda one: one.relative)
    if most.relative > found.tol:
        by = tuple((sets[held].actions[action], sets[held].label) for held, action in most.changes)
        return Persistence(player=tree.players[most.player], gain=most.regret, by=by, none=none)
    for move in found.gainful[:1]:
        held = sets[move.information_set]
        return Persistence(threat=(held.actions[move.action], held.label), none=none)
    return Persistence(none=none)


def _carried(known: Behaviour, tree: Tree) -> Floats | None:
    """(choices,) the behaviour in another tree; None where it does not say what is done there."""
    profile: list[float] = []
    for held in tree.information_sets:
        before = known.get((tree.players[held.player], held.label), {})
        own = [before.get(action, 0.0) for action in held.actions]
        if abs(sum(own) - 1.0) > NEAR:
            return None
        profile += own
    return np.array(profile)
