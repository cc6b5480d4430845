"""From a scenario to its tree: shape, information, payoffs, time and exact numbers."""

from __future__ import annotations

import math
import time
from fractions import Fraction

import numpy as np
import pytest

from crisis_sim.errors import InputError, ScenarioError
from crisis_sim.formula.write import text
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.game.tree import CHANCE
from crisis_sim.game.unfold import unfold
from crisis_sim.scenario.library import load
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.scenario.scenario import Scenario

SECONDS = 8.0
"""Of processor time for 98,303 nodes; about one on a quiet machine."""

HEAD = "title: T\nplayers: {A: The first, B: The second}\n"


def scenario(body: str) -> Scenario:
    return parse_scenario(HEAD + body, name="t", file="t.yaml")


def family(body: str, **values: float) -> ParametricGame:
    return unfold(scenario(body), values)


def set_names(one: ParametricGame) -> list[str]:
    return [held.label for held in one.tree.information_sets]


@pytest.fixture(scope="module")
def cable() -> ParametricGame:
    return unfold(load("cuba-1962-cable"))


# Shipped games -------------------------------------------------------------------------------


def test_the_cable_has_its_size(cable: ParametricGame) -> None:
    tree = cable.tree
    assert (tree.size, len(tree.terminals), len(tree.set_player)) == (225, 124, 50)
    assert cable.structural == {}


def test_the_two_types_have_their_size() -> None:
    tree = unfold(load("cuba-1962-two-types")).tree
    assert (tree.size, len(tree.terminals), len(tree.set_player)) == (183, 96, 26)


@pytest.mark.parametrize("days", range(1, 6))
def test_the_clock_grows_with_its_days(days: int) -> None:
    """Each of three offers: a reply, and a day of 7 nodes more for every further day."""
    clock = load("cuba-1962-clock")
    tree = unfold(clock, {"T": days}).tree
    assert tree.size == 1 + 3 * (3 + 9 * days)
    assert len(tree.set_player) == 1 + 3 * (1 + 2 * days)
    assert unfold(clock, {"T": days}).at({"T": days}).perfect_information


def test_another_value_of_what_shapes_the_tree_needs_another_tree() -> None:
    one = unfold(load("cuba-1962-clock"), {"T": 2})
    with pytest.raises(InputError, match="T shapes the tree: unfold the scenario again"):
        one.at({"T": 3})
    assert one.at({"T": 2}).tree is one.tree


def test_a_large_tree_is_soon_unfolded() -> None:
    body = """
state: {k: {from: 0, to: 15}, s: {from: 0, to: 15}}
start: one
situations:
"""
    for name, player, other in (("one", "A", "two"), ("two", "B", "one")):
        body += f"""
  {name}:
    player: {player}
    actions:
      x: {{when: k < 15, set: {{k: k + 1, s: s + 1}}, to: {other}}}
      y: {{when: k < 15, set: {{k: k + 1}}, seen by: none, to: {other}}}
      stop: {{when: k == 15, to: end}}
"""
    large = scenario(body + "outcomes: {end: {payoffs: {A: s, B: -s}}}")
    before = time.process_time()
    one = unfold(large)
    assert time.process_time() - before < SECONDS
    assert one.tree.size == 2**16 - 1 + 2**15
    assert len(one.terms) == 16


# Information ---------------------------------------------------------------------------------

HIDDEN = """
state: {coin: [heads, tails]}
start: toss
situations:
  toss:
    chance:
      heads: {probability: 1/2, set: {coin: heads}, seen by: SEEN, to: call}
      tails: {probability: 1/2, set: {coin: tails}, seen by: SEEN, to: call}
  call:
    player: A
    actions: {heads: {set: {coin: coin}, to: end}, tails: end}
outcomes: {end: {payoffs: {A: 1 if coin == heads else -1}}}
"""


@pytest.mark.parametrize(
    ("seen", "sets"), [("none", 1), ("[B]", 1), ("[A]", 2), ("all", 2), ("[A, B]", 2)]
)
def test_what_a_player_has_seen_is_what_it_knows(seen: str, sets: int) -> None:
    one = family(HIDDEN.replace("SEEN", seen))
    assert len(one.tree.set_player) == sets
    assert set_names(one) == (["call"] if sets == 1 else ["call, after heads", "call, after tails"])


def test_a_player_sees_its_own_moves() -> None:
    one = family(
        "start: first\nsituations:\n"
        "  first:\n    player: A\n    actions:\n"
        "      l: {seen by: none, to: second}\n      r: {seen by: [], to: second}\n"
        "  second: {player: A, actions: {l: end, r: end}}\n"
        "outcomes: {end: {}}\n"
    )
    assert set_names(one) == ["first", "second, after l", "second, after r"]


def test_an_information_set_may_be_named_across_situations() -> None:
    body = (
        "start: toss\nsituations:\n"
        "  toss: {chance: {l: {probability: 0.5, to: left}, r: {probability: 0.5, to: right}}}\n"
        "  left: {player: A, information set: dark, actions: {x: end, y: end}}\n"
        "  right: {player: A, information set: dark, actions: {x: end, y: end}}\n"
        "outcomes: {end: {}}\n"
    )
    one = family(body)
    assert set_names(one) == ["dark"]
    assert one.tree.set_member.tolist() == [1, 4]
    with pytest.raises(ScenarioError, match="cannot tell 'left' from 'right', yet has different"):
        family(body.replace("y: end}}\n  right", "z: end}}\n  right"))


def test_an_action_that_hidden_events_take_away_is_refused() -> None:
    body = HIDDEN.replace("SEEN", "none").replace("heads: {set", "heads: {when: coin == heads, set")
    with pytest.raises(ScenarioError, match="cannot tell two entries of 'call' apart") as error:
        family(body)
    assert "t.yaml:11:3: situations.call: The first cannot tell" in str(error.value)


def test_labels_that_are_alike_are_told_apart() -> None:
    one = family(
        "start: toss\nsituations:\n"
        "  toss:\n    chance:\n"
        "      l: {label: same, probability: 0.5, to: call}\n"
        "      r: {label: same, probability: 0.5, to: call}\n"
        "  call: {player: A, actions: {x: end}}\noutcomes: {end: {}}\n"
    )
    assert set_names(one) == ["call, after l", "call, after r"]
    two = family(
        "start: toss\nsituations:\n"
        "  toss:\n    chance:\n"
        "      l: {probability: 0.5, to: left, seen by: none}\n"
        "      r: {probability: 0.5, to: right, seen by: none}\n"
        "  left: {chance: {seen: {probability: 1, to: call}}}\n"
        "  right: {chance: {seen: {probability: 1, to: call}}}\n"
        "  call: {player: A, actions: {x: end}}\noutcomes: {end: {}}\n"
    )
    assert set_names(two) == ["call, after seen", "call, after seen (2)"]


# Payoffs and time ----------------------------------------------------------------------------

CLOCK = """
parameters: {rate: 0.1, wait: 2}
issues: {land: {levels: [none, half, whole], raised by: A}}
state: {round: {from: 1, to: 3}}
terms:
  land: {when: land != none, A: 3 if land == whole else 1, B: -1}
  late: {when: round > 1, A: -round}
start: ask
situations:
  ask:
    player: A
    takes: wait days
    actions:
      half: {set: {land: half}, to: reply}
      whole: {set: {land: whole}, to: reply}
  reply:
    player: B
    takes: 1 week
    actions:
      yes: {to: deal}
      no: {when: round < 3, set: {round: round + 1}, to: ask}
outcomes:
  deal:
    settles: {land: land}
    payoffs: {A: 10 * exp(-rate * elapsed), B: elapsed}
"""


def test_terms_count_where_they_should_and_issues_are_settled() -> None:
    one = family(CLOCK)
    first = one.tree.terminals[0]
    names = [term.name for term in one.terms[one.tree.payoff_row[first]]]
    assert names == ["land", "payoff"]
    late = [term.name for term in one.terms[one.tree.payoff_row[one.tree.terminals[1]]]]
    assert late == ["land", "late", "payoff"]


def test_time_adds_up_and_payoffs_may_use_it() -> None:
    one = family(CLOCK)
    numbers = one.numbers_at()
    days = {int(numbers[one.elapsed[end]]) for end in one.tree.terminals}
    assert days == {9, 18, 27}
    assert text(one.formulas[one.elapsed[one.tree.terminals[0]]]) == "wait + 7"
    game = one.at({"wait": 1})
    assert sorted({pay for _, pay in game.payoffs.tolist()}) == [7.0, 15.0, 23.0]
    paid = game.terminal_payoffs[one.tree.terminals[0]]
    assert paid[0] == pytest.approx(1 + 10 * math.exp(-0.8))
    assert game.exact is None


def test_equal_payoffs_share_a_row() -> None:
    one = family(
        "state: {x: [l, r], y: [l, r]}\nstart: first\nsituations:\n"
        "  first: {player: A, actions: {l: {set: {x: l}, to: next}, r: {set: {x: r}, to: next}}}\n"
        "  next: {player: B, actions: {l: {set: {y: l}, to: end}, r: {set: {y: r}, to: end}}}\n"
        "outcomes: {end: {payoffs: {A: 1 if x == l else 2, B: 0}}}\n"
    )
    assert len(one.terms) == 2
    assert one.tree.payoff_row[one.tree.terminals].tolist() == [0, 0, 1, 1]
    assert [[t.formulas for t in terms] for terms in one.terms] == [[(1, -1)], [(2, -1)]]


def test_flags_are_set_true_and_false() -> None:
    one = family(
        "state: {warned: false}\nstart: first\nsituations:\n"
        "  first: {player: A, actions: {warn: {set: {warned: true}, to: end}, not: end}}\n"
        "outcomes: {end: {payoffs: {A: 1 if warned else 0}}}\n"
    )
    assert one.at().terminal_payoffs[1:, 0].tolist() == [1.0, 0.0]


def test_numbers_are_exact_where_they_can_be(cable: ParametricGame) -> None:
    game = cable.at({"d": 0.913})
    assert game.exact is not None
    assert Fraction(1, 2) in game.exact.chance
    row = cable.tree.payoff_row[cable.tree.terminals]
    floats = np.array([[float(pay) for pay in game.exact.payoffs[i]] for i in row])
    assert np.allclose(floats, game.terminal_payoffs[cable.tree.terminals], rtol=0, atol=1e-12)
    defiant = Fraction(8 + 2 - 36) + 6 * Fraction(913, 1000)
    assert defiant in {paid[1] for paid in game.exact.payoffs}
    assert cable.at().exact is None


def test_chances_at_a_node_sum_to_one(cable: ParametricGame) -> None:
    game = cable.at({"mu": 0.3, "pi": 0.55})
    tree = cable.tree
    total = np.bincount(tree.parent[1:], weights=game.chance[1:], minlength=tree.size)
    assert np.allclose(total[tree.mover == CHANCE], 1.0, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"mu": 1.5}, "at mu=1.5 the probability of 'flexible', 1 - mu = -0.5, is not between"),
        ({"W": float("nan")}, "W is not a finite number: nan"),
        ({"delta": 0.0, "months": -1}, "are not finite numbers"),
        ({"pie": 1}, "has no parameter 'pie'"),
    ],
)
def test_values_at_which_there_is_no_game(
    cable: ParametricGame, values: dict[str, float], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        cable.at(values)


# Assumptions ---------------------------------------------------------------------------------


def test_an_action_that_is_not_available_is_not_in_the_tree() -> None:
    under = unfold(load("cuba-1962-cable").assuming("no secrets"))
    offers = under.tree.information_sets[0]
    assert offers.actions == ("pledge alone", "Turkey in public", "strike")


def test_a_move_that_is_seen_divides_information_sets(cable: ParametricGame) -> None:
    under = unfold(load("cuba-1962-cable").assuming("Moscow read like a book"))
    assert under.tree.size == cable.tree.size
    assert len(under.tree.set_player) > len(cable.tree.set_player)
    assert set_names(under)[0] == "the offer, after flexible"


def test_a_value_assumed_is_as_a_value_given(cable: ParametricGame) -> None:
    assumed = unfold(load("cuba-1962-cable").assuming("generals under control")).at()
    given = cable.at({"pi": 0.1})
    assert np.array_equal(assumed.chance, given.chance)
    assert np.array_equal(assumed.payoffs, given.payoffs)


# Limits --------------------------------------------------------------------------------------


def test_time_that_is_a_long_sum_of_formulas_is_refused() -> None:
    body = (
        "parameters: {p: 1}\nstate: {k: {from: 1, to: 400}}\nstart: wait\nsituations:\n"
        "  wait:\n    player: A\n    takes: p * k days\n    actions:\n"
        "      go: {when: k < 400, set: {k: k + 1}, to: wait}\n      stop: end\n"
        "outcomes: {end: {payoffs: {A: -elapsed}}}\n"
    )
    with pytest.raises(ScenarioError, match=r"9:5: situations.wait.takes: .* more than 200 parts"):
        family(body)
    assert family(body.replace("p * k days", "1 day")).tree.size == 800


ROUNDS = (
    "state: {k: {from: 0, to: 400}}\nstart: one\nsituations:\n"
    "  one:\n    player: A\n    actions:\n"
    "      go on: {when: k < 400, set: {k: k + 1}, to: one}\n      stop: end\n"
    "outcomes: {end: {payoffs: {A: k}}}\n"
)


def test_long_histories_are_shortened_in_names_and_names_stay_distinct() -> None:
    names = set_names(family(ROUNDS))
    assert names[3] == "one, after go on, go on, go on"
    assert names[30].startswith("one, after go on, go on")
    assert ", 6 more, go on" in names[30]
    assert len(set(names)) == len(names) == 401
    assert max(map(len, names)) < 250


def test_payoffs_are_worked_out_within_a_budget() -> None:
    with pytest.raises(ScenarioError, match=r"outcomes.end: .* more than 401 terms to work out"):
        unfold(scenario(ROUNDS.replace("{A: k}", "{x: {A: k}, y: {B: k}}")), most=802)
    assert unfold(scenario(ROUNDS), most=802).tree.size == 802
