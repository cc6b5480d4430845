"""Reports on a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from crisis_sim.report.blocks import TableBlock, show

WIDE = TableBlock(
    ("assuming", "most likely end", "US", "limited war", "equilibria"),
    (
        ("overflights stopped", "settled in public", "-15", "0", "3"),
        ("secrecy unenforceable", "settled on the pledge", "-19.188", "0.018", "12"),
    ),
    frozenset({2, 3, 4}),
)


def shown(table: TableBlock, width: int) -> list[str]:
    held = io.StringIO()
    show([table], Console(file=held, width=width))
    return [line.rstrip() for line in held.getvalue().splitlines()]


@pytest.mark.parametrize("width", [60, 72, 120])
def test_numbers_and_words_stay_whole(width: int) -> None:
    lines = shown(WIDE, width)
    assert max(map(len, lines)) <= width
    words = set(" ".join(lines).split())
    cells = {word for row in [WIDE.columns, *WIDE.rows] for cell in row for word in cell.split()}
    assert cells <= words


def test_words_break_where_there_is_no_room_and_numbers_do_not() -> None:
    lines = shown(WIDE, 44)
    assert {"-19.188", "0.018", "equilibria"} <= set(" ".join(lines).split())
    assert "unenforceable" not in " ".join(lines)
