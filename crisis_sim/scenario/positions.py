"""Where everything in a scenario file stands, and the list of what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from crisis_sim.problem import Problem
from crisis_sim.shown import Brief

__all__ = ["MOST_PROBLEMS", "Document", "Keys", "Place", "TooManyProblems", "path_text"]

Keys = tuple[str | int, ...]

MOST_PROBLEMS = 100
_NUMBER = re.compile(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?")


class TooManyProblems(Exception):
    """Reading stops: enough is wrong with the file already."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value and its key begin, counted from 0."""

    line: int
    column: int
    key_line: int
    key_column: int


@dataclass(slots=True, repr=False)
class Document(Brief):
    """Plain data and its places. ``data`` is None when the text could not be read as YAML.

    ``refused`` are places whose value was thrown away when the text was read; nothing more is said
    of them. ``again`` are the values of keys that stand more than once.
    """

    lines: list[str]
    data: Any = None
    places: dict[Keys, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: set[Keys] = field(default_factory=set)
    again: dict[Keys, list[Any]] = field(default_factory=dict)

    def add(
        self,
        keys: Keys,
        message: str,
        *,
        hint: str = "",
        at_key: bool = False,
        start: int = 0,
        width: int = 0,
    ) -> None:
        """Record a problem at the value (or the key) that ``keys`` lead to.

        ``start`` and ``width`` narrow it to a part of a scalar's text. Where the value itself is
        absent or empty, its key or the nearest enclosing one is pointed at.
        """
        if any(keys[:n] in self.refused for n in range(len(keys) + 1)):
            return
        found = keys
        while found and found not in self.places:
            found = found[:-1]
        place = self.places.get(found, Place(0, 0, 0, 0))
        value = self.value(found)
        if at_key or found != keys or value is None:
            shown = str(found[-1]) if found and isinstance(found[-1], str) else "-"
            self._record(place.key_line, place.key_column, message, keys, len(shown), hint)
            return
        column, whole = place.column, 1
        if not isinstance(value, (dict, list)):
            indent, whole = self._text_at(place, value)
            narrowed = width and whole > 1
            column += indent + start if narrowed else 0
            whole = width if narrowed else whole
        self._record(place.line, column, message, keys, whole, hint)

    def number_at(self, keys: Keys) -> str:
        """The number at a place, as it is written; empty if there is none."""
        place = self.places.get(keys)
        if place is None or place.line >= len(self.lines):
            return ""
        found = _NUMBER.match(self.lines[place.line], place.column)
        return found[0] if found else ""

    def words_at(self, keys: Keys) -> list[str]:
        """The entries of the list at a place, or of the lists among its fields."""
        value = self.value(keys)
        lists = value.values() if isinstance(value, dict) else [value]
        return [str(one) for entries in lists if isinstance(entries, list) for one in entries]

    def list_at(self, keys: Keys) -> str:
        """The list in brackets at a place, as it is written on its line."""
        place = self.places.get(keys)
        if place is None or place.line >= len(self.lines):
            return ""
        return self.lines[place.line][place.column :].partition("]")[0] + "]"

    def add_at(
        self,
        line: int,
        column: int,
        message: str,
        *,
        keys: Keys = (),
        hint: str = "",
        width: int = 1,
    ) -> None:
        """Record a problem at a line and column counted from 0."""
        self._record(line, column, message, keys, width, hint)

    def _record(
        self, line: int, column: int, message: str, keys: Keys, width: int, hint: str
    ) -> None:
        line = min(line, max(0, len(self.lines) - 1))
        excerpt = self.lines[line] if self.lines else ""
        where = path_text(keys)
        self.append(Problem(message, where, line + 1, column + 1, excerpt, width, hint))

    def append(self, problem: Problem) -> None:
        """List a problem; TooManyProblems is raised if there is no room."""
        if len(self.problems) == MOST_PROBLEMS:
            raise TooManyProblems
        self.problems.append(problem)

    def value(self, keys: Keys) -> Any:
        """What stands at a place; None if nothing does."""
        value: Any = self.data
        for key in keys:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def _text_at(self, place: Place, value: Any) -> tuple[int, int]:
        """How far after its place a scalar's text begins, and its width in the file.

        The width is 1 where the text in the file is not the value, as over several lines.
        """
        text = value if isinstance(value, str) else ""
        line = self.lines[place.line] if place.line < len(self.lines) else ""
        for quote in ("", "'", '"'):
            if text and line.startswith(f"{quote}{text}{quote}", place.column):
                return len(quote), len(text) + 2 * len(quote)
        written = line[place.column :].split(",")[0].split("}")[0].split("]")[0].split(" #")[0]
        return 0, max(1, len(written.rstrip())) if not text else 1


def path_text(keys: Keys) -> str:
    """A place as messages write it; the entries of a list count from 1."""
    return ".".join(str(key + 1) if isinstance(key, int) else key for key in keys)
