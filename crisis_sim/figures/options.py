"""Every option of figures, declared once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from math import isfinite
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from crisis_sim.concepts import AUTO, CONCEPTS, concept_hint
from crisis_sim.figures.presets import PRESETS
from crisis_sim.near_names import nearest

if TYPE_CHECKING:
    from crisis_sim.scenario.span import Span

__all__ = ["OPTIONS", "Option", "Options"]

_KINDS: Mapping[str, tuple[type, str]] = {
    "bool": (bool, "True or False"),
    "int": (Integral, "a whole number"),
    "float": (Real, "a number"),
    "str": (str, "a text"),
}
"""By how a field is annotated, what its values are and what they are called."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option of figures, from which each face and the documentation are made.

    Attributes
    ----------
    name, default : the field of :class:`Options`, and what it is when nothing is asked.
    meaning : what it does, as part of a sentence.
    form : what stands for its value, where that is text.
    low, high : the ends of its range.
    choices : its values, where they are few.
    among : the mapping of the scenario from which its names come.
    counted : whether people count it from 1, and Python from 0.
    kind : how its field is annotated.
    hint : what to write for a value that is none of its choices.
    """

    name: str
    default: Any
    meaning: str
    form: str = ""
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()
    among: str = ""
    counted: bool = False
    kind: str = ""
    hint: Callable[[str], str] | None = None

    def fault(self, value: Any) -> str:
        """What is wrong with a value of another kind, or beyond its range; empty for others."""
        kind, called = _KINDS.get(self.kind.removesuffix(" | None"), (object, ""))
        if value is None and self.kind.endswith(" | None"):
            return ""
        if called and not _is_of(kind, value):
            return f"expected {called}, found {value!r:.40}"
        if self.choices and value not in self.choices:
            hint = self.hint(value) if self.hint else nearest(value, self.choices)
            return f"there is no '{value:.40}'. {hint}"
        if self.low is not None and value < self.low:
            return f"{value} is below {self.low}"
        if self.high is not None and value > self.high:
            return f"{value} is above {self.high}"
        return ""


def _is_of(kind: type, value: Any) -> bool:
    """Whether a value is of a kind: a switch is no number, and numbers are finite."""
    if isinstance(value, bool) or kind is bool:
        return isinstance(value, bool) and kind is bool
    return isinstance(value, kind) and (not isinstance(value, Real) or isfinite(value))


def _option(default: Any, meaning: str, **more: Any) -> Any:
    """A field of :class:`Options`."""
    return field(default=default, metadata={"meaning": meaning, **more})


@dataclass(frozen=True, kw_only=True)
class Options:
    """What any kind of figure can be asked for, beside the game."""

    axes: tuple[Span, ...] = _option(
        (),
        "a parameter or definition to follow, over its range or the one given, such as pi=0:1/2",
        form="NAME[=LOW:HIGH]",
        among="parameters",
    )
    concept: str = _option(
        AUTO, "solution concept", form="NAME", choices=(AUTO, *CONCEPTS), hint=concept_hint
    )
    equilibrium: int = _option(0, "which of several equilibria to draw", low=0, counted=True)
    full: bool = _option(False, "every node; otherwise what is off path folds")
    formulas: bool = _option(False, "payoffs as formulas beside their values")
    upright: bool = _option(False, "from top to bottom, without formulas")
    root: str | None = _option(
        None, "from a situation, information set or node's number on", form="PLACE"
    )
    outcome: str | None = _option(
        None,
        "an outcome or category; where payoffs are asked about too, a player",
        form="NAME",
        among="outcomes",
    )
    disagreement: str | None = _option(None, "an outcome or situation without a deal", form="PLACE")
    plays: int = _option(1000, "how many plays are drawn", low=1)
    samples: int = _option(512, "the base sample", low=16)
    seed: int = _option(0, "the seed of what is drawn at random", low=0)
    columns: int = _option(2, "columns of the page that it is as wide as", low=1, high=2)
    width: float | None = _option(None, "width in points, in place of the columns'", low=1)
    style: str = _option(
        "default",
        "widths and type of a journal, or of slides",
        form="NAME",
        choices=tuple(PRESETS),
    )
    grey: bool = _option(False, "in greys, as a photocopier shows it")
    title: str | None = _option(None, "a title in place of the scenario's own", form="TEXT")

    def given(self) -> set[str]:
        """The options that are not as they are when nothing is asked."""
        return {name for name, one in OPTIONS.items() if getattr(self, name) != one.default}


OPTIONS: Mapping[str, Option] = {
    one.name: Option(one.name, one.default, kind=str(one.type), **one.metadata)
    for one in fields(Options)
}
"""The options by name."""
