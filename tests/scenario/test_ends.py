"""Outcomes by name, and the categories that gather them."""

from __future__ import annotations

import pytest

import crisis_sim as cs
from crisis_sim.errors import InputError
from crisis_sim.scenario.ends import Ends

ENDS = Ends(
    {"strike": "war", "invasion": "war", "deal": "deal", "war": "other"},
    {"strike": "an air strike", "invasion": "an invasion", "deal": "a deal", "war": "war"},
)


def test_a_name_means_an_outcome_before_a_category() -> None:
    assert ENDS.meant("strike") == {"strike"}
    assert ENDS.meant("war") == {"war"}
    assert ENDS.meant("other") == {"war"}
    assert Ends({"strike": "war", "invasion": "war"}).meant("war") == {"strike", "invasion"}


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"no outcome 'strikes'"):
        ENDS.meant("strikes")


def test_probabilities_are_gathered_by_category() -> None:
    assert ENDS.gathered({"strike": 0.25, "invasion": 0.5, "deal": 0.25}) == {
        "war": 0.75,
        "deal": 0.25,
    }


def test_many_outcomes_are_called_by_their_categories() -> None:
    assert ENDS.called({"invasion", "strike"}, 2) == {
        "strike": "an air strike",
        "invasion": "an invasion",
    }
    assert ENDS.called({"invasion", "strike"}, 1) == {"strike": "war", "invasion": "war"}


def test_a_category_names_what_it_adds_up_and_what_of_like_name_it_does_not() -> None:
    ends = cs.load("cuba-1962-cable").scenario.ends
    accident = "war by accident"
    assert ends.takes_in("war", [accident, "standoff"]) == "'general war by accident'"
    assert ends.takes_in("war", [accident, "war after a strike", "limited war"]) == (
        "'general war after a strike' and 'general war by accident' together, not 'a limited war'"
    )
    assert ends.takes_in("war", ["limited war"]) == ""
    assert ends.takes_in("limited war") == ""
