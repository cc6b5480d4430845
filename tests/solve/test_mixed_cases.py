"""Games handed as cases: at least one certified sequential equilibrium, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from crisis_sim.solve.choose import solve_game
from crisis_sim.solve.solution import Equilibrium, Solution
from crisis_sim.study_files import load
from tests.exactly import as_fraction

CASES = Path(__file__).parents[3] / "shared" / "cases"
LARGE = ("alert-1973.yaml", "signalling-4x6x6.efg", "rounds-4.efg")
TOL = 1e-9  # of what is at stake
HALF, THIRD, QUARTER = Fraction(1, 2), Fraction(1, 3), Fraction(1, 4)

pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the cases handed are not here")


def solved(path: Path) -> Solution:
    """The sequential equilibria, each certified, one at least."""
    solution = solve_game(load(path).game(), "sequential")
    assert solution.equilibria
    for one in solution.equilibria:
        assert one.certificate.holds(TOL)
    return solution


def the_one(path: Path) -> tuple[Solution, Equilibrium]:
    """The only equilibrium."""
    solution = solved(path)
    (one,) = solution.equilibria
    assert one.certificate.proved
    return solution, one


def chances(solution: Solution, one: Equilibrium) -> dict[str, list[Fraction]]:
    """The probabilities of the actions, by information set."""
    assert one.exact is not None
    profile = one.exact.profile
    return {
        held.label: [as_fraction(profile[choice]) for choice in held.choices]
        for held in solution.game.tree.information_sets
    }


def an_entrant_is_kept_out_half_the_time(path: Path) -> None:
    """Kreps and Wilson (1982) in its smallest form."""
    played = chances(*the_one(path))
    assert played == {"Ef": [HALF, HALF], "M": [Fraction(1, 9), Fraction(8, 9)]}


def a_third_each(path: Path) -> None:
    assert list(chances(*the_one(path)).values()) == [[THIRD] * 3] * 2


def a_half_each(path: Path) -> None:
    """Three-sided matching pennies (Jordan 1993)."""
    assert list(chances(*the_one(path)).values()) == [[HALF] * 2] * 3


def both_stages_are_mixed(path: Path) -> None:
    solution = solved(path)
    paid = [one for one in solution.equilibria if one.payoffs.tolist() == [1.5, 1.5]]
    shares = [share for one in paid for own in chances(solution, one).values() for share in own]
    assert shares
    assert 0 not in shares


def successive_stages_are_mixed(path: Path) -> None:
    """With n periods and one inspection left a violation comes with 1/(n+1) (Dresher 1962).

    The game is then worth (n-1)/(n+1) to the violator.
    """
    solution, one = the_one(path)
    played = chances(solution, one)
    assert played["V"] == played["I"] == [QUARTER, 3 * QUARTER]
    assert played["Vn"] == played["In"] == [THIRD, 2 * THIRD]
    assert one.payoffs.tolist() == [0.5, -0.5]
    (nash,) = solve_game(solution.game, "nash").equilibria
    assert nash.payoffs.tolist() == one.payoffs.tolist()


KNOWN: dict[str, Callable[[Path], None]] = {
    "commit-min.efg": an_entrant_is_kept_out_half_the_time,
    "rps.nfg": a_third_each,
    "jordan-3mp.efg": a_half_each,
    "bos-twice.efg": both_stages_are_mixed,
    "inspection-3-1.efg": successive_stages_are_mixed,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", KNOWN)
def test_known_answers(name: str) -> None:
    KNOWN[name](CASES / "mixed" / name)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [*sorted((CASES / "mixed").glob("*.?fg")), *(CASES / "large" / name for name in LARGE)],
    ids=lambda path: path.name,
)
def test_every_case_has_a_certified_equilibrium(path: Path) -> None:
    solved(path)
