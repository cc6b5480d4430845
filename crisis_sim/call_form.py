"""The form in which a method is called: what stands where, and what each argument can be."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from inspect import Parameter, signature
from typing import Any

import numpy as np

from crisis_sim.arguments import ARGUMENTS, argument
from crisis_sim.concepts import CONCEPT
from crisis_sim.near_names import listed
from crisis_sim.remedy import MessageParts, Remedy
from crisis_sim.scenario.span import Span

__all__ = ["KINDS", "CallForm"]


@dataclass(frozen=True, slots=True)
class _Kind:
    """What an argument can be, in words and as a test."""

    called: str
    serves: Callable[[Any], bool]
    several: MessageParts = ()

    def fault(self, name: str, value: object) -> MessageParts:
        """What is wrong with a value, and what takes several; nothing where it can be given."""
        if self.serves(value):
            return ()
        more = ("; ", *self.several) if self.several and isinstance(value, (list, tuple)) else ()
        return Remedy(name), f" must be {self.called}, not {value!r:.40}", *more


def _is_path(value: object) -> bool:
    return isinstance(value, (str, os.PathLike)) and os.fspath(value) not in ("", b"")


_PATH = _Kind("a name or path", _is_path)
_TEXT = _Kind("a text", lambda value: isinstance(value, str))
_SPAN = _Kind(
    "one parameter, such as 'q', 'q=0:1' or a Span", lambda value: isinstance(value, (Span, str))
)
KINDS: Mapping[str, _Kind] = {
    "bool": _Kind("True or False", lambda value: isinstance(value, (bool, np.bool_))),
    "str": _TEXT,
    "str | Path": _PATH,
    "Span | str": _SPAN,
    "Reporter": _Kind("a function, such as print", callable),
    "Mapping[str, Any]": _Kind("a mapping", lambda value: isinstance(value, Mapping)),
    "str | Sequence[str]": _Kind(
        "names",
        lambda value: isinstance(value, Collection) and all(isinstance(one, str) for one in value),
    ),
}
"""By what an argument is annotated with, None aside, what it can be."""
_OWN: Mapping[tuple[str, str], _Kind] = {
    ("", CONCEPT.name): replace(_TEXT, called=CONCEPT.range),
    ("thresholds", "along"): replace(
        _SPAN, several=(Remedy("every_threshold()"), " takes several")
    ),
}
"""What an argument can be, of one method or of all, that its annotation does not tell."""


class CallForm:
    """A method as it is called.

    Attributes
    ----------
    by_place : what can be given without a name, in order.
    by_name : what is given by name alone, in the method or in what it is ``handed_to``.
    needed : what must be given.
    """

    def __init__(self, method: Callable[..., object]) -> None:
        parameters = {**signature(method).parameters}
        self.name = method.__name__
        self.bound = parameters.pop("self", None) is not None
        self.by_place = _of_kind(parameters, Parameter.POSITIONAL_OR_KEYWORD)
        self.by_name = _of_kind(parameters, Parameter.KEYWORD_ONLY)
        self.several = _of_kind(parameters, Parameter.VAR_POSITIONAL)
        self.needed = [n for n, one in self.by_place.items() if one.default is one.empty]
        self.rest = next(iter(_of_kind(parameters, Parameter.VAR_KEYWORD)), "")

    @property
    def form(self) -> str:
        """How it is called: its name with what can be given without one."""
        return f"{self.name}({', '.join(self.by_place)})"

    def named(self, args: Sequence[object], given: Mapping[str, object]) -> dict[str, object]:
        """What is given, by the names of the method."""
        return {**dict(zip(self.by_place, args, strict=False)), **given}

    def faults(
        self,
        args: Sequence[object],
        given: Mapping[str, object],
        handed: Mapping[str, Parameter],
    ) -> Iterator[MessageParts]:
        """What is wrong with the places of arguments, and with what they are."""
        yield from self._misplaced(args, given, handed)
        known = {**handed, **self.by_name, **self.by_place}
        for name, value in self.named(args, given).items():
            if fault := _fault(self.name, known[name], value) if name in known else ():
                placed = name not in given and len(self.by_place) > 1
                yield (*fault, f"; the order is {self.form}") if placed else fault
        for one in self.several.values():
            yield from filter(
                None, (_fault(self.name, one, value) for value in args[len(self.by_place) :])
            )

    def _misplaced(
        self, args: Sequence[object], given: Mapping[str, object], handed: Collection[str]
    ) -> Iterator[MessageParts]:
        """What there is no place for, what is given twice, and what is not given at all."""
        for value in () if self.several else args[len(self.by_place) :]:
            by_name = listed(dict.fromkeys((*self.by_name, *handed)))
            told = f"; by name: {by_name}" if by_name else ""
            yield (f"there is no place for {value!r:.40} in {self.form}{told}",)
        placed = [*self.by_place][: len(args)]
        for name in sorted({*placed}.intersection(given)):
            yield (f"'{name}' is given twice",)
        if missing := [name for name in self.needed if name not in given and name not in placed]:
            ranges = [f"{name}={one}" for name, one in given.items() if ":" in f"{one}"]
            more = f"; there a range is written '{ranges[0]:.40}'" if ranges else ""
            yield (f"{listed(missing)} must be given: {self.form}{more}",)


def _of_kind(parameters: Mapping[str, Parameter], kind: object) -> dict[str, Parameter]:
    return {name: one for name, one in parameters.items() if one.kind is kind}


def _fault(method: str, one: Parameter, value: object) -> MessageParts:
    """What is wrong with an argument: a number by its record, anything else by its annotation."""
    if one.name in ARGUMENTS:
        return replace(argument(one.name, method), default=one.default).fault(value)
    annotation = f"{one.annotation}"
    if value is None and annotation.endswith(" | None"):
        return ()
    own = _OWN.get((method, one.name)) or _OWN.get(("", one.name))
    kind = own or KINDS.get(annotation.removesuffix(" | None"))
    return kind.fault(one.name, value) if kind else ()
