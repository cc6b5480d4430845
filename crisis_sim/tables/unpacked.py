"""What a workbook unpacks to, looked at before its cells are read.

A workbook is a zip archive of XML; a few kilobytes can unpack to what no machine holds. Whoever
reads it builds a tree of each part, all of it or a row at a time, so that parts are bounded by
their elements, and not by their bytes alone.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, BinaryIO, NamedTuple
from xml.parsers import expat

from crisis_sim.errors import InputError
from crisis_sim.tables.row_order import RowOrder

__all__ = ["MOST_ROWS", "SeenPart", "unpacked"]

MOST_PACKED = 100_000_000
MOST_UNPACKED = 300_000_000
"""Bytes of a workbook, and to which it may unpack."""
MOST_ROWS = 1_048_576
"""Of a sheet, as in Excel."""
MOST_ELEMENTS = 500_000
"""In a row, in a text, and in all parts outside of both; Excel keeps some 65,000 formats."""
MOST_IN_ROWS = 6_000_000
"""In all rows; a cell with a number has two."""
MOST_TEXTS = 4_000_000
"""Elements of the texts that cells share."""
DEEPEST = 100
LONGEST = 1_000_000
"""Bytes of one text or tag; Excel's longest cell has 32,767 letters."""

_BLOCK = 1 << 16
_CONTENTS = "[Content_Types].xml"
_UNPACK = "unpack it, or save the table in it as .xlsx or .csv"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_ROW = _MAIN + "row"
_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_MORE = "more elements than are read"
_TRUE = frozenset(("1", "true"))


@dataclass(slots=True)
class SeenPart:
    """What was seen in a part: formulas, how many rows are hidden, and whether all are in order."""

    formulas: bool = False
    hidden: int = 0
    order: RowOrder = field(default_factory=RowOrder)


class _Pieces(NamedTuple):
    """Which parts are read piece by piece, by their names and kinds; all others are at once."""

    names: re.Pattern[str]
    kinds: tuple[str, ...]


_ROWS = _Pieces(
    re.compile("xl/(?:worksheets|externalLinks)/[^/]+"), ("worksheet+xml", "externalLink+xml")
)
_TEXTS = _Pieces(re.compile(r"xl/sharedstrings\.xml", re.IGNORECASE), ("sharedStrings+xml",))


class Excess(Exception):
    """A part holds more than one that is read."""


def unpacked(held: BinaryIO, file: str) -> Mapping[str, SeenPart]:
    """What is in a workbook, by name of the part.

    Raises InputError for what is none, and for more than is read; zipfile's exceptions for damage.
    """
    if held.seek(0, 2) > MOST_PACKED:
        raise InputError(f"{file} is larger than {MOST_PACKED:,} bytes; save the table as .csv")
    with zipfile.ZipFile(held) as packed:
        parts = packed.infolist()
        if sum(one.file_size for one in parts) > MOST_UNPACKED:
            raise InputError(f"{file} unpacks to more than {MOST_UNPACKED:,} bytes")
        if _CONTENTS not in packed.namelist():
            raise InputError(f"{file} is a zip archive, but no .xlsx file; {_UNPACK}")
        try:
            return _looked_at(packed, parts)
        except Excess as excess:
            raise InputError(f"{file} holds {excess}; save the table as .csv") from None


def _looked_at(packed: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo]) -> dict[str, SeenPart]:
    found, whole = {}, _Whole()
    many: list[tuple[str, _Pieces]] = []
    for one in parts:
        rows, texts = whole.in_rows, whole.texts
        with packed.open(one) as part:
            found[one.filename] = _Look(whole).at(part)
        if whole.in_rows > rows + MOST_ELEMENTS:
            many.append((one.filename, _ROWS))
        if whole.texts > texts + MOST_ELEMENTS:
            many.append((one.filename, _TEXTS))
    for name, (names, kinds) in many:
        if not (names.fullmatch(name) and all(one.endswith(kinds) for one in whole.kinds[name])):
            raise Excess(_MORE)
    return found


@dataclass(slots=True)
class _Whole:
    """Elements seen in all parts: outside of rows, in rows, and of shared texts.

    ``kinds`` has by name of a part what it is said to be.
    """

    loose: int = 0
    in_rows: int = 0
    texts: int = 0
    kinds: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


class _Look:
    """A look at one part.

    Parts that are no XML, or damaged, are looked at up to there; who reads them stumbles there too.
    """

    def __init__(self, whole: _Whole) -> None:
        self.part, self.whole = SeenPart(), whole
        self.depth = self.row = self.within = self.rows = self.seen = 0
        self.texts = self.text = False
        self.sheets: Counter[str] = Counter()
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype

    def at(self, part: IO[bytes]) -> SeenPart:
        """Look at a part from its beginning to its end."""
        quiet = 0
        try:
            while block := part.read(_BLOCK):
                before = self.seen
                self.parser.Parse(block)
                quiet = quiet + len(block) if before == self.seen else 0
                if quiet > LONGEST:
                    raise Excess(f"a text of more than {LONGEST:,} bytes")
        except expat.ExpatError:
            pass
        return self.part

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Count an element."""
        self.depth += 1
        self.seen += 1
        if self.row:
            self.within += 1
            self.whole.in_rows += 1
            if self.depth == self.row + 1:
                self.part.order.add_cell(attributes)
            if name == _MAIN + "f":
                self.part.formulas = True
            elif name == _ROW:
                raise Excess("a row within a row")
        elif name == _ROW:
            self.row, self.within = self.depth, 0
            self.rows += 1
            self.part.order.add_row(attributes)
            if self.rows > MOST_ROWS:
                raise Excess("more rows than a sheet can have")
            self.whole.in_rows += 1
            self.part.hidden += attributes.get("hidden") in _TRUE
        else:
            self.other(name, attributes)
        if self.depth > DEEPEST:
            raise Excess(f"elements in one another more than {DEEPEST} deep")
        whole = self.whole
        if self.within > MOST_ELEMENTS or whole.loose > MOST_ELEMENTS or whole.texts > MOST_TEXTS:
            raise Excess(_MORE)
        if whole.in_rows > MOST_IN_ROWS:
            raise Excess("more cells than are read")

    def other(self, name: str, attributes: Mapping[str, str]) -> None:
        """Count an element that stands in no row."""
        if self.depth == 1:
            self.texts = name == _MAIN + "sst"
        elif self.depth == 2 and self.texts:
            self.text, self.within = name == _MAIN + "si", 0
        if self.text:
            self.within += 1
            self.whole.texts += 1
        else:
            self.whole.loose += 1
        if "PartName" in attributes:
            self.whole.kinds[attributes["PartName"].removeprefix("/")].append(
                attributes.get("ContentType", "")
            )
        target = attributes.get(_ID) if name == _MAIN + "sheet" else None
        if attributes.get("Type", "").endswith("/worksheet"):
            target = posixpath.basename(attributes.get("Target", ""))
        if target is not None:
            self.sheets[target] += 1
            if self.sheets[target] > 1:
                raise Excess("a sheet twice")

    def end(self, _: str) -> None:
        """Leave an element."""
        if self.depth == self.row:
            self.row = 0
        self.depth -= 1

    def doctype(self, *_: object) -> None:
        """Refuse entities of the file's own."""
        raise Excess("a document type")
