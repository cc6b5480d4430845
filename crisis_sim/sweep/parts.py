"""The folder in which a large sweep lies until it is finished: a manifest and the parts."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from crisis_sim.errors import InputError
from crisis_sim.sweep.answers import Answers, from_bytes, to_bytes

__all__ = ["PartsFolder", "differences", "write_whole"]

FORMAT = 1


class PartsFolder:
    """Every file in it is whole: it is written under another name and then renamed."""

    def __init__(self, results: Path) -> None:
        self.path = results.with_name(results.name + ".parts")
        self.manifest = self.path / "manifest.json"

    def exists(self) -> bool:
        """Whether a sweep has been begun and not finished."""
        return self.manifest.exists()

    def begin(self, description: Mapping[str, Any]) -> None:
        """Make the folder anew, with its manifest."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"format": FORMAT, **description}, indent=1, ensure_ascii=False)
        write_whole(self.manifest, text.encode())

    def read(self) -> dict[str, Any]:
        """The manifest; InputError for one that cannot be read."""
        try:
            found = json.loads(self.manifest.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"cannot read {self.manifest}: {error}") from None
        if not isinstance(found, dict) or found.pop("format", None) != FORMAT:
            raise InputError(f"{self.manifest} was written by another version; use --force")
        return found

    def part(self, number: int) -> Path:
        """The file of a part."""
        return self.path / f"part-{number:08d}.npz"

    def missing(self, parts: int) -> list[int]:
        """The numbers of the parts that are still to be solved."""
        return [number for number in range(parts) if not self.part(number).exists()]

    def bytes(self) -> int:
        """The room that the finished parts take."""
        return sum(one.stat().st_size for one in self.path.glob("part-*.npz"))

    def write(self, number: int, answers: Answers) -> None:
        """Keep the answers of a part."""
        write_whole(self.part(number), to_bytes(answers))

    def load(self, number: int) -> Answers:
        """The answers of a part; InputError for a damaged file, which is then removed."""
        path = self.part(number)
        try:
            return from_bytes(path.read_bytes())
        except InputError as error:
            path.unlink()
            raise InputError(f"{error}; --resume solves it again") from None

    def remove(self) -> None:
        """Remove the folder, the manifest first: what is left is no sweep."""
        self.manifest.unlink(missing_ok=True)
        shutil.rmtree(self.path, ignore_errors=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is either there in full or not at all, whenever the machine stops."""
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


def differences(old: Mapping[str, Any], new: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """What changed between two descriptions, a line each."""
    for key in dict.fromkeys([*old, *new]):
        before, after = old.get(key), new.get(key)
        where = f"{at}{key}"
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from differences(before, after, f"{where}: ")
        elif before != after:
            yield f"{where} was {_shown(before)} and is {_shown(after)}"


def _shown(value: Any) -> str:
    text = "absent" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}..."
