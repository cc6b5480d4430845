"""Damaged files of every format and encoding: a game, or one of the package's own errors."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from crisis_sim.errors import CrisisSimError, ScenarioError
from crisis_sim.study_files import load
from tests.scenario.malformed_blocks import BASE
from tests.test_study_files import EFG, ENCODINGS, NFG, SCENARIO, WORKBOOK

SECONDS = 10.0
"""Far above what any of these small files takes."""

TEXTS = [EFG, NFG, SCENARIO, BASE, WORKBOOK.format(game=EFG), WORKBOOK.format(game=NFG)]
NAMES = ["file", "file.txt", "file.efg", "file.nfg", "file.gbt", "file.yaml"]
PIECES = [
    *(b"\x00", b"\x1a", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xc2\x85"),
    *(b"\r", b"\n", b"\r\n", b"\x93", b"\xe9", b'"', b"\\", b"{", b"}", b",", b";", b":", b"0,5"),
    *(b"EFG 2 R", b"NFG 1 R", b"<efgfile>", b"</efgfile>", b"<gambit:document", b"9" * 500),
    *(b"1e999999999", b"1/0", b"p ", b"c ", b"t ", b"- ", b"&a ", b"!!x ", b"-1", b"99999999999"),
]


def cut(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + data[place + chance.randrange(40) :]


def put(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(PIECES) + data[place:]


def flip(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def double(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    end = start + chance.randrange(60)
    return data[:end] + data[start:end] + data[end:]


def end_early(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


CHANGES: list[Callable[[bytes, random.Random], bytes]] = [cut, put, flip, double, end_early]


def damaged(chance: random.Random) -> bytes:
    data = chance.choice(TEXTS).encode(chance.choice(ENCODINGS))
    for _ in range(chance.choice([0, 1, 1, 2, 5])):
        data = chance.choice(CHANGES)(data, chance)
    return data


def read_or_refuse(path: Path) -> bool:
    """Whether the file is read; a refusal must be one of the package's own, in printable lines."""
    refusal: CrisisSimError | None = None
    try:
        load(path, most_nodes=5_000).game()
    except CrisisSimError as error:
        refusal = error
    problems = refusal.problems if isinstance(refusal, ScenarioError) else ()
    for problem in problems:
        assert problem.message
        assert all(line.isprintable() for line in problem.text("file").split("\n"))
    assert refusal is None or str(refusal)
    return refusal is None


def attack(folder: Path, seed: int, rounds: int) -> int:
    """How many of so many damaged files are read all the same."""
    chance = random.Random(seed)
    read = 0
    for number in range(rounds):
        path = folder / chance.choice(NAMES)
        path.write_bytes(damaged(chance))
        before = time.process_time()
        try:
            read += read_or_refuse(path)
        except Exception as error:
            pytest.fail(f"seed {seed}, file {number}: {type(error).__name__}: {error}")
        assert time.process_time() - before < SECONDS, (seed, number)
    return read


@pytest.mark.parametrize("seed", range(2))
def test_damaged_files(tmp_path: Path, seed: int) -> None:
    assert 0 < attack(tmp_path, seed, 150) < 150


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 104))
def test_many_damaged_files(tmp_path: Path, seed: int) -> None:
    assert 0 < attack(tmp_path, seed, 1_000) < 1_000


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1_000, 1_020))
def test_very_many_damaged_files(tmp_path: Path, seed: int) -> None:
    assert 0 < attack(tmp_path, seed, 2_500) < 2_500
