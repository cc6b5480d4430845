"""The branch of logit equilibria: how often outcomes happen as precision grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from crisis_sim.game.game import Floats, Game
from crisis_sim.plot.categories import categories_noted, categories_told
from crisis_sim.plot.hatch import fills_of
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.numbers import short_number
from crisis_sim.plot.panel import SAMPLE, EndLabel, Panel, room_for_numbers
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.player_scales import by_scale, scales_note
from crisis_sim.plot.request import Request
from crisis_sim.plot.scale import Scale, scale_over
from crisis_sim.plot.scene import Font, Measure, ScenePart
from crisis_sim.plot.sheet import EDGE, below_each_other, foot, head
from crisis_sim.plot.style import TINY, player_mark
from crisis_sim.scenario.ends import Ends
from crisis_sim.solve.quantal.branch import Branch

__all__ = ["branch_picture"]

HEIGHT = 118.0
MOST_POWERS = 7
"""Powers of ten under a chart."""
NEGLIGIBLE = 0.005
"""Outcomes that never become likelier than this are not drawn."""
DRAWN = 90
MOST, SETTLED = 6, 0.01
"""Categories drawn one by one, and the change in a probability that counts as one."""
DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (4.0, 1.5),
    (1.2, 1.2),
    (6.0, 1.5, 1.2, 1.5),
    (8.0, 3.0),
    (3.0, 1.2, 1.2, 1.2, 1.2, 1.2),
)


def draw(request: Request) -> Picture:
    """The kind ``quantal``."""
    return branch_picture(
        followed(request.games.game(request.values)),
        text_width,
        width=request.layout_width,
        title=request.title,
        ends=request.games.scenario.ends,
    )


def followed(game: Game) -> Branch:
    """The branch, with points close enough to be drawn as a smooth line.

    Followed twice: to its limit, to see where something happens, and again through values there.
    """
    from crisis_sim.solve.quantal import trace_branch

    first = trace_branch(game)
    x = _precisions(first, (0.0, 1.0))
    if not x.by_powers:
        return first
    drawn = trace_branch(game, until=x.high, include=np.geomspace(x.low, x.high, DRAWN).tolist())
    return replace(drawn, converged=first.converged)


def branch_picture(
    branch: Branch,
    measure: Measure,
    *,
    width: float,
    title: str | None = None,
    ends: Ends,
) -> Picture:
    """Outcome probabilities over payoffs, along precision by powers of ten.

    ``ends`` names the outcomes and their categories; the likeliest six of them are drawn.
    """
    shown = _shares(branch, ends)
    font = Font(TINY + 1.0)
    right = max(measure(name, font) for name in (*shown, *branch.game.shorts)) + 21.0
    right += SAMPLE
    groups_of = by_scale(branch.payoffs.T.tolist())
    scales = [_worth(branch, players) for players in groups_of]
    left = EDGE + max(room_for_numbers(y, measure, 5) for y in scales)
    x = _from_first(branch, _precisions(branch, (left, width - EDGE - right)))
    held = _held(branch, ends)
    notes = (_note(branch), categories_noted(held), scales_note(groups_of))
    parts = [
        head(measure, width, title, ["Logit equilibria followed from play at random"]),
        _outcomes(branch, measure, x, shown, ends),
        *(
            _payoffs(branch, measure, x, players, last=players == groups_of[-1])
            for players in groups_of
        ),
        foot(measure, width, [" ".join(filter(None, notes))]),
    ]
    scene = below_each_other(parts, width)
    return Picture(scene, branch_alt(branch, ends), notes=categories_told(held))


def _shares(branch: Branch, ends: Ends) -> dict[str, Floats]:
    """(points,) probability of each category; those never among the likeliest are added up."""
    shares: dict[str, Floats] = {}
    called = _called(branch, ends)
    for number, name in enumerate(branch.game.tree.outcomes):
        group = called[name]
        shares[group] = shares.get(group, 0.0) + branch.outcomes[:, number]
    likely = sorted(shares, key=lambda name: -float(shares[name].max()))
    kept = [name for name in likely[:MOST] if shares[name].max() > NEGLIGIBLE]
    found = {name: held for name, held in shares.items() if name in kept}
    rest = [held for name, held in shares.items() if name not in kept and held.max() > NEGLIGIBLE]
    return found | ({"others": np.sum(rest, axis=0)} if rest else {})


def _called(branch: Branch, ends: Ends) -> dict[str, str]:
    """What each outcome is called."""
    return ends.called(branch.game.tree.outcomes, MOST)


def _held(branch: Branch, ends: Ends) -> dict[str, list[str]]:
    """The outcomes of the categories that have a line."""
    held, shown = ends.held_as(_called(branch, ends)), _shares(branch, ends)
    return {name: labels for name, labels in held.items() if name in shown}


def _precisions(branch: Branch, ends: tuple[float, float]) -> Scale:
    """The precisions between which something happens, by powers of ten."""
    positive = np.flatnonzero(branch.precisions > 0)
    first = np.abs(branch.outcomes[positive] - branch.outcomes[0]).max(axis=1) > SETTLED
    last = np.abs(branch.outcomes[positive] - branch.outcomes[-1]).max(axis=1) > SETTLED
    precisions = branch.precisions[positive]
    low = float(precisions[first].min() if first.any() else precisions.min())
    high = float(precisions[last].max() if last.any() else precisions.max())
    low, high = min(low, high) / 3, max(low, high) * 3
    high = min(max(high, 10 * low), float(precisions.max()))
    return (
        Scale(low, high, *ends, by_powers=True) if high > 2 * low else Scale(low, 10 * low, *ends)
    )


def _from_first(branch: Branch, x: Scale) -> Scale:
    """The scale from the first precision on that it has a place for."""
    first = float(branch.precisions[branch.precisions > 0].min())
    return replace(x, low=max(x.low, first)) if x.by_powers else x


def _drawn(branch: Branch, x: Scale, held: Floats) -> tuple[list[float], list[float]]:
    """A line within the scale; what lies beyond an end of it is cut off there.

    Precision 0 has no place among powers of ten.
    """
    inside = (branch.precisions >= x.low) & (branch.precisions <= x.high)
    near = inside | np.roll(inside, 1) | np.roll(inside, -1)
    near &= (branch.precisions > 0) | (not x.by_powers)
    return branch.precisions[near].tolist(), held[near].tolist()


def _outcomes(
    branch: Branch, measure: Measure, x: Scale, shown: Mapping[str, Floats], ends: Ends
) -> ScenePart:
    panel = Panel(x, Scale(0.0, 1.0, HEIGHT, 16.0), measure)
    panel.axes(y_title="probability", ticks=(MOST_POWERS, 5))
    names = []
    fills = fills_of(ends, [*shown])
    for place, (name, shares) in enumerate(shown.items()):
        fill, dash = fills[place], DASHES[place % len(DASHES)]
        xs, ys = _drawn(branch, x, shares)
        panel.line(xs, ys, fill.ink, dash=dash, role="outcome")
        names.append(EndLabel(float(shares[-1]), name, fill.ink, dash))
    panel.end_labels(names)
    return panel.part(HEIGHT + 16.0)


def _worth(branch: Branch, players: Sequence[int]) -> Scale:
    paid = branch.payoffs[:, list(players)]
    return scale_over(float(paid.min()), float(paid.max()), (HEIGHT, 16.0))


def _payoffs(
    branch: Branch, measure: Measure, x: Scale, players: Sequence[int], *, last: bool
) -> ScenePart:
    panel = Panel(x, _worth(branch, players), measure)
    title = "precision λ (1/payoff)" if last else ""
    panel.axes(x_title=title, y_title="expected payoff", ticks=(MOST_POWERS, 5))
    names = []
    for player in players:
        name = branch.game.shorts[player]
        mark, paid = player_mark(player), branch.payoffs[:, player]
        xs, ys = _drawn(branch, x, paid)
        panel.line(xs, ys, mark.colour, dash=mark.dash, role="payoff")
        names.append(EndLabel(float(paid[-1]), name, mark.colour, mark.dash))
    panel.end_labels(names)
    return panel.part(HEIGHT + (27.0 if last else 16.0))


def _note(branch: Branch) -> str:
    said = "Precision 0 is play at random; with growing precision better actions are chosen more."
    if len(branch.turning_points):
        said += " Where a line turns back, several logit equilibria share a precision."
    if len(branch.bifurcations):
        at = ", ".join(short_number(float(value)) for value in branch.bifurcations[:3])
        said += f" Near λ = {at} the branch crosses another one."
    if not branch.converged:
        said += " The branch was followed as far as it could be, and is not at its limit there."
    return said


def branch_alt(branch: Branch, ends: Ends) -> str:
    """What the chart says, in words."""
    said = [f"Logit equilibria of {branch.game.title}, {len(branch)} points from precision 0 on."]
    shown = _shares(branch, ends)
    for place, words in ((0, "At random"), (-1, "At the end")):
        shares = ", ".join(
            f"{name} {short_number(float(held[place]))}"
            for name, held in sorted(shown.items(), key=lambda one: -float(one[1][place]))
            if held[place] > NEGLIGIBLE
        )
        at = short_number(float(branch.precisions[place]))
        said.append(f"{words}, precision {at}: {shares}.")
    held = categories_told(_held(branch, ends))
    return " ".join(filter(None, [*said, _note(branch), held]))
