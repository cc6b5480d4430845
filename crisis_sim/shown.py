"""How results show themselves: in a line, printed as text, and as a table in a notebook."""

from __future__ import annotations

import html
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, cast

__all__ = ["AsTable", "Brief", "Shown", "in_short", "short_list"]

LONGEST = 200
"""Characters of the line that stands for a result."""

AsTable = tuple[tuple[str, ...], Sequence[tuple[str, ...]]]
"""Headings, and rows under them."""


class Shown:
    """A result that can be told in one line and as one small table."""

    __slots__ = ()

    @property
    @abstractmethod
    def caption(self) -> str:
        """What the result is about, in one line."""

    @abstractmethod
    def table(self) -> AsTable:
        """Headings, and rows under them."""

    def __repr__(self) -> str:
        return in_short(self, self.caption)

    def __str__(self) -> str:
        headings, rows = self.table()
        widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in (headings, *rows)
        ]
        return "\n".join([self.caption, *lines])

    def _repr_html_(self) -> str:
        headings, rows = self.table()
        head = "".join(f"<th>{html.escape(heading)}</th>" for heading in headings)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
            for row in rows
        )
        return (
            f"<table><caption>{html.escape(self.caption)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table>"
        )


class Brief:
    """A record whose line is its fields, the end of many left out."""

    __slots__ = ()

    def __repr__(self) -> str:
        words = ""
        for one in fields(cast("Any", self)):
            if not one.repr:
                continue
            words += f"{', ' if words else ''}{one.name}={getattr(self, one.name)!r}"
            if len(words) > LONGEST:
                break
        return in_short(self, words)


def in_short(thing: object, words: str) -> str:
    """The line that stands for an object: its class, and words on it, the end of many left out.

    >>> in_short(3, "a number")
    '<int: a number>'
    """
    line = " ".join(words.split())
    cut = line if len(line) <= LONGEST else f"{line[: LONGEST - 3]}..."
    return f"<{type(thing).__name__}: {cut}>"


def short_list(words: Sequence[str], most: int = 12) -> str:
    """Words one after the other; how many more there are stands for the rest.

    >>> short_list(["war", "peace", "neither"], most=2)
    'war; peace; and 1 more'
    """
    more = len(words) - most
    return "; ".join([*words[:most], *([f"and {more:,} more"] if more > 0 else [])])
