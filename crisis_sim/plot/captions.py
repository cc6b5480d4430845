"""What a figure says of itself: what it holds under, and a caption ready to print."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from crisis_sim.concepts import CONCEPTS, concept_for, options_told
from crisis_sim.figures.kinds import Kind
from crisis_sim.formula.expression import Name
from crisis_sim.formula.write import equation, latex
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.scene import Font, Label, Scene, joined, scene_of, wrap
from crisis_sim.plot.sheet import EDGE, LEADING
from crisis_sim.plot.style import TEXT
from crisis_sim.scenario.as_assumed import Assumed, as_assumed
from crisis_sim.scenario.given import exact
from crisis_sim.scenario.model import Source
from crisis_sim.version import __version__

__all__ = ["captioned", "height_under_title"]


def captioned(picture: Picture, kind: Kind, request: Request) -> Picture:
    """The picture with what it holds under beneath its title and in its words, and a caption."""
    caption = " ".join(_caption(picture, kind, request))
    if not (under := supposed(kind, request)):
        return replace(picture, caption=caption)
    scene = _under_title(picture.scene, supposed(kind, request, math=True))
    return replace(picture, scene=scene, alt=f"{under}. {picture.alt}", caption=caption)


def supposed(kind: Kind, request: Request, *, math: bool = False) -> str:
    """What is left of the assumptions made, and the values given; empty if there are none.

    With ``math``, names of parameters are formulas between dollar signs.
    """
    scenario, given = request.games.scenario, request.values
    elsewhere = as_assumed(scenario, (*given, *(axis.name for axis in request.along)))
    here = as_assumed(scenario, given) if kind.stands else elsewhere
    told = _assumed(here, math=math)
    if given:
        pairs = [(name, equation(name, exact(value))) for name, value in given.items()]
        equations = (f"{_symbol(name, math=math)}{text[len(name) :]}" for name, text in pairs)
        told.append(f"with {', '.join(equations)}")
    below = _assumed([one for one in elsewhere if one not in here], math=math)
    told += [f"elsewhere {text}" for text in below]
    text = "; ".join(told)
    return text[:1].upper() + text[1:]


def _assumed(made: Sequence[Assumed], *, math: bool) -> list[str]:
    """The assumptions of which something is left, together, and each of those of which nothing."""
    left, escaped = [one for one in made if one.left], r"\$" if math else "$"
    told = [f"assuming {', '.join(one.name for one in left)}".replace("$", escaped)] if left else []
    if taken := dict.fromkeys(name for one in left for name in one.given_way):
        told[0] += f", but for {_symbols(taken, math=math)}"
    for one in made:
        if not one.left:
            name, sets = one.name.replace("$", escaped), _symbols(one.given_way, math=math)
            told.append(f"nothing is left of {name}, which sets {sets}")
    return told


def _symbols(names: Iterable[str], *, math: bool) -> str:
    return ", ".join(_symbol(name, math=math) for name in names)


def _symbol(name: str, *, math: bool) -> str:
    return f"${latex(Name(name))}$" if math else name


def height_under_title(kind: Kind, request: Request, width: float) -> float:
    """The room that is taken by what a figure holds under, in points."""
    lines = wrap(supposed(kind, request, math=True), Font(math=True), text_width, width - 2 * EDGE)
    return len(lines) * LEADING * TEXT


def _under_title(scene: Scene, text: str) -> Scene:
    """The scene moved down below its title, and a text in the place that this makes."""
    part = scene.part
    title = tuple(one for one in part.labels if one.role == "title" and one.font.bold)
    left, size = (title[0].x, title[0].font.size - 1.0) if title else (EDGE, TEXT)
    top = max((one.y for one in title), default=2.0)
    font, step = Font(size, math=True), LEADING * size
    lines = wrap(text, font, text_width, scene.width - 2 * left)
    labels = [
        Label(left, top + number * step, line, font, role="supposed")
        for number, line in enumerate(lines, start=1)
    ]
    rest = replace(part, labels=tuple(one for one in part.labels if one not in title))
    moved = rest.moved(0.0, len(lines) * step)
    above = replace(moved, strokes=(), marks=(), areas=(), labels=(*title, *labels))
    return scene_of(joined([above, moved], part.height + len(lines) * step), scene.width)


def _caption(picture: Picture, kind: Kind, request: Request) -> Iterator[str]:
    """The sentences of a caption: what is drawn, under what, of which concept, from which source.

    What is drawn is told by the first sentence of the picture's words.
    """
    scenario = request.games.scenario
    yield _sentence(_subject(picture.alt, scenario.title))
    if under := supposed(kind, request):
        yield f"{under}; all else as in the scenario."
    yield from _solved(kind, request)
    if picture.notes:
        yield picture.notes
    if scenario.payoff_unit:
        yield f"Payoff unit: {scenario.payoff_unit}."
    if cited := "; ".join(_reference(one) for one in scenario.sources.values()):
        yield f"Source: {cited}."
    yield f"Drawn by crisis_sim {__version__}."


def _subject(words: str, title: str) -> str:
    """The first sentence, which does not end within the scenario's title, and names it."""
    if title not in words:
        return f"{title}: {words.partition('. ')[0]}"
    before, title, after = words.partition(title)
    return before + title + after.partition(". ")[0]


def _solved(kind: Kind, request: Request) -> Iterator[str]:
    """The concept with its options, and which of several equilibria is drawn."""
    how = f", {told}" if (told := options_told(request.of_concept)) else ""
    if "equilibrium" in kind.takes:
        solution = request.solution
        count, concept = len(solution.equilibria), CONCEPTS[solution.concept]
        which = f" {request.equilibrium + 1} of {count}" if count > 1 else ""
        yield _sentence(f"{concept.title}{which}{how}")
        if count > 1 and concept.order:
            yield concept.order
    elif kind.concept or "concept" in kind.takes:
        perfect = request.family().tree.perfect_information
        concept = concept_for(kind.concept or request.concept, perfect=perfect)
        yield _sentence(f"{concept.title}{how}")
        if told := concept.selection if kind.concept or kind.swept else concept.order:
            yield told.partition(" (")[0]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."


def _reference(source: Source) -> str:
    """A source as a list of references has it."""
    parts = (source.author, source.title, _in_words(source.date or ""))
    return ", ".join(part.rstrip(".") for part in parts if part)


def _in_words(date: str) -> str:
    """A date as prose has it: 27 October 1962; what is written otherwise stays so."""
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        return date
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"
