"""The kinds of figure: one record each, and nothing else lists them."""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from crisis_sim.errors import InputError, Remedy, closest, listed
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.presets import in_grey, preset
from crisis_sim.plot.request import OPTIONS, Request

__all__ = ["KINDS", "Kind", "kind_of", "kinds_taking", "make_picture"]

COMMON = ("columns", "width", "style", "grey", "title")
"""Options that every kind takes."""
Fault = tuple[Remedy, str]
COUNTS = ("none", "one parameter", "two parameters")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of figure.

    Attributes
    ----------
    name : what it is asked for by.
    about : what it shows.
    module : the module of ``crisis_sim.plot`` whose ``draw`` makes its picture from a request.
    follows : how many parameters it can follow.
    options : the options that it takes beside its parameters and those of all kinds.
    """

    name: str
    about: str
    module: str
    follows: tuple[int, ...] = (0,)
    options: tuple[str, ...] = ()

    @property
    def takes(self) -> tuple[str, ...]:
        """Every option that it takes."""
        return (*(("axes",) if max(self.follows) else ()), *self.options, *COMMON)

    def draw(self, request: Request) -> Picture:
        """Its picture as it is laid out."""
        picture: Picture = importlib.import_module(f"crisis_sim.plot.{self.module}").draw(request)
        return picture


_SOLVED = ("concept", "equilibrium")

_ALL = (
    Kind(
        name="page",
        about="one page: the tree over the regions of two parameters, or over payoffs along one",
        module="page",
        follows=(0, 1, 2),
        options=_SOLVED,
    ),
    Kind(
        name="tree",
        about="the game tree with an equilibrium on it",
        module="tree.figure",
        options=(*_SOLVED, "full", "formulas", "upright", "root"),
    ),
    Kind(
        name="matrix",
        about="the payoff matrix with best responses underlined",
        module="matrix",
    ),
    Kind(
        name="bargain",
        about="the payoff space: packages, zone of agreement, frontier, solutions",
        module="payoff_space",
        options=("concept", "disagreement"),
    ),
    Kind(
        name="statics",
        about="payoffs and outcomes along a parameter, jumps drawn as jumps",
        module="statics",
        follows=(1,),
        options=("concept",),
    ),
    Kind(
        name="thresholds",
        about="the exact values at which what is played changes, and who turns there",
        module="ladder",
        follows=(1,),
    ),
    Kind(
        name="regions",
        about="the plane of two parameters, cut by exact curves; several equilibria hatched",
        module="regions",
        follows=(2,),
    ),
    Kind(
        name="quantal",
        about="the branch of logit equilibria along precision",
        module="branch",
    ),
    Kind(
        name="risk",
        about="the risk of an outcome by action, cause and day",
        module="risk",
        options=(*_SOLVED, "root", "outcome"),
    ),
    Kind(
        name="assumptions",
        about="the scenario's assumptions side by side",
        module="side_by_side",
        options=("concept",),
    ),
    Kind(
        name="tornado",
        about="one parameter at a time, at both ends of its range",
        module="tornado",
        options=("concept", "outcome"),
    ),
    Kind(
        name="sensitivity",
        about="how much an answer depends on each parameter, by Sobol shares; needs [sensitivity]",
        module="influences",
        options=("concept", "outcome", "samples", "seed"),
    ),
    Kind(
        name="timelines",
        about="plays drawn at random, day by day",
        module="timelines",
        options=(*_SOLVED, "plays", "seed"),
    ),
)

KINDS: Mapping[str, Kind] = {one.name: one for one in _ALL}
"""The kinds by name."""


def kind_of(name: str) -> Kind:
    """The kind of a name; InputError tells of those there are."""
    if name in KINDS:
        return KINDS[name]
    close = closest(name, list(KINDS))
    question = f" Did you mean '{close}'?" if close else ""
    known = "\n".join(f"  {one.name:12} {one.about}" for one in _ALL)
    raise InputError(f"no kind of figure '{name}'.{question} Possible here:\n{known}")


def kinds_taking(option: str) -> list[str]:
    """The names of the kinds that take an option; none of those that all of them take."""
    return [] if option in COMMON else [one.name for one in _ALL if option in one.takes]


def make_picture(kind: str, request: Request, *, given: Collection[str] = ()) -> Picture:
    """A figure of a kind.

    ``given`` are options that count as given though they are as they are when nothing is asked.

    Raises
    ------
    InputError
        An unknown kind, options that it does not take or that are out of range, too few or too
        many parameters, or what the kind itself refuses.
    NotSolved
        The game has no equilibrium that was found.
    """
    one = kind_of(kind)
    faults = [*_foreign(one, request.given() | set(given)), *_out_of_range(request)]
    if faults:
        raise InputError(*[part for fault in faults for part in ("; ", *fault)][1:])
    _check_count(one, request)
    picture = preset(request.style).applied(one.draw(request))
    return in_grey(picture) if request.grey else picture


def _foreign(kind: Kind, given: Collection[str]) -> Iterator[Fault]:
    """For each option that a kind does not take, the kinds that do."""
    for name in OPTIONS:
        if name in given and name not in kind.takes:
            yield Remedy(name), f" is for {listed(kinds_taking(name))}, not for {kind.name}"


def _out_of_range(request: Request) -> Iterator[Fault]:
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
