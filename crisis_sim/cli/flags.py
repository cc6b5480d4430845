"""Flags by which the options of Python are given, and remedies as one types them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from shlex import quote

from crisis_sim.remedy import Remedy, RemedyValue

__all__ = ["as_flag", "flag_of", "flags_of"]

_FLAGS: Mapping[str, tuple[str, ...]] = {
    "along": ("-x", "--along"),
    "assuming": ("-a", "--assuming"),
    "axes": ("-x", "--axis"),
    "concept": ("-c", "--concept"),
    "equilibrium": ("-e", "--equilibrium"),
    "least_density": ("--density",),
    "most_nodes": ("--max-nodes",),
    "path": ("-o", "--output"),
    "root": ("--from",),
    "upright": ("--vertical",),
    "values": ("-s", "--set"),
}
"""Those that are not called as in Python: a short and a long one, or a long one alone."""
_METHODS = {
    "assuming": ("", "assuming"),
    "every_threshold": ("thresholds", "along"),
    "figure": ("figure", ""),
    "sweep_to": ("sweep", "path"),
}
"""Commands of methods, and by which option they are asked; none where a word alone does."""


def as_flag(remedy: Remedy, asked: str = "", concepts: Collection[str] = ()) -> str:
    """A remedy as one types it, its values as a shell takes them.

    A method is a command, which goes without saying where it is the one ``asked``, or the remedy is
    one of the ``concepts`` that this takes too.

    >>> as_flag(Remedy("along", ("pi", "the cost"))), as_flag(Remedy("force", True))
    ("-x pi -x 'the cost'", '--force')
    >>> as_flag(Remedy("assuming()", ("low cost", "delay")))
    "-a 'low cost' -a delay"
    >>> as_flag(Remedy("thresholds()", "pi")), as_flag(Remedy("sweep_to()", "a.csv"))
    ('thresholds -x pi', 'sweep -o a.csv')
    >>> as_flag(Remedy("figure()", "tree"))
    'figure tree'
    >>> nash = Remedy("solve()", concept="nash")
    >>> as_flag(nash, "fit"), as_flag(nash, "solve"), as_flag(nash, "run", concepts={"nash"})
    ('solve -c nash', '-c nash', '-c nash')
    """
    if not remedy.method:
        return _given(remedy.option, remedy.value)
    command, about = _METHODS.get(remedy.method, (remedy.method, "along"))
    given = [(about, remedy.value)] if remedy.values else []
    words = [_given(name, value) for name, value in (*given, *remedy.options)]
    alike = remedy.options in [(("concept", name),) for name in concepts]
    known = command in ("", asked) or (alike and not given)
    return " ".join(words if words and known else [command, *words])


def flags_of(option: str) -> tuple[str, ...]:
    """The flags by which an option of Python is given, the shortest first."""
    return _FLAGS.get(option, (f"--{option.replace('_', '-')}",))


def flag_of(option: str) -> str:
    """The shortest of them."""
    return flags_of(option)[0]


def _given(option: str, value: RemedyValue) -> str:
    """An option with its value, or with each of several."""
    flag = flag_of(option) if option else ""
    values = value if isinstance(value, tuple) else (value,)
    if isinstance(value, bool) or value == "":
        return flag
    return " ".join(f"{flag} {quote(str(one))}".lstrip() for one in values)
