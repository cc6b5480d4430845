"""The provenance of a scenario in tables and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from crisis_sim.provenance import Provenance
from crisis_sim.report.blocks import Block, Heading, Items, Prose, TableBlock
from crisis_sim.report.envelope import as_json, made_by

__all__ = ["provenance_blocks", "provenance_text"]


def provenance_blocks(found: Provenance) -> Iterator[Block]:
    """Counts by status, then every part, then the gaps."""
    yield Prose(f"{found.caption}.")
    columns, rows = found.table()
    yield TableBlock(columns, tuple(rows))
    yield Heading("Not cited")
    names = tuple(f"{entry.kind} {entry.name}" for entry in found.uncited)
    yield Items(names) if names else Prose("Everything cites a source.")
    if found.unused_paragraphs or found.unused_sources:
        yield Heading("Not used")
        unused = [
            f"{source}, paragraphs {', '.join(map(str, numbers))}"
            for source, numbers in found.unused_paragraphs
        ]
        yield Items((*unused, *(f"{source}: not cited at all" for source in found.unused_sources)))


def provenance_text(found: Provenance) -> str:
    """The provenance as one JSON object."""
    return as_json(
        {
            **made_by(),
            "entries": [asdict(entry) for entry in found.entries],
            "uncited": [asdict(entry) for entry in found.uncited],
            "unused_paragraphs": {name: list(p) for name, p in found.unused_paragraphs},
            "unused_sources": list(found.unused_sources),
        }
    )
