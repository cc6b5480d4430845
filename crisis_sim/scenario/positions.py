"""YAML text to plain data, with the line and column of every key and value.

The text is untrusted. It is read event by event, so that an alias, a tag or a second document is
refused where it stands, before anything is built from it. Scalars follow the core schema of
YAML 1.2: ``no`` and ``on`` are words, dates are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from crisis_sim.errors import Problem

__all__ = ["Document", "Keys", "Place", "read"]

Keys = tuple[str | int, ...]

MOST_CHARACTERS = 1_000_000
MOST_VALUES = 50_000
DEEPEST = 20

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS = {
    "true": True,
    "True": True,
    "false": False,
    "False": False,
    "null": None,
    "~": None,
    "": None,
}
MOST_DIGITS = 300


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value and its key begin, counted from 0; ``plain`` if the text is as written."""

    line: int
    column: int
    key_line: int
    key_column: int
    plain: bool


@dataclass(slots=True)
class Document:
    """Plain data and its places. ``data`` is None when the text could not be read as YAML."""

    lines: list[str]
    data: Any = None
    places: dict[Keys, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

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
        absent, the nearest enclosing one is pointed at.
        """
        found = keys
        while found and found not in self.places:
            found = found[:-1]
        place = self.places.get(found, Place(0, 0, 0, 0, True))
        at_key = at_key or found != keys
        line, column = (place.key_line, place.key_column) if at_key else (place.line, place.column)
        if not at_key and place.plain:
            column += start
        if not width:
            width = self._width(found, at_key=at_key)
        where = ".".join(str(key) for key in keys)
        self.problems.append(self._problem(line, column, message, where, width, hint))

    def _width(self, keys: Keys, *, at_key: bool) -> int:
        if at_key:
            return len(str(keys[-1])) if keys else 1
        value: Any = self.data
        for key in keys:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                return 1
        return 1 if isinstance(value, (dict, list)) or value is None else len(str(value))

    def _problem(
        self, line: int, column: int, message: str, where: str, width: int, hint: str
    ) -> Problem:
        excerpt = self.lines[line] if line < len(self.lines) else ""
        return Problem(message, where, line + 1, column + 1, excerpt, width, hint)

    def add_at(
        self, line: int, column: int, message: str, *, hint: str = "", width: int = 1
    ) -> None:
        """Record a problem at a line and column counted from 0."""
        self.problems.append(self._problem(line, column, message, "", width, hint))


def read(text: str) -> Document:
    """Read one YAML document; whatever is wrong is listed in ``problems``."""
    document = Document(lines=text.splitlines())
    if len(text) > MOST_CHARACTERS:
        document.add_at(0, 0, f"file longer than {MOST_CHARACTERS:,} characters")
        return document
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        _Builder(document, YAML(typ="safe", pure=True).parse(text)).build()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        document.data = None
        detail = error.problem or error.context or "unreadable"
        document.add_at(min(line, max(0, len(document.lines) - 1)), column, f"not YAML: {detail}")
    except YAMLError as error:
        document.data = None
        document.add_at(0, 0, f"not YAML: {str(error).splitlines()[0]}")
    return document


class _TooMuch(Exception):
    """Reading stopped at a limit; the problem is already recorded."""


class _Builder:
    """Consumes the events of one document."""

    def __init__(self, document: Document, events: Iterator[Any]) -> None:
        self.document = document
        self.events = events
        self.values = 0

    def build(self) -> None:
        documents = 0
        try:
            for event in self.events:
                kind = type(event).__name__
                if kind == "DocumentStartEvent":
                    documents += 1
                    if documents > 1:
                        self.refuse(
                            event, "a file holds one scenario; a second document begins here"
                        )
                        return
                elif kind not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                    self.document.data = self.value(event, (), event.start_mark, 0)
        except _TooMuch:
            self.document.data = None

    def refuse(self, event: Any, message: str, hint: str = "") -> None:
        mark = event.start_mark
        self.document.add_at(mark.line, mark.column, message, hint=hint)

    def value(self, event: Any, keys: Keys, key_mark: Any, depth: int) -> Any:
        self.values += 1
        if self.values > MOST_VALUES:
            self.refuse(event, f"more than {MOST_VALUES:,} values in one file")
            raise _TooMuch
        if depth > DEEPEST:
            self.refuse(event, f"values nested more than {DEEPEST} deep")
            raise _TooMuch
        kind = type(event).__name__
        plain = kind == "ScalarEvent" and event.style is None
        mark = event.start_mark
        self.document.places[keys] = Place(
            mark.line, mark.column, key_mark.line, key_mark.column, plain
        )
        if kind == "AliasEvent":
            self.refuse(event, "aliases are not allowed", "Write the value out where it is used.")
            return None
        if event.anchor is not None:
            self.refuse(event, "anchors are not allowed", "Write the value out where it is used.")
        tag = getattr(event, "tag", None) or getattr(event, "ctag", None)
        if tag is not None and str(tag) not in ("None", "!"):
            self.refuse(event, f"tags are not allowed, found '{tag}'", "Remove the tag.")
        if kind == "MappingStartEvent":
            return self.mapping(keys, depth)
        if kind == "SequenceStartEvent":
            return self.sequence(keys, depth)
        return self.scalar(event)

    def mapping(self, keys: Keys, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while type(event := next(self.events)).__name__ != "MappingEndEvent":
            if type(event).__name__ != "ScalarEvent":
                self.refuse(event, "a key must be one word or phrase")
                raise _TooMuch
            key, mark = str(event.value), event.start_mark
            if key in result:
                first = self.document.places[(*keys, key)].key_line + 1
                where = ".".join(str(part) for part in (*keys, key))
                self.document.add_at(
                    mark.line,
                    mark.column,
                    f"{where}: '{key}' stands here twice; first on line {first}",
                    hint="Rename one of them or merge the two.",
                    width=len(key),
                )
                self.value(next(self.events), (*keys, f"{key} (again)"), mark, depth + 1)
                continue
            result[key] = None
            result[key] = self.value(next(self.events), (*keys, key), mark, depth + 1)
        return result

    def sequence(self, keys: Keys, depth: int) -> list[Any]:
        result: list[Any] = []
        while type(event := next(self.events)).__name__ != "SequenceEndEvent":
            result.append(self.value(event, (*keys, len(result)), event.start_mark, depth + 1))
        return result

    def scalar(self, event: Any) -> Any:
        text = str(event.value)
        if event.style is not None:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if len(text) <= MOST_DIGITS:
            if _INTEGER.fullmatch(text):
                return int(text)
            if _FLOAT.fullmatch(text):
                return float(text)
        return text
