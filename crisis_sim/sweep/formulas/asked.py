"""The bounds of rounding that straight-line code asks for, as scalars that hold over a box."""

from __future__ import annotations

from crisis_sim.sweep.formulas.rounding import APART, Ranges

__all__ = ["AskedBound", "bound"]

RESERVE = 1.01

AskedBound = tuple[str, tuple[int, ...]]
"""A bound that the code reads: ``player`` and which; ``from`` or ``to`` and which column;
``little`` and which player; or how far entries of the tape must be from what decides a branch:
``low`` from 0, so that little of a chance is lost, and ``high`` from 1; ``apart`` from each other;
``away`` from zero, or from a whole number."""


def bound(asked: AskedBound, known: Ranges) -> float:
    """The bound, where it holds all over a box."""
    kind, which = asked
    if kind == "player":
        return APART * float(known.players[which[0]])
    if kind in ("from", "to"):
        return float(known.box[int(kind == "to"), which[0]])
    if kind == "little":
        return float(known.little[which[0]])
    if kind == "low":
        return float(known.rare[which[0]])
    error = RESERVE * sum(float(known.errors[one]) for one in which)
    if kind == "high":
        return 1.0 - error
    return error if error else -1.0
