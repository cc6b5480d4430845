"""Flags by which the options of Python are given, and remedies as one types them."""

from __future__ import annotations

from shlex import quote

from crisis_sim.errors import Remedy

__all__ = ["as_flag", "flag_of"]

_FLAGS = {
    "assuming": "-a",
    "axes": "-x",
    "concept": "-c",
    "equilibrium": "-e",
    "file": "-o FILE",
    "parameter": "-x",
    "path": "-o",
    "range": "range (NAME=LOW:HIGH)",
    "root": "--from",
    "threshold": "--above or --below",
    "upright": "--vertical",
    "values": "-s",
}
"""Those that are not called as in Python."""


def as_flag(remedy: Remedy) -> str:
    """A remedy as a flag of the command line, its value as a shell takes it.

    >>> as_flag(Remedy("concept", "nash")), as_flag(Remedy("force", True))
    ('-c nash', '--force')
    >>> as_flag(Remedy("assuming", ("low cost", "delay")))
    "-a 'low cost' -a delay"
    >>> as_flag(Remedy("thresholds()", "pi")), as_flag(Remedy("sweep()"))
    ('thresholds -x pi', 'sweep')
    """
    flag = flag_of(remedy.option)
    if isinstance(remedy.value, bool) or not remedy.value:
        return flag
    values = (remedy.value,) if isinstance(remedy.value, str) else remedy.value
    command, each = (f"{flag} ", "-x") if _is_method(remedy.option) else ("", flag)
    return command + " ".join(f"{each} {quote(value)}" for value in values)


def flag_of(option: str) -> str:
    """The flag by which an option of Python is given; of a method, the command."""
    if _is_method(option):
        return option[:-2]
    return _FLAGS.get(option, f"--{option.replace('_', '-')}")


def _is_method(option: str) -> bool:
    return option.endswith("()")
