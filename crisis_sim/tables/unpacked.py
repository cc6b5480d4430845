"""What a workbook unpacks to, looked at before its cells are read.

A workbook is a zip archive of XML; a few kilobytes can unpack to what no machine holds. Whoever
reads it builds a tree of each part, all of it or a row at a time, so that parts are bounded by
their elements, and not by their bytes alone.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, BinaryIO
from xml.parsers import expat

from crisis_sim.errors import InputError

__all__ = ["MOST_ROWS", "SeenPart", "unpacked"]

MOST_PACKED = 100_000_000
MOST_UNPACKED = 300_000_000
"""Bytes of a workbook, and to which it may unpack."""
MOST_ROWS = 1_048_576
"""Of a sheet, as in Excel."""
MOST_ELEMENTS = 500_000
"""In a row, and in all parts outside of rows and texts; Excel keeps some 65,000 formats."""
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
_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_TRUE = frozenset(("1", "true"))


@dataclass(slots=True)
class SeenPart:
    """What was seen in a part: formulas, and how many rows are hidden."""

    formulas: bool = False
    hidden: int = 0


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
        found, whole = {}, _Whole()
        for one in parts:
            with packed.open(one) as part:
                try:
                    found[one.filename] = _Look(whole).at(part)
                except Excess as excess:
                    raise InputError(f"{file} holds {excess}; save the table as .csv") from None
    return found


@dataclass(slots=True)
class _Whole:
    """Elements seen in all parts: outside of rows, in rows, and of shared texts."""

    loose: int = 0
    in_rows: int = 0
    texts: int = 0


class _Look:
    """A look at one part.

    Parts that are no XML, or damaged, are looked at up to there; who reads them stumbles there too.
    """

    def __init__(self, whole: _Whole) -> None:
        self.part, self.whole = SeenPart(), whole
        self.depth = self.row = self.within = self.rows = self.seen = 0
        self.texts = False
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
            if name == _MAIN + "f":
                self.part.formulas = True
        elif name == _MAIN + "row":
            self.row, self.within = self.depth, 0
            self.rows += 1
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
            raise Excess("more elements than are read")
        if whole.in_rows > MOST_IN_ROWS:
            raise Excess("more cells than are read")

    def other(self, name: str, attributes: Mapping[str, str]) -> None:
        """Count an element that stands in no row."""
        self.texts = self.texts or (name == _MAIN + "sst" and self.depth == 1)
        if self.texts:
            self.whole.texts += 1
        else:
            self.whole.loose += 1
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
