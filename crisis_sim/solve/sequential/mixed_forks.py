"""Forks: pairs of pure solutions of a part between which one information set can mix.

Two pure solutions of a part whose plays first differ at a single information set ``h`` are the ends
of a line: let ``h`` play the action of the one with probability ``r`` and that of the other with
``1 - r``, and play after each action what that solution plays. If some belief makes the two actions
equally good, and best, every ``r`` is sequentially rational inside the part, and what the part is
worth to those who come before it is linear in ``r``.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.solve.sequential.continuation import Actions, Continuation
from crisis_sim.solve.sequential.mixed_parts import MixedParts
from crisis_sim.solve.sequential.trembles import Reached

__all__ = ["Fork", "forks", "parting"]

HALF = ONE / 2
ALTERNATIVES = 2
"""How many solutions that are played alike are tried at each end of a fork."""


@dataclass(frozen=True, slots=True)
class Fork:
    """An information set that can mix between two actions, and what follows each.

    ``first`` and ``second`` are solutions of the part that agree on all but that action.
    """

    one: int
    first: Continuation
    second: Continuation

    @property
    def pair(self) -> tuple[int, int]:
        """The two actions."""
        return self.first.actions[self.one], self.second.actions[self.one]


def parting(
    parts: MixedParts, nodes: Sequence[Reached], first: Actions, second: Actions
) -> set[int]:
    """The information sets at which two profiles played from ``nodes`` on first part."""
    found: set[int] = set()
    stack = [reached.node for reached in nodes]
    while stack:
        node = stack.pop()
        children = parts.children[node]
        if parts.mover[node] == TERMINAL:
            continue
        if parts.mover[node] == CHANCE:
            stack.extend(children)
            continue
        one = parts.set_of[node]
        if first[one] != second[one]:
            found.add(one)
        else:
            stack.append(children[first[one]])
    return found


def forks(parts: MixedParts, nodes: list[Reached], fixed: Actions) -> list[Fork]:
    """Every fork of a part that some belief allows, one for each pair of plays."""
    found = []
    for one, other in itertools.combinations(parts.part(nodes, fixed), 2):
        ends = itertools.product(one.kept[:ALTERNATIVES], other.kept[:ALTERNATIVES])
        allowed = (_fork(parts, nodes, *pair) for pair in ends)
        fork = next((each for each in allowed if each is not None), None)
        if fork is not None:
            found.append(fork)
    return found


def _fork(
    parts: MixedParts, nodes: list[Reached], first: Continuation, second: Continuation
) -> Fork | None:
    """The fork of two solutions, if they part at one information set that some belief lets mix."""
    parted = parting(parts, nodes, first.actions, second.actions)
    if len(parted) != 1:
        return None
    one = parted.pop()
    joint = _joint(parts, one, first.actions, second.actions)
    if joint is None:
        return None
    pair = first.actions[one], second.actions[one]
    chances = tuple(HALF if action in pair else ZERO for action in range(parts.width[one]))
    even = {**joint, one: parts.mixture(chances)}
    strain = parts.strain(one, nodes, even, {})
    if math.isinf(strain):
        return None
    strain = max(strain, first.strain, second.strain)
    return Fork(
        one,
        replace(first, actions={**joint, one: pair[0]}, strain=strain),
        replace(second, actions={**joint, one: pair[1]}, strain=strain),
    )


def _joint(
    parts: MixedParts, one: int, first: Actions, second: Actions
) -> Mapping[int, int] | None:
    """The first profile, but the second after its action at ``one``.

    None where an information set that both reach after ``one`` would have to do two things.
    """
    below, reached = [], []
    for actions in (first, second):
        after = [parts.children[node][actions[one]] for node in parts.members[one]]
        inside = 0
        for child in after:
            inside |= parts.sets_below[child]
        below.append(inside)
        reached.append(_reached(parts, after, actions))
    joint = dict(first)
    for other, action in second.items():
        if action == first[other] or not below[1] >> other & 1:
            continue
        if other in reached[0] and other in reached[1]:
            return None
        if other in reached[1] or not below[0] >> other & 1:
            joint[other] = action
    return joint


def _reached(parts: MixedParts, nodes: Sequence[int], actions: Actions) -> set[int]:
    """The information sets that a profile reaches from some nodes on."""
    found: set[int] = set()
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if parts.mover[node] == CHANCE:
            stack.extend(parts.children[node])
        elif parts.mover[node] != TERMINAL:
            found.add(parts.set_of[node])
            stack.append(parts.children[node][actions[parts.set_of[node]]])
    return found
