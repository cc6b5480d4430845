"""The sources of a scenario, each with its reference."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from crisis_sim.report.blocks import Block, Heading, Items
from crisis_sim.scenario.citation import parse_citations
from crisis_sim.scenario.model import Source
from crisis_sim.scenario.reference import reference
from crisis_sim.scenario.scenario import Scenario

__all__ = ["cited_in", "source_blocks"]


def cited_in(scenario: Scenario, texts: Iterable[str]) -> set[str]:
    """The sources that citations name."""
    known = {name: source.paragraphs for name, source in scenario.sources.items()}
    return {one.source for text in texts if text for one in parse_citations(text, known)}


def _told(source: Source) -> str:
    """Its reference; before one that does not name the document, what that is."""
    if not source.citation:
        return reference(source)
    if source.title in source.citation:
        return source.citation
    return f"{reference(source)}. {source.citation}"


def source_blocks(scenario: Scenario, named: Collection[str], level: int = 2) -> Iterator[Block]:
    """Those that are named, in the order of the file."""
    lines = tuple(
        f"{name}: {_told(source)}" for name, source in scenario.sources.items() if name in named
    )
    if lines:
        yield Heading("Sources", level)
        yield Items(lines)
