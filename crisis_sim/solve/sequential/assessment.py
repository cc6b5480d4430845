"""The sequential equilibrium that plays some actions, if beliefs can support them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from crisis_sim.game.game import Row
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number
from crisis_sim.solve.sequential.consistency import consistent_beliefs
from crisis_sim.solve.sequential.continuation import Actions, Continuation, PlayedAlike
from crisis_sim.solve.sequential.mixed_parts import profile_of
from crisis_sim.solve.sequential.part_search import Unfinished
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.sequential.rates import FreeSet
from crisis_sim.solve.sequential.support import Belief, belief_range, supporting_belief
from crisis_sim.solve.sequential.trembles import BeliefClass, Reached, belief_classes
from crisis_sim.solve.solution import Bounds, Equilibrium, assess
from crisis_sim.time_limits import check_time

__all__ = ["assessment", "first_consistent"]


def first_consistent(parts: Parts, played: PlayedAlike) -> tuple[Equilibrium | None, bool]:
    """An equilibrium with this play, if its beliefs can be consistent; and whether it is decided.

    Where none of the solutions kept has consistent beliefs, more are kept of those that are played
    so. Others yet that are played alike might.
    """
    for continuation in chain(played.kept, _further(parts, played)):
        check_time()
        equilibrium, _ = assessment(parts, continuation.actions)
        if equilibrium is not None:
            return replace(equilibrium, variants=played.count), True
    return None, False


def _further(parts: Parts, played: PlayedAlike) -> Iterator[Continuation]:
    """More solutions that are played so, once they are asked for."""
    known = played.kept[0]
    try:
        solved = _AlongPlay(parts, known.actions).solve()
    except Unfinished:
        return
    for alike in solved:
        if alike.kept[0].play == known.play:
            yield from alike.kept


class _AlongPlay(Parts):
    """The parts of a game with all that is done where play comes given, and many solutions kept."""

    kept = 8
    searching = "beliefs that hang together"

    def __init__(self, parts: Parts, actions: Actions) -> None:
        super().__init__(parts.game, parts.most, parts.report)
        on_path = (one for one in parts.reach_all([parts.root()], actions) if not one.mistakes)
        self.given = {at: actions[at] for at in (parts.set_of[one.node] for one in on_path)}

    def actions_at(self, one: int) -> Sequence[int]:
        """The action given, or all."""
        return (self.given[one],) if one in self.given else super().actions_at(one)


def assessment(parts: Parts, actions: Actions) -> tuple[Equilibrium | None, bool]:
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
