"""Games written as files for Gambit, whose format the file's name tells."""

from __future__ import annotations

from pathlib import Path

from crisis_sim.errors import InputError
from crisis_sim.gambit.game import GambitGame
from crisis_sim.gambit.write_efg import write_efg
from crisis_sim.gambit.write_nfg import write_nfg, write_nfg_file
from crisis_sim.gambit.write_table import write_table
from crisis_sim.game.constant import ConstantGame
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


def exported(game: Game, suffix: str, about: str, only: ConstantGame | None = None) -> bytes:
    """A file, which says that it was written here.

    Parameters
    ----------
    suffix : ``.efg`` for the tree, ``.nfg`` for the reduced normal form.
    about : the comment.
    only : the one game that there is; if it was read from a file of Gambit's, the file's tables
        are kept as they are.
    """
    kept = _kept(only, suffix) if isinstance(only, GambitGame) else None
    return sealed(suffix, kept or _written(game, suffix, about))


def _kept(only: GambitGame, suffix: str) -> str | None:
    """What the file said, if it was one of this kind."""
    table, form = only.read.table, only.read.normal_form
    if suffix == ".efg":
        return None if table is None else write_table(table)
    return None if form is None else write_nfg_file(form)


def _written(game: Game, suffix: str, about: str) -> str:
    if suffix == ".efg":
        return write_efg(game, comment=about)
    return write_nfg(reduced_normal_form(game).form, comment=about)
