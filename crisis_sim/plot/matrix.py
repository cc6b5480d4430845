"""The payoff matrix of a game of two or three players, with best responses underlined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.normal_form import NormalForm, reduced_normal_form
from crisis_sim.game.tree import Tree
from crisis_sim.numbers.written import counted
from crisis_sim.plot.contrast import legible
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.numbers import WrittenColumn, column_of
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.scene import Area, Font, Label, Mark, Measure, ScenePart, Stroke, joined, wrap
from crisis_sim.plot.sheet import EDGE, below_each_other, foot, head
from crisis_sim.plot.style import INK, SOFT, TEXT, player_mark
from crisis_sim.remedy import Remedy
from crisis_sim.sentence import capital, listed_and

Flags = NDArray[np.bool_]

__all__ = ["MatrixData", "matrix_data", "matrix_picture"]

_BETWEEN, UNBROKEN = " / ", "\u00a0"
"""Between the moves of a strategy, and a space at which no line ends."""
MOST = 14
"""Strategies of a player beyond which a matrix is no longer read."""
NAME, NUMBER = Font(7.5), Font(TEXT)
LINE, PAD = 1.2 * NAME.size, 5.0
CELL, LEAD = 15.0, 12.0
"""Height of a row, and from line to line of payoffs that stand in a column."""


@dataclass(frozen=True, slots=True)
class _Way:
    """Widths at which names of rows and columns are broken; whether payoffs stand in a column."""

    rows: float
    columns: float
    stacked: bool = False


WAYS = (
    _Way(110.0, 78.0),
    _Way(80.0, 60.0),
    _Way(60.0, 48.0),
    _Way(44.0, 36.0),
    _Way(60.0, 36.0, stacked=True),
    _Way(44.0, 24.0, stacked=True),
)
"""To try in turn until a matrix is as narrow as it is wanted."""


@dataclass(frozen=True, eq=False)
class MatrixData:
    """A normal form with its best responses.

    ``best`` is like the payoffs, (players, strategies of the first, of the second, ...): whether a
    strategy is a best response to the others, in exact numbers; ``pure`` marks the profiles at
    which all are. ``columns``, by player, say how payoffs are written; ``places``, by player, are
    the information sets at which the moves of a strategy are made, in their order, where it is of
    several.
    """

    form: NormalForm
    best: Flags
    pure: Flags
    columns: tuple[WrittenColumn, ...]
    places: tuple[tuple[str, ...], ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """The players, each with the power of ten of which its payoffs are counts."""
        pairs = zip(self.columns, self.form.shorts, strict=True)
        return tuple(column.headed(name) for column, name in pairs)


def matrix_data(game: Game) -> MatrixData:
    """The reduced normal form of a game, with the best responses of each player.

    Raises
    ------
    InputError
        One player, more than three, or strategies too many to be read.
    """
    count = len(game.players)
    if count not in (2, 3):
        raise InputError(f"a matrix shows two or three players; this game has {count}")
    form = reduced_normal_form(game, most=200_000).form
    if max(form.shape) > MOST:
        shown = " by ".join(map(str, form.shape))
        raise InputError(
            f"the matrix would have {shown} strategies; more than {MOST} cannot be read. "
            "Draw the tree instead (",
            Remedy("figure()", "tree"),
            ")",
        )
    own = [form.numbers[player] for player in range(count)]
    best = np.stack(
        [np.asarray(one == one.max(axis=i, keepdims=True), dtype=bool) for i, one in enumerate(own)]
    )
    columns = tuple(_column(form.payoffs[player], player) for player in range(count))
    places = tuple(_places(game, player, form.strategies[player]) for player in range(count))
    return MatrixData(form, best, np.asarray(best.all(axis=0)), columns, places)


def _places(game: Game, player: int, strategies: Sequence[str]) -> tuple[str, ...]:
    """Where a player moves, in the order of the moves of a strategy; empty for one move alone."""
    if not any(_BETWEEN in name for name in strategies):
        return ()
    tree = game.tree
    held = [one for one in tree.information_sets if one.player == player]
    return tuple(one.label for one in sorted(held, key=lambda one: _before(tree, one.nodes[0])))


def _before(tree: Tree, node: int) -> int:
    """How many moves the mover at a node has made before it."""
    mover, count = tree.mover[node], 0
    while (node := int(tree.parent[node])) >= 0:
        count += int(tree.mover[node] == mover)
    return count


def _column(payoffs: Floats, player: int) -> WrittenColumn:
    """How a player's payoffs are written: what its own strategies bring must read differently."""
    beside = np.moveaxis(payoffs, player, -1).reshape(-1, payoffs.shape[player])
    return column_of(payoffs.ravel().tolist(), beside.tolist())


def draw(request: Request) -> Picture:
    """The kind ``matrix``."""
    data = matrix_data(request.games.game(request.values))
    return matrix_picture(data, text_width, width=request.layout_width, title=request.title)


def matrix_picture(
    data: MatrixData, measure: Measure, *, width: float, title: str | None = None
) -> Picture:
    """Rows for the first player, columns for the second; a matrix for each move of a third."""
    form = data.form
    third = form.strategies[2] if len(form.players) == 3 else ("",)
    for way in WAYS:
        tables = [_Table(data, measure, number, way) for number in range(len(third))]
        natural = max(table.width for table in tables) + 2 * EDGE
        if natural <= width:
            break
    wide = max(width, natural)
    parts = [head(measure, wide, title)]
    for name, table in zip(third, tables, strict=True):
        if name:
            lines = [f"{form.shorts[2]}: {name}"]
            parts.append(head(measure, wide, None, lines))
        parts.append(table.part().moved((wide - table.width) / 2, 0.0))
    order = ", ".join(data.heads)
    down = ", downwards" if tables[0].stacked else ""
    note = f"Payoffs{down}: {order}. Underlined: best responses; shaded: pure Nash equilibria."
    moves = " ".join(_moves_told(data)).replace("$", r"\$")
    parts.append(foot(measure, wide, [f"{note} {moves}"]))
    return Picture(below_each_other(parts, wide), matrix_alt(data))


class _Table:
    """The measures of one matrix."""

    def __init__(self, data: MatrixData, measure: Measure, third: int, way: _Way) -> None:
        form, self.data, self.measure = data.form, data, measure
        self.third, self.stacked = third, way.stacked
        self.rows = [_lines(name, measure, way.rows) for name in form.strategies[0]]
        self.columns = [_lines(name, measure, way.columns) for name in form.strategies[1]]
        self.cells = [
            [self.texts(i, j) for j in range(len(self.columns))] for i in range(len(self.rows))
        ]
        every = [text for row in self.cells for cell in row for text in cell]
        self.comma = ";" if any("," in text for text in every) else ","
        names = max(measure(line, NAME) for lines in self.rows for line in lines)
        self.left = max(names, measure(data.heads[0], _BOLD) + 10.0) + 2 * PAD
        self.widths = [self.column_width(j) for j in range(len(self.columns))]
        least = LEAD * len(form.players) + PAD if self.stacked else CELL
        self.heights = [max(least, LINE * len(lines) + PAD) for lines in self.rows]
        self.head = LINE * max(map(len, self.columns)) + PAD + 14.0
        self.width = self.left + sum(self.widths)
        self.height = self.head + sum(self.heights)

    def texts(self, row: int, column: int) -> list[str]:
        place = (row, column, self.third) if len(self.data.form.players) == 3 else (row, column)
        values = self.data.form.payoffs[(slice(None), *place)]
        return [c.write(float(value)) for c, value in zip(self.data.columns, values, strict=True)]

    def joined(self, texts: list[str]) -> str:
        return f"{self.comma} ".join(texts)

    def long(self, texts: list[str], font: Font) -> float:
        """The width of the payoffs of a cell."""
        lines = texts if self.stacked else [self.joined(texts)]
        return max(self.measure(line, font) for line in lines)

    def column_width(self, column: int) -> float:
        name = max(self.measure(line, NAME) for line in self.columns[column])
        cell = max(self.long(row[column], NUMBER) for row in self.cells)
        return max(name, cell) + 2 * PAD + 2.0

    def part(self) -> ScenePart:
        return joined([self.names(), *self.filled()], self.height + 6.0)

    def names(self) -> ScenePart:
        labels, marks = [], []
        x, y = self.left, self.head
        strokes = [Stroke(((0.0, y), (self.width, y)), INK, 0.6, role="rule")]
        strokes.append(Stroke(((x, 14.0), (x, self.height)), INK, 0.6, role="rule"))
        for player, at in ((0, (PAD, self.head - PAD)), (1, (x + PAD, 9.0))):
            mark = player_mark(player)
            marks.append(Mark(at[0] + 3.2, at[1] - 2.6, mark.marker, 5.6, mark.colour, mark.colour))
            labels.append(Label(at[0] + 9.5, at[1], self.data.heads[player], _BOLD, role="player"))
        for lines, width in zip(self.columns, self.widths, strict=True):
            base = self.head - PAD - LINE * (len(lines) - 1)
            for number, line in enumerate(lines):
                spot = (x + width / 2, base + number * LINE)
                labels.append(Label(*spot, line, NAME, INK, "middle", "strategy"))
            x += width
        for lines, height in zip(self.rows, self.heights, strict=True):
            base = y + (height - LINE * (len(lines) - 1)) / 2 + 0.34 * NAME.size
            for number, line in enumerate(lines):
                spot = (self.left - PAD, base + number * LINE)
                labels.append(Label(*spot, line, NAME, INK, "end", "strategy"))
            y += height
        return ScenePart(self.height, tuple(strokes), tuple(marks), tuple(labels))

    def filled(self) -> Iterator[ScenePart]:
        y = self.head
        for i, height in enumerate(self.heights):
            x = self.left
            for j, width in enumerate(self.widths):
                yield self.cell((i, j), (x, y, width, height))
                x += width
            y += height

    def cell(self, at: tuple[int, int], box: tuple[float, float, float, float]) -> ScenePart:
        """The payoffs of a profile, underlined where they are those of a best response."""
        x, y, width, height = box
        texts, areas = self.cells[at[0]][at[1]], []
        place = (*at, self.third) if len(self.data.form.players) == 3 else at
        chosen = bool(self.data.pure[place])
        font = Font(NUMBER.size, bold=chosen)
        if chosen:
            right, low = x + width - 1, y + height - 1
            ring = ((x + 1, y + 1), (right, y + 1), (right, low), (x + 1, low))
            areas.append(Area((ring,), "#E4E4E4", SOFT, 0.6, role="equilibrium"))
        long = self.long(texts, font)
        left = x + (width - long) / 2
        base = y + height / 2 + 0.33 * font.size
        if self.stacked:
            base -= LEAD * (len(texts) - 1) / 2
        labels, strokes = [], []
        for player, text in enumerate(texts):
            wide = self.measure(text, font)
            if self.stacked:
                left = x + (width + long) / 2 - wide
            labels.append(Label(left, base, text, font, role="payoff"))
            if self.data.best[(player, *place)]:
                line = ((left, base + 2.0), (left + wide, base + 2.0))
                colour = legible(player_mark(player).colour)
                strokes.append(Stroke(line, colour, 0.9, role="best response"))
            if self.stacked:
                base += LEAD
                continue
            left += wide
            if player < len(texts) - 1:
                labels.append(Label(left, base, self.comma, font, SOFT, role="comma"))
                left += self.measure(f"{self.comma} ", font)
        return ScenePart(0.0, tuple(strokes), (), tuple(labels), tuple(areas))


_BOLD = Font(TEXT, bold=True)


def _lines(name: str, measure: Measure, width: float) -> list[str]:
    """A strategy broken between its moves; within a move only where that alone is too wide."""
    moves = [
        move.replace(" ", UNBROKEN) if measure(f"{move} /", NAME) <= width else move
        for move in name.split(_BETWEEN)
    ]
    lines = wrap(f"{UNBROKEN}/ ".join(moves), NAME, measure, width) or [""]
    return [line.replace(UNBROKEN, " ") for line in lines]


def _moves_told(data: MatrixData) -> Iterator[str]:
    """What stands between the slashes of strategies, as sentences."""
    form = data.form
    for name, places, strategies in zip(form.shorts, data.places, form.strategies, strict=True):
        if places:
            all_come = all(one.count(_BETWEEN) == len(places) - 1 for one in strategies)
            left = "" if all_come else ", where the strategy lets them come up"
            yield f"Moves of {name}: {_BETWEEN.join(places)}{left}."


def matrix_alt(data: MatrixData) -> str:
    """The matrix in words."""
    return " ".join(_sentences(data))


def _sentences(data: MatrixData) -> Iterator[str]:
    """Every profile with its payoffs and who plays a best response, the equilibria before them."""
    form = data.form
    sizes = zip(form.shorts, form.shape, strict=True)
    told = listed_and(
        [f"{name} has {counted(size, 'strategy', 'strategies')}" for name, size in sizes]
    )
    yield f"Payoff matrix of {form.title}: {told}."
    yield from _moves_told(data)
    for found in np.argwhere(data.pure).tolist():
        yield f"In a pure Nash equilibrium {_profile(data, found)}."
    if not data.pure.any():
        yield "It has no pure Nash equilibrium."
    for place in np.ndindex(*form.shape):
        best = [name for player, name in enumerate(form.shorts) if data.best[(player, *place)]]
        play = "plays" if len(best) == 1 else "each play"
        told = (
            f"{listed_and(best)} {play} a best response" if best else "nobody plays a best response"
        )
        yield capital(f"{_profile(data, place)}; {told}.")


def _profile(data: MatrixData, place: Sequence[int]) -> str:
    """What each player plays, and what each gets."""
    form = data.form
    plays = [
        f"{name} plays '{form.strategies[player][number]}'"
        for player, (name, number) in enumerate(zip(form.shorts, place, strict=True))
    ]
    values = np.moveaxis(form.payoffs, 0, -1)[tuple(place)]
    paid = [
        f"{name} gets {column.told(float(value))}"
        for name, column, value in zip(form.shorts, data.columns, values, strict=True)
    ]
    return f"{listed_and(plays)}: {listed_and(paid)}"
