"""What ``solve --json`` writes of a Gambit file is an equilibrium, to the last digit.

Probabilities are read from the JSON: the exact quotient where there is one, else the decimal. Their
regret is worked out in fractions by code of the tests alone (:mod:`tests.exactly`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from crisis_sim.gambit.read_efg import read_efg
from crisis_sim.gambit.write_efg import write_efg
from crisis_sim.game.game import Game
from tests import exactly
from tests.cli.conftest import Run
from tests.exactly import PlainGame, plain
from tests.scaled_games import efg_text
from tests.solve.every_solver import game_of

DEFAULT, ALL, BATCH = 24, 400, 8
CONCEPTS = ("auto", "sequential", "nash")

batches = pytest.mark.parametrize(
    "first",
    [
        *range(0, DEFAULT, BATCH),
        *(pytest.param(n, marks=pytest.mark.long) for n in range(DEFAULT, ALL, BATCH)),
    ],
)


def written(folder: Path, first: int) -> Iterator[tuple[int, str, Game]]:
    """Files of a batch of games, as we write them and with numbers spelled at random by turns."""
    for seed in range(first, first + BATCH):
        game = game_of(seed, wild=0.5)
        spelled = efg_text(np.random.default_rng([seed, 30]), game)
        path = folder / f"{seed}.efg"
        path.write_text(spelled if seed % 2 else write_efg(game))
        yield seed, str(path), game


def profile_in(equilibrium: dict[str, Any], own: PlainGame) -> list[Fraction]:
    """The profile that the JSON tells; sets are h0, h1 and so on, actions a0, a1."""
    profile = [Fraction(0)] * own.choices[-1].stop
    for label, held in equilibrium["strategy"].items():
        choices = own.choices[int(label.removeprefix("h"))]
        for action, share in held["actions"].items():
            exact = held.get("exact", {}).get(action)
            value = Fraction(repr(share)) if exact is None else Fraction(exact)
            profile[choices[int(action.removeprefix("a"))]] = value
    return profile


@batches
@pytest.mark.parametrize("concept", CONCEPTS)
def test_the_json_of_solve_has_no_regret(
    run: Run, tmp_path: Path, concept: str, first: int
) -> None:
    found = []
    for seed, path, game in written(tmp_path, first):
        own = plain(game)
        if len(own.sets) < 1:
            continue
        ran = run("solve", path, "--json", "-c", concept)
        told = json.loads(ran.out)
        newton = len(set(own.owner)) > 2 and concept == "nash"
        for number, one in enumerate(told["equilibria"]):
            profile = profile_in(one, own)
            pure = set(profile) <= {Fraction(0), Fraction(1)}
            regret = max(exactly.player_regrets(own, profile))
            if (not newton or pure) and (regret or not exactly.is_profile(own, profile)):
                found.append(f"{seed} {number}: regret {float(regret):.3g}")
            if newton and not pure and one["player_regret"] == 0.0 and regret:
                found.append(f"{seed} {number}: called exact with {float(regret):.3g}")
    assert not found, "\n".join(found[:30])


@batches
def test_verify_confirms_what_solve_writes(run: Run, tmp_path: Path, first: int) -> None:
    for seed, path, game in written(tmp_path, first):
        if not len(game.tree.set_player):
            continue
        solved = run("solve", path, "--json", "-c", "sequential")
        if not json.loads(solved.out)["equilibria"]:
            continue
        file = tmp_path / f"{seed}.json"
        file.write_text(solved.out)
        told = json.loads(run("verify", path, str(file), "--json").out)
        assert told["nash"] is True, seed
        assert told["rational_everywhere"] is True, seed
        assert told["player_regret"] == 0.0, seed


def test_the_files_hold_the_games_that_were_drawn(tmp_path: Path) -> None:
    for _, path, game in written(tmp_path, 0):
        again, own = plain(read_efg(Path(path).read_text())), plain(game)
        assert (again.payoffs, again.chance, again.sets) == (own.payoffs, own.chance, own.sets)
