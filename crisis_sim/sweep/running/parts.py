"""The folder in which a large sweep lies until it is finished: a manifest and the parts."""

from __future__ import annotations

import hashlib
import json
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from crisis_sim.errors import InputError
from crisis_sim.remedy import Remedy
from crisis_sim.sweep.results.answers import Answers, from_bytes, to_bytes
from crisis_sim.whole_file import LEFT, replace_whole, shown

__all__ = ["PartsFolder", "Seen", "differences"]

FORMAT = 2
MAGIC = b"crisis-sim part 2\n"
OVER = "over"
DIGEST = 32
"""Bytes of a SHA-256."""
LOOKED_AT = 16
Seen = Mapping[str, Sequence[int]]
"""Files by their names, each with its size and the time it was written."""
OWN = re.compile(r"manifest\.json|part-\d{8,}\.npz")


class PartsFolder:
    """Every file in it is whole: it is written under another name and then renamed.

    A part begins with a digest of the sweep that it belongs to, of its number and of what it holds:
    one that is damaged, exchanged for another or from another sweep shows by itself. The manifest
    holds its own digest.

    Parameters
    ----------
    results : the file of results, beside which the folder stands.
    description : what the manifest says of the sweep whose parts these are, if it is known.

    ``over`` has what may be written over where the results go: see
    :func:`crisis_sim.sweep.running.way.check_place`.
    """

    def __init__(self, results: Path, description: Mapping[str, Any] | None = None) -> None:
        self.results = results
        self.path = results.with_name(results.name + ".parts")
        self.manifest = self.path / "manifest.json"
        self.partial = self.path / f"{results.name}.partial"
        self.description = json.loads(json.dumps(description))
        self.over: Seen = {}

    def exists(self) -> bool:
        """Whether a sweep has been begun and not finished."""
        return self.manifest.exists()

    def foreign(self) -> str:
        """What is in the way, in words: something that is no sweep's folder, or lies in it."""
        try:
            mode = self.path.lstat().st_mode
        except FileNotFoundError:
            return ""
        if not stat.S_ISDIR(mode):
            return f"{shown(self.path)} is no folder of a sweep"
        for one in sorted(self.path.iterdir()):
            if not self.is_own(one):
                return f"{shown(one)} is no sweep's"
        return ""

    def is_own(self, path: Path) -> bool:
        """Whether a file in the folder was put there by a sweep, by its name and its beginning."""
        if path.name in (self.partial.name, f"{self.partial.name}.json"):
            return True
        if not path.is_file() or path.is_symlink():
            return False
        if LEFT.fullmatch(path.name):
            return True
        if not OWN.fullmatch(path.name):
            return False
        if not path.name.endswith(".npz") or self.exists():
            return True
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC

    def make(self) -> None:
        """Make the folder, if it is not there; what a killed process left half-written goes."""
        self.path.mkdir(exist_ok=True)
        for one in self.path.iterdir():
            if LEFT.fullmatch(one.name):
                one.unlink(missing_ok=True)

    def begin(self) -> None:
        """Write the manifest; parts that are there stay."""
        self.make()
        held = {"format": FORMAT, OVER: self.over, **self.description}
        text = json.dumps({**held, "sha256": _digest_of(held)}, indent=1, ensure_ascii=False)
        replace_whole(self.manifest, text.encode())

    def read(self) -> dict[str, Any] | None:
        """What the manifest says of the sweep; None where it is damaged.

        Raises InputError for that of another version.
        """
        found = self._held()
        return found and {key: value for key, value in found.items() if key != OVER}

    def read_over(self) -> Seen:
        """What the manifest says may be written over."""
        found: Seen = (self._held() or {}).get(OVER, {})
        return found

    def _held(self) -> dict[str, Any] | None:
        try:
            found = json.loads(self.manifest.read_bytes())
        except ValueError:
            return None
        if not isinstance(found, dict) or found.pop("sha256", None) != _digest_of(found):
            return None
        if found.pop("format", None) != FORMAT:
            raise InputError(
                f"{shown(self.manifest)} was written by another version; ",
                Remedy("force", True),
                " begins again",
            )
        return found

    def part(self, number: int) -> Path:
        """The file of a part."""
        return self.path / f"part-{number:08d}.npz"

    def missing(self, parts: int) -> list[int]:
        """The numbers of the parts that are still to be solved."""
        return [number for number in range(parts) if not self.part(number).exists()]

    def found(self) -> list[int]:
        """The numbers of the parts that are there, whole or not, in order."""
        names = sorted(one.name for one in self.path.glob("part-*.npz"))
        return [int(name[5:-4]) for name in names if OWN.fullmatch(name)]

    def holds_own(self) -> bool:
        """Whether there is a part of this sweep; looks at a few."""
        return any(self.load(number) is not None for number in self.found()[:LOOKED_AT])

    def taken(self) -> int:
        """The bytes that the finished parts take."""
        return sum(one.stat().st_size for one in self.path.glob("part-*.npz"))

    def write(self, number: int, answers: Answers) -> None:
        """Keep the answers of a part."""
        data = to_bytes(answers)
        replace_whole(self.part(number), MAGIC + self._digest(number, data) + data)

    def load(self, number: int) -> Answers | None:
        """The answers of a part; None where it is missing, damaged or another's."""
        try:
            held = self.part(number).read_bytes()
        except FileNotFoundError:
            return None
        digest, data = held[len(MAGIC) :][:DIGEST], held[len(MAGIC) + DIGEST :]
        if not held.startswith(MAGIC) or digest != self._digest(number, data):
            return None
        return from_bytes(data)

    def _digest(self, number: int, data: bytes) -> bytes:
        found = hashlib.sha256(_digest_of(self.description).encode())
        found.update(number.to_bytes(8, "little"))
        found.update(data)
        return found.digest()

    def remove(self) -> None:
        """Remove what sweeps put there, the manifest first: what is left is no sweep.

        The folder goes when it is empty.
        """
        if not self.path.is_dir() or self.path.is_symlink():
            return
        own = [one for one in self.path.iterdir() if self.is_own(one)]
        for one in sorted(own, key=lambda path: path != self.manifest):
            one.unlink(missing_ok=True)
        self.tidy()

    def tidy(self) -> None:
        """Remove the folder if it is empty."""
        with suppress(OSError):
            self.path.rmdir()


def differences(old: Mapping[str, Any], new: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """What changed between two descriptions, a line each."""
    for key in dict.fromkeys([*old, *new]):
        before, after = old.get(key), new.get(key)
        where = f"{at}{key}"
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from differences(before, after, f"{where}: ")
        elif before != after:
            yield f"{where} was {_shown(before)} and is {_shown(after)}"


def _digest_of(held: Mapping[str, Any]) -> str:
    text = json.dumps(held, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _shown(value: Any) -> str:
    text = "absent" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}..."
