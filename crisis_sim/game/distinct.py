"""Telling repeated labels apart."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["distinct"]


def distinct(labels: Sequence[str]) -> list[str]:
    """The labels, repeated ones numbered from 2 in their order; the first keeps its name.

    >>> distinct(["x", "x", "y"])
    ['x', 'x (2)', 'y']
    """
    taken = set(labels)
    if len(taken) == len(labels):
        return list(labels)
    seen: set[str] = set()
    latest: dict[str, int] = {}
    result = []
    for label in labels:
        name = label
        if label in seen:
            number = latest.get(label, 1) + 1
            while (name := f"{label} ({number})") in taken:
                number += 1
            latest[label] = number
            taken.add(name)
        seen.add(name)
        result.append(name)
    return result
