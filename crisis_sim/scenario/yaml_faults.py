"""What is wrong with the YAML of a file, in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Fault:
    """A message and a hint, at a line and column counted from 0."""

    message: str
    hint: str
    line: int
    column: int


def in_plain_words(error: Any) -> Fault:
    """The fault that a ``MarkedYAMLError`` of ruamel.yaml reports."""
    mark = error.problem_mark or error.context_mark
    before = error.context_mark or mark
    detail = str(error.problem or error.context or "unreadable")
    for pattern, message, hint in _FAULTS_BEFORE:
        if re.search(pattern, detail):
            return Fault(f"not YAML: {message}", hint, before.line, before.column)
    for pattern, message, hint in _FAULTS:
        if found := re.search(pattern, detail):
            message = message.format(*found.groups())
            hint = hint.format(line=before.line + 1)
            return Fault(f"not YAML: {message}", hint, mark.line, mark.column)
    return Fault(f"not YAML: {detail}", _CLOSED, mark.line, mark.column)
