"""Files that were written here and that nobody changed since: others are somebody's work.

Each carries a sign with a digest of everything else in it, as a comment in a fixed place of its
format.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from crisis_sim.errors import InputError
from crisis_sim.remedy import Remedy
from crisis_sim.whole_file import shown, write_together

__all__ = ["InPlace", "content_of", "refuse_others", "sealed", "standing", "write_own"]

MOST_NAMES = 6
"""Files of one kind that a message names."""
SIGN = b"Written by crisis-sim, %s."
_SIGN = re.escape(SIGN).replace(b"%s", b"([0-9a-f]{16})")


class InPlace(Enum):
    """What is in the place of a file that is to be written; in words, of one and of several."""

    FREE = ()
    CHANGED = (
        "was changed since crisis-sim wrote it",
        "were changed since crisis-sim wrote them",
    )
    FOREIGN = (
        "is there already, not written by crisis-sim",
        "are there already, not written by crisis-sim",
    )


@dataclass(frozen=True, slots=True)
class _Format:
    """Where the sign stands, at the end of a part of the file, and what makes it a comment."""

    part: re.Pattern[bytes]
    opening: bytes = b""
    closing: bytes = b""
    checked: bool = False
    """Whether a CRC follows, as of a chunk of PNG."""

    def sign(self, digest: str) -> bytes:
        text = self.opening + SIGN % digest.encode() + self.closing
        return text + zlib.crc32(text[4:]).to_bytes(4) if self.checked else text

    def pattern(self) -> bytes:
        crc = b"(?s:.{4})" if self.checked else b""
        return re.escape(self.opening) + _SIGN + re.escape(self.closing) + crc


_STRING = rb'(?:[^"\\]|\\.)*+'
_GAMBIT = _Format(
    re.compile(rb'(?s)\A(?:[^"\n]++|\n(?!")|"' + _STRING + rb'")*+\n"(' + _STRING + rb')(?=")'),
    b" ",
)
_CHUNK = b"Comment\0" + SIGN % bytes(16)
_FORMATS = {
    ".svg": _Format(re.compile(rb"(?s)\A(.*?)(?=<svg)"), b"<!-- ", b" -->\n"),
    ".tex": _Format(re.compile(rb"(?ms)\A(.*?)(?=^\\begin\{)"), b"% ", b"\n"),
    ".pdf": _Format(re.compile(rb"(?s)\A(.*)(?=startxref\n)"), b"% ", b"\n"),
    ".png": _Format(
        re.compile(rb"(?s)\A(.*)(?=\0\0\0\0IEND)"),
        len(_CHUNK).to_bytes(4) + b"tEXtComment\0",
        checked=True,
    ),
    ".txt": _Format(re.compile(rb"(?s)\A(.*)"), closing=b"\n"),
    ".efg": _GAMBIT,
    ".nfg": _GAMBIT,
    ".json": _Format(re.compile(rb"(?s)\A(.*)(?=\n\}\n)"), b',\n  "$comment": "', b'"'),
    ".sha256": _Format(re.compile(rb"(?ms)\A(.*?)(?=^[0-9a-f]+  )"), b"# ", b"\n"),
}


def sealed(suffix: str, content: str | bytes) -> bytes:
    """A file with its sign, which takes the place of one that it may have."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    one = _FORMATS[suffix.lower()]
    found = one.part.match(data)
    if found is None:
        raise ValueError(f"a {suffix} without a place for a sign")
    before = data[: found.start(1)] + re.sub(one.pattern() + rb"\Z", b"", found[1])
    after = data[found.end() :]
    digest = hashlib.sha256(before + after).hexdigest()[:16]
    return before + one.sign(digest) + after


def standing(path: Path, listed: str | None = None) -> InPlace:
    """Whether a file is byte for byte as it was written here, was changed since, or is another.

    ``listed`` is the SHA-256 that was told of it, where one was. An empty file is in nobody's way.

    Raises InputError for a file that cannot be read.
    """
    held = content_of(path)
    if not held or hashlib.sha256(held).hexdigest() == listed:
        return InPlace.FREE
    one = _FORMATS.get(path.suffix.lower())
    found = one and one.part.match(held)
    if one and found and re.search(one.pattern(), found[1]):
        return InPlace.FREE if sealed(path.suffix, held) == held else InPlace.CHANGED
    return InPlace.CHANGED if listed else InPlace.FOREIGN


def content_of(path: Path) -> bytes:
    """What a file holds; nothing where no file is. Raises InputError where it cannot be read."""
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError as error:
        raise InputError(f"cannot read {shown(path)}: {error.strerror}") from None


def refuse_others(paths: Iterable[Path], listed: Mapping[Path, str] | None = None) -> None:
    """Raise InputError for all the files that are not as they were written here.

    ``listed`` has the SHA-256 of those of which it was told.
    """
    told = listed or {}
    found = [(path, standing(path, told.get(path))) for path in paths]
    others = {
        kind: [shown(path) for path, one in found if one is kind]
        for kind in (InPlace.FOREIGN, InPlace.CHANGED)
    }
    said = [_said(names, kind.value) for kind, names in others.items() if names]
    if said:
        them = "it" if sum(map(len, others.values())) == 1 else "them"
        raise InputError("; ".join(said), "; ", Remedy("force", True), f" writes over {them}")


def write_own(files: Mapping[Path, str | bytes], *, force: bool) -> None:
    """Write files in the place of those that are as they were written here: all of them or none.

    That is looked at again when all is ready to be put in its place; see
    :func:`crisis_sim.whole_file.write_together`.

    Raises InputError for a file that cannot be written or, without ``force``, is not as it was
    written here.
    """
    write_together(files, look=None if force else lambda: refuse_others(files))


def _said(names: Sequence[str], words: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return f"{', '.join(names[:MOST_NAMES])}{more} {words[len(names) > 1]}"
