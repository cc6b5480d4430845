"""The assumptions of a scenario, each with what it changes."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_sim.formula.expression import Expression
from crisis_sim.formula.write import decimal
from crisis_sim.report.blocks import Block, Items, TableBlock
from crisis_sim.report.play import cited_as
from crisis_sim.scenario.changes import moves_changed
from crisis_sim.scenario.in_words import Wording
from crisis_sim.scenario.scenario import Assumption

__all__ = ["what_ifs_in_full", "what_ifs_in_short"]


def what_ifs_in_short(wording: Wording) -> Iterator[Block]:
    """A line for each assumption."""
    yield Items(
        tuple(
            f"{one.name}: {_changes(wording, one)}" for one in wording.scenario.assumptions.values()
        )
    )


def what_ifs_in_full(wording: Wording) -> Iterator[Block]:
    """A row for each assumption, with its question and its source."""
    rows = [
        (
            one.name,
            " ".join(filter(None, (one.question, one.note))),
            _changes(wording, one),
            cited_as(one.cited),
        )
        for one in wording.scenario.assumptions.values()
    ]
    yield TableBlock(("assumption", "question", "what it changes", "source"), tuple(rows))


def _changes(wording: Wording, one: Assumption) -> str:
    """What an assumption changes: numbers, then which moves there are and who sees them."""
    told = [_set(wording, name, formula) for name, formula in one.sets.items()]
    told += moves_changed(wording.scenario, one)
    return "; ".join(told)


def _set(wording: Wording, name: str, formula: Expression) -> str:
    told = wording.both(formula)
    if (one := wording.scenario.parameters.get(name)) is None:
        return f"{name} = {told}"
    label = name if one.label == name else f"{one.label} ({name})"
    given = f", but here as given: {decimal(wording.known[name])}" if name in wording.given else ""
    return f"{label} {decimal(one.default)} -> {told}{given}"
