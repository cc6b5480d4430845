"""Games written as files for Gambit, whose format the file's name tells."""

from __future__ import annotations

from pathlib import Path

from crisis_sim.errors import InputError
from crisis_sim.gambit.build import GambitFile
from crisis_sim.gambit.write_efg import write_efg
from crisis_sim.gambit.write_nfg import write_nfg, write_nfg_file
from crisis_sim.gambit.write_table import write_table
from crisis_sim.game.game import Game
from crisis_sim.game.normal_form import reduced_normal_form
from crisis_sim.own_file import refuse_others, sealed
from crisis_sim.whole_file import check_writable, shown

__all__ = ["check_export", "exported"]


def check_export(path: Path, *, force: bool) -> Path:
    """The path of a game; a file that could not be written is refused, before any work.

    Raises
    ------
    InputError
        Another suffix than .efg and .nfg, or a file that cannot be written;
        a file that is not as it was written here, without ``force``.
    """
    if path.suffix.lower() not in (".efg", ".nfg"):
        raise InputError(
            f"cannot tell the format of '{shown(path)}': name a file ending in .efg or .nfg"
        )
    check_writable(path)
    if not force:
        refuse_others([path])
    return path


def exported(game: Game, suffix: str, about: str, read: GambitFile | None = None) -> bytes:
    """A file, which says that it was written here.

    Parameters
    ----------
    suffix : ``.efg`` for the tree, ``.nfg`` for the reduced normal form.
    about : the comment.
    read : what was read from a file of Gambit's, whose tables are kept as they are.
    """
    return sealed(
        suffix, _tree(game, about, read) if suffix == ".efg" else _form(game, about, read)
    )


def _tree(game: Game, about: str, read: GambitFile | None) -> str:
    if read is not None and read.table is not None:
        return write_table(read.table)
    return write_efg(game, comment=about)


def _form(game: Game, about: str, read: GambitFile | None) -> str:
    if read is not None and read.normal_form is not None:
        return write_nfg_file(read.normal_form)
    return write_nfg(reduced_normal_form(game).form, comment=about)
