"""Whether beliefs that rare mistakes would lead to support a profile that somebody claims."""

from __future__ import annotations

from collections.abc import Sequence

from crisis_sim.game.game import Game
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number
from crisis_sim.solve.sequential.assessment import assessment
from crisis_sim.solve.sequential.mixed_parts import MixedParts
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.time_limits import OutOfTime

__all__ = ["is_sequential"]

MOST_NODES = 20_000


def is_sequential(game: Game, profile: Sequence[Number]) -> bool | None:
    """Whether a profile, its moves best under some beliefs, has consistent ones that support it.

    It then is a sequential equilibrium. Such beliefs are sought in exact numbers, as those of the
    equilibria that are solved for (:mod:`crisis_sim.solve.sequential.consistency`). None where it
    is not decided: for imperfect recall, more than :data:`MOST_NODES` nodes, too little time, and
    where beliefs that are tied to each other were searched in vain.
    """
    if game.perfect_information:
        return True
    if game.tree.size > MOST_NODES or len(forgetful_sets(game.tree)):
        return None
    parts = MixedParts(Parts(game, 0), 0)
    actions = {}
    for number, held in enumerate(game.tree.information_sets):
        shares = tuple(profile[held.choices.start : held.choices.stop])
        pure = sorted(shares) == [ZERO] * (len(shares) - 1) + [ONE]
        actions[number] = shares.index(ONE) if pure else parts.mixture(shares)
    try:
        found, decided = assessment(parts, actions)
    except OutOfTime:
        return None
    return found is not None if decided else None
