"""Quotation marks and brackets that close too early, too late or never."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crisis_sim.scenario.faults.fault import FIELDS, LONGEST, Fault, Spot, plain_part, written
from crisis_sim.scenario.faults.right_form import HOLDERS

__all__ = ["after_bracket", "in_flow", "of_bracket", "of_quotation"]

MOST_SHOWN = 1_000
"""Characters of a value looked into."""
_OPENS = re.compile(r"(?:^\s*|: +|[{\[,] *|- +)(['\"])")
_HOLDER = re.compile(r"(\w+): *\{[^{}]*\}?$")
_DOUBLE = "Inside single quotation marks an apostrophe is doubled: ''."
_QUOTE = "Put the text in quotation marks."
_CLOSES = {"{": "}", "[": "]"}


def of_quotation(lines: Sequence[str], mark: Spot, *, flow: bool) -> Fault | None:
    """The fault of text right after a closing quotation mark, which was not meant to close."""
    before = mark.before(lines).rstrip()
    if before[-1:] not in ("'", '"'):
        return None
    opened = _opening(before[:-1], before[-1])
    if opened < 0:
        return _opened_above(lines, mark, before[-1])
    text = plain_part(lines[mark.line][opened : opened + MOST_SHOWN])
    if flow:
        text = re.split(r", +[^,:'\"]+: |[}\]]", text)[0].rstrip()
    message = "not YAML: the text goes on after its closing quotation mark"
    return Fault(message, written(_in_quotes(text), _DOUBLE), mark.line, len(before) - 1)


def after_bracket(lines: Sequence[str], mark: Spot) -> Fault | None:
    """The fault of text that begins with a bracket, and is taken for a list or for fields."""
    line = lines[mark.line][:MOST_SHOWN] if mark.line < len(lines) else ""
    found = re.match(r"\s*(?:- +)?[^:]+: +(?=[{\[])", line)
    closed = mark.before(lines).rstrip()[-1:] in ("]", "}")
    if found is None or not closed or mark.rest(lines)[:1] in ("]", "}"):
        return None
    text = plain_part(line[found.end() :])
    if mark.rest(lines).strip() == ",":
        message = "not YAML: no comma stands between lines"
        return Fault(message, "Remove the comma.", mark.line, mark.column)
    quote = "'" if '"' in text else '"'
    message = "not YAML: the text goes on after its closing bracket"
    column = len(mark.before(lines).rstrip()) - 1
    return Fault(message, written(f"{quote}{text}{quote}", _QUOTE), mark.line, column)


def in_flow(lines: Sequence[str], mark: Spot) -> Fault | None:
    """The fault inside braces of a text that begins with a bracket, or of one in a formula."""
    before = mark.before(lines)
    if mark.rest(lines)[:1] == "[" and re.search(r"[-+*/(\w]\s*$", before):
        message = "not YAML: a square bracket is not expected here"
        hint = "Write round brackets in a formula; put text with brackets in quotation marks."
        return Fault(message, hint, mark.line, mark.column)
    found = re.search(r"[{,] *[^:{},]+: +(\[[^\[\]{}]*\]) *$", before[-LONGEST:])
    text = f"{found[1]} {re.split(r'[,}]', mark.rest(lines))[0]}".rstrip() if found else ""
    if not found or '"' in text or mark.rest(lines)[:1] in (":", ""):
        return None
    message = "not YAML: the text goes on after its closing bracket"
    return Fault(message, written(f'"{text}"', _QUOTE), mark.line, len(before.rstrip()) - 1)


def of_bracket(lines: Sequence[str], mark: Spot, opened: Spot) -> Fault | None:
    """The fault of a bracket that is still open on a later line."""
    sign = opened.rest(lines)[:1]
    if mark.line == opened.line or sign not in _CLOSES:
        return None
    text = plain_part(opened.rest(lines))
    if text != opened.rest(lines).rstrip():
        hint = "From # on it is a remark: put text with # in quotation marks."
        return Fault("not YAML: this bracket is never closed", hint, opened.line, opened.column)
    close = _CLOSES[sign]
    missing = max(1, text.count(sign) - text.count(close))
    hint = f"Write {close} where it ends."
    if mark.line == opened.line + 1 or not text.endswith(","):
        hint = written(_closed(text.rstrip(","), close * missing), hint)
    return Fault("not YAML: this bracket is never closed", hint, opened.line, opened.column)


def _closed(text: str, closing: str) -> str:
    """The text with its brackets closed; those of fields that hold names before the next field."""
    found = _HOLDER.search(text)
    if found is None or found[1] not in HOLDERS:
        return text + closing
    for comma in re.finditer(r", *(\w[\w ]*):", text):
        if comma.start() > found.start() and comma[1] in FIELDS:
            return f"{text[: comma.start()]}}}{text[comma.start() :]}{closing[1:]}"
    return text + closing


def _opening(before: str, quote: str) -> int:
    """Where the value begins that a quotation mark at the end closes; -1 if not on this line."""
    places = [found.end() - 1 for found in _OPENS.finditer(before) if found[1] == quote]
    return places[-1] if places else -1


def _opened_above(lines: Sequence[str], mark: Spot, quote: str) -> Fault | None:
    for number in range(mark.line - 1, -1, -1):
        found = _opening(lines[number], quote)
        if found >= 0 and lines[number].count(quote, found) % 2:
            text = plain_part(lines[number][found:])
            hint = (
                f"Close it at the end of the text. {_DOUBLE if quote == chr(39) else ''}".rstrip()
            )
            message = f"not YAML: this quotation mark is closed by that on line {mark.line + 1}"
            return Fault(message, written(f"{text}{quote}", hint), number, found)
    return None


def _in_quotes(text: str) -> str:
    """A text with quotation marks around it that close where it ends."""
    quote = text[0]
    other = '"' if quote == "'" else "'"
    inner = text[1:-1] if text.endswith(quote) and text.count(quote) > 2 else text
    if other not in inner and "\\" not in inner:
        return f"{other}{inner}{other}"
    doubled = inner.replace("'", "''")
    return f"'{doubled}'"
