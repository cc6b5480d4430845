"""Numbers as a figure prints them: a true minus sign, and one number of decimals in a column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from crisis_sim.numbers.digits import (
    LOWERED,
    TRUE,
    exponent,
    fewest_places,
    places_apart,
    plain,
    power_of_ten,
    without_zeros,
)
from crisis_sim.numbers.told import TENTH, digits_told, is_near

__all__ = [
    "PLACES",
    "WrittenColumn",
    "column_of",
    "equals",
    "exact_told",
    "listed_numbers",
    "probability",
    "short_number",
    "short_numbers",
    "told_numbers",
    "value_of",
    "written",
]

PLACES = 2
"""Most decimals of a column whose values need no more, its largest below a thousand."""
LOST = 0.1
"""Share of a value that rounding may take from it before it is written by itself."""
SMALL = 0.01
"""Count of a power of ten below which it is not counted in it."""
LONGEST = 11
"""Letters of an exact number that is written beside its decimal."""
LONG, MOST = 14, 18
"""Power of ten beyond which no number is written out, and most decimals of one that is."""
LEAST_POWER, GREATEST_POWER = -6, 11
"""First digits of numbers that are written out, and not by powers of ten."""


def written(value: float, places: int) -> str:
    """A value with ``places`` decimals, never a negative zero; nan is a dash."""
    return "–" if value != value else plain(value, places).replace("-", "−")


def listed_numbers(texts: Iterable[str]) -> str:
    """Numbers one after the other; by semicolons where commas set thousands apart.

    >>> listed_numbers(["1", "2"]), listed_numbers(["1,000,000", "2"])
    ('1, 2', '1,000,000; 2')
    """
    held = list(texts)
    return ("; " if any("," in text for text in held) else ", ").join(held)


def short_number(value: float, *, digits: int = 4) -> str:
    """A number in at most so many significant digits, with a true minus sign.

    >>> short_number(1.05e-7), short_number(-1e9), short_number(3e-10)
    ('1.05 × 10⁻⁷', '−1,000,000,000', '3 × 10⁻¹⁰')
    """
    if value != value:
        return "–"
    digits = min(digits, TRUE)
    rounded = float(f"{value:.{digits}g}")
    power = exponent(rounded)
    if rounded and not LEAST_POWER <= power <= GREATEST_POWER:
        mantissa = without_zeros(f"{rounded:.{digits - 1}e}".partition("e")[0])
        return f"{mantissa.replace('-', '−')} × {power_of_ten(power)}"
    return without_zeros(written(rounded, max(0, digits - 1 - power)))


def short_numbers(values: Sequence[float], *, digits: int = 4) -> list[str]:
    """Numbers in so many significant digits, or as many more as show how far apart they are.

    >>> short_numbers([1e9, 1e9 + 1])
    ['1,000,000,000', '1,000,000,001']
    """
    enough = digits_told(values, least=digits, exact=digits, part=TENTH)
    return [short_number(value, digits=one) for value, one in zip(values, enough, strict=True)]


def told_numbers(
    values: Sequence[float | Fraction], beside: Iterable[float | Fraction] = ()
) -> list[str]:
    """Values that stand together in words: short decimals exactly, others as near as tells them.

    What is ``beside`` are the ends of the range and whatever else they must not read as.

    >>> told_numbers([Fraction(1, 3), 1234567.89], [0.3333333])
    ['≈ 0.33333333', '1,234,567.89']
    """
    digits = digits_told(values, beside)
    texts = [short_number(float(v), digits=d) for v, d in zip(values, digits, strict=True)]
    return [
        f"≈ {text}" if is_near(value, value_of(text)) else text
        for value, text in zip(values, texts, strict=True)
    ]


def equals(name: str, told: str) -> str:
    """A name and its value as :func:`told_numbers` tells it.

    >>> equals("x", "0.5"), equals("x", "≈ 0.3333")
    ('x = 0.5', 'x ≈ 0.3333')
    """
    return f"{name} {told}" if told.startswith("≈") else f"{name} = {told}"


def exact_told(exact: Fraction | None, told: str) -> str:
    """A number, if it is rational a short fraction, beside what :func:`told_numbers` tells of it.

    >>> exact_told(Fraction(1, 3), "≈ 0.3333"), exact_told(Fraction(1, 2), "0.5")
    ('1/3 ≈ 0.3333', '1/2 = 0.5')
    >>> exact_told(Fraction(2), "2"), exact_told(None, "≈ 0.3333")
    ('2', '≈ 0.3333')
    """
    text = told.removeprefix("≈ ")
    sign = "=" if exact is not None and value_of(text) == exact else "≈"
    short = str(exact) if exact is not None and len(str(exact)) <= LONGEST else ""
    if sign == "=" and (not short or (exact is not None and exact.denominator == 1)):
        return text
    return f"{short} {sign} {text}".strip()


def value_of(text: str) -> Fraction:
    """The number that :func:`short_number` wrote, or :func:`told_numbers`.

    >>> value_of("−1.5 × 10⁻⁷")
    Fraction(-3, 20000000)
    """
    mantissa, _, power = (
        text.removeprefix("≈ ").replace("−", "-").replace(",", "").partition(" × 10")
    )
    return Fraction(mantissa) * Fraction(10) ** int(power.translate(LOWERED) or 0)


@dataclass(frozen=True, slots=True)
class WrittenColumn:
    """How the numbers of a column are written: in units of ``10**power``, with ``places``."""

    power: int = 0
    places: int = 0

    @property
    def unit(self) -> str:
        """The power of ten of which the numbers are counts; empty for 1."""
        return power_of_ten(self.power) if self.power else ""

    def headed(self, name: str) -> str:
        """The head of the column."""
        return f"{name} ({self.unit})" if self.power else name

    def write(self, value: float) -> str:
        """A value in the column; by itself where the decimals would take too much of it."""
        count = _times_ten(value, -self.power)
        return short_number(count, digits=3) if self.lost(value) else written(count, self.places)

    def told(self, value: float) -> str:
        """A value in words, with its power of ten."""
        if not self.power:
            return self.write(value)
        count = _times_ten(value, -self.power)
        if self.lost(value):
            return short_number(value, digits=3)
        shown = _times_ten(round(count, self.places), self.power)
        return short_number(shown, digits=self.places + 3)

    def lost(self, value: float) -> bool:
        """Whether a value would read as 0, or as much larger or smaller than it is."""
        count = _times_ten(value, -self.power)
        return abs(round(count, self.places) - count) > LOST * abs(count)


def column_of(values: Iterable[float], compared: Iterable[Sequence[float]] = ()) -> WrittenColumn:
    """How to write a player's payoffs, so that a change of unit changes powers of ten alone.

    Up to 2 decimals of the largest value, counted in ones, thousands, millions and so on, or in
    thousandths, millionths and so on; as many more as it takes to tell apart what is ``compared``,
    lists of values that stand side by side. Whole numbers below 100,000, and numbers of which some
    would be lost or begin with zeros beside the others, are written out in full.
    """
    held = [value for value in values if value - value == 0.0]
    top = max((abs(value) for value in held), default=0.0)
    first = exponent(top)
    group = 3 * (first // 3)
    counts = [_times_ten(value, -group) for value in held]
    pairs = [[_times_ten(value, -group) for value in one] for one in compared]
    places = fewest_places(counts, max(PLACES, _of_span(counts)))
    places = max((places_apart(_seen(one), places) for one in pairs), default=places)
    tight = places > PLACES
    column = WrittenColumn(group, places)
    if first in (-2, -1):
        return WrittenColumn(0, fewest_places(held, places + 3) if not tight else places + 3)
    small = any(map(column.lost, held)) or any(0 < abs(count) < SMALL for count in counts)
    if group < 0 and small:
        full = max(fewest_places(held, MOST + 1), places - group if tight else 0)
        return WrittenColumn(0, full) if full <= MOST else column
    out = group > 0 and first <= LONG and (tight or small)
    whole = first in (3, 4) and all(value == round(value) for value in held)
    if out or whole:
        return WrittenColumn(0, max(0, places - group) if tight else 0)
    return column


def _of_span(values: Sequence[float]) -> int:
    """Decimals that show two digits of how far values lie apart, if that is not rounding alone."""
    span = max(values, default=0.0) - min(values, default=0.0)
    top = max(map(abs, values), default=0.0)
    return 1 - exponent(float(f"{span:.2g}")) if span > 1e-13 * top else 0


def _seen(values: Sequence[float]) -> list[float]:
    """Of values that are compared those that do not vanish beside the largest."""
    top = max((abs(value) for value in values), default=0.0)
    return [value for value in values if abs(value) > 1e-9 * top]


def _times_ten(value: float, power: int) -> float:
    """A value times a power of ten, rounded once."""
    return value * 10.0**power if power >= 0 else value / 10.0**-power


def probability(value: float) -> str:
    """A probability with two decimals, or three where two do not say it, and never a false 0 or 1.

    >>> probability(0.5), probability(0.045), probability(0.00002)
    ('0.50', '0.045', '0.00002')
    """
    exact = abs(round(value, 2) - value) < 1e-9
    for places in range(2 if exact else 3, 13):
        text = f"{value:.{places}f}"
        if 0 < float(text) < 1:
            return text
    return "0" if value < 0.5 else "1"
