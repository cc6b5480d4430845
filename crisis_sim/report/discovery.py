"""Boxes of assumptions in plain words, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crisis_sim.numbers.written import counted
from crisis_sim.report.blocks import Block, Heading, Items, Prose
from crisis_sim.report.envelope import as_json, made_by, sample_object
from crisis_sim.sentence import capital
from crisis_sim.sweep.discovering.conditions import told, words
from crisis_sim.sweep.discovering.discover import Discovered, Discovery
from crisis_sim.sweep.discovering.prim import LEAST_COVERAGE

__all__ = ["discovery_blocks", "discovery_text"]

DOUBTFUL = 0.05
"""Bound of the probability of a box by chance alone, above which it is said to be doubtful."""
_DOUBT = "Of all boxes that there are, one may be as dense by chance: try this one on other points."


def discovery_blocks(found: Discovery) -> Iterator[Block]:
    """Each box as a sentence, with its coverage and density."""
    yield Heading(f"Where {found.case}", 1)
    if of := _of(found.described):
        yield Prose(of)
    thinned = f", drawn from {found.available:,}" if found.points < found.available else ""
    yield Prose(
        f"Searched {counted(found.points, 'point')}{thinned}; "
        f"it is so at {_percent(found.base)} of them."
    )
    said = [*_missing(found), *(f"{capital(one)}." for one in found.left_out)]
    if said:
        yield Prose(" ".join(said))
    asked = found.least_density
    if not found.boxes:
        yield Prose(_none(found))
        return
    if asked is not None and found.boxes[0].density < asked:
        yield Prose(f"The search found no box as dense as {_percent(asked)}, only one less dense.")
    yield Items(tuple(_sentence(found, box, i) for i, box in enumerate(found.boxes)))


def _of(described: Mapping[str, Any]) -> str:
    """Of which scenario, under which assumptions and with which values the sweep was made."""
    if "scenario" not in described:
        return ""
    said = [f"A sweep of {described['title']}"]
    if names := described.get("assumptions"):
        said.append(f"assuming {', '.join(names)}")
    if given := described.get("given"):
        said.append(f"with {', '.join(f'{name} = {value}' for name, value in given.items())}")
    return f"{'; '.join(said)}."


def _none(found: Discovery) -> str:
    """That nothing was found, which does not say that there is nothing."""
    if found.least_density is None:
        return (
            "The search found no box with a better balance of density and coverage than all points "
            "have. A denser one that covers less may be found if a density is asked for."
        )
    return (
        "The search found no box in which such points are denser by more than chance, and that "
        f"covers {_percent(LEAST_COVERAGE)} of them."
    )


def _missing(found: Discovery) -> Iterator[str]:
    """How many values were missing, and what became of their rows."""
    inputs = {name: count for name, count in found.missing.items() if name != found.quantity}
    listed = [f"{told(name)} in {counted(count, 'row')}" for name, count in inputs.items()]
    if listed:
        became = "they were kept" if found.kept else "they were left out"
        yield f"Values were missing: {', '.join(listed)}; {became}."
    if found.quantity in found.missing:
        rows = counted(found.missing[found.quantity], "row")
        name = found.text[0] if found.text else found.quantity
        yield f"{told(name)} itself was missing in {rows}, left out."


def _sentence(found: Discovery, box: Discovered, number: int) -> str:
    conditions = " and ".join(words(one) for one in box.conditions)
    often = "is likely" if box.density > 0.5 else "is likelier"
    return (
        f"{'This' if number == 0 else 'Elsewhere it'} {often} when {conditions}: at "
        f"{_percent(box.density)} of the {box.points:,} points there (density; "
        f"{_percent(found.base)} overall), which are {_percent(box.coverage)} of all such points "
        f"(coverage).{f' {_DOUBT}' if box.by_chance > DOUBTFUL else ''}"
    )


def _percent(share: float) -> str:
    """A share, as nothing or all only where it is that."""
    if 0 < share < 0.0005:
        return "less than 0.1 %"
    if 0.9995 <= share < 1:
        return "more than 99.9 %"
    return f"{100 * share:.1f} %"


def discovery_text(found: Discovery) -> str:
    """The boxes as one JSON object."""
    boxes = [
        {
            "conditions": [
                {
                    "name": one.name,
                    "above": one.low,
                    "below": one.high,
                    "values": list(one.values) or None,
                }
                for one in box.conditions
            ],
            "words": " and ".join(words(one) for one in box.conditions),
            "points": box.points,
            "mass": box.mass,
            "density": box.density,
            "coverage": box.coverage,
            "by_chance": box.by_chance,
        }
        for box in found.boxes
    ]
    return as_json(
        {
            **made_by(),
            **sample_object(found.described),
            "quantity": found.quantity,
            "threshold": found.threshold,
            "above": found.above,
            "points": found.points,
            "available": found.available,
            "base": found.base,
            "least_density": found.least_density,
            "missing": dict(found.missing),
            "missing_kept": found.kept,
            "left_out": list(found.left_out),
            "boxes": boxes,
        }
    )
