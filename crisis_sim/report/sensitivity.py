"""What an answer depends on, in a table and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from crisis_sim.arguments import SENSITIVITIES
from crisis_sim.numbers.written import counted
from crisis_sim.report.blocks import Block, Heading, Items, Prose, TableBlock
from crisis_sim.report.envelope import as_json, made_by, sample_object
from crisis_sim.report.numbers import number
from crisis_sim.sweep.doubtful_index import WIDEST
from crisis_sim.sweep.sensitivity import Sensitivity, with_width

__all__ = ["sensitivity_blocks", "sensitivity_text"]


def sensitivity_blocks(found: Sensitivity) -> Iterator[Block]:
    """The measures of each parameter with their 95 % intervals, the greatest first."""
    yield Heading(f"What the {found.quantity} depends on")
    dropped = (
        f" {counted(found.dropped, 'point')} without an answer left out." if found.dropped else ""
    )
    yield Prose(
        f"{found.method}: {SENSITIVITIES[found.method]}. {counted(found.points, 'point')}; mean "
        f"{number(found.mean, found.deviation)}, standard deviation "
        f"{number(found.deviation)}.{dropped}"
    )
    if doubtful := found.doubtful:
        yield Prose(f"{doubtful.words}.")
    measures = list(found.influences[0].measures)
    rows = tuple(
        (
            one.name,
            *(with_width(one.measures[key], one.half_widths[key]) for key in measures),
            one.prior,
            one.meaning,
        )
        for one in found.influences
    )
    columns = ("parameter", *measures, "prior", "meaning")
    yield TableBlock(columns, rows, frozenset(range(1, 1 + len(measures))))
    if found.notes:
        yield Items(tuple(f"Note: {note}." for note in found.notes))


def _doubtful_object(found: Sensitivity) -> dict[str, Any] | None:
    """The index that shows that there are too few samples; None where there are enough."""
    doubtful = found.doubtful
    return asdict(doubtful) | {"words": doubtful.words} if doubtful else None


def sensitivity_text(found: Sensitivity) -> str:
    """The analysis as one JSON object."""
    described = found.result.sheet.description
    influences = [
        {
            "parameter": one.name,
            "prior": one.prior,
            "meaning": one.meaning,
            "measures": {
                key: {
                    "value": value,
                    "half_width": one.half_widths[key],
                }
                for key, value in one.measures.items()
            },
        }
        for one in found.influences
    ]
    return as_json(
        {
            **made_by(),
            **sample_object(described),
            "concept": described["concept"],
            "method": found.method,
            "quantity": found.quantity,
            "points": found.points,
            "dropped": found.dropped,
            "mean": found.mean,
            "standard_deviation": found.deviation,
            "confidence": 0.95,
            "widest_half_width": WIDEST,
            "too_few_samples": _doubtful_object(found),
            "parameters": influences,
            "notes": list(found.notes),
        }
    )
