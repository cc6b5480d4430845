"""What is wrong with the YAML of a file, in plain words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Any

from crisis_sim.formula.other_notations import as_number
from crisis_sim.scenario.faults.colons import (
    QUOTE,
    line_before,
    no_colon,
    second_colon,
    without_space,
)
from crisis_sim.scenario.faults.fault import FIELDS, FORMULAS, LISTS, Fault, Spot
from crisis_sim.scenario.faults.indentation import of_indentation
from crisis_sim.scenario.faults.unclosed import after_bracket, in_flow, of_bracket, of_quotation

__all__ = ["in_plain_words"]

_CLOSED = "Check the indentation, and that every bracket and quotation mark is closed."
_LINE = "Remove the line."
_FAULTS = (
    (r"found character '(.)' that cannot start", "text cannot begin with '{0}'", QUOTE),
    (
        "mapping values are not allowed",
        "a colon is not expected here",
        "Check the indentation of this line, and put text with a colon in quotation marks.",
    ),
    (
        "expected ',' or '([]}])'",
        "expected ',' or '{0}', found {found}",
        "Write a comma before it, or {0} where the bracket on line {line} ends.",
    ),
    (
        r"expected (?:<block end>.*|the node content), but found '([\]}])'",
        "the bracket '{0}' closes nothing",
        "Remove it, or open it before.",
    ),
    (
        "sequence entries|expected the node content, but found '-'",
        "a dash is not expected here",
        "Write a minus without a space, a list as [a, b]; put text in quotation marks.",
    ),
    ("expected the node content", "a value is missing before {found}", "Write it, or remove this."),
    ("mapping keys are not", "text cannot begin with '?'", QUOTE),
    (
        "escape",
        "a backslash inside double quotation marks has a meaning of its own",
        "Use single quotation marks, or write two backslashes.",
    ),
    (
        "more indented follow up line",
        "the lines of this text begin in different columns",
        "Begin them all in the same column.",
    ),
    ("YAML directive|incompatible YAML|duplicate tag handle", "directives are not allowed", _LINE),
    ("undefined tag handle", "tags are not allowed", "Remove the tag."),
    ("document end marker", "text stands after the end of the document", "Remove the dots."),
    ("", "{found} is not expected here", _CLOSED),
)
# The fault began where the context began, not where the reader gave up.
_FAULTS_BEFORE = (
    ("could not find expected ':'", "", "a key has no colon", "Write it as 'key: value'."),
    (
        "found unexpected end of stream|found unexpected document separator",
        "",
        "the quotation mark is never closed",
        "Close it at the end of the text.",
    ),
    (
        "expected|found",
        "directive|anchor|alias|a tag|block scalar",
        "text cannot begin with {begins}",
        QUOTE,
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


def in_plain_words(error: Any, lines: Sequence[str]) -> Fault:
    """The fault that a ``MarkedYAMLError`` of ruamel.yaml reports in a file of these lines."""
    mark = _mark(error.problem_mark or error.context_mark)
    before = _mark(error.context_mark or error.problem_mark)
    detail = str(error.problem or error.context or "unreadable")
    near = range(max(0, min(before.line, mark.line) - 1), min(mark.line + 1, len(lines)))
    for number, sign in itertools.product(near[-MOST_NEAR:], _LOOKALIKES):
        if sign in lines[number]:
            found, wanted = _LOOKALIKES[sign]
            message = f"not YAML: {found} (U+{ord(sign):04X}) stands here"
            return Fault(message, f"Write {wanted}.", number, lines[number].index(sign))
    return _looked_into(detail, lines, mark, before) or _known(error, detail, lines, mark, before)


def _mark(mark: Any) -> Spot:
    return Spot(mark.line, mark.column) if mark else Spot(0, 0)


def _looked_into(detail: str, lines: Sequence[str], mark: Spot, before: Spot) -> Fault | None:
    """A fault that the lines themselves tell more of than the reader does."""
    flow = detail.startswith("expected ',' or")
    if "found character '\\t'" in detail:
        return _tabs(lines, mark)
    if mark.rest(lines).startswith("```"):
        hint = "Remove it, and the one at the end."
        return Fault("not YAML: a fence of backquotes stands here", hint, mark.line, mark.column)
    if "could not find expected ':'" in detail:
        return no_colon(lines, before.line)
    if re.match(r"[{\[]", mark.rest(lines)) and mark.before(lines).endswith(":"):
        hint = "Write a space before the bracket."
        return Fault("not YAML: a colon without a space", hint, mark.line, mark.column - 1)
    if "mapping values are not allowed" in detail:
        return (
            without_space(lines, mark.line)
            or second_colon(lines, mark, flow=False)
            or line_before(lines, mark.line)
            or of_indentation(lines, mark.line)
        )
    if flow:
        colon = second_colon(lines, mark, flow=True) if detail.endswith("got ':'") else None
        colon = colon or of_quotation(lines, mark, flow=True)
        return colon or of_bracket(lines, mark, before) or in_flow(lines, mark)
    if "found '-'" in detail or "sequence entries" in detail:
        return _dash(lines, mark)
    if "<block end>" in detail or "<document start>" in detail:
        quotation = of_quotation(lines, mark, flow=False)
        begins = not mark.before(lines).strip()
        bracket = quotation or after_bracket(lines, mark)
        return bracket or (of_indentation(lines, mark.line) if begins else None)
    return None


def _dash(lines: Sequence[str], mark: Spot) -> Fault | None:
    """The fault of a dash and a space where a value begins: a minus, or a text."""
    key = re.search(r"([\w ]+): *$", mark.before(lines))
    after = re.match(r"- +([\w(][^,{}\[\]:#'\"]*)", mark.rest(lines))
    name = key[1].strip() if key else ""
    if not name or after is None or name in LISTS:
        return None
    value = after[1].rstrip()
    prose = name in FIELDS - FORMULAS and not re.match(r"[\d.]", value)
    hint = f'Put the text in quotation marks: "- {value}".' if prose else f"Write -{value}."
    return Fault("not YAML: a dash is not expected here", hint, mark.line, mark.column)


def _tabs(lines: Sequence[str], mark: Spot) -> Fault:
    more = sum("\t" in line for line in lines[mark.line + 1 :])
    others = f", and on {more} line{'s' if more > 1 else ''} below" if more else ""
    hint = f"Write spaces instead{others}."
    return Fault("not YAML: a tab stands here", hint, mark.line, mark.column)


def _known(error: Any, detail: str, lines: Sequence[str], mark: Spot, before: Spot) -> Fault:
    for pattern, context, message, hint in _FAULTS_BEFORE:
        if re.search(pattern, detail) and re.search(context, str(error.context)):
            message = message.format(begins=_word(before.rest(lines)[:1]))
            hint = hint if hint != QUOTE else as_number(before.rest(lines)) or QUOTE
            return Fault(f"not YAML: {message}", hint, before.line, before.column)
    for pattern, message, hint in _FAULTS:
        if found := re.search(pattern, detail):
            named = {"found": _word(mark.rest(lines)), "line": before.line + 1}
            message, hint = (one.format(*found.groups(), **named) for one in (message, hint))
            return Fault(f"not YAML: {message}", hint, mark.line, mark.column)
    raise AssertionError("the last pattern matches everything")


def _word(text: str) -> str:
    """The first word or sign of a text, for a message."""
    found = re.match(r"\w[\w-]{0,40}|\S", text.lstrip())
    return f"'{found[0]}'" if found else "the end of the line"
