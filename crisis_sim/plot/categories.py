"""What a figure says of names that stand for several outcomes; see :meth:`Ends.held_as`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crisis_sim.sentence import capital, listed_and

__all__ = ["categories_noted", "categories_told"]

MOST = 8
"""Outcomes of a category that are told by name."""
Held = Mapping[str, Sequence[str]]
"""By category the labels of its outcomes."""


def categories_noted(held: Held) -> str:
    """Which names are those of categories, for type with formulas; empty where none is."""
    if not held:
        return ""
    kinds = "is a category" if len(held) == 1 else "are categories"
    return f"{capital(listed_and([*held]))} {kinds} of several outcomes.".replace("$", r"\$")


def categories_told(held: Held) -> str:
    """Which outcomes each category holds, as sentences."""
    return " ".join(
        f"The category '{name}' holds {_listed(labels)}." for name, labels in held.items()
    )


def _listed(labels: Sequence[str]) -> str:
    more = len(labels) - MOST
    quoted = [f"'{label}'" for label in labels[:MOST]]
    return listed_and([*quoted, *([f"{more} more"] if more > 0 else [])])
