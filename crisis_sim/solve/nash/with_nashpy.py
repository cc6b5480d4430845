"""Nashpy beside the exact enumeration: what it finds, what it misses, what it makes up."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats
from crisis_sim.game.normal_form import NormalForm
from crisis_sim.remedy import Remedy
from crisis_sim.solve.nash.rational import working_tables

__all__ = ["NashpyAnswer", "ask_nashpy", "compare"]

MOST_STRATEGIES = 24
SAME = 1e-6
"""Greatest difference of probabilities at which an answer of theirs stands for the nearest of ours.
"""


FoundPairs = list[tuple[Floats, Floats]]
"""Pairs of mixed strategies, or of the realisation plans that these come to."""


@dataclass(frozen=True, slots=True)
class NashpyAnswer:
    """Nashpy's answer against all extreme equilibria.

    Attributes
    ----------
    found : the numbers of the extreme equilibria that nashpy gave.
    others : how many of its answers are none of them.
    error : how it broke off, if it did.
    """

    found: frozenset[int]
    others: int
    error: str = ""

    def account(self, total: int) -> str:
        """In one sentence."""
        if self.error:
            return f"nashpy broke off ({self.error}); the exact enumeration gives {total}"
        said = f"nashpy's vertex enumeration gave {len(self.found)} of {total} extreme equilibria"
        if len(self.found) < total:
            said += "; the others were made up by exact enumeration"
        if self.others:
            said += (
                f"; {self.others} more of its answers are no extreme equilibria and were left out"
            )
        return said


def ask_nashpy(form: NormalForm, pair: tuple[int, int] = (0, 1)) -> tuple[FoundPairs, str]:
    """What nashpy's vertex enumeration gives on a game of two players, and how it broke off.

    Players beside the ``pair`` have one strategy each.

    It is right on small games in general position; in degenerate games it misses equilibria, as
    floats decide there which labels a vertex has.

    Raises
    ------
    NotSolved
        More than 24 strategies in all, beyond which it is slow.
    """
    if sum(form.shape) > MOST_STRATEGIES:
        raise NotSolved(
            f"nashpy is asked for at most {MOST_STRATEGIES} strategies in all, and here are "
            f"{sum(form.shape)}; ",
            Remedy("solve()", concept="nash", method="enumeration"),
            " serves",
        )
    import nashpy

    shape = [form.shape[player] for player in pair]
    whole = [working_tables(form)[0][player].reshape(shape) for player in pair]
    first, second = ((own / max(own.max(), 1)).astype(np.float64) for own in whole)
    given: FoundPairs = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            given.extend(nashpy.Game(first, second).vertex_enumeration())
        except Exception as problem:  # nashpy and qhull raise all kinds; the answer is not theirs
            return given, f"{type(problem).__name__}: {str(problem).splitlines()[0][:80]}"
    return given, ""


def compare(
    given: FoundPairs, error: str, extreme: Sequence[tuple[Floats, Floats]]
) -> NashpyAnswer:
    """Match nashpy's answers with all extreme equilibria, both as plans."""
    known = [np.concatenate(one) for one in extreme]
    found: set[int] = set()
    others = 0
    for answer in given:
        joined = np.concatenate(answer)
        away = [float(np.abs(one - joined).max()) for one in known]
        if min(away, default=1.0) <= SAME:
            found.add(away.index(min(away)))
        else:
            others += 1
    return NashpyAnswer(frozenset(found), others, error)
