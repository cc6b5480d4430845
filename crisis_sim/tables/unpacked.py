"""What a workbook unpacks to, each part looked at before it is read.

A workbook is a zip archive of XML; a few kilobytes can unpack to what no machine holds. Whoever
reads it builds a tree of each part that is opened, all of it, or a row or a text at a time, so that
those parts are bounded by their elements, and not by their bytes alone.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any, BinaryIO
from xml.parsers import expat

from crisis_sim.errors import InputError
from crisis_sim.tables.row_order import RowOrder

__all__ = ["MOST_ROWS", "Archive", "SeenPart"]

MOST_PACKED = 100_000_000
MOST_UNPACKED = 300_000_000
"""Bytes of a workbook, and to which the parts that are read may unpack."""
MOST_PARTS = 10_000
"""Of a workbook; a sheet has one, and each of its charts and pictures."""
MOST_ROWS = 1_048_576
"""Of a sheet, as in Excel."""
MOST_ELEMENTS = 500_000
"""In a row, in a text, and in all parts outside of both; Excel keeps some 65,000 formats."""
MOST_IN_ROWS = 6_000_000
"""In all rows; a cell with a number has two."""
MOST_TEXTS = 2_000_000
"""Elements of the texts that cells share."""
FEW = 8
"""Attributes of an element; further ones count as elements."""
MOST_HELD = 400_000_000
"""Bytes of all texts as they are held: up to four a letter."""
DEEPEST = 100
LONGEST = 1_000_000
"""Bytes of one text or tag; Excel's longest cell has 32,767 letters."""

_BLOCK = 1 << 16
_CONTENTS, _FIRST = "[Content_Types].xml", "_rels/.rels"
_BINARY, _STRICT = b".sheet.binary.", b"http://purl.oclc.org/ooxml/"
_ENCRYPTED = 1
_AS_TEXT = "save the table as .csv"
_UNPACK = "unpack it, or save the table in it as .xlsx or .csv"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_ROW, _TEXT = _MAIN + "row", _MAIN + "si"
_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_MORE = "more elements than are read"
_WIDEST = re.compile("[\U00010000-\U0010ffff]")
_TRUE = frozenset(("1", "true"))


@dataclass(slots=True)
class SeenPart:
    """What was seen in a part: how many rows are hidden, and whether all are in order."""

    hidden: int = 0
    order: RowOrder = field(default_factory=RowOrder)


class _Excess(Exception):
    """A part holds more than one that is read."""


class Archive(zipfile.ZipFile):
    """A workbook, each part of which is looked at when it is opened first; all others are not.

    Raises InputError for what is none, and for more than is read; zipfile's exceptions for damage.
    """

    def __init__(self, held: BinaryIO, file: str) -> None:
        if held.seek(0, 2) > MOST_PACKED:
            raise InputError(f"{file} is larger than {MOST_PACKED:,} bytes; {_AS_TEXT}")
        super().__init__(held)
        if _CONTENTS not in self.namelist():
            raise InputError(f"{file} is a zip archive, but no .xlsx file; {_UNPACK}")
        self.file, self.whole, self.pieces = file, _Whole(), _ROW
        self.seen: dict[tuple[str, str], SeenPart] = {}
        self.refuse_forms()

    def refuse_forms(self) -> None:
        """Refuse what is no workbook that is read, and say which it is.

        Raises InputError.
        """
        parts = self.infolist()
        if len(parts) > MOST_PARTS:
            raise InputError(f"{self.file} has more than {MOST_PARTS:,} parts; {_AS_TEXT}")
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise InputError(
                f"{self.file} is protected with a password; save it without one, or as .csv"
            )
        if _BINARY in self.read(_CONTENTS):
            raise InputError(f"{self.file} is a binary workbook (.xlsb); save it as .xlsx or .csv")
        if _FIRST in self.namelist() and _STRICT in self.read(_FIRST):
            said = f"{self.file} is a workbook in Strict Open XML"
            raise InputError(f"{said}; save it as an ordinary Excel workbook (.xlsx) or as .csv")

    def open(self, name: Any, *args: Any, **options: Any) -> IO[bytes]:
        """A part, to be read a row at a time."""
        if (name, self.pieces) not in self.seen:
            self.seen[name, self.pieces] = self.look(name)
        return super().open(name, *args, **options)

    def read(self, name: Any, pwd: bytes | None = None) -> bytes:
        """A part, read at once."""
        with self.read_by(""):
            return super().read(name, pwd)

    def part(self, name: str) -> SeenPart:
        """What is seen in a part that is read by its rows."""
        self.open(name).close()
        return self.seen[name, _ROW]

    @contextmanager
    def read_by(self, pieces: str = _TEXT) -> Iterator[None]:
        """Open parts that are read by elements of this name; texts that cells share, for one."""
        before, self.pieces = self.pieces, pieces
        try:
            yield
        finally:
            self.pieces = before

    def look(self, name: Any) -> SeenPart:
        """Look at a part."""
        self.whole.size += self.getinfo(name).file_size
        if self.whole.size > MOST_UNPACKED:
            raise InputError(f"{self.file} unpacks to more than {MOST_UNPACKED:,} bytes")
        try:
            with super().open(name) as part:
                return _Look(self.whole, self.pieces).at(part)
        except _Excess as excess:
            raise InputError(f"{self.file} holds {excess}; {_AS_TEXT}") from None


@dataclass(slots=True)
class _Whole:
    """What was seen in all parts: bytes, those of texts, and elements by where they stand.

    ``loose`` are those that stand in no row and no text.
    """

    size: int = 0
    held: int = 0
    loose: int = 0
    in_rows: int = 0
    texts: int = 0


class _Look:
    """A look at one part.

    Parts that are no XML, or damaged, are looked at up to there; who reads them stumbles there too.

    Attributes
    ----------
    part : what is seen of it.
    whole : what was seen in all parts.
    pieces : the name of the elements by which it is read: rows, or texts that cells share.
    depth : how many elements are open.
    row : the depth of the row that is open, 0 outside rows.
    within : elements and attributes in this row or text.
    rows, seen : rows, and elements, so far.
    text : whether what is open stands in a text that cells share.
    declared : namespaces that the next element declares.
    letters, width : letters of the text that is open, and bytes for the widest of them.
    sheets : how often each part is named as a sheet's.
    """

    def __init__(self, whole: _Whole, pieces: str) -> None:
        self.part, self.whole, self.pieces = SeenPart(), whole, pieces
        self.depth = self.row = self.within = self.rows = self.seen = 0
        self.text, self.declared, self.letters, self.width = False, 0, 0, 1
        self.sheets: Counter[str] = Counter()
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartNamespaceDeclHandler = self.declare
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.buffer_text = True
        self.parser.CharacterDataHandler = self.characters

    def at(self, part: IO[bytes]) -> SeenPart:
        """Look at a part from its beginning to its end."""
        quiet = 0
        try:
            while block := part.read(_BLOCK):
                before = self.seen
                self.parser.Parse(block)
                quiet = quiet + len(block) if before == self.seen else 0
                if quiet > LONGEST:
                    raise _Excess(f"a text of more than {LONGEST:,} bytes")
        except expat.ExpatError:
            pass
        return self.part

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Count an element."""
        self.depth += 1
        self.seen += 1
        size = 1 + max(0, len(attributes) + self.declared - FEW)
        self.declared = 0
        if self.row:
            self.within += size
            self.whole.in_rows += size
            if self.depth == self.row + 1:
                self.part.order.add_cell(attributes)
            if name == _ROW:
                raise _Excess("a row within a row")
        elif name == self.pieces == _ROW:
            self.row, self.within = self.depth, 0
            self.rows += 1
            self.part.order.add_row(attributes)
            self.characters("".join(attributes.values()))
            if self.rows > MOST_ROWS:
                raise _Excess("more rows than a sheet can have")
            self.whole.in_rows += size
            self.part.hidden += attributes.get("hidden") in _TRUE
        else:
            self.other(name, attributes, size)
        if self.depth > DEEPEST:
            raise _Excess(f"elements in one another more than {DEEPEST} deep")
        whole = self.whole
        if self.within > MOST_ELEMENTS or whole.loose > MOST_ELEMENTS:
            raise _Excess(_MORE)
        if whole.texts > MOST_TEXTS:
            raise _Excess(f"texts of more than {MOST_TEXTS:,} elements, which cells share")
        if whole.in_rows > MOST_IN_ROWS:
            raise _Excess("more cells than are read")

    def other(self, name: str, attributes: Mapping[str, str], size: int) -> None:
        """Count an element that stands in no row."""
        if self.depth == 2:
            self.text, self.within = name == self.pieces, 0
        if self.text:
            self.within += size
            self.whole.texts += size
        else:
            self.whole.loose += size
            self.characters("".join(attributes.values()))
        target = attributes.get(_ID) if name == _MAIN + "sheet" else None
        if "Target" in attributes and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/xl", attributes["Target"]))
        if target is not None:
            self.sheets[target] += 1
            if self.sheets[target] > 1:
                raise _Excess("a sheet twice")

    def declare(self, *_: object) -> None:
        """Count the name of a namespace as an attribute of the element that follows."""
        self.declared += 1

    def characters(self, data: str) -> None:
        """Count what letters of a text take: all of them as much as its widest."""
        self.letters += len(data)
        if not data.isascii():
            self.width = max(self.width, 4 if _WIDEST.search(data) else 2)

    def end(self, _: str) -> None:
        """Leave an element."""
        if self.depth == self.row:
            self.row = 0
        if self.letters and not (self.text and self.depth > 2):
            self.whole.held += self.letters * self.width
            self.letters, self.width = 0, 1
            if self.whole.held > MOST_HELD:
                raise _Excess(f"texts of more than {MOST_HELD:,} bytes")
        self.depth -= 1

    def doctype(self, *_: object) -> None:
        """Refuse entities of the file's own."""
        raise _Excess("a document type")
