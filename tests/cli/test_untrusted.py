"""Files made to be costly, and every command: an answer or a message, in bounded time and memory.

Which commands meet which files is drawn with a seed: some in the slow suite, all in the long one.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bombs import BOMBS, scenario

if sys.platform == "win32":
    pytest.skip("limits on processes are those of Unix", allow_module_level=True)

from tests.cli.bounded import bounded

SAMPLED = 12
SEED = 20_261_130
BOTH = (
    *("show", "check", "provenance", "cite", "dominance", "dominance --weak", "compare"),
    *("simulate",),
    *("solve", "solve --json", "solve -c spe", "solve -c sequential", "solve -c nash"),
    *("solve -c quantal", "solve -c quantal --precision 2", "solve -c cfr"),
    *("export -o game.efg", "export -o game.nfg", "run -o folder", "verify -p s=a"),
    *(f"figure {kind} -o picture.svg" for kind in ("tree", "tree --full", "matrix", "quantal")),
)
OF_SCENARIOS = (
    *("thresholds", "thresholds -x x", "regions -x x -x z"),
    *("conditions --outcome o1", "conditions --outcome o1 -x x -x z"),
    *("certify --outcome o1", "certify --outcome o1 -x x -x z", "nearest", "nearest --outcome o1"),
    *("sweep -x x=0:2:101 -x z=0:2:101", "sweep -x x~uniform(0,2) --draws 64 -c sequential"),
    *("sensitivity --outcome o1 -x x~uniform(0,1) --samples 32", "bargain", "check --findings"),
    *(f"figure {kind} -x x -x z -o picture.svg" for kind in ("page", "regions")),
    *(f"figure {kind} -x x -o picture.svg" for kind in ("statics", "thresholds")),
    *(f"figure {kind} --outcome o1 -o picture.svg" for kind in ("risk", "tornado", "sensitivity")),
    *("figure timelines -o picture.svg", "figure assumptions -o picture.svg"),
)
Pair = tuple[str, str]


def pairs() -> Iterator[Pair]:
    for name, (suffix, _) in BOMBS.items():
        for command in (*BOTH, *OF_SCENARIOS) if suffix == ".yaml" else BOTH:
            yield name, command


def drawn() -> list[Pair]:
    """Some pairs, of as many files as there are."""
    every = list(pairs())
    random.Random(SEED).shuffle(every)
    first = {name: (name, command) for name, command in reversed(every)}
    return list(first.values())[:SAMPLED]


def some(names: Iterable[str], count: int) -> list[Any]:
    """Names of which some are drawn for the slow suite; the others stand in the long one."""
    every = list(names)
    chosen = random.Random(SEED).sample(every, count)
    return [
        pytest.param(name, marks=pytest.mark.slow if name in chosen else pytest.mark.long)
        for name in every
    ]


def attack(name: str, command: str, folder: Path, chance: random.Random) -> None:
    suffix, make = BOMBS[name]
    (folder / f"game{suffix}").write_text(make(chance), encoding="utf-8")
    words = command.split()
    place = 2 if words[0] == "figure" else 1
    took = bounded(*words[:place], f"game{suffix}", *words[place:], folder=folder)
    assert not took.fault, f"{name}, {command}: {took.fault}"


@pytest.mark.slow
@pytest.mark.parametrize(("name", "command"), drawn())
def test_a_costly_file_is_answered_or_refused(name: str, command: str, tmp_path: Path) -> None:
    attack(name, command, tmp_path, random.Random(f"{SEED} {name}"))


@pytest.mark.long
@pytest.mark.parametrize(("name", "command"), list(pairs()))
def test_every_costly_file_with_every_command(name: str, command: str, tmp_path: Path) -> None:
    attack(name, command, tmp_path, random.Random(f"{SEED + 1} {name} {command}"))


JAGGED = scenario("floor(1000*x) - 2*floor(500*x) - 0.5", "floor(997*x*z) - 2*floor(997*x*z/2)")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "status"), [("certify --outcome o1", 0), ("regions -x x -x z", 4)]
)
def test_the_time_asked_for_is_kept(command: str, status: int, tmp_path: Path) -> None:
    (tmp_path / "game.yaml").write_text(JAGGED, encoding="utf-8")
    first, *rest = command.split()
    start_up = bounded("show", "game.yaml", folder=tmp_path).seconds
    took = bounded(first, "game.yaml", *rest, "--seconds", "5", folder=tmp_path)
    assert took.status == status
    assert took.seconds < 6.0 + 2.0 * start_up


ARGUMENTS = {
    "a huge power in a value": ("solve", "brinkmanship", "-s", "p=1e999999999"),
    "a long number in a value": ("solve", "brinkmanship", "-s", f"p={'9' * 60_000}"),
    "a long quotient in a value": ("solve", "brinkmanship", "-s", f"p=1/{'9' * 60_000}"),
    "a long name in a value": ("solve", "brinkmanship", "-s", f"{'p' * 60_000}=1"),
    "a huge range": ("thresholds", "brinkmanship", "-x", "p=0:1e999999999"),
    "a huge grid": ("sweep", "brinkmanship", "-x", "p=0:1:999999999999"),
    "many huge grids": (
        "sweep",
        "brinkmanship",
        "-x",
        "p=0:1:99999",
        "-x",
        "q=0:1:99999",
        "--dry-run",
    ),
    "a long list": ("sweep", "brinkmanship", "-x", f"p={'0.5,' * 20_000}0.5"),
    "a long number in a grid": ("sweep", "brinkmanship", "-x", f"p=0:{'9' * 60_000}:5"),
    "a huge share in a profile": ("verify", "brams-chicken", "-p", "Moscow=withdraw:1e999999999"),
    "a long share": ("verify", "brams-chicken", "-p", f"Moscow=withdraw:0.{'3' * 60_000}"),
    "a long place": ("verify", "brams-chicken", "-p", f"{'M' * 60_000}=withdraw"),
    "many places": ("verify", "brams-chicken", *("-p", "Moscow=withdra") * 3_000),
    "many assumptions": ("solve", "brinkmanship", *("-a", "no such thing") * 3_000),
    "many draws": ("certify", "brinkmanship", "--outcome", "retreat", "--draws", "999999999"),
    "many random draws": (
        "sweep",
        "brinkmanship",
        "-x",
        "p~uniform(0,1)",
        "--draws",
        "999999999",
        "--dry-run",
    ),
    "many samples": (
        *("sensitivity", "brinkmanship", "--outcome", "retreat", "-x", "p~uniform(0,1)"),
        *("--samples", "999999999"),
    ),
    "large parts": ("sweep", "brinkmanship", "-x", "p=0:1:5", "--part-points", "999999999"),
    "many plays": ("simulate", "brinkmanship", "--plays", "999999999"),
    "many plays told": ("simulate", "brinkmanship", "--plays", "9999", "--show", "9999"),
    "many timelines": (
        *("figure", "timelines", "cuba-1962-clock", "--plays", "999999999", "-o", "picture.svg"),
    ),
    "many iterations": ("solve", "brinkmanship", "-c", "cfr", "--iterations", "999999999"),
    "a long outcome": ("nearest", "brinkmanship", "--outcome", "o" * 100_000),
}


@pytest.mark.parametrize("name", some(ARGUMENTS, 8))
def test_costly_arguments_are_answered_or_refused(name: str, tmp_path: Path) -> None:
    took = bounded(*ARGUMENTS[name], folder=tmp_path)
    assert not took.fault, f"{name}: {took.fault}"


TABLES = {
    "a long number": "information set,action,count\ns,a," + "9" * 500_000 + "\n",
    "a huge power": "information set,action,count\ns,a,1e999999999\n",
    "a long line": "information set,action,count\n" + "s," * 500_000 + "\n",
    "many columns": ",".join(f"c{i}" for i in range(100_000)) + "\n",
    "many lines": "information set,action,count\n" + "s,a,1\n" * 400_000,
    "an open quotation": 'information set,action,count\n"' + "s,a,1\n" * 300_000,
    "deep brackets": "[" * 500_000,
    "deep braces": '{"equilibria": ' * 100_000,
    "a long number in JSON": '{"equilibria": [{"strategy": {"s": {"a": ' + "9" * 500_000 + "}}}]}",
    "a huge power in JSON": '{"equilibria": [{"strategy": {"s": {"a": 1e999999999}}}]}',
}


@pytest.mark.parametrize("name", some(TABLES, 2))
def test_costly_tables_are_answered_or_refused(name: str, tmp_path: Path) -> None:
    for file in ("table.csv", "table.json"):
        (tmp_path / file).write_text(TABLES[name], encoding="utf-8")
    for command in (
        *(f"fit brinkmanship {file}" for file in ("table.csv", "table.json")),
        *(f"verify brinkmanship {file}" for file in ("table.csv", "table.json")),
        "sweep brinkmanship --points table.csv",
        "discover table.csv --outcome count --inputs action",
    ):
        took = bounded(*command.split(), folder=tmp_path)
        assert not took.fault, f"{name}, {command}: {took.fault}"


@pytest.mark.parametrize("end", some([".yaml", ".efg", ".csv", ".json", ".parquet"], 1))
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_links_to_devices_are_refused(end: str, device: str, tmp_path: Path) -> None:
    (tmp_path / f"link{end}").symlink_to(device)
    for command in (
        f"check link{end}",
        f"fit brinkmanship link{end}",
        f"verify brinkmanship link{end}",
        f"sweep brinkmanship --points link{end}",
        f"discover link{end} --outcome war",
    ):
        took = bounded(*command.split(), folder=tmp_path)
        assert took.status in (2, 3)
        assert not took.fault, f"{command}: {took.fault}"
