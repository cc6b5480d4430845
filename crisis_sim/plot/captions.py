"""What a figure says of itself: what it holds under, and a caption ready to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from crisis_sim.concepts import CONCEPTS, concept_for, options_told
from crisis_sim.figures.kinds import Kind
from crisis_sim.formula.expression import Name
from crisis_sim.formula.write import equation, latex, text
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.scene import Font, Label, Scene, joined, scene_of, wrap
from crisis_sim.plot.sheet import EDGE, LEADING
from crisis_sim.plot.style import TEXT
from crisis_sim.plot.which import which_told
from crisis_sim.scenario.as_assumed import Assumed, as_assumed, assumed_in_words
from crisis_sim.scenario.changes import moves_changed
from crisis_sim.scenario.given import exact
from crisis_sim.scenario.reference import reference
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.sentence import capital, first_sentence
from crisis_sim.version import __version__

__all__ = ["captioned", "height_under_title"]

MOST_MEANT = 3
LONGEST_MEANING = 100
"""Letters of a meaning beyond which a caption has the label."""


class _Plain:
    """How what a figure holds under is written: assumptions and parameters by their names."""

    def symbol(self, name: str) -> str:
        """A parameter or definition."""
        return name

    def value(self, name: str, value: float | Fraction) -> str:
        """A value given."""
        return equation(name, exact(value))

    def assumption(self, one: Assumed) -> str:
        """An assumption made."""
        return one.name


class _Mathematics(_Plain):
    """The same with symbols, as formulas between dollar signs."""

    def symbol(self, name: str) -> str:
        return f"${latex(Name(name))}$"

    def value(self, name: str, value: float | Fraction) -> str:
        return f"{self.symbol(name)}{super().value(name, value)[len(name) :]}"

    def assumption(self, one: Assumed) -> str:
        return one.name.replace("$", r"\$")


@dataclass(frozen=True)
class _Meaning(_Plain):
    """The same with what each assumption changes, and with units and meanings.

    Where there are ``many`` values, labels stand for meanings.
    """

    scenario: Scenario
    many: bool

    def value(self, name: str, value: float | Fraction) -> str:
        meant = self.meant(name)
        return super().value(name, value) + (f" ({meant})" if meant else "")

    def assumption(self, one: Assumed) -> str:
        if not one.left:
            return one.name
        sets = {n: f for n, f in one.assumption.sets.items() if n not in one.given_way}
        told = [
            ", ".join(filter(None, (f"{name} = {text(formula)}", self.meant(name))))
            for name, formula in sets.items()
        ]
        told += moves_changed(self.scenario, one.assumption)
        return f"{one.name} ({'; '.join(told)})"

    def meant(self, name: str) -> str:
        """The unit of a parameter or definition, and its meaning or label."""
        one = self.scenario.parameters.get(name) or self.scenario.definitions[name]
        label = one.label if one.label != name else ""
        told = label if self.many or len(one.meaning) > LONGEST_MEANING else one.meaning
        return ": ".join(filter(None, (one.unit, told.removesuffix("."))))


PLAIN, MATHEMATICS = _Plain(), _Mathematics()


def captioned(picture: Picture, kind: Kind, request: Request) -> Picture:
    """The picture with what it holds under beneath its title and in its words; and its captions."""
    title = request.title or _subject(picture.alt, request.games.scenario.title)
    picture = replace(picture, title=title, caption=" ".join(_caption(picture, kind, request)))
    if not (under := _supposed(kind, request)):
        return picture
    scene = _under_title(picture.scene, _supposed(kind, request, MATHEMATICS))
    return replace(picture, scene=scene, alt=f"{under}. {picture.alt}")


def _supposed(kind: Kind, request: Request, words: _Plain = PLAIN) -> str:
    """What is left of the assumptions made, and the values given; empty if there are none."""
    scenario, given = request.games.scenario, request.values
    elsewhere = as_assumed(scenario, (*given, *(axis.name for axis in request.along)))
    here = as_assumed(scenario, given) if kind.stands else elsewhere
    told = assumed_in_words(here, words.symbol, words.assumption)
    if given:
        told.append(f"with {', '.join(words.value(name, one) for name, one in given.items())}")
    apart = [one for one in elsewhere if one not in here]
    below = assumed_in_words(apart, words.symbol, words.assumption)
    told += [f"elsewhere {text}" for text in below]
    return capital("; ".join(told))


def _meaning(request: Request) -> _Meaning:
    """With meanings, or labels where there are many values."""
    scenario = request.games.scenario
    count = len(request.values) + len(scenario.overrides)
    return _Meaning(scenario, count > MOST_MEANT)


def height_under_title(kind: Kind, request: Request, width: float) -> float:
    """The room that is taken by what a figure holds under, in points."""
    lines = wrap(
        _supposed(kind, request, MATHEMATICS), Font(math=True), text_width, width - 2 * EDGE
    )
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
    besides = f" but {kind.besides}" if kind.besides else ""
    if under := _supposed(kind, request, _meaning(request)):
        yield f"{under}; all else{besides} as in the scenario."
    yield from _solved(picture, kind, request)
    if picture.notes:
        yield picture.notes
    if scenario.payoff_unit:
        yield f"Payoff unit: {scenario.payoff_unit}."
    if cited := "; ".join(reference(one) for one in scenario.sources.values()):
        yield f"Source: {cited}."
    yield f"Drawn by crisis_sim {__version__}."


def _subject(words: str, title: str) -> str:
    """The first sentence, which does not end within the scenario's title, and names it."""
    if title not in words:
        return f"{title}: {first_sentence(words)}"
    before, title, after = words.partition(title)
    return before + title + after.partition(". ")[0]


def _solved(picture: Picture, kind: Kind, request: Request) -> Iterator[str]:
    """The concept with its options, and which of several equilibria is drawn."""
    how = f", {told}" if (told := options_told(request.of_concept)) else ""
    if "equilibrium" in kind.takes:
        solution = request.solution
        count, concept = len(solution.equilibria), CONCEPTS[solution.concept]
        which = which_told(solution, request.equilibrium)
        yield _sentence(f"{' '.join(filter(None, (concept.title, which)))}{how}")
        if count > 1 and request.equilibrium == 0 and concept.order:
            yield concept.order
    elif kind.concept or "concept" in kind.takes:
        perfect = request.family().tree.perfect_information
        concept = concept_for(kind.concept or request.concept, perfect=perfect)
        yield _sentence(f"{concept.title}{how}")
        as_concept = concept.selection if kind.swept else concept.order
        if told := as_concept if picture.selection is None else picture.selection:
            yield told


def _sentence(text: str) -> str:
    return f"{capital(text).removesuffix('.')}."
