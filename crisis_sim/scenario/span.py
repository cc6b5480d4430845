"""A parameter with the range over which it is followed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from crisis_sim.errors import InputError
from crisis_sim.formula.numerals import NUMERAL, parse_number
from crisis_sim.formula.write import in_full
from crisis_sim.scenario.given import exact
from crisis_sim.scenario.ranges import own_range
from crisis_sim.scenario.scenario import Scenario

__all__ = ["Span", "spans_of"]

_LONGEST = 200
"""Characters of a text of which it is asked what it means."""
_TO = r"\s*(?::|\.\.+|\u2026|-|\u2013|,|;|to\b)\s*"
_RANGE = re.compile(
    rf"(?P<name>[^\W\d]\w*)[\s:=~]*[\[(]?\s*(?P<low>{NUMERAL}){_TO}(?P<high>{NUMERAL})\s*[\])]?(:\d+)?"
)
_ALONE = re.compile(rf"(?P<name>[^\W\d]\w*)\s*(?:[=~:]\s*(?:{NUMERAL}|[a-z]\w*(?:\(.*\))?)?)?")
_COMMA = re.compile(r"[^./\[(]*\d,\d[^./]*")
"""Two whole numbers with a comma between them, which may be a decimal."""
_FORM = re.compile(r"\s*(\w+)\s*(?:=([^:]+):([^:]+))?")


@dataclass(frozen=True, slots=True, init=False)
class Span:
    """A parameter or definition to follow, over its own range or from ``low`` to ``high``.

    Ends are exact; a float stands for the shortest decimal that writes it. Wherever a span is
    asked for, its text does as well: ``pi``, or ``pi=0:1/2``.

    Raises InputError for ends that are no finite numbers, for one end without the other, and for a
    range that is empty.

    Examples
    --------
    >>> import crisis_sim as cs
    >>> span = cs.Span("q", 0.5, 0.7)
    >>> print(span, cs.load("brinkmanship").thresholds(span).thresholds[0].at)
    q=0.5:0.7 3/5
    """

    name: str
    low: Fraction | None
    high: Fraction | None

    def __init__(
        self,
        name: str,
        low: float | Fraction | str | None = None,
        high: float | Fraction | str | None = None,
    ) -> None:
        if (low is None) != (high is None):
            raise InputError(f"{name}: a range has two ends, as in {name}=0:1")
        if not isinstance(name, str):
            raise InputError(f"expected the name of a parameter, not {name!r:.40}")
        ends = [None if end is None else exact(end, name) for end in (low, high)]
        _refuse_empty(name, *ends)
        for field, value in zip(self.__slots__, (name, *ends), strict=True):
            object.__setattr__(self, field, value)

    @classmethod
    def of(cls, asked: Span | str) -> Span:
        """A span itself, or the one that a text writes: ``NAME`` or ``NAME=LOW:HIGH``.

        Raises InputError for anything else.
        """
        if isinstance(asked, Span):
            return asked
        found = _FORM.fullmatch(f"{asked}")
        if found is None:
            told = f"expected NAME or NAME=LOW:HIGH, found '{asked!s:.{_LONGEST}}'"
            raise InputError(f"{told}{_meant(f'{asked}')}")
        name, *ends = found.groups()
        return cls(name, *(parse_number(end, name) for end in ends if end is not None))

    def __str__(self) -> str:
        if self.low is None or self.high is None:
            return self.name
        return f"{self.name}={in_full(self.low)}:{in_full(self.high)}"

    def ends(self, scenario: Scenario) -> tuple[Fraction, Fraction]:
        """The ends given, else those of the scenario.

        Raises InputError for an unknown name, and for a range that is missing or empty.
        """
        name, own = self.name, own_range(scenario, self.name)
        if self.low is not None and self.high is not None:
            own = self.low, self.high
        if own is None:
            raise InputError(f"{name} has no range in the scenario: give one, such as {name}=0:1")
        _refuse_empty(name, *own)
        return own


def _refuse_empty(name: str, low: Fraction | None, high: Fraction | None) -> None:
    if low is not None and high is not None and not low < high:
        raise InputError(f"the range of {name} is empty: {low} to {high}")


def spans_of(asked: Span | str | Sequence[Span | str]) -> tuple[Span, ...]:
    """One span or several, as :meth:`Span.of` reads them.

    Raises InputError for a name that is given twice, for a mapping, whose ranges would be lost, and
    for what is none of these.
    """
    if isinstance(asked, Mapping):
        told = [f"{name}={span}" for name, span in asked.items()]
        raise InputError(f"expected names, texts or spans, found a mapping. Write {told}")
    several = [asked] if isinstance(asked, (Span, str)) else asked
    if not isinstance(several, Iterable):
        raise InputError(f"expected names, texts or spans, not {asked!r:.40}")
    spans = tuple(map(Span.of, several))
    for place, span in enumerate(spans):
        if span.name in {one.name for one in spans[:place]}:
            raise InputError(f"{span.name} is given twice")
    return spans


def _meant(text: str) -> str:
    """How to write what is no span, where that is clear."""
    if len(text) > _LONGEST:
        return ""
    bare = text.strip().lstrip("=").strip()
    if (found := _RANGE.fullmatch(bare)) and not _COMMA.fullmatch(bare):
        return f". Write {found['name']}={found['low']}:{found['high']}"
    if found := _ALONE.fullmatch(bare):
        return f". Write {found['name']} for its own range, or both its ends"
    return ""
