"""Refinements on games with known answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from crisis_sim.gambit.read_efg import read_efg
from crisis_sim.game.unfold import unfold
from crisis_sim.scenario.library import load
from crisis_sim.solve.refine.refinements import in_order, passed_alone, refine
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.solve.solution import Equilibrium, Solution, assess
from crisis_sim.strategy.evaluate import pure_profile

TOL = 1e-9
WITHIN = 1e-3
"""Published figures have three decimals."""

ALL = {
    "passive beliefs": True,
    "intuitive criterion": True,
    "divinity": True,
    "D1": True,
    "undefeated": True,
}
HELD_UP = ALL | {
    "passive beliefs": False,
    "intuitive criterion": False,
    "divinity": False,
    "D1": False,
}
"""Held up by a belief in a type that could never gain."""


def solve_shipped(name: str, **values: float) -> Solution:
    return solve_sequential(unfold(load(name)).at({"d": 0.913, **values}), mixed=False)


def solve_text(text: str) -> Solution:
    return solve_sequential(read_efg(text), mixed=False)


def with_payoffs(solution: Solution, *payoffs: float) -> Equilibrium:
    found = [e for e in solution.equilibria if np.allclose(e.payoffs, payoffs, atol=WITHIN)]
    assert len(found) == 1
    return found[0]


def listed(solution: Solution) -> list[tuple[tuple[float, ...], Mapping[str, bool | None]]]:
    return [
        (tuple(np.round(one.payoffs, 3).tolist()), dict(one.refinements))
        for one in solution.equilibria
    ]


class TestCable:
    def test_flexible_moscow_cannot_gain_by_stalling(self) -> None:
        solution = solve_shipped("cuba-1962-cable")
        assert listed(solution) == [((-3.6, -5.522), ALL), ((-2.0, -11.0), HELD_UP)]
        assert "settled in secret" in solution.equilibria[0].outcomes

    def test_the_reason_is_told(self) -> None:
        held_up = solve_shipped("cuba-1962-cable").equilibria[1]
        (note,) = (note for note in held_up.notes if "criterion" in note)
        assert note.startswith(
            "fails the intuitive criterion: USSR choosing 'stall' at "
            "'the reply, after defiant, pledge alone' must gain"
        )

    def test_without_exposure_only_the_public_trade_is_credible(self) -> None:
        solution = solve_shipped("cuba-1962-cable", x=-1.0)
        assert listed(solution) == [((-15.0, -1.0), ALL), *[((-2.0, -11.0), HELD_UP)] * 2]

    def test_when_control_is_rarely_lost_defiant_moscow_stalls(self) -> None:
        solution = solve_shipped("cuba-1962-cable", pi=0.1)
        assert listed(solution) == [
            ((-19.188, -2.986), ALL),
            ((-3.6, -5.522), HELD_UP),
            ((-15.0, -1.0), HELD_UP),
            ((-2.0, -11.0), HELD_UP | {"undefeated": False}),
        ]

    def test_below_17_in_70_passive_beliefs_hold_up_the_pledge(self) -> None:
        solution = solve_shipped("cuba-1962-cable", mu=0.1)
        assert listed(solution) == [
            ((-3.6, 6.478), ALL),
            ((-2.0, 1.0), HELD_UP | {"passive beliefs": True}),
        ]


class TestTwoTypes:
    def test_three_poolings_and_one_held_up(self) -> None:
        solution = solve_shipped("cuba-1962-two-types")
        assert listed(solution) == [
            ((-3.6, -5.522), ALL),
            ((-15.0, -1.0), ALL | {"passive beliefs": False, "undefeated": False}),
            ((-24.064, -9.978), HELD_UP | {"intuitive criterion": True, "undefeated": False}),
            ((-2.0, -11.0), HELD_UP | {"undefeated": False}),
        ]

    def test_divinity_may_be_passed_where_d1_is_not(self) -> None:
        solution = solve_shipped("cuba-1962-two-types", pressed_share=0.1)
        stalled = with_payoffs(solution, -19.188, -2.986)
        assert stalled.refinements == ALL | {"D1": False}


BEER_AND_QUICHE = """EFG 2 R "Beer and quiche" { "Sender" "Receiver" }
c "" 1 "" { "strong" 9/10 "weak" 1/10 } 0
p "" 1 1 "strong" { "beer" "quiche" } 0
p "" 2 1 "beer" { "duel" "none" } 0
t "" 1 "" { 1 0 }
t "" 2 "" { 3 1 }
p "" 2 2 "quiche" { "duel" "none" } 0
t "" 3 "" { 0 0 }
t "" 4 "" { 2 1 }
p "" 1 2 "weak" { "beer" "quiche" } 0
p "" 2 1 "beer" { "duel" "none" } 0
t "" 5 "" { 0 1 }
t "" 6 "" { 2 0 }
p "" 2 2 "quiche" { "duel" "none" } 0
t "" 7 "" { 1 1 }
t "" 8 "" { 3 0 }
"""


def test_beer_and_quiche() -> None:
    """Cho and Kreps (1987): quiche is unintuitive; both need a belief the prior does not give."""
    solution = solve_text(BEER_AND_QUICHE)
    assert listed(solution) == [
        ((2.9, 0.9), ALL | {"passive beliefs": False}),
        ((2.1, 0.9), HELD_UP),
    ]


ENTRY = """EFG 2 R "In or out" {{ "Sender" "Receiver" }}
c "" 1 "" {{ "keen" {keen} "shy" {shy} }} 0
p "" 1 1 "keen" {{ "out" "in" }} 0
t "" 1 "" {{ 0 0 }}
p "" 2 1 "" {{ "yield" "fight" }} 0
t "" 2 "" {{ 2 1 }}
t "" 3 "" {{ -1 0 }}
p "" 1 2 "shy" {{ "out" "in" }} 0
t "" 4 "" {{ 0 0 }}
p "" 2 1 "" {{ "yield" "fight" }} 0
t "" 5 "" {{ 1 0 }}
t "" 6 "" {{ -2 1 }}
"""
"""The keen type enters if yielded to with 1/3, the shy one with 2/3."""


def test_divinity_keeps_the_prior_ratio_where_d1_does_not() -> None:
    solution = solve_text(ENTRY.format(keen="3/10", shy="7/10"))
    assert listed(solution) == [((0.0, 0.0), ALL | {"D1": False, "divinity": True})]
    assert any(note.startswith("fails D1: nothing deters") for note in solution.equilibria[0].notes)


def test_divinity_fails_with_d1_where_the_prior_ratio_is_enough() -> None:
    solution = solve_text(ENTRY.format(keen="7/10", shy="3/10"))
    out = with_payoffs(solution, 0.0, 0.0)
    assert out.refinements == HELD_UP | {"intuitive criterion": True, "undefeated": False}
    assert solution.equilibria[0].refinements == ALL


def signalling(prior: str, table: str) -> str:
    """A game of two types: one line a type, its messages divided by bars, pairs of payoffs."""
    lines = ['EFG 2 R "signalling" { "Sender" "Receiver" }', f'c "" 1 "" {{ {prior} }} 0']
    number = 0
    for kind, row in enumerate(table.strip().splitlines(), 1):
        sent = [message.split() for message in row.split("|")]
        names = " ".join(f'"m{m}"' for m, _ in enumerate(sent, 1))
        lines.append(f'p "" 1 {kind} "" {{ {names} }} 0')
        for message, responses in enumerate(sent, 1):
            names = " ".join(f'"a{a}"' for a, _ in enumerate(responses, 1))
            lines.append(f'p "" 2 {message} "" {{ {names} }} 0')
            for payoffs in responses:
                number += 1
                lines.append(f't "" {number} "" {{ {payoffs.replace(",", " ")} }}')
    return "\n".join(lines) + "\n"


EVEN = '"t1" 1/2 "t2" 1/2'

GAME_3 = """
0,3 2,2 2,1 | 1,2 2,1 3,0 | 1,6 4,1 2,0
1,0 3,2 2,1 | 0,1 3,1 2,6 | 0,0 4,1 0,6
"""

GAME_4 = """
4,0 0,3 0,4 | 2,0 0,3 3,2 | 2,3 1,0 1,2
3,4 3,3 1,0 | 0,3 0,0 2,2 | 4,3 0,4 3,0
"""


def test_banks_camerer_and_porter() -> None:
    """Banks, Camerer and Porter (1994): one of two is intuitive; of two that are, one is divine."""
    active = {"passive beliefs": False}
    third = solve_text(signalling(EVEN, GAME_3))
    assert listed(third) == [
        ((2.5, 2.0), ALL | active),
        ((2.5, 3.0), HELD_UP),
    ]
    fourth = solve_text(signalling(EVEN, GAME_4))
    assert listed(fourth) == [
        ((3.0, 3.0), ALL | active),
        ((2.5, 2.0), ALL | active | {"divinity": False, "D1": False}),
    ]


SETTLEMENT = """
-3,3 -6,0 | -5,5 -6,0
-3,3 -11,5 | -5,5 -11,5
"""


@pytest.mark.parametrize(("prior", "divine"), [("2/5", True), ("41/100", False)])
def test_banks_and_sobel(prior: str, divine: bool) -> None:
    """Banks and Sobel (1987, example 1): the high offer is divine while the low one is refused.

    The first type is more eager to try the low offer, which is refused if it has 2/5 at most.
    """
    rest = {"2/5": "3/5", "41/100": "59/100"}[prior]
    solution = solve_text(signalling(f'"t1" {prior} "t2" {rest}', SETTLEMENT))
    high = with_payoffs(solution, -5.0, 5.0)
    assert high.refinements["intuitive criterion"] is True
    assert high.refinements["D1"] is False
    assert high.refinements.get("divinity", False) is divine


OUTSIDE_OPTION = """EFG 2 R "Battle of the sexes with an outside option" { "1" "2" }
p "" 1 1 "" { "out" "top" "bottom" } 0
t "" 1 "" { 2 2 }
p "" 2 1 "" { "left" "right" } 0
t "" 2 "" { 3 1 }
t "" 3 "" { 0 0 }
p "" 2 1 "" { "left" "right" } 0
t "" 4 "" { 0 0 }
t "" 5 "" { 1 3 }
"""


def test_unseen_choices_are_senders_of_their_own() -> None:
    """Kohlberg and Mertens (1986): to give up 2 for a move that brings 1 at most makes no sense."""
    solution = solve_text(OUTSIDE_OPTION)
    assert listed(solution)[0] == ((3.0, 1.0), ALL)
    out = with_payoffs(solution, 2.0, 2.0)
    assert out.refinements["intuitive criterion"] is False


def test_the_search_is_left_as_it_was() -> None:
    game = read_efg(BEER_AND_QUICHE)
    parts = Parts(game, 1000)
    before = (parts.tried, len(parts.known))
    refine(parts, solve_sequential(game).equilibria)
    assert (parts.tried, len(parts.known)) == before


CHOICE = """EFG 2 R "t" { "A" "B" }
p "" 1 1 "s" { "a" "b" "c" "d" "e" } 0
t "" 1 "" { 0 0 }
t "" 2 "" { 1 0 }
t "" 3 "" { 2 0 }
t "" 4 "" { 3 0 }
t "" 5 "" { 9 0 }
"""


def test_what_one_passes_and_another_fails() -> None:
    game = read_efg(CHOICE)
    bare = assess(game, pure_profile(game.tree, [0]))
    fails = replace(bare, refinements={"D1": False, "divinity": False})
    divine = replace(bare, refinements={"D1": False, "divinity": True})
    passes = replace(bare, refinements={"D1": True, "divinity": True})
    assert passed_alone(divine, fails) == ("divinity",)
    assert passed_alone(passes, divine) == ("D1",)
    assert passed_alone(fails, passes) == ()
    assert passed_alone(passes, bare) == ()


@pytest.mark.parametrize("turned", [False, True])
def test_order(turned: bool) -> None:
    game = read_efg(CHOICE)
    playing = {
        payoff: assess(game, pure_profile(game.tree, [action]))
        for action, payoff in enumerate((0.0, 1.0, 2.0, 3.0, 9.0))
    }

    def passing(first: float, **refinements: bool | None) -> Equilibrium:
        named = {name.replace("_", " "): passed for name, passed in refinements.items()}
        return replace(playing[first], refinements=named)

    wanted = [
        passing(1.0, passive_beliefs=True, divinity=True, D1=True),
        passing(9.0, passive_beliefs=False, divinity=True, D1=True, undefeated=True),
        passing(0.0, passive_beliefs=True, divinity=True, D1=False),
        passing(3.0, passive_beliefs=None, divinity=True, D1=True),
        passing(2.0, passive_beliefs=False, divinity=True, D1=True),
        passing(9.0, passive_beliefs=None, D1=None),
    ]
    given = wanted[::-1] if turned else wanted
    assert list(in_order(game, given)) == wanted


TWICE = """EFG 2 R "Two moves in a row" {{ "S" "R" }}
c "" 1 "" {{ "good" 1/2 "bad" 1/2 }} 0
p "" 1 1 "first" {{ "stay" "go" }} 0
t "" 1 "" {{ 2 0 }}
{first}
t "" 4 "" {{ 0 0 }}
p "" 2 1 "answer" {{ "yes" "no" }} 0
t "" 5 "" {{ 3 1 }}
t "" 6 "" {{ 0 0 }}
p "" 1 2 "first" {{ "stay" "go" }} 0
t "" 2 "" {{ 2 0 }}
{second}
t "" 7 "" {{ 0 0 }}
p "" 2 1 "answer" {{ "yes" "no" }} 0
t "" 8 "" {{ 1 0 }}
t "" 9 "" {{ 0 1 }}
"""


@pytest.mark.parametrize("mover", [1, 2])
def test_two_moves_in_a_row_of_one_player_are_named(mover: int) -> None:
    sets = (3, 4) if mover == 1 else (2, 2)
    moves = [f'p "" {mover} {one} "then" {{ "stop" "ask" }} 0' for one in sets]
    text = TWICE.format(first=moves[0], second=moves[1])
    if mover == 2:
        text = text.replace('p "" 2 1 "answer"', 'p "" 2 3 "answer"')
    notes = [note for one in solve_sequential(read_efg(text)).equilibria for note in one.notes]
    told = [note for note in notes if "S moves twice in a row (first, then then)" in note]
    assert bool(told) == (mover == 1)
