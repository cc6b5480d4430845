"""What a resumed sweep compares, and the order in which its files come and go."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import crisis_sim as cs
from crisis_sim import version, whole_file
from crisis_sim.errors import WorkerLost
from crisis_sim.sweep.designs.plan import Plan
from crisis_sim.sweep.designs.points_file import points_table
from crisis_sim.sweep.running import parts, store
from crisis_sim.sweep.running.lock import locked
from crisis_sim.sweep.running.parts import PartsFolder
from crisis_sim.sweep.running.processes import solve_in_processes
from crisis_sim.sweep.running.store import Running, needed_bytes, sweep_to_file, sweep_to_summary
from tests.sweep.point_kernel import PointKernel
from tests.sweep.sweeps import CLOCK, plan_for, point_solver


class Stopped(Exception):
    """Stands for whatever ends a process."""


def stop(*_: object, **__: object) -> None:
    raise Stopped


def a_plan(*axes: str, **more: Any) -> Plan:
    return plan_for(*(axes or ("pi=0:0.6:4", "T=2,3")), **{"part_points": 3, **more})


def run(plan: Plan, path: Path, **how: Any) -> Any:
    return sweep_to_file(plan, path, Running(**how), solver=point_solver(plan))


def begun(plan: Plan, path: Path, at: str = "solve_parts") -> PartsFolder:
    """A sweep that ended before its first part was solved, or at another step."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, at, stop)
        with pytest.raises(Stopped):
            run(plan, path)
    return PartsFolder(path)


def told_otherwise(**changes: Any) -> dict[str, Any]:
    return {"study": cs.Study(replace(CLOCK.scenario, **changes))}


def listed(*values: float | Fraction, source: str = "mine.csv", name: str = "pi") -> dict[str, Any]:
    return {"axes": (), "table": points_table({name: values}, source)}


def drawn(prior: str = "prior", **more: Any) -> dict[str, Any]:
    return {"axes": (f"mu~{prior}",), "draws": 8, **more}


def categories() -> dict[str, Any]:
    outcomes = {
        name: replace(one, category="others") for name, one in CLOCK.scenario.outcomes.items()
    }
    return told_otherwise(outcomes=outcomes)


def labels() -> dict[str, Any]:
    outcomes = {
        name: replace(one, label=f"{name} after all")
        for name, one in CLOCK.scenario.outcomes.items()
    }
    return told_otherwise(outcomes=outcomes)


def players() -> dict[str, Any]:
    first, *others = CLOCK.scenario.players
    return told_otherwise(players=(replace(first, label="Another"), *others))


CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "scenario": ({}, told_otherwise(name="another")),
    "title": ({}, told_otherwise(title="Another")),
    "digest": ({}, told_otherwise(digest="0")),
    "assumptions": ({}, {"study": CLOCK.assuming("the pledge alone")}),
    "values: mu": ({}, {"values": {"mu": 0.1}}),
    "given: mu": (
        {"values": {"mu": 0.1}},
        {"values": {"mu": Fraction(1, 10) + Fraction(1, 10**30)}},
    ),
    "concept": ({"concept": "spe"}, {"concept": "nash"}),
    "precision": (
        {"concept": "quantal", "options": {"precision": 1.0}},
        {"concept": "quantal", "options": {"precision": 2.0}},
    ),
    "design: dimensions": ({"axes": ("pi=0,1", "mu=0,1")}, {"axes": ("mu=0,1", "pi=0,1")}),
    "design: axes: pi": ({"axes": ("pi=0,0.1",)}, {"axes": ("pi=0,0.2",)}),
    "design: alternatives": (
        {"cases": [("the pledge alone",)]},
        {"cases": [("a flexible Moscow",)]},
    ),
    "design: draws: priors: mu": (drawn("uniform(0,1)"), drawn("beta(2,5)")),
    "design: draws: count": (drawn(), drawn(draws=9)),
    "design: draws: sample": (drawn(sample="sobol"), drawn(sample="latin")),
    "design: draws: seed": (drawn(seed=1), drawn(seed=2)),
    "design: table: source": (listed(0.1, 0.2), listed(0.1, 0.2, source="other.csv")),
    "design: table: names": (listed(0.1, 0.2), listed(0.1, 0.2, name="mu")),
    "design: table: points": (listed(0.1, 0.2), listed(0.1, 0.2, 0.3)),
    "design: table: digest": (listed(0.1, 0.2), listed(0.1, 0.3)),
    "design: not_as_floats": (listed(0, Fraction(1, 10)), listed(0, Fraction(1, 3))),
    "points": ({"axes": ("pi=0:1:4",)}, {"axes": ("pi=0:1:5",)}),
    "command": ({"command": "one"}, {"command": "another"}),
    "categories: settled": ({}, categories()),
    "labels: settled": ({}, labels()),
    "player_names: US: label": ({}, players()),
    "payoff_unit": ({}, told_otherwise(payoff_unit="lives")),
    "part_points": ({}, {"part_points": 2}),
}
"""By a line of the description, two sweeps that differ in it."""
OF_THE_PROGRAM: dict[str, tuple[Any, str]] = {
    "program": (version, "__version__"),
    "method": (PointKernel, "method"),
    "reports": (PointKernel, "reports"),
}


def planned(how: dict[str, Any]) -> Plan:
    rest = {name: value for name, value in how.items() if name != "axes"}
    if "axes" in how:
        return plan_for(*how["axes"], **{"part_points": 1, **rest})
    return a_plan(**rest)


def check_refused(path: Path, plan: Plan, line: str) -> None:
    with pytest.raises(cs.InputError, match=rf"which cannot be resumed(?s:.*)\n  {line} was "):
        run(plan, path, resume=True)


@pytest.mark.parametrize("line", CHANGES)
def test_a_sweep_that_differs_in_anything_is_not_resumed(tmp_path: Path, line: str) -> None:
    before, after = CHANGES[line]
    path = tmp_path / "swept.csv"
    begun(planned(before), path)
    check_refused(path, planned(after), line)


@pytest.mark.parametrize("line", OF_THE_PROGRAM)
def test_a_sweep_by_another_program_is_not_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    path, (holder, name) = tmp_path / "swept.csv", OF_THE_PROGRAM[line]
    begun(a_plan(), path)
    if line == "program":
        monkeypatch.setattr(holder, name, "0.0.0")
    else:
        monkeypatch.setattr("crisis_sim.sweep.running.store.make_sheet", _telling(line))
    check_refused(path, a_plan(), line)


def _telling(line: str) -> Callable[..., Any]:
    make = store.make_sheet

    def told(*arguments: Any) -> Any:
        sheet = make(*arguments)
        return replace(sheet, description={**sheet.description, line: "another"})

    return told


def test_all_that_a_sweep_says_of_itself_is_changed_above(tmp_path: Path) -> None:
    held = begun(a_plan(), tmp_path / "swept.csv").read()
    assert held is not None
    assert {line.partition(":")[0] for line in [*CHANGES, *OF_THE_PROGRAM]} == set(held)


@pytest.mark.parametrize("line", ["precision", "given: mu", "design: table: digest"])
def test_nor_is_a_finished_one_taken_for_another(tmp_path: Path, line: str) -> None:
    before, after = CHANGES[line]
    path = tmp_path / "swept.csv"
    run(planned(before), path)
    check_refused(path, planned(after), line)


def test_a_table_of_no_sweep_is_not_resumed(tmp_path: Path) -> None:
    path = tmp_path / "swept.csv"
    path.write_text("pi,T\n0.5,2\n")
    with pytest.raises(cs.InputError) as caught:
        run(a_plan(), path, resume=True)
    assert str(caught.value) == (
        f"{path} does not say what sweep it holds (there is no {path}.json); force=True writes "
        "over it, or write another file"
    )
    assert path.read_text() == "pi,T\n0.5,2\n"


def test_a_sweep_that_ended_between_its_two_files_over_older_ones_can_begin_again(
    tmp_path: Path,
) -> None:
    path, plan = tmp_path / "swept.csv", a_plan(part_points=100)
    run(plan, path)
    whole, folder = path.read_bytes(), PartsFolder(path)
    folder.path.mkdir()
    path.rename(folder.partial)
    path.write_text("older\n")
    before = {one: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()}
    with pytest.raises(cs.InputError, match=r"swept\.csv is not as the sweep .*; force=True makes"):
        run(plan, path, resume=True)
    assert {one: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()} == before
    run(plan, path, force=True)
    assert path.read_bytes() == whole
    assert not folder.path.exists()


def test_a_manifest_of_another_format_is_not_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "swept.csv"
    with monkeypatch.context() as patch:
        patch.setattr(parts, "FORMAT", parts.FORMAT - 1)
        folder = begun(a_plan(), path, "_finish")
    before = {one: one.read_bytes() for one in folder.path.iterdir()}
    with pytest.raises(cs.InputError, match="by another version; force=True begins again"):
        run(a_plan(), path, resume=True)
    assert {one: one.read_bytes() for one in folder.path.iterdir()} == before


@pytest.mark.parametrize("how", [{"force": True}, {"resume": True}])
def test_nothing_is_cleared_before_the_lock_is_held(tmp_path: Path, how: dict[str, bool]) -> None:
    path = tmp_path / "swept.csv"
    folder = begun(a_plan(), path, "_finish")
    folder.manifest.write_text("{")
    before = {one: one.read_bytes() for one in folder.path.iterdir()}
    with locked(path), pytest.raises(cs.InputError, match="another process is writing"):
        run(a_plan(), path, **how)
    assert {one: one.read_bytes() for one in folder.path.iterdir()} == before


@pytest.mark.parametrize("suffix", [".csv", ".dta"])
def test_results_come_after_the_file_beside_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    if suffix == ".dta":
        pytest.importorskip("pandas")
    path, moved = tmp_path / f"swept{suffix}", []
    move = os.replace
    monkeypatch.setattr(
        store.os, "replace", lambda one, to: (moved.append(Path(to).name), move(one, to))
    )
    run(a_plan(), path)
    assert moved[-2:] == [f"{path.name}.json", path.name]


def test_the_manifest_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = begun(a_plan(), tmp_path / "swept.csv", "_finish")
    gone: list[str] = []
    unlink = Path.unlink
    monkeypatch.setattr(
        Path, "unlink", lambda one, **how: (gone.append(one.name), unlink(one, **how))[1]
    )
    folder.remove()
    assert gone[0] == "manifest.json"
    assert len(gone) == 4


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_part_is_renamed_when_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    folder = begun(a_plan(), tmp_path / "swept.csv", "_finish")
    folder = PartsFolder(folder.results, folder.read())
    answers = folder.load(0)
    assert answers is not None
    before = {one: one.read_bytes() for one in folder.path.iterdir()}
    monkeypatch.setattr(whole_file.os, step, stop)
    for write in (lambda: folder.write(1, answers), lambda: folder.write(7, answers), folder.begin):
        with pytest.raises(Stopped):
            write()
    assert {one: one.read_bytes() for one in folder.path.iterdir()} == before


class Exhausted:
    """Stands for a plan that takes more memory than there is."""

    def __reduce__(self) -> Any:
        return _exhaust, ()


def _exhaust() -> None:
    raise MemoryError


def test_a_worker_without_memory_says_so() -> None:
    held = solve_in_processes(pickle.dumps(Exhausted()), [(0, 0, 3)], 1, lambda _: None)
    with pytest.raises(WorkerLost, match="a worker ran out of memory; fewer workers need less"):
        list(held)


def test_the_room_for_parts_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "swept.csv"
    several, one = a_plan("pi=0:0.6:400"), a_plan("pi=0:0.6:400", part_points=400)
    sheet, _ = run(several, path, force=True)
    each = 34 + 8 * (len(several.players) + len(several.outcomes))
    assert needed_bytes(several, ".csv", sheet) == needed_bytes(one, ".csv", sheet) + 400 * each


@pytest.mark.parametrize("order", [[3, 2, 1, 0], [1, 0, 3, 2], [2, 3, 0, 1]])
def test_the_summary_does_not_depend_on_the_order_of_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: list[int]
) -> None:
    plan = a_plan("T=2,3", "pi=0:0.6:3", cases=[("the pledge alone",)])
    solver = point_solver(plan)
    sheet, whole = run(plan, tmp_path / "swept.csv")
    assert len(sheet.sets) > 1

    def shuffled(*_: object) -> Any:
        yield from ((number, solver.solve(*plan.part(number))) for number in order)

    monkeypatch.setattr(store, "_solving", shuffled)
    found, summary = sweep_to_summary(plan, Running(), solver=solver)
    assert (found.equilibria, found.sets) == (sheet.equilibria, sheet.sets)
    assert summary.shares == pytest.approx(whole.shares, nan_ok=True)
    assert summary.equilibria == whole.equilibria
    assert summary.status == whole.status
