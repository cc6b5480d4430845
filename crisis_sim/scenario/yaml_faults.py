"""What is wrong with the YAML of a file, in plain words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

__all__ = ["Fault", "in_plain_words"]

_CLOSED = "Check the indentation, and that every bracket and quotation mark is closed."
_QUOTE = "Put the text in quotation marks."
_FAULTS = (
    (r"found character '\\t'", "a tab stands here", "Indent with spaces."),
    (r"found character '(.)' that cannot start", "text cannot begin with '{0}'", _QUOTE),
    (
        "mapping values are not allowed",
        "a colon is not expected here",
        "Check the indentation of this line, and put text with a colon in quotation marks.",
    ),
    (
        "expected ',' or '([]}])', but got '(.*)'",
        "expected ',' or '{0}', found '{1}'",
        "The bracket on line {line} is not closed.",
    ),
    (
        "expected <block end>, but found '<block mapping start>'",
        "the indentation fits none of the lines above",
        "Keys that belong together begin in the same column.",
    ),
    (
        "expected <block end>, but found '<scalar>'",
        "text is not expected here",
        "A text that begins with a quotation mark ends with the next: put all of it in them.",
    ),
    ("expected <block end>|expected '<document start>'", "text is not expected here", _CLOSED),
    ("undefined tag handle", "tags are not allowed", "Remove the tag."),
)
# The fault began where the context began, not where the reader gave up.
_FAULTS_BEFORE = (
    ("could not find expected ':'", "a key has no colon", "Write it as 'key: value'."),
    (
        "found unexpected end of stream|found unexpected document separator",
        "the quotation mark is never closed",
        "",
    ),
)


_LOOKALIKES = {
    "\N{NO-BREAK SPACE}": ("a no-break space", "an ordinary space"),
    "\N{IDEOGRAPHIC SPACE}": ("a wide space", "an ordinary space"),
    "\N{ZERO WIDTH SPACE}": ("a space without width", "nothing"),
    "\N{FULLWIDTH COLON}": ("a wide colon", "':'"),
    "\N{FULLWIDTH COMMA}": ("a wide comma", "','"),
}
MOST_NEAR = 5
LONGEST = 200
"""Lines with more characters are not looked into."""
_NO_COLON = re.compile(r"\s*(?:\w[^:#'\"]*|\w[^:#'\"]*:[^\s:][^:]*)")
_SECOND_COLON = re.compile(r"\s*(?:- +)?([^:]+): +([^\s'\"].*)")


@dataclass(frozen=True, slots=True)
class Fault:
    """A message and a hint, at a line and column counted from 0."""

    message: str
    hint: str
    line: int
    column: int


def in_plain_words(error: Any, lines: Sequence[str]) -> Fault:
    """The fault that a ``MarkedYAMLError`` of ruamel.yaml reports in a file of these lines."""
    mark = error.problem_mark or error.context_mark
    before = error.context_mark or mark
    detail = str(error.problem or error.context or "unreadable")
    fault = _in_one_line(detail, lines, mark) or _known(detail, mark, before)
    near = range(max(0, min(fault.line, mark.line) - 1), min(mark.line + 1, len(lines)))
    for number, sign in itertools.product(near[-MOST_NEAR:], _LOOKALIKES):
        if sign in lines[number]:
            found, wanted = _LOOKALIKES[sign]
            hint = f"Line {number + 1} holds {found} (U+{ord(sign):04X}): write {wanted}."
            return replace(fault, hint=hint)
    return fault


def _line_before(lines: Sequence[str], number: int) -> Fault | None:
    """The fault of a line that has no colon and is taken for the beginning of the next key."""
    here, before = lines[number], lines[number - 1] if number else ""
    column = len(before) - len(before.lstrip())
    if (
        len(before) > LONGEST
        or len(here) - len(here.lstrip()) != column
        or not _NO_COLON.fullmatch(before)
    ):
        return None
    key, _, value = re.sub(r"\s*[:=]\s*", ":", before.strip(), count=1).partition(":")
    hint = f"Write it as '{key}: {value or 'value'}', with a space after the colon."
    return Fault("not YAML: a key has no colon", hint, number - 1, column)


def _known(detail: str, mark: Any, before: Any) -> Fault:
    for pattern, message, hint in _FAULTS_BEFORE:
        if re.search(pattern, detail):
            return Fault(f"not YAML: {message}", hint, before.line, before.column)
    for pattern, message, hint in _FAULTS:
        if found := re.search(pattern, detail):
            message = message.format(*found.groups())
            hint = hint.format(line=before.line + 1)
            return Fault(f"not YAML: {message}", hint, mark.line, mark.column)
    return Fault(f"not YAML: {detail}", _CLOSED, mark.line, mark.column)


def _in_one_line(detail: str, lines: Sequence[str], mark: Any) -> Fault | None:
    """The fault of a second colon after a key: it belongs to a text, or a semicolon goes before."""
    flow = detail.endswith("but got ':'")
    if not (flow or "mapping values are not allowed" in detail):
        return None
    line = lines[mark.line] if mark.line < len(lines) else ""
    field = re.split(r"[{\[,]", line[: mark.column])[-1] if flow else line[: mark.column]
    if len(field) > LONGEST:
        return None
    found = _SECOND_COLON.fullmatch(field)
    if found is None:
        return None if flow else _line_before(lines, mark.line)
    if ";" in found[2]:
        message = "not YAML: a comma, not a semicolon, separates fields"
        column = mark.column - len(found[2]) + found[2].rindex(";")
        return Fault(message, "Write a comma here.", mark.line, column)
    rest = re.split(r"[,}\]]" if flow else " #", line[mark.column :])[0]
    text = f"{found[2]}{rest}".rstrip()
    quote = "'" if '"' in text else '"'
    hint = f"Put the text in quotation marks: {found[1].strip()}: {quote}{text}{quote}."
    message = "not YAML: a colon is not expected here"
    return Fault(message, hint if len(text) <= 80 else _QUOTE, mark.line, mark.column)
