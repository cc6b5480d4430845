"""All extreme Nash equilibria, exactly, beside lrsnash and Gambit.

Run ``python benchmarks/nash.py --gambit PYTHON``, the option being an interpreter that has
pygambit; without it Gambit is left out, and so is lrsnash (Debian's package lrslib) where it is not
installed. The columns are seconds, the best of three, and the ratio of ours to lrsnash's; every
program must find as many equilibria. Ours is timed within a process that has its compiled code,
lrsnash from start to end of its process, Gambit within its process and for at most half a minute.

The games: random ones; the game of von Stengel (1999) with 75 equilibria; and the normal forms of
random signalling games of two types, with three messages and answers (9 by 27 strategies) and four
messages and three answers (16 by 81).
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.normal_form import NormalForm
from crisis_sim.solve.nash import extreme_equilibria

RUNS = 3
PATIENCE = 30.0
Tables = NDArray[np.int64]

SEVENTY_FIVE = [
    [9504, -660, 19976, -20526, 1776, -8976],
    [-111771, 31680, -130944, 168124, -8514, 52764],
    [397584, -113850, 451176, -586476, 29216, -178761],
    [171204, -45936, 208626, -263076, 14124, -84436],
    [1303104, -453420, 1227336, -1718376, 72336, -461736],
    [737154, -227040, 774576, -1039236, 48081, -300036],
]
OTHER_ORDER = [4, 5, 2, 3, 0, 1]

GAMBIT = """
import json, sys, time
import pygambit
game = pygambit.read_nfg(sys.argv[1])
started = time.perf_counter()
found = pygambit.nash.enummixed_solve(game, rational=True)
print(json.dumps([time.perf_counter() - started, len(found.equilibria)]))
"""


def seventy_five() -> Tables:
    first = np.array(SEVENTY_FIVE)
    return np.stack([first, first.T[np.ix_(OTHER_ORDER, OTHER_ORDER)]])


def random_game(size: int, seed: int) -> Tables:
    return np.random.default_rng(seed).integers(-1000, 1001, (2, size, size))


def signalling_game(messages: int, answers: int, seed: int) -> Tables:
    """Two types, equally likely; payoffs of both players by type, message and answer."""
    worth = np.random.default_rng(seed).integers(0, 10, (2, 2, messages, answers))
    senders = np.indices((messages,) * 2).reshape(2, -1).T
    receivers = np.indices((answers,) * messages).reshape(messages, -1).T
    tables = np.zeros((2, len(senders), len(receivers)), dtype=np.int64)
    for row, plan in enumerate(senders):
        for kind, message in enumerate(plan):
            tables[:, row] += worth[:, kind, message][:, receivers[:, message]]
    return tables


GAMES = {
    "6x6 with 75 equilibria": seventy_five(),
    "random 9x9": random_game(9, 1),
    "random 12x12": random_game(12, 1),
    "signalling 9x27": signalling_game(3, 3, 1),
    "signalling 9x27, another": signalling_game(3, 3, 2),
    "signalling 16x81": signalling_game(4, 3, 1),
}


def ours(tables: Tables) -> tuple[float, int]:
    names = tuple(tuple(map(str, range(count))) for count in tables.shape[1:])
    form = NormalForm("game", ("A", "B"), names, tables.astype(float))
    started = time.perf_counter()
    found = extreme_equilibria(form)
    return time.perf_counter() - started, len(found.pairs)


def lrsnash(tables: Tables) -> tuple[float, int] | None:
    if shutil.which("lrsnash") is None:
        return None
    written = "\n\n".join("\n".join(" ".join(map(str, row)) for row in t.tolist()) for t in tables)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "game"
        file.write_text(f"{tables.shape[1]} {tables.shape[2]}\n\n{written}\n")
        started = time.perf_counter()
        ran = subprocess.run(["lrsnash", str(file)], capture_output=True, text=True, check=True)
        seconds = time.perf_counter() - started
    line = next(line for line in ran.stdout.splitlines() if "Number of equilibria" in line)
    return seconds, int(line.rsplit(":", 1)[1])


def gambit(tables: Tables, python: str | None) -> tuple[float, int] | None:
    if python is None:
        return None
    pairs = " ".join(
        f"{one} {two}" for one, two in tables.transpose(2, 1, 0).reshape(-1, 2).tolist()
    )
    rows, columns = tables.shape[1:]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "game.nfg"
        file.write_text(f'NFG 1 R "game" {{ "A" "B" }} {{ {rows} {columns} }}\n\n{pairs}\n')
        call = [python, "-c", GAMBIT, str(file)]
        try:
            ran = subprocess.run(call, capture_output=True, text=True, check=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return None
    seconds, count = json.loads(ran.stdout.splitlines()[-1])
    return seconds, count


def shown(result: tuple[float, int] | None) -> str:
    return f"{'-':>9} {'-':>5}" if result is None else f"{result[0]:9.4f} {result[1]:5d}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gambit", metavar="PYTHON", help="an interpreter that has pygambit")
    options = parser.parse_args()
    ours(random_game(3, 0))
    print(f"{'game':26} {'ours':>9} {'found':>5} {'lrsnash':>9} {'found':>5} ", end="")
    print(f"{'Gambit':>9} {'found':>5} {'ratio':>6}")
    for name, tables in GAMES.items():
        own = min(ours(tables) for _ in range(RUNS))
        runs = [lrsnash(tables) for _ in range(RUNS)]
        peer = min(run for run in runs if run is not None) if None not in runs else None
        other = gambit(tables, options.gambit)
        ratio = f"{own[0] / peer[0]:6.2f}" if peer else f"{'-':>6}"
        print(f"{name:26} {shown(own)} {shown(peer)} {shown(other)} {ratio}", flush=True)


if __name__ == "__main__":
    main()
