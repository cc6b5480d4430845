"""Risk is drawn for every type that comes to the situation, its fills and notes are true."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.game.tree import TERMINAL
from crisis_sim.plot.hatch import fills_of, neutral
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.risk import risk_picture
from crisis_sim.plot.risk_data import MOST_PLACES, RiskData, RiskPlace, RiskRow, risk_data
from crisis_sim.scenario.library import shipped
from crisis_sim.solve.solution import Solution
from crisis_sim.strategy.evaluate import branch_probabilities
from crisis_sim.study import Study

from .test_every_scenario import INTRICATE, WIDTHS
from .test_read_back import areas, box, labels, level

RISKLESS = {"asymmetric-escalation", "chain-store", "cheap-talk"}
MANY = """\
title: Many types
players: {A: {label: Ann}, B: {label: Ben}}
parameters: {p: {default: 0.3, range: [0, 1]}}
start: kind
situations:
  kind:
    chance:
      %s
  opening: {player: B, actions: {talk: choice, leave: left}}
  choice: {player: A, actions: {in: brink, out: quiet}}
  brink:
    chance:
      bang: {probability: p, to: war}
      no bang: {probability: 1 - p, to: quiet}
outcomes:
  quiet: {payoffs: {A: 0, B: 0}}
  left: {payoffs: {A: 0, B: -1}}
  war: {payoffs: {A: -1, B: -1}}
"""


def note(picture: Picture) -> str:
    return " ".join(one.text for one in labels(picture.scene, "note"))


def w80() -> tuple[Study, dict[str, float]]:
    return cs.load("cuba-1962-cable").assuming("no talk of Turkey"), {"W": 80}


def many(folder: Path, count: int) -> Study:
    kinds = "\n      ".join(
        f"kind {number}: {{probability: 1/{count}, seen by: [A], to: opening}}"
        for number in range(count)
    )
    (folder / "many.yaml").write_text(MANY % kinds, encoding="utf-8")
    return cs.load(folder / "many.yaml")


def conditional(solution: Solution, held: int, action: str, meant: frozenset[str]) -> float:
    """The probability of bad outcomes if an action is taken at a set to which play has come."""
    game, tree = solution.game, solution.game.tree
    own = tree.information_sets[held]
    profile = solution.equilibria[0].profile.copy()
    profile[list(own.choices)] = 0.0
    profile[own.choices[own.actions.index(action)]] = 1.0
    branch, reach = branch_probabilities(game, profile), np.ones(tree.size)
    for node in range(1, tree.size):
        reach[node] = reach[tree.parent[node]] * branch[node]
    below = [range(node, int(tree.end[node])) for node in own.nodes]
    bad = [
        reach[node]
        for nodes in below
        for node in nodes
        if tree.mover[node] == TERMINAL and tree.outcomes[tree.rows[tree.payoff_row[node]]] in meant
    ]
    return float(sum(bad) / sum(reach[node] for node in own.nodes))


def read(picture: Picture) -> Iterator[tuple[str, str, float, str]]:
    """What each row stands under, its name, the risk that its bars show, and the number beside."""
    x, scene = level(picture.scene), picture.scene
    headings = sorted(labels(scene, "heading"), key=lambda one: one.y)
    totals = {one.y: one.text for one in labels(scene, "total")}
    for label in labels(scene, "name"):
        if label.anchor != "end":
            continue
        over = [one.text for one in headings if one.y < label.y]
        bars = [one for one in map(box, areas(scene, "bar")) if one[1] < label.y - 2 < one[3]]
        beside = min(totals, key=lambda y: abs(y - label.y))
        yield (
            over[-1] if over else "",
            label.text,
            sum(x(b[2]) - x(b[0]) for b in bars),
            totals[beside],
        )


@pytest.mark.parametrize("name", sorted(set(shipped()) - INTRICATE - RISKLESS))
def test_every_type_of_the_situation_is_drawn_with_its_risk(name: str) -> None:
    study = cs.load(name)
    solution = study.solve()
    data, tree = risk_data(solution), solution.game.tree
    meant = frozenset(study.scenario.ends.meant(data.what))
    reach = solution.reach(0)
    situation = data.situation.partition(", after ")[0]
    sets = [
        number
        for number, held in enumerate(tree.information_sets)
        if tree.label(held.nodes[0]) == situation
        and sum(reach[list(held.nodes)]) > 0
        # A later one of a situation that comes again is none of its types.
        and all(
            tree.label(before) != situation
            for node in held.nodes
            for before in tree.path(node)[:-1]
        )
    ]
    assert len(sets) == len(data.places)
    picture = study.figure("risk", width=WIDTHS[1])
    rows = list(read(picture))
    told = [(held, action) for held in sets for action in tree.information_sets[held].actions]
    assert len(rows) == len(told)
    for (heading, _, drawn, _), (held, action) in zip(rows, told, strict=True):
        assert drawn == pytest.approx(conditional(solution, held, action, meant), abs=2e-3)
        if len(sets) > 1:
            label = tree.information_sets[held].label.removeprefix(f"{situation}, ")
            assert heading.casefold().startswith(label)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_risk_of_the_types_adds_up_to_that_of_the_game(width: float) -> None:
    study, values = w80()
    solution = study.solve(values)
    data = risk_data(solution)
    assert [place.after for place in data.places] == [
        "after flexible, pledge alone",
        "after defiant, pledge alone",
    ]
    meant = study.scenario.ends.meant("war")
    war = sum(p for name, p in solution.equilibria[0].outcomes.items() if name in meant)
    assert war > 0.1
    total = sum(place.reach * row.played * row.total for place in data.places for row in place.rows)
    assert total == pytest.approx(war)
    picture = study.figure("risk", values=values, width=width)
    assert [text for *_, text in read(picture)] == ["0", "0.08", "0.08", "0", "0.246", "0.246"]
    bold = [one for one in labels(picture.scene, "name") if one.font.bold]
    assert [one.text for one in bold] == ["accept", "stall"]
    assert bold[0].y < bold[1].y
    for after in ("After flexible, pledge alone", "After defiant, pledge alone"):
        assert f"{after}, with probability 0.50: " in picture.alt
        assert f"{after} (0.50)" in [one.text for one in labels(picture.scene, "heading")]


def test_a_note_on_days_names_all_that_are_equal() -> None:
    study, values = w80()
    picture = study.figure("risk", values=values)
    told = (
        "All of the risk after 'ask for a public trade' or 'stall' (after defiant, pledge alone), "
        "the greatest, falls on day 1."
    )
    assert told in note(picture)
    assert told in picture.alt


def test_games_in_which_no_day_passes_have_no_note_on_days() -> None:
    picture = cs.load("beer-and-quiche").figure("risk")
    assert "day" not in note(picture)
    assert "on day" not in picture.alt


def test_a_cause_has_the_fill_of_the_one_outcome_it_brings() -> None:
    study = cs.load("brinkmanship")
    picture = study.figure("risk")
    (war,) = fills_of(study.scenario.ends, ["general war"])
    assert {one.fill for one in areas(picture.scene, "bar")} == {war.tint}


def test_causes_that_share_outcomes_have_fills_of_no_outcome(tmp_path: Path) -> None:
    study = many(tmp_path, 2)
    text = (tmp_path / "many.yaml").read_text(encoding="utf-8")
    more = text.replace(
        "      no bang: {probability: 1 - p, to: quiet}",
        "      whimper: {probability: 1 - p, to: war}",
    )
    (tmp_path / "more.yaml").write_text(more, encoding="utf-8")
    (war,) = fills_of(study.scenario.ends, ["war"])
    for file, wanted in (("many", {war.tint}), ("more", {neutral(0).tint, neutral(1).tint})):
        picture = cs.load(tmp_path / f"{file}.yaml").figure("risk", outcome="war")
        assert {one.fill for one in areas(picture.scene, "bar")} == wanted


def test_of_many_types_the_riskiest_are_drawn_and_the_rest_counted(tmp_path: Path) -> None:
    picture = many(tmp_path, MOST_PLACES + 2).figure("risk", outcome="war")
    assert len(labels(picture.scene, "heading")) == MOST_PLACES
    assert "The riskiest are drawn; 2 others left out." in note(picture)
    assert "2 others left out" in picture.alt


def test_situations_without_the_risk_are_named(tmp_path: Path) -> None:
    picture = many(tmp_path, 2).figure("risk", outcome="war")
    told = "No action at opening, earlier on the path, runs the risk."
    assert told in note(picture)
    assert told in picture.alt
    assert "earlier on the path" not in note(cs.load("brinkmanship").figure("risk"))


def test_all_that_is_played_is_bold_with_how_often() -> None:
    picture = cs.load("brams-revised").figure("risk")
    bold = [one.text for one in labels(picture.scene, "name") if one.font.bold]
    assert bold == ["withdraw (0.75)", "maintain (0.25)"]


def test_actions_as_risky_are_told_though_one_alone_is_drawn_by_day() -> None:
    chances = {("fire", 0.0): 0.1, ("fire", 2.0): 0.2}
    later = {("fire", 1.0): 0.3}
    rows = [
        RiskRow(name, 0.0, days)
        for name, days in zip("abc", (chances, chances, later), strict=True)
    ]
    places = (RiskPlace("", 1.0, tuple(rows)),)
    fills = (neutral(0),)
    data = RiskData("title", "war", "A", "here", places, 0, (), ("fire",), fills, timed=True)
    picture = risk_picture(data, text_width, width=WIDTHS[1])
    told = (
        "The risk after 'b' is the same on every day. "
        "The risk after 'c' is as great, on other days."
    )
    assert told in note(picture)
    assert told in picture.alt
    assert "By day, after 'a': 0.1 on day 0, 0.2 on day 2." in picture.alt
    assert "by day, after 'a'" in [one.text for one in picture.scene.labels]


JULY = Path(__file__).parents[3] / "shared" / "cases" / "large" / "july-1914.yaml"


@pytest.mark.skipif(not JULY.exists(), reason="the cases handed are not here")
def test_a_category_of_the_name_of_an_outcome_is_meant_whole() -> None:
    """War there is by a timetable too, which mobilisation brings with 0.2."""
    data = risk_data(cs.load(JULY).solve())
    for place in data.places:
        told = {row.action: row.total for row in place.rows}
        assert told.pop("general mobilisation") == pytest.approx(0.2)
        assert set(told.values()) == {0}
