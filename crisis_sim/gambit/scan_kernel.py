"""The compiled loops behind :mod:`crisis_sim.gambit.scan_efg`, one for each column to fill.

They recognise what :mod:`crisis_sim.gambit.parse_efg` accepts and give up at anything else; that
module then reads the file again and says what is wrong. Places are positions in the bytes of the
file, 0 for nothing there. Importing this module imports numba.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from crisis_sim.compiled import njit

__all__ = [
    "find_nodes",
    "group",
    "link",
    "number_names",
    "read_moves",
    "read_nodes",
    "read_payoffs",
]

_SPACE, _QUOTE, _PLUS, _COMMA, _MINUS, _POINT, _SLASH, _ZERO = 32, 34, 43, 44, 45, 46, 47, 48
_TAB, _RETURN, _BACKSLASH, _CHANCE, _PLAYER, _TERMINAL, _OPEN, _CLOSE = (
    9,
    13,
    92,
    99,
    112,
    116,
    123,
    125,
)
_MOST_DECIMALS = 22
_POWERS = 10.0 ** np.arange(_MOST_DECIMALS + 1)


@njit(cache=True)
def find_nodes(data: Any, at: int, starts: Any) -> tuple[int, int]:
    """Places of the letters that begin the nodes; how many there are, and how many strings.

    Both -1 if the letters are more than ``starts`` holds.
    """
    nodes = strings = 0
    while at < len(data):
        byte = data[at]
        if byte == _QUOTE:
            strings += 1
            at = _closing(data, at + 1)
        elif byte in (_PLAYER, _TERMINAL, _CHANCE):
            if nodes == len(starts):
                return -1, -1
            starts[nodes] = at
            nodes += 1
        at += 1
    return nodes, strings


@njit(cache=True)
def read_nodes(data: Any, starts: Any, columns: Any) -> bool:
    """Fill the columns node by node; whether every node is of the right form.

    The rows of ``columns`` (8, nodes) are: owner (-1 terminal, 0 chance, else the player), number
    of the information set, number of the outcome, and the places of the node's name, the set's
    name, its moves, the outcome's name and its payoffs.
    """
    for node in range(len(starts)):
        kind = data[starts[node]]
        at = _skip(data, starts[node] + 1)
        columns[3, node] = at
        at = _past_text(data, at)
        owner = -1
        if kind != _TERMINAL:
            owner = 0
            if kind == _PLAYER:
                at, owner = _integer(data, at)
                if owner < 1:
                    return False
            at, columns[1, node] = _integer(data, at)
            at, columns[4, node], columns[5, node] = _name_and_list(data, at)
        columns[0, node] = owner
        at, columns[2, node] = _integer(data, at)
        at, columns[6, node], columns[7, node] = _name_and_list(data, at)
        if at < 0 or at != (starts[node + 1] if node + 1 < len(starts) else len(data)):
            return False
    return True


@njit(cache=True)
def group(
    data: Any, owner: Any, number: Any, lists: Any, slots: Any, which: Any, first: Any
) -> int:
    """Give things that have a number the order of their first use; how many, or -1 to give up.

    ``owner`` is (nodes,) who counts, -1 where nothing is counted; ``lists`` are the places of lists
    that must be there at the first use, and the same at later ones if there. ``slots`` is (owners,
    numbers) zeros to work with, -1 at a number that means nothing. Fills ``which`` (nodes,) with
    the order or -1, and ``first`` with the nodes of first use.
    """
    groups = 0
    for node in range(len(owner)):
        which[node] = -1
        if owner[node] < 0:
            continue
        if owner[node] >= slots.shape[0] or not 0 <= number[node] < slots.shape[1]:
            return -1
        known = slots[owner[node], number[node]]
        listed = lists[node]
        if known == 0 and listed:
            first[groups] = node
            groups += 1
            slots[owner[node], number[node]] = known = groups
        elif (
            known == 0
            or (known < 0 and listed)
            or (listed and not _same_list(data, lists[first[known - 1]], listed))
        ):
            return -1
        which[node] = known - 1 if known > 0 else -1
    return groups


@njit(cache=True)
def number_names(data: Any, places: Any, names: Any, slots: Any, known: int) -> int:
    """Replace places of names by their numbers; ``known`` names are numbered already.

    ``names`` is (2, n) the start and length of each name, ``slots`` a hash table of their numbers
    plus 1, its size a power of two (FNV-1a, open addressing). The empty name is number 0.
    """
    mask = len(slots) - 1
    for row in range(len(places)):
        start = places[row] + 1
        if start == 1 or data[start] == _QUOTE:
            places[row] = 0
            continue
        end, code = start, np.uint32(2166136261)
        while data[end] != _QUOTE:
            if data[end] == _BACKSLASH:
                end += 1
            code = np.uint32((code ^ np.uint32(data[end])) * np.uint32(16777619))
            end += 1
        slot = np.int64(code) & mask
        while slots[slot] and not _same(data, names[:, slots[slot] - 1], start, end):
            slot = (slot + 1) & mask
        if slots[slot] == 0:
            names[0, known], names[1, known] = start, end - start
            known += 1
            slots[slot] = known
        places[row] = slots[slot] - 1
    return known


@njit(cache=True)
def _same(data: Any, name: Any, start: int, end: int) -> bool:
    """Whether a name has the bytes from ``start`` to ``end``."""
    if name[1] != end - start:
        return False
    for place in range(start, end):  # noqa: SIM110
        if data[name[0] + place - start] != data[place]:
            return False
    return True


@njit(cache=True)
def read_moves(
    data: Any, lists: Any, owner: Any, sizes: Any, moves: Any, places: Any, chance: Any
) -> int:
    """The moves in the lists of menus; their number in all, or -1 to give up.

    Fills ``sizes`` of the lists and, move after move, the places of names and of probabilities and
    the latter: 1 for players, nan if the number must be read with care.
    """
    move = 0
    for row in range(len(lists)):
        before = move
        at = _skip(data, lists[row] + 1)
        while data[at] != _CLOSE:
            moves[move], chance[move] = at, 1.0
            at = _past_text(data, at)
            if owner[row] == 0:
                places[move] = at
                at, chance[move] = _number(data, at)
            at = _past_comma(data, at)
            if at < 0:
                return -1
            move += 1
        if move == before:
            return -1
        sizes[row] = move - before
    return move


@njit(cache=True)
def read_payoffs(data: Any, lists: Any, places: Any, payoffs: Any) -> bool:
    """Payoffs (outcomes, players) and their places, nan where a number must be read with care."""
    for outcome in range(len(lists)):
        at = _skip(data, lists[outcome] + 1)
        for player in range(payoffs.shape[1]):
            places[outcome, player] = at
            at, payoffs[outcome, player] = _number(data, at)
            at = _past_comma(data, at)
        if at < 0 or data[at] != _CLOSE:
            return False
    return True


@njit(cache=True)
def link(menu: Any, size: Any, parent: Any, branch: Any, end: Any) -> bool:
    """Parents, branches and ends of nodes in preorder; whether the tree is complete, no more.

    ``menu`` is (nodes,) -1 at terminals, ``size`` the number of moves of each menu.
    """
    above = -1
    left = np.zeros(len(menu), dtype=np.int32)
    for node in range(len(menu)):
        if node and above < 0:
            return False
        parent[node], branch[node], end[node] = above, -1, node + 1
        if above >= 0:
            branch[node] = size[menu[above]] - left[above]
            left[above] -= 1
        if menu[node] >= 0:
            left[node] = size[menu[node]]
            above = node
        while above >= 0 and left[above] == 0:
            end[above] = node + 1
            above = parent[above]
    return above < 0


@njit(cache=True)
def _closing(data: Any, at: int) -> int:
    """The place of the quotation mark that ends a string; the end of the data if there is none."""
    while at < len(data) and data[at] != _QUOTE:
        at += 2 if data[at] == _BACKSLASH else 1
    return min(at, len(data))


@njit(cache=True)
def _skip(data: Any, at: int) -> int:
    """The next place that is not white space."""
    while at < len(data) and _blank(data[at]):
        at += 1
    return at


@njit(cache=True)
def _blank(byte: int) -> bool:
    """Whether a byte is white space: a space, tabulator or line break."""
    return byte == _SPACE or _TAB <= byte <= _RETURN


@njit(cache=True)
def _is(data: Any, at: int, byte: int) -> bool:
    """Whether a byte stands at a place."""
    return 0 <= at < len(data) and data[at] == byte


@njit(cache=True)
def _past_text(data: Any, at: int) -> int:
    """The next place after a string; -1 if there is none."""
    if not _is(data, at, _QUOTE):
        return -1
    end = _closing(data, at + 1)
    return _skip(data, end + 1) if end < len(data) else -1


@njit(cache=True)
def _past_comma(data: Any, at: int) -> int:
    """The next place after white space and at most one comma; -1 at the end of the data."""
    if at < 0:
        return -1
    at = _skip(data, at)
    if _is(data, at, _COMMA):
        at = _skip(data, at + 1)
    return at if at < len(data) else -1


@njit(cache=True)
def _name_and_list(data: Any, at: int) -> tuple[int, int, int]:
    """The next place after a name and a list, either of which may be missing, and their places."""
    name = moves = 0
    if _is(data, at, _QUOTE):
        name = at
        at = _past_text(data, at)
    if _is(data, at, _OPEN):
        moves = at
        while _is(data, at, _QUOTE) or (0 <= at < len(data) and data[at] != _CLOSE):
            at = _closing(data, at + 1) + 1 if data[at] == _QUOTE else at + 1
        at = _skip(data, at + 1) if at < len(data) else -1
    return at, name, moves


@njit(cache=True)
def _same_list(data: Any, first: int, second: int) -> bool:
    """Whether two lists in braces consist of the same words."""
    while data[first] != _CLOSE:
        if data[first] != data[second]:
            return False
        if data[first] == _QUOTE:
            end = _closing(data, first + 1)
            length = end - first
            if _closing(data, second + 1) - second != length:
                return False
            for offset in range(length):
                if data[first + offset] != data[second + offset]:
                    return False
            first, second = first + length, second + length
        if _stops(data, first + 1) != _stops(data, second + 1):
            return False
        if data[first] == _OPEN:
            first, second = _skip(data, first + 1), _skip(data, second + 1)
        else:
            first, second = _past_comma(data, first + 1), _past_comma(data, second + 1)
    return bool(data[second] == _CLOSE)


@njit(cache=True)
def _stops(data: Any, at: int) -> bool:
    """Whether a number may stop before this place."""
    if at >= len(data):
        return True
    byte = data[at]
    return _blank(byte) or byte in (_QUOTE, _COMMA, _OPEN, _CLOSE)


@njit(cache=True)
def _digits(data: Any, at: int, value: int) -> tuple[int, int]:
    """The place after digits, and a value with them appended, 10 ** 17 once it is large."""
    while at < len(data) and 0 <= data[at] - _ZERO <= 9:
        value = 10 * value + (data[at] - _ZERO) if value < 10**15 else 10**17
        at += 1
    return at, value


@njit(cache=True)
def _integer(data: Any, at: int) -> tuple[int, int]:
    """The next place after a whole number, and the number; -1 if there is none or it is large."""
    if at < 0:
        return -1, -1
    after, value = _digits(data, at, 0)
    if after == at or after - at > 9 or not _stops(data, after):
        return -1, -1
    return _skip(data, after), value


@njit(cache=True)
def _number(data: Any, at: int) -> tuple[int, float]:
    """The place after a number, and the number; nan unless one rounding gives it.

    Both operands of the one division are exact, so that the result is the float nearest to the
    number (Clinger 1990, section 3).
    """
    if at < 0:
        return -1, np.nan
    start = at
    negative = _is(data, at, _MINUS)
    if negative or _is(data, at, _PLUS):
        at += 1
    after, value = _digits(data, at, 0)
    digits, divisor = after - at, 1.0
    if _is(data, after, _POINT):
        at = after + 1
        after, value = _digits(data, at, value)
        digits += after - at
        divisor = _POWERS[after - at] if after - at <= _MOST_DECIMALS else np.nan
    elif _is(data, after, _SLASH):
        after, below = _digits(data, after + 1, 0)
        divisor = float(below) if 0 < below < 2**53 else np.nan
    if digits and value < 2**53 and _stops(data, after):
        return after, -(value / divisor) if negative and value else value / divisor
    while not _stops(data, after):
        after += 1
    return after if after > start else -1, np.nan
