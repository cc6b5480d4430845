"""The kinds of figure: one record each, and nothing else lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crisis_sim.concepts import AUTO, CONCEPT_OPTIONS, SWEPT_OPTIONS
from crisis_sim.errors import InputError
from crisis_sim.near_names import closest

__all__ = ["KINDS", "Kind", "kind_of", "kinds_taking"]

COMMON = ("columns", "width", "style", "grey", "no_footer", "title")
"""Options that every kind takes."""


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
    concept : the concept that it always follows, if it cannot be chosen and there is one.
    swept : whether it solves at the points of a sweep, by the concepts that can be swept.
    besides : what its parts differ in from the scenario beside what holds for all of it.
    headed : whether its own head names the concept.
    paid : whether it shows payoffs; of a kind that is asked for an outcome, without one.
    """

    name: str
    about: str
    module: str
    follows: tuple[int, ...] = (0,)
    options: tuple[str, ...] = ()
    concept: str = ""
    swept: bool = False
    besides: str = ""
    headed: bool = True
    paid: bool = False

    @property
    def stands(self) -> bool:
        """Whether it draws the game as it stands, apart from what it may follow."""
        return 0 in self.follows

    @property
    def takes(self) -> tuple[str, ...]:
        """Every option that it takes; those of concepts too, if it takes a concept."""
        of_concepts = SWEPT_OPTIONS if self.swept else CONCEPT_OPTIONS
        more = of_concepts if "concept" in self.options else ()
        return (*(("along",) if max(self.follows) else ()), *self.options, *COMMON, *more)


_SOLVED = ("concept", "equilibrium")

_ALL = (
    Kind(
        name="page",
        about="one page: the tree over the regions of two parameters, or over payoffs along one",
        module="page",
        follows=(0, 1, 2),
        options=(*_SOLVED, "no_here"),
        paid=True,
    ),
    Kind(
        name="tree",
        about="the game tree with an equilibrium on it",
        module="tree.figure",
        options=(*_SOLVED, "full", "formulas", "situations", "upright", "root"),
        paid=True,
    ),
    Kind(
        name="matrix",
        about="the payoff matrix with best responses underlined",
        module="matrix",
        paid=True,
    ),
    Kind(
        name="bargain",
        about="the payoff space: packages, zone of agreement, frontier, solutions",
        module="payoff_space",
        options=("concept", "disagreement"),
        headed=False,
        paid=True,
    ),
    Kind(
        name="statics",
        about="payoffs and outcomes along a parameter, jumps drawn as jumps",
        module="statics",
        follows=(1,),
        options=("concept", "no_here"),
        paid=True,
    ),
    Kind(
        name="thresholds",
        about="the exact values at which what is played changes, and who turns there",
        module="ladder",
        follows=(1,),
        options=("no_here",),
        concept=AUTO,
    ),
    Kind(
        name="regions",
        about="the plane of two parameters, cut by exact curves, each part with its outcomes",
        module="regions",
        follows=(2,),
        options=("no_here",),
        concept=AUTO,
    ),
    Kind(
        name="quantal",
        about="the branch of logit equilibria along precision",
        module="branch",
        concept="quantal",
        paid=True,
    ),
    Kind(
        name="risk",
        about="the risk of an outcome by action, cause and day",
        module="risk",
        options=(*_SOLVED, "root", "outcome"),
        headed=False,
    ),
    Kind(
        name="assumptions",
        about="the scenario's assumptions side by side",
        module="side_by_side",
        options=("concept",),
        besides="what each row assumes",
        headed=False,
        paid=True,
    ),
    Kind(
        name="tornado",
        about="one parameter at a time, at both ends of its range",
        module="tornado",
        options=("concept", "outcome"),
        swept=True,
        headed=False,
        paid=True,
    ),
    Kind(
        name="sensitivity",
        about="how much an answer depends on each parameter, by Sobol shares; needs [sensitivity]",
        module="influences",
        options=("concept", "outcome", "samples", "seed"),
        swept=True,
        headed=False,
        paid=True,
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
