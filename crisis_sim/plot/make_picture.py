"""A figure as it is asked for: what its kind does not take is refused, its measures applied."""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterator
from dataclasses import replace

from crisis_sim.concepts import CONCEPT_OPTIONS, concept_for, options_for
from crisis_sim.errors import InputError
from crisis_sim.figures.kinds import Kind, kind_of, kinds_taking
from crisis_sim.figures.options import FIGURE_OPTIONS
from crisis_sim.figures.presets import POINTS, PRESETS
from crisis_sim.interruption import undivided
from crisis_sim.keywords import no_option
from crisis_sim.near_names import listed
from crisis_sim.plot.captions import captioned
from crisis_sim.plot.footer import without_footer
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.scene import grey, scaled
from crisis_sim.remedy import MessageParts, Remedy

__all__ = ["make_picture"]

_EVERY = (*FIGURE_OPTIONS, *CONCEPT_OPTIONS)
SLACK = 0.01
"""Points by which widths that are the same may differ."""
COUNTS = ("none", "one parameter", "two parameters")


@undivided()
def make_picture(kind: str, request: Request) -> Picture:
    """A figure of a kind.

    Options of concepts are taken by the kinds that take a concept.

    Raises
    ------
    InputError
        An unknown kind, options that there are none of, that it does not take, that are of another
        kind or out of range, too few or too many parameters, or what the kind itself refuses.
    NotSolved
        The game has no equilibrium that was found.
    """
    one = kind_of(kind)
    asked = {*request.given(), *request.named, *request.of_concept}
    faults = [
        *_unknown(one, request),
        *_foreign(one, asked),
        *_wrong(request),
        *_unused(asked),
    ]
    if faults:
        raise InputError(*[part for fault in faults for part in ("\n", *fault)][1:])
    _check_count(one, request)
    _check_concept(one, request)
    drawn: Picture = importlib.import_module(f"{__package__}.{one.module}").draw(request)
    picture = captioned(without_footer(drawn) if request.no_footer else drawn, one, request)
    factor = PRESETS[request.style].factor
    scene = scaled(picture.scene, factor)
    return replace(
        picture,
        scene=grey(scene) if request.grey else scene,
        remark=_wider(scene.width, request.layout_width * factor),
    )


def _wider(width: float, asked: float) -> str:
    """That a figure is wider than was asked for, and why; empty where it is not."""
    if width <= asked + SLACK:
        return ""
    least, type_ = (f"{one / POINTS:.3g} inches" for one in (width, asked))
    return f"wider than asked for: {least}, not {type_}, as its texts do not fit there"


def _unknown(kind: Kind, request: Request) -> Iterator[MessageParts]:
    for name in request.named:
        if name not in _EVERY:
            yield no_option(name, "figures", kind.takes, request.games.scenario)


def _foreign(kind: Kind, given: Collection[str]) -> Iterator[MessageParts]:
    """For each option that a kind does not take, the kinds that do."""
    for name in _EVERY:
        if name in given and name not in kind.takes:
            yield Remedy(name), f" is for {listed(kinds_taking(name))}, not for {kind.name}"


def _unused(given: Collection[str]) -> Iterator[MessageParts]:
    if "columns" in given and "width" in given:
        yield Remedy("columns"), " is without effect beside a width"


def _wrong(request: Request) -> Iterator[MessageParts]:
    for name, option in FIGURE_OPTIONS.items():
        if fault := option.fault(getattr(request, name)):
            yield fault


def _check_concept(kind: Kind, request: Request) -> None:
    """Raise InputError for options that the concept does not take, or that cannot be."""
    if request.of_concept:
        perfect = request.family().tree.perfect_information
        chosen = concept_for(request.concept, perfect=perfect)
        options_for(chosen, request.of_concept, swept=kind.swept)


def _check_count(kind: Kind, request: Request) -> None:
    """Raise InputError for a number of parameters that the kind does not follow."""
    if len(request.along) in kind.follows:
        return
    wanted = f"{'at most ' if len(kind.follows) > 1 else ''}{COUNTS[max(kind.follows)]}"
    known = listed(request.games.scenario.parameters) or "none"
    told = f"), not {len(request.along)}. Known here: {known}"
    raise InputError(f"a {kind.name} figure follows {wanted} (", Remedy("along"), told)
