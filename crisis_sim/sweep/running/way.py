"""What is there already where a sweep is to be written, and what may be done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from crisis_sim.errors import InputError
from crisis_sim.remedy import Remedy
from crisis_sim.sweep.files.read import read_sheet
from crisis_sim.sweep.files.seal import is_sealed
from crisis_sim.sweep.files.sidecar import files_of, sidecar_path
from crisis_sim.sweep.running.parts import PartsFolder, Seen, differences
from crisis_sim.whole_file import named_by, shown

__all__ = ["check_place", "clear_way", "seen"]

_AGAIN = (Remedy("force", True), " begins again")
_ANEW = (Remedy("force", True), " makes it again")


def clear_way(
    folder: PartsFolder,
    described: Mapping[str, Any],
    *,
    resume: bool,
    force: bool,
    say: Callable[[str], None],
) -> bool:
    """Whether the results are complete already; if not, what is there is as the sweep needs it.

    Parameters
    ----------
    described : what the finished file will say of itself, the codes apart.
    say : is told what was damaged and is made again.

    Raises
    ------
    InputError
        Results, an unfinished sweep or something else is in the way; what is to be resumed is
        another sweep, or is damaged.
    """
    if foreign := folder.foreign():
        raise InputError(
            f"{foreign}, and in the way of the sweep's parts; move it, or write another file"
        )
    path = folder.results
    left = _left_beside(folder) if resume else {}
    if force:
        folder.remove()
        folder.over = seen(path)
    elif folder.exists():
        if not resume:
            raise InputError(
                f"an unfinished sweep lies in {shown(folder.path)}; ",
                Remedy("resume", True),
                " continues it, ",
                *_AGAIN,
            )
        _check_manifest(folder, say)
        folder.over = {**folder.read_over(), **left}
        if _is_placed(path, described):
            folder.remove()
            return True
        check_place(folder)
    elif resume and path.exists():
        _check_finished(path, described)
        folder.remove()
        return True
    else:
        folder.over = {**folder.over, **left}
        check_place(folder)
        if folder.found() and not folder.holds_own():
            raise InputError(f"parts of another sweep lie in {shown(folder.path)}; ", *_AGAIN)
    if left:
        named_by(sidecar_path(path)).unlink()
    return False


def seen(path: Path) -> Seen:
    """The files that stand where results go, so that it shows if they are others later."""
    found = {one.name: one.stat() for one in files_of(path) if one.exists()}
    return {name: [state.st_size, state.st_mtime_ns] for name, state in found.items()}


def check_place(folder: PartsFolder) -> None:
    """Refuse what stands where results go and is not what may be written over.

    Looked at before the work and again right before the results are put in their place; what
    comes in the instant that is left is written over.
    """
    others = (
        name for name, state in seen(folder.results).items() if folder.over.get(name) != state
    )
    if (name := next(others, None)) is None:
        return
    there = f"{shown(folder.results.with_name(name))} is there already"
    if folder.exists():
        move = f"{there}, and not of this sweep; move it, and "
        again = (Remedy("force", True), " begins again and writes over it")
        raise InputError(move, Remedy("resume", True), " goes on; ", *again)
    raise InputError(f"{there}; ", Remedy("force", True), " writes over it")


def _left_beside(folder: PartsFolder) -> Seen:
    """Where a sweep ended between its two files, the one that is in its place already."""
    beside = sidecar_path(folder.results)
    if folder.partial.exists() and beside.exists() and is_sealed(folder.partial, beside):
        return {name: state for name, state in seen(folder.results).items() if name == beside.name}
    return {}


def _is_placed(path: Path, described: Mapping[str, Any]) -> bool:
    """Whether a sweep ended after its results were put in their place, its parts still there."""
    return bool(path.exists() and is_sealed(path) and read_sheet(path)["description"] == described)


def _check_manifest(folder: PartsFolder, say: Callable[[str], None]) -> None:
    """Parts prove themselves: a manifest that is damaged or exchanged is written again."""
    held = folder.read()
    if held == folder.description:
        return
    name = shown(folder.manifest)
    if folder.holds_own() or (held is None and not folder.found()):
        say(f"{name} is {'damaged' if held is None else 'of another sweep'}; it is written again")
        folder.begin()
        return
    if held is None:
        raise InputError(
            f"{name} is damaged, and the parts beside it are of another sweep; ", *_AGAIN
        )
    _refuse_changed(held, folder.description, folder.path)


def _check_finished(path: Path, described: Mapping[str, Any]) -> None:
    """A file that was finished is this sweep's, and is as it was written."""
    sealed = is_sealed(path)
    if sealed is False:
        raise InputError(
            f"{shown(path)} is not as the sweep wrote it (its SHA-256 is another): it was changed "
            "or damaged; ",
            *_ANEW,
        )
    try:
        held = read_sheet(path)["description"]
    except InputError as error:
        over = (Remedy("force", True), " writes over it")
        raise InputError(*error.args, "; ", *over, ", or write another file") from None
    if sealed is None:
        raise InputError(
            f"{shown(path)} has no SHA-256 of itself: it was changed or damaged, or is of another "
            "version; ",
            *_ANEW,
        )
    _refuse_changed(held, described, path)


def _refuse_changed(old: Mapping[str, Any], new: Mapping[str, Any], where: Path) -> None:
    changed = list(differences(old, new))
    if changed:
        raise InputError(
            f"{shown(where)} holds another sweep, which cannot be resumed as this one:\n  "
            + "\n  ".join(changed)
            + "\nGive what it was begun with, or ",
            Remedy("force", True),
            " to begin again.",
        )
