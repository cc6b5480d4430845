"""Every option of figures, declared once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from crisis_sim.arguments import ARGUMENTS
from crisis_sim.concepts import CONCEPT
from crisis_sim.figures.presets import PRESETS
from crisis_sim.option import Option

if TYPE_CHECKING:
    from crisis_sim.scenario.span import Span

__all__ = ["FIGURE_OPTIONS", "Options"]

_KINDS = {"bool": bool, "int": int, "float": float, "str": str}
"""By how a field is annotated, what its values are."""


def _option(default: Any, meaning: str, **more: Any) -> Any:
    """A field of :class:`Options`."""
    return field(default=default, metadata={"meaning": meaning, **more})


def _argument(name: str) -> Any:
    """A field that methods take too."""
    return _as(ARGUMENTS[name])


def _as(record: Option) -> Any:
    """A field that is an option of its own record."""
    return field(default=record.default, metadata={"record": record})


@dataclass(frozen=True, kw_only=True)
class Options:
    """What any kind of figure can be asked for, beside the game."""

    along: tuple[Span, ...] = _option(
        (),
        "a parameter or definition to follow, over its range or the one given, such as pi=0:1/2",
        form="NAME[=LOW:HIGH]",
        among="parameters",
    )
    concept: str = _as(CONCEPT)
    equilibrium: int = _argument("equilibrium")
    full: bool = _option(False, "every node; otherwise what is off path folds")
    formulas: bool = _option(False, "payoffs as formulas beside their values")
    situations: bool = _option(False, "the situations by name at their nodes")
    upright: bool = _option(False, "from top to bottom, without formulas")
    root: str | None = _option(
        None,
        "from a situation, information set or node's number on",
        without="the whole game",
        form="PLACE",
    )
    outcome: str | None = _option(
        None,
        "an outcome or category; where payoffs are asked about too, a player",
        without="what has a cause, or is worst; there, the first player's payoff",
        form="NAME",
        among="outcomes",
    )
    no_here: bool = _option(False, "without the mark of the scenario's own values")
    disagreement: str | None = _option(
        None,
        "an outcome or situation without a deal",
        without="play of the game without agreements",
        form="PLACE",
    )
    plays: int = _argument("plays")
    samples: int = _argument("samples")
    seed: int = _argument("seed")
    columns: int = _option(2, "columns of the page that it is as wide as", low=1, high=2)
    width: float | None = _option(None, "width in points", without="that of the columns", low=1)
    style: str = _option(
        "default",
        "widths and type of a journal, or of slides",
        form="NAME",
        choices=tuple(PRESETS),
    )
    grey: bool = _option(False, "in greys, as a photocopier shows it")
    no_footer: bool = _option(
        False, "without the legend and notes at the foot, which the caption then tells"
    )
    title: str | None = _option(None, "the title", without="the scenario's own", form="TEXT")

    def given(self) -> set[str]:
        """The options that are not as they are when nothing is asked."""
        return {name for name, one in FIGURE_OPTIONS.items() if getattr(self, name) != one.default}


def _record(one: Field[Any]) -> Option:
    """The option that a field of :class:`Options` is."""
    record: Option | None = one.metadata.get("record")
    if record is not None:
        return record
    kind = _KINDS.get(f"{one.type}".removesuffix(" | None"), object)
    return Option(name=one.name, kind=kind, default=one.default, **one.metadata)


FIGURE_OPTIONS: Mapping[str, Option] = {one.name: _record(one) for one in fields(Options)}
"""The options by name."""
