"""Files of text as programs save them: any of Unicode's encodings; what is no text is named."""

from __future__ import annotations

import codecs
import json

from crisis_sim.errors import ScenarioError
from crisis_sim.problem import Problem

__all__ = ["OLDER", "as_utf8", "beginning", "decoded", "likely"]

_END_MARK = b"\x1a"
_TAIL = 4_096
OLDER = "cp1252"
"""The encoding that texts which are no Unicode are most often in: Windows-1252."""
_SAVE = "Save the file as plain text in UTF-8."
_NO_TEXT = (
    (b"PK\x03\x04", "a zip archive, as .xlsx, .ods and .docx files are", _SAVE),
    (b"\xd0\xcf\x11\xe0", "an Office document", _SAVE),
    (b"%pdf", "a PDF", _SAVE),
    (b"{\\rtf", "rich text (RTF)", _SAVE),
    (b"\x1f\x8b", "compressed with gzip", "Decompress it."),
    (b"\x89png", "a picture", ""),
    (b"<!doctype html", "a web page", "Download the file itself, not the page that shows it."),
    (b"<html", "a web page", "Download the file itself, not the page that shows it."),
    (b"#agg", "an action-graph game", "Gambit can save it as .nfg."),
    (b"#bagg", "a Bayesian action-graph game", "Gambit can save it as .nfg."),
)


def as_utf8(data: bytes, file: str, *, wanted: str = "neither a scenario nor a game") -> bytes:
    """The bytes of a text in UTF-8, whichever of Unicode's encodings it is saved in.

    UTF-16 and UTF-32 are known by their mark, and without one by the zeros beside ASCII. Bytes that
    are neither are returned as they are: they may be UTF-8 or an older encoding. The mark of an
    end, Ctrl-Z, is left out, and lines that end in a carriage return alone end as others do.

    Raises
    ------
    ScenarioError
        The file holds something else than text, or breaks off inside a character.
    """
    start = data[:64].lower()
    for sign, what, hint in _NO_TEXT:
        if start.startswith(sign.lower()):
            message = f"the file is {what}, {wanted}"
            raise ScenarioError(file, [Problem(message, hint=hint)])
    encoding = json.detect_encoding(data[:4])
    if encoding.startswith("utf-8"):
        data = data.removeprefix(codecs.BOM_UTF8)
    else:
        data = _text(data, encoding, file).encode("utf-8")
    if _END_MARK in data[-_TAIL:]:
        data = data.rstrip(_END_MARK + b"\t\r\n ") + b"\n"
    return data.replace(b"\r", b"\n") if b"\r" in data and b"\n" not in data else data


def decoded(data: bytes, file: str, *, wanted: str = "neither a scenario nor a game") -> str:
    """The text of a file in any of Unicode's encodings.

    Raises
    ------
    ScenarioError
        The file holds something else than text, or bytes that are not Unicode, with their place.
    """
    return _text(as_utf8(data, file, wanted=wanted), "utf-8", file)


def likely(byte: int) -> str:
    """What a byte that is not UTF-8 is in the encoding that older programs on Windows save in.

    >>> likely(0xE9), likely(0x81)
    ("; in Windows-1252 it is 'é'", '')
    """
    letter = bytes([byte]).decode(OLDER, "ignore")
    return f"; in Windows-1252 it is '{letter}'" if letter else ""


def beginning(data: bytes) -> str:
    """The first characters of a file, as far as they can be read."""
    encoding = json.detect_encoding(data[:4])
    return data[:_TAIL].decode(encoding, "replace").lstrip("\ufeff \t\r\n")


def _text(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace").removeprefix("\ufeff")
        lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
        byte = data[error.start]
        rest = data[error.start :].partition(b"\n")[0].partition(b"\r")[0]
        meant = likely(byte) if name == "UTF-8" else ""
        problem = Problem(
            f"not {name} text: the byte {byte:#04x} cannot be read{meant}",
            line=len(lines),
            column=len(lines[-1]) + 1,
            excerpt=f"{lines[-1]}{rest[:_TAIL].decode(OLDER, 'replace')}" if meant else "",
            hint="Save the file as UTF-8.",
        )
        raise ScenarioError(file, [problem]) from None
