"""One thing that keeps a text from being YAML, and the lines that hold fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from crisis_sim.scenario import model

__all__ = [
    "FIELDS",
    "FORMULAS",
    "HELD",
    "LISTS",
    "LONGEST",
    "PARTS",
    "SHORT",
    "Fault",
    "Spot",
    "indent_of",
    "key_of",
    "names_of",
    "plain_part",
    "section_of",
    "written",
]

LONGEST = 200
"""Lines with more characters are not looked into."""
PARTS: tuple[type[model.Part], ...] = tuple(
    one for one in vars(model).values() if isinstance(one, type) and issubclass(one, model.Part)
)
"""Every kind of part of a scenario."""


def names_of(part: type[model.Part]) -> tuple[str, ...]:
    """What the fields of a part are called in a file."""
    return tuple(info.alias or name for name, info in part.model_fields.items())


def _parts_in(kind: Any) -> Iterator[type[model.Part]]:
    """The parts of a file that a kind of value is made of."""
    if isinstance(kind, type) and issubclass(kind, model.Part):
        yield kind
    for inner in get_args(kind):
        yield from _parts_in(inner)


def _is_short(kind: Any) -> bool:
    """Whether a kind of value is named parts or plain values."""
    if get_origin(kind) is not dict:
        return any(_is_short(one) for one in get_args(kind))
    return not isinstance(get_args(kind)[1], type)


HELD: dict[str, type[model.Part]] = {
    name: inner
    for part in PARTS
    for name, info in zip(names_of(part), part.model_fields.values(), strict=True)
    for inner in _parts_in(info.annotation)
}
"""By field what is found under the names that it holds."""
SHORT = frozenset(
    name
    for part in PARTS
    for name, info in zip(names_of(part), part.model_fields.values(), strict=True)
    if _is_short(info.annotation)
)
"""Fields under whose names a plain value can stand for a part."""


FIELDS = frozenset(name for part in PARTS for name in names_of(part))
"""The names of all fields of all parts of a scenario."""
FORMULAS = frozenset({"when", "probability", "formula", "default"})
"""Fields that hold a formula."""
LISTS = frozenset({"levels", "range", "seen by", "values"})
"""Fields that hold a list."""
_KEY = re.compile(r"\s*(?:- +)?([^:#'\"{}\[\],]+?)\s*:(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Fault:
    """A message and a hint, at a line and column counted from 0."""

    message: str
    hint: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A line and a column counted from 0."""

    line: int
    column: int

    def rest(self, lines: Sequence[str]) -> str:
        """What stands on the line from here."""
        return lines[self.line][self.column :] if self.line < len(lines) else ""

    def before(self, lines: Sequence[str]) -> str:
        """What stands on the line before it."""
        return lines[self.line][: self.column] if self.line < len(lines) else ""


def indent_of(line: str) -> int:
    """The spaces at the beginning of a line."""
    return len(line) - len(line.lstrip(" "))


def key_of(line: str) -> str:
    """The key with which a line begins; an empty string if there is none."""
    found = _KEY.match(line[:LONGEST])
    return found[1] if found else ""


def section_of(lines: Sequence[str], number: int) -> str:
    """The section of which a line is an entry; an empty string where it is none, or further in."""
    for line in reversed(lines[:number]):
        if line.strip() and indent_of(line) < indent_of(lines[number]):
            return "" if indent_of(line) else key_of(line)
    return ""


def plain_part(text: str) -> str:
    """The text without a remark at its end."""
    return text.split(" #")[0].rstrip()


def written(text: str, otherwise: str) -> str:
    """A hint to write the text, if it is short enough."""
    return f"Write {text}." if len(text) <= 90 else otherwise
