"""The exceptions of the package.

::

    CrisisSimError
    ├── ScenarioError        a scenario or game file cannot be used; carries every Problem found
    ├── InputError           a name or value given by the caller is not one the scenario knows
    ├── NotSolved            a method stopped short or does not apply to this kind of game
    └── MissingExtra         an optional dependency is not installed

The command line turns each into a message and an exit status; any other exception is a defect of
the program and keeps its traceback.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = [
    "CrisisSimError",
    "InputError",
    "MissingExtra",
    "NotSolved",
    "Problem",
    "ScenarioError",
    "nearest",
]


class CrisisSimError(Exception):
    """Base class of everything this package raises on purpose."""

    exit_status = 1


class InputError(CrisisSimError):
    """A name or value given by the caller is wrong: an unknown scenario, parameter or concept."""

    exit_status = 2


class NotSolved(CrisisSimError):
    """A method stopped short, or refuses this kind of game; the message names what would serve."""

    exit_status = 4


class MissingExtra(CrisisSimError):
    """An optional dependency is needed; the message is the command that installs it."""

    exit_status = 2

    def __init__(self, extra: str, what: str) -> None:
        super().__init__(
            f"{what} needs an extra; install it with: pip install 'crisis-sim[{extra}]'"
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file, and where.

    ``line`` and ``column`` count from 1; ``where`` is the path of keys; ``excerpt`` is the line of
    the file, under which ``width`` carets are drawn from ``column``.
    """

    message: str
    where: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""
    width: int = 1
    hint: str = ""

    def text(self, file: str) -> str:
        """The problem as the user reads it: place, message, excerpt with carets, hint."""
        place = f"{file}:{self.line}:{self.column}" if self.line else file
        lines = [f"{place}: {self.where + ': ' if self.where else ''}{self.message}"]
        if self.excerpt:
            shown = self.excerpt.rstrip()
            indent = len(shown) - len(shown.lstrip())
            lines.append("    " + shown.lstrip()[:160])
            start = max(0, self.column - 1 - indent)
            if start < 160:
                lines.append("    " + " " * start + "^" * max(1, min(self.width, 160 - start)))
        if self.hint:
            lines.append("  " + self.hint)
        return "\n".join(lines)


class ScenarioError(CrisisSimError):
    """A file cannot be used. ``problems`` lists everything found, in the order of the file."""

    exit_status = 3

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file = file
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))
        count = len(self.problems)
        head = f"{file}: {count} problem{'s' if count != 1 else ''}"
        super().__init__("\n".join([head, *(problem.text(file) for problem in self.problems)]))


def nearest(name: str, known: Iterable[str], *, most: int = 12) -> str:
    """A hint that lists the names known here and asks after the nearest one.

    Returns an empty string when nothing is known.
    """
    names = sorted(set(known))
    if not names:
        return ""
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    shown = ", ".join(names[:most]) + (", ..." if len(names) > most else "")
    question = f" Did you mean '{close[0]}'?" if close else ""
    return f"Known here: {shown}.{question}"
