"""``crisis-sim dominance`` as a user calls it."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run


def test_what_survives_and_what_goes_by_what(run: Run) -> None:
    ran = run("dominance", "beer-and-quiche", "--weak")
    assert ran.status == 0
    assert "Iterated weak dominance, in 5 rounds: guest 1 of 4, rival 1 of 4" in ran.out
    assert "dominance solvable" in ran.out
    assert "quiche / quiche with 2/3" in ran.out
    assert "depends on the order" in " ".join(ran.out.split())
    assert "A strategy of guest names the actions at" in ran.out


def test_rationalisable_strategies_as_json(run: Run) -> None:
    told = json.loads(run("dominance", "bargaining-range", "--json").out)
    assert told["concept"] == "rationalisability"
    assert told["survive"]["A"] == ["risky demand"]
    assert told["strategies"] == {"A": 2, "B": 4}
    first = told["eliminated"][0]
    assert first["round"] == 1
    assert first["by"] == [{"strategy": "risky demand", "exact": "1", "probability": 1.0}]


def test_values_change_what_is_dominated(run: Run) -> None:
    told = json.loads(run("dominance", "bargaining-range", "-s", "q=9/10", "--weak", "--json").out)
    assert told["survive"]["A"] == ["safe demand"]
    assert told["parameters"]["q"] == 0.9


def test_nothing_dominated_is_said(run: Run) -> None:
    out = run("dominance", "brams-chicken").out
    assert "nothing being dominated: US 2 of 2, USSR 2 of 2" in out
    assert "What goes" not in out


@pytest.mark.parametrize("name", ["cuba-1962-cable", "cuba-1962-clock"])
def test_too_many_strategies_are_refused_with_what_would_serve(run: Run, name: str) -> None:
    ran = run("dominance", name)
    assert ran.status == 4
    assert "too many to compare" in ran.err
    assert "-c sequential" in ran.err
