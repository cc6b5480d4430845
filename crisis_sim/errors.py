"""The exceptions of the package.

::

    CrisisSimError
    ├── ScenarioError        a scenario or game file cannot be used; carries every Problem found
    │   └── GivenError       nor can what is given beside it: plays that were seen, a profile
    ├── InputError           a name or value given by the caller is not one the scenario knows
    ├── NotSolved            a method stopped short or does not apply to this kind of game
    │   ├── OutOfTime        the time that was set is over
    │   ├── TooLong          exact algebra would take too long, or too much memory
    │   ├── TooMany          an enumeration would take longer than allowed
    │   ├── Unfinished       a search for pure strategies has tried as much as it may; told likewise
    │   ├── Stopped          one for mixed strategies has; told as what was not searched
    │   ├── Untested         a refinement could not be tested; told as a note
    │   └── WorkerLost       a process or machine that shared the work is gone
    └── MissingExtra         an optional dependency is not installed

The command line turns each into a message and an exit status; any other exception is a defect of
the program and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Sequence

from crisis_sim.extra import Extra
from crisis_sim.problem import Problem
from crisis_sim.remedy import Remedy

__all__ = [
    "CrisisSimError",
    "GivenError",
    "InputError",
    "MissingExtra",
    "NotSolved",
    "ScenarioError",
    "WorkerLost",
]


class CrisisSimError(Exception):
    """Base class of everything this package raises on purpose.

    Made of texts and of remedies, which each face words for its readers.

    >>> error = NotSolved("too large; ", Remedy("solve()", concept="quantal"), " serves")
    >>> str(error), error.remedies[0].method
    ("too large; solve(concept='quantal') serves", 'solve')
    """

    exit_status = 1

    @property
    def remedies(self) -> tuple[Remedy | Extra, ...]:
        """What would serve, as data."""
        return tuple(part for part in self.args if isinstance(part, (Remedy, Extra)))

    def __str__(self) -> str:
        return "".join(map(str, self.args))


class InputError(CrisisSimError):
    """A name or value given by the caller is wrong: an unknown scenario, parameter or concept."""

    exit_status = 2


class NotSolved(CrisisSimError):
    """A method stopped short, or refuses this kind of game; the message names what would serve."""

    exit_status = 4


class WorkerLost(NotSolved):
    """A process or machine that shared the work is gone; what others finished is sound."""


class MissingExtra(CrisisSimError):
    """An optional dependency is needed; the message is the command that installs it."""

    exit_status = 2

    def __init__(self, extra: str, what: str) -> None:
        self.extra, self.what = extra, what
        super().__init__(f"{what} needs an extra; install it with: ", Extra(extra))

    def __reduce__(self) -> tuple[type[MissingExtra], tuple[str, str]]:
        return type(self), (self.extra, self.what)


class ScenarioError(CrisisSimError):
    """A file cannot be used. ``problems`` lists everything found, in the order of the file."""

    exit_status = 3

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file = file
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))
        super().__init__(file, self.problems)

    @property
    def remedies(self) -> tuple[Remedy | Extra, ...]:
        """What would serve, as data."""
        return tuple(one.remedy for one in self.problems if one.remedy)

    def __str__(self) -> str:
        count = len(self.problems)
        head = f"{self.file}: {count} problem{'s' if count != 1 else ''}"
        return "\n".join([head, *(problem.text(self.file) for problem in self.problems)])


class GivenError(ScenarioError):
    """What is given beside a scenario cannot be used: plays that were seen, or a profile."""

    exit_status = 2
