"""Damaged tables of every kind, at every command that reads one: an answer, or one line."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.errors import CrisisSimError, InputError, ScenarioError
from crisis_sim.profiles.counts import read_counts
from crisis_sim.profiles.read import read_profile
from crisis_sim.sweep.designs.points_file import read_points
from crisis_sim.sweep.discovering.discover import discover
from crisis_sim.sweep.discovering.table import read_table
from tests.tables import damages
from tests.tables.damages import BYTES, TEXTS, damaged

pytest.importorskip("pandas")
pytest.importorskip("pyarrow")
pytest.importorskip("openpyxl")
pytest.importorskip("h5netcdf")

SECONDS = 20.0
"""Far above what any of these small files takes."""

CHICKEN = cs.load("brams-chicken").game()


def points(path: Path) -> None:
    read_points(path, ["pi", "mu"])


def counts(path: Path) -> None:
    assert (read_counts(path, CHICKEN).counts >= 0).all()


def profile(path: Path) -> None:
    read_profile(path, CHICKEN)


def discovery(path: Path) -> None:
    discover(
        read_table(path, inputs=["x", "cost of war", "regime", "alert", "when"], outcome="war"),
        "war",
    )


def search_of_sweep(path: Path) -> None:
    discover(read_table(path, outcome="standoff"), "standoff")


WITHOUT_NAME = ("no outcome", "cannot be searched", "no input varies")
"""Of what is said of columns asked for, not of the file."""

Reader = Callable[[Path], None]
KINDS: list[tuple[Reader, str]] = [
    (points, damages.POINTS),
    (counts, damages.COUNTS),
    (counts, damages.PLAYS),
    (profile, damages.PROFILE),
    (discovery, damages.numbers()),
]
Case = tuple[Reader, str, bytes, bytes]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    """What reads a table, the table's suffix, its bytes and those of the file beside it."""
    found: list[Case] = [
        (reader, suffix, data, b"")
        for reader, text in KINDS
        for suffix, data in damages.of_programs(text).items()
    ]
    swept = damages.swept(tmp_path_factory.mktemp("swept"))
    return found + [(search_of_sweep, suffix, *both) for suffix, both in swept.items()]


def read_or_refuse(reader: Reader, path: Path) -> bool:
    """Whether the table is read; a refusal is one of the package's own, in printable lines."""
    refusal: CrisisSimError | None = None
    try:
        reader(path)
    except CrisisSimError as error:
        refusal = error
    said = str(refusal or "").split("\n")
    assert len(said) == 1 or isinstance(refusal, ScenarioError)
    assert all(line.isprintable() and len(line) < 2_000 for line in said)
    if isinstance(refusal, InputError):
        assert any(word in said[0] for word in (path.name, *WITHOUT_NAME))
    return refusal is None


def attack(folder: Path, cases: list[Case], seed: int, rounds: int) -> int:
    """How many of so many damaged tables are read all the same."""
    chance = random.Random(seed)
    read = 0
    for number in range(rounds):
        reader, suffix, data, beside = chance.choice(cases)
        name = suffix if suffix != ".csv" or chance.random() < 0.8 else chance.choice([".txt", ""])
        path = folder / f"table{name if not beside else suffix}"
        side = folder / f"table{suffix}.json"
        side.unlink(missing_ok=True)
        if beside and chance.random() < 0.3:
            side.write_bytes(damaged(beside, TEXTS, chance))
            path.write_bytes(data)
        else:
            path.write_bytes(damaged(data, TEXTS if suffix == ".csv" else BYTES, chance))
            if beside:
                side.write_bytes(beside)
        before = time.process_time()
        try:
            read += read_or_refuse(reader, path)
        except Exception as error:
            pytest.fail(f"seed {seed}, table {number}, {path.name}: {error!r}")
        assert time.process_time() - before < SECONDS, (seed, number)
    return read


def test_whole_tables_are_read(tmp_path: Path, cases: list[Case]) -> None:
    for reader, suffix, data, beside in cases:
        path = tmp_path / f"table{suffix}"
        path.write_bytes(data)
        if beside:
            path.with_name(path.name + ".json").write_bytes(beside)
        assert read_or_refuse(reader, path), (reader.__name__, suffix)


@pytest.mark.parametrize("seed", range(2))
def test_damaged_tables(tmp_path: Path, cases: list[Case], seed: int) -> None:
    assert 0 < attack(tmp_path, cases, seed, 60) < 60


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 104))
def test_many_damaged_tables(tmp_path: Path, cases: list[Case], seed: int) -> None:
    assert 0 < attack(tmp_path, cases, seed, 600) < 600


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1_000, 1_020))
def test_very_many_damaged_tables(tmp_path: Path, cases: list[Case], seed: int) -> None:
    assert 0 < attack(tmp_path, cases, seed, 1_000) < 1_000
