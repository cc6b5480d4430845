"""Refinements where it is hard to tell what a surprise means, and where nothing is decided."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from crisis_sim.gambit.read_efg import read_efg
from crisis_sim.game.game import Game
from crisis_sim.solve.refine.passive import PassiveParts, passive_beliefs, supported_passively
from crisis_sim.solve.refine.path import path_of
from crisis_sim.solve.refine.refinements import refine
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.solve.solution import Equilibrium, assess
from crisis_sim.strategy.exactly import ExactPlay, exact_profile, floats
from tests.solve.test_refine import (
    ALL,
    BEER_AND_QUICHE,
    ENTRY,
    TOL,
    listed,
    solve_text,
    with_payoffs,
)

HORSE = """EFG 2 R "Selten's horse" { "1" "2" "3" }
p "" 1 1 "" { "D" "A" } 0
p "" 3 1 "" { "L" "R" } 0
t "" 1 "" { 3 3 2 }
t "" 2 "" { 0 0 0 }
p "" 2 1 "" { "d" "a" } 0
p "" 3 1 "" { "L" "R" } 0
t "" 3 "" { 4 4 0 }
t "" 4 "" { 0 0 1 }
t "" 5 "" { 1 1 1 }
"""


def test_two_players_behind_one_surprise_are_not_decided() -> None:
    """Selten (1975): the third player cannot tell whether the first or the second departed."""
    (found,) = solve_text(HORSE).equilibria
    assert found.refinements == {
        "passive beliefs": False,
        "intuitive criterion": None,
        "divinity": None,
        "D1": None,
        "undefeated": None,
    }
    (note,) = found.notes
    assert note.startswith(
        "intuitive criterion, divinity, D1, undefeated not decided: it cannot be told who departed"
    )


UNSEEN = """EFG 2 R "One who sees the entry and one who does not" {{ "1" "2" "3" }}
c "" 1 "" {{ "keen" 7/10 "shy" 3/10 }} 0
p "" 1 1 "keen" {{ "out" "in" }} 0
p "" 2 1 "" {{ "x" "y" }} 0
t "" 1 "" {{ 0 1 0 }}
t "" 2 "" {{ 0 {other} 0 }}
p "" 2 1 "" {{ "x" "y" }} 0
p "" 3 1 "" {{ "yield" "fight" }} 0
t "" 3 "" {{ 2 0 1 }}
t "" 4 "" {{ -1 0 0 }}
p "" 3 1 "" {{ "yield" "fight" }} 0
t "" 5 "" {{ 9 5 0 }}
t "" 6 "" {{ 9 5 1 }}
p "" 1 2 "shy" {{ "out" "in" }} 0
p "" 2 1 "" {{ "x" "y" }} 0
t "" 7 "" {{ 0 1 0 }}
t "" 8 "" {{ 0 {other} 0 }}
p "" 2 1 "" {{ "x" "y" }} 0
p "" 3 1 "" {{ "yield" "fight" }} 0
t "" 9 "" {{ 1 0 0 }}
t "" 10 "" {{ -2 0 1 }}
p "" 3 1 "" {{ "yield" "fight" }} 0
t "" 11 "" {{ 9 5 0 }}
t "" 12 "" {{ 9 5 1 }}
"""


def test_what_the_path_settles_stays_so_after_a_deviation() -> None:
    """The second player would choose y if it knew of the entry, and does not."""
    out = with_payoffs(solve_text(UNSEEN.format(other=0)), 0.0, 1.0, 0.0)
    assert out.refinements["intuitive criterion"] is True
    assert out.refinements["D1"] is False


def by_player(game: Game, choices: Mapping[int, list[float]]) -> np.ndarray:
    """The profile that plays alike at all information sets of a player."""
    return np.array([p for one in game.tree.information_sets for p in choices[one.player]])


def written_down(
    game: Game, profile: np.ndarray, beliefs: Mapping[int, list[float]]
) -> Equilibrium:
    """An equilibrium given by hand, with beliefs by player; certified."""
    held = np.full(game.tree.size, np.nan)
    for one in game.tree.information_sets:
        held[list(one.nodes)] = beliefs[one.player]
    written = assess(game, profile, held, sequential=True)
    assert written.certificate.max_regret <= TOL
    return written


def refined_alone(written: Equilibrium, game: Game, most: int = 1000) -> Equilibrium:
    (one,) = refine(Parts(game, most), [written])
    return one


def test_mixing_on_the_path_after_a_deviation_is_not_decided() -> None:
    game = read_efg(UNSEEN.format(other=1))
    profile = by_player(game, {0: [1.0, 0.0], 1: [0.95, 0.05], 2: [0.0, 1.0]})
    beliefs = {0: [1.0], 1: [0.7, 0.0, 0.3, 0.0], 2: [0.1, 0.0, 0.9, 0.0]}
    one = refined_alone(written_down(game, profile, beliefs), game)
    assert one.refinements == dict.fromkeys(
        ["passive beliefs", "intuitive criterion", "divinity", "D1"]
    ) | {"undefeated": True}
    assert any("meets an information set that mixes" in note for note in one.notes)
    assert any("off a mixed path were not searched" in note for note in one.notes)


PENNIES = """EFG 2 R "Entry, then matching pennies" { "1" "2" "3" }
c "" 1 "" { "keen" 1/2 "shy" 1/2 } 0
p "" 1 1 "keen" { "out" "in" } 0
t "" 1 "" { 0 0 0 }
p "" 2 1 "" { "H" "T" } 0
p "" 3 1 "" { "H" "T" } 0
t "" 2 "" { 1 1 -1 }
t "" 3 "" { -2 -1 1 }
p "" 3 1 "" { "H" "T" } 0
t "" 4 "" { -2 -1 1 }
t "" 5 "" { 1 1 -1 }
p "" 1 2 "shy" { "out" "in" } 0
t "" 6 "" { 0 0 0 }
p "" 2 1 "" { "H" "T" } 0
p "" 3 1 "" { "H" "T" } 0
t "" 7 "" { 1 1 -1 }
t "" 8 "" { -2 -1 1 }
p "" 3 1 "" { "H" "T" } 0
t "" 9 "" { -2 -1 1 }
t "" 10 "" { 1 1 -1 }
"""


def test_without_a_pure_continuation_nothing_is_decided() -> None:
    game = read_efg(PENNIES)
    profile = by_player(game, {0: [1.0, 0.0], 1: [0.5, 0.5], 2: [0.5, 0.5]})
    beliefs = {0: [1.0], 1: [0.5, 0.5], 2: [0.25] * 4}
    one = refined_alone(written_down(game, profile, beliefs), game)
    assert one.refinements == {
        "passive beliefs": True,
        "intuitive criterion": None,
        "divinity": None,
        "D1": None,
        "undefeated": True,
    }
    assert any("no pure continuation after a deviation" in note for note in one.notes)


def test_what_mixing_alone_deters_is_not_decided() -> None:
    """Two who fail to coordinate deter an entry that they would reward if they did."""
    game = read_efg(PENNIES.replace("1 1 -1", "1 1 1").replace("-2 -1 1", "-5 -1 -1"))
    profile = by_player(game, {0: [1.0, 0.0], 1: [0.5, 0.5], 2: [0.5, 0.5]})
    beliefs = {0: [1.0], 1: [0.5, 0.5], 2: [0.25] * 4}
    one = refined_alone(written_down(game, profile, beliefs), game)
    assert one.refinements["intuitive criterion"] is None
    assert any("mixed in a way that was not searched" in note for note in one.notes)


def test_indifferent_types_may_be_believed_to_have_sent_a_message() -> None:
    """With the shy type indifferent, the prior is among the beliefs that do not defeat staying out.

    Yielding is best if the keen have at least 3/4; their prior is 7/10.
    """
    text = ENTRY.format(keen="7/10", shy="3/10")
    game = read_efg(text.replace("{ 1 0 }", "{ 0 0 }").replace("{ -2 1 }", "{ -2 3 }"))
    out = written_down(
        game, by_player(game, {0: [1.0, 0.0], 1: [0.0, 1.0]}), {0: [1.0], 1: [0.7, 0.3]}
    )
    share = 0.7 / 0.85
    both = written_down(
        game, np.array([0.0, 1.0, 1.0, 0.0, 0.5, 0.5]), {0: [1.0], 1: [share, 1.0 - share]}
    )
    assert game.tree.set_player.tolist() == [0, 1, 0]
    assert both.payoffs[0] > out.payoffs[0]
    refined = refine(Parts(game, 1000), [out, both])
    assert all(one.refinements["undefeated"] for one in refined)


SEEN_APART = """EFG 2 R "The third sees what the second does alone" { "1" "2" "3" }
p "" 1 1 "" { "a" "b" } 0
p "" 2 1 "" { "x" "y" } 0
p "" 3 1 "" { "L" "R" } 0
t "" 1 "" { 1 1 1 }
t "" 2 "" { 0 0 0 }
p "" 3 2 "" { "L" "R" } 0
t "" 3 "" { 0 0 1 }
t "" 4 "" { 0 0 0 }
p "" 2 1 "" { "x" "y" } 0
p "" 3 1 "" { "L" "R" } 0
t "" 5 "" { 0 0 1 }
t "" 6 "" { 0 0 0 }
p "" 3 2 "" { "L" "R" } 0
t "" 7 "" { 0 0 0 }
t "" 8 "" { 0 0 1 }
"""


def test_one_surprise_is_not_put_down_to_two_departures() -> None:
    """That the first departed too is far less likely than that the second did alone."""
    assert dict(listed(solve_text(SEEN_APART)))[(1.0, 1.0, 1.0)] == ALL


FEWEST = """EFG 2 R "One mistake or two" { "1" "2" "3" "4" "5" }
p "" 1 1 "" { "A" "D" "B" "C" } 0
p "" 2 1 "" { "a" "d" } 0
t "" 1 "" { 1 1 0 0 0 }
p "" 4 1 "" { "c" "e" } 0
t "" 2 "" { 0 0 0 1 0 }
p "" 3 1 "" { "L" "R" } 0
t "" 3 "" { 0 0 0 0 0 }
t "" 4 "" { 0 0 10 0 0 }
p "" 3 1 "" { "L" "R" } 0
t "" 5 "" { 0 0 1 0 0 }
t "" 6 "" { 5 0 0 0 0 }
p "" 5 1 "" { "l" "r" } 0
t "" 7 "" { -9 0 0 0 3 }
t "" 8 "" { -9 0 0 0 0 }
p "" 5 1 "" { "l" "r" } 0
t "" 9 "" { -9 0 0 0 0 }
t "" 10 "" { -9 0 0 0 1 }
"""


def test_a_chance_of_zero_is_no_obstacle() -> None:
    """The fifth player's response is idle; the chance move before the path never comes up."""
    text = FEWEST.replace(
        'p "" 1 1', 'c "" 1 "" { "no" 0 "yes" 1 } 0\nt "" 11 "" { 0 0 0 0 0 }\np "" 1 1', 1
    )
    game = read_efg(text)
    profile = by_player(game, {p: [1.0] + [0.0] * (3 if p == 0 else 1) for p in range(5)})
    profile[-2:] = [0.0, 1.0]
    exact = exact_profile(game.tree, profile)
    assert supported_passively(PassiveParts(Parts(game, 1000)), path_of(game, exact)).passed is True


@pytest.mark.parametrize("response", [[1.0, 0.0], [0.0, 1.0]])
def test_passive_beliefs_take_one_mistake_to_be_likelier_than_two(response: list[float]) -> None:
    """The third player is told of D, or of d and e. What the fifth does is neither here nor there.

    Where it plays r, no passive belief supports that, but other equilibria are played alike.
    """
    game = read_efg(FEWEST)
    first, then = [1.0, 0.0, 0.0, 0.0], [1.0, 0.0]
    profile = by_player(game, {0: first, 1: then, 2: then, 3: then, 4: response})
    beliefs = floats(passive_beliefs(ExactPlay(game, exact_profile(game.tree, profile))))
    third, fifth = (next(s for s in game.tree.information_sets if s.player == p) for p in (2, 4))
    assert beliefs[list(third.nodes)].tolist() == [0.0, 1.0]
    assert beliefs[list(fifth.nodes)].tolist() == [0.5, 0.5]
    held = {0: [1.0], 1: [1.0], 2: [0.0, 1.0], 3: [1.0], 4: response}
    one = refined_alone(written_down(game, profile, held), game)
    assert one.refinements["passive beliefs"] is True


def test_too_many_combinations_leave_it_undecided() -> None:
    game = read_efg(BEER_AND_QUICHE)
    quiche = solve_sequential(game).equilibria[1]
    one = refined_alone(quiche, game, most=0)
    assert one.refinements["passive beliefs"] is None
    assert one.refinements["D1"] is None
    assert any("more than 0 combinations of actions" in note for note in one.notes)
