"""What becomes of the play of a scenario as it is, where something else is assumed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.concepts import CONCEPTS
from crisis_sim.persistence import Persistence, persistence
from crisis_sim.report.json_object import solution_text
from tests.cli.conftest import Run

CABLE = "cuba-1962-cable"


FAILED = ("passive beliefs", "intuitive criterion", "divinity", "D1")


def found(name: str, *assumptions: str, concept: str = "auto") -> Persistence | None:
    study = cs.load(name)
    (_, case) = study.compare([" + ".join(assumptions)], concept=concept).cases
    return case.persistence


def test_a_play_that_comes_first_again_is_told_so() -> None:
    case = found(CABLE, "NATO dear")
    assert case is not None
    assert (case.equilibrium, case.fails) == (0, ())


def test_a_play_that_another_comes_before_is_still_an_equilibrium_and_fails_refinements() -> None:
    case = found(CABLE, "generals under control")
    assert case is not None
    assert (case.equilibrium, case.fails) == (1, FAILED)
    assert case.payoffs is not None
    assert case.payoffs.tolist() == pytest.approx([-3.6, -5.521], abs=5e-4)


def test_an_action_that_there_is_no_more_is_named() -> None:
    case = found(CABLE, "no talk of Turkey")
    assert case is not None
    assert (case.equilibrium, case.missing) == (None, ("Turkey in secret", "the offer"))


@pytest.mark.parametrize(
    ("name", "assumption", "player", "gain", "by"),
    [
        ("brinkmanship", "a hard Moscow", "US", 1.3, (("do not threaten", "the threat"),)),
        ("beer-and-quiche", "probably weak", "rival", 0.8, (("duel", "after beer"),)),
        (
            "beer-and-quiche",
            "a taste stronger than fear",
            "guest",
            1.0,
            (("quiche", "breakfast, after weak"),),
        ),
        (
            CABLE,
            "Moscow read like a book",
            "US",
            1.6,
            (("pledge alone", "the offer, after flexible"),),
        ),
        ("security-dilemma", "offence has the advantage", "East", 1.0, None),
    ],
)
def test_who_would_depart_is_told_with_what_it_would_gain(
    name: str, assumption: str, player: str, gain: float, by: tuple[tuple[str, str], ...] | None
) -> None:
    case = found(name, assumption)
    assert case is not None
    assert case.none
    assert (case.equilibrium, case.player, case.empty) == (None, player, ())
    assert case.gain == pytest.approx(gain, abs=1e-12)
    assert by is None or case.by == by


def test_a_gain_at_several_places_is_counted_once_play_comes_to_any_of_them(
    tmp_path: Path,
) -> None:
    """Where a side learns of 1/4 and 1/2, and would gain 1 and 2 there: 5/4 over 3/4 of plays."""
    path = tmp_path / "several.yaml"
    path.write_text(SEVERAL, encoding="utf-8")
    case = found(str(path), "turned")
    assert case is not None
    assert case.by == (("b", "choice, after few"), ("b", "choice, after many"))
    assert case.gain == pytest.approx(5 / 3)


@pytest.mark.parametrize(
    "assumption", ["no control at all", "missiles that hardly matter", "an upset messenger"]
)
def test_a_threat_that_would_not_be_carried_out_is_told(assumption: str) -> None:
    """If a defiant Moscow took the pledge alone, the US would offer no more."""
    case = found(CABLE, assumption)
    assert case is not None
    (threat,) = case.empty
    assert (threat.player, case.none) == ("USSR", True)
    assert (threat.action, threat.place) == ("accept", "the reply, after defiant, pledge alone")
    assert (case.player, case.by) == ("US", (("pledge alone", "the offer"),))
    assert case.gain == pytest.approx(3.6 - 2)
    assert case.before == pytest.approx(3.6 - 24.064, abs=5e-4)


def test_a_threat_that_cannot_be_carried_out_is_named(run: Run) -> None:
    case = found("asymmetric-escalation", "massive retaliation or nothing")
    assert case is not None
    assert (case.missing, case.unreached) == (("answer in kind", "the response"), True)
    assert case.none
    told = " ".join(run("compare", "asymmetric-escalation").out.split())
    assert (
        "Where play never comes, it has a move that there is not here: 'answer in kind' at the "
        "response."
    ) in told


def test_what_is_played_as_before_is_not_told_again(run: Run) -> None:
    told = " ".join(run("compare", CABLE, "-a", "NATO dear").out.split())
    assert "broke the alliance? The baseline's play comes first here too." in told


def test_a_play_that_rests_on_several_moves_together_is_told_with_who_would_depart(
    run: Run,
) -> None:
    """Neither type would expose a broken promise here: it is broken, for -2 instead of -3.6."""
    case = found(CABLE, "secrecy unenforceable")
    assert case is not None
    assert [(one.player, one.action, one.gain) for one in case.empty] == [
        ("USSR", "stay silent", pytest.approx(1.0))
    ] * 2
    falls_due = "the promise falls due, after Turkey in secret, accept"
    assert (case.player, case.by) == ("US", (("break the promise", falls_due),))
    assert (case.gain, case.before) == (pytest.approx(1.6), pytest.approx(-8.4))
    told = " ".join(run("compare", CABLE, "-a", "secrecy unenforceable").out.split())
    assert (
        "no pure equilibrium here: US would gain 1.6 payoff units, once play is there, by 'break "
        f"the promise' ({falls_due}), where in the baseline it would lose 8.4 because of moves "
        "where play never comes that would not be made here: there USSR would gain 1 payoff unit "
        "by 'stay silent' (the broken promise, after flexible, "
    ) in told


def test_a_game_that_ends_where_the_play_goes_on_has_its_beginning_alone(run: Run) -> None:
    case = found("chain-store", "one town")
    assert case is not None
    assert (case.equilibrium, case.shortened) == (0, True)
    same = found(CABLE, "NATO dear")
    assert same is not None
    assert not same.shortened
    told = " ".join(run("compare", "chain-store", "-a", "one town").out.split())
    assert "The baseline's play comes first here too, as far as the game goes here." in told


def test_a_row_has_a_mark_where_the_play_is_an_equilibrium_that_another_comes_before(
    run: Run,
) -> None:
    out = run("compare", CABLE, "-a", "generals under control", "-a", "NATO dear").out
    rows = dict(re.findall(r"^ (generals under|NATO dear) .* (\S+)\s*$", out, re.M))
    assert rows["generals under"] == "4*"
    assert rows["NATO dear"].isdigit()
    assert "* The baseline's play is an equilibrium here too; another comes first." in out
    assert "is an equilibrium here too" not in run("compare", CABLE, "-a", "NATO dear").out


def test_a_mixed_play_that_was_not_found_is_not_said_to_be_none() -> None:
    case = found("brams-revised", "a strike that nobody can defend")
    assert case is not None
    assert case.equilibrium is None
    assert not case.none


def test_chance_that_leads_elsewhere_does_not_make_it_another_play() -> None:
    study = cs.load(CABLE)
    certain, open_ended = study.solve(chi=1), study.solve()
    assert len(certain.equilibria[0].outcomes) < len(open_ended.equilibria[0].outcomes)
    case = persistence(certain, open_ended)
    assert case is not None
    assert case.equilibrium == 1


@pytest.mark.parametrize(
    ("name", "assumption", "place"),
    [
        (CABLE, "no counter-offer", 0),
        ("brams-chicken", "Moscow waits and sees", 0),
        ("security-dilemma", "open books", 0),
        ("cheap-talk", "the minister can see for itself", 5),
    ],
)
def test_places_are_the_same_by_their_history_whatever_they_are_called(
    name: str, assumption: str, place: int
) -> None:
    case = found(name, assumption)
    assert case is not None
    assert case.equilibrium == place


def test_logit_play_is_not_judged() -> None:
    assert found("brinkmanship", "a hard Moscow", concept="quantal") is None


def test_the_command_tells_it(run: Run) -> None:
    ran = run("compare", CABLE, "-a", "generals under control", "-a", "no talk of Turkey")
    told = " ".join(ran.out.split())
    assert "as it is (the baseline): The offer: US plays 'Turkey in secret'." in told
    assert "The reply: USSR plays 'accept' if flexible; 'stall' if defiant." in told
    assert told.index("D1: an unexpected move") < told.index("which number 1 passes")
    assert (
        "The baseline's play is still an equilibrium here, number 2, worth US -3.6 and USSR "
        "-5.521; number 2 fails passive beliefs, intuitive criterion, divinity, D1, which number 1 "
        "passes." in told
    )
    assert CONCEPTS["sequential"].order in told
    assert "D1: an unexpected move is put down to the type" in told
    assert "cannot be played here: there is no 'Turkey in secret' at the offer." in told
    held = json.loads(run("compare", CABLE, "-a", "generals under control", "--json").out)
    assert "baseline" not in held["cases"][0]
    assert held["cases"][1]["baseline"]["equilibrium"] == 2
    assert held["cases"][1]["baseline"]["fails"] == [*FAILED]


def test_all_are_compared_but_those_that_contradict_what_is_assumed() -> None:
    compared = cs.load("brinkmanship").assuming("a softer Moscow").compare()
    told = {case.name: case for case in compared.cases}
    assert list(told) == ["as assumed", "a pure threat", "a hard Moscow"]
    assert told["a pure threat"].account is not None
    assert told["a hard Moscow"].excluded
    assert "contradict each other" in told["a hard Moscow"].failure


SEVERAL = """
title: Several places
players: {A: A}
start: draw
situations:
  draw:
    chance:
      few: {probability: 1/4, seen by: [A], to: choice, set: {kind: few}}
      many: {probability: 1/2, seen by: [A], to: choice, set: {kind: many}}
      none: {probability: 1/4, to: same}
  choice:
    player: A
    actions:
      a: {to: kept}
      b: {to: left}
state:
  kind: {values: [few, many]}
outcomes:
  kept: {payoffs: {A: "bonus"}}
  left: {payoffs: {A: "1 if kind == few else 2"}}
  same: {payoffs: {A: 0}}
parameters:
  bonus: 3
assumptions:
  turned: {set: {bonus: 0}}
"""

ALIKE = """
title: Labels alike
players: {A: A, B: B}
start: first
situations:
  first:
    player: A
    actions:
      x: {label: wait, to: second}
      y: {label: wait, to: small}
      z: {label: leave, to: small}
  second:
    player: B
    actions:
      x: {label: wait, to: large}
      y: {label: wait, to: small}
outcomes:
  large: {payoffs: {A: 2, B: large}}
  small: {payoffs: {A: 1, B: 0}}
parameters:
  large: 1
assumptions:
  dearer: {set: {large: 2}}
  closed: {available: {first: {x: false}}}
  cheap: {set: {large: -1}}
"""


@pytest.mark.parametrize(
    ("assumption", "told"),
    [
        ("dearer", Persistence(0)),
        ("closed", Persistence(missing=("x", "first"))),
        ("cheap", Persistence(player="B", gain=1.0, by=(("y", "second"),), none=True)),
    ],
)
def test_moves_of_one_label_are_told_apart_by_their_names(
    assumption: str, told: Persistence, tmp_path: Path
) -> None:
    path = tmp_path / "alike.yaml"
    path.write_text(ALIKE, encoding="utf-8")
    case = found(str(path), assumption)
    assert case is not None
    assert (case.equilibrium, case.missing) == (told.equilibrium, told.missing)
    assert (case.player, case.gain, case.by) == (told.player, told.gain, told.by)


def test_each_of_moves_of_one_label_has_its_own_share(tmp_path: Path) -> None:
    path = tmp_path / "alike.yaml"
    path.write_text(ALIKE, encoding="utf-8")
    study = cs.load(path)
    (one,) = json.loads(solution_text(study, study.solve()))["equilibria"]
    shares = {place: held["actions"] for place, held in one["strategy"].items()}
    assert shares == {"first": {"x": 1.0, "y": 0.0, "leave": 0.0}, "second": {"x": 1.0, "y": 0.0}}
    closed = study.assuming("closed").family().tree.information_sets
    assert [held.actions for held in closed] == [("y", "leave")]
