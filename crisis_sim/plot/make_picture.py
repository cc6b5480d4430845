"""A figure as it is asked for: what its kind does not take is refused, its measures applied."""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterator
from dataclasses import replace

from crisis_sim.errors import InputError
from crisis_sim.figures.kinds import Kind, kind_of, kinds_taking
from crisis_sim.figures.options import OPTIONS
from crisis_sim.figures.presets import preset
from crisis_sim.near_names import listed, nearest
from crisis_sim.plot.captions import captioned
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.scene import grey, scaled
from crisis_sim.remedy import Remedy

__all__ = ["make_picture"]

Fault = tuple[Remedy, str]
COUNTS = ("none", "one parameter", "two parameters")


def make_picture(kind: str, request: Request, *, given: Collection[str] = ()) -> Picture:
    """A figure of a kind.

    ``given`` are options that count as given though they are as they are when nothing is asked.

    Raises
    ------
    InputError
        An unknown kind, options that there are none of, that it does not take, that are of another
        kind or out of range, too few or too many parameters, or what the kind itself refuses.
    NotSolved
        The game has no equilibrium that was found.
    """
    one = kind_of(kind)
    asked = request.given() | set(given)
    faults = [*_unknown(one, given), *_foreign(one, asked), *_wrong(request), *_unused(asked)]
    if faults:
        raise InputError(*[part for fault in faults for part in ("\n", *fault)][1:])
    _check_count(one, request)
    drawn: Picture = importlib.import_module(f"{__package__}.{one.module}").draw(request)
    picture = captioned(drawn, one, request)
    scene = scaled(picture.scene, preset(request.style).factor)
    return replace(picture, scene=grey(scene) if request.grey else scene)


def _unknown(kind: Kind, given: Collection[str]) -> Iterator[Fault]:
    for name in given:
        if name not in OPTIONS:
            yield Remedy(name), f" is no option of figures. {nearest(name, kind.takes)}"


def _foreign(kind: Kind, given: Collection[str]) -> Iterator[Fault]:
    """For each option that a kind does not take, the kinds that do."""
    for name in OPTIONS:
        if name in given and name not in kind.takes:
            yield Remedy(name), f" is for {listed(kinds_taking(name))}, not for {kind.name}"


def _unused(given: Collection[str]) -> Iterator[Fault]:
    if "columns" in given and "width" in given:
        yield Remedy("columns"), " is without effect beside a width"


def _wrong(request: Request) -> Iterator[Fault]:
    for name, option in OPTIONS.items():
        if fault := option.fault(getattr(request, name)):
            yield Remedy(name), f": {fault}"


def _check_count(kind: Kind, request: Request) -> None:
    """Raise InputError for a number of parameters that the kind does not follow."""
    if len(request.axes) in kind.follows:
        return
    wanted = f"{'at most ' if len(kind.follows) > 1 else ''}{COUNTS[max(kind.follows)]}"
    known = listed(request.games.scenario.parameters) or "none"
    told = f"), not {len(request.axes)}. Known here: {known}"
    raise InputError(f"a {kind.name} figure follows {wanted} (", Remedy("axes"), told)
