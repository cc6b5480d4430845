"""The parts of a report, and how they are written on a terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Block", "Heading", "Items", "Picture", "Prose", "Table", "markdown", "show"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1, 2 or 3."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short paragraphs."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with headings; ``numbers`` says which columns hold numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a file beside the report; a terminal leaves it out."""

    path: str
    alt: str


Block = Heading | Prose | Items | Table | Picture


def markdown(blocks: Iterable[Block]) -> str:
    """The report as Markdown."""
    return "\n\n".join(_markdown(block) for block in blocks) + "\n"


def _markdown(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {text}"
        case Prose(text):
            return text
        case Items(items):
            return "\n".join(f"- {item}" for item in items)
        case Picture(path, alt):
            return f"![{alt}]({path})"
        case Table(columns, rows, numbers):
            rules = ["---:" if i in numbers else "---" for i in range(len(columns))]
            lines = [_row(columns), _row(rules), *(_row(row) for row in rows)]
            return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def show(blocks: Iterable[Block], console: Console) -> None:
    """Write the report on a terminal."""
    from rich.padding import Padding
    from rich.text import Text

    for block in blocks:
        match block:
            case Heading(text, level):
                console.print(Text(text, style="bold underline" if level == 1 else "bold"))
            case Prose(text):
                console.print(Text(text))
            case Items(items):
                for item in items:
                    console.print(Padding(Text(f"- {item}"), (0, 0, 0, 1)))
            case Table():
                console.print(_rich_table(block))
            case Picture():
                continue
        if not isinstance(block, Heading):
            console.print()


def _rich_table(table: Table) -> object:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    grid = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for i, column in enumerate(table.columns):
        grid.add_column(
            Text(column),
            justify="right" if i in table.numbers else "left",
            no_wrap=i in table.numbers,
            overflow="fold",
        )
    for row in table.rows:
        grid.add_row(*(Text(cell) for cell in row))
    return grid
