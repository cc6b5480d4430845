"""Citations: a source and its paragraphs, such as ``cable 7`` or ``cable 10-11, 13; letter 2``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crisis_sim.errors import nearest

__all__ = ["Citation", "parse_citations"]

_PARTS = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)\s*(.*?)\s*")
MOST_PARAGRAPHS = 1000
_RANGE = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?")


@dataclass(frozen=True, slots=True)
class Citation:
    """A source and the numbered paragraphs that are meant; none for the whole of it."""

    source: str
    paragraphs: tuple[int, ...]


def parse_citations(
    text: str, paragraphs: Mapping[str, int | None]
) -> tuple[tuple[Citation, ...], str]:
    """Read citations; the second value says what is wrong, if anything.

    ``paragraphs`` gives for each source known how many it has.
    """
    citations = []
    for part in text.split(";"):
        found = _PARTS.fullmatch(part)
        if found is None:
            return (), "expected a source and its paragraphs, such as 'cable 7'"
        source, rest = found.groups()
        if source not in paragraphs:
            return (), f"unknown source '{source}'. {nearest(source, paragraphs)}".rstrip()
        numbers = _numbers(rest, paragraphs[source])
        if isinstance(numbers, str):
            return (), numbers
        citations.append(Citation(source, numbers))
    return tuple(citations), ""


def _numbers(text: str, most: int | None) -> tuple[int, ...] | str:
    numbers: list[int] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        found = _RANGE.fullmatch(part)
        if found is None:
            return f"expected paragraph numbers such as 7 or 10-11, found '{part}'"
        first = int(found[1])
        last = int(found[2] or first)
        if first < 1 or last < first:
            return f"'{part}' is not a range of paragraphs; they count upwards from 1"
        if most is not None and last > most:
            return f"paragraph {last} does not exist; the source has {most}"
        numbers.extend(range(first, last + 1))
        if len(numbers) > MOST_PARAGRAPHS:
            return f"more than {MOST_PARAGRAPHS:,} paragraphs are cited at once"
    return tuple(numbers)
