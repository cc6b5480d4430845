"""Mixed (semi-separating) sequential equilibria.

What is found: equilibria in which, after one layer of a part of the game
(:mod:`crisis_sim.solve.sequential.parts`), senders mix with a few free probabilities and as many
receivers mix between two actions each, so that each side makes the other indifferent (Cho and
Kreps 1987; Fudenberg and Tirole 1991, chapter 8); such parts may stand beside and after each other.
Matching pennies inside a crisis is of this kind, its second mover being the receiver. Found too are
receivers off the path who mix so that nobody deviates, where no pure response does that.

What is not: equilibria in which a receiver mixes between three actions, a layer's senders have more
free probabilities, or a receiver's choice of probability moves the beliefs of those who come after
it; and the continua that arise where players are indifferent by a tie of the payoffs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from crisis_sim.numbers.real import Number
from crisis_sim.solve.sequential.mixed_parts import MixedParts
from crisis_sim.solve.sequential.mixed_search import MixedSearch
from crisis_sim.solve.sequential.part_search import Actions
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.solution import Equilibrium
from crisis_sim.strategy.exactly import ExactPlay

__all__ = ["MixedEquilibria", "find_mixed"]

DEGREE = 2
MOST_TRIALS = 5_000

Judge = Callable[[Parts, Actions], tuple[Equilibrium | None, bool]]


@dataclass(frozen=True, slots=True)
class MixedEquilibria:
    """Mixed equilibria with what was searched for them, in words."""

    equilibria: tuple[Equilibrium, ...]
    searched: str


def find_mixed(parts: Parts, pure: Sequence[Equilibrium], judge: Judge) -> MixedEquilibria:
    """Mixed sequential equilibria that are not played like a pure one.

    Parameters
    ----------
    parts : the game as it was solved for pure strategies.
    pure : the pure equilibria found.
    judge : gives a profile the consistent beliefs that support it, if there are any.

    Each is kept only with its certificate: nobody gains anything.
    """
    search = MixedSearch(MixedParts(parts, MOST_TRIALS), DEGREE)
    plays = {_play(parts, one) for one in pure}
    found: list[Equilibrium] = []
    undecided = 0
    for placed in search.solve():
        equilibrium, decided = judge(search.parts, placed.continuation.actions)
        undecided += not decided
        if equilibrium is None or not equilibrium.certificate.holds():
            continue
        play = _play(parts, equilibrium)
        if play not in plays:
            plays.add(play)
            found.append(replace(equilibrium, notes=(*equilibrium.notes, *placed.notes)))
    return MixedEquilibria(tuple(found), _searched(search, undecided))


def _play(parts: Parts, equilibrium: Equilibrium) -> tuple[Number, ...]:
    """(terminals,) how likely each end of the game is."""
    assert equilibrium.exact is not None
    reach = ExactPlay(parts.game, equilibrium.exact.profile).reach
    return tuple(reach[node] for node in parts.game.tree.terminals.tolist())


def _searched(search: MixedSearch, undecided: int) -> str:
    """What was searched, to follow a statement on pure strategies."""
    words = (
        f"mixed strategies were searched ({search.parts.tried:,} trials) in which, after one layer "
        f"of a part, senders with up to {DEGREE} free probabilities make as many receivers mix "
        f"between two actions each, or receivers off the path mix; other mixed strategies were not"
    )
    if undecided:
        words += f"; the consistency of {undecided} of them was left undecided"
    if search.stopped:
        words += f"; that search stopped at its limit of {search.stopped}"
    return words
