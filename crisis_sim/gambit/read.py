"""Either of Gambit's formats read as a game."""

from __future__ import annotations

from dataclasses import replace

from crisis_sim.gambit.adjustments import of_encoding
from crisis_sim.gambit.build import GambitFile
from crisis_sim.gambit.read_efg import read_efg_file
from crisis_sim.gambit.read_nfg import read_nfg_file
from crisis_sim.gambit.scan_efg import encoding_of
from crisis_sim.game.simultaneous import simultaneous_game

__all__ = ["read_gambit"]


def read_gambit(data: str | bytes, file: str) -> GambitFile:
    """The game of an ``.efg`` or ``.nfg`` file's contents; its first word says which it is.

    A normal form becomes the tree of :func:`~crisis_sim.game.simultaneous.simultaneous_game`.

    Raises
    ------
    ScenarioError
        Faults in the file, each with its line and column.
    InputError
        A normal form is too large for a tree.
    """
    head = data[:1000].decode("latin-1") if isinstance(data, bytes) else data[:1000]
    if head.lstrip("\ufeff \t\r\n\xef\xbb\xbf").startswith("NFG"):
        table = read_nfg_file(data, file)
        game = simultaneous_game(table.normal_form)
        read = GambitFile(game, table.comment, table.renamed, table.notes, normal_form=table)
    else:
        read = read_efg_file(data, file)
    if isinstance(data, str) or (encoding := encoding_of(data)) in ("ascii", "utf-8"):
        return read
    return replace(read, notes=(*of_encoding(data.decode(encoding), encoding), *read.notes))
