"""All pure sequential equilibria of a game (Kreps and Wilson 1982), and mixed ones."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Game, Row
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number
from crisis_sim.numbers.written import counted
from crisis_sim.other_concepts import FORGETFUL, larger_than, serving
from crisis_sim.sentence import at_place
from crisis_sim.solve.refine.limit_of_logit import with_limit_of_logit
from crisis_sim.solve.refine.refinements import refine
from crisis_sim.solve.sequential.consistency import FreeSet, consistent_beliefs
from crisis_sim.solve.sequential.mixed import find_mixed
from crisis_sim.solve.sequential.mixed_parts import profile_of
from crisis_sim.solve.sequential.part_search import Actions, PlayedAlike
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.sequential.support import Belief, belief_range, supporting_belief
from crisis_sim.solve.sequential.trembles import BeliefClass, Reached, belief_classes
from crisis_sim.solve.solution import (
    MIXED_UNSEARCHED,
    Bounds,
    Equilibrium,
    Search,
    Solution,
    assess,
)
from crisis_sim.strategy.exactly import ExactPlay

__all__ = ["solve_sequential"]

MOST_COMBINATIONS = 1_000_000
MOST_NODES = 20_000


def solve_sequential(
    game: Game, *, most: int = MOST_COMBINATIONS, mixed: bool = True, logit: bool = False
) -> Solution:
    """Every play of a pure sequential equilibrium, and mixed ones, with beliefs that support them.

    The game is cut into parts (:mod:`crisis_sim.solve.sequential.parts`), in each of which all
    combinations of actions are tried; consistency of beliefs is decided
    (:mod:`crisis_sim.solve.sequential.consistency`). Off the path the beliefs reported are those
    nearest to the prior, with the interval of all that serve.

    Parameters
    ----------
    most : combinations of actions to try at most.
    mixed : whether to search for mixed equilibria as well.
    logit : whether to test too which of them the logit branch leads to
        (:mod:`crisis_sim.solve.refine.limit_of_logit`).

    Equilibria that differ only in what is done off the path of play are listed once: the one whose
    beliefs are nearest to the prior, with the number of its ``variants``.

    Each is tested for the refinements of :mod:`crisis_sim.solve.refine`, whose ``in_order`` says
    which comes first.

    Guaranteed: the play of every pure sequential equilibrium, and no other. All is decided in exact
    numbers.
    Mixed equilibria that are not played like a pure one are listed as far as
    :mod:`crisis_sim.solve.sequential.mixed` finds them.

    Raises
    ------
    NotSolved
        Imperfect recall, a game too large, or more combinations than ``most``.
    """
    started = time.perf_counter()
    _check(game)
    parts = Parts(game, most)
    found: list[Equilibrium] = []
    undecided = 0
    for played in parts.solve():
        equilibrium, decided = _first_consistent(parts, played)
        undecided += not decided
        if equilibrium is not None:
            found.append(equilibrium)
    searched = (
        f"all pure strategies ({counted(parts.tried, 'combination')} of actions in "
        f"{counted(len(parts.known), 'part')})"
    )
    if undecided:
        searched += f"; the consistency of {undecided} candidate plays was left undecided"
    mixed_ones = MIXED_UNSEARCHED
    if mixed:
        further = find_mixed(parts, found, _assessment)
        mixed_ones = Search("mixed", further.searched)
        found += further.equilibria
    equilibria = refine(parts, found)
    solution = Solution(
        game=game,
        concept="sequential",
        method="enumeration of pure strategies by parts, equations for mixed ones",
        equilibria=equilibria,
        searched=(Search("pure", searched, complete=undecided == 0), mixed_ones),
        seconds=time.perf_counter() - started,
        ties=tuple(dict.fromkeys(tie for one in equilibria for tie in _ties(game, one))),
        warnings=_warnings(game),
    )
    return with_limit_of_logit(solution) if logit else solution


def _check(game: Game) -> None:
    if game.tree.size > MOST_NODES:
        raise NotSolved(
            f"{game.tree.size:,} nodes are too many to enumerate (at most {MOST_NODES:,}); ",
            *serving(larger_than("sequential"), perfect=game.perfect_information),
        )
    forgetful = forgetful_sets(game.tree)
    if len(forgetful):
        label = game.tree.information_sets[int(forgetful[0])].label
        raise NotSolved(
            f"imperfect recall at '{label}': sequential equilibrium is defined for perfect recall",
            "; ",
            *serving(FORGETFUL),
        )


def _warnings(game: Game) -> tuple[str, ...]:
    nodes = np.flatnonzero(game.zero_chance)
    if not len(nodes):
        return ()
    labels = ", ".join(dict.fromkeys(game.tree.move_label(int(node)) for node in nodes))
    return (f"chance moves of probability zero are treated as vanishingly unlikely: {labels}",)


def _first_consistent(parts: Parts, played: PlayedAlike) -> tuple[Equilibrium | None, bool]:
    """An equilibrium with this play, if its beliefs can be consistent; and whether it is decided.

    Where none of the solutions kept has consistent beliefs, others that are played alike might.
    """
    for continuation in played.kept:
        equilibrium, _ = _assessment(parts, continuation.actions)
        if equilibrium is not None:
            return replace(equilibrium, variants=played.count), True
    return None, False


def _assessment(parts: Parts, actions: Actions) -> tuple[Equilibrium | None, bool]:
    """The equilibrium that plays ``actions``, if its beliefs can be consistent; and if decided."""
    by_set: dict[int, list[Reached]] = {}
    for reached in parts.reach_all([parts.root()], actions):
        by_set.setdefault(parts.set_of[reached.node], []).append(reached)
    memo: dict[int, Row] = {}
    free: dict[int, FreeSet] = {}
    settled: dict[int, Sequence[BeliefClass]] = {}
    for one, members in by_set.items():
        classes = belief_classes(members)
        gains, prior = parts.gains(one, members, actions, memo)
        belief = supporting_belief(gains, prior)
        if belief is None:
            return None, True
        settled[one] = classes
        if len(classes) > 1:
            free[one] = FreeSet(classes, gains, belief, prior)
    verdict = consistent_beliefs(list(free.values()))
    if verdict.beliefs is None:
        return None, verdict.decided
    beliefs = dict(zip(free, verdict.beliefs, strict=True))
    return _equilibrium(parts, actions, settled, free, beliefs, verdict.coupled), True


def _equilibrium(
    parts: Parts,
    actions: Actions,
    settled: dict[int, Sequence[BeliefClass]],
    free: dict[int, FreeSet],
    beliefs: dict[int, Belief],
    coupled: bool,
) -> Equilibrium:
    game = parts.game
    point: list[Number | None] = [None] * game.tree.size
    bounds: Bounds = {}
    for one, classes in settled.items():
        for node in parts.members[one]:
            point[node] = ZERO
            if one in free:
                bounds[node] = ZERO, ZERO
        weights = beliefs.get(one, (ONE,))
        ranges = belief_range(free[one].gains, len(classes)) if one in free else []
        for place, each in enumerate(classes):
            for node, share in zip(each.nodes, each.shares, strict=True):
                point[node] = share * weights[place]
                if one in free:
                    low, high = ranges[place]
                    bounds[node] = share * low, share * high
    notes = ("beliefs off the path depend on each other; each interval is taken by itself",)
    return assess(
        game,
        profile_of(parts, actions),
        tuple(point),
        bounds,
        sequential=True,
        notes=notes if coupled else (),
    )


def _ties(game: Game, equilibrium: Equilibrium) -> list[str]:
    """The information sets on the path at which another action is as good."""
    exact = equilibrium.exact
    assert exact is not None
    play = ExactPlay(game, exact.profile)
    ties = []
    for one, own in zip(game.tree.information_sets, play.action_values(play.bayes), strict=True):
        if own is None:
            continue
        most = max(own)
        best = [action for action, value in zip(one.actions, own, strict=True) if value == most]
        played = sum(exact.profile[choice] != 0 for choice in one.choices)
        if len(best) > max(played, 1):
            ties.append(f"{game.shorts[one.player]} {at_place(one.label)}: {', '.join(best)}")
    return ties
