"""What would serve where something cannot be done: data, which each face words for its readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

__all__ = ["MessageParts", "Remedy", "RemedyValue", "worded"]

RemedyValue = str | bool | float | tuple[str, ...]
"""What a remedy gives: one value, or several beside each other."""


@dataclass(frozen=True, slots=True, init=False)
class Remedy:
    """Something that whoever asked may give instead, by its name in Python.

    It is an option of what was called, and its value. With brackets it is a method of a study,
    whichever was called, with what that is asked about and its options by name.

    >>> str(Remedy("along", ("pi", "mu"))), str(Remedy("force", True)), str(Remedy("resume"))
    ("along=('pi', 'mu')", 'force=True', 'resume')
    >>> str(Remedy("thresholds()", "pi")), str(Remedy("solve()", concept="nash"))
    ("thresholds('pi')", "solve(concept='nash')")
    """

    option: str
    value: RemedyValue
    options: tuple[tuple[str, RemedyValue], ...]

    def __init__(self, option: str, value: RemedyValue = "", /, **options: RemedyValue) -> None:
        held = (option, value, tuple(options.items()))
        for name, one in zip(self.__slots__, held, strict=True):
            object.__setattr__(self, name, one)

    @property
    def method(self) -> str:
        """The method that it is; empty for an option of what was called."""
        return self.option[:-2] if self.option.endswith("()") else ""

    @property
    def values(self) -> tuple[RemedyValue, ...]:
        """The values, one beside the other; none where none is named."""
        if isinstance(self.value, tuple):
            return self.value
        return () if self.value == "" else (self.value,)

    def __str__(self) -> str:
        return _WORDING.get()(self)


MessageParts = tuple[Remedy | str, ...]
"""A message: texts, and between them the remedies that each face words for its readers."""


def _in_python(remedy: Remedy) -> str:
    if remedy.method:
        given = [*map(repr, remedy.values), *(f"{name}={one!r}" for name, one in remedy.options)]
        return f"{remedy.method}({', '.join(given)})"
    return f"{remedy.option}={remedy.value!r}" if remedy.values else remedy.option


_WORDING: ContextVar[Callable[[Remedy], str]] = ContextVar("wording", default=_in_python)


@contextmanager
def worded(wording: Callable[[Remedy], str]) -> Iterator[None]:
    """Within the block remedies are told as those who read them would give them: as flags, say."""
    token = _WORDING.set(wording)
    try:
        yield
    finally:
        _WORDING.reset(token)
