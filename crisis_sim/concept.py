"""A solution concept as a record: its options, what it promises, what solves and what sweeps it."""

from __future__ import annotations

import math
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from numbers import Integral, Real
from typing import Any

from crisis_sim.near_names import nearest
from crisis_sim.remedy import Remedy

__all__ = ["Concept", "ConceptOption", "OptionValue", "Parts", "Promise", "Room"]

OptionValue = float | int | bool | str | None
"""A number, a choice by its name; None where the record says in words what is done without it."""
Parts = tuple[Remedy | str, ...]
"""A part of a message."""


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
class ConceptOption:
    """An option of a concept, from which each face and the reference are made.

    Attributes
    ----------
    name : what it is given by.
    called : what it is, with its article.
    meaning : what it does, as a part of a sentence.
    kind : float, int, bool or str.
    default : what it is when nothing is given; None where ``without`` says what is done then.
    low : the least that it can be, ends included.
    unit : what it is counted in.
    choices : its values and what each gives, where they are few.
    swept : whether a sweep needs it.
    """

    name: str
    called: str
    meaning: str
    kind: type[Any]
    default: OptionValue = None
    without: str = ""
    low: int | None = None
    unit: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    swept: bool = False

    def fault(self, value: object) -> Parts:
        """What is wrong with a value; nothing where it can be given."""
        if self.choices:
            if isinstance(value, str) and value in self.choices:
                return ()
            return "unknown ", Remedy(self.name), f" '{value}'. {nearest(str(value), self.choices)}"
        if self._serves(value):
            return ()
        return Remedy(self.name), f" must be {self.range}, not {value!r}"

    def _serves(self, value: object) -> bool:
        if self.kind is bool or isinstance(value, bool):
            return self.kind is bool and isinstance(value, bool)
        number = Integral if self.kind is int else Real
        low = -sys.float_info.max if self.low is None else self.low
        try:
            return isinstance(value, number) and bool(low <= self.kind(value) < math.inf)
        except OverflowError:
            return False

    @property
    def range(self) -> str:
        """What can be given, in words."""
        if self.choices:
            return ", ".join(self.choices)
        if self.kind is bool:
            return "True or False"
        told = "a whole number" if self.kind is int else "a number"
        told += "" if self.low is None else f", {self.low} or more"
        return f"{told} (in {self.unit})" if self.unit else told

    def taken(self, value: object) -> OptionValue:
        """A value without a fault as solvers take it."""
        return None if value is None else self.kind(value)


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
    solver : the function that solves a game by it, as ``module:function``; takes its options.
    promise : what is sure of the regrets.
    complete : the kinds of equilibria of which, where they are searched in small games, all are
        found.
    room : how large games are that it takes.
    perfect : whether it asks for perfect information.
    forgetful : whether it solves games in which a player forgets what it knew or did.
    lists : whether it may list the strategies of each player.
    options : its options by name.
    reports : the option that says when it ends, if the solver takes ``report`` and calls it as it
        goes.
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
    solver: str
    promise: Promise
    complete: Collection[str] = ()
    room: Room = Room.SMALL
    perfect: bool = False
    forgetful: bool = False
    lists: bool = False
    options: Mapping[str, ConceptOption] = field(default_factory=dict)
    reports: str = ""
    otherwise: Parts = (Remedy("solve()", concept="quantal"), " may find one")
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
