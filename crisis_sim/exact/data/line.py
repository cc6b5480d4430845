"""What exact questions answer: plain frozen data, for reports, figures and notebooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from crisis_sim.errors import NotSolved
from crisis_sim.exact.data.reported import Reported
from crisis_sim.near_names import listed
from crisis_sim.shown import AsTable, Brief, Shown
from crisis_sim.time_limits import unfinished

__all__ = [
    "EveryThreshold",
    "ExactNumber",
    "Held",
    "Indifference",
    "Standing",
    "Stretch",
    "Threshold",
    "Thresholds",
    "either",
    "first_of_kind",
]


def either(names: Sequence[str]) -> str:
    """Outcomes of which one comes about: ``a, b or c``."""
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def first_of_kind(words: Sequence[str]) -> str:
    """The first of several causes, and how many more there are; empty where there is none.

    >>> first_of_kind(["A turns", "B turns", "C turns"])
    'A turns; and 2 more of the kind'
    """
    more = f"; and {len(words) - 1} more of the kind" if len(words) > 1 else ""
    return f"{words[0]}{more}" if words else ""


@dataclass(frozen=True, slots=True, repr=False)
class ExactNumber(Brief):
    """A number known exactly, or by an interval that is proved to hold it.

    ``kind`` is ``rational`` (``exact`` is the number), ``algebraic`` (the only root of
    ``polynomial`` in the interval) or ``enclosed`` (an irrational formula vanishes at it, once in
    the interval). ``low`` and ``high`` are both the number itself where it is rational.
    """

    value: float
    kind: str
    low: Fraction
    high: Fraction
    exact: Fraction | None = None
    polynomial: str = ""

    def __str__(self) -> str:
        if self.exact is not None:
            return str(self.exact)
        near = f"near {self.value:.12g}"
        return f"the root of {self.polynomial} {near}" if self.kind == "algebraic" else near


@dataclass(frozen=True, slots=True, repr=False)
class Held(Brief):
    """One equilibrium, as it is played.

    ``outcomes`` are those with positive probability, ``moves`` what is played at each information
    set on the path (player, information set, action). ``passive`` says whether passive beliefs
    support it, ``variants`` how many equilibria differ from it off the path alone.
    """

    outcomes: tuple[str, ...]
    moves: tuple[tuple[str, str, str], ...]
    passive: bool
    variants: int

    @property
    def name(self) -> str:
        """Its outcomes, in one line."""
        return either(self.outcomes)


@dataclass(frozen=True, slots=True, repr=False)
class Standing(Brief):
    """What holds on a stretch or at a point: the equilibria, the reported one first.

    ``undecided`` are plays whose beliefs could not be shown to be consistent together;
    ``undefined`` says why there is no game.
    """

    equilibria: tuple[Held, ...]
    undecided: tuple[Held, ...] = ()
    undefined: str = ""

    @property
    def name(self) -> str:
        """The outcomes of the reported equilibrium, or why there is none."""
        if self.undefined:
            return f"undefined: {self.undefined}"
        return self.equilibria[0].name if self.equilibria else "no pure equilibrium"


@dataclass(frozen=True, slots=True, repr=False)
class Indifference(Brief):
    """What vanishes at a threshold, and so makes it one.

    Attributes
    ----------
    kind : ``indifference`` (two actions are equally good for a player), ``belief`` (beliefs that
        support an action begin or end), ``chance`` (a chance move has probability zero), or, where
        the equilibria stay and another one is reported, ``passive`` (two actions are equally good
        under the passive belief) or ``tie`` (two equilibria are equally good for a player).
    equation : a polynomial in the parameter that vanishes there.
    general, latex : the same condition with every parameter and definition kept as a symbol; empty
        where it is too long or not rational.
    solved : the parameter as a formula of the others, where that is short.
    symbols : the names in ``general``.
    """

    kind: str
    player: str
    information_set: str
    actions: tuple[str, ...]
    words: str
    equation: str
    general: str = ""
    latex: str = ""
    solved: str = ""
    symbols: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Threshold(Brief):
    """A value at which what is played changes.

    ``before`` is None at the low end of the range, ``after`` at the high end; ``standing`` is what
    holds at the point itself, None where that could not be decided.
    """

    at: ExactNumber
    before: Standing | None
    standing: Standing | None
    after: Standing | None
    indifferences: tuple[Indifference, ...]
    outcome_changes: bool

    @property
    def why(self) -> str:
        """What makes it one, in a line; empty where that is not told."""
        return first_of_kind([one.words for one in self.indifferences])


@dataclass(frozen=True, slots=True, repr=False)
class Stretch(Brief):
    """An open interval between thresholds, with what holds on all of it."""

    low: ExactNumber
    high: ExactNumber
    standing: Standing


@dataclass(frozen=True, slots=True, repr=False)
class Thresholds(Reported):
    """Every threshold along one parameter.

    ``fixed`` are the values that were given for others. ``whole`` is True where the parameter takes
    whole numbers alone: each threshold is then the first value at which the new answer holds.
    """

    parameter: str
    low: Fraction
    high: Fraction
    thresholds: tuple[Threshold, ...]
    stretches: tuple[Stretch, ...]
    whole: bool = False

    @property
    def caption(self) -> str:
        """What was followed, and which concept."""
        return f"{self.parameter} from {self.low} to {self.high}: {self.concept}, reported"

    def table(self) -> AsTable:
        """Each stretch, exactly, with what is reported on it."""
        rows: list[tuple[str, ...]] = [
            (f"{one.low} to {one.high}", one.standing.name) for one in self.stretches
        ]
        return (self.parameter, "outcome"), rows


@dataclass(frozen=True, slots=True, repr=False)
class EveryThreshold(Shown):
    """The thresholds along several parameters; ``refused`` says along which none were found, why.

    By itself each of ``found`` is what :meth:`crisis_sim.study.Study.thresholds` gives.
    """

    found: tuple[Thresholds, ...]
    refused: Mapping[str, NotSolved] = field(hash=False, default_factory=dict)

    @property
    def caption(self) -> str:
        """Along what there are answers, and along what there are none."""
        told = f"thresholds along {listed(one.parameter for one in self.found) or 'nothing'}"
        return f"{told}; not solved along {listed(self.refused)}" if self.refused else told

    @property
    def left(self) -> str:
        """Along what none were found for want of time; empty where there was enough."""
        return unfinished(self.refused)

    def table(self) -> AsTable:
        """Each threshold, exactly, with what is reported on both sides."""
        rows = [
            (along.parameter, str(one.at), *(side.name if side else "" for side in sides))
            for along in self.found
            for one in along.thresholds
            for sides in ((one.before, one.after),)
        ]
        return ("parameter", "threshold", "before", "after"), rows
