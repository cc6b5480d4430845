"""How exact answers show themselves: as text when printed, as a table in a notebook."""

from __future__ import annotations

import html
from abc import abstractmethod
from collections.abc import Sequence

__all__ = ["Shown"]

Rows = Sequence[Sequence[str]]


class Shown:
    """An answer that can be told as one small table."""

    __slots__ = ()

    @property
    @abstractmethod
    def caption(self) -> str:
        """What the answer is about, in one line."""

    @abstractmethod
    def table(self) -> tuple[Sequence[str], Rows]:
        """Headings, and rows under them."""

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
