"""Every kind of figure: what it shows is what was computed, and nothing overlaps."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.bargain.view import bargaining_view
from crisis_sim.comparison import compare
from crisis_sim.errors import InputError
from crisis_sim.exact.regions import find_regions
from crisis_sim.figures.kinds import KINDS
from crisis_sim.figures.presets import PRESETS
from crisis_sim.gambit.read import read_gambit
from crisis_sim.plot.along import along
from crisis_sim.plot.branch import branch_picture
from crisis_sim.plot.hatch import hatching
from crisis_sim.plot.ladder import ladder_data, ladder_picture
from crisis_sim.plot.make_picture import make_picture
from crisis_sim.plot.matrix import matrix_data, matrix_picture
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.numbers import value_of
from crisis_sim.plot.panel import spread
from crisis_sim.plot.payoff_space import payoff_space_picture
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.plane import LEAST_SHARE, plane_data, plane_picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.risk import risk_picture
from crisis_sim.plot.risk_data import risk_data
from crisis_sim.plot.scale import Scale, numbering, ticks
from crisis_sim.plot.scene import grey
from crisis_sim.plot.side_by_side import cases_data, cases_picture
from crisis_sim.plot.statics import statics_picture
from crisis_sim.plot.timelines import timelines_picture
from crisis_sim.plot.tornado import tornado_data, tornado_picture
from crisis_sim.scenario.span import Span
from crisis_sim.simulate import simulate
from crisis_sim.solve.quantal import trace_branch

from .boxes import assert_tidy_scene

WIDTH = 504.0


def texts(picture: Picture, role: str) -> list[str]:
    return [label.text for label in picture.scene.labels if label.role == role]


def test_a_line_breaks_where_what_is_played_changes() -> None:
    data = along(cs.load("brinkmanship"), "p")
    assert data.breaks == pytest.approx([15 / 43])
    first = [run for run in data.runs() if run.first]
    assert [run.xs[0] for run in first] == pytest.approx([0.0, 15 / 43])
    for sample in data.samples:
        solved = cs.load("brinkmanship").solve(p=min(max(sample.x, 1e-6), 1 - 1e-6))
        if abs(sample.x - 15 / 43) > 1e-6:
            expected = solved.equilibria[0].payoffs.tolist()
            assert sample.plays[0].payoffs == pytest.approx(expected, abs=1e-4)
    picture = statics_picture(data, text_width, width=WIDTH, title="A title")
    assert_tidy_scene(picture.scene, marks=False)
    assert texts(picture, "threshold") == ["15/43 ≈ 0.3488"]
    marks = [mark for mark in picture.scene.marks if mark.role == "end"]
    assert len(marks) == 2 * 2  # two players, on both sides of the jump
    assert len([mark for mark in picture.scene.marks if mark.role == "here"]) == 2


def test_the_cable_jumps_at_its_published_boundary() -> None:
    data = along(cs.load("cuba-1962-cable"), "pi", {"d": 0.913})
    assert any(abs(value - 8771 / 34960) < 1e-12 for value in data.breaks)
    here = min(data.samples, key=lambda sample: abs(sample.x - data.here))
    assert here.plays[0].payoffs == pytest.approx((-3.6, -5.522), abs=1e-9)


def test_a_stretch_without_pure_equilibria_is_solved_at_values() -> None:
    data = along(cs.load("beer-and-quiche"), "strong")
    assert data.breaks == pytest.approx([0.5], abs=1e-6)
    below = next(sample for sample in data.samples if 0.09 < sample.x < 0.2)
    assert below.plays
    assert 0 < below.plays[0].outcomes["no duel"] < 1


def test_whole_numbers_are_points() -> None:
    data = along(cs.load("chain-store"), "towns")
    assert data.whole
    assert [sample.x for sample in data.samples] == list(range(1, 9))
    assert data.samples[2].plays[0].payoffs == (6.0, 6.0)
    assert_tidy_scene(statics_picture(data, text_width, width=WIDTH).scene, marks=False)


def test_a_parameter_without_a_range_or_name_is_refused() -> None:
    study = cs.load("brinkmanship")
    with pytest.raises(InputError, match="no parameter 'r'"):
        along(study, "r")
    with pytest.raises(InputError, match="range of p is empty: 1 to 0"):
        along(study, "p=1:0")


def test_the_ladder_tells_exact_values_and_who_turns() -> None:
    study = cs.load("cuba-1962-cable")
    found = study.thresholds("pi", d=0.913)
    picture = ladder_picture(ladder_data(found, study.scenario), text_width, width=WIDTH)
    assert_tidy_scene(picture.scene, marks=False)
    written = " ".join(texts(picture, "text"))
    assert "8771/34960 ≈ 0.2509" in written
    rungs = [stroke for stroke in picture.scene.strokes if stroke.role == "rung"]
    assert len(rungs) == len(found.thresholds)


def test_regions_are_filled_where_they_hold_and_their_letters_stand_inside() -> None:
    study = cs.load("brinkmanship")
    data = plane_data(find_regions(study, "p", "q"), study.scenario)
    picture = plane_picture(data, text_width, width=WIDTH, title="A title")
    assert_tidy_scene(picture.scene, marks=False)
    assert set(texts(picture, "letter")) == {"A", "B"}
    key = " ".join(texts(picture, "boundary"))
    assert "$q$ = (3 − 3 · $p$) / (8 · $p$)" in key
    areas = [area for area in picture.scene.areas if area.role == "region"]
    assert len(areas) == sum(len(region.pieces) for region in data.found.regions)
    here = [mark for mark in picture.scene.marks if mark.role == "here"]
    assert len(here) == 2


@pytest.mark.parametrize("width", [252.0, WIDTH])
def test_a_region_has_its_letter_and_how_many_equilibria_there_are(width: float) -> None:
    study = cs.load("cuba-1962-cable")
    data = plane_data(find_regions(study, "pi", "n", {"d": 0.913}), study.scenario)
    picture = plane_picture(data, text_width, width=width)
    assert_tidy_scene(picture.scene, marks=False)
    letters = sorted(data.kinds.values())
    assert letters == [0, 1, 2, 3]
    counts = Counter(
        (chr(ord("A") + data.kinds[one.standing.name]), len(one.standing.equilibria))
        for one in data.found.regions
        if one.share >= LEAST_SHARE
    )
    assert max(count for _, count in counts) > 2
    told = Counter[tuple[str, int]]()
    after = {(one.x, one.y): one for one in picture.scene.labels if one.role == "count"}
    for one in picture.scene.labels:
        if one.role == "letter":
            end = (one.x + text_width(one.text, one.font), one.y)
            text = one.text + (after[end].text if end in after else "")
            letter, _, count = text.rstrip(")").partition(" (")
            told[letter, int(count or 1)] += 1
    assert told == counts


def test_best_responses_are_underlined_and_equilibria_shaded() -> None:
    data = matrix_data(cs.load("brams-chicken").game())
    picture = matrix_picture(data, text_width, width=252.0)
    assert_tidy_scene(picture.scene, marks=False)
    assert sorted(map(tuple, np.argwhere(data.pure).tolist())) == [(0, 1), (1, 0)]
    lines = [stroke for stroke in picture.scene.strokes if stroke.role == "best response"]
    assert len(lines) == int(data.best.sum()) == 4
    rings = [area.rings[0] for area in picture.scene.areas if area.role == "equilibrium"]
    assert len(rings) == 2
    grid = [y for one in picture.scene.strokes if one.role == "rule" for _, y in one.points]
    assert all(min(grid) < y < max(grid) for ring in rings for _, y in ring)
    assert not matrix_data(cs.load("brams-revised").game()).pure.any()
    horse = matrix_picture(matrix_data(cs.load("selten-horse").game()), text_width, width=252.0)
    assert_tidy_scene(horse.scene, marks=False)
    assert "one gets 3, two gets 2 and three gets 2" in horse.alt


@pytest.mark.parametrize("gap", ["1e-15", "1e-10", "1e-8"])
def test_a_matrix_marks_best_responses_exactly(gap: str) -> None:
    rows = f"0 20000000000 {gap} 0 0 0 0 {gap}"
    game = read_gambit(f'NFG 1 R "near" {{ "A" "B" }} {{ 2 2 }}\n{rows}'.encode(), "near.nfg").game
    data = matrix_data(game)
    assert data.best[0].tolist() == [[False, True], [True, True]]
    assert data.best[1].tolist() == [[True, False], [False, True]]
    assert data.pure.tolist() == [[False, False], [False, True]]
    alt = matrix_picture(data, text_width, width=252.0).alt
    (said,) = re.findall(r"In a pure Nash equilibrium [^:]*: A gets 0 and B gets (.*?)\. A ", alt)
    assert value_of(said) == Fraction(gap)


def test_a_matrix_too_large_to_read_is_refused() -> None:
    with pytest.raises(InputError, match=r"cannot be read.*Draw the tree"):
        matrix_data(cs.load("chain-store").game())


@pytest.mark.parametrize("name", ["cuba-1962-cable", "cuba-1962-clock", "cuba-1962-two-types"])
def test_the_payoff_space_has_a_mark_for_every_package_and_solution(name: str) -> None:
    view = bargaining_view(cs.load(name))
    picture = payoff_space_picture(view, text_width, width=WIDTH, title="A title")
    assert_tidy_scene(picture.scene, marks=False)
    packages = [mark for mark in picture.scene.marks if mark.role == "package"]
    assert len(packages) == len(view.packages)
    assert len([m for m in picture.scene.marks if m.role == "solution"]) == len(view.solutions)
    assert len([m for m in picture.scene.marks if m.role == "disagreement"]) == 1


def test_risk_by_action_and_cause() -> None:
    study = cs.load("cuba-1962-cable")
    data = risk_data(study.solve(d=0.913))  # type: ignore[arg-type]
    (place,) = data.places
    rows = {row.action: row for row in place.rows}
    assert rows["pledge alone"].total == pytest.approx(0.1228)
    assert rows["Turkey in secret"].played == 1.0
    assert rows["Turkey in secret"].total == 0.0
    assert rows["strike"].total == pytest.approx(0.5 * 0.6)
    picture = risk_picture(data, text_width, width=WIDTH)
    assert_tidy_scene(picture.scene, marks=False)
    assert texts(picture, "total") == ["0.123", "0", "0", "0.3"]


def test_risk_without_any_is_refused() -> None:
    study = cs.load("chain-store")
    with pytest.raises(InputError, match="no outcome 'war'"):
        risk_data(study.solve(), outcome="war")


def test_a_tornado_leaves_what_an_assumption_settles_as_it_is() -> None:
    study = cs.load("brinkmanship").assuming("a softer Moscow")
    data = tornado_data(study)
    assert [swing.parameter.name for swing in data.swings] == ["q"]
    assert data.base == pytest.approx(study.solve().equilibria[0].payoffs[0])


def test_tornado_bars_are_solutions_at_the_ends_of_ranges() -> None:
    study = cs.load("brinkmanship")
    data = tornado_data(study, of="USSR")
    for swing in data.swings:
        for end, value in zip(swing.parameter.range or (), (swing.low, swing.high), strict=True):
            solved = study.solve({swing.parameter.name: end})
            assert value == pytest.approx(solved.equilibria[0].payoffs[1])
    sizes = [swing.size(data.base) for swing in data.swings]
    assert sizes == sorted(sizes, reverse=True)
    assert_tidy_scene(tornado_picture(data, text_width, width=WIDTH).scene, marks=False)
    with pytest.raises(InputError, match="no player, outcome or category"):
        tornado_data(study, of="Cuba")


def test_assumptions_side_by_side() -> None:
    study = cs.load("brinkmanship")
    cases = compare(study, [(name,) for name in study.scenario.assumptions], {})
    data = cases_data(study.scenario, cases)
    for shares in data.shares:
        assert sum(shares) == pytest.approx(1.0)
    assert data.payoffs[0] == pytest.approx((-1.58, -3.46))
    picture = cases_picture(data, text_width, width=WIDTH)
    assert_tidy_scene(picture.scene, marks=False)
    dots = [mark for mark in picture.scene.marks if mark.role == "payoff"]
    assert len(dots) == 2 * len(cases)


def test_sensitivity_bars_are_the_measures_with_their_intervals() -> None:
    pytest.importorskip("SALib")
    from crisis_sim.plot.influences import influences_picture
    from crisis_sim.sweep.sensitivity import analyse_sensitivity

    study = cs.load("brinkmanship")
    found = analyse_sensitivity(study, payoff="US", samples=64)
    picture = influences_picture(found, study.scenario, text_width, width=WIDTH)
    assert_tidy_scene(picture.scene, marks=False)
    bars = [area for area in picture.scene.areas if area.role == "bar"]
    long = [area.rings[0][1][0] - area.rings[0][0][0] for area in bars]
    totals = [one.measures["total"] for one in found.influences]
    assert long[0] / long[2] == pytest.approx(totals[0] / totals[1], rel=1e-6)
    assert len([s for s in picture.scene.strokes if s.role == "interval"]) == 4


def test_the_branch_runs_to_its_limit() -> None:
    study = cs.load("selten-horse")
    ends = study.scenario.ends
    picture = branch_picture(
        trace_branch(study.game()), text_width, width=WIDTH, title="A title", ends=ends
    )
    assert_tidy_scene(picture.scene, marks=False)
    lines = [stroke for stroke in picture.scene.strokes if stroke.role in ("outcome", "payoff")]
    assert len(lines) == 3 + 3
    assert f"{ends.labels['agreed']} 1" in picture.alt


def test_simulated_plays_are_drawn_event_by_event() -> None:
    study = cs.load("brinkmanship")
    drawn = simulate(study.solve(), plays=50, seed=3)
    picture = timelines_picture(drawn, text_width, width=WIDTH, shown=10, ends=study.scenario.ends)
    assert_tidy_scene(picture.scene, marks=False)
    events = sum(len(drawn.play(number).events) for number in range(10))
    marks = [mark for mark in picture.scene.marks if mark.role in ("move", "chance")]
    assert len(marks) == events


@pytest.mark.parametrize("axes", [("p",), ("p", "q"), ()], ids=["one", "two", "none"])
def test_one_page_has_tree_plane_and_provenance(axes: tuple[str, ...]) -> None:
    study = cs.load("brinkmanship")
    request = Request(study, title="T", along=tuple(map(Span, axes)), command="crisis-sim figure")
    picture = make_picture("page", request)
    assert_tidy_scene(picture.scene, marks=False)
    assert picture.scene.height <= 9.0 * 72
    notes = " ".join(texts(picture, "note"))
    assert study.scenario.digest[:12] in notes
    assert cs.__version__ in notes
    assert [mark for mark in picture.scene.marks if mark.role == "here"]


def test_kinds_say_what_they_need() -> None:
    study = cs.load("brinkmanship")
    for kind in (one for one in KINDS.values() if "along" in one.takes):
        for count in set(range(4)) - set(kind.follows):
            told = f"a {kind.name} figure follows .* \\(along\\), not {count}\\. Known here: p, q"
            with pytest.raises(InputError, match=told):
                make_picture(kind.name, Request(study, along=(Span("p"),) * count))
    request = Request(study)
    with pytest.raises(InputError, match=r"no kind of figure 'trea'\. Did you mean 'tree'\?"):
        make_picture("trea", request)
    with pytest.raises(InputError, match="has no issues"):
        make_picture("bargain", request)


def test_styles_scale_type_and_greys_keep_their_luminance() -> None:
    picture = cs.load("brinkmanship").figure("tree", style="nature")
    assert picture.scene.width == pytest.approx(PRESETS["nature"].wide)
    sizes = {label.font.size for label in picture.scene.labels}
    assert max(sizes) <= PRESETS["nature"].most
    dull = grey(picture.scene)
    assert all(one.colour[1:3] == one.colour[3:5] == one.colour[5:7] for one in dull.strokes)


def test_hatching_stays_inside() -> None:
    ring = ((0.0, 0.0), (40.0, 0.0), (40.0, 30.0), (0.0, 30.0))
    hole = ((10.0, 10.0), (30.0, 10.0), (30.0, 20.0), (10.0, 20.0))
    lines = hatching([ring, hole], 45.0, 5.0, "#111111")
    assert lines
    for line in lines:
        (x0, y0), (x1, y1) = line.points
        assert min(x0, x1, y0, y1) >= -1e-6
        assert max(x0, x1) <= 40 + 1e-6
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        assert not (10.01 < x < 29.99 and 10.01 < y < 19.99)
        assert abs((x1 - x0) + (y1 - y0)) < 1e-6


def test_names_are_spread_as_little_as_need_be() -> None:
    assert spread([5.0, 5.0, 20.0], 4.0, 0.0, 30.0) == pytest.approx([3.0, 7.0, 20.0])
    assert spread([0.0, 0.0], 4.0, 0.0, 30.0) == pytest.approx([0.0, 4.0])
    crowded = spread([1.0] * 5, 10.0, 0.0, 20.0)
    assert sorted(crowded) == pytest.approx([0.0, 5.0, 10.0, 15.0, 20.0])


def test_ticks_are_round_and_written_alike() -> None:
    assert [tick.text for tick in ticks(0.0, 0.6, 7)] == [f"0.{i}" for i in range(7)]
    assert [tick.text for tick in ticks(-23.0, 4.0, 6)] == ["−20", "−10", "0"]
    assert ticks(1.0, 1.0) == ()
    small = numbering(0.0, 4e-12, 5)
    assert [tick.text for tick in small.ticks] == ["0", "1", "2", "3", "4"]
    assert small.titled("gain") == "gain (10⁻¹²)"
    powers = Scale(0.01, 1000.0, 0.0, 1.0, by_powers=True)
    assert [tick.value for tick in powers.ticks(7)] == pytest.approx(
        [0.01, 0.1, 1.0, 10.0, 100.0, 1000.0]
    )
    assert powers(1.0) == pytest.approx(0.4)


def test_plays_that_all_go_the_same_way_are_shown_once() -> None:
    picture = make_picture("timelines", Request(cs.load("chain-store")))
    assert texts(picture, "number") == ["1"]
    assert any("go the same way" in text for text in texts(picture, "title"))
    several = make_picture("timelines", Request(cs.load("brinkmanship")))
    assert len(texts(several, "number")) == 20


def test_markers_at_the_same_payoff_stand_over_each_other() -> None:
    picture = make_picture("assumptions", Request(cs.load("security-dilemma")))
    marks = [mark for mark in picture.scene.marks if mark.role == "payoff"]
    east, west = marks[:2]
    assert east.x == west.x
    assert west.y - east.y >= east.size


def test_a_parameter_without_influence_has_no_bars() -> None:
    study = cs.load("cuba-1962-clock")
    picture = make_picture("sensitivity", Request(study, samples=32))
    named = " ".join(texts(picture, "name"))
    assert "control lost" in named
    assert "NATO" not in named
    assert re.search("Without effect: [^.]*NATO", " ".join(texts(picture, "note")))


def test_the_number_of_a_boundary_stands_on_white() -> None:
    request = Request(cs.load("brinkmanship"), along=(Span("p"), Span("q")))
    scene = make_picture("regions", request).scene
    grounds = [stroke.points for stroke in scene.strokes if stroke.role == "ground"]
    numbers = [one for one in scene.labels if one.role == "boundary number"]
    assert len(numbers) == 2
    for number in numbers:
        # Matplotlib draws nothing of a line much shorter than a point.
        (x0, y0), (x1, _) = next(
            points
            for points in grounds
            if points[0][0] <= number.x <= points[1][0] and abs(points[0][1] - number.y) < 4.0
        )
        assert x1 - x0 >= 0.99
        assert abs(y0 - number.y) < 4.0


def test_only_a_plane_with_several_equilibria_says_what_brackets_mean() -> None:
    def notes(name: str, one: str, two: str) -> str:
        request = Request(cs.load(name), along=(Span(one), Span(two)))
        return " ".join(texts(make_picture("regions", request), "note"))

    assert "In brackets: how many" in notes("brams-chicken", "clash_US", "clash_USSR")
    assert "In brackets" not in notes("brinkmanship", "p", "q")


def test_an_equation_has_the_names_of_the_axes() -> None:
    request = Request(cs.load("brams-chicken"), along=(Span("clash_US"), Span("clash_USSR")))
    said = " ".join(texts(make_picture("regions", request), "boundary"))
    assert r"_{\mathrm{USSR}}$ = 2" in said


def test_powers_of_ten_do_not_meet_in_a_narrow_chart() -> None:
    picture = make_picture("quantal", Request(cs.load("brams-chicken"), width=252.0))
    assert_tidy_scene(picture.scene, marks=False)
    assert len(texts(picture, "tick")) > 4


def test_a_narrow_page_keeps_its_width() -> None:
    picture = make_picture(
        "page", Request(cs.load("audience-costs"), along=(Span("a"),), width=252.0)
    )
    assert picture.scene.width == pytest.approx(252.0)
    assert not picture.remark
    assert_tidy_scene(picture.scene, marks=False)


def test_a_narrow_payoff_space_has_its_key_under_it() -> None:
    study = cs.load("cuba-1962-clock")
    narrow = make_picture("bargain", Request(study, width=252.0))
    assert_tidy_scene(narrow.scene, marks=False)
    keys = [label for label in narrow.scene.labels if label.role == "key"]
    axis = next(one for one in narrow.scene.labels if one.text.startswith("US, expected"))
    assert len({round(key.x, 3) for key in keys}) == 2
    assert all(key.y > axis.y for key in keys)
    assert narrow.scene.width == 252.0


def test_the_key_of_a_narrow_plane_stands_close_under_it() -> None:
    along = (Span("p"), Span("q"))
    scene = make_picture(
        "regions", Request(cs.load("brinkmanship"), along=along, width=252.0)
    ).scene
    axis = max(one.points[0][1] for one in scene.strokes if one.role == "axis")
    key = min(one.y for one in scene.labels if one.y > axis and one.role == "key")
    assert 20.0 < key - axis < 45.0


def test_an_outcome_has_the_same_fill_in_every_figure() -> None:
    study = cs.load("cuba-1962-cable").assuming("no talk of Turkey")
    ends = study.scenario.ends
    inks: dict[str, set[str]] = {}
    plays = study.figure("timelines", plays=200).scene
    for one in plays.labels:
        if one.role == "outcome":
            inks.setdefault(one.text, set()).add(one.colour)
    for kind, axes in (("statics", ("pi",)), ("assumptions", ())):
        scene = study.figure(kind, *axes).scene
        key = {one.y: one.text for one in scene.labels if one.role == "name"}
        for edge in scene.strokes:
            below = edge.points[0][1] - 1.0
            if edge.role == "key" and any(abs(below - y) < 1e-6 for y in key):
                name = next(text for y, text in key.items() if abs(below - y) < 1e-6)
                inks.setdefault(name, set()).add(edge.colour)
    several = {name: held for name, held in inks.items() if name in ends.labels.values()}
    assert len(several) >= 4
    assert all(len(held) == 1 for held in several.values()), several
