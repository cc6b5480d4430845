"""One axis of a design, as it is written: ``pi=0:0.6:101``, ``n=2,12,30``, ``mu~beta(2, 5)``."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from crisis_sim.errors import InputError
from crisis_sim.formula.numerals import number_in, parse_number
from crisis_sim.game.game import Floats
from crisis_sim.numbers.told import WHOLE
from crisis_sim.remedy import MessageParts, Remedy
from crisis_sim.scenario.given import real_floats
from crisis_sim.scenario.prior import Prior, parse_prior
from crisis_sim.sweep.formulas.exact_values import Exactly, Grid, exactly

__all__ = ["Axis", "Drawn", "parse_axis", "parse_axis_values", "values_axis"]

MOST_VALUES = 10_000_000
FORMS = "NAME=LOW:HIGH:COUNT, NAME=VALUE,VALUE,... or NAME~PRIOR, such as mu~beta(2, 5) or mu~prior"
_FROM_TO = re.compile(
    r"([-+]?\d{0,30}\.?\d{1,30})\s*(?:-|\.\.+|\u2013|to\b|\u2026)\s*([-+]?\d{0,30}\.?\d{1,30})"
)
_SUCH = 11
"""Values of a range of which it is not said how many."""


@dataclass(frozen=True, eq=False)
class Axis:
    """A parameter or definition that takes each of some values.

    ``text`` is how it was written, ``exactly`` what floats do not tell of the values.
    """

    name: str
    values: Floats
    text: str
    exactly: Exactly | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A parameter that is drawn; ``prior`` is None where the scenario's own is meant."""

    name: str
    prior: Prior | None


def parse_axis(text: str) -> Axis | Drawn:
    """Read an axis as the command line writes it.

    Raises InputError that shows the forms an axis can have.
    """
    if several := _several(text):
        raise InputError(f"'{text}' is more than one axis. Write ", Remedy("axes", several))
    found = re.fullmatch(r"\s*(\w+)\s*([=~])\s*(.+?)\s*", text, re.DOTALL)
    if found is None:
        raise InputError(f"cannot read the axis '{text}'; expected {FORMS}")
    name, sign, rest = found.groups()
    return parse_axis_values(name, rest) if sign == "=" else _drawn(name, rest)


def parse_axis_values(name: str, text: str) -> Axis | Drawn:
    """Read what an axis of a given name takes: ``0:0.6:101``, ``2,12,30``, or a prior."""
    if re.match(r"\s*[a-z]", text):
        return _drawn(name, text)
    parts = text.split(":")
    if len(parts) == 1:
        numbers = [_number(name, part) for part in text.split(",")]
        return values_axis(name, numbers, f"{name}={text}")
    if len(parts) != 3 or not re.fullmatch(r"\s*\d{1,9}\s*", parts[2]):
        raise InputError(f"{name}: expected LOW:HIGH:COUNT, found '{text}'{_spaced(parts)}")
    low, high = _number(name, parts[0]), _number(name, parts[1])
    count = int(parts[2])
    if not 2 <= count <= MOST_VALUES:
        said = f"the count in '{text}' is not between 2 and {MOST_VALUES:,}"
        raise InputError(f"{name}: {said}{_spaced(parts)}")
    if low == high:
        raise InputError(f"{name}: a value is given twice")
    grid = Grid(low, (high - low) / (count - 1))
    axis = values_axis(name, _floats(grid, count), f"{name}={text}")
    return replace(axis, exactly=grid)


def _several(text: str) -> tuple[str, ...]:
    """The axes that a text puts one after the other, each of mere names over such a range."""
    parts = [part.strip() for part in re.split(r"[\s,;]+(?=[^\W\d]\w*\s*(?:[=~,;\s]|$))", text)]
    if len(parts) < 2:
        return ()
    if all(re.fullmatch(r"[^\W\d]\w*", part) for part in parts):
        return tuple(f"{part}=0:1:{_SUCH}" for part in parts)
    whole = all(re.fullmatch(r"[^\W\d]\w*\s*[=~].+", part) for part in parts)
    return tuple(parts) if whole else ()


def values_axis(name: str, values: Sequence[float | Fraction] | Floats, text: str = "") -> Axis:
    """An axis of given values; floats stand for the shortest decimals that write them.

    Raises InputError for no values, for what are no finite numbers, and for a value given twice.
    """
    try:
        array = real_floats(values)
    except (TypeError, ValueError, OverflowError):
        raise InputError(f"{name}: expected numbers, found {values!r:.80}") from None
    if array.ndim != 1 or not array.size:
        raise InputError(f"{name}: expected a list of numbers with at least one in it")
    if not np.isfinite(array).all():
        raise InputError(f"{name}: every value must be a finite number")
    if len(np.unique(array)) < len(array):
        raise InputError(f"{name}: ", *_alike(values, array), _with_commas(name, text))
    array.setflags(write=False)
    return Axis(name, array, text or f"{name}={_shown(array)}", exactly(values))


def _drawn(name: str, text: str) -> Drawn:
    if text.strip() == "prior":
        return Drawn(name, None)
    try:
        return Drawn(name, parse_prior(text))
    except ValueError as error:
        said, own = str(error), f"{name}~prior for the scenario's own"
        if "Write" not in said:
            said += f" Or {own}." if said.endswith(".") else f"; or {own}"
        raise InputError(f"{name}~{text}: {said}") from None


def _number(name: str, text: str) -> Fraction:
    ends = _FROM_TO.fullmatch(text.strip())
    return parse_number(text, name, (ends and _spaced(ends.groups())) or f"; expected {FORMS}")


def _spaced(parts: Sequence[str]) -> str:
    """How to write values from one to another, of which the step is given or nothing else."""
    numbers = {part: number for part in parts if (number := number_in(part)) is not None}
    if len(numbers) < len(set(parts)) or len(parts) not in (2, 3):
        return ""
    low, *others = parts
    for high, step in (others, others[::-1]) if len(others) == 2 else ((others[0], ""),):
        count = _count(numbers[high] - numbers[low], numbers.get(step))
        counted = numbers.get(step)
        if count < 2 and step == parts[-1] and counted and counted.denominator == 1:
            count = int(counted)
        if 2 <= count <= MOST_VALUES:
            return f". Write {low}:{high}:{count} for {count:,} values from {low} to {high}."
    return ""


def _count(width: Fraction, step: Fraction | None) -> int:
    """How many values a step makes of a range; 0 for none."""
    if not step:
        return _SUCH if step is None else 0
    steps = width / step
    return int(steps) + 1 if steps.denominator == 1 else 0


def _floats(grid: Grid, count: int) -> Floats:
    """The floats nearest to the numbers of a grid."""
    scale = math.lcm(grid.low.denominator, grid.step.denominator)
    first, by = int(grid.low * scale), int(grid.step * scale)
    if max(scale, abs(first) + count * abs(by)) < WHOLE:
        return np.asarray((first + by * np.arange(count, dtype=np.int64)) / scale)
    return np.array([float(grid.get(place)) for place in range(count)])


def _shown(values: Floats) -> str:
    """The values as the command line would take them; long lists shortened."""
    if len(values) <= 20:
        return ",".join(f"{value!r}" for value in values.tolist())
    low, high = float(values[0]), float(values[-1])
    spaced = np.allclose(np.diff(values), (high - low) / (len(values) - 1), rtol=1e-9, atol=0)
    if spaced:
        return f"{low!r}:{high!r}:{len(values)}"
    digest = hashlib.sha256(values.astype("<f8").tobytes()).hexdigest()
    return f"({len(values)} values, sha256 {digest[:16]})"


def _with_commas(name: str, text: str) -> str:
    """How to write decimals whose commas make one value two."""
    parts = text.partition("=")[2].split(",")
    if len(parts) % 2 or not all(re.fullmatch(r"\s*-?\d{1,30}", part) for part in parts):
        return ""
    told = ",".join(
        f"{whole.strip()}.{rest.strip()}"
        for whole, rest in zip(parts[::2], parts[1::2], strict=True)
    )
    return f". If the commas are decimal ones, write {name}={told}"


def _alike(values: Sequence[float | Fraction] | Floats, array: Floats) -> MessageParts:
    """Why values cannot be told apart."""
    if not isinstance(values, np.ndarray) and len({Fraction(one) for one in values}) < len(values):
        return ("a value is given twice",)
    shown = next(repr(one) for one, count in Counter(array.tolist()).items() if count > 1)
    return (
        f"several values have the same float, {shown}, so that a table could not tell them apart; ",
        Remedy("solve()"),
        " answers for one of them, ",
        Remedy("thresholds()"),
        " for all between two",
    )
