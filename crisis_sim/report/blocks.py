"""The parts of a report, and how they are written on a terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crisis_sim.shown import Brief, in_short

if TYPE_CHECKING:
    from rich.console import Console

__all__ = [
    "Block",
    "Heading",
    "Items",
    "PictureFile",
    "Prose",
    "Report",
    "TableBlock",
    "markdown",
    "show",
]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1, 2 or 3."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True, repr=False)
class Prose(Brief):
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True, repr=False)
class Items(Brief):
    """A list of short paragraphs."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class TableBlock(Brief):
    """Columns with headings; ``numbers`` says which columns hold numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture in a file beside the report; a terminal leaves it out."""

    path: str
    alt: str


SHORT = 8
"""The longest heading over numbers that stands on one line whatever the numbers below it."""

Block = Heading | Prose | Items | TableBlock | PictureFile


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """Several parts. Shows itself in a notebook; printed, it is Markdown."""

    blocks: tuple[Block, ...]

    def __repr__(self) -> str:
        titles = [one.text for one in self.blocks if isinstance(one, Heading)]
        return in_short(self, "; ".join(titles))

    def __str__(self) -> str:
        return markdown(self.blocks)

    def _repr_markdown_(self) -> str:
        return markdown(self.blocks)


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
        case PictureFile(path, alt):
            return f"![{alt}]({path})"
        case TableBlock(columns, rows, numbers):
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
            case TableBlock():
                console.print(_rich_table(block, console.width))
            case PictureFile():
                continue
        if not isinstance(block, Heading):
            console.print()


def _rich_table(table: TableBlock, width: int) -> object:
    """The table for a terminal of ``width`` characters: numbers whole, and words if they fit."""
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    grid = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    cells = [[row[i] for row in table.rows] for i in range(len(table.columns))]
    headings = [
        heading.replace(" ", "\n") if i in table.numbers and len(heading) > SHORT else heading
        for i, heading in enumerate(table.columns)
    ]
    needed = [
        _longest([*heading.split("\n"), *below])
        if i in table.numbers
        else _longest(" ".join([heading, *below]).split())
        for i, (heading, below) in enumerate(zip(headings, cells, strict=True))
    ]
    room = width - sum(needed[i] for i in table.numbers) - 2 * len(needed)
    each = max(1, room // max(1, len(needed) - len(table.numbers)))
    for i, heading in enumerate(headings):
        numeric = i in table.numbers
        grid.add_column(
            Text(heading),
            justify="right" if numeric else "left",
            no_wrap=numeric,
            overflow="fold",
            min_width=needed[i] if numeric else min(needed[i], each),
        )
    for row in table.rows:
        grid.add_row(*(Text(cell) for cell in row))
    return grid


def _longest(texts: Iterable[str]) -> int:
    return max(map(len, texts), default=0)
