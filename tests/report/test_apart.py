"""Equilibria that end and pay alike are told apart by what is done."""

from __future__ import annotations

import crisis_sim as cs
from crisis_sim.report.apart import apart_blocks
from crisis_sim.report.blocks import TableBlock


def tables(study: cs.Study, alike: list[object]) -> list[TableBlock]:
    blocks = apart_blocks(study.solve(), alike)
    return [one for one in blocks if isinstance(one, TableBlock)]


def test_rows_that_were_alike_differ_in_what_the_envoy_reports() -> None:
    study = cs.load("cheap-talk")
    solution = study.solve()
    alike = [tuple(one.payoffs.round(4).tolist()) for one in solution.equilibria]
    assert len(set(alike)) == 4
    (table,) = tables(study, [*alike])
    assert table.columns == ("", "envoy, the report, after tense", "envoy, the report, after calm")
    assert len(table.rows) == len(solution.equilibria)
    rows = {(group, row[1:]) for group, row in zip(alike, table.rows, strict=True)}
    assert len(rows) == len(solution.equilibria)
    sets = solution.game.tree.information_sets
    held = next(one for one in sets if table.columns[1] == f"envoy, {one.label}")
    for row, one in zip(table.rows, solution.equilibria, strict=True):
        likely = max(held.choices, key=lambda choice: one.profile[choice])
        assert held.actions[likely - held.choices[0]] in row[1]


def test_rows_that_differ_need_no_table() -> None:
    assert tables(cs.load("cuba-1962-cable"), [1, 2]) == []


def test_of_equal_and_unequal_rows_the_equal_ones_alone_are_told() -> None:
    study = cs.load("cheap-talk")
    alike: list[object] = list(range(len(study.solve().equilibria)))
    alike[1] = alike[0]
    (table,) = tables(study, alike)
    assert [row[0] for row in table.rows] == ["1", "2"]
    assert len(table.columns) == 2
    assert table.rows[0][1] != table.rows[1][1]
