"""The exceptions of the package.

::

    CrisisSimError
    ├── ScenarioError        a scenario or game file cannot be used; carries every Problem found
    ├── InputError           a name or value given by the caller is not one the scenario knows
    ├── NotSolved            a method stopped short or does not apply to this kind of game
    │   ├── OutOfTime        the time that was set is over
    │   ├── TooLong          exact algebra would take too long, or too much memory
    │   ├── TooMany          an enumeration would take longer than allowed
    │   ├── Stopped          a search has tried as much as it may; told as what was not searched
    │   ├── Untested         a refinement could not be tested; told as a note
    │   └── WorkerLost       a process or machine that shared the work is gone
    └── MissingExtra         an optional dependency is not installed

The command line turns each into a message and an exit status; any other exception is a defect of
the program and keeps its traceback.
"""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

__all__ = [
    "CrisisSimError",
    "InputError",
    "MissingExtra",
    "NotSolved",
    "Problem",
    "Remedy",
    "ScenarioError",
    "Value",
    "WorkerLost",
    "closest",
    "concepts",
    "listed",
    "many",
    "many_by",
    "names_in_one",
    "nearest",
    "refuse_twice",
    "worded",
]

MOST_COMPARED = 200
LONGEST_COMPARED = 80
MOST_SIDES = 6
LISTED, FEW = 12, 6
"""Names that are listed at once; of more, where some of them are near."""
CLOSE = 0.62
"""Share of letters in common from which names are alike: a little more than unlike ones have."""
_SHOWN = 160
_BARE = re.compile(r"[\s_-]+")


Value = str | bool | float | tuple[str, ...]
"""What a remedy gives: one value, or several beside each other."""


@dataclass(frozen=True, slots=True, init=False)
class Remedy:
    """Something that whoever asked may give instead, by its name in Python.

    It is an option of what was called, and its value. With brackets it is a method of a study,
    whichever was called, with what that is asked about and its options by name.

    >>> str(Remedy("free", ("pi", "mu"))), str(Remedy("force", True)), str(Remedy("resume"))
    ("free=('pi', 'mu')", 'force=True', 'resume')
    >>> str(Remedy("thresholds()", "pi")), str(Remedy("solve()", concept="nash"))
    ("thresholds('pi')", "solve(concept='nash')")
    """

    option: str
    value: Value
    options: tuple[tuple[str, Value], ...]

    def __init__(self, option: str, value: Value = "", /, **options: Value) -> None:
        held = (option, value, tuple(options.items()))
        for name, one in zip(self.__slots__, held, strict=True):
            object.__setattr__(self, name, one)

    @property
    def method(self) -> str:
        """The method that it is; empty for an option of what was called."""
        return self.option[:-2] if self.option.endswith("()") else ""

    @property
    def values(self) -> tuple[Value, ...]:
        """The values, one beside the other; none where none is named."""
        if isinstance(self.value, tuple):
            return self.value
        return () if self.value == "" else (self.value,)

    def __str__(self) -> str:
        return _WORDING.get()(self)


def concepts(*names: str) -> tuple[Remedy | str, ...]:
    """Several concepts by any of which the game can be solved, as parts of a message.

    >>> str(NotSolved(*concepts("spe", "nash"), " serve"))
    "solve(concept='spe') and solve(concept='nash') serve"
    """
    parts: list[Remedy | str] = []
    for place, name in enumerate(names, 1):
        parts += [Remedy("solve()", concept=name), "" if place == len(names) else ", "]
    if len(names) > 1:
        parts[-3] = " and "
    return tuple(parts[:-1])


def _in_python(remedy: Remedy) -> str:
    if remedy.method:
        given = [*map(repr, remedy.values), *(f"{name}={one!r}" for name, one in remedy.options)]
        return f"{remedy.method}({', '.join(given)})"
    return f"{remedy.option}={remedy.value!r}" if remedy.values else remedy.option


_WORDING: ContextVar[Callable[[Remedy], str]] = ContextVar("wording", default=_in_python)


@contextmanager
def worded(wording: Callable[[Remedy], str]) -> Iterator[None]:
    """Within the block remedies are told as those who read them would give them: as flags, say."""
    token = _WORDING.set(wording)
    try:
        yield
    finally:
        _WORDING.reset(token)


class CrisisSimError(Exception):
    """Base class of everything this package raises on purpose.

    Made of texts and of remedies, which each face words for its readers.

    >>> error = NotSolved("too large; ", Remedy("solve()", concept="quantal"), " serves")
    >>> str(error), error.remedies[0].method
    ("too large; solve(concept='quantal') serves", 'solve')
    """

    exit_status = 1

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """What would serve, as data."""
        return tuple(part for part in self.args if isinstance(part, Remedy))

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
        super().__init__(f"{what} needs an extra; install it with: {_installation(extra)}")

    def __reduce__(self) -> tuple[type[MissingExtra], tuple[str, str]]:
        return type(self), (self.extra, self.what)


def _installation(extra: str) -> str:
    """The command that installs an extra from where this package was installed from."""
    import json
    from importlib.metadata import PackageNotFoundError, distribution
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    try:
        read = distribution("crisis-sim").read_text("direct_url.json")
    except PackageNotFoundError:
        read = None
    origin = json.loads(read) if read else {}
    url = str(origin.get("url", ""))
    if "vcs_info" in origin:
        url = f"{origin['vcs_info']['vcs']}+{url}"
    if origin.get("dir_info", {}).get("editable"):
        return f"pip install -e '{url2pathname(urlsplit(url).path)}[{extra}]'"
    return f"pip install 'crisis-sim[{extra}]{f' @ {url}' if url else ''}'"


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
        lines = [f"{place}: {_printable(f'{self.where}: ' if self.where else '')}"]
        lines[0] += _printable(self.message)
        if self.excerpt:
            lines += [f"    {line}" for line in self._pointed_at()]
        if self.hint:
            lines.append("  " + _printable(self.hint))
        return "\n".join(lines)

    def _pointed_at(self) -> tuple[str, str]:
        """The part of the excerpt that holds the place, and the carets under it."""
        written = _printable(self.excerpt.rstrip())
        indent = len(written) - len(written.lstrip())
        start = max(0, self.column - 1 - indent)
        shown = written.lstrip()
        if start >= _SHOWN:
            cut = start - _SHOWN // 2
            shown, start = "..." + shown[cut:], start - cut + 3
        shown = shown[:_SHOWN]
        width = max(1, min(self.width, _SHOWN - start))
        return shown, " " * _columns(shown[:start]) + "^" * width


class ScenarioError(CrisisSimError):
    """A file cannot be used. ``problems`` lists everything found, in the order of the file."""

    exit_status = 3

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file = file
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))
        count = len(self.problems)
        head = f"{file}: {count} problem{'s' if count != 1 else ''}"
        super().__init__("\n".join([head, *(problem.text(file) for problem in self.problems)]))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[str, tuple[Problem, ...]]]:
        return type(self), (self.file, self.problems)


def nearest(name: str, known: Iterable[str], *, most: int = LISTED) -> str:
    """A hint that lists the names known here and asks after the nearest one.

    Of many names, where some are near, a few are listed, the near ones before the rest. Returns an
    empty string when nothing is known. At most ``MOST_COMPARED`` names are compared letter by
    letter, so that a long list costs no more than sorting it.
    """
    names = sorted(set(known))
    if not names:
        return ""
    close = _alike(str(name), names)
    if close and len(names) > LISTED:
        names, most = list(dict.fromkeys([*close, *names])), FEW
    shown = listed(names[:most]) + (", ..." if len(names) > most else "")
    question = f" Did you mean '{_short(close[0])}'?" if close else ""
    return f"Known here: {shown}.{question}"


def listed(names: Iterable[str]) -> str:
    """Names one after the other; one with a comma or a space at its end is put in quotation marks.

    >>> listed(["war", "a deal, then war"])
    "war, 'a deal, then war'"
    """
    shown = map(_short, names)
    return ", ".join(f"'{n}'" if re.search(r"[,;'\"]|^\s|\s$", n) else n for n in shown)


def names_in_one(text: str, known: Collection[str]) -> tuple[str, ...]:
    """The known names that a text puts one after the other; none where it is anything else.

    >>> names_in_one("war, a deal", {"war", "a deal"}), names_in_one("war", {"war", "a deal"})
    (('war', 'a deal'), ())
    """
    names = tuple(re.split(r"\s*[+,;&]\s*|\s+and\s+", str(text).strip()))
    return names if len(names) > 1 and all(name in known for name in names) else ()


def refuse_twice(names: Iterable[str]) -> None:
    """Raise InputError for the first name that is among them a second time."""
    given = set[str]()
    for name in names:
        if name in given:
            raise InputError(f"'{name}' is given twice")
        given.add(name)


def many(count: int) -> str:
    """A count as messages have it: short however large, and at once.

    >>> many(12_345), many(10**5_000)
    ('12,345', 'about 10^5000')
    """
    if count < 10**9:
        return f"{count:,}"
    shift = max(0, count.bit_length() - 60)
    return f"about 10^{int(math.log10(count >> shift) + shift * math.log10(2.0) + 1e-9)}"


def many_by(counts: Sequence[int]) -> str:
    """The counts of a table's sides; of a long list the first.

    >>> many_by([2, 3, 2]), many_by([2] * 40)
    ('2 by 3 by 2', '2 by 2 by 2 by 2 by 2 by 2 and so on, in 40 dimensions,')
    """
    shown = " by ".join(map(many, counts[:MOST_SIDES]))
    return f"{shown} and so on, in {len(counts)} dimensions," if counts[MOST_SIDES:] else shown


def closest(name: str, names: Sequence[str]) -> str:
    """The name that differs least; of many, one that differs in case or spaces, or begins alike.

    An empty string where none is near.
    """
    return next(iter(_alike(name, names)), "")


def _alike(name: str, names: Sequence[str]) -> list[str]:
    """The few names near this one, the nearest first."""
    if len(name) > LONGEST_COMPARED:
        return []
    bare = _BARE.sub("", name).casefold()
    alike = [one for one in names if len(one) <= LONGEST_COMPARED]
    same = [one for one in alike if one != name and _BARE.sub("", one).casefold() == bare]
    if len(alike) > MOST_COMPARED:
        alike = [one for one in alike if one[:1] == name[:1] and abs(len(one) - len(name)) <= 3]
    found = difflib.get_close_matches(name, alike[:MOST_COMPARED], n=FEW, cutoff=CLOSE)
    parts = [one for one in alike if bare in map(str.casefold, _BARE.split(one))]
    return list(dict.fromkeys([*same[:FEW], *found, *parts[:FEW]]))


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_COMPARED else name[: LONGEST_COMPARED - 3] + "..."


def _printable(text: str) -> str:
    """The text with a space for every space and a question mark for what cannot be printed."""
    if text.isprintable():
        return text
    return "".join(
        one if one.isprintable() or one == "\n" else " " if one.isspace() else "?" for one in text
    )


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        2 if unicodedata.east_asian_width(one) in "WF" else not unicodedata.combining(one)
        for one in text
    )
