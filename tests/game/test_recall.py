"""Perfect recall is by construction, and checked where information sets are named."""

from __future__ import annotations

import pytest

from crisis_sim.errors import ScenarioError
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.game.unfold import unfold
from crisis_sim.scenario.library import load, shipped
from crisis_sim.scenario.load import parse_scenario

HEAD = "title: T\nplayers: {A: The driver, B: Other}\nstart: one\nsituations:\n"
END = "outcomes: {end: {payoffs: {A: 0}}}\n"


def unfolded(situations: str) -> object:
    return unfold(parse_scenario(HEAD + situations + END, name="t", file="t.yaml"))


@pytest.mark.parametrize("name", shipped())
def test_no_shipped_scenario_forgets(name: str) -> None:
    assert forgetful_sets(unfold(load(name)).tree).tolist() == []


FORGETFUL = {
    "the absent-minded driver (Piccione and Rubinstein 1997)": (
        "  one: {player: A, information set: road, actions: {exit: end, go on: two}}\n"
        "  two: {player: A, information set: road, actions: {exit: end, go on: end}}\n"
    ),
    "a forgotten move": (
        "  one: {player: A, actions: {l: left, r: right}}\n"
        "  left: {player: A, information set: dark, actions: {x: end, y: end}}\n"
        "  right: {player: A, information set: dark, actions: {x: end, y: end}}\n"
    ),
    "a forgotten observation": (
        "  one: {chance: {h: {probability: 0.5, to: high}, l: {probability: 0.5, to: low}}}\n"
        "  high: {player: A, actions: {x: later high, y: end}}\n"
        "  low: {player: A, actions: {x: later low, y: end}}\n"
        "  later high: {player: A, information set: dark, actions: {x: end, y: end}}\n"
        "  later low: {player: A, information set: dark, actions: {x: end, y: end}}\n"
    ),
}


@pytest.mark.parametrize("story", FORGETFUL)
def test_imperfect_recall_is_refused(story: str) -> None:
    with pytest.raises(ScenarioError, match="imperfect recall: The driver would forget here") as e:
        unfolded(FORGETFUL[story])
    assert ".information set: " in str(e.value)
    assert "Give earlier and later moves different information sets" in str(e.value)


def test_not_seeing_what_others_do_is_not_forgetting() -> None:
    situations = (
        "  one: {player: B, actions: {l: left, r: right}}\n"
        "  left: {player: A, information set: dark, actions: {x: end, y: end}}\n"
        "  right: {player: A, information set: dark, actions: {x: end, y: end}}\n"
    )
    tree = unfold(parse_scenario(HEAD + situations + END, name="t", file="t.yaml")).tree
    assert forgetful_sets(tree).tolist() == []
    assert len(tree.set_player) == 2
