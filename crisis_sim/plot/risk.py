"""Where the risk comes from: by what is done, by cause, and by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from crisis_sim.errors import InputError
from crisis_sim.game.game import Floats
from crisis_sim.game.tree import CHANCE, TERMINAL, Tree
from crisis_sim.plot.bars import bar, row_panel, row_tops
from crisis_sim.plot.hatch import Fill, fill_of, filled, fills_of, key_column
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.numbers import probability, short_number
from crisis_sim.plot.panel import AXIS, Panel
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.scale import Scale
from crisis_sim.plot.scene import Font, Measure, ScenePart, joined
from crisis_sim.plot.sheet import EDGE, below_each_other, foot, head
from crisis_sim.plot.style import TEXT
from crisis_sim.remedy import Remedy
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.solve.solution import Solution
from crisis_sim.strategy.evaluate import branch_probabilities

__all__ = ["RiskData", "RiskRow", "risk_data", "risk_picture"]

KEY = Font(7.2)
DAYS = 96.0
"""Height of the chart by day, in points."""
MOST_DAYS = 24
CERTAIN = 1e-9
"""Chance of anything else where something is certain."""


@dataclass(frozen=True, slots=True)
class RiskRow:
    """What follows from one action: the probability of each cause on each day.

    ``played`` is the probability of the action in the equilibrium.
    """

    action: str
    played: float
    chances: Mapping[tuple[str, float], float] = field(hash=False)

    @property
    def total(self) -> float:
        """The whole risk."""
        return sum(self.chances.values())

    def of_cause(self, cause: str) -> float:
        """The part of one cause."""
        return sum(chance for (one, _), chance in self.chances.items() if one == cause)


@dataclass(frozen=True, slots=True)
class RiskData:
    """The risk of ``what`` after each action at one decision, as play then goes on.

    ``fills`` are those of the causes.
    """

    title: str
    what: str
    player: str
    situation: str
    rows: tuple[RiskRow, ...]
    causes: tuple[str, ...]
    fills: tuple[Fill, ...]


def risk_data(
    solution: Solution,
    which: int = 0,
    *,
    outcome: str | None = None,
    root: int = 0,
) -> RiskData:
    """The risk of an outcome, or of a category, at the first decision that runs it.

    The decision is the first on the path from ``root`` of whose actions one runs the risk. A cause
    is the one that the scenario gives an outcome; without one it is the last chance event
    before it, or the last move. Days are those that have passed at the end. Without ``outcome``
    the category is taken whose outcomes have causes, and otherwise the one with the worst payoffs.

    Raises
    ------
    InputError
        An unknown outcome or category, nobody who chooses below the node, or no risk at all.
    """
    tree, scenario = solution.game.tree, solution.family.scenario
    what, bad = _bad(solution, scenario, outcome)
    branch = branch_probabilities(solution.game, solution.equilibria[which].profile)
    beliefs = solution.equilibria[which].beliefs
    days = np.nan_to_num(solution.days)
    first = ""
    for number in _choices(tree, branch, root):
        held = tree.information_sets[number]
        first = first or held.label
        rows = []
        for place, choice in enumerate(held.choices):
            chances: dict[tuple[str, float], float] = {}
            for node in held.nodes:
                weight = 1.0 if np.isnan(beliefs[node]) else float(beliefs[node])
                start = (int(tree.children(node)[place]), weight)
                _gather(tree, scenario, branch, days, start, bad, chances)
            played = float(solution.equilibria[which].profile[choice])
            rows.append(RiskRow(held.actions[place], played, chances))
        causes = tuple(dict.fromkeys(cause for row in rows for cause, _ in row.chances))
        if causes:
            player = solution.game.shorts[held.player]
            fills = _fills(scenario, what, causes)
            title = solution.game.title
            return RiskData(title, what, player, held.label, tuple(rows), causes, fills)
    if not first:
        raise InputError("nobody chooses anything from there on")
    raise InputError(
        f"from '{first}' on, no action on the path leads to {what} in this equilibrium, so that "
        "there is no risk to draw; try another with ",
        Remedy("outcome"),
        ", or other assumptions",
    )


def _bad(solution: Solution, scenario: Scenario, outcome: str | None) -> tuple[str, frozenset[int]]:
    """The outcomes asked for, by number, and what they are called together."""
    names = solution.game.tree.outcomes
    categories = scenario.ends.categories
    if outcome is None:
        caused = [categories[name] for name in names if scenario.outcomes[name].cause]
        outcome = caused[0] if caused else _worst(solution, categories)
    meant = scenario.ends.meant(outcome)
    return outcome, frozenset(i for i, name in enumerate(names) if name in meant)


def _fills(scenario: Scenario, what: str, causes: Sequence[str]) -> tuple[Fill, ...]:
    """The fill of each cause: that of the outcome which it brings about, if each has its own."""
    meant = scenario.ends.meant(what)
    brought = {one.cause: name for name, one in scenario.outcomes.items() if name in meant}
    if len(brought) == len(meant) and set(causes) <= set(brought):
        return tuple(fills_of(scenario.ends, [brought[one] for one in causes]))
    return tuple(fill_of(number) for number in range(len(causes)))


def _worst(solution: Solution, categories: Mapping[str, str]) -> str:
    tree = solution.game.tree
    totals = solution.game.payoffs.sum(axis=1)
    worst = int(tree.rows[int(np.argmin(totals))])
    return categories[tree.outcomes[worst]]


def _choices(tree: Tree, branch: Floats, root: int) -> Iterator[int]:
    """The information sets with a choice that play from a node comes to, in order."""
    level, told = [root], set()
    while level:
        for node in level:
            held = int(tree.information_set[node])
            if held >= 0 and held not in told and tree.set_actions[held] > 1:
                told.add(held)
                yield held
        children = [int(child) for node in level for child in tree.children(node)]
        level = [child for child in children if branch[child] > 0.0]


def _gather(
    tree: Tree,
    scenario: Scenario,
    branch: Floats,
    days: Floats,
    start: tuple[int, float],
    bad: frozenset[int],
    chances: dict[tuple[str, float], float],
) -> None:
    """Add up the probabilities of bad ends below a node, by cause and day."""
    stack = [start]
    while stack:
        node, reach = stack.pop()
        if reach <= 0.0:
            continue
        if tree.mover[node] == TERMINAL:
            number = int(tree.rows[tree.payoff_row[node]])
            if number in bad:
                cause = scenario.outcomes[tree.outcomes[number]].cause or _cause(tree, node)
                key = (cause, float(days[node]))
                chances[key] = chances.get(key, 0.0) + reach
            continue
        stack += [(int(child), reach * float(branch[child])) for child in tree.children(node)[::-1]]


def _cause(tree: Tree, node: int) -> str:
    """The last chance event after somebody has chosen, or else the last move."""
    path = tree.path(node)
    first = next(n for n, one in enumerate(path) if tree.information_set[one] >= 0)
    for one in reversed(path[first + 1 :]):
        if tree.mover[tree.parent[one]] == CHANCE:
            return f"{tree.label(int(tree.parent[one]))}: {tree.move_label(one)}"
    return tree.move_label(node)


def draw(request: Request) -> Picture:
    """The kind ``risk``."""
    data = risk_data(
        request.solution,
        request.equilibrium,
        outcome=request.outcome,
        root=request.node,
    )
    return risk_picture(data, text_width, width=request.layout_width, title=request.title)


def risk_picture(
    data: RiskData, measure: Measure, *, width: float, title: str | None = None
) -> Picture:
    """A bar for each action, cut by cause; under it the riskiest action day by day."""
    said = f"Probability of {data.what} after each action of {data.player} ({data.situation})"
    parts = [head(measure, width, title, [said]), _bars(data, measure, width)]
    riskiest = max(data.rows, key=lambda row: row.total)
    days = sorted({day for _, day in riskiest.chances})
    notes = ["Bold: what is played in the equilibrium."]
    if len(days) > 1:
        parts.append(_by_day(data, riskiest, days[:MOST_DAYS], measure, width))
    else:
        when = f"day {short_number(days[0])}"
        notes.append(f"All of the risk after '{riskiest.action}' falls on {when}.")
    parts.append(foot(measure, width, [" ".join(notes)]))
    return Picture(below_each_other(parts, width), risk_alt(data))


def _bars(data: RiskData, measure: Measure, width: float) -> ScenePart:
    most = max(row.total for row in data.rows)
    names = max(measure(row.action, Font(TEXT, bold=True)) for row in data.rows)
    left = EDGE + min(names, 0.3 * width) + 8.0
    number = measure("0.00000", AXIS) + 6.0
    top = 6.0 + len(data.causes) * 1.35 * KEY.size + 6.0
    x = Scale(0.0, most * 1.001, left, width - EDGE - number)
    rows = row_tops([row.action for row in data.rows], measure, 0.3 * width)
    panel = row_panel(rows, x, measure, top=top, title=f"probability of {data.what}")
    for place, (row, spot) in enumerate(zip(data.rows, rows, strict=True)):
        base, middle = 0.0, top + spot.middle
        for number_of, cause in enumerate(data.causes):
            part = row.of_cause(cause)
            bar(panel, (base, base + part), middle, data.fills[number_of])
            base += part
        at = (panel.x(base) + 4.0, middle + 0.34 * AXIS.size)
        panel.write(at, short_number(base, digits=3), AXIS, role="total")
        if row.played > 0.5:
            _embolden(panel, rows[place].lines)
    drawn = panel.part(panel.bottom + 27.0)
    key = key_column(data.causes, (left, 8.0), KEY, data.fills)
    return joined([drawn, key], drawn.height)


def _embolden(panel: Panel, lines: Sequence[str]) -> None:
    """Set the name of a row bold."""
    for place, label in enumerate(panel.labels):
        if label.role == "name" and label.text in lines:
            font = Font(label.font.size, bold=True, math=label.font.math)
            at = (label.x, label.y, label.text, font, label.colour, label.anchor, label.role)
            panel.labels[place] = type(label)(*at)


def _by_day(
    data: RiskData, row: RiskRow, days: Sequence[float], measure: Measure, width: float
) -> ScenePart:
    """A column for each day, cut by cause."""
    totals = [sum(p for (_, day), p in row.chances.items() if day == one) for one in days]
    left = EDGE + 34.0
    x = Scale(-0.5, len(days) - 0.5, left, width - EDGE)
    panel = Panel(x, Scale(0.0, max(totals) * 1.05, DAYS, 16.0), measure)
    for place, day in enumerate(days):
        base, at = 0.0, panel.x(place)
        for number, cause in enumerate(data.causes):
            part = row.chances.get((cause, day), 0.0)
            low, high = panel.y(base), panel.y(base + part)
            base += part
            if low - high < 0.05:
                continue
            half = min(14.0, 0.36 * (panel.right - panel.left) / len(days))
            ring = ((at - half, low), (at + half, low), (at + half, high), (at - half, high))
            area, lines = filled([ring], data.fills[number], role="bar")
            panel.areas.append(area)
            panel.strokes += lines
            panel.rule((*ring, ring[0]), colour=data.fills[number].ink, role="bar")
        spot = (at, panel.bottom + 5.5 + 0.7 * AXIS.size)
        panel.write(spot, short_number(day), AXIS, anchor="middle", role="tick")
    panel.rule(((panel.left, panel.bottom), (panel.right, panel.bottom)), role="axis")
    panel.rule(((panel.left, panel.bottom), (panel.left, panel.top)), role="axis")
    title = panel.upright_numbers(4).titled(f"by day, after '{row.action}'")
    panel.write((panel.left - 2.0, panel.top - 6.0), title, Font(TEXT))
    middle = (panel.left + panel.right) / 2
    base = panel.bottom + 5.5 + AXIS.size + TEXT + 2.0
    panel.write((middle, base), "days passed", Font(TEXT), anchor="middle", role="axis")
    return panel.part(DAYS + 27.0)


def _played(row: RiskRow) -> str:
    """That an action is played, in words, and how often."""
    certain = row.played > 1.0 - CERTAIN
    return "played" if certain else f"played with probability {probability(row.played)}"


def risk_alt(data: RiskData) -> str:
    """The picture in words."""
    said = [f"Risk of {data.what} in {data.title}, by what {data.player} does at {data.situation}."]
    for row in data.rows:
        parts = ", ".join(
            f"{cause} {short_number(row.of_cause(cause), digits=3)}"
            for cause in data.causes
            if row.of_cause(cause) > 0.0
        )
        played = f", {_played(row)}" if row.played > 0.0 else ""
        said.append(
            f"{row.action}{played}: {short_number(row.total, digits=3)} ({parts or 'none'})."
        )
    return " ".join(said)
