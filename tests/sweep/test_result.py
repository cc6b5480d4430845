"""Results in memory: against the point solver, codes and their words, shares, other objects."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.sweep.block import Status
from crisis_sim.sweep.results.answers import from_bytes, to_bytes
from crisis_sim.sweep.results.codes import Codes, distinct
from tests.sweep.sweeps import BRINK, CLOCK, plan_for, point_solver, swept

TOL = 1e-12


def test_every_point_has_the_answer_of_the_point_solver() -> None:
    result = swept(plan_for("pi=0,0.2,0.6", "T=2,4", values={"mu": 0.3}))
    assert result.shape == (3, 2)
    for (i, pi), (j, days) in itertools.product(enumerate([0, 0.2, 0.6]), enumerate([2, 4])):
        first = CLOCK.solve(pi=pi, T=days, mu=0.3).equilibria[0]
        assert result.payoff("US")[i, j] == first.payoffs[0]
        assert result.probability("settled")[i, j] == first.outcomes.get("settled", 0.0)
        war = sum(first.outcomes.get(f"war {how}", 0.0) for how in ("by accident",))
        war += first.outcomes.get("war after control was lost", 0.0)
        assert result.probability("war")[i, j] == pytest.approx(war, abs=TOL)


def test_codes_number_equilibria_as_the_points_bring_them_up() -> None:
    result = swept(plan_for("pi=0:0.6:9"))
    codes = result.values("equilibrium").tolist()
    first_seen = list(dict.fromkeys(codes))
    assert first_seen == sorted(first_seen)
    assert len(set(result.equilibria)) == len(result.equilibria)
    words = [result.equilibria[code - 1] for code in codes]
    for pi, text in zip(np.linspace(0, 0.6, 9), words, strict=True):
        solution = CLOCK.solve(pi=round(float(pi), 10))
        offer = solution.game.tree.information_sets[0]
        played = int(np.argmax(solution.equilibria[0].profile[list(offer.choices)]))
        assert text.startswith(f"US: {offer.actions[played]} (the offer)")


def test_plays_told_alike_share_a_code_across_trees() -> None:
    result = swept(plan_for("T=2,3,4", values={"pi": 0.6}))
    assert len(set(result.values("equilibrium").tolist())) == 1


def test_codes_do_not_depend_on_the_parts() -> None:
    whole = swept(plan_for("pi=0:0.6:9", "T=2,3"))
    parted = swept(plan_for("pi=0:0.6:9", "T=2,3", part_points=5))
    assert whole.equilibria == parted.equilibria
    for name, values in whole.rows.items():
        assert np.array_equal(values, parted.rows[name], equal_nan=True), name


def test_undefined_points_say_so_and_hold_no_number() -> None:
    result = swept(plan_for("pi=0.3,1.5,-0.5"))
    assert result.values("status").tolist() == [
        Status.SOLVED,
        Status.UNDEFINED,
        Status.UNDEFINED,
    ]
    assert np.isnan(result.payoff("US")).tolist() == [False, True, True]
    assert result.values("equilibrium").tolist()[1:] == [0, 0]
    assert result.summary.status["undefined"] == 2


def test_an_equilibrium_that_mixes_has_no_code() -> None:
    result = swept(plan_for("p=0.32", study=BRINK))
    solution = BRINK.solve(p=0.32)
    code = result.values("equilibrium")[0]
    assert (code == 0) == (not solution.equilibria[0].pure)
    assert result.values("equilibria")[0] == len(solution.equilibria)


def test_alternatives_are_a_dimension() -> None:
    cable = cs.load("cuba-1962-cable")
    plan = plan_for("pi=0.3", study=cable, cases=[("no secrets",)])
    result = swept(plan)
    assert result.dimensions == ("assuming", "pi")
    expected = [cable.solve().equilibria[0], cable.assuming("no secrets").solve().equilibria[0]]
    assert result.payoff("US")[:, 0].tolist() == [one.payoffs[0] for one in expected]
    cases = [(one.case, one.name) for one in result.summary.shares if one.most_likely == 1]
    assert ("no secrets", "settled in public") in cases


def test_what_an_alternative_sets_is_not_swept_under_it() -> None:
    cable = cs.load("cuba-1962-cable")
    result = swept(plan_for("pi=0.05,0.6", study=cable, cases=[("an upset messenger",)]))
    alone = cable.assuming("an upset messenger").solve().equilibria[0].payoffs[1]
    assert result.payoff("USSR")[1].tolist() == [alone, alone]
    as_it_is = [cable.solve(pi=pi).equilibria[0].payoffs[1] for pi in (0.05, 0.6)]
    assert result.payoff("USSR")[0].tolist() == as_it_is


def test_one_value_of_a_structural_axis() -> None:
    result = swept(plan_for("T=2", "pi=0,0.6"))
    assert result.payoff("US")[0].tolist() == [
        CLOCK.solve(T=2, pi=pi).equilibria[0].payoffs[0] for pi in (0, 0.6)
    ]


def test_the_shares_of_draws_come_with_their_standard_error() -> None:
    result = swept(plan_for("pi~uniform(0, 0.1)", draws=60, seed=4, values={"T": 2}))
    share = next(one for one in result.summary.shares if one.name == "standoff")
    values = result.probability("standoff")
    assert values.std() > 0.1
    assert share.mean == pytest.approx(values.mean(), abs=TOL)
    holds = (values > 0.5).mean()
    assert share.most_likely == holds
    assert share.most_likely_error == pytest.approx(np.sqrt(holds * (1 - holds) / 59), abs=TOL)
    assert share.error == pytest.approx(values.std(ddof=1) / np.sqrt(60), abs=TOL)
    on_grid = swept(plan_for("pi=0:0.6:3")).summary.shares[0]
    assert np.isnan(on_grid.error)


def test_unknown_names_are_answered() -> None:
    result = swept(plan_for("pi=0.3"))
    with pytest.raises(cs.InputError, match="Did you mean 'settled'"):
        result.probability("settledd")
    with pytest.raises(cs.InputError, match="no player 'UK'"):
        result.payoff("UK")
    with pytest.raises(cs.InputError, match="no column"):
        result.values("status_")


def test_a_notebook_shows_shares() -> None:
    shown = swept(plan_for("pi=0.3"))._repr_html_()
    assert shown.startswith("<table>")
    assert "<td>settled</td><td>1.0000</td>" in shown


def test_answers_survive_being_written() -> None:
    plan = plan_for("pi=0,0.3,1.5", "T=2,3")
    answers = point_solver(plan).solve(0, 6)
    again = from_bytes(to_bytes(answers))
    assert again.plays == answers.plays
    assert again.answers == answers.answers
    assert np.array_equal(again.payoffs, answers.payoffs, equal_nan=True)
    with pytest.raises(cs.InputError, match="damaged"):
        from_bytes(to_bytes(answers)[:-40])


def test_distinct_values_in_order_few_or_many() -> None:
    few = np.array([5, 3, 5, 9, 3], dtype=np.uint64)
    assert distinct(few).tolist() == [5, 3, 9]
    rng = np.random.default_rng(0)
    many = rng.integers(0, 500, 3000).astype(np.uint64)
    assert distinct(many).tolist() == list(dict.fromkeys(many.tolist()))


def test_a_set_of_equilibria_names_their_codes() -> None:
    result = swept(plan_for("pi=0,0.05", "T=2"))
    codes = Codes(lambda _, play: str(play))
    assert codes.equilibria == []
    code = int(result.values("equilibrium_set")[0, 0])
    count = int(result.values("equilibria")[0, 0])
    assert len(result.sheet.sets[code - 1]) == count == 3


def test_python_takes_arrays_text_priors_and_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    from crisis_sim.sweep import choose_kernel
    from tests.sweep.point_kernel import PointKernel

    monkeypatch.setattr(choose_kernel, "make_kernel", PointKernel)
    assert CLOCK.sweep(pi=np.linspace(0, 0.6, 3), T="2,3").shape == (3, 2)
    assert CLOCK.sweep({"mu": "prior"}, draws=4, seed=1).dimensions == ("draw",)
    table = CLOCK.sweep(points={"pi": [0.1, 0.2]}, values={"T": 2})
    assert table.dimensions == ("point",)
    with pytest.raises(cs.InputError, match="'seeds' is neither a parameter"):
        CLOCK.sweep(pi=[0.1], seeds=[3])
