"""What a sweep comes to: shares of outcomes and of equilibria, ties, points without an answer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.numbers.unproved import least_bits
from crisis_sim.shown import Brief
from crisis_sim.sweep.block import Status
from crisis_sim.sweep.results.sheet import STATUS_WORDS, Rows, Sheet

__all__ = ["Share", "Summary", "Tally"]


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the points goes to an outcome or a category of outcomes.

    Attributes
    ----------
    case : the alternative; empty where there is only one.
    mean : its probability, averaged over the solved points.
    most_likely : share of the solved points at which nothing is more likely.
    error, most_likely_error : standard errors over independent draws, nan where the points are
        none; for Sobol and Latin samples they err on the safe side as a rule.
    """

    case: str
    name: str
    category: bool
    mean: float
    error: float
    most_likely: float
    most_likely_error: float


@dataclass(frozen=True, eq=False, repr=False)
class Summary(Brief):
    """The figures that the command prints.

    Attributes
    ----------
    points : how many there are.
    status : how many of each status, by its words.
    tied, several : how many solved points have ties on the path, or several equilibria.
    shares : of outcomes, and of the categories that gather several.
    equilibria : share of the solved points at which each code is reported, by code.
    unproved : the bits to which numbers were compared that then counted as equal; 0 if all
        comparisons were proved.
    """

    points: int
    status: Mapping[str, int]
    tied: int
    several: int
    shares: tuple[Share, ...]
    equilibria: Mapping[int, float]
    unproved: int = 0

    @property
    def solved(self) -> int:
        """How many points were solved."""
        return self.status[STATUS_WORDS[Status.SOLVED]]

    @property
    def reached(self) -> int:
        """How many points were looked at."""
        return self.points - self.status[STATUS_WORDS[Status.UNREACHED]]

    @property
    def left(self) -> str:
        """How many points were not reached; empty if all were."""
        unreached = self.points - self.reached
        return f"{unreached:,} of {self.points:,} points were not reached" if unreached else ""


class Tally:
    """Adds up the parts of a sweep, in order, to a :class:`Summary`."""

    def __init__(self, sheet: Sheet) -> None:
        category_of = sheet.description["categories"]
        self.outcomes = [column.name for column in sheet.of_kind("probability")]
        names = [column.of for column in sheet.of_kind("probability")]
        grouped = [category_of[name] for name in names]
        categories = list(dict.fromkeys(grouped))
        self.gathers = [True] * len(names) + [grouped.count(one) > 1 for one in categories]
        self.names = [*names, *categories]
        self.members = [
            [place for place, group in enumerate(grouped) if group == name] for name in categories
        ]
        case = sheet.of_kind("case")
        self.case = case[0].name if case else ""
        self.cases = list(case[0].meanings.values()) if case else [""]
        drawn = "draws" in sheet.description["design"]
        self.independent = drawn and not sheet.description["design"]["axes"]
        shape = (len(self.cases), len(self.names))
        self.solved = np.zeros(len(self.cases), dtype=np.int64)
        self.total, self.square, self.first = (np.zeros(shape) for _ in range(3))
        self.status = np.zeros(len(Status), dtype=np.int64)
        self.tied = self.several = self.unproved = 0
        self.codes = np.zeros(1, dtype=np.int64)

    def add(self, rows: Rows, unproved: int = 0) -> None:
        """Add the points of a part; ``unproved`` as in :class:`Summary`."""
        self.unproved = least_bits((self.unproved, unproved))
        status = rows["status"]
        self.status += np.bincount(status, minlength=len(Status))
        solved = status == Status.SOLVED
        self.tied += int(np.count_nonzero(rows["tied"][solved]))
        self.several += int(np.count_nonzero(rows["equilibria"][solved] > 1))
        found = np.bincount(rows["equilibrium"][solved], minlength=len(self.codes))
        found[: len(self.codes)] += self.codes
        self.codes = found
        for number in range(len(self.cases)):
            chosen = solved & (rows[self.case] == number) if self.case else solved
            whole = bool(chosen.all())
            self._add(number, [rows[n] if whole else rows[n][chosen] for n in self.outcomes])

    def skip(self, points: int) -> None:
        """Count points that were not reached."""
        self.status[Status.UNREACHED] += points

    def _add(self, case: int, outcomes: list[Floats]) -> None:
        self.solved[case] += len(outcomes[0])
        categories = [
            sum((outcomes[i] for i in held[1:]), outcomes[held[0]]) for held in self.members
        ]
        chances = [*outcomes, *categories]
        self.total[case] += [one.sum() for one in chances]
        self.square[case] += [np.square(one).sum() for one in chances]
        first = len(outcomes)
        self.first[case, :first] += _most_likely(outcomes)
        self.first[case, first:] += _most_likely(categories)

    def summary(self) -> Summary:
        """What has been added up so far."""
        words = [STATUS_WORDS[one] for one in Status]
        solved = max(int(self.solved.sum()), 1)
        return Summary(
            points=int(self.status.sum()),
            status=dict(zip(words, self.status.tolist(), strict=True)),
            tied=self.tied,
            several=self.several,
            shares=tuple(
                self._share(case, place)
                for case, place in np.ndindex(self.total.shape)
                if self.gathers[place]
            ),
            equilibria={
                code: count / solved for code, count in enumerate(self.codes.tolist()) if count
            },
            unproved=self.unproved,
        )

    def _share(self, case: int, place: int) -> Share:
        n = int(self.solved[case])
        mean, square, first = (
            float(table[case, place]) / n if n else math.nan
            for table in (self.total, self.square, self.first)
        )
        known = self.independent and n > 1
        spread = math.sqrt(max(square - mean**2, 0.0) / (n - 1)) if known else math.nan
        holds = math.sqrt(first * (1.0 - first) / (n - 1)) if known else math.nan
        category = place >= len(self.outcomes)
        name = self.names[place]
        return Share(self.cases[case], name, category, mean, spread, first, holds)


def _most_likely(chances: list[Floats]) -> NDArray[np.int64]:
    """At how many points each is the greatest, the first of equals."""
    best, which = chances[0], np.zeros(len(chances[0]), dtype=np.int64)
    for place, one in enumerate(chances[1:], start=1):
        which[one > best] = place
        best = np.maximum(best, one)
    return np.bincount(which, minlength=len(chances))
