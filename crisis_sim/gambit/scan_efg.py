"""The fast way to read an ``.efg`` file, for large ones: no word on faults.

Numbers are read as floats. Unless all are whole numbers that floats hold, their places in the file
are kept as well, so that each can be read exactly when it is asked for. A million nodes take a few
tenths of a second and some two hundred bytes each.
"""

from __future__ import annotations

import math
import re

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import ScenarioError
from crisis_sim.gambit.as_written import WORD, NumbersInFile
from crisis_sim.gambit.labels import clean, unquote
from crisis_sim.gambit.node_table import MOST_NODES, Menus, Nodes, NodeTable, Outcomes, Prologue
from crisis_sim.gambit.numbers import read_number
from crisis_sim.gambit.parse_efg import parse_prologue
from crisis_sim.gambit.tokens import Tokens
from crisis_sim.game.game import Floats
from crisis_sim.game.proper import SUM_SLACK
from crisis_sim.game.tree import Integers
from crisis_sim.problem import Problem

__all__ = ["encoding_of", "scan_efg"]

_HEAD = 1 << 16
_MOST_SLOTS = 1 << 28
_LEAST_NODE = 5
_BOM = b"\xef\xbb\xbf"
_PLAIN = re.compile(rb"[+-]?[0-9.]{1,40}(?:[eE][+-]?[0-9]{1,2})?")


def encoding_of(data: bytes) -> str:
    """The encoding of a file: UTF-8; else Windows-1252, or Latin-1 for what that cannot be."""
    if data.isascii():
        return "ascii"
    for encoding in ("utf-8", "cp1252"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def scan_efg(data: bytes, file: str) -> NodeTable | None:
    """The tables of an ``.efg`` file; None if it must be parsed instead.

    That is so for files with faults, and for rare shapes: numbers of sets or outcomes beyond the
    number of nodes, one list of moves spelt in two ways, a head of more than 64 kB.

    Raises
    ------
    ScenarioError
        The file has too many nodes.
    """
    from crisis_sim.gambit.scan_kernel import find_nodes

    encoding = encoding_of(data)
    head = _head(data, encoding)
    if head is None or len(data) >= 2**31:
        return None
    prologue, start = head
    starts = np.empty(len(data) // _LEAST_NODE + 1, dtype=np.int32)
    scan = _Scan(data, encoding, prologue)
    nodes, strings = find_nodes(scan.view, start, starts)
    if nodes > MOST_NODES:
        message = f"the game has about {nodes} nodes; at most {MOST_NODES} are read"
        raise ScenarioError(file, [Problem(message)])
    slots = (len(prologue.players) + 1) * (nodes + 1)
    if nodes <= 0 or starts[0] != start or slots >= _MOST_SLOTS:
        return None
    return scan.table(starts[:nodes], strings)


def _head(data: bytes, encoding: str) -> tuple[Prologue, int] | None:
    """The prologue, and the place in the bytes of the first node."""
    bom = len(_BOM) if data.startswith(_BOM) else 0
    text = data[bom:_HEAD].decode(encoding, errors="ignore")
    try:
        tokens = Tokens(text, "")
        prologue = parse_prologue(tokens)
    except ScenarioError:
        return None
    if tokens.at("end"):
        return None
    return prologue, bom + len(text[: tokens.start].encode(encoding))


class _Scan:
    """The file, and the names met so far."""

    def __init__(self, data: bytes, encoding: str, prologue: Prologue) -> None:
        self.data = data
        self.view = np.frombuffer(data, dtype=np.uint8)
        self.encoding = encoding
        self.prologue = prologue
        self.known = 1
        self.tidied = ""
        self.names = np.zeros((2, 1), dtype=np.int32)
        self.slots = np.zeros(2, dtype=np.int32)
        # A quotient of two whole numbers may be rounded to another.
        self.whole = b"/" not in data

    def table(self, starts: Integers, strings: int) -> NodeTable | None:
        """All tables; None to give up."""
        from crisis_sim.gambit.scan_kernel import link, read_nodes

        columns = np.zeros((8, len(starts)), dtype=np.int32)
        if not read_nodes(self.view, starts, columns):
            return None
        self.names = np.zeros((2, strings + 1), dtype=np.int32)
        self.slots = np.zeros(1 << (2 * strings + 1).bit_length(), dtype=np.int32)
        owner, number, outcome, name, set_name, moves, outcome_name, payoffs = columns
        menu, menus = self.menus(owner, number, set_name, moves)
        at, outcomes = self.outcomes(outcome, outcome_name, payoffs)
        if menus is None or outcomes is None:
            return None
        exact = not self.whole
        self.number(name)
        links = np.empty((3, len(starts)), dtype=np.int32)
        if not link(menu, np.diff(menus.start), *links):
            return None
        names, place = self.texts()
        parent, branch, end = links
        return NodeTable(
            prologue=self.prologue,
            names=names,
            nodes=Nodes(parent, branch, end, place[name], menu, at),
            menus=Menus(
                menus.player,
                menus.number,
                place[menus.name],
                menus.start,
                place[menus.moves],
                menus.chance,
                menus.exact if exact else None,
            ),
            outcomes=Outcomes(
                outcomes.number,
                place[outcomes.name],
                outcomes.payoffs,
                outcomes.exact if exact else None,
            ),
            scanned=True,
            tidied=self.tidied,
        )

    def menus(
        self, owner: Integers, number: Integers, name: Integers, lists: Integers
    ) -> tuple[Integers, Menus | None]:
        """(nodes,) the menu of each, and the menus."""
        from crisis_sim.gambit.scan_kernel import read_moves

        players = len(self.prologue.players)
        slots = np.zeros((players + 1, len(owner) + 1), dtype=np.int32)
        menu, first = self.grouped(owner, number, lists, slots)
        if first is None:
            return menu, None
        lists, player = lists[first], owner[first]
        sizes = np.zeros(len(first) + 1, dtype=np.int32)
        most = self.names.shape[1]
        moves, places = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32)
        chance = np.empty(most)
        count = read_moves(self.view, lists, player, sizes[1:], moves, places, chance)
        if count < 0:
            return menu, None
        start = np.cumsum(sizes, dtype=np.int32)
        moves, chance, places = moves[:count].copy(), chance[:count].copy(), places[:count]
        by_chance = bool((player == 0).any())
        if by_chance and not (self.careful(chance, places) and _proper(chance, player, start)):
            return menu, None
        self.number(moves)
        return menu, Menus(
            player,
            number[first],
            self.first_names(name, menu, len(first)),
            start,
            moves,
            chance,
            NumbersInFile(self.data, places.copy()) if by_chance else (),
        )

    def outcomes(
        self, number: Integers, name: Integers, lists: Integers
    ) -> tuple[Integers, Outcomes | None]:
        """(nodes,) the outcome at each, and the outcomes."""
        from crisis_sim.gambit.scan_kernel import read_payoffs

        slots = np.zeros((1, len(number) + 1), dtype=np.int32)
        slots[0, 0] = -1
        outcome, first = self.grouped(np.zeros_like(number), number, lists, slots)
        if first is None:
            return outcome, None
        payoffs = np.empty((len(first), len(self.prologue.players)))
        places = np.empty(payoffs.shape, dtype=np.int32)
        read = read_payoffs(self.view, lists[first], places, payoffs)
        if not read or not self.careful(payoffs.reshape(-1), places.reshape(-1)):
            return outcome, None
        names = self.first_names(name, outcome, len(first))
        exact = NumbersInFile(self.data, places.reshape(-1))
        return outcome, Outcomes(number[first], names, payoffs, exact)

    def grouped(
        self, owner: Integers, number: Integers, lists: Integers, slots: Integers
    ) -> tuple[Integers, Integers | None]:
        """(nodes,) the order of first use, and the nodes of first use; None to give up."""
        from crisis_sim.gambit.scan_kernel import group

        which, first = np.empty_like(owner), np.empty_like(owner)
        count = group(self.view, owner, number, lists, slots, which, first)
        return which, first[:count].copy() if count >= 0 else None

    def number(self, places: Integers) -> None:
        """Put numbers of names in the place of their places in the file."""
        from crisis_sim.gambit.scan_kernel import number_names

        self.known = number_names(self.view, places, self.names, self.slots, self.known)

    def first_names(self, name: Integers, which: Integers, count: int) -> Integers:
        """(count,) the first name given to each menu or outcome."""
        self.number(name)
        named = np.flatnonzero((name > 0) & (which >= 0))[::-1]
        first = np.zeros(count, dtype=np.int32)
        first[which[named]] = name[named]
        return first

    def careful(self, values: Floats, places: Integers) -> bool:
        """Read the numbers that are nan so far; whether all are finite.

        Notes too whether all are whole, and were so short that floats hold them.
        """
        left = np.flatnonzero(np.isnan(values)).tolist()
        self.whole = self.whole and not left and bool(np.all(values == np.rint(values)))
        for at in left:
            word = WORD.match(self.data, int(places[at]))
            value = _careful(word[0]) if word else math.nan
            if not math.isfinite(value):
                return False
            values[at] = value
        return True

    def texts(self) -> tuple[tuple[str, ...], Integers]:
        """Distinct names, and for each number given so far the name's place among them."""
        index: dict[str, int] = {"": 0}
        place = np.zeros(self.known, dtype=np.int32)
        starts, lengths = self.names[:, : self.known].tolist()
        for number in range(1, self.known):
            start = starts[number]
            raw = self.data[start - 1 : start + lengths[number] + 1].decode(self.encoding)
            written = unquote(raw)
            name = clean(written)
            if name != written:
                self.tidied = self.tidied or written
            place[number] = index.setdefault(name, len(index))
        return tuple(index), place


def _careful(raw: bytes) -> float:
    """A number of any spelling; nan if it is none."""
    try:
        if _PLAIN.fullmatch(raw):
            return float(raw)
        return float(read_number(raw.decode("ascii")))
    except ValueError:
        return math.nan


def _proper(chance: Floats, player: Integers, start: Integers) -> bool:
    """Whether the probabilities at each chance menu are such."""
    by_chance: NDArray[np.bool_] = player == 0
    if not by_chance.any():
        return True
    totals = np.add.reduceat(chance, start[:-1])[by_chance]
    negative: NDArray[np.bool_] = np.signbit(chance)  # rounded to -0.0 too
    return bool(not negative.any() and np.all(np.abs(totals - 1.0) <= SUM_SLACK))
