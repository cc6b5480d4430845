"""Plays of an equilibrium drawn at random, each with its days and its story."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from crisis_sim.concepts import options_told, title_of
from crisis_sim.game.game import Floats
from crisis_sim.game.tree import CHANCE, Integers
from crisis_sim.numbers.written import counted
from crisis_sim.shown import AsTable, Shown
from crisis_sim.solve.solution import Solution

__all__ = ["Event", "Play", "Simulation", "simulate"]


@dataclass(frozen=True, slots=True)
class Event:
    """A move in a play: who made it (empty for chance), where, and on which day.

    ``day`` counts from 0; it is nan where the game has no clock. ``node`` is the one moved to.
    """

    node: int
    player: str
    situation: str
    move: str
    day: float


@dataclass(frozen=True, slots=True)
class Play:
    """One way through the game: its events, its end, the days it took and what it paid."""

    events: tuple[Event, ...]
    outcome: str
    days: float
    payoffs: tuple[float, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Simulation(Shown):
    """Plays of one equilibrium.

    ``ends`` is (plays,) the terminal of each, ``elapsed`` (nodes,) the days passed on reaching a
    node, nan without a clock. ``begins`` is the date of day 0, where the scenario gives one.
    """

    solution: Solution
    which: int
    seed: int
    ends: Integers
    elapsed: Floats
    begins: datetime.date | None

    def __len__(self) -> int:
        return len(self.ends)

    @property
    def caption(self) -> str:
        """The game, the equilibrium that is played, how often, and the seed."""
        return f"{self.solution.game.title}: {self.played}"

    @property
    def played(self) -> str:
        """What is played, how often, and the seed."""
        how = options_told(self.solution.options)
        by = f"{title_of(self.solution.concept)}{f' ({how})' if how else ''}"
        count = len(self.solution.equilibria)
        by += f", number {self.which + 1} of {count}" if count > 1 else ""
        return f"{counted(len(self), 'play')} of the {by}, seed {self.seed}"

    def table(self) -> AsTable:
        """How often each outcome came about, beside its probability."""
        chances = self.solution.equilibria[self.which].outcomes
        rows = [
            (name, f"{count:,}", f"{count / len(self):.4f}", f"{chances.get(name, 0.0):.4f}")
            for name, count in self.counts.items()
        ]
        return ("outcome", "plays", "share", "probability"), rows

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many plays came to each outcome, most first; those that none did are left out."""
        tree = self.solution.game.tree
        numbers = tree.rows[tree.payoff_row[self.ends]]
        found = np.bincount(numbers, minlength=len(tree.outcomes))
        order = np.argsort(-found, kind="stable")
        return {tree.outcomes[i]: int(found[i]) for i in order if found[i]}

    @cached_property
    def mean_payoffs(self) -> Floats:
        """(players,) average payoffs of the plays."""
        game = self.solution.game
        # Divided before they are added up: the sum of the largest floats is none.
        return np.asarray((game.terminal_payoffs[self.ends] / len(self.ends)).sum(axis=0))

    def date(self, day: float) -> datetime.date | None:
        """The date of a day, whole days from the beginning; None without a date or a clock."""
        if self.begins is None or not np.isfinite(day):
            return None
        try:
            return self.begins + datetime.timedelta(days=int(day))
        except OverflowError:
            return None

    def play(self, number: int) -> Play:
        """One of the plays, told in full."""
        game, end = self.solution.game, int(self.ends[number])
        tree, events = game.tree, []
        for node in tree.path(end)[1:]:
            parent = int(tree.parent[node])
            mover = int(tree.mover[parent])
            events.append(
                Event(
                    node=node,
                    player="" if mover == CHANCE else game.players[mover],
                    situation=tree.label(parent),
                    move=tree.move_label(node),
                    day=self.day(node),
                )
            )
        payoffs = tuple(game.terminal_payoffs[end].tolist())
        outcome = tree.outcomes[int(tree.rows[tree.payoff_row[end]])]
        return Play(tuple(events), outcome, self.day(end), payoffs)

    def day(self, node: int) -> float:
        """The days passed on reaching a node; without a clock always the one nan, equal to it."""
        day = float(self.elapsed[node])
        return math.nan if math.isnan(day) else day


def simulate(
    solution: Solution,
    which: int = 0,
    *,
    plays: int = 1000,
    seed: int = 0,
) -> Simulation:
    """Draw plays of an equilibrium, all moves and events by their probabilities.

    The same seed gives the same plays. All are drawn at once, from the reach probabilities of the
    terminals: cost is linear in terminals and plays.

    Raises
    ------
    InputError
        No such equilibrium.
    NotSolved
        The solution has no equilibrium.
    """
    solution.chosen(which)
    tree = solution.game.tree
    reach = solution.reach(which)[tree.terminals]
    rng = np.random.default_rng(seed)
    ends = tree.terminals[_drawn(reach, rng.random(plays))]
    ends.setflags(write=False)
    begins = _date(solution.family.scenario.begins)
    return Simulation(solution, which, seed, ends, solution.days, begins)


def _drawn(chances: Floats, uniform: Floats) -> Integers:
    """For each uniform number the place whose cumulative probability it falls in."""
    possible = np.flatnonzero(chances > 0)
    edges = np.cumsum(chances[possible])
    places = np.searchsorted(edges, uniform * edges[-1], side="right")
    return np.asarray(possible[np.minimum(places, len(possible) - 1)], dtype=np.int32)


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None
