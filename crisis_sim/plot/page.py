"""The one-page figure: the game and its equilibrium, and under it where else one could be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import inf

from crisis_sim.concepts import CONCEPTS
from crisis_sim.errors import CrisisSimError, InputError
from crisis_sim.exact.data.planes import Regions
from crisis_sim.exact.regions import find_regions
from crisis_sim.exact.thresholds import find_thresholds
from crisis_sim.figures.kinds import kind_of
from crisis_sim.figures.presets import POINTS
from crisis_sim.plot.along import Along, along
from crisis_sim.plot.captions import height_under_title
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.plane import (
    boundaries_told,
    counts_told,
    extents_told,
    here_told,
    plane_alt,
    plane_data,
    plane_part,
    stripes_told,
)
from crisis_sim.plot.request import Request
from crisis_sim.plot.scene import ScenePart, Stroke
from crisis_sim.plot.sheet import EDGE, as_note, below_each_other, foot, head
from crisis_sim.plot.statics import outcomes_part, payoffs_part, sides_of
from crisis_sim.plot.statics_words import extent_told, stands_told, statics_alt, statics_notes
from crisis_sim.plot.style import FAINT
from crisis_sim.plot.symbols import symbol
from crisis_sim.plot.tree.alt import sharing, tree_alt
from crisis_sim.plot.tree.data import tree_data
from crisis_sim.plot.tree.outline import LINES, DrawnTree, least_folded
from crisis_sim.plot.tree.scene import tree_scene
from crisis_sim.scenario.given import Values
from crisis_sim.scenario.ranges import as_parameter, ranged
from crisis_sim.scenario.span import Span
from crisis_sim.version import __version__

__all__ = []

HEIGHT = 9.0 * POINTS
"""Height of the page, which the tree is folded to leave room on."""
GIVING_WAY = ((1.0, False), (0.7, False), (0.7, True))
"""Shares of the height of the charts below the tree, and whether their key is brief.

A brief key has no reasons, or stands beside the charts, however narrow that makes them. Both give
way before a part of the path is folded.
"""
SLACK = 0.01
MOST_TRIED = 12


def draw(request: Request) -> Picture:
    """The kind ``page``: the tree over the regions of two parameters, or over payoffs along one.

    Without axes the first two parameters are taken whose thresholds change the outcome. The tree
    lists the equilibrium path, and as much beside it as there is room for on the page; of a path
    that is too long unlikely branches are folded, but never the likeliest play. The page is wider
    than asked for only where the text of its tree does not fit.
    """
    axes = request.along or _telling(request)
    width = max(request.layout_width, _tree(request, request.layout_width, inf).scene.width)
    lower = (_plane if len(axes) > 1 else _line)(request, axes, width)
    notes = foot(text_width, width, [provenance(request)])
    around = notes.height + height_under_title(kind_of("page"), request, width) + 16.0
    tree, below = _fitting(request, width, lower, HEIGHT - around)
    parts = [tree.scene.part, _rule(width), below.part, notes]
    scene = below_each_other(parts, width)
    said = " ".join(filter(None, (sharing(tree.data), below.note)))
    return Picture(scene, f"{tree_alt(tree.data)} {below.words}", notes=said)


@dataclass(frozen=True, slots=True)
class _Below:
    """What stands under the tree: its scene, the same in words, and what a caption must say."""

    part: ScenePart
    words: str
    note: str = ""


_Lower = Callable[[float, bool], _Below]
"""What stands under the tree, by the share of their height that its charts have, or in brief."""


def _fitting(
    request: Request, width: float, lower: _Lower, height: float
) -> tuple[DrawnTree, _Below]:
    """The tree with what stands under it: the first that fit with the whole path, or that fit."""
    tried = []
    for share, brief in GIVING_WAY:
        below = lower(share, brief)
        room = height - below.part.height
        tree = _tree(request, width, room)
        fits = tree.scene.height <= room
        if fits and not tree.data.path_folded:
            return tree, below
        tried.append((fits, tree, below))
    fit = [one for one in tried[1:] if one[0]]
    return (fit or tried[-1:])[0][1:]


def provenance(request: Request) -> str:
    """The scenario with the beginning of its hash, the version, and the command."""
    scenario = request.games.scenario
    parts = [
        scenario.name,
        f"SHA-256 {scenario.digest[:12]}",
        f"crisis_sim {__version__}",
        request.command,
    ]
    return "  ·  ".join(part for part in parts if part).replace("$", r"\$")


def _telling(request: Request) -> tuple[Span, ...]:
    """The first parameters along which the outcome changes; two of them at most."""
    found: list[Span] = []
    scenario = request.games.scenario
    free = list(ranged(scenario, request.values))
    for name in free[:MOST_TRIED]:
        try:
            thresholds = find_thresholds(request.games, name, request.values)
        except CrisisSimError:
            continue
        if not thresholds.whole and any(one.outcome_changes for one in thresholds.thresholds):
            found.append(Span(name))
        if len(found) == 2:
            break
    if not found and not free:
        raise InputError(
            f"{scenario.name} has no parameter with a range that is neither given nor assumed, so "
            "that there is nothing to put under its tree; draw the tree alone"
        )
    return tuple(found) or (Span(free[0]),)


def _tree(request: Request, width: float, room: float) -> DrawnTree:
    """The tree with its title, folded until it fits; an outline where it would be wider.

    Higher than the room only where the likeliest play is.
    """
    shown = partial(tree_data, request.solution, request.equilibrium)
    outlined = partial(least_folded, shown, text_width, width=width, title=request.title)
    for most in LINES:
        data = shown(most=most)
        drawn = DrawnTree(data, tree_scene(data, text_width, width=width, title=request.title))
        narrow = drawn.scene.width <= width + SLACK
        if not narrow and most == LINES[0] and (outline := outlined(heights=(room,))):
            return outline
        if narrow and drawn.scene.height <= room:
            break
    return drawn if narrow else outlined(heights=(inf,), lines=LINES[-1:]) or drawn


def _rule(width: float) -> ScenePart:
    line = Stroke(((EDGE, 5.0), (width - EDGE, 5.0)), FAINT, 0.5, role="rule")
    return ScenePart(10.0, (line,))


def _elsewhere(request: Request, axes: Sequence[Span]) -> Values:
    """The values that are held below the tree: not those of what is followed there."""
    followed = {axis.name for axis in axes}
    return {name: value for name, value in request.values.items() if name not in followed}


def _here(request: Request, axes: Sequence[Span]) -> list[float]:
    """Where the tree stands, along each of some parameters."""
    scenario = request.games.scenario
    standing = (as_parameter(scenario, axis.name, request.values) for axis in axes)
    return [float(one.default) for one in standing]


def _plane(request: Request, axes: Sequence[Span], width: float) -> _Lower:
    found = find_regions(request.games, axes[0], axes[1], _elsewhere(request, axes))
    across, up = _here(request, axes)
    stands = replace(plane_data(found, request.games.scenario), here=(across, up))
    data = request.marking(stands)
    said = "What is played elsewhere"
    other = _other_concept(request, found.concept)
    if other:
        said += f", in {other}"
    said = "; ".join(filter(None, (said, counts_told(data))))
    title = head(text_width, width, None, list(filter(None, [said, here_told(data)])))
    told = filter(None, (stripes_told(data), *found.notes))
    notes = foot(text_width, width, [" ".join(map(as_note, told))])
    note = f"Below the tree stand {other}." if other else ""
    words = " ".join(filter(None, (note, plane_alt(data))))
    below = _below(f"regions, {extents_told(data)}", found)

    def lower(share: float, brief: bool) -> _Below:
        plane = plane_part(data, text_width, width, 190.0 * share, brief=brief)
        said = " ".join([below, *(boundaries_told(data) if brief else ())])
        return _Below(below_each_other([title, plane, notes], width).part, words, said)

    return lower


def _below(what: str, shown: Along | Regions) -> str:
    """What stands below the tree, of which concept, and which of several equilibria it shows."""
    one = CONCEPTS[shown.concept]
    found = f"{one.pure or one.title}: {what}"
    return " ".join(filter(None, (f"Below the tree, {found}.", shown.selection)))


def _other_concept(request: Request, below: str) -> str:
    """The equilibria that stand below the tree, where they are of another concept than it."""
    return "" if request.solution.concept == below else CONCEPTS[below].pure


def _line(request: Request, axes: Sequence[Span], width: float) -> _Lower:
    values = _elsewhere(request, axes)
    found = along(request.games, axes[0], values, **request.solving)
    data = request.marking(replace(found, here=_here(request, axes)[0]))
    said = ["Payoffs and outcomes elsewhere", stands_told(data, symbol(data.parameter.name))]
    title = head(text_width, width, None, list(filter(None, said)))
    notes = foot(text_width, width, statics_notes(data))
    words, below = statics_alt(data), f"payoffs and outcomes along {extent_told(data)}"

    def lower(share: float, brief: bool) -> _Below:
        sides = sides_of(data, text_width, inf if brief else width)
        payoffs = payoffs_part(data, text_width, width, sides, 120.0 * share)
        outcomes = outcomes_part(data, text_width, width, sides, 76.0 * share)
        part = below_each_other([title, payoffs, outcomes, notes], width).part
        return _Below(part, words, _below(below, data))

    return lower
