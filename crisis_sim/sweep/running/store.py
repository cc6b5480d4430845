"""Sweeping to a file: checked before it begins, resumed after it stops, whole when it stands."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from crisis_sim.errors import InputError
from crisis_sim.interruption import held
from crisis_sim.remedy import Remedy
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.sweep.designs.plan import Plan
from crisis_sim.sweep.files.seal import seal
from crisis_sim.sweep.files.sidecar import files_of, sidecar_path
from crisis_sim.sweep.files.writer import check_suffix, open_writer, results_path
from crisis_sim.sweep.results.answers import Answers
from crisis_sim.sweep.results.result import make_codes
from crisis_sim.sweep.results.sheet import Rows, Sheet, make_rows, make_sheet
from crisis_sim.sweep.results.summary import Summary, Tally
from crisis_sim.sweep.running.lock import locked
from crisis_sim.sweep.running.parts import PartsFolder
from crisis_sim.sweep.running.progress import Progress, bulk
from crisis_sim.sweep.running.run import ready_solver, solve_in_order, solve_parts
from crisis_sim.sweep.running.solve_part import PartSolver
from crisis_sim.sweep.running.way import check_place, clear_way, seen
from crisis_sim.time_limits import CUT_SHORT, OutOfTime, as_found, why_cut_short
from crisis_sim.whole_file import DISK_FULL, named_by, shown, unwritable

__all__ = [
    "Running",
    "check_run",
    "needed_bytes",
    "save_parts",
    "sweep_to_file",
    "sweep_to_summary",
]

PART_BYTES = 34
"""Bytes of a point in a part's file beside its probabilities and payoffs."""
CSV_NUMBER = 20
"""Bytes of a number in a text file, at most or nearly so."""


@dataclass(frozen=True, slots=True)
class Running:
    """How a sweep is run: nothing here changes a byte of its results.

    ``report`` is told how far it has come; ``resume`` continues an unfinished sweep, ``force``
    writes over what is there. Raises InputError for both.
    """

    workers: int = 1
    scheduler: str = ""
    resume: bool = False
    force: bool = False
    report: Reporter = nobody

    def __post_init__(self) -> None:
        if self.resume and self.force:
            raise InputError(
                Remedy("resume", True),
                " goes on with what is there, ",
                Remedy("force", True),
                " writes over it: give one of them",
            )

    @property
    def how(self) -> Mapping[str, Any]:
        """What :func:`crisis_sim.sweep.running.run.solve_parts` is told of it."""
        return {"workers": self.workers, "scheduler": self.scheduler, "report": self.report}

    def say(self, words: str) -> None:
        """Tell something beside the progress."""
        self.report(0, f"{words}\n")


def check_run(path: Path | None, *, resume: bool, force: bool) -> tuple[Path, ...]:
    """The files that are written, if any.

    Raises InputError for a file of another kind, and for what is asked of none.
    """
    Running(resume=resume, force=force)
    if path is not None:
        return files_of(results_path(path))
    if resume or force:
        asked = Remedy("resume" if resume else "force", True)
        raise InputError(asked, " is for a file of results: name it with ", Remedy("path"))
    return ()


def sweep_to_file(
    plan: Plan, path: Path, running: Running, *, solver: PartSolver | None = None
) -> tuple[Sheet, Summary | None]:
    """Solve a plan and write its results; no summary where they were complete already.

    A sweep of several parts keeps them in a folder beside the file until it is finished, so that it
    can be resumed; the file is the same, byte for byte, however often it was stopped. No other
    process can write the same file meanwhile. Parts that turn out damaged are solved again. A link
    stays one: what it names is written.

    Raises
    ------
    InputError
        An unknown suffix, a file or an unfinished sweep that is in the way, another process that
        writes the file, a sweep to be resumed that is not the same, a finished file that was
        changed, or a disk that is full or cannot be written;
        a file that came or was changed during the work: the parts of several stay.
    MissingExtra
        The packages that write such a file, or speak to the cluster, are not installed.
    NotSolved
        The concept does not apply to this game.
    WorkerLost
        A worker or the scheduler died; what was finished is kept.
    OutOfTime
        The time that was set is over; finished parts are kept. A sweep of one part gives what it
        came to, and writes nothing.
    Interrupted, KeyboardInterrupt
        On Ctrl-C; with what a sweep of one part came to by then.
    """
    path = results_path(path)
    suffix = check_suffix(path)
    solver = solver or ready_solver(plan, running.report)
    sheet = make_sheet(plan, solver.kernel(0), make_codes(plan))
    described = json.loads(json.dumps(sheet.description))
    folder = PartsFolder(path, {**described, "part_points": plan.part_points})
    with _telling(path, several=plan.parts > 1), locked(path):
        if clear_way(
            folder, described, resume=running.resume, force=running.force, say=running.say
        ):
            return sheet, None
        _check_room(path, needed_bytes(plan, suffix, sheet) - folder.taken())
        with _room(folder):
            _try_writer(suffix, folder, sheet)
            solved = _solving_one(plan, running, solver)
            if plan.parts > 1:
                _solve_missing(plan, folder, running, solver)
                solved = _loading(plan, folder, running, solver)
            try:
                done = _finish(plan, folder, sheet, solved, solver)
            except CUT_SHORT as stop:
                if plan.parts > 1 or not solver.partial:
                    raise
                return as_found(stop, _summed_up(plan, solver))
            folder.remove()
        return done


def _summed_up(plan: Plan, solver: PartSolver) -> tuple[Sheet, Summary]:
    """What a sweep of one part comes to that was cut short; nothing of it is kept."""
    codes = make_codes(plan)
    sheet = make_sheet(plan, solver.kernel(0), codes)
    tally, columns = Tally(sheet), plan.design.column_maker()
    for start, answers in solver.partial.items():
        tally.add(make_rows(plan, sheet, columns, answers, codes, start), answers.unproved)
    return make_sheet(plan, solver.kernel(0), codes), tally.summary()


def sweep_to_summary(
    plan: Plan, running: Running, *, solver: PartSolver | None = None
) -> tuple[Sheet, Summary]:
    """Solve a plan and keep only what it comes to; takes the memory of a few parts.

    Raises Interrupted on Ctrl-C, with what was found by then.
    """
    solver = solver or ready_solver(plan, running.report)
    codes = make_codes(plan)
    sheet = make_sheet(plan, solver.kernel(0), codes)
    tally, columns = Tally(sheet), plan.design.column_maker()

    def add_up(number: int, answers: Answers | None) -> None:
        if answers is None:
            tally.skip(plan.size(number))
            return
        start = plan.part(number)[0]
        tally.add(make_rows(plan, sheet, columns, answers, codes, start), answers.unproved)

    stopped = solve_in_order(plan, add_up, solver=solver, **running.how)
    found = make_sheet(plan, solver.kernel(0), codes), tally.summary()
    return as_found(stopped, found)


def save_parts(
    path: Path, sheet: Sheet, parts: Iterable[tuple[int, Rows]], *, force: bool = False
) -> Path:
    """Write results that are in memory; see :meth:`SweepResult.save`."""
    folder = PartsFolder(results_path(path))
    with _telling(path), locked(folder.results):
        if foreign := folder.foreign():
            raise InputError(f"{foreign}, and in the way; move it, or write another file")
        if folder.exists():
            raise InputError(
                f"an unfinished sweep lies in {shown(folder.path)}; finish it or remove it, or "
                "write another file"
            )
        if force:
            folder.over = seen(folder.results)
        check_place(folder)
        with _room(folder):
            _write(folder, sheet, parts, lambda: sheet)
    return path


def needed_bytes(plan: Plan, suffix: str, sheet: Sheet) -> int:
    """The room that a sweep takes on the disk until it is finished, nearly."""
    sizes = [np.dtype(column.dtype).itemsize for column in sheet.columns]
    row = CSV_NUMBER * len(sizes) if suffix == ".csv" else sum(sizes)
    part = PART_BYTES + 8 * (len(plan.players) + len(plan.outcomes)) if plan.parts > 1 else 0
    return plan.design.points * (row + part)


def _check_room(path: Path, needed: int) -> None:
    free = shutil.disk_usage(path.parent).free
    if needed > free:
        raise InputError(
            f"the sweep needs about {bulk(needed)} in {shown(path.parent.resolve())}, where "
            f"{bulk(free)} are free"
        )


@contextmanager
def _room(folder: PartsFolder) -> Iterator[None]:
    """The folder, for as long as there is something in it."""
    folder.make()
    try:
        yield
    finally:
        folder.tidy()


def _try_writer(suffix: str, folder: PartsFolder, sheet: Sheet) -> None:
    """Fail now rather than at the end where the file cannot be written."""
    try:
        open_writer(suffix, folder.partial, sheet).abandon()
    finally:
        folder.partial.unlink(missing_ok=True)


def _solving(
    plan: Plan, parts: Sequence[int], running: Running, solver: PartSolver
) -> Iterator[tuple[int, Answers]]:
    return solve_parts(plan, parts, solver=solver, **running.how)


def _solving_one(plan: Plan, running: Running, solver: PartSolver) -> Iterator[tuple[int, Answers]]:
    """The answers of a sweep of one part, solved when they are asked for."""
    yield from _solving(plan, [0], running, solver)


def _solve_missing(plan: Plan, folder: PartsFolder, running: Running, solver: PartSolver) -> None:
    if not folder.exists():
        folder.begin()
    try:
        for number, answers in _solving(plan, folder.missing(plan.parts), running, solver):
            folder.write(number, answers)
    except CUT_SHORT as stop:
        done = sum(map(plan.size, folder.found()))
        kept = f"{done:,} of {plan.design.points:,} points are solved and kept"
        if isinstance(stop, OutOfTime):
            again = (Remedy("resume", True), " goes on")
            raise OutOfTime(f"{kept}, no more {why_cut_short(stop)}; ", *again) from None
        running.say(f"{kept}.")
        raise


def _loading(
    plan: Plan, folder: PartsFolder, running: Running, solver: PartSolver
) -> Iterator[tuple[int, Answers]]:
    """The parts in order, with progress told of their writing; solved again where damaged."""
    told = Progress(plan.design.points, running.report, doing="writing")
    for number in range(plan.parts):
        answers = folder.load(number)
        if answers is None:
            told.say(f"part {number} is damaged; it is solved again")
            answers = solver.solve(*plan.part(number))
            folder.write(number, answers)
        yield number, answers
        told.add(plan.size(number))


def _finish(
    plan: Plan,
    folder: PartsFolder,
    sheet: Sheet,
    solved: Iterable[tuple[int, Answers]],
    solver: PartSolver,
) -> tuple[Sheet, Summary]:
    """Write the file from the answers in order, and add them up."""
    codes, columns, tally = make_codes(plan), plan.design.column_maker(), Tally(sheet)

    def parts() -> Iterator[tuple[int, Rows]]:
        for number, answers in solved:
            start = plan.part(number)[0]
            rows = make_rows(plan, sheet, columns, answers, codes, start)
            tally.add(rows, answers.unproved)
            yield start, rows

    def final() -> Sheet:
        return make_sheet(plan, solver.kernel(0), codes)

    _write(folder, sheet, parts(), final)
    return final(), tally.summary()


def _write(
    folder: PartsFolder,
    sheet: Sheet,
    parts: Iterable[tuple[int, Rows]],
    final: Callable[[], Sheet],
) -> None:
    """Write the results within the folder, and put them in their place when they are whole."""
    path, partial = folder.results, folder.partial
    beside = sidecar_path(partial)
    writer = open_writer(check_suffix(path), partial, sheet)
    try:
        try:
            for start, rows in parts:
                writer.add(rows, start)
        except BaseException:
            writer.abandon()
            raise
        writer.finish(final())
        aside = beside if beside.exists() else None
        seal(partial, aside)
        check_place(folder)
        with held():
            if aside:
                os.replace(aside, named_by(sidecar_path(path)))
            os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
        beside.unlink(missing_ok=True)


@contextmanager
def _telling(path: Path, *, several: bool = False) -> Iterator[None]:
    """A disk that fails is told in words."""
    try:
        yield
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        if error.errno in DISK_FULL:
            again = (
                " and run it again with ",
                Remedy("resume", True),
                ", which keeps what is done",
            )
            said = f"no room to write {shown(path)}: {why}; make room"
            raise InputError(said, *(again if several else ())) from None
        raise unwritable(path, error) from None
