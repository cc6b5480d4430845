"""An option: what it is called, means and can be, once for Python, the flags and the reference."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

from crisis_sim.errors import InputError
from crisis_sim.near_names import nearest
from crisis_sim.remedy import MessageParts, Remedy

__all__ = ["Option", "OptionValue"]

OptionValue = float | int | bool | str | None
"""A number, a choice by its name; None where the record says in words what is done without it."""
_CALLED = {bool: "True or False", int: "a whole number", float: "a number", str: "a text"}
_NUMBERS: Mapping[type, type] = {int: Integral, float: Real}


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option of concepts, of figures or of methods, from which each face is made.

    Attributes
    ----------
    name : what it is given by.
    meaning : what it does, as a part of a sentence.
    kind : float, int, bool or str; anything else is checked where it is read.
    default : what it is when nothing is given; None where ``without`` says what is done then.
    called : what it is, with its article.
    low, high : the ends of its range.
    open : whether the low end itself is left out.
    unit : what it is counted in.
    choices : its values, where they are few; a mapping tells what each gives.
    hint : what to write for a text that is none of them.
    form : what stands for its value, where that is text.
    among : the mapping of the scenario from which its names come.
    counted : whether people count it from 1, and Python from 0.
    swept : whether a sweep by its concept needs it.
    """

    name: str
    meaning: str
    kind: type[Any]
    default: Any = None
    without: str = ""
    called: str = ""
    low: int | None = None
    high: int | None = None
    open: bool = False
    unit: str = ""
    choices: Collection[str] = ()
    hint: Callable[[str], MessageParts] | None = None
    form: str = ""
    among: str = ""
    counted: bool = False
    swept: bool = False

    def fault(self, value: object) -> MessageParts:
        """What is wrong with a value; nothing where it can be given."""
        if (value is None and self.default is None) or self._serves(value):
            return ()
        if self.choices and isinstance(value, str):
            hint = self.hint(value) if self.hint else (nearest(value, self.choices),)
            called = self.called.partition(" ")[2] or self.name
            return f"unknown {called} '{value:.40}'. ", *hint
        return Remedy(self.name), f" must be {self.range}, not {value!r:.40}"

    def check(self, value: object) -> None:
        """Raise InputError for a value that cannot be given."""
        if fault := self.fault(value):
            raise InputError(*fault)

    def _serves(self, value: object) -> bool:
        if self.kind not in _CALLED:
            return True
        if self.kind not in _NUMBERS:
            return isinstance(value, self.kind) and (not self.choices or value in self.choices)
        if isinstance(value, bool):
            return False
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        try:
            number = self.kind(value) if isinstance(value, _NUMBERS[self.kind]) else math.nan
        except OverflowError:
            return False
        inside = low <= number <= high and not (self.open and number == low)
        return inside and abs(number) < math.inf

    @property
    def range(self) -> str:
        """What can be given, in words."""
        if self.choices:
            return ", ".join(self.choices)
        told = _CALLED.get(self.kind, "")
        if self.low is not None:
            told += f", above {self.low:,}" if self.open else f", {self.low:,}"
            end = "" if self.open else " or more"
            told += end if self.high is None else f" to {self.high:,}"
        elif self.high is not None:
            told += f", at most {self.high:,}"
        return f"{told} (in {self.unit})" if self.unit else told

    def taken(self, value: object) -> OptionValue:
        """A value without a fault as solvers take it."""
        found: OptionValue = None if value is None else self.kind(value)
        return found
