"""Equilibria of signalling and crisis games, and the regret of a profile, beside Gambit.

Run ``python benchmarks/equilibria.py`` where pygambit 17 is installed; without it our times alone
are printed. Times are processor time, the best of several, in milliseconds, medians over the games
of a size; ratios are theirs to ours. Theirs runs in a process of its own, over as many games as it
does within the limits of time and memory; if none, that is said.

pure        every pure sequential equilibrium, each with beliefs, certificate and refinements.
            Theirs is ``enumpure_agent_solve``: every pure agent equilibrium, without beliefs, some
            of which are not sequential
mixed       the mixed ones too, which theirs (the same call) does not look for
nash        every extreme Nash equilibrium, exactly; theirs is ``enummixed_solve(rational=True)``
one         one Nash equilibrium by Lemke's algorithm on the sequence form; theirs is ``lcp_solve``
regret      the largest regret when everyone plays at random; theirs is ``max_regret``

The signalling games are random, with equally likely types: 27 nodes for 2 types, 3 messages and 3
answers, 53 for 2, 5 and 4, 127 for 6, 4 and 4. The crisis game of 225 nodes is the cable.
Leduc poker, as OpenSpiel ships it, has 2,041 nodes; it is read from the corpus of published files
that stands beside the repository, if it does. ``--file`` puts other games of Gambit's format there.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from crisis_sim.gambit.read import read_gambit
from crisis_sim.gambit.write_efg import write_efg
from crisis_sim.game.game import Game
from crisis_sim.solve.nash import solve_nash
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.strategy.certificate import player_regrets
from crisis_sim.strategy.evaluate import uniform_profile
from crisis_sim.study_files import load

LEDUC = Path(__file__).parents[2] / "shared" / "corpus" / "openspiel" / "leduc_poker.efg"
GAMES = 5
REPEATS = 3
LIMIT = 40.0
"""Seconds for theirs on all games of a size."""
MEMORY = 8 * 2**30
"""Bytes for theirs."""
THEIRS = (
    f"MEMORY = {MEMORY}"
    + """
import io, json, resource, sys, time
import pygambit
resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
calls = {
    "pure": lambda game: pygambit.nash.enumpure_agent_solve(game),
    "mixed": lambda game: pygambit.nash.enumpure_agent_solve(game),
    "nash": lambda game: pygambit.nash.enummixed_solve(game, rational=True),
    "one": lambda game: pygambit.nash.lcp_solve(game, rational=False),
    "regret": lambda game: game.mixed_behavior_profile().max_regret(),
}
call, repeats = calls[sys.argv[1]], int(sys.argv[2])
for text in json.load(sys.stdin):
    fastest = float("inf")
    for _ in range(repeats):
        game = pygambit.read_efg(io.BytesIO(text.encode()))
        started = time.process_time()
        call(game)
        fastest = min(fastest, time.process_time() - started)
    print(1e3 * fastest, flush=True)
"""
)

OURS: dict[str, Callable[[Game], object]] = {
    "pure": lambda game: solve_sequential(game, mixed=False),
    "mixed": solve_sequential,
    "nash": lambda game: solve_nash(game, method="enumeration"),
    "one": lambda game: solve_nash(game, method="lemke"),
    "regret": lambda game: player_regrets(game, uniform_profile(game.tree)),
}


@dataclass(frozen=True)
class Line:
    """Games of one size, and what is measured on them."""

    name: str
    games: list[Game]
    kinds: tuple[str, ...]


def signalling(types: int, messages: int, answers: int, seed: int) -> Game:
    """A sender that knows its type, and a receiver that sees the message alone."""
    rng = np.random.default_rng(seed)
    names = [f'"a{i}"' for i in range(answers)]
    lines = ['EFG 2 R "signalling" { "S" "R" }']
    shares = " ".join(f'"t{t}" 1/{types}' for t in range(types))
    lines.append(f'c "" 1 "" {{ {shares} }} 0')
    for t in range(types):
        sent = " ".join(f'"m{m}"' for m in range(messages))
        lines.append(f'p "" 1 {t + 1} "" {{ {sent} }} 0')
        for m in range(messages):
            lines.append(f'p "" 2 {m + 1} "" {{ {" ".join(names)} }} 0')
            for a in range(answers):
                one, two = rng.integers(0, 100, 2).tolist()
                outcome = 1 + a + answers * (m + messages * t)
                lines.append(f't "" {outcome} "" {{ {one}, {two} }}')
    return read_gambit("\n".join(lines), "signalling").game


def ours(line: Line, kind: str) -> float:
    """Milliseconds, the median over the games."""
    OURS[kind](line.games[0])
    times = []
    for game in line.games:
        fastest = float("inf")
        for _ in range(REPEATS):
            started = time.process_time()
            OURS[kind](game)
            fastest = min(fastest, time.process_time() - started)
        times.append(1e3 * fastest)
    return statistics.median(times)


def theirs(line: Line, kind: str) -> str | float:
    """Milliseconds, the median over the games done within the limit; or why there are none."""
    texts = json.dumps([write_efg(game) for game in line.games])
    call = [sys.executable, "-c", THEIRS, kind, str(REPEATS)]
    said = ""
    try:
        done = subprocess.run(
            call, input=texts, capture_output=True, text=True, timeout=LIMIT, check=False
        )
        printed, said = done.stdout, done.stderr.strip()
    except subprocess.TimeoutExpired as late:
        printed = (late.stdout or b"").decode()
        said = f"over {LIMIT:.0f} s"
    times = [float(one) for one in printed.split("\n")[:-1]]
    return statistics.median(times) if times else said.splitlines()[-1][-40:]


def lines(count: int, files: list[str]) -> list[Line]:
    """The games, smallest first."""
    read = [load(file).game() for file in files]
    every = ("pure", "mixed", "nash")
    return [
        Line("27 nodes", [signalling(2, 3, 3, seed) for seed in range(count)], every),
        Line("53 nodes", [signalling(2, 5, 4, seed) for seed in range(count)], every),
        Line("127 nodes", [signalling(6, 4, 4, seed) for seed in range(count)], ("one",)),
        Line("225 nodes", [load("cuba-1962-cable").game()], ("pure", "mixed", "one")),
        *(Line(f"{game.tree.size:,} nodes", [game], ("one", "regret")) for game in read),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--games", type=int, default=GAMES, help="random games of each size")
    parser.add_argument("--file", action="append", default=[], help="a game in Gambit's format")
    given = parser.parse_args()
    try:
        import pygambit  # noqa: F401
    except ImportError:
        beside = False
    else:
        beside = True
    print(f"{'size':12} {'kind':12} {'ours':>10} {'theirs':>12} {'ratio':>8}")
    files = given.file or [str(LEDUC)] * LEDUC.exists()
    for line in lines(given.games, files):
        for kind in line.kinds:
            own = ours(line, kind)
            other = theirs(line, kind) if beside else "-"
            shown = f"{other:12.2f} {other / own:8.1f}" if isinstance(other, float) else other
            print(f"{line.name:12} {kind:12} {own:10.2f} {shown}", flush=True)


if __name__ == "__main__":
    main()
