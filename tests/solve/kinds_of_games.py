"""Random games of the kinds that crises are told in, small, of perfect recall, drawn by seed.

Two and three sides with hidden moves; a side that may be committed to one course, which the others
do not know; two stages, the second after everybody saw what happened in the first. Half of the
games have payoffs from a wide range, so that ties are rare, half from -2 to 2, so that they are
common. Beside them games of two sides in which mixed play often comes everywhere: meetings, alone,
with a side that may be committed, and one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE
from crisis_sim.solve.nash import solve_nash
from tests.exactly import PlainGame, plain
from tests.random_trees import Columns, Shape, assembled, random_game, with_payoffs

WIDE, NARROW = 1_000, 2
FEWEST, MOST = 7, 40
SIZES = {"up to 15 nodes": 15, "16 to 25 nodes": 25, "26 to 40 nodes": MOST}
"""The most nodes of each class of size."""


@dataclass(frozen=True)
class End:
    payoffs: tuple[Fraction, ...]


@dataclass(frozen=True)
class Chance:
    shares: tuple[Fraction, ...]
    below: tuple[Form, ...]


@dataclass(frozen=True)
class Move:
    """A player's move; nodes with the same ``key`` are one information set."""

    player: int
    key: Hashable
    below: tuple[Form, ...]


Form = End | Chance | Move
"""A game nested as it is played."""


def nested(game: PlainGame, node: int = 0) -> Form:
    """A game, or what of it begins at a node."""
    payoffs, children = game.payoffs[node], game.children[node]
    below = tuple(nested(game, child) for child in children)
    if payoffs is not None:
        return End(payoffs)
    if game.mover[node] == CHANCE:
        return Chance(tuple(game.chance[child] for child in children), below)
    return Move(game.mover[node], game.set_of[node], below)


def flat(form: Form, players: int) -> Game:
    """The game of a nested form."""
    columns, known = Columns(), dict[Hashable, int]()

    def visit(here: Form, parent: int, branch: int, chance: Fraction) -> None:
        node = columns.add(parent, branch, chance)
        if isinstance(here, End):
            columns.ends(here.payoffs)
            return
        if isinstance(here, Chance):
            columns.moves(CHANCE)
            shares = here.shares
        else:
            if here.key not in known:
                known[here.key] = len(known)
                columns.owner.append(here.player)
                columns.width.append(len(here.below))
            columns.moves(here.player, known[here.key])
            shares = (Fraction(1),) * len(here.below)
        for place, (share, child) in enumerate(zip(shares, here.below, strict=True)):
            visit(child, node, place, share)

    visit(form, -1, -1, Fraction(1))
    return assembled(columns, players)


def committed(form: Form, player: int, share: Fraction) -> Form:
    """Chance first decides, unseen by the others, whether a player always takes its first action.

    The others have the same information sets either way.
    """
    return Chance((share, 1 - share), (_bound(form, player), form))


def _bound(form: Form, player: int) -> Form:
    """What is left where a player takes its first action everywhere."""
    if isinstance(form, End):
        return form
    if isinstance(form, Move) and form.player == player:
        return _bound(form.below[0], player)
    below = tuple(_bound(child, player) for child in form.below)
    if isinstance(form, Chance):
        return Chance(form.shares, below)
    return Move(form.player, form.key, below)


def staged(first: Form, second: Form) -> Form:
    """After each end of the first game the second, everybody having seen how the first ended."""
    return _followed(first, second, ())


def _followed(form: Form, second: Form, way: tuple[int, ...]) -> Form:
    if isinstance(form, End):
        return _after(second, way, form.payoffs)
    below = tuple(_followed(child, second, (*way, i)) for i, child in enumerate(form.below))
    if isinstance(form, Chance):
        return Chance(form.shares, below)
    return Move(form.player, form.key, below)


def _after(form: Form, way: tuple[int, ...], before: tuple[Fraction, ...]) -> Form:
    """A game whose information sets are its own for what came before, which pays as well."""
    if isinstance(form, End):
        return End(tuple(a + b for a, b in zip(form.payoffs, before, strict=True)))
    below = tuple(_after(child, way, before) for child in form.below)
    if isinstance(form, Chance):
        return Chance(form.shares, below)
    return Move(form.player, (way, form.key), below)


def signalling(rng: np.random.Generator, rounds: int) -> Game:
    """Two types signal and are answered; after one of the answers again."""

    def move(kind: int, heard: tuple[int, ...]) -> Form:
        if len(heard) == 2 * rounds or (len(heard) % 2 == 0 and heard[-1:] == (1,)):
            return End(tuple(Fraction(int(x)) for x in rng.integers(0, 20, size=2)))
        below = tuple(move(kind, (*heard, action)) for action in range(2))
        sender = len(heard) % 2 == 0
        key: Hashable = (kind, heard) if sender else heard
        return Move(0 if sender else 1, (sender, key), below)

    half = Fraction(1, 2)
    return flat(Chance((half, half), (move(0, ()), move(1, ()))), 2)


Draw = Callable[[np.random.Generator, int], Game]


def _sides(rng: np.random.Generator, payoffs: int, *, players: int) -> Game:
    deepest, widest = int(rng.integers(3, 6)), int(rng.integers(2, 4))
    seen, most_nodes = float(rng.choice((0.0, 0.3, 0.6))), int(rng.choice((8, 16, 32)))
    shape = Shape(players, deepest, widest, seen, 0.2, payoffs, most_nodes, weights=7)
    return random_game(rng, shape)


def _form(rng: np.random.Generator, players: int, payoffs: int, most_nodes: int) -> Form:
    shape = Shape(players, 3, 2, 0.4, 0.1, payoffs, most_nodes)
    return nested(plain(random_game(rng, shape)))


def _types(rng: np.random.Generator, payoffs: int) -> Game:
    players = int(rng.integers(2, 4))
    form = _form(rng, players, payoffs, 16)
    share = Fraction(int(rng.integers(1, 10)), 10)
    return flat(committed(form, int(rng.integers(0, players)), share), players)


def _stages(rng: np.random.Generator, payoffs: int) -> Game:
    players = int(rng.integers(2, 4))
    first, second = _form(rng, players, payoffs, 3), _form(rng, players, payoffs, 7)
    return flat(staged(first, second), players)


KINDS: dict[str, Draw] = {
    "two sides": partial(_sides, players=2),
    "three sides": partial(_sides, players=3),
    "committed types": _types,
    "successive stages": _stages,
}


@dataclass(frozen=True)
class Drawn:
    """A game, the seed that draws it, and its kind."""

    seed: int
    kind: str
    game: Game

    @property
    def size(self) -> str:
        """Its class of size."""
        return next(name for name, most in SIZES.items() if self.game.tree.size <= most)


def draw(seed: int) -> Drawn:
    """The game of a seed, some information set of which has several nodes."""
    return _drawn(seed, KINDS)


def _drawn(seed: int, kinds: dict[str, Draw]) -> Drawn:
    rng = np.random.default_rng([seed, 31])
    kind = list(kinds)[seed % len(kinds)]
    payoffs = (WIDE, NARROW)[seed // len(kinds) % 2]
    while True:
        game = kinds[kind](rng, payoffs)
        if FEWEST <= game.tree.size <= MOST and not game.perfect_information:
            return Drawn(seed, kind, game)


def draw_restless(seed: int) -> Drawn:
    """A game without any pure Nash equilibrium; what one side gains the next mostly loses."""
    rng = np.random.default_rng([seed, 33])
    kind = list(KINDS)[seed % len(KINDS)]
    while True:
        game = opposed(KINDS[kind](rng, WIDE))
        if FEWEST <= game.tree.size <= MOST and not game.perfect_information and _restless(game):
            return Drawn(seed, kind, game)


def opposed(game: Game) -> Game:
    """The game in which each side loses what the one before it gets, and gets half of its own."""
    assert game.exact is not None
    rows = [[own / 2 - row[i - 1] for i, own in enumerate(row)] for row in game.exact.payoffs]
    return with_payoffs(game, rows)


def _restless(game: Game) -> bool:
    """Whether no pure profile is a Nash equilibrium; no where there are too many to try."""
    try:
        return not solve_nash(game, method="pure").equilibria
    except NotSolved:
        return False


def meeting(cells: Sequence[Sequence[tuple[Fraction, ...]]]) -> Form:
    """Two sides move at once; payoffs by row and column."""
    rows = tuple(Move(1, "column", tuple(End(cell) for cell in row)) for row in cells)
    return Move(0, "row", rows)


def _meeting(rng: np.random.Generator, payoffs: int, rows: int, columns: int) -> Form:
    table = rng.integers(-payoffs, payoffs + 1, (rows, columns, 2)).tolist()
    return meeting([[(Fraction(one), Fraction(two)) for one, two in row] for row in table])


def _pursuit(rng: np.random.Generator, payoffs: int) -> Form:
    """One side wants to do as the other does, who wants to do otherwise."""
    table = rng.integers(-payoffs, payoffs + 1, (2, 2, 2))
    for i in range(2):
        table[:, i, 0].sort()
        table[i, :, 1].sort()
    table[:, 0, 0], table[1, :, 1] = table[::-1, 0, 0].copy(), table[1, ::-1, 1].copy()
    cells = [[(Fraction(one), Fraction(two)) for one, two in row] for row in table.tolist()]
    return meeting(cells)


def _one_meeting(rng: np.random.Generator, payoffs: int) -> Game:
    rows, columns = rng.integers(2, 6, 2).tolist()
    return flat(_meeting(rng, payoffs, rows, columns), 2)


def _met_by_types(rng: np.random.Generator, payoffs: int) -> Game:
    form = _pursuit(rng, payoffs) if rng.random() < 0.5 else _meeting(rng, payoffs, 3, 3)
    if rng.random() < 0.5:
        form = staged(_meeting(rng, payoffs, 1, 2), form)
    return flat(committed(form, int(rng.integers(0, 2)), Fraction(int(rng.integers(1, 10)), 30)), 2)


def _met_twice(rng: np.random.Generator, payoffs: int) -> Game:
    return flat(staged(_pursuit(rng, payoffs), _pursuit(rng, payoffs)), 2)


def _hidden(rng: np.random.Generator, payoffs: int) -> Game:
    deepest, widest, most_nodes = rng.integers((2, 2, 8), (5, 4, 33)).tolist()
    shape = Shape(2, deepest, widest, 0.0, 0.3, payoffs, most_nodes, weights=7, chance_seen=0.5)
    return random_game(rng, shape)


MIXING: dict[str, Draw] = {
    "hidden moves": _hidden,
    "a meeting": _one_meeting,
    "committed types": _met_by_types,
    "two meetings": _met_twice,
}


def draw_mixing(seed: int) -> Drawn:
    """A game of two sides in which mixed play often comes everywhere."""
    return _drawn(seed, MIXING)
