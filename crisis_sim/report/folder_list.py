"""The list of what ``run`` wrote into a folder, by which the next one knows it again."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from crisis_sim.errors import InputError
from crisis_sim.own_file import InPlace, content_of, refuse_others, sealed, standing
from crisis_sim.report.folder_files import LIST, no_folder, places
from crisis_sim.whole_file import shown

__all__ = ["Earlier", "check_folder", "earlier_in", "list_of"]

_SCENARIO = "# The results of {}.\n"
_OF = re.compile(re.escape(_SCENARIO).replace(r"\{\}", "(.+)"))
_FILE = re.compile(r"^([0-9a-f]{64})  (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier run wrote: whose results, and the SHA-256 of each file.

    ``intact`` says that the list itself is as it was written.
    """

    intact: bool = False
    scenario: str = ""
    digests: Mapping[Path, str] = field(default_factory=dict)

    def remove(self, kept: Collection[Path]) -> None:
        """Remove the files that nobody changed since, but for those that are ``kept``."""
        for path, digest in self.digests.items() if self.intact else ():
            if path not in kept and _digest(content_of(path)) == digest:
                with suppress(OSError):
                    path.unlink()

    def told(self, folder: Path) -> str:
        """What became of them, in words, if the folder holds other files or another scenario's."""
        gone = sum(not path.exists() for path in self.digests)
        if not gone and self.scenario in ("", earlier_in(folder).scenario):
            return ""
        more = f", {gone} of their files removed" if gone else ""
        return f"{shown(folder)} held the results of {self.scenario}; they are replaced{more}"


def check_folder(named: str | Path, *, force: bool) -> Path:
    """Refuse, before any work, a folder that could not be written.

    Raises
    ------
    InputError
        A folder without a name or that cannot be made, or files that cannot be read;
        files in it that are not as they were written here, without ``force``.
    """
    if not str(named).strip():
        raise InputError("name a folder to write, such as out")
    folder = Path(named)
    try:
        if not os.path.isdir(folder):
            os.stat(folder)
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    except FileNotFoundError:
        return folder
    except OSError as error:
        raise no_folder(folder, error) from None
    if not force:
        refuse_others(places(folder), earlier_in(folder).digests)
    return folder


def list_of(folder: Path, scenario: str, files: Mapping[Path, bytes]) -> bytes:
    """The list of the files of a run, in the format of ``sha256sum``, which ignores remarks."""
    lines = [
        f"{_digest(held)}  {path.relative_to(folder).as_posix()}" for path, held in files.items()
    ]
    return sealed(".sha256", _SCENARIO.format(shown(scenario)) + "\n".join(lines) + "\n")


def earlier_in(folder: Path) -> Earlier:
    """What the list in a folder tells of files that are there; nothing if others wrote it.

    Raises InputError where it cannot be read.
    """
    found = standing(folder / LIST)
    if found is InPlace.FOREIGN:
        return Earlier()
    held = content_of(folder / LIST).decode("utf-8", "replace")
    of = _OF.match(held)
    known = {path.relative_to(folder).as_posix(): path for path in places(folder)}
    listed = [(known[name], digest) for digest, name in _FILE.findall(held) if name in known]
    there = {path: digest for path, digest in listed if path.exists()}
    return Earlier(found is InPlace.FREE, of[1] if of else "", there)


def _digest(held: bytes) -> str:
    return hashlib.sha256(held).hexdigest()
