"""The line that is indented otherwise than the lines it belongs with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crisis_sim.scenario import model
from crisis_sim.scenario.faults.fault import FIELDS, Fault, indent_of, key_of, names_of

__all__ = ["of_indentation"]

FEW = 3
"""An indentation that fewer lines have is odd."""
_TOP = frozenset(names_of(model.File))


def of_indentation(lines: Sequence[str], number: int) -> Fault | None:
    """The fault of the line ``number``, which fits none above it, or of the line it would fit.

    Of the two that do not fit together the odd one is that whose key, or else whose indentation,
    is rarer in the file.
    """
    held = [n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")]
    if number not in held:
        return None
    habits = _Habits(lines, held)
    above = [n for n in held if n < number]
    here = habits.indent[number]
    inner = _inner(habits, above, here)
    outer = next((n for n in reversed(above) if habits.indent[n] < here), None)
    if outer is not None and (fault := _no_section(lines, outer, above)):
        return fault
    other = outer if inner is None else inner
    if other is None:
        return None
    if inner is None and not (habits.is_odd(other) or habits.is_odd(number)):
        message = f"not YAML: line {other + 1} has its value already, and this one is further in"
        hint = f"Begin both in one column, or leave nothing after the colon of line {other + 1}."
        if habits.indent[other] == 0:
            hint = "Begin both in one column, or write the name of the section above this line."
        return Fault(message, hint, number, here)
    if habits.oddness(other) > habits.oddness(number):
        return _fault(habits, other, number)
    return _fault(habits, number, _fitting(habits, held, number, inner, outer))


def _no_section(lines: Sequence[str], number: int, above: Sequence[int]) -> Fault | None:
    """The fault of a line without a space before it whose key is a field of a part of the file."""
    key = key_of(lines[number])
    if indent_of(lines[number]) or key not in FIELDS or key in _TOP:
        return None
    before = next((n for n in reversed(above) if n < number), number)
    hint = f"Begin it in the column of line {before + 1}."
    if lines[before].endswith(":"):
        spaces = indent_of(lines[before]) + 2
        hint = f"Begin it with {spaces} spaces, below '{lines[before].strip()}'."
    elif key_of(lines[before]) not in FIELDS:
        hint = "Begin it in the column of the fields it belongs to."
    return Fault(f"not YAML: '{key}' is no section of the file", hint, number, 0)


def _inner(habits: _Habits, above: Sequence[int], here: int) -> int | None:
    """The least indented of the lines right above that are indented further."""
    found: int | None = None
    for n in reversed(above):
        if habits.indent[n] <= here:
            break
        if found is None or habits.indent[n] <= habits.indent[found]:
            found = n
    return found


def _fitting(
    habits: _Habits, held: Sequence[int], number: int, inner: int | None, outer: int | None
) -> int:
    """The line with which an odd one was meant to begin, of the two around it."""
    if inner is None or outer is None:
        return outer if inner is None else inner  # type: ignore[return-value]
    key = key_of(habits.lines[number])
    if key in _TOP and habits.indent[outer] == 0:
        return outer
    if key in FIELDS and habits.keys[key, habits.indent[inner]]:
        return inner
    below = next((habits.indent[n] for n in held if n > number), 0)
    holds = habits.lines[number].rstrip().endswith(":")
    return outer if holds and below <= habits.indent[inner] else inner


class _Habits:
    """How the lines of a file are indented."""

    def __init__(self, lines: Sequence[str], held: Sequence[int]) -> None:
        self.lines = lines
        self.indent = {n: indent_of(lines[n]) for n in held}
        self.indents = Counter(self.indent.values())
        self.keys = Counter((key_of(lines[n]), self.indent[n]) for n in held)
        self.names = Counter(key_of(lines[n]) for n in held)

    def oddness(self, number: int) -> tuple[bool, int]:
        """Greater for the line that is less like the others."""
        key, indent = key_of(self.lines[number]), self.indent[number]
        alone = key in FIELDS and self.keys[key, indent] == 1 and self.names[key] > 1
        return alone, -self.indents[indent]

    def is_odd(self, number: int) -> bool:
        """Whether a line is unlike the others of the file."""
        alone, rarity = self.oddness(number)
        return alone or rarity > -FEW


def _fault(habits: _Habits, odd: int, like: int) -> Fault:
    spaces, wanted = habits.indent[odd], habits.indent[like]
    counted = f"{spaces} space{'s' if spaces != 1 else ''}" if spaces else "no space"
    message = f"not YAML: this line begins with {counted}, line {like + 1} with {wanted or 'none'}"
    hint = f"Begin it in the column of line {like + 1}."
    return Fault(message, hint, odd, spaces)
