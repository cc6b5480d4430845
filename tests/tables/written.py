"""Tables written to a file and read back, by the reader and by those who use it."""

from __future__ import annotations

from pathlib import Path

from crisis_sim.tables.read import Table, read_table


def table(folder: Path, text: str | bytes, name: str = "t.csv") -> Table:
    """The table that is read from a text, or from the bytes of a file."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_table(path)


def numbers(folder: Path, *cells: str, name: str = "x") -> Table:
    """A table of one column of cells beside another that tells nothing; lines count from 2."""
    rows = "".join(f"{cell}|1\n" for cell in cells)
    return table(folder, f"{name}|other\n{rows}")


def searched(x: list[str], header: str = "x,y,war") -> str:
    """A table of 60 rows in which war follows from x, whose cells begin with those given."""
    lines = [header]
    for row in range(60):
        high = row % 3 == 0
        cell = x[row] if row < len(x) else f"0.{9 if high else 1}{row:02}"
        lines.append(f"{cell},0.{row % 7},{int(high)}")
    return "\n".join(lines) + "\n"
