"""Grouping what shares something with what shares something, and so on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

__all__ = ["group_by_overlap"]

Item = TypeVar("Item")


def group_by_overlap(items: Iterable[tuple[int, Item]]) -> list[list[Item]]:
    """Items with sets, as bits of an integer, in groups whose sets overlap, directly or in turn."""
    groups: list[tuple[int, list[Item]]] = []
    for sets, item in items:
        held, joined, apart = sets, [item], []
        for others, group in groups:
            if others & held:
                held |= others
                joined = group + joined
            else:
                apart.append((others, group))
        groups = [*apart, (held, joined)]
    return [group for _, group in groups]
