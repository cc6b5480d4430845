"""Mixed equilibria of games with any number of players, support by support.

A support says which sequences each player uses. At every information set reached, the actions used
must be equally good: as many polynomial equations as unknowns, linear in each player's realisation
plan (Dickhaut and Kaplan 1991; McKelvey and McLennan 1996). They are solved in
:mod:`crisis_sim.solve.nash.support_system`.

Nothing is proved complete here: Newton's method may miss a solution. Where solutions form a
continuum one of them is given: what is free there is set to a simple fraction, the rest follows.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.sequence_form import SequenceForm, Sequences
from crisis_sim.solve.nash.profile import Plan
from crisis_sim.solve.nash.support_system import payoffs_against, system_of
from crisis_sim.time_limits import CUT_SHORT, check_time

__all__ = ["Supported", "count_supports", "supported_equilibria"]

MOST_LOST = 24
"""Candidates in a continuum near which a solution is looked for."""


@dataclass(frozen=True, eq=False)
class Supported:
    """What the search over supports found.

    Attributes
    ----------
    plans : for each solution the players' realisation plans, within 2**-200; candidates, since
        what is not used may be better.
    members : the same for continua, several of each; others of it may be equilibria where these
        are not.
    tried : supports that could not be ruled out by the signs of the payoffs.
    continua : supports at which solutions are not isolated.
    stopped : what ended the search before it was done.
    """

    plans: tuple[tuple[Plan, ...], ...]
    members: tuple[tuple[tuple[Plan, ...], ...], ...]
    tried: int
    continua: int
    stopped: BaseException | None = None


def count_supports(form: SequenceForm) -> int:
    """Number of combinations of supports of all players, pure ones included."""
    return math.prod(_count(own) for own in form.players)


def supported_equilibria(form: SequenceForm, *, rng: np.random.Generator) -> Supported:
    """Solutions of the equilibrium conditions, at every combination of mixed supports.

    At information sets that the others exclude a single action is used. Costs some milliseconds a
    support; there are ``count_supports``. The numbers of the form are rational.
    """
    supports = [list(_supports(own)) for own in form.players]
    against = [payoffs_against(form, player) for player in range(len(form.players))]
    found: list[tuple[Plan, ...]] = []
    members: list[tuple[tuple[Plan, ...], ...]] = []
    tried = continua = 0
    stopped = None
    try:
        for chosen in itertools.product(*supports):
            check_time()
            system = system_of(form, against, chosen)
            if system is None:
                continue
            solutions, lost = system.solve(rng)
            near = [system.member(one) for one in lost[:MOST_LOST]]
            tried += 1
            continua += bool(lost)
            found.extend(solutions)
            members.append(tuple(one for one in near if one is not None))
    except CUT_SHORT as stop:
        stopped = stop
    return Supported(tuple(found), tuple(members), tried, continua, stopped)


def _count(own: Sequences) -> int:
    ways = [1] * own.count
    for i in range(len(own.sets) - 1, -1, -1):
        start, stop = own.start[i : i + 2].tolist()
        ways[own.before[i]] *= math.prod(1 + ways[k] for k in range(start, stop)) - 1
    return ways[0]


def _supports(own: Sequences) -> Iterator[NDArray[np.bool_]]:
    """(sequences,) every set of sequences that a plan can use."""

    def extend(used: NDArray[np.bool_], i: int) -> Iterator[NDArray[np.bool_]]:
        if i == len(own.sets):
            yield used
            return
        if not used[own.before[i]]:
            yield from extend(used, i + 1)
            return
        here = np.arange(own.start[i], own.start[i + 1])
        for size in range(1, len(here) + 1):
            for some in itertools.combinations(here.tolist(), size):
                following = used.copy()
                following[list(some)] = True
                yield from extend(following, i + 1)

    empty = np.zeros(own.count, dtype=bool)
    empty[0] = True
    yield from extend(empty, 0)
