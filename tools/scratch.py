"""A copy of the checkout in which mutants are planted and tests run."""

from __future__ import annotations

import compileall
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.mutations import Mutant

__all__ = ["Copy"]

LATER = 2_000_000_000
MOST_MEMORY = 8 << 30
"""Bytes that tests are given: a mutant may ask for all there are."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the checkout, with what is kept beside it: measures, answers, compiled code."""

    folder: Path

    @property
    def checkout(self) -> Path:
        """Where the copy lies."""
        return self.folder / "checkout"

    @property
    def answers(self) -> Path:
        """What became of each mutant, a JSON object a line."""
        return self.folder / "answers.jsonl"

    @property
    def alone(self) -> Path:
        """Whether tests pass with nothing planted, a JSON object a line."""
        return self.folder / "alone.jsonl"

    def refresh(self, root: Path) -> None:
        """Make it the same as the checkout: only files that differ are written, and their code.

        Where one does, it is not known any more which tests pass.
        """
        told = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.check_output(told, cwd=root, text=True).split("\0")
        held = {name for name in listed if name and (root / name).is_file()}
        for name in held:
            own, other = self.checkout / name, root / name
            if not own.is_file() or own.read_bytes() != other.read_bytes():
                self.alone.unlink(missing_ok=True)
                own.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(other, own)
        for own in [one for one in self.checkout.rglob("*.py") if one.is_file()]:
            if own.relative_to(self.checkout).as_posix() not in held:
                self.alone.unlink(missing_ok=True)
                own.unlink()
        compileall.compile_dir(self.checkout, quiet=2)

    @property
    def seen(self) -> Path:
        """What was measured of each folder of tests."""
        return self.folder / "seen"

    @property
    def compiled(self) -> Path:
        """What the tests compiled while nothing was planted."""
        return self.folder / "compiled"

    @contextmanager
    def holding(self, mutant: Mutant) -> Iterator[None]:
        """The copy with a mutant in it; afterwards the file is as it was, to its time.

        Its time is later by seconds, in which Python counts: it would run the old code.
        """
        path = self.checkout / mutant.file
        text, held = path.read_bytes(), path.stat()
        path.write_bytes(text[: mutant.start] + mutant.new + text[mutant.end :])
        os.utime(path, ns=(held.st_atime_ns, held.st_mtime_ns + LATER))
        try:
            yield
        finally:
            path.write_bytes(text)
            os.utime(path, ns=(held.st_atime_ns, held.st_mtime_ns))

    def run(
        self, options: Sequence[str], also: Mapping[str, str], *, limit: float | None = None
    ) -> int | None:
        """The status of pytest; None if it ran too long, and was ended with its own.

        ``also`` are variables of its environment.
        """
        command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider"]
        with subprocess.Popen(
            [*command, *options],
            cwd=self.checkout,
            env={**os.environ, "PYTHONPATH": str(self.checkout), **also},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_bounded,
        ) as process:
            try:
                return process.wait(timeout=limit)
            except subprocess.TimeoutExpired:
                return None
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)


def _bounded() -> None:
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
