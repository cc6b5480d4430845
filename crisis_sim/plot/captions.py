"""What a figure says of itself: what it holds under, and a caption ready to print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
from crisis_sim.plot.style import INK, SOFT, TINY
from crisis_sim.plot.which import which_told
from crisis_sim.scenario.as_assumed import Assumed, as_assumed, assumed_in_words
from crisis_sim.scenario.changes import moves_changed
from crisis_sim.scenario.given import exact
from crisis_sim.scenario.ranges import as_parameter, ranged
from crisis_sim.scenario.reference import reference
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.sentence import capital, first_sentence
from crisis_sim.version import __version__

__all__ = ["captioned", "height_under_title"]

KEY = Font(TINY)
"""The type of what tells the signs of a figure under its title."""
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
    lines = [_Line(_supposed(kind, request, MATHEMATICS), Font(math=True), "supposed")]
    lines.append(_Line(" ".join(_key(kind, request, picture.scene)), KEY, "told", SOFT))
    picture = replace(picture, scene=_under_title(picture.scene, lines))
    under = _supposed(kind, request)
    return replace(picture, alt=f"{under}. {picture.alt}") if under else picture


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
    """The room that is taken at most by what stands under a title, in points."""
    supposed, key = _supposed(kind, request, MATHEMATICS), " ".join(_key(kind, request))
    return sum(
        len(wrap(text, font, text_width, width - 2 * EDGE)) * LEADING * font.size
        for text, font in ((supposed, Font(math=True)), (key, KEY))
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A text that stands under a title."""

    text: str
    font: Font
    role: str
    colour: str = INK


def _under_title(scene: Scene, lines: Sequence[_Line]) -> Scene:
    """The scene moved down below its title, and texts in the place that this makes."""
    part = scene.part
    title = tuple(one for one in part.labels if one.role == "title" and one.font.bold)
    left = title[0].x if title else EDGE
    top = y = max((one.y for one in title), default=2.0)
    labels = []
    for line in lines:
        for part_of in wrap(line.text, line.font, text_width, scene.width - 2 * left):
            y += LEADING * line.font.size
            labels.append(Label(left, y, part_of, line.font, line.colour, role=line.role))
    rest = replace(part, labels=tuple(one for one in part.labels if one not in title))
    moved = rest.moved(0.0, y - top)
    above = replace(moved, strokes=(), marks=(), areas=(), labels=(*title, *labels))
    return scene_of(joined([above, moved], part.height + y - top), scene.width)


def _key(kind: Kind, request: Request, scene: Scene | None = None) -> Iterator[str]:
    """What the signs of a figure stand for: its concept if its head has none, players, the unit.

    Of players those that are named in the ``scene``; without one, all.
    """
    if not kind.headed and (concept := _concept(kind, request)):
        yield _sentence(concept)
    yield from _players_told(request.games.scenario, scene)
    if _pays(kind, request):
        yield from _unit_told(kind, request)


def _pays(kind: Kind, request: Request) -> bool:
    """Whether payoffs are shown: not where an outcome is asked about in their place."""
    if "outcome" not in kind.takes or request.outcome is None:
        return kind.paid
    return kind.paid and request.outcome in {one.name for one in request.games.scenario.players}


def _players_told(scenario: Scenario, scene: Scene | None = None) -> Iterator[str]:
    """The players in full whom figures call by something shorter."""
    short = [
        one
        for one in scenario.players
        if one.label and one.label.casefold() != one.short.casefold()
    ]
    if scene is not None:
        words = " ".join(one.text for one in scene.labels)
        short = [one for one in short if re.search(rf"(?<!\w){re.escape(one.short)}(?!\w)", words)]
    if short:
        yield f"Players: {', '.join(f'{one.short} ({one.label})' for one in short)}."


def _unit_told(kind: Kind, request: Request) -> Iterator[str]:
    """What one unit of payoff means, with the values of the parameters that it is made of.

    Those that differ within the figure are left as they are called.
    """
    scenario = request.games.scenario
    if not scenario.payoff_unit:
        return
    differ = {axis.name for axis in request.along}
    if kind.swept:
        differ |= {*ranged(scenario, request.values)}
    if kind.besides:
        differ |= {name for one in scenario.assumptions.values() for name in one.sets}
    names = [one for one in factors(scenario.payoff_unit) if one in scenario.parameters]
    at = ", ".join(
        equation(name, exact(as_parameter(scenario, name, request.values).default))
        for name in dict.fromkeys(names)
        if name not in differ
    )
    yield f"Payoff unit: {scenario.payoff_unit}{f' ({at})' if at else ''}."


def factors(unit: str) -> list[str]:
    """The names that a unit is divided or multiplied by.

    >>> factors("1/W of the cost of a war"), factors("a share of the cake")
    (['W'], [])
    """
    return re.findall(r"(?<=[/·*])[^\W\d]\w*", unit)


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
    yield from _players_told(scenario, picture.scene)
    yield from _unit_told(kind, request)
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
    if not (told := _concept(kind, request)):
        return
    yield _sentence(told)
    if "equilibrium" in kind.takes:
        solution = request.solution
        order = CONCEPTS[solution.concept].order
        if len(solution.equilibria) > 1 and request.equilibrium == 0 and order:
            yield order
        return
    perfect = request.family().tree.perfect_information
    concept = concept_for(kind.concept or request.concept, perfect=perfect)
    as_concept = concept.selection if kind.swept else concept.order
    if told := as_concept if picture.selection is None else picture.selection:
        yield told


def _concept(kind: Kind, request: Request) -> str:
    """The concept with its options, and which equilibrium is drawn; empty for a kind of none."""
    how = f", {told}" if (told := options_told(request.of_concept)) else ""
    if "equilibrium" in kind.takes:
        solution = request.solution
        which = which_told(solution, request.equilibrium)
        title = CONCEPTS[solution.concept].title
        return f"{' '.join(filter(None, (title, which)))}{how}"
    if kind.concept or "concept" in kind.takes:
        perfect = request.family().tree.perfect_information
        return f"{concept_for(kind.concept or request.concept, perfect=perfect).title}{how}"
    return ""


def _sentence(text: str) -> str:
    return f"{capital(text).removesuffix('.')}."
