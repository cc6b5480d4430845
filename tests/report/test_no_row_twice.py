"""No table or list of an account has the same text twice for different things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

import crisis_sim as cs
from crisis_sim.exact.thresholds import find_thresholds
from crisis_sim.report.blocks import Block, Items, TableBlock
from crisis_sim.report.comparison import comparison_blocks
from crisis_sim.report.dominance import dominance_blocks
from crisis_sim.report.regions import regions_blocks
from crisis_sim.report.solution import solution_blocks
from crisis_sim.report.sweep import LONGEST_WORDS, _shortened
from crisis_sim.report.thresholds import thresholds_blocks
from crisis_sim.scenario.library import shipped
from crisis_sim.scenario.span import Span

LARGE = {"chain-store", "cuba-1962-cable", "cuba-1962-clock"}
"""Scenarios of which one Nash equilibrium alone is found, after some seconds."""


def twice(blocks: Iterable[Block]) -> list[object]:
    """What stands in a table or list more than once."""
    found: list[object] = []
    for block in blocks:
        rows = block.rows if isinstance(block, TableBlock) else ()
        rows = block.items if isinstance(block, Items) else rows
        found += [row for row, count in Counter(rows).items() if count > 1]
    return found


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        *((name, concept) for name in shipped() for concept in ("auto", "quantal")),
        *((name, "nash") for name in sorted(set(shipped()) - LARGE)),
    ],
)
def test_equilibria_of_a_solution_are_told_apart(name: str, concept: str) -> None:
    study = cs.load(name)
    solution = study.solve(concept=concept)
    blocks = list(solution_blocks(solution))
    assert not twice(blocks)
    tables = [one for one in blocks if isinstance(one, TableBlock)]
    overview, apart = tables[0], tables[1]
    if len(solution.equilibria) > 1:
        alike = Counter(row[1:] for row in overview.rows)
        known = {row[0]: row[1:] for row in apart.rows} if apart.columns[0] == "" else {}
        told = {(row[1:], known.get(row[0])) for row in overview.rows}
        assert len(told) == len(solution.equilibria), alike.most_common(1)


@pytest.mark.parametrize("name", ["brinkmanship", "brams-revised", "security-dilemma"])
def test_cases_and_strategies_are_told_apart(name: str) -> None:
    study = cs.load(name)
    assert not twice(comparison_blocks(study, study.compare().cases))
    assert not twice(dominance_blocks(study.dominance(), study.game().tree))


def test_stretches_that_end_alike_but_are_played_otherwise_are_numbered() -> None:
    study = cs.load("cuba-1962-clock")
    found = find_thresholds(study, Span("pi", 0, "0.1"))
    one, two = (stretch.standing for stretch in found.stretches)
    assert one.name == two.name
    assert one.equilibria[0].moves != two.equilibria[0].moves
    table = next(one for one in thresholds_blocks(study, found) if isinstance(one, TableBlock))
    assert [row[1] for row in table.rows] == [
        "'settled at once' (way 1)",
        "'settled at once' (way 2)",
    ]


@pytest.mark.parametrize(
    ("name", "along"), [("brinkmanship", ("p", "q")), ("cuba-1962-clock", ("pi", "c"))]
)
def test_regions_are_told_apart(name: str, along: tuple[str, str]) -> None:
    study = cs.load(name)
    table = next(
        one for one in regions_blocks(study, study.regions(*along)) if isinstance(one, TableBlock)
    )
    held = [row[1:3] for row in table.rows]
    assert len(set(held)) == len(held)


def test_long_plays_of_a_sweep_are_cut_where_they_differ() -> None:
    begun = "; ".join(f"US: wait (day {day})" for day in range(20))
    texts = [f"{begun}; USSR: stall (end)", f"{begun}; USSR: accept (end)", "US: strike (day 0)"]
    assert len(begun) > LONGEST_WORDS
    assert _shortened(texts) == ["... USSR: stall (end)", "... USSR: accept (end)", texts[2]]
    assert _shortened([begun])[0].endswith(" ...")
    assert _shortened([begun, f"{begun}; US: strike (end)"])[0] == "... and no more"
