"""For every kind of figure: what is read back from the scene is what the study computes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.figures.kinds import KINDS
from crisis_sim.plot.hatch import fill_of
from crisis_sim.plot.make_picture import make_picture
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.numbers import short_number, value_of
from crisis_sim.plot.request import Request
from crisis_sim.plot.risk import risk_picture
from crisis_sim.plot.risk_data import RiskData, RiskPlace, RiskRow
from crisis_sim.plot.scene import Area, Label, Mark, Scene
from crisis_sim.plot.style import player_mark
from crisis_sim.plot.tree.lines import PATH
from crisis_sim.scenario.span import Span
from crisis_sim.solve.solution import Equilibrium
from crisis_sim.strategy.evaluate import node_values, outcome_probabilities
from crisis_sim.study import Study

from .rulers import level, upright, upright_top

Pairs = Iterator[tuple[float, float]]
"""What is drawn, and what it stands for."""
COUNTED = {
    "page": 90,
    "tree": 22,
    "matrix": 9,
    "bargain": 40,
    "statics": 65,
    "thresholds": 6,
    "regions": 300,
    "quantal": 30,
    "risk": 4,
    "assumptions": 16,
    "tornado": 6,
    "sensitivity": 8,
    "timelines": 80,
}
"""How many values are read at the least."""


def labels(scene: Scene, role: str) -> list[Label]:
    return [one for one in scene.labels if one.role == role]


def marks(scene: Scene, role: str) -> list[Mark]:
    return [one for one in scene.marks if one.role == role]


def areas(scene: Scene, role: str) -> list[Area]:
    return [one for one in scene.areas if one.role == role]


def box(area: Area) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    xs, ys = zip(*area.rings[0], strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def meanings(scene: Scene) -> dict[str, str]:
    """What the key says that each tint stands for."""
    said = labels(scene, "name") + labels(scene, "key")
    found = {}
    for area in areas(scene, "key"):
        _, top, right, bottom = box(area)
        beside = [one for one in said if 0 < one.x - right < 6 and top < one.y <= bottom]
        found[area.fill] = beside[0].text
    return found


def named(study: Study, one: Equilibrium) -> dict[str, float]:
    """Probabilities of outcomes by what they are called."""
    called = study.scenario.outcomes
    return {called[name].label: chance for name, chance in one.outcomes.items()}


def read_statics(scene: Scene, study: Study) -> Pairs:
    x, paid, likely = level(scene), upright(scene, 0), upright(scene, 1)
    jump = study.thresholds("p").thresholds[0].at.value
    lines = [one for one in scene.strokes if one.role == "line"]
    called = meanings(scene)
    for player in range(2):
        own = [one for one in lines if one.colour == player_mark(player).colour]
        for line in own:
            for place, height in line.points[1:-1:2]:
                yield paid(height), study.solve(p=x(place)).equilibria[0].payoffs[player]
        assert {x(end) > jump for line in own for end, _ in line.points[1:2]} == {False, True}
    for area in areas(scene, "outcome"):
        ring = area.rings[0]
        for i in range(1, len(ring) // 2 - 1, 3):
            (place, top), (_, bottom) = ring[i], ring[-1 - i]
            if abs(x(place) - jump) < 1e-6:
                continue
            solved = study.solve(p=x(place)).equilibria[0]
            drawn = likely(top) - likely(bottom)
            yield drawn, named(study, solved).get(called[area.fill], 0.0)


def read_tree(scene: Scene, study: Study) -> Pairs:
    solution = study.solve()
    tree, one = solution.game.tree, solution.equilibria[0]
    written = sorted(labels(scene, "payoff"), key=lambda label: (label.y, label.x))
    expected = [*one.payoffs, *solution.game.terminal_payoffs[tree.terminals].ravel()]
    for label, value in zip(written, expected, strict=True):
        yield float(value_of(label.text)), value
    widths = [line.width for line in scene.strokes if line.role == "path"]
    reach = solution.reach(0)
    assert widths == [PATH] * int((reach[1:] > 0).sum())
    moved = [node for node in range(1, tree.size) if reach[node] > 0]
    shares = [reach[node] / reach[tree.parent[node]] for node in moved]
    moves = " ".join(one.text for one in labels(scene, "move") if one.font.bold)
    written = sorted(float(one) for one in re.findall(r"\((0\.\d+)\)", moves))
    yield from zip(written, sorted(one for one in shares if one < 1.0), strict=True)


def read_page(scene: Scene, study: Study) -> Pairs:
    yield from read_tree(scene, study)
    yield from read_statics(scene, study)


def read_matrix(scene: Scene, study: Study) -> Pairs:
    """Every cell, and under which payoffs there are lines; each profile is played out."""
    game = study.game()
    sets = game.tree.information_sets
    best = {one.points[0] for one in scene.strokes if one.role == "best response"}
    at = {label.text: label for label in labels(scene, "strategy")}
    cells = {}
    for i, row in enumerate(sets[0].actions):
        for j, column in enumerate(sets[1].actions):
            profile = np.zeros(len(game.tree.choice_set))
            profile[[sets[0].choices[i], sets[1].choices[j]]] = 1.0
            cells[row, column] = node_values(game, profile)[0]
            here = [
                label
                for label in labels(scene, "payoff")
                if abs(label.y - at[row].y) < 1 and abs(label.x - at[column].x) < 16
            ]
            for label, value in zip(
                sorted(here, key=lambda one: one.x), cells[row, column], strict=True
            ):
                yield float(value_of(label.text)), value
    rows, columns = sets[0].actions, sets[1].actions
    most = {column: max(cells[row, column][0] for row in rows) for column in columns}
    found = sum(cells[row, column][0] == most[column] for row in rows for column in columns)
    most = {row: max(cells[row, column][1] for column in columns) for row in rows}
    found += sum(cells[row, column][1] == most[row] for row in rows for column in columns)
    yield len(best), found


def read_bargain(scene: Scene, study: Study) -> Pairs:
    view = study.bargain()
    x, y = level(scene), upright(scene)

    def drawn(role: str) -> list[tuple[float, float]]:
        return [(x(mark.x), y(mark.y)) for mark in marks(scene, role)]

    wanted = {
        "package": [one.payoffs for one in view.packages],
        "solution": [one.payoffs for one in view.solutions],
        "disagreement": [view.disagreement.payoffs],
    }
    for role, payoffs in wanted.items():
        for one, other in zip(drawn(role), payoffs, strict=True):
            yield from zip(one, other, strict=True)
    (line,) = [one for one in scene.strokes if one.role == "frontier"]
    for (across, up), corner in zip(line.points, view.frontier, strict=True):
        yield from zip((x(across), y(up)), view.packages[corner].payoffs, strict=True)
    shapes = {"Nash bargaining": "*", "Kalai-Smorodinsky": "D"}
    for mark, one in zip(marks(scene, "solution"), view.solutions, strict=True):
        assert (mark.shape, mark.face == "none") == (shapes[one.name], not one.lottery)


def read_thresholds(scene: Scene, study: Study) -> Pairs:
    y, found = upright(scene), study.thresholds("p")
    strips = iter(areas(scene, "stretch"))
    for stretch in found.stretches:
        for _ in stretch.standing.equilibria[0].outcomes:
            _, top, _, bottom = box(next(strips))
            yield from [(y(bottom), stretch.low.value), (y(top), stretch.high.value)]
    assert not [*strips]
    rungs = [one for one in scene.strokes if one.role == "rung"]
    for rung, threshold in zip(rungs, found.thresholds, strict=True):
        yield y(rung.points[0][1]), threshold.at.value
    (here,) = marks(scene, "here")
    yield y(here.y), study.scenario.parameters["p"].default


def read_regions(scene: Scene, study: Study) -> Pairs:
    x, y, found = level(scene), upright(scene), study.regions("p", "q")
    pieces = [piece.outline for region in found.regions for piece in region.pieces]
    lines = [line for boundary in found.boundaries for line in boundary.lines if len(line) > 1]
    drawn = [area.rings[0] for area in areas(scene, "region")]
    drawn += [one.points for one in scene.strokes if one.role == "boundary"]
    for points, line in zip(drawn, [*pieces, *lines], strict=True):
        for (across, up), point in zip(points, line, strict=True):
            yield from zip((x(across), y(up)), point, strict=True)
    said = {one.text: one for one in labels(scene, "key")}
    for letter in labels(scene, "letter"):
        solved = study.solve(p=x(letter.x), q=y(letter.y - 3.0)).equilibria[0]
        key = " ".join(text for text, one in said.items() if 0 <= one.y - said[letter.text].y < 12)
        for outcome, chance in named(study, solved).items():
            yield outcome in key, chance > 0
    for mark in marks(scene, "here"):
        own = [study.scenario.parameters[name].default for name in ("p", "q")]
        yield from zip((x(mark.x), y(mark.y)), own, strict=True)


def read_quantal(scene: Scene, study: Study) -> Pairs:
    x = level(scene, by_powers=True)
    likely, paid = upright(scene, 0), upright(scene, 1)
    names = {(one.colour, one.y < 150): one for one in labels(scene, "name")}
    leaders = [one for one in scene.strokes if one.role == "leader"]
    begins = {(one.colour, one.points[0][1] < 150): one.points[0][1] for one in leaders}
    for line in scene.strokes:
        if line.role not in ("outcome", "payoff"):
            continue
        which = line.colour, line.role == "outcome"
        name, beside = names[which].text, names[which].y - 0.34 * names[which].font.size
        assert abs(begins.get(which, beside) - line.points[-1][1]) < 2.5
        for place, height in line.points[5:-5:12]:
            solved = study.solve(concept="quantal", precision=x(place))
            one = solved.equilibria[0]
            if line.role == "payoff":
                yield paid(height), one.payoffs[solved.game.players.index(name)]
            else:
                meant = study.scenario.ends.meant(name)
                yield likely(height), sum(one.outcomes.get(outcome, 0.0) for outcome in meant)


def read_risk(scene: Scene, study: Study) -> Pairs:
    """What the bars of each action add up to is the risk if it is taken for certain."""
    solution, x = study.solve(), level(scene)
    game, one = solution.game, solution.equilibria[0]
    names = [label for label in labels(scene, "name") if label.anchor == "end"]
    held = next(own for own in game.tree.information_sets if names[0].text in own.actions)
    war = study.scenario.ends.meant("war")
    for label in names:
        profile = one.profile.copy()
        profile[list(held.choices)] = 0.0
        profile[held.choices[held.actions.index(label.text)]] = 1.0
        chances = zip(game.tree.outcomes, outcome_probabilities(game, profile), strict=True)
        bars = [box(area) for area in areas(scene, "bar")]
        wide = [x(bar[2]) - x(bar[0]) for bar in bars if bar[1] < label.y < bar[3]]
        yield sum(wide), sum(chance for name, chance in chances if name in war)


def read_assumptions(scene: Scene, study: Study) -> Pairs:
    share, paid, called = level(scene, 0), level(scene, 1), meanings(scene)
    cases = {"as it is": study} | {
        name: study.assuming(name) for name in study.scenario.assumptions
    }
    rows = [label for label in labels(scene, "name") if label.anchor == "end"]
    for label, (name, case) in zip(rows, cases.items(), strict=True):
        assert label.text == name
        one = case.solve().equilibria[0]
        bars = [area for area in areas(scene, "bar") if box(area)[1] < label.y - 2 < box(area)[3]]
        drawn = {called[bar.fill]: share(box(bar)[2]) - share(box(bar)[0]) for bar in bars}
        happens = {what: chance for what, chance in named(study, one).items() if chance}
        assert drawn.keys() == happens.keys()
        yield from ((drawn[what], chance) for what, chance in happens.items())
        for mark in marks(scene, "payoff"):
            if abs(mark.y - label.y + 2.5) < 6:
                player = [player_mark(0).colour, player_mark(1).colour].index(mark.face)
                yield paid(mark.x), one.payoffs[player]


def read_tornado(scene: Scene, study: Study) -> Pairs:
    x, called = level(scene), meanings(scene)
    base = study.solve().equilibria[0].payoffs[0]
    bars = areas(scene, "bar")
    rows = [label for label in labels(scene, "name") if label.anchor == "end"]
    for label in rows:
        (parameter,) = [
            one for one in study.scenario.parameters.values() if f"${one.name}$" in label.text
        ]
        assert parameter.range is not None
        ends = dict(zip(("low end of the range", "high end"), parameter.range, strict=True))
        for bar in [one for one in bars if abs((box(one)[1] + box(one)[3]) / 2 - label.y) < 5]:
            value = {parameter.name: ends[called[bar.fill]]}
            wanted = sorted([base, study.solve(value).equilibria[0].payoffs[0]])
            yield from zip((x(box(bar)[0]), x(box(bar)[2])), wanted, strict=True)
    for stroke in scene.strokes:
        if stroke.role == "base":
            yield x(stroke.points[0][0]), base


def read_sensitivity(scene: Scene, study: Study) -> Pairs:
    pytest.importorskip("SALib")
    x, called = level(scene), meanings(scene)
    found = study.sensitivity(payoff="US", samples=64)
    whiskers = [one.points for one in scene.strokes if one.role == "interval"]
    rows = [label for label in labels(scene, "name") if label.anchor == "end"]
    for label, one in zip(rows, found.influences, strict=True):
        assert f"${one.name}$" in label.text
        for bar in areas(scene, "bar"):
            _, top, right, bottom = box(bar)
            if abs((top + bottom) / 2 - label.y) > 7:
                continue
            name = {"total, with all interactions": "total"}.get(called[bar.fill], "first")
            yield x(right), one.measures[name]
            (line,) = [ends for ends in whiskers if top < ends[0][1] < bottom]
            yield x(line[1][0]), one.measures[name] + one.half_widths[name]


def read_timelines(scene: Scene, study: Study) -> Pairs:
    """The day of each mark is that of its event; the bars are the counts."""
    drawn = study.simulate(plays=40)
    days = [label for label in labels(scene, "tick") if label.text.startswith("day ")]
    begins = [(float(value_of(label.text.removeprefix("day "))), label.x) for label in days]
    numbers = {label.text: label.y for label in labels(scene, "number")}
    events = marks(scene, "move") + marks(scene, "chance")
    for number in range(20):
        row = [mark for mark in events if abs(mark.y - numbers[str(number + 1)] + 2.3) < 1]
        row.sort(key=lambda mark: mark.x)
        for mark, event in zip(row, drawn.play(number).events, strict=True):
            day = max(day for day, x in begins if x < mark.x)
            yield day, float(value_of(short_number(event.day)))
            assert mark.role == ("move" if event.player else "chance")
    counts = [*drawn.counts.values()]
    ticks = sorted((float(one.text), one.x) for one in labels(scene, "tick") if one.text[0] in "01")
    (low, start), *_, (high, end) = ticks
    for area, count in zip(areas(scene, "bar"), counts, strict=True):
        yield (box(area)[2] - start) / (end - start) * (high - low), count / 40
    for label, count in zip(labels(scene, "share"), counts, strict=True):
        yield float(value_of(label.text.split(" ")[0])), round(count / 40, 3)


FIGURES: dict[str, tuple[str, tuple[str, ...], dict[str, object]]] = {
    "matrix": ("brams-chicken", (), {}),
    "bargain": ("cuba-1962-clock", (), {}),
    "risk": ("cuba-1962-cable", (), {}),
    "page": ("brinkmanship", ("p",), {}),
    "statics": ("brinkmanship", ("p",), {}),
    "thresholds": ("brinkmanship", ("p",), {}),
    "regions": ("brinkmanship", ("p", "q"), {}),
    "sensitivity": ("brinkmanship", (), {"samples": 64}),
    "timelines": ("cuba-1962-cable", (), {"plays": 40}),
}
"""By kind the scenario, the parameters to follow and the options; else brinkmanship's own."""


def test_every_kind_is_read_back() -> None:
    """A value less than what is counted, or a kind that is gone, would leave these stale."""
    readers = {name.removeprefix("read_") for name in globals() if name.startswith("read_")}
    assert set(KINDS) == set(COUNTED) == readers
    assert set(FIGURES) <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_drawn_is_what_the_study_computes(kind: str) -> None:
    scenario, axes, options = FIGURES.get(kind, ("brinkmanship", (), {}))
    study = cs.load(scenario)
    request = Request(study, along=tuple(map(Span, axes)), **options)  # type: ignore[arg-type]
    read: Callable[[Scene, Study], Pairs] = globals()[f"read_{kind}"]
    pairs = list(read(make_picture(kind, request).scene, study))
    assert len(pairs) >= COUNTED[kind]
    for drawn, computed in pairs:
        assert drawn == pytest.approx(computed, abs=1e-9)


def test_risk_by_day_is_that_of_the_riskiest_action() -> None:
    """Columns from left to right, each cut by cause, from the bottom up."""
    chances = {("fire", 0.0): 0.1, ("fire", 2.0): 0.2, ("flood", 2.0): 0.05}
    rows = RiskRow("wait", 0.0, chances), RiskRow("go", 1.0, {("fire", 0.0): 0.01})
    places, fills = (RiskPlace("", 1.0, rows),), (fill_of(0), fill_of(1))
    data = RiskData(
        "title", "war", "A", "here", places, 0, (), ("fire", "flood"), fills, timed=True
    )
    scene = risk_picture(data, text_width, width=504.0).scene
    y, top = upright(scene), upright_top(scene)
    days = sorted(bar for bar in map(box, areas(scene, "bar")) if bar[1] > top)
    days.sort(key=lambda bar: (bar[0], -bar[3]))
    assert [(y(low), y(high)) for _, high, _, low in days] == [
        pytest.approx(ends, abs=1e-9) for ends in ((0.0, 0.1), (0.0, 0.2), (0.2, 0.25))
    ]
