"""Simulated plays: their frequencies, their days, and their stories."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.errors import InputError
from crisis_sim.simulate import simulate

PLAYS = 20_000


def test_frequencies_are_those_of_the_equilibrium() -> None:
    study = cs.load("cuba-1962-cable").assuming("no talk of Turkey")
    solution = study.solve()
    drawn = simulate(solution, plays=PLAYS, seed=1)
    outcomes = solution.equilibria[0].outcomes
    assert sum(drawn.counts.values()) == len(drawn) == PLAYS
    assert list(drawn.counts.values()) == sorted(drawn.counts.values(), reverse=True)
    for name, chance in outcomes.items():
        share = drawn.counts.get(name, 0) / PLAYS
        assert abs(share - chance) < 5 * np.sqrt(chance * (1 - chance) / PLAYS) + 1e-9
    assert drawn.mean_payoffs == pytest.approx(solution.equilibria[0].payoffs, abs=1.0)


def test_the_same_seed_gives_the_same_plays_and_zero_is_a_seed() -> None:
    study = cs.load("brinkmanship")
    solution = study.solve()
    one, two = (simulate(solution, plays=200, seed=0) for _ in range(2))
    assert one.ends.tolist() == two.ends.tolist()
    assert len(simulate(solution)) == 1000
    assert one.ends.tolist() != simulate(solution, plays=200, seed=1).ends.tolist()


def test_a_play_is_told_with_its_days_and_dates() -> None:
    study = cs.load("cuba-1962-cable")
    solution = study.solve(d=0.913)
    drawn = simulate(solution, plays=5, seed=2)
    play = drawn.play(0)
    assert [event.situation for event in play.events][:3] == ["Moscow", "the offer", "the reply"]
    assert play.events[1].player == "US"
    assert play.events[0].player == ""
    assert [event.day for event in play.events] == [0.0, 0.0, 0.0, play.days, play.days]
    assert [event.situation for event in play.events][3] == "the promise falls due"
    assert play.days == pytest.approx(4.5 * 30.4375, rel=0.02)
    assert drawn.date(0) == datetime.date(1962, 10, 27)
    assert drawn.date(1) == datetime.date(1962, 10, 28)
    assert drawn.date(1e12) is None
    family = study.family({"d": 0.913})
    told = replace(family.scenario, begins="1962-10-27, in the evening")
    evening = replace(solution, unfolded=replace(family, scenario=told))
    assert simulate(evening, plays=1).begins == drawn.begins
    reach = solution.reach()
    assert all(reach[event.node] > 0 for event in play.events)


def test_where_nothing_takes_time_there_is_no_clock() -> None:
    solution = cs.load("brinkmanship").solve()
    assert np.isnan(solution.days).all()
    play = simulate(solution, plays=1).play(0)
    assert np.isnan([play.days, *(event.day for event in play.events)]).all()
    assert play == simulate(solution, plays=1).play(0)
    assert "1 play of the" in simulate(solution, plays=1).caption
    text = str(cs.load("brinkmanship").simulate(plays=2))
    assert "day" not in text
    assert not np.isnan(cs.load("cuba-1962-clock").solve().days).any()


def test_of_a_bare_game_there_is_no_clock() -> None:
    solution = replace(cs.load("brinkmanship").solve(), unfolded=None)
    drawn = simulate(solution, plays=3)
    assert np.isnan(drawn.play(0).days)
    assert drawn.date(drawn.play(0).days) is None
    assert drawn.date(0.0) is None
    assert replace(drawn, begins=datetime.date(1962, 10, 27)).date(np.nan) is None


def test_too_few_or_too_many_plays_and_no_such_equilibrium() -> None:
    study = cs.load("brinkmanship")
    for plays in (0, 10**8):
        with pytest.raises(InputError, match="plays must be a whole number, 1 to 10,000,000, not"):
            study.simulate(plays=plays)
    with pytest.raises(InputError, match="there is no equilibrium 9; found 1"):
        simulate(study.solve(), which=8)


@pytest.mark.parametrize("which", [0, 1])
def test_which_of_several_equilibria_is_played_is_told(which: int) -> None:
    solution = cs.load("cuba-1962-cable").solve()
    drawn = simulate(solution, plays=5, seed=0, which=which)
    assert drawn.played == f"5 plays of the sequential equilibrium, number {which + 1} of 2, seed 0"
    only = simulate(cs.load("brinkmanship").solve(), plays=5, seed=0)
    assert only.played == "5 plays of the sequential equilibrium, seed 0"
