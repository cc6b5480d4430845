"""Tables of what tests have counted, printed when all are done, whatever processes ran them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = ["Record", "Tally", "record", "tables"]

Tally = Mapping[str, Mapping[str, int]]
"""Counts by row and column."""
Record = Callable[[str, object], None]
"""pytest's ``record_property``."""

MARK = "tally: "


def record(record_property: Record, title: str, tally: Tally) -> None:
    """Add to the table of this title."""
    rows = {row: dict(counts) for row, counts in tally.items()}
    record_property(MARK + title, rows)


def tables(properties: Iterable[tuple[str, object]]) -> Iterator[str]:
    """A text for each table of which something was recorded."""
    added: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for name, rows in properties:
        if name.startswith(MARK) and isinstance(rows, dict):
            for row, counts in rows.items():
                added[name.removeprefix(MARK)][row].update(counts)
    return (_table(title, added[title]) for title in sorted(added))


def _table(title: str, rows: Mapping[str, Counter[str]]) -> str:
    columns = list(dict.fromkeys(column for counts in rows.values() for column in counts))
    total = sum(rows.values(), Counter())
    widest = max(map(len, rows))
    lines = [title, " " * widest + "".join(f"  {column}" for column in columns)]
    for row, counts in [*sorted(rows.items()), ("all", total)]:
        cells = (f"  {counts[column]:>{len(column)}}" for column in columns)
        lines.append(row.ljust(widest) + "".join(cells))
    return "\n".join(lines)
