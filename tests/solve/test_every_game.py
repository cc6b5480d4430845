"""Every game of perfect recall has a sequential equilibrium (Kreps and Wilson 1982): one is found.

Random games of the kinds of :mod:`tests.solve.kinds_of_games`, a third of them without any pure
equilibrium; each equilibrium found is measured by code of the tests. ``tools/check.py --long``
draws a thousand and prints what was found of each kind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from crisis_sim.game.recall import forgetful_sets
from crisis_sim.solve.refine.limit_of_logit import FOUND_BY_LOGIT
from crisis_sim.solve.sequential.mixed import APPROXIMATE
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.solve.solution import Equilibrium
from tests.exactly import PlainGame, plain
from tests.solve.faults import faults, nearly, rational, written
from tests.solve.kinds_of_games import Drawn, draw, draw_restless
from tests.tallies import Record, record

DEFAULT, ALL, BATCH = 60, 1_000, 20
TOL = 1e-9  # of what is at stake


@dataclass(frozen=True)
class Solved:
    """A game, what was found, and the traceback if there was one."""

    drawn: Drawn
    equilibria: tuple[Equilibrium, ...]
    broken: str = ""


@pytest.fixture(
    scope="module",
    params=[
        *range(0, DEFAULT, BATCH),
        *(pytest.param(n, marks=pytest.mark.long) for n in range(DEFAULT, ALL, BATCH)),
    ],
)
def batch(request: pytest.FixtureRequest) -> list[Solved]:
    seeds = range(request.param, request.param + BATCH)
    return [solved(draw(seed) if seed % 3 else draw_restless(seed)) for seed in seeds]


def solved(drawn: Drawn) -> Solved:
    try:
        return Solved(drawn, solve_sequential(drawn.game).equilibria)
    except Exception as problem:
        return Solved(drawn, (), f"{problem!r:.120}")


def wrong(own: PlainGame, one: Equilibrium) -> Iterator[str]:
    """What is wrong with an equilibrium, in words."""
    near = APPROXIMATE in one.notes
    if not one.certificate.holds(TOL):
        yield f"a regret of {one.certificate.relative:.3g} of what is at stake"
    if one.certificate.exact and not near and one.certificate.max_regret:
        yield f"a regret of {one.certificate.max_regret:.3g}"
    if rational(one):
        yield from faults(own, one, near=near)
        yield from written(one)
    yield from nearly(own, one, TOL)


def counts(one: Solved) -> Counter[str]:
    """What is counted of a game."""
    found = one.equilibria
    pure = sum(each.pure for each in found)
    return Counter(
        {
            "games": 1,
            "without any": not found,
            "pure": pure,
            "mixed": len(found) - pure,
            "only by the limit of logit": bool(found)
            and all(FOUND_BY_LOGIT in e.notes for e in found),
        }
    )


def test_the_games_are_of_perfect_recall(batch: list[Solved]) -> None:
    assert not [one.drawn.seed for one in batch if len(forgetful_sets(one.drawn.game.tree))]


def test_every_game_has_an_equilibrium(batch: list[Solved], record_property: Record) -> None:
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    for one in batch:
        tally[f"{one.drawn.kind}, {one.drawn.size}"].update(counts(one))
    record(record_property, "sequential equilibria of random games", tally)
    assert not [(one.drawn.seed, one.broken) for one in batch if not one.equilibria]


def test_every_equilibrium_is_one(batch: list[Solved]) -> None:
    found: list[str] = []
    for one in batch:
        own = plain(one.drawn.game)
        found += [f"{one.drawn.seed}: {fault}" for e in one.equilibria for fault in wrong(own, e)]
    assert not found, f"{len(found)} faults: " + "\n".join(found[:40])


@pytest.mark.parametrize(
    "drawn",
    [draw(65), draw(3697), draw_restless(100), draw_restless(409)],
    ids=lambda one: one.seed,
)
def test_games_whose_equilibria_were_hard_to_tell(drawn: Drawn) -> None:
    """Approximate play beside a pure one; a limit whose beliefs hang on mixtures off the path.

    Limits whose probabilities are approximate, and are said to be.
    """
    one = solved(drawn)
    assert one.equilibria, one.broken
    own = plain(drawn.game)
    assert not [fault for e in one.equilibria for fault in wrong(own, e)]
