"""The words of Gambit's file formats, with their places.

White space separates and is otherwise ignored. A token is a quoted text, a number, a brace, a comma
or a bare word. Numbers are integers, decimals with or without an exponent, or rationals ``a/b``;
they are read exactly.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, NoReturn

from crisis_sim.errors import ScenarioError
from crisis_sim.gambit.labels import unquote
from crisis_sim.gambit.numbers import read_number
from crisis_sim.gambit.other_signs import of_missing, of_sign
from crisis_sim.problem import Problem

__all__ = ["NODES", "TokenKind", "Tokens"]

TokenKind = Literal["text", "number", "open", "close", "comma", "word", "unclosed", "end"]

NODES = ("c", "p", "t")
"""What the nodes of a game file begin with: of chance, of a player, terminal."""
MOST_PROBLEMS = 20
"""Reading stops after this many problems."""

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"[^"\\]*+(?:\\.[^"\\]*+)*+")
      | (?P<number>[+-]?(?:[0-9]+/[0-9]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
            (?![^\s{},"]))
      | (?P<open>\{) | (?P<close>\}) | (?P<comma>,)
      | (?P<unclosed>") | (?P<word>[^\s{},"]+) | (?P<end>\Z))""",
    re.VERBOSE | re.DOTALL,
)
_LAST = 5
"""How many words before a fault are looked at for its cause."""
_NOT_FINITE = ("nan", "inf", "infinity")


class Tokens:
    """One token at a time of a text, and the problems found so far.

    ``kind``, ``start`` and ``end`` tell of the current token; after the last one ``kind`` is
    ``"end"``.
    """

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.problems: list[Problem] = []
        self.where = ""
        self.kind: TokenKind = "end"
        self.start = self.end = 0
        self._numbers: dict[str, Fraction] = {}
        self._matches = self._scan()
        self.advance()

    def _scan(self) -> Iterator[re.Match[str]]:
        match, text, position = _TOKEN.match, self.text, 0
        while (found := match(text, position)) is not None:
            position = found.end()
            yield found
            if found.lastgroup == "end":
                return

    @property
    def raw(self) -> str:
        """The current token as it is written."""
        return self.text[self.start : self.end]

    def at(self, kind: TokenKind) -> bool:
        """Whether the current token is of a kind."""
        return self.kind == kind

    def advance(self) -> None:
        """Go to the next token; stay at the end."""
        found = next(self._matches, None)
        if found is None:
            return
        self.kind = found.lastgroup  # type: ignore[assignment]
        self.start, self.end = found.span(self.kind)
        if self.kind == "unclosed":
            hint = self._unclosed() or 'Close the text with ".'
            self.fail("this quotation mark is never closed", hint=hint)

    def skip_comma(self) -> None:
        """Pass over a comma, if there is one."""
        if self.kind == "comma":
            self.advance()

    def inside(self, opened: int, wanted: TokenKind) -> bool:
        """Whether the list whose brace stands at ``opened`` goes on.

        It stops the reading where something else than is ``wanted`` shows that it was not closed: a
        node, another list, or a number among names.
        """
        if self.kind in ("close", "end", "comma", wanted):
            return self.kind != "close"
        last = len(self.text[: self.start].rstrip())
        rest = self.text[last:].partition("\n")[0]
        outside = self.kind in ("number", "open") or self.raw in NODES
        if "}" in rest or not outside:
            return True
        hint = f"Write }} at the end of line {self.line(last)}."
        hint = f"Write }} before {_short(self.raw)}." if rest.strip() else hint
        self.problems.append(self._problem("this brace is never closed", opened, 1, hint))
        raise ScenarioError(self.file, self.problems)

    def take(self, kind: TokenKind, what: str) -> str:
        """The current token, which must be of a kind; go to the next."""
        if self.kind != kind:
            self.unexpected(what, hint=of_missing(self.raw) if kind == "number" else "")
        raw = self.raw
        self.advance()
        return raw

    def take_text(self, what: str) -> str:
        """The contents of a quoted text."""
        return unquote(self.take("text", f"{what} in quotation marks"))

    def take_number(self, what: str) -> Fraction:
        """An exact number; nought, and a problem noted, where it cannot be used."""
        start = self.start
        raw = self.take("number", f"{what} (a number)")
        if raw not in self._numbers:
            try:
                self._numbers[raw] = read_number(raw)
            except ValueError as error:
                self.note(f"{what}, {_short(raw)}, {error}", start, len(raw))
                return Fraction(0)
        return self._numbers[raw]

    def take_integer(self, what: str, least: int = 0) -> int:
        """A whole number of at least ``least``."""
        raw = self.raw
        if self.kind != "number":
            self.unexpected(f"{what} (a whole number)")
        if not raw.isdigit() or len(raw) > 9 or int(raw) < least:
            self.fail(f"{what} must be a whole number from {least} to 999999999; found {raw}")
        self.advance()
        return int(raw)

    def unexpected(self, what: str, *, hint: str = "") -> NoReturn:
        """Stop: something else stands where ``what`` should."""
        if self.kind == "end":
            self.fail(f"the file ends where {what} should be", hint="Is the file cut short?")
        if self.kind == "word" and self.raw.lower().lstrip("+-") in _NOT_FINITE:
            hint = "Payoffs and probabilities are finite numbers."
        hint = hint or of_sign(self.text, self.start, self.end) or self._unclosed()
        self.fail(f"expected {what}; found {_short(self.raw)}", hint=hint)

    def _unclosed(self) -> str:
        """Where one of the last texts goes on over the end of its line."""
        before = deque(_TOKEN.finditer(self.text, 0, self.start), maxlen=_LAST)
        across = [one.start("text") for one in before if one["text"] and "\n" in one["text"]]
        if not across:
            return ""
        column = across[-1] - self.text.rfind("\n", 0, across[-1])
        place = f"line {self.line(across[-1])}, column {column}"
        return f"The text that begins at {place} goes on over its line: close it there."

    def note(self, message: str, start: int, width: int = 1, *, hint: str = "") -> None:
        """Remember a problem that does not stop the reading."""
        self.problems.append(self._problem(message, start, width, hint))
        if len(self.problems) >= MOST_PROBLEMS:
            raise ScenarioError(self.file, self.problems)

    def fail(self, message: str, *, hint: str = "") -> NoReturn:
        """Stop at the current token."""
        width = min(self.end - self.start, 80)
        self.problems.append(self._problem(message, self.start, width, hint))
        raise ScenarioError(self.file, self.problems)

    def finish(self) -> None:
        """Raise the problems noted, if there are any."""
        if self.problems:
            raise ScenarioError(self.file, self.problems)

    def line(self, start: int) -> int:
        """The line, from 1, of a place in the text."""
        return self.text.count("\n", 0, start) + 1

    def _problem(self, message: str, start: int, width: int, hint: str) -> Problem:
        line_start = self.text.rfind("\n", 0, start) + 1
        line_end = self.text.find("\n", start)
        shown = self.text[line_start : line_end if line_end >= 0 else len(self.text)][:1000]
        return Problem(
            message=message,
            where=self.where,
            line=self.line(start),
            column=start - line_start + 1,
            excerpt=shown,
            width=width,
            hint=hint,
        )


def _short(raw: str) -> str:
    return raw if len(raw) <= 40 else raw[:37] + "..."
