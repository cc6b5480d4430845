"""One thing wrong in a file, as its reader is shown it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from crisis_sim.remedy import Remedy

__all__ = ["Problem"]

_SHOWN = 160
"""Characters of a line that are shown."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file, and where.

    ``line`` and ``column`` count from 1; ``where`` is the path of keys; ``excerpt`` is the line of
    the file, under which ``width`` carets are drawn from ``column``; ``remedy`` is what the end of
    the hint means.
    """

    message: str
    where: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""
    width: int = 1
    hint: str = ""
    remedy: Remedy | None = None

    def text(self, file: str) -> str:
        """The problem as the user reads it: place, message, excerpt with carets, hint."""
        place = f"{file}:{self.line}:{self.column}" if self.line else file
        lines = [f"{place}: {_printable(f'{self.where}: ' if self.where else '')}"]
        lines[0] += _printable(self.message)
        if self.excerpt:
            lines += [f"    {line}" for line in self._pointed_at()]
        if self.hint:
            meant = "" if self.remedy is None else f" ({self.remedy})."
            lines.append("  " + _printable(f"{self.hint}{meant}"))
        return "\n".join(lines)

    def _pointed_at(self) -> tuple[str, str]:
        """The part of the excerpt that holds the place, and the carets under it."""
        written = _printable(self.excerpt.rstrip())
        indent = len(written) - len(written.lstrip())
        start = max(0, self.column - 1 - indent)
        shown = written.lstrip()
        if start >= _SHOWN:
            cut = start - _SHOWN // 2
            shown, start = "..." + shown[cut:], start - cut + 3
        shown = shown[:_SHOWN]
        width = max(1, min(self.width, _SHOWN - start))
        return shown, " " * _columns(shown[:start]) + "^" * width


def _printable(text: str) -> str:
    """The text with a space for every space and a question mark for what cannot be printed."""
    if text.isprintable():
        return text
    return "".join(
        one if one.isprintable() or one == "\n" else " " if one.isspace() else "?" for one in text
    )


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        2 if unicodedata.east_asian_width(one) in "WF" else not unicodedata.combining(one)
        for one in text
    )
