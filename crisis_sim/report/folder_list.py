"""The list of what ``run`` wrote into a folder, by which the next one knows it again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from crisis_sim.own_file import Standing, content_of, sealed, standing
from crisis_sim.report.folder_files import LIST, places
from crisis_sim.whole_file import shown

__all__ = ["Earlier", "earlier_in", "list_of"]

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

    def remove(self, kept: Collection[Path]) -> Iterator[Path]:
        """Remove the files that nobody changed since, but for those that are ``kept``."""
        for path, digest in self.digests.items() if self.intact else ():
            if path not in kept and _digest(content_of(path)) == digest:
                with suppress(OSError):
                    path.unlink()
                    yield path


def list_of(folder: Path, scenario: str, files: Mapping[Path, bytes]) -> bytes:
    """The list of the files of a run, in the format of ``sha256sum``, which ignores remarks."""
    lines = [
        f"{_digest(held)}  {path.relative_to(folder).as_posix()}" for path, held in files.items()
    ]
    return sealed(".sha256", _SCENARIO.format(shown(scenario)) + "\n".join(lines) + "\n")


def earlier_in(folder: Path) -> Earlier:
    """What the list in a folder tells of files that are written here; nothing if others wrote it.

    Raises InputError where it cannot be read.
    """
    found = standing(folder / LIST)
    if found is Standing.FOREIGN:
        return Earlier()
    held = content_of(folder / LIST).decode("utf-8", "replace")
    of = _OF.match(held)
    known = {path.relative_to(folder).as_posix(): path for path in places(folder)}
    digests = {known[name]: digest for digest, name in _FILE.findall(held) if name in known}
    return Earlier(found is Standing.FREE, of[1] if of else "", digests)


def _digest(held: bytes) -> str:
    return hashlib.sha256(held).hexdigest()
