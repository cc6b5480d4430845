"""What the tests make of a mutant: it is killed by what passes without it, and by nothing else."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from tools.mutations import Mutant
from tools.scratch import Copy
from tools.seen import failed

__all__ = ["SEEN", "tried"]

SEEN = ("killed", "crashed", "timed out")
"""Outcomes that are as they should be."""
_PASSED, _NOT_FOUND, _NONE_RUN = 0, 4, 5
"""Statuses of pytest."""


def tried(
    copy: Copy, mutant: Mutant, tests: Sequence[str], *, limit: float, late: str = "undecided"
) -> dict[str, Any]:
    """Run tests over a mutant until one fails: what became of it, as it is kept.

    It is killed by a test, it crashed where there is no such test but all pass without it, or it
    lived; ``late`` if the tests did not end in ``limit`` seconds.
    """
    started = time.monotonic()
    outcome, by = _outcome(copy, mutant, tests, limit=limit, late=late)
    return {
        "key": mutant.key,
        "name": mutant.name,
        "file": mutant.file,
        "line": mutant.lines[1],
        "outcome": outcome,
        "by": by,
        "tests": len(tests),
        "seconds": round(time.monotonic() - started, 1),
    }


def _outcome(
    copy: Copy, mutant: Mutant, tests: Sequence[str], *, limit: float, late: str
) -> tuple[str, str]:
    """What became of it, and the test that saw it; those that fail without it are left out."""
    while sound := _sound(copy, tests):
        status, by = _run(copy, sound, mutant, limit=limit)
        functions = list(dict.fromkeys(one.partition("[")[0] for one in sound))
        if by:
            if _passes(copy, by):
                return "killed", by
        elif status == _NOT_FOUND and functions != sound:
            tests = functions  # it changed what their examples are called, which no test forbids
        elif status in (None, _PASSED):
            return ("lived" if status == _PASSED else late), ""
        else:
            alike = _run(copy, sound, limit=limit)[0] == _PASSED
            return ("crashed" if alike else "undecided"), ""
    return "undecided", ""


def _run(
    copy: Copy, tests: Sequence[str], mutant: Mutant | None = None, *, limit: float | None = None
) -> tuple[int | None, str]:
    """The status of pytest, and the first test that failed."""
    with tempfile.TemporaryDirectory() as scratch:
        compiled, listed, report = (Path(scratch, one) for one in ("compiled", "tests", "report"))
        if mutant is None:
            compiled = copy.compiled
        elif mutant.inside and copy.compiled.is_dir():
            shutil.copytree(copy.compiled, compiled)
        listed.write_text("\n".join(tests), encoding="utf-8")
        left_out = [f"--{'deselect' if '::' in one else 'ignore'}={one}" for one in _failing(copy)]
        also = {"NUMBA_CACHE_DIR": str(compiled), "PYTHONDONTWRITEBYTECODE": "1"}
        with copy.holding(mutant) if mutant else nullcontext():
            options = ["-x", f"--junitxml={report}", *left_out, f"@{listed}"]
            status = copy.run(options, also, limit=limit)
        return status, next(failed(report), "")


def _sound(copy: Copy, tests: Sequence[str]) -> list[str]:
    """Those that are not known to fail with nothing planted."""
    failing = _failing(copy)
    return [one for one in tests if not failing & {one, one.partition("::")[0]}]


def _passes(copy: Copy, test: str) -> bool:
    """Whether a test passes with nothing planted, or a file of tests can be read: run once."""
    known = _known(copy)
    if test not in known:
        reading = [] if "::" in test else ["--collect-only"]
        known[test] = copy.run([*reading, test], {"NUMBA_CACHE_DIR": str(copy.compiled)}) == _PASSED
        with copy.alone.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"test": test, "passes": known[test]}) + "\n")
    return known[test]


def _failing(copy: Copy) -> set[str]:
    return {test for test, passes in _known(copy).items() if not passes}


def _known(copy: Copy) -> dict[str, bool]:
    lines = copy.alone.read_text(encoding="utf-8").splitlines() if copy.alone.is_file() else []
    return {one["test"]: one["passes"] for one in map(json.loads, lines)}
