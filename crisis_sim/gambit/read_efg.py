"""Gambit's extensive games read: ``.efg`` text to a :class:`~crisis_sim.game.game.Game`."""

from __future__ import annotations

from crisis_sim.gambit.build import GambitFile, build
from crisis_sim.gambit.parse_efg import parse_efg
from crisis_sim.game.game import Game

__all__ = ["decoded", "read_efg", "read_efg_file"]


def read_efg(data: str | bytes, file: str = "game.efg") -> Game:
    return read_efg_file(data, file).game


def read_efg_file(data: str | bytes, file: str = "game.efg") -> GambitFile:
    return build(parse_efg(decoded(data), file))


def decoded(data: str | bytes) -> str:
    if isinstance(data, bytes):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
    else:
        text = data
    return text.removeprefix("\ufeff")
