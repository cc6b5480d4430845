"""YAML text to plain data, with the line and column of every key and value.

The text is untrusted. It is read event by event, so that an alias, a tag or a second document is
refused where it stands, before anything is built from it. Scalars follow the core schema of
YAML 1.2: ``no`` and ``on`` are words, dates are text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from crisis_sim.scenario.faults.cut_in_two import Pieces, cut_in_two, without_colon
from crisis_sim.scenario.faults.fault import FIELDS
from crisis_sim.scenario.faults.right_form import as_pair
from crisis_sim.scenario.faults.yaml import in_plain_words
from crisis_sim.scenario.positions import Document, Keys, Place

__all__ = ["MOST_CHARACTERS", "read"]

MOST_CHARACTERS = 400_000
MOST_VALUES = 20_000
DEEPEST = 20
MOST_DIGITS = 300
LONGEST_EXPONENT = 4

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
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]", re.UNICODE
)
_LINE_ENDS = re.compile("\r\n|[\n\r]")
_SEPARATORS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), " ")
"""They ended lines in YAML 1.1; in 1.2 they are text, and editors do not count lines by them."""
_ONCE = "Write the value out where it is used."
_QUOTED = "Put the text in quotation marks."


def read(text: str, document: Document) -> None:
    """Read one YAML document; whatever is wrong is listed in its ``problems``.

    Raises :class:`~crisis_sim.scenario.positions.TooManyProblems` when the list is full.
    """
    text = text.lstrip("\ufeff").translate(_SEPARATORS)
    if len(text) > MOST_CHARACTERS:
        document.add_at(0, 0, f"the file is longer than {MOST_CHARACTERS:,} characters")
        return
    document.lines = _LINE_ENDS.split(text)
    if found := _FORBIDDEN.search(text):
        before = _LINE_ENDS.split(text[: found.start()])
        message = f"not YAML: the character U+{ord(found[0]):04X} is not allowed"
        document.lines = [_FORBIDDEN.sub("?", line) for line in document.lines]
        document.add_at(len(before) - 1, len(before[-1]), message, hint="Remove it.")
        return
    _parse(text, document)


def _parse(text: str, document: Document) -> None:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        _Builder(document, YAML(typ="safe", pure=True).parse(text)).build()
    except MarkedYAMLError as error:
        document.data = None
        fault = in_plain_words(error, document.lines)
        if any(problem.line == fault.line + 1 for problem in document.problems):
            return  # what was refused there goes on
        document.add_at(fault.line, fault.column, fault.message, hint=fault.hint)
    except YAMLError as error:
        document.data = None
        document.add_at(0, 0, f"not YAML: {str(error).splitlines()[0]}")


class _TooMuch(Exception):
    """Reading stopped at a limit; the problem is already recorded."""


class _Builder:
    """Consumes the events of one document."""

    def __init__(self, document: Document, events: Iterator[Any]) -> None:
        self.document = document
        self.events = events
        self.values = 0
        self.data: dict[str, Any] = {}
        """The fields of the file read so far."""

    def build(self) -> None:
        documents = 0
        try:
            for event in self.events:
                kind = type(event).__name__
                if kind == "DocumentStartEvent":
                    documents += 1
                    if documents > 1:
                        message = "a file holds one scenario; a second document begins here"
                        self.refuse(event, message, "Put it in a file of its own.")
                        return
                elif kind not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                    self.document.data = self.value(event, (), event.start_mark, 0)
        except _TooMuch:
            self.document.data = None

    def refuse(self, event: Any, message: str, hint: str = "") -> None:
        mark = event.start_mark
        self.document.add_at(mark.line, mark.column, message, hint=hint)

    def count(self, event: Any) -> None:
        """One more value has been read."""
        self.values += 1
        if self.values > MOST_VALUES:
            self.refuse(event, f"more than {MOST_VALUES:,} values in one file")
            raise _TooMuch

    def value(self, event: Any, keys: Keys, key_mark: Any, depth: int) -> Any:
        self.count(event)
        if depth > DEEPEST:
            self.refuse(event, f"values nested more than {DEEPEST} deep")
            raise _TooMuch
        mark = event.start_mark
        self.document.places[keys] = Place(mark.line, mark.column, key_mark.line, key_mark.column)
        if self.marked(event):
            self.document.refused.add(keys)
        kind = type(event).__name__
        if kind == "AliasEvent":
            return None
        if kind == "MappingStartEvent":
            return self.mapping(keys, depth)
        if kind == "SequenceStartEvent":
            return self.sequence(keys, depth)
        return self.scalar(event)

    def marked(self, event: Any) -> bool:
        """Whether an alias, an anchor or a tag stands here, which is refused."""
        if type(event).__name__ == "AliasEvent":
            named = re.compile(rf"&{re.escape(str(event.anchor))}(?!\S)")
            hint = _ONCE if any(map(named.search, self.document.lines)) else _QUOTED
            self.refuse(event, f"aliases are not allowed, found '*{event.anchor}'", hint)
            return True
        if event.anchor is not None:
            self.refuse(event, f"anchors are not allowed, found '&{event.anchor}'", _ONCE)
            return True
        tag = getattr(event, "tag", None) or getattr(event, "ctag", None)
        if tag is not None and str(tag) != "None":
            shown, hint = str(tag)[:60], "Remove the tag, or put the text in quotation marks."
            hint = hint if shown.startswith(("!!", "tag:")) else _QUOTED
            self.refuse(event, f"tags are not allowed, found '{shown}'", hint)
            return True
        return False

    def mapping(self, keys: Keys, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        whole = result
        self.data = self.data or result
        runs: list[Pieces] = []
        last = Pieces("", None, result)
        while type(event := next(self.events)).__name__ != "MappingEndEvent":
            if type(event).__name__ != "ScalarEvent":
                if not self.marked(event):
                    self.refuse(event, "a key must be one word or phrase")
                raise _TooMuch
            self.marked(event)
            key, mark, held = str(event.value), event.start_mark, next(self.events)
            if without_colon(event, held, self.document.lines):
                if not last.rests:
                    runs.append(last)
                self.count(event)
                last.rests.append(event)
                continue
            if key in result and self.is_name_before(keys, result, last.name, mark):
                keys = (*keys, last.name)
                result[last.name] = {}
                result = result[last.name]
            last = Pieces(key, held, result)
            if key in result:
                self.twice(keys, key, mark)
                again = self.value(held, (*keys, f"{key} (again)"), mark, depth + 1)
                self.document.again.setdefault((*keys, key), [result[key]]).append(again)
                if isinstance(again, dict) and isinstance(result[key], dict):
                    result[key] = again | result[key]
            else:
                result[key] = None
                result[key] = self.value(held, (*keys, key), mark, depth + 1)
        self.without_colons(keys, result, runs)
        return whole

    def is_name_before(self, keys: Keys, result: dict[str, Any], name: str, mark: Any) -> bool:
        """Whether the fields from ``mark`` on, which stand here already, are those of a name.

        It stands right before them in their column, without a value: it is indented too far.
        """
        place = self.document.places.get((*keys, name))
        if place is None or name in FIELDS or result.get(name) is not None:
            return False
        return place.key_line < mark.line and place.key_column == int(mark.column)

    def without_colons(self, keys: Keys, result: dict[str, Any], runs: list[Pieces]) -> None:
        """Read the keys that stand without a colon: fields, names, or the rest of other values."""
        joined: list[tuple[Any, str, str]] = []
        for run in runs:
            for event in list(run.rests):
                pair = as_pair(keys, str(event.value))
                if pair is not None and pair[0] not in result:
                    run.rests.remove(event)
                    joined.append((event, *pair))
                    self.joined(keys, result, event, pair)
            if run.rests and not self.cut_short(keys, result, run):
                self.alone(keys, result, run.rests)
        self.tell_joined(keys, joined, all_of_them=len(joined) == len(result))

    def alone(self, keys: Keys, result: dict[str, Any], events: list[Any]) -> None:
        """Read keys without a colon as names without a value."""
        for event in events:
            key, mark = str(event.value), event.start_mark
            if key in result:
                self.twice(keys, key, mark)
            else:
                place = Place(mark.line, mark.column, mark.line, mark.column)
                self.document.places[(*keys, key)] = place
                result[key] = None

    def joined(self, keys: Keys, result: dict[str, Any], event: Any, pair: tuple[str, str]) -> None:
        """Read a key that has its value in it, such as ``p = 0.1``, as it is meant."""
        name, value = pair
        mark = event.start_mark
        self.document.places[(*keys, name)] = Place(mark.line, mark.column, mark.line, mark.column)
        self.document.refused.add((*keys, name))
        result[name] = self.plain(value)

    def tell_joined(
        self, keys: Keys, joined: list[tuple[Any, str, str]], *, all_of_them: bool
    ) -> None:
        """Record the keys that have their values in them."""
        fields = [f"{name}: {value}" for _, name, value in joined]
        if all_of_them and joined:
            joined, fields = joined[:1], [f"{{{', '.join(fields)}}}"]
        for (event, name, _), written in zip(joined, fields, strict=True):
            mark = event.start_mark
            self.document.add_at(
                mark.line,
                mark.column,
                f"expected a colon and a space after '{name}'"
                if str(event.value).startswith(name)
                else f"expected '{name}:'",
                keys=keys,
                hint=f"Write {written}.",
                width=len(str(event.value)),
            )

    def twice(self, keys: Keys, key: str, mark: Any) -> None:
        first = self.document.places[(*keys, key)].key_line + 1
        message = f"'{key}' stands here twice; first on line {first}"
        hint = "Rename one of them or merge the two."
        self.document.add_at(
            mark.line, mark.column, message, keys=(*keys, key), hint=hint, width=max(1, len(key))
        )

    def cut_short(self, keys: Keys, result: dict[str, Any], run: Pieces) -> bool:
        """Whether keys are the rest of a value that commas inside braces have cut to pieces."""
        cut = cut_in_two(run, keys, self.data, self.document.lines)
        if cut is None:
            return False
        whole: Keys = (*keys, run.name)
        at = self.document.places[whole]
        width = len(str(run.value.value))
        self.document.add_at(
            at.line, at.column, cut.message, keys=whole, hint=cut.hint, width=width
        )
        if cut.number:
            result[run.name] = self.plain(cut.number)
        self.document.refused.add(whole)
        return True

    def sequence(self, keys: Keys, depth: int) -> list[Any]:
        result: list[Any] = []
        while type(event := next(self.events)).__name__ != "SequenceEndEvent":
            result.append(self.value(event, (*keys, len(result)), event.start_mark, depth + 1))
        return result

    def scalar(self, event: Any) -> Any:
        text = str(event.value)
        return text if event.style is not None else self.plain(text)

    def plain(self, text: str) -> Any:
        """What a text without quotation marks stands for."""
        if text in _WORDS:
            return _WORDS[text]
        if len(text) <= MOST_DIGITS:
            if _INTEGER.fullmatch(text):
                return int(text)
            if _FLOAT.fullmatch(text) and math.isfinite(float(text)) and _is_kept(text):
                return float(text)
        return text


def _is_kept(text: str) -> bool:
    """Whether a decimal is no longer than floats are written, or is one exactly.

    Longer ones stay text, which fields that hold formulas read exactly.
    """
    exponent = text.lower().partition("e")[2]
    return len(exponent) <= LONGEST_EXPONENT and Fraction(text) == Fraction(repr(float(text)))
