"""Logit equilibria beside Gambit's: the limit of the branch, and equilibria at given precisions.

Run ``python benchmarks/quantal.py`` where pygambit 17 is installed; without it our times alone are
printed. Games are shipped scenarios, handed to Gambit as ``.efg`` text. Times are processor time,
the best of several, in milliseconds; ratios are theirs to ours.

limit   the whole branch and the equilibrium that it leads to, with its certificate
one     the equilibrium at one precision (5 divided by the payoff range), with its certificate
many    equilibria at twenty precisions, up to 60 divided by the payoff range
swept   one precision for each of many games that differ in their payoffs, a game; Gambit's time is
        that for one, without what it takes to set up the game
differ  the largest difference of a probability at the twenty precisions; where a game is symmetric
        the two programs take different branches beyond a bifurcation
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from crisis_sim.gambit.write_efg import write_efg
from crisis_sim.game.game import Floats, Game
from crisis_sim.solve.quantal import solve_quantal, solve_quantal_points, trace_branch
from crisis_sim.study_files import load

GAMES = (
    "audience-costs",
    "beer-and-quiche",
    "chain-store",
    "cheap-talk",
    "cuba-1962-clock",
    "cuba-1962-two-types",
    "cuba-1962-cable",
)
SCALED = np.geomspace(0.5, 60, 20)
"""Precisions times the payoff range."""
SWEPT = 200
SEED = 1
COLUMNS = ("limit", "one", "many", "swept")


def best(work: Callable[[], object], repeats: int) -> float:
    """Milliseconds of the fastest run."""
    fastest = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        work()
        fastest = min(fastest, time.process_time() - start)
    return 1e3 * fastest


def theirs_as_ours(game: Game, players: Any, profile: Any) -> Floats:
    """(choices,) a profile of Gambit's, whose sets come in the order of their first nodes."""
    tree = game.tree
    order = np.argsort(tree.set_member[tree.set_member_start[:-1]])
    found = np.zeros(len(tree.choice_set))
    for player, label in enumerate(players):
        sets = [one for one in order if tree.set_player[one] == player]
        for one, (_, mixed) in zip(sets, profile[label], strict=True):
            start, stop = tree.choice_start[one : one + 2]
            found[start:stop] = [share for _, share in mixed]
    return found


def ours(game: Game, repeats: int) -> tuple[list[float], list[Floats]]:
    """Times in the order of ``COLUMNS``, and the profiles at the twenty precisions."""
    precisions = (SCALED / game.payoff_range).tolist()
    payoffs = game.payoffs * np.random.default_rng(SEED).normal(
        1, 0.02, (SWEPT, *game.payoffs.shape)
    )

    def sweep() -> object:
        return solve_quantal_points(game, precisions[10], chance=game.chance, payoffs=payoffs)

    times = [
        best(lambda: solve_quantal(game), repeats),
        best(lambda: solve_quantal(game, precisions[10]), repeats),
        best(lambda: trace_branch(game, until=precisions[-1], include=precisions), repeats),
        best(sweep, repeats) / SWEPT,
    ]
    return times, [solve_quantal(game, one).equilibria[0].profile for one in precisions]


def gambit(module: Any, game: Game, repeats: int) -> tuple[list[float], list[Floats]]:
    """The same by pygambit."""
    other = module.read_efg(io.BytesIO(write_efg(game).encode()))
    precisions = (SCALED / game.payoff_range).tolist()
    solve = module.qre.logit_solve_lambda
    times = [
        best(lambda: module.nash.logit_solve(other), repeats),
        best(lambda: solve(other, [precisions[10]]), repeats),
        best(lambda: solve(other, precisions), repeats),
    ]
    times.append(times[1])
    found = solve(other, precisions)
    return times, [theirs_as_ours(game, other.players, one.profile) for one in found]


def row(module: Any, name: str, repeats: int) -> str:
    game = load(name).game()
    times, profiles = ours(game, 3 * repeats)
    cells = [f"{name:22}{game.tree.size:6}", *(f"{one:9.2f}" for one in times)]
    if module is not None:
        other_times, other_profiles = gambit(module, game, repeats)
        cells += [f"{one:9.2f}" for one in other_times]
        cells += [f"{two / one:8.1f}x" for one, two in zip(times, other_times, strict=True)]
        gaps = [
            np.max(np.abs(one - two)) for one, two in zip(profiles, other_profiles, strict=True)
        ]
        cells.append(f"{max(gaps):9.0e}")
    return "".join(cells)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("games", nargs="*", default=GAMES)
    arguments = parser.parse_args()
    try:
        import pygambit
    except ImportError:
        pygambit = None
    heads = [f"{'game':22}{'nodes':>6}", *(f"{one:>9}" for one in COLUMNS)]
    if pygambit is not None:
        heads += [f"{one:>9}" for one in COLUMNS] + [f"{one:>9}" for one in COLUMNS]
        heads.append(f"{'differ':>9}")
        print(
            f"{'':28}{'ours, ms':>36}{'Gambit ' + pygambit.__version__ + ', ms':>36}{'ratio':>36}"
        )
    print("".join(heads))
    for name in arguments.games:
        print(row(pygambit, name, arguments.repeats), flush=True)


if __name__ == "__main__":
    main()
