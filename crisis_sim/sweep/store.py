"""Sweeping to a file: checked before it begins, resumed after it stops, whole when it stands."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from crisis_sim.errors import InputError
from crisis_sim.sweep.answers import Answers
from crisis_sim.sweep.files.read import read_sheet
from crisis_sim.sweep.files.writer import check_suffix, open_writer, sidecar_path
from crisis_sim.sweep.parts import PartsFolder, differences
from crisis_sim.sweep.plan import Plan
from crisis_sim.sweep.progress import Progress
from crisis_sim.sweep.result import make_codes
from crisis_sim.sweep.run import solve_parts
from crisis_sim.sweep.sheet import Rows, Sheet, make_rows, make_sheet
from crisis_sim.sweep.solve_part import PartSolver
from crisis_sim.sweep.summary import Summary, Tally

__all__ = ["Running", "needed_bytes", "save_parts", "sweep_to_file", "sweep_to_summary"]

PART_BYTES = 34
"""Bytes of a point in a part's file beside its probabilities and payoffs."""
CSV_NUMBER = 20
"""Bytes of a number in a text file, at most or nearly so."""


FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Running:
    """How a sweep is run: nothing here changes a byte of its results.

    ``report`` is where progress is told; ``resume`` continues an unfinished sweep, ``force`` writes
    over what is there.
    """

    workers: int = 1
    scheduler: str = ""
    resume: bool = False
    force: bool = False
    report: TextIO | None = None


def sweep_to_file(
    plan: Plan, path: Path, running: Running, *, solver: PartSolver | None = None
) -> tuple[Sheet, Summary | None]:
    """Solve a plan and write its results; no summary where they were complete already.

    A sweep of several parts keeps them in a folder beside the file until it is finished, so that it
    can be resumed; the file is the same, byte for byte, however often it was stopped.

    Raises
    ------
    InputError
        An unknown suffix, a file or an unfinished sweep that is in the way, a sweep to be resumed
        that is not the same, or a disk that is full or cannot be written.
    MissingExtra
        The packages that write such a file, or speak to the cluster, are not installed.
    NotSolved
        The concept does not apply to this game, or a worker died.
    """
    suffix = check_suffix(path)
    solver = solver or PartSolver(plan)
    sheet = make_sheet(plan, solver.kernel(0), make_codes(plan))
    folder = PartsFolder(path)
    with _telling(path):
        if _is_complete(folder, path, sheet, plan, running):
            return sheet, None
        _check_room(path, needed_bytes(plan, suffix, sheet) - folder.bytes())
        _try_writer(suffix, path, sheet)
        if plan.parts == 1:
            found = _solving(plan, [0], running, solver)
            return _finish(plan, path, path, sheet, found, solver)
        if not folder.exists():
            folder.begin(_manifest(plan, sheet))
        missing = folder.missing(plan.parts)
        for number, answers in _solving(plan, missing, running, solver):
            folder.write(number, answers)
        held = _loading(plan, folder, running)
        done = _finish(plan, path, folder.path / path.name, sheet, held, solver)
        folder.remove()
        return done


def sweep_to_summary(
    plan: Plan, running: Running, *, solver: PartSolver | None = None
) -> tuple[Sheet, Summary]:
    """Solve a plan and keep only what it comes to; takes the memory of a few parts."""
    solver = solver or PartSolver(plan)
    codes = make_codes(plan)
    sheet = make_sheet(plan, solver.kernel(0), codes)
    tally, columns = Tally(sheet), plan.design.column_maker()
    waiting: dict[int, Answers] = {}
    following = 0
    for number, answers in _solving(plan, range(plan.parts), running, solver):
        waiting[number] = answers
        while following in waiting:
            start = plan.part(following)[0]
            tally.add(make_rows(plan, sheet, columns, waiting.pop(following), codes, start))
            following += 1
    return make_sheet(plan, solver.kernel(0), codes), tally.summary()


def save_parts(
    path: Path, sheet: Sheet, parts: Iterable[tuple[int, Rows]], *, force: bool = False
) -> Path:
    """Write results that are in memory; see :meth:`SweepResult.save`."""
    suffix = check_suffix(path)
    if path.exists() and not force:
        raise InputError(f"{path} is there already; force=True writes over it")
    with _telling(path):
        _write(suffix, path, path.with_name(path.name + ".partial"), sheet, parts, lambda: sheet)
    return path


def needed_bytes(plan: Plan, suffix: str, sheet: Sheet) -> int:
    """The room that a sweep takes on the disk until it is finished, nearly."""
    sizes = [np.dtype(column.dtype).itemsize for column in sheet.columns]
    row = CSV_NUMBER * len(sizes) if suffix == ".csv" else sum(sizes)
    part = PART_BYTES + 8 * (len(plan.players) + len(plan.outcomes)) if plan.parts > 1 else 0
    return plan.design.points * (row + part)


def _is_complete(
    folder: PartsFolder, path: Path, sheet: Sheet, plan: Plan, running: Running
) -> bool:
    """Whether there is nothing left to do; clears the way for what there is.

    Raises InputError where something is in the way.
    """
    if running.force and not running.resume:
        folder.remove()
    elif folder.exists():
        if not running.resume:
            raise InputError(
                f"an unfinished sweep lies in {folder.path}; --resume continues it, --force begins "
                "again"
            )
        _refuse_changed(folder.read(), _manifest(plan, sheet), folder.path)
    elif path.exists():
        if not running.resume:
            raise InputError(f"{path} is there already; --force writes over it")
        _refuse_changed(read_sheet(path)["description"], sheet.description, path)
        folder.remove()
        return True
    return False


def _manifest(plan: Plan, sheet: Sheet) -> dict[str, Any]:
    return {**sheet.description, "part_points": plan.part_points}


def _refuse_changed(old: Mapping[str, Any], new: Mapping[str, Any], where: Path) -> None:
    changed = list(differences(old, json.loads(json.dumps(new))))
    if changed:
        raise InputError(
            f"{where} holds another sweep, which cannot be resumed as this one:\n  "
            + "\n  ".join(changed)
            + "\nGive what it was begun with, or --force to begin again."
        )


def _check_room(path: Path, needed: int) -> None:
    free = shutil.disk_usage(path.parent).free
    if needed > free:
        raise InputError(
            f"the sweep needs about {needed / 1e9:,.2f} GB in {path.parent.resolve()}, where "
            f"{free / 1e9:,.2f} GB are free"
        )


def _try_writer(suffix: str, path: Path, sheet: Sheet) -> None:
    """Fail now rather than at the end where the file cannot be written."""
    partial = path.with_name(path.name + ".partial")
    try:
        open_writer(suffix, partial, sheet).abandon()
    finally:
        partial.unlink(missing_ok=True)


def _solving(
    plan: Plan, parts: Sequence[int], running: Running, solver: PartSolver
) -> Iterator[tuple[int, Answers]]:
    return solve_parts(
        plan,
        parts,
        solver=solver,
        workers=running.workers,
        scheduler=running.scheduler,
        report=running.report,
    )


def _loading(plan: Plan, folder: PartsFolder, running: Running) -> Iterator[tuple[int, Answers]]:
    """The parts in order, with progress told of their writing."""
    told = Progress(plan.design.points, running.report or io.StringIO(), doing="writing")
    try:
        for number in range(plan.parts):
            yield number, folder.load(number)
            told.add(plan.size(number))
    finally:
        told.close()


def _finish(
    plan: Plan,
    path: Path,
    beside: Path,
    sheet: Sheet,
    held: Iterable[tuple[int, Answers]],
    solver: PartSolver,
) -> tuple[Sheet, Summary]:
    """Write the file from the answers in order, and add them up."""
    codes, columns, tally = make_codes(plan), plan.design.column_maker(), Tally(sheet)

    def parts() -> Iterator[tuple[int, Rows]]:
        for number, answers in held:
            start = plan.part(number)[0]
            rows = make_rows(plan, sheet, columns, answers, codes, start)
            tally.add(rows)
            yield start, rows

    def final() -> Sheet:
        return make_sheet(plan, solver.kernel(0), codes)

    partial = beside.with_name(beside.name + ".partial")
    _write(path.suffix.lower(), path, partial, sheet, parts(), final)
    return final(), tally.summary()


def _write(
    suffix: str,
    path: Path,
    partial: Path,
    sheet: Sheet,
    parts: Iterable[tuple[int, Rows]],
    final: Callable[[], Sheet],
) -> None:
    writer = open_writer(suffix, partial, sheet)
    beside = sidecar_path(partial)
    try:
        try:
            for start, rows in parts:
                writer.add(rows, start)
        except BaseException:
            writer.abandon()
            raise
        writer.finish(final())
        if beside.exists():
            os.replace(beside, sidecar_path(path))
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
        beside.unlink(missing_ok=True)


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """A disk that fails is told in words."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise InputError(
                f"no room to write {path}: {error.strerror}; make room and run it again with "
                "--resume, which keeps what is finished"
            ) from None
        raise InputError(f"cannot write {path}: {error.strerror or error}") from None
