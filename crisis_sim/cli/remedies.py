"""Remedies as one types them."""

from __future__ import annotations

from shlex import quote

from crisis_sim.errors import Remedy

__all__ = ["as_flag"]

_FLAGS = {
    "concept": "-c {}",
    "file": "-o FILE",
    "parameter": "-x {}",
    "start": "--from",
    "thresholds": "thresholds -x {}",
    "values": "-s",
}


def as_flag(remedy: Remedy) -> str:
    """A remedy as a flag of the command line, its value as a shell takes it.

    >>> as_flag(Remedy("concept", "nash")), as_flag(Remedy("resume"))
    ('-c nash', '--resume')
    """
    plain = f"--{remedy.option.replace('_', '-')}{' {}' if remedy.value else ''}"
    return _FLAGS.get(remedy.option, plain).format(remedy.value and quote(remedy.value))
