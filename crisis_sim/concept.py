"""A solution concept as a record: its options, what it promises, what solves and what sweeps it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum

from crisis_sim.option import Option
from crisis_sim.remedy import MessageParts, Remedy

__all__ = ["Concept", "Promise", "Room"]


class Promise(Enum):
    """What is sure of the regret of every equilibrium of a concept."""

    EXACT = "regret exactly 0"
    CERTIFIED = "regret 0, up to the last digits of probabilities that are no rationals"
    APPROXIMATE = "a regret that is told"


class Room(IntEnum):
    """How large games are that a concept takes."""

    SMALL = 0
    """Those whose actions can be tried in combination."""
    LARGE = 1
    """Thousands of choices."""
    LARGEST = 2
    """Millions of nodes."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A solution concept.

    Solver and kernel are named, not imported: what is known of concepts is asked for below them.
    Whoever solves or sweeps loads them (:func:`crisis_sim.solve.choose.loaded`).

    Attributes
    ----------
    name : what it is asked for by.
    about : what is found, for lists of concepts.
    title : what one equilibrium of it is called.
    meaning : what it is, in a sentence for those who have not met it.
    solver : the function that solves a game by it, as ``module:function``; takes its options.
    promise : what is sure of the regrets.
    complete : the kinds of equilibria of which, where they are searched in small games, all are
        found.
    room : how large games are that it takes.
    perfect : whether it asks for perfect information.
    forgetful : whether it solves games in which a player forgets what it knew or did.
    lists : whether it may list the strategies of each player.
    options : its options by name.
    reports : what the solver counts as it goes and tells ``report``, if it takes that; the name of
        the option that says how many there are at most, if there is one.
    otherwise : what may serve where it finds no equilibrium, or none that is near enough.
    kernel : the class that solves it at the points of a sweep, as ``module:class``, or nothing;
        takes those of its options that a sweep needs.
    pure : what is followed exactly along parameters, in the plural, or nothing.
    selection : which of several equilibria is the reported one, where they are followed exactly.
    order : which of several equilibria comes first, where the game is solved.
    elsewhere : what else is asked for where it is meant, or comes nearest, without spaces.
    relation : how it stands to those that are not the same.
    """

    name: str
    about: str
    title: str
    meaning: str
    solver: str
    promise: Promise
    complete: Collection[str] = ()
    room: Room = Room.SMALL
    perfect: bool = False
    forgetful: bool = False
    lists: bool = False
    options: Mapping[str, Option] = field(default_factory=dict)
    reports: str = ""
    otherwise: MessageParts = (Remedy("solve()", concept="quantal"), " may find one")
    kernel: str = ""
    pure: str = ""
    selection: str = ""
    order: str = ""
    elsewhere: Collection[str] = ()
    relation: str = ""

    @property
    def kind(self) -> str:
        """What its equilibria are called for: ``sequential``."""
        return self.title.removesuffix(" equilibrium")
