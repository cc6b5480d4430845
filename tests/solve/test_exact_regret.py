"""What is called an equilibrium is one: its regret, in fractions and by other code, is nothing.

Random games with two and three players, chance and hidden information, one in three with payoffs
of very different sizes and near ties (:mod:`tests.scaled_games`). ``tools/check.py --long`` draws
two thousand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest

from crisis_sim.game.game import Game
from crisis_sim.game.normal_form import reduced_normal_form
from crisis_sim.solve.dominance import iterated_dominance
from crisis_sim.solve.solution import Equilibrium, Solution
from tests import exactly
from tests.exactly import plain
from tests.solve.every_solver import answers, game_of
from tests.solve.faults import faults, profile_of, rational, written

DEFAULT, ALL, BATCH = 100, 2_000, 20
ALMOST = 1e-9  # of what is at stake, for what is irrational

PROMISES_ONE = ("spe", "nash by enumeration", "nash by lemke", "nash by linear programme")
"""Where they apply, there is an equilibrium of their kind in every game."""


@dataclass(frozen=True)
class Answered:
    """A random game, the seed that draws it, what each solver says of it, and which break."""

    seed: int
    game: Game
    solutions: list[tuple[str, Solution]]
    broken: list[str]


@pytest.fixture(
    scope="module",
    params=[
        *range(0, DEFAULT, BATCH),
        *(pytest.param(n, marks=pytest.mark.long) for n in range(DEFAULT, ALL, BATCH)),
    ],
)
def batch(request: pytest.FixtureRequest) -> list[Answered]:
    """Some games, solved by everything."""
    found = []
    for seed, game in drawn(request.param):
        broken: list[str] = []
        found.append(Answered(seed, game, list(answers(game, broken)), broken))
    return found


def drawn(first: int) -> Iterator[tuple[int, Game]]:
    """The games of a batch."""
    return ((seed, game_of(seed)) for seed in range(first, first + BATCH))


def approximate(name: str, game: Game, one: Equilibrium) -> bool:
    """Whether a profile is found by Newton's method: mixed play of three or more."""
    movers = len(set(game.tree.set_player.tolist()))
    return name in ("nash by auto", "nash by supports") and movers > 2 and not one.pure


def test_no_solver_breaks(batch: list[Answered]) -> None:
    broken = [f"{one.seed} {problem}" for one in batch for problem in one.broken]
    assert not broken, "\n".join(broken)


def test_no_rational_equilibrium_has_any_regret(batch: list[Answered]) -> None:
    found: list[str] = []
    for one in batch:
        for name, solution in one.solutions:
            # Nashpy solves the normal form, in which everyone chooses a strategy at once.
            own = plain(solution.game)
            for held in solution.equilibria:
                if rational(held):
                    near = approximate(name, one.game, held)
                    everywhere = name in ("spe", "sequential")
                    wrong = [*faults(own, held, near=near, everywhere=everywhere), *written(held)]
                else:
                    wrong = [] if held.certificate.holds(ALMOST) else ["irrational, with a regret"]
                found += [f"{one.seed} {name}: {fault}" for fault in wrong]
    assert not found, f"{len(found)} faults: " + "\n".join(found[:40])


def test_there_is_one_where_theory_promises_it(batch: list[Answered]) -> None:
    missing = []
    for one in batch:
        movers = len(set(one.game.tree.set_player.tolist()))
        for name, solution in one.solutions:
            promised = name in PROMISES_ONE or (name == "nash by auto" and movers <= 2)
            promised |= name == "sequential" and one.game.perfect_information
            if promised and not solution.equilibria:
                missing.append(f"{one.seed} {name}")
    assert not missing


def test_what_strict_dominance_leaves_holds_every_equilibrium(batch: list[Answered]) -> None:
    lost = []
    for one in batch:
        kept = iterated_dominance(one.game).kept
        plans = reduced_normal_form(one.game).plans
        for name, solution in one.solutions:
            if solution.game is not one.game:
                continue
            for held in solution.equilibria:
                if not rational(held) or approximate(name, one.game, held):
                    continue
                profile = profile_of(held)
                for player, own in enumerate(plans):
                    played = {
                        number
                        for number, plan in enumerate(own)
                        if all(profile[choice] for choice in np.flatnonzero(plan).tolist())
                    }
                    if not played <= set(kept[player]):
                        lost.append(f"{one.seed} {name}: {player} plays {played} of {kept}")
    assert not lost


def test_best_replies_are_those_of_trying_everything() -> None:
    """The recursion of the tests themselves against enumeration of pure strategies."""
    for seed, game in drawn(0):
        own = plain(game)
        rng = np.random.default_rng(seed)
        profile = [Fraction(0)] * sum(map(len, own.choices))
        for choices in own.choices:
            weights = rng.integers(0, 4, len(choices)).tolist()
            weights[0] += sum(weights) == 0
            for choice, weight in zip(choices, weights, strict=True):
                profile[choice] = Fraction(weight, sum(weights))
        for player in range(own.players):
            tried = []
            for pure in exactly.pure_profiles(own):
                mixed = list(profile)
                for choices, owner in zip(own.choices, own.owner, strict=True):
                    if owner == player:
                        mixed[choices.start : choices.stop] = pure[choices.start : choices.stop]
                tried.append(exactly.values(own, mixed)[0][player])
            assert exactly.best_reply(own, profile, player) == max(tried)
