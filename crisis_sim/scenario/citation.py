"""Citations: a source and where in it: ``cable 10-11, 13``, ``history ch. 3, pp. 40-42``.

A number alone is that of a paragraph. Several citations are separated by semicolons.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crisis_sim.formula.other_notations import QUOTES
from crisis_sim.near_names import nearest

__all__ = ["Citation", "CitationError", "parse_citations"]

_PARTS = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)\s*(.*?)\s*", re.DOTALL)
MOST_PARAGRAPHS = 1000
_RANGE = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?")
_PARAGRAPHS = re.compile(r"(?:¶+|paras?\b\.?|paragraphs?\b)\s*", re.IGNORECASE)
_LOCATOR = re.compile(
    r"""(?:pp?|pg|pages?|ch|chaps?|chapters?|secs?|sections?|vols?|volumes?|parts?|books?|fols?
        |folios?|docs?|documents?|nos?|numbers?|arts?|articles?|notes?|fn|nn?|ll?|lines?|tables?
        |figs?|figures?|apps?|appendix|appendices|box|folder)\b\.?\s* | §+\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_WHERE = re.compile(r"[0-9]{1,6}[a-z]?|[ivxlcdm]{1,9}|[A-Z]", re.IGNORECASE)
_QUOTES = re.compile(f"['\"{QUOTES}]")
_EXPECTED = "expected paragraphs such as 7 or 10-11, or such as p. 12 or ch. 3"


class CitationError(ValueError):
    """A citation cannot be read; ``hint`` says what is known."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Citation:
    """A source and the numbered paragraphs that are meant.

    There are none where the whole of it is cited, or pages, chapters and the like.
    """

    source: str
    paragraphs: tuple[int, ...]


def parse_citations(text: str, paragraphs: Mapping[str, int | None]) -> tuple[Citation, ...]:
    """Read citations; ``paragraphs`` gives for each source known how many it has.

    Raises CitationError for a source that is not known, and for places that it does not have.
    """
    if _QUOTES.search(text):
        hint = f"Write {_QUOTES.sub('', text).strip()}."
        raise CitationError("a citation has no quotation marks", hint)
    citations = []
    for part in text.split(";"):
        found = _PARTS.fullmatch(part)
        if found is None:
            raise CitationError("expected a source and its paragraphs, such as 'cable 7'")
        source, rest = found.groups()
        if source not in paragraphs:
            hint = nearest(source, paragraphs)
            if not hint.endswith("?"):
                hint = f"{hint} Others are declared under 'sources'.".lstrip()
            raise CitationError(f"unknown source '{source}'", hint)
        citations.append(Citation(source, _numbers(rest, paragraphs[source])))
    return tuple(citations)


def _numbers(text: str, most: int | None) -> tuple[int, ...]:
    """The paragraphs among the places that a citation names."""
    numbers: list[int] = []
    elsewhere = False
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        named = _LOCATOR.match(part)
        here = _PARAGRAPHS.match(part)
        elsewhere = bool(named) or (elsewhere and here is None)
        if elsewhere:
            _check_place(part, part[named.end() :] if named else part)
        else:
            numbers += _paragraphs(part[here.end() :] if here else part, most)
        if len(numbers) > MOST_PARAGRAPHS:
            raise CitationError(f"more than {MOST_PARAGRAPHS:,} paragraphs are cited at once")
    return tuple(numbers)


def _check_place(part: str, place: str) -> None:
    """Whether a page, chapter or the like is a number, a letter or a range of them."""
    ends = re.split(r"\s*[-–]\s*", re.sub(r"\s*\bff?\.?$|(?<=\d)ff?\.?$", "", place))
    if len(ends) > 2 or not all(map(_WHERE.fullmatch, ends)):
        raise CitationError(f"{_EXPECTED}, found '{part}'")


def _paragraphs(part: str, most: int | None) -> range:
    found = _RANGE.fullmatch(part)
    if found is None:
        raise CitationError(f"{_EXPECTED}, found '{part}'")
    first = int(found[1])
    last = int(found[2] or first)
    if first < 1 or last < first:
        raise CitationError(f"'{part}' is not a range of paragraphs; they count upwards from 1")
    if most is not None and last > most:
        raise CitationError(f"paragraph {last} does not exist; the source has {most}")
    return range(first, last + 1)
