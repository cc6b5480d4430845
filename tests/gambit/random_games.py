"""Hypothesis strategies: game trees with any labels, shared information sets and exact numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from crisis_sim.gambit.labels import clean
from crisis_sim.game.game import Exact, Game
from crisis_sim.game.normal_form import NormalForm
from crisis_sim.game.tree import CHANCE, TERMINAL, Tree

NUMBERED = re.compile(r".* \(\d+\)", re.DOTALL)
MOST_DEPTH = 4
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

labels = (
    st.text(st.sampled_from('ab"\\ {},é(12)\n'), min_size=1, max_size=6)
    .map(clean)
    .filter(lambda label: bool(label) and not NUMBERED.fullmatch(label))
)
numbers = st.one_of(
    st.integers(-9, 9).map(Fraction),
    st.fractions(min_value=-100, max_value=100, max_denominator=1000),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: Fraction(repr(value))),
)


@dataclass
class Columns:
    """A tree under construction, in preorder."""

    players: int
    labels: dict[str, int] = field(default_factory=dict)
    parent: list[int] = field(default_factory=list)
    branch: list[int] = field(default_factory=list)
    mover: list[int] = field(default_factory=list)
    set_of: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    move: list[int] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    chance: list[Fraction] = field(default_factory=list)
    sets: list[tuple[int, str, list[str]]] = field(default_factory=list)
    outcomes: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[int, tuple[Fraction, ...]]] = field(default_factory=list)

    def number(self, label: str) -> int:
        return self.labels.setdefault(label, len(self.labels))

    def add(self, parent: int, branch: int, move: str | None, chance: Fraction) -> int:
        self.parent.append(parent)
        self.branch.append(branch)
        self.move.append(-1 if move is None else self.number(move))
        self.chance.append(chance)
        return len(self.parent) - 1


@st.composite
def games(draw: st.DrawFn) -> Game:
    players = tuple(draw(st.lists(labels, min_size=1, max_size=3, unique=True)))
    columns = Columns(len(players))
    grow(draw, columns, (-1, -1, None, Fraction(1)), 0)
    return finish(draw, columns, players)


def grow(
    draw: st.DrawFn, columns: Columns, entry: tuple[int, int, str | None, Fraction], depth: int
) -> None:
    node = columns.add(*entry)
    kind = draw(st.sampled_from(["end", "chance", "player", "player"])) if depth else "player"
    columns.end.append(node + 1)
    if kind == "end" or depth == MOST_DEPTH:
        end_here(draw, columns)
        return
    columns.row.append(-1)
    columns.place.append(columns.number(draw(labels)))
    if kind == "chance":
        columns.mover.append(CHANCE)
        columns.set_of.append(-1)
        moves = draw(st.lists(labels, min_size=1, max_size=3, unique=True))
        weights = [draw(st.integers(0, 5)) for _ in moves[1:]]
        chances = [Fraction(weight, 15) for weight in weights]
        chances.append(1 - sum(chances, Fraction(0)))
    else:
        moves = decide(draw, columns)
        chances = [Fraction(1)] * len(moves)
    for branch, (move, chance) in enumerate(zip(moves, chances, strict=True)):
        grow(draw, columns, (node, branch, move, chance), depth + 1)
    columns.end[node] = len(columns.parent)


def decide(draw: st.DrawFn, columns: Columns) -> list[str]:
    """Enter an information set, an old one at times; its moves."""
    known = draw(st.integers(-2, len(columns.sets) - 1))
    if known < 0:
        taken = {name for _, name, _ in columns.sets}
        name = draw(labels.filter(lambda label: label not in taken))
        moves = draw(st.lists(labels, min_size=1, max_size=3, unique=True))
        player = draw(st.integers(0, columns.players - 1))
        columns.sets.append((player, name, moves))
        known = len(columns.sets) - 1
    columns.mover.append(columns.sets[known][0])
    columns.set_of.append(known)
    return columns.sets[known][2]


def end_here(draw: st.DrawFn, columns: Columns) -> None:
    """A terminal, with an old payoff row at times."""
    columns.mover.append(TERMINAL)
    columns.set_of.append(-1)
    columns.place.append(columns.number(draw(labels)))
    row = draw(st.integers(-1, len(columns.rows) - 1))
    if row < 0:
        name = draw(labels)
        outcome = columns.outcomes.setdefault(name, len(columns.outcomes))
        payoffs = tuple(draw(numbers) for _ in range(columns.players))
        columns.rows.append((outcome, payoffs))
        row = len(columns.rows) - 1
    columns.row.append(row)


def finish(draw: st.DrawFn, columns: Columns, players: tuple[str, ...]) -> Game:
    def column(values: list[int]) -> np.ndarray:
        return np.asarray(values, dtype=np.int32)

    set_label = [columns.number(name) for _, name, _ in columns.sets]
    tree = Tree(
        players=players,
        parent=column(columns.parent),
        branch=column(columns.branch),
        mover=column(columns.mover),
        information_set=column(columns.set_of),
        end=column(columns.end),
        move=column(columns.move),
        place=column(columns.place),
        payoff_row=column(columns.row),
        labels=tuple(columns.labels),
        set_player=column([player for player, _, _ in columns.sets]),
        set_label=column(set_label),
        set_actions=column([len(moves) for _, _, moves in columns.sets]),
        rows=column([outcome for outcome, _ in columns.rows]),
        outcomes=tuple(columns.outcomes),
    )
    exact = Exact(tuple(columns.chance), tuple(payoffs for _, payoffs in columns.rows))
    chance = np.asarray(exact.chance, dtype=np.float64)
    payoffs = np.asarray(exact.payoffs, dtype=np.float64)
    return Game(clean(draw(st.text(max_size=5))), tree, chance, payoffs, {}, exact)


@st.composite
def normal_forms(draw: st.DrawFn) -> NormalForm:
    names = st.lists(labels.filter(bool), min_size=1, max_size=3, unique=True)
    players = tuple(draw(names))
    strategies = tuple(tuple(draw(names)) for _ in players)
    shape = (len(players), *map(len, strategies))
    exact = np.empty(shape, dtype=object)
    for place in np.ndindex(shape):
        exact[place] = draw(numbers)
    return NormalForm("t", players, strategies, exact.astype(np.float64), exact)
