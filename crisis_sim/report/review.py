"""What is doubtful about a scenario, in prose."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_sim.report.blocks import Block, Items, Prose
from crisis_sim.review import Review

__all__ = ["review_blocks"]


def review_blocks(found: Review) -> Iterator[Block]:
    """The game's size, what is impossible or doubtful, and which findings do not hold."""
    yield Prose(f"{found.caption}.")
    objections = (*found.impossible, *found.doubts)
    if objections or found.remarks:
        yield Prose(f"In {found.file}:")
    if objections:
        yield Items(objections)
    if found.remarks:
        yield Items(tuple(f"Note: {one}" for one in found.remarks))
    if found.findings is not None:
        total = len(found.findings)
        left = f"; {found.left}" if found.left else ""
        yield Prose(f"{total - len(found.failures)} of {total} findings hold{left}.")
    if found.failures:
        yield Items(found.failures)
    elif not objections and not found.left:
        yield Prose("Nothing to object to.")
