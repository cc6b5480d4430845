"""The tables of an ``.efg`` file made into a game."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from crisis_sim.gambit.adjustments import MOST_NAMED, of_tree
from crisis_sim.gambit.as_written import entries, numbers_as_written
from crisis_sim.gambit.labels import clean, shared_names
from crisis_sim.gambit.made_up import Joined, PayoffTexts, SetTexts
from crisis_sim.gambit.node_table import Menus, NodeTable
from crisis_sim.gambit.prologue import player_names
from crisis_sim.gambit.read_nfg import NormalFormFile
from crisis_sim.gambit.terminal_rows import Rows, terminal_rows
from crisis_sim.game.distinct import distinct
from crisis_sim.game.game import Exact, Floats, Game, Numbers, RowsAsNeeded
from crisis_sim.game.tree import TERMINAL, Integers, Tree
from crisis_sim.numbers.rational import fraction

__all__ = ["CHANCE_NAME", "EXACT_NODES", "GambitFile", "build"]

EXACT_NODES = 50_000
"""In games with more nodes exact numbers are made only when they are asked for."""

ROUNDING = 1e-12
"""By how much floats of probabilities may miss a sum of one through rounding alone."""

CHANCE_NAME = "chance"
"""What a chance node is called that has no name."""


@dataclass(frozen=True, slots=True)
class GambitFile:
    """A file of Gambit's, read.

    ``renamed`` holds each label that had to be numbered because it repeats, and what it is called
    in the file; ``notes`` say in words whatever is otherwise than in the file. ``table`` is what
    an ``.efg`` file says, from which :func:`crisis_sim.gambit.write_table.write_table` writes it
    again, ``normal_form`` likewise what an ``.nfg`` file says.
    """

    game: Game
    comment: str
    renamed: Mapping[str, str] = field(hash=False)
    notes: tuple[str, ...] = ()
    table: NodeTable | None = None
    normal_form: NormalFormFile | None = None

    def chances(self, nodes: Sequence[int]) -> dict[int, list[Any]]:
        """The probabilities at chance nodes as the file gives them, which need not add up to 1."""
        if self.table is None:
            return {}
        menus, menu_of = self.table.menus, self.table.nodes.menu
        given = menus.chance.tolist() if menus.exact is None else menus.exact
        runs = {node: menus.start[menu_of[node] : menu_of[node] + 2].tolist() for node in nodes}
        return {node: list(given[first:last]) for node, (first, last) in runs.items()}


def build(table: NodeTable) -> GambitFile:
    """The game of a file's tables.

    Names that are missing are made up: a set takes that of its first node, or is
    ``(player,number)``; an outcome is called by its payoffs, a move by its position.
    Payoffs along a path are added up at its end. Linear in the size of the tables.
    """
    labels = _Labels(table)
    nodes, menus = table.nodes, table.menus
    rows = terminal_rows(table)
    of_player = np.flatnonzero(menus.player > 0).astype(np.int32)
    set_of_menu = np.cumsum(menus.player > 0, dtype=np.int32) - 1
    set_of_menu[menus.player == 0] = -1
    set_label = labels.sets(of_player)
    moves = labels.moves()
    entry = entries(menus, nodes)
    game_moves = np.full(len(nodes.parent), -1, dtype=np.int32)
    game_moves[1:] = moves[entry]
    tree = Tree(
        players=tuple(labels.players),
        parent=nodes.parent,
        branch=nodes.branch,
        mover=_by_menu(menus.player - 1, nodes.menu, TERMINAL),
        information_set=_by_menu(set_of_menu, nodes.menu, -1),
        end=nodes.end,
        move=game_moves,
        place=labels.places(set_label, set_of_menu, rows),
        payoff_row=rows.of_node,
        labels=labels.values.settled(),
        set_player=menus.player[of_player] - 1,
        set_label=set_label,
        set_actions=np.diff(menus.start)[of_player],
        rows=rows.outcome,
        outcomes=rows.names,
    )
    chance = np.ones(len(nodes.parent))
    chance[1:] = _whole(menus)[entry]
    numbers = _numbers(table, rows)
    exact = None
    if numbers is not None and not table.scanned and len(entry) < EXACT_NODES:
        exact = Exact(
            tuple(map(fraction, numbers.chance)),
            tuple(tuple(map(fraction, row)) for row in numbers.payoffs),
        )
    known = numbers
    if exact is not None and numbers is not None and not numbers.normalised:
        known = None
    title = clean(table.prologue.title)
    game = Game(title, tree, chance, rows.payoffs, {}, exact, irrational=known)
    notes = of_tree(table, labels.renamed, labels.where)
    return GambitFile(game, table.prologue.comment, labels.renamed, notes, table)


def _by_menu(values: Integers, menu: Integers, otherwise: int) -> Integers:
    """(nodes,) the value of each node's menu; the last entry serves nodes that have none."""
    return np.append(values, np.int32(otherwise)).astype(np.int32)[menu]


def _whole(menus: Menus) -> Floats:
    """(moves of all menus,) the floats of the chances, divided where they do not add up to one.

    What rounding alone may have caused is left: it is within the bounds of error of all that reckon
    in floats.
    """
    by_chance = menus.player == 0
    if not by_chance.any():
        return menus.chance
    totals = np.add.reduceat(menus.chance, menus.start[:-1])
    off = by_chance & (np.abs(totals - 1.0) > ROUNDING)
    if not off.any():
        return menus.chance
    return np.asarray(menus.chance / np.repeat(np.where(off, totals, 1.0), np.diff(menus.start)))


def _numbers(table: NodeTable, rows: Rows) -> Numbers | None:
    """The exact numbers; None where the floats are these."""
    menus = table.menus
    if menus.exact is None and rows.exact is None:
        return None
    given = menus.chance.tolist() if menus.exact is None else menus.exact
    paid = RowsAsNeeded(rows.payoffs) if rows.exact is None else rows.exact
    return numbers_as_written(menus, given, table.nodes, paid)


class _Labels:
    """The labels of the game: the names of the file, then those made up for what has none."""

    def __init__(self, table: NodeTable) -> None:
        self.table = table
        self.values = Joined(table.names)
        self.index = {name: number for number, name in enumerate(table.names)}
        self.renamed: dict[str, str] = {}
        self.where: dict[str, str] = {}
        named = player_names(tuple(clean(name) for name in table.prologue.players))
        self.players = distinct(named)
        self.remember(self.players, named)
        # What is made up stands in brackets, so that nothing can be called the same.
        self.apart_from_made_up = not any(name.startswith("(") for name in table.names)
        self.node_name = self.shared(table.nodes.name)

    def number(self, label: str) -> int:
        """The place of a label, which is added if it is new."""
        number = self.index.setdefault(label, len(self.values))
        if number == len(self.values):
            self.values.append(label)
        return number

    def append(self, labels: Sequence[str]) -> Integers:
        """The places of labels that are all different."""
        if isinstance(labels, (SetTexts, PayoffTexts)) and self.apart_from_made_up:
            first = len(self.values)
            self.values.join(labels)
            return np.arange(first, len(self.values), dtype=np.int32)
        return np.asarray([self.number(label) for label in labels], dtype=np.int32)

    def remember(
        self, made: list[str], original: list[str], menus: Sequence[int] = (), what: str = ""
    ) -> None:
        """Keep what was numbered, and of the first ones the lists of moves that it is in."""
        both = enumerate(zip(made, original, strict=True))
        again = {new: place for place, (new, old) in both if new != old}
        self.renamed |= {new: original[place] for new, place in again.items()}
        for new, place in itertools.islice(again.items(), MOST_NAMED if menus else 0):
            self.where.setdefault(new, f"{what}{self.told(menus[place])}")

    def told(self, menu: int) -> str:
        """A list of moves by the numbers that it has in the file."""
        player, number = self.table.menus.player[menu], self.table.menus.number[menu]
        return f"information set {number} of {f'player {player}' if player else 'chance'}"

    def shared(self, name: Integers) -> Integers:
        """(nodes,) names of nodes, those numbered for the sake of the file put back."""
        used = np.zeros(len(self.values), dtype=bool)
        used[name] = True
        names = [self.values[number] for number in np.flatnonzero(used).tolist()]
        repetitions = shared_names(names)
        if not repetitions:
            return name
        back = np.arange(len(self.values), dtype=np.int32)
        for again, first in repetitions.items():
            back[self.index[again]] = self.index[first]
        return back[name]

    def sets(self, of_player: Integers) -> Integers:
        """(information sets,) a label for each, all different."""
        nodes, menus = self.table.nodes, self.table.menus
        moving = np.flatnonzero(nodes.menu >= 0)[::-1]
        first = np.zeros(len(menus.player), dtype=np.int32)
        first[nodes.menu[moving]] = moving
        name = menus.name[of_player]
        name = np.where(name > 0, name, self.node_name[first[of_player]])
        unnamed = np.flatnonzero(name == 0).astype(np.int32)
        made = SetTexts(menus.player[of_player][unnamed], menus.number[of_player][unnamed])
        return self.apart(name, unnamed, made, of_player)

    def apart(
        self, name: Integers, unnamed: Integers, made: SetTexts, of_player: Integers
    ) -> Integers:
        """Numbers of the sets' labels: names where they differ, else numbered ones."""
        label = name.astype(np.int32)
        counts = np.bincount(name, minlength=len(self.values))
        counts[0] = 0
        if np.any(counts > 1) or not self.apart_from_made_up:
            full = [self.values[number] for number in name.tolist()]
            for position, new in zip(unnamed.tolist(), made, strict=True):
                full[position] = new
            different = distinct(full)
            self.remember(different, full, of_player.tolist())
            return np.asarray([self.number(one) for one in different], dtype=np.int32)
        label[unnamed] = self.append(made)
        return label

    def moves(self) -> Integers:
        """(moves of all menus,) labels; those without one are numbered, repeated ones too."""
        menus = self.table.menus
        label = menus.moves.copy()
        for menu in _repeating(menus).tolist():
            where = slice(int(menus.start[menu]), int(menus.start[menu + 1]))
            names = [self.values[number] for number in label[where].tolist()]
            full = [name or str(place) for place, name in enumerate(names, start=1)]
            different = distinct(full)
            self.remember(different, full, [menu] * len(full), "a move of ")
            label[where] = [self.number(one) for one in different]
        return label

    def places(self, set_label: Integers, set_of_menu: Integers, rows: Rows) -> Integers:
        """(nodes,) the node's name, else that of its set, of its chance move or of its outcome."""
        nodes, menus = self.table.nodes, self.table.menus
        by_menu = np.where(menus.name > 0, menus.name, self.number(CHANCE_NAME)).astype(np.int32)
        of_player = set_of_menu >= 0
        by_menu[of_player] = set_label[set_of_menu[of_player]]
        by_row = self.append(rows.names)[rows.outcome]
        place = self.node_name.copy()
        unnamed = (place == 0) & (nodes.menu >= 0)
        place[unnamed] = by_menu[nodes.menu[unnamed]]
        unnamed = (place == 0) & (nodes.menu < 0)
        place[unnamed] = by_row[rows.of_node[unnamed]]
        return place


def _repeating(menus: Menus) -> Integers:
    """Menus in which a move has no name, or two have the same."""
    found = []
    sizes = np.diff(menus.start)
    for size in np.unique(sizes).tolist():
        which = np.flatnonzero(sizes == size)
        names = np.sort(menus.moves[menus.start[which][:, None] + np.arange(size)], axis=1)
        wrong = (names[:, 0] == 0) | np.any(names[:, 1:] == names[:, :-1], axis=1)
        found.append(which[wrong])
    return np.concatenate(found) if found else np.zeros(0, dtype=np.intp)
