"""Remedies as one types them."""

from __future__ import annotations

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
    """A remedy as a flag of the command line.

    >>> as_flag(Remedy("concept", "nash")), as_flag(Remedy("force", True))
    ('-c nash', '--force')
    """
    takes = remedy.value and remedy.value is not True
    plain = f"--{remedy.option.replace('_', '-')}{' {}' if takes else ''}"
    return _FLAGS.get(remedy.option, plain).format(remedy.value)
