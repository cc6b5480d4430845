"""Games written as files for Gambit, whose format the file's name tells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from crisis_sim.errors import InputError
from crisis_sim.gambit.build import GambitFile
from crisis_sim.gambit.sign import OWN, signed
from crisis_sim.gambit.write_efg import write_efg
from crisis_sim.gambit.write_nfg import write_nfg, write_nfg_file
from crisis_sim.gambit.write_table import write_table
from crisis_sim.game.game import Game
from crisis_sim.game.normal_form import reduced_normal_form
from crisis_sim.own_file import is_foreign, refuse_foreign
from crisis_sim.whole_file import check_writable, shown

__all__ = ["check_export", "exported"]


def check_export(path: Path, *, force: bool) -> None:
    """Refuse, before any work, a file that could not be written.

    Raises
    ------
    InputError
        Another suffix than .efg and .nfg, or a file that cannot be written;
        a file that was not written here, without ``force``.
    """
    if path.suffix.lower() not in (".efg", ".nfg"):
        raise InputError(
            f"cannot tell the format of '{shown(path)}': name a file ending in .efg or .nfg"
        )
    check_writable(path)
    if not force and is_foreign(path, OWN):
        refuse_foreign([path])


def exported(game: Game, suffix: str, about: str, read: GambitFile | None = None) -> str:
    """The text of a file, which says that it was written here.

    Parameters
    ----------
    suffix : ``.efg`` for the tree, ``.nfg`` for the reduced normal form.
    about : the comment.
    read : what was read from a file of Gambit's, whose tables are kept as they are.
    """
    if suffix == ".efg":
        table = None if read is None else read.table
        if table is None:
            return write_efg(game, comment=signed(about))
        comment = signed(table.prologue.comment)
        return write_table(replace(table, prologue=replace(table.prologue, comment=comment)))
    form = None if read is None else read.normal_form
    if form is not None:
        return write_nfg_file(replace(form, comment=signed(form.comment)))
    return write_nfg(reduced_normal_form(game).form, comment=signed(about))
