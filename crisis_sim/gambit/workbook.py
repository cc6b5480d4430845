"""Gambit's workbooks, ``.gbt``: XML around the text of a game."""

from __future__ import annotations

import re
from xml.sax.saxutils import unescape

from crisis_sim.errors import ScenarioError
from crisis_sim.problem import Problem

__all__ = ["game_in_workbook", "is_workbook"]

_START = re.compile(r"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<gambit:document\b", re.DOTALL)
_GAMES = (b"efgfile", b"nfgfile")


def is_workbook(beginning: str) -> bool:
    """Whether a file that begins so is a workbook."""
    return _START.match(beginning) is not None


def game_in_workbook(data: bytes, file: str) -> bytes:
    """The text of the ``.efg`` or ``.nfg`` file inside a workbook, on the lines where it stands.

    Raises ScenarioError if there is none.
    """
    for name in _GAMES:
        before, _, after = data.partition(b"<" + name + b">")
        written, end, _ = after.partition(b"</" + name + b">")
        if end:
            text = written.decode("utf-8", "surrogateescape")
            game = unescape(text, {"&quot;": '"', "&apos;": "'"})
            return b"\n" * before.count(b"\n") + game.encode("utf-8", "surrogateescape")
    hint = "In Gambit, save the game as .efg or .nfg."
    raise ScenarioError(file, [Problem("no game is found in this workbook", hint=hint)])
