"""Gambit's normal forms read: ``.nfg`` text to a :class:`~crisis_sim.game.normal_form.NormalForm`.

The format is Gambit's (McKelvey, McLennan and Turocy, "Game representation formats", version 1), in
both of its styles. After the head and the strategies, by name or by number, come either the payoffs
of all profiles, the first player's strategy changing fastest, ::

    NFG 1 R "title" { "A" "B" } { 2 2 } 1 1  0 2  0 2  1 1

or a list of outcomes and for each profile the number of one, 0 for none, ::

    NFG 1 R "title" { "A" "B" } { { "up" "down" } { "left" } } "comment"
    { { "war" -1, -2 } { "peace" 1, 1/2 } } 2 1
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from crisis_sim.gambit.adjustments import of_labels
from crisis_sim.gambit.labels import clean
from crisis_sim.gambit.other_signs import of_halves, of_numbers
from crisis_sim.gambit.prologue import player_names, read_head
from crisis_sim.gambit.scan_efg import encoding_of
from crisis_sim.gambit.tokens import Tokens
from crisis_sim.game.distinct import distinct
from crisis_sim.game.normal_form import MOST_PLAYERS, NormalForm

__all__ = ["NormalFormFile", "Outcome", "read_nfg", "read_nfg_file"]

MOST_PROFILES = 1_000_000
"""A file with more strategy profiles is refused."""


Outcome = tuple[str, tuple[Fraction, ...]]
"""The name of an outcome, and a payoff for each player."""


@dataclass(frozen=True, slots=True)
class NormalFormFile:
    """A file of Gambit's, read.

    ``renamed`` holds each label that had to be numbered because it repeats, and what it is called
    in the file; ``notes`` say in words whatever is otherwise than in the file. ``outcomes`` is the
    file's list, if it has one, and ``cells`` for each profile the place of its outcome there, from
    1; 0 for none. The first player's strategy changes fastest.
    """

    normal_form: NormalForm
    comment: str
    renamed: Mapping[str, str] = field(hash=False)
    notes: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    cells: tuple[int, ...] = ()


def read_nfg(data: str | bytes, file: str = "game.nfg") -> NormalForm:
    """The normal form of an ``.nfg`` file's contents; ``file`` is what messages call it.

    Costs a few microseconds a number.

    Raises
    ------
    ScenarioError
        Faults in the file, each with its line and column.

    Examples
    --------
    >>> form = read_nfg('NFG 1 R "Dare" { "A" "B" } { 2 2 } 0 0  3 1  1 3  -5 -5')
    >>> form.payoffs[:, 1, 0]
    array([3., 1.])
    """
    return read_nfg_file(data, file).normal_form


def read_nfg_file(data: str | bytes, file: str = "game.nfg") -> NormalFormFile:
    """The same with the file's comment and the labels that had to be changed."""
    text = data.decode(encoding_of(data)) if isinstance(data, bytes) else data
    return _Reader(Tokens(text.removeprefix("\ufeff"), file)).read()


class _Reader:
    """Reads the parts of a file in turn."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.players: tuple[str, ...] = ()
        self.renamed: dict[str, str] = {}
        self.tidied = ""
        self.listed: list[Outcome] = []
        self.cells: list[int] = []

    def read(self) -> NormalFormFile:
        tokens = self.tokens
        title, self.players = read_head(tokens, "NFG", 1)
        strategies = self.strategies()
        shape = tuple(map(len, strategies))
        comment = tokens.take_text("the comment") if tokens.at("text") else ""
        start = tokens.start
        outcomes = self.outcomes() if tokens.at("open") else None
        cells = self.payoffs(shape) if outcomes is None else self.indices(shape, outcomes)
        if not tokens.at("end"):
            count = math.prod(shape)
            message = f"all {count} strategy profiles are complete, yet the file goes on"
            tokens.fail(message, hint=of_halves(tokens.text, start))
        tokens.finish()
        form = self.normal_form(title, strategies, cells)
        notes = [*of_labels(self.players, self.renamed, self.tidied)]
        if any(name for name, _ in self.listed):
            notes.append("The names of outcomes are left out: each is called by its strategies.")
        return NormalFormFile(
            form, comment, self.renamed, tuple(notes), tuple(self.listed), tuple(self.cells)
        )

    def strategies(self) -> list[list[str]]:
        """The strategies of each player; names are made only once they are not too many."""
        tokens = self.tokens
        tokens.take("open", "'{' before the strategies")
        start = tokens.start
        named = tokens.at("open")
        counts: list[int] = []
        names: list[list[str]] = []
        while not tokens.at("close"):
            if named:
                names.append(self.named())
            counts.append(len(names[-1]) if named else self.counted())
        if len(counts) != len(self.players):
            tokens.fail(
                f"{len(self.players)} players have strategies; found those of {len(counts)}"
            )
        tokens.advance()
        self.check_size(counts, start)
        return names or [[str(number) for number in range(1, count + 1)] for count in counts]

    def check_size(self, counts: list[int], start: int) -> None:
        """Refuse more players or profiles than a table can have."""
        if len(counts) > MOST_PLAYERS:
            self.tokens.note(
                f"a normal form of {len(counts):,} players; at most {MOST_PLAYERS} can be read",
                start,
                hint="Write the game as a tree (.efg).",
            )
        elif math.prod(counts) > MOST_PROFILES:
            self.tokens.note(f"more than {MOST_PROFILES} strategy profiles", start)
        self.tokens.finish()

    def counted(self) -> int:
        """The number of a player's strategies that are known by number only."""
        return self.tokens.take_integer("a number of strategies", least=1)

    def named(self) -> list[str]:
        """A list of names; one that is missing is the strategy's number."""
        tokens = self.tokens
        tokens.take("open", "'{' before the strategies of a player")
        names: list[str] = []
        while not tokens.at("close"):
            written = tokens.take_text("the name of a strategy")
            name = clean(written)
            self.tidied = self.tidied or (written if name != written else "")
            names.append(name or str(len(names) + 1))
        if not names:
            tokens.fail("a player needs at least one strategy")
        tokens.advance()
        return self.distinct(names)

    def distinct(self, names: list[str]) -> list[str]:
        made = distinct(names)
        self.renamed |= {new: old for new, old in zip(made, names, strict=True) if new != old}
        return made

    def outcomes(self) -> list[tuple[Fraction, ...]]:
        """The list of outcomes; the first stands for none."""
        tokens = self.tokens
        players = len(self.players)
        outcomes: list[tuple[Fraction, ...]] = [(Fraction(0),) * players]
        tokens.take("open", "'{'")
        while not tokens.at("close"):
            start = tokens.start
            tokens.take("open", "'{' before an outcome")
            name = clean(tokens.take_text("the name of an outcome"))
            payoffs = []
            while tokens.inside(start, "number"):
                payoffs.append(tokens.take_number("a payoff"))
                tokens.skip_comma()
            tokens.advance()
            if len(payoffs) != players:
                tokens.note(
                    f"outcome {len(outcomes)} needs {players} payoffs; found {len(payoffs)}",
                    start,
                    hint=of_numbers(tokens.text, tokens.text.find("}", start) - 1, players),
                )
                payoffs = [Fraction(0)] * players
            outcomes.append(tuple(payoffs))
            self.listed.append((name, outcomes[-1]))
        tokens.advance()
        return outcomes

    def indices(
        self, shape: tuple[int, ...], outcomes: list[tuple[Fraction, ...]]
    ) -> list[tuple[Fraction, ...]]:
        """The payoffs of each profile, by the number of its outcome."""
        tokens = self.tokens
        cells = []
        for _ in range(math.prod(shape)):
            start = tokens.start
            number = tokens.take_integer("the number of an outcome")
            tokens.skip_comma()
            if number >= len(outcomes):
                tokens.note(
                    f"there is no outcome {number}; the list has {len(outcomes) - 1}", start
                )
                number = 0
            self.cells.append(number)
            cells.append(outcomes[number])
        return cells

    def payoffs(self, shape: tuple[int, ...]) -> list[tuple[Fraction, ...]]:
        """The payoffs of each profile, as they stand."""
        tokens = self.tokens
        cells = []
        profiles = math.prod(shape)
        for profile in range(profiles):
            what = f"a payoff of profile {profile + 1} of {profiles}"
            cell = []
            for _ in self.players:
                cell.append(tokens.take_number(what))
                tokens.skip_comma()
            cells.append(tuple(cell))
        return cells

    def normal_form(
        self, title: str, strategies: list[list[str]], cells: list[tuple[Fraction, ...]]
    ) -> NormalForm:
        shape = tuple(map(len, strategies))
        exact = np.empty((len(cells), len(self.players)), dtype=object)
        exact[:] = cells
        exact = np.stack([exact[:, p].reshape(shape, order="F") for p in range(exact.shape[1])])
        return NormalForm(
            title=clean(title),
            players=tuple(self.distinct(player_names(tuple(map(clean, self.players))))),
            strategies=tuple(map(tuple, strategies)),
            payoffs=exact.astype(np.float64),
            exact=exact,
        )
