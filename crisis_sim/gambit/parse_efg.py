"""The careful way to read an ``.efg`` file: exact numbers, and every fault with its place.

The format is Gambit's (McKelvey, McLennan and Turocy, "Game representation formats", version 2). A
node is one of ::

    c "name" set "set name" { "move" probability ... } outcome "outcome name" { payoff ... }
    p "name" player set "set name" { "move" ... } outcome "outcome name" { payoff ... }
    t "name" outcome "outcome name" { payoff ... }

in preorder. Name and moves of a set may be left out where the set was met before, and name and
payoffs of an outcome likewise; outcome 0 is none. Costs about ten microseconds a node.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import NoReturn

import numpy as np

from crisis_sim.gambit.labels import clean
from crisis_sim.gambit.node_table import MOST_NODES, Menus, Nodes, NodeTable, Outcomes, Prologue
from crisis_sim.gambit.numbers import write_number
from crisis_sim.gambit.other_signs import of_numbers
from crisis_sim.gambit.prologue import read_head
from crisis_sim.gambit.tokens import NODES, Tokens
from crisis_sim.game.proper import EXACT_SUM_SLACK
from crisis_sim.game.tree import Integers
from crisis_sim.near_names import nearest

__all__ = ["parse_efg", "parse_prologue"]

_ONE = Fraction(1)


def parse_prologue(tokens: Tokens) -> Prologue:
    """The head of an ``.efg`` file, with its optional comment."""
    title, players = read_head(tokens, "EFG", 2)
    comment = tokens.take_text("the comment") if tokens.at("text") else ""
    return Prologue(title, players, comment)


def parse_efg(text: str, file: str) -> NodeTable:
    """The tables of an ``.efg`` file.

    Raises
    ------
    ScenarioError
        Every fault found, up to the first that makes the rest unreadable.
    """
    return _Parser(text, file).parse()


@dataclass(slots=True)
class _Menu:
    player: int
    number: int
    start: int
    name: int
    moves: list[int]
    chance: list[Fraction]


@dataclass(slots=True)
class _Outcome:
    number: int
    start: int
    name: int
    payoffs: tuple[Fraction, ...]


@dataclass(slots=True)
class _Columns:
    """The nodes so far, and of those whose moves are not all read yet: node, moves in all."""

    parent: list[int] = field(default_factory=list)
    branch: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    name: list[int] = field(default_factory=list)
    menu: list[int] = field(default_factory=list)
    outcome: list[int] = field(default_factory=list)
    open: list[tuple[int, int]] = field(default_factory=list)
    next_branch: list[int] = field(default_factory=list)

    def add(self, name: int, menu: int, outcome: int, moves: int) -> None:
        """Append a node below the innermost one that still lacks children."""
        node = len(self.parent)
        self.parent.append(self.open[-1][0] if self.open else -1)
        self.branch.append(self.next_branch[-1] if self.open else -1)
        self.end.append(node + 1)
        self.name.append(name)
        self.menu.append(menu)
        self.outcome.append(outcome)
        if self.open:
            self.next_branch[-1] += 1
        if moves:
            self.open.append((node, moves))
            self.next_branch.append(0)
        while self.open and self.next_branch[-1] == self.open[-1][1]:
            self.end[self.open.pop()[0]] = node + 1
            self.next_branch.pop()


class _Parser:
    """Reads node by node; holds the tables in which names, menus and outcomes are numbered."""

    def __init__(self, text: str, file: str) -> None:
        self.tokens = Tokens(text, file)
        self.names: dict[str, int] = {"": 0}
        self.tidied = ""
        self.menus: list[_Menu] = []
        self.menu_of: dict[tuple[int, int], int] = {}
        self.outcomes: list[_Outcome] = []
        self.outcome_of: dict[int, int] = {}
        self.nodes = _Columns()
        self.players: tuple[str, ...] = ()

    def parse(self) -> NodeTable:
        prologue = parse_prologue(self.tokens)
        self.players = prologue.players
        self.node()
        while self.nodes.open:
            self.node()
        self.tokens.where = ""
        if not self.tokens.at("end"):
            self.goes_on()
        self.tokens.finish()
        return self.finish(prologue)

    def goes_on(self) -> NoReturn:
        """Stop at what stands after the last node."""
        if self.tokens.raw in NODES:
            message = "the game is complete, yet the file goes on with a further node"
            self.tokens.fail(message, hint="A node before this one may have too few moves.")
        message = "the game is complete, yet the file goes on with other text"
        self.tokens.fail(
            message, hint="Remove it; a remark stands in quotation marks after the head."
        )

    def node(self) -> None:
        tokens = self.tokens
        number = len(self.nodes.parent)
        if number >= MOST_NODES:
            tokens.fail(f"the game has more than {MOST_NODES} nodes")
        tokens.where, kind = "", tokens.raw
        if kind not in NODES:
            tokens.unexpected(f"node {number + 1} (c, p or t)")
        tokens.where = f"node {number + 1}"
        tokens.advance()
        name = self.name("the name of the node")
        menu = -1
        if kind != "t":
            menu = self.menu(self.player() if kind == "p" else 0)
        outcome = self.outcome()
        self.nodes.add(name, menu, outcome, len(self.menus[menu].moves) if menu >= 0 else 0)

    def name(self, what: str) -> int:
        written = self.tokens.take_text(what)
        name = clean(written)
        if name != written:
            self.tidied = self.tidied or written
        return self.names.setdefault(name, len(self.names))

    def player(self) -> int:
        tokens, start = self.tokens, self.tokens.start
        player = tokens.take_integer("the number of the player", least=1)
        if player > len(self.players):
            message = f"there is no player {player}"
            tokens.note(message, start, hint=f"Players here: {', '.join(self.players)}.")
            tokens.finish()
        return player

    def menu(self, player: int) -> int:
        """The menu at a node of a player, or of chance."""
        tokens, start = self.tokens, self.tokens.start
        number = tokens.take_integer("the number of the information set")
        known = self.menu_of.get((player, number))
        name = self.name("the name of the information set") if tokens.at("text") else 0
        if tokens.at("open"):
            moves, chance = self.moves(player)
            menu = _Menu(player, number, start, name, moves, chance)
            if known is None:
                self.menu_of[player, number] = len(self.menus)
                self.menus.append(menu)
                return len(self.menus) - 1
            self.compare(self.menus[known], menu, start)
        elif known is None:
            whose = f"of {self.players[player - 1]}" if player else "of chance"
            message = f"information set {number} {whose} has no moves, and none were given before"
            tokens.fail(message, hint='Give its moves: { "first" "second" }.')
        if name and not self.menus[known].name:
            self.menus[known].name = name
        return known

    def moves(self, player: int) -> tuple[list[int], list[Fraction]]:
        tokens, start = self.tokens, self.tokens.start
        before = len(tokens.problems)
        tokens.take("open", "'{'")
        moves: list[int] = []
        chance: list[Fraction] = []
        while tokens.inside(start, "text"):
            moves.append(self.name("the name of a move"))
            chance.append(_ONE if player else self.probability())
            tokens.skip_comma()
        if not moves:
            tokens.fail("a node at which someone moves needs at least one move")
        tokens.advance()
        if not player and len(tokens.problems) == before:
            self.check_sum(chance, start)
        return moves, chance

    def probability(self) -> Fraction:
        start = self.tokens.start
        value = self.tokens.take_number("the probability of a chance move")
        if value < 0:
            self.tokens.note(f"a probability cannot be negative: {_written(value)}", start)
        return value

    def check_sum(self, chance: list[Fraction], start: int) -> None:
        total = sum(chance, Fraction(0))
        if abs(total - 1) > EXACT_SUM_SLACK:
            self.tokens.note(
                f"the probabilities of the chance moves sum to {_written(total)}, not 1",
                start,
                hint="Write thirds and the like as 1/3, not as 0.333.",
            )

    def compare(self, first: _Menu, again: _Menu, start: int) -> None:
        """Note where a menu differs from its first occurrence."""
        whose = self.players[first.player - 1] if first.player else "chance"
        place = f"information set {first.number} of {whose}"
        if len(first.moves) != len(again.moves):
            self.differs(place, "number of moves", len(first.moves), len(again.moves), first, start)
        elif first.moves != again.moves:
            self.differs(place, "moves", self.text(first), self.text(again), first, start)
        elif first.chance != again.chance:
            shown = [", ".join(map(_written, menu.chance)) for menu in (first, again)]
            self.differs(place, "probabilities", shown[0], shown[1], first, start)

    def text(self, menu: _Menu) -> str:
        names = list(self.names)
        return ", ".join(names[move] for move in menu.moves)

    def differs(
        self,
        what: str,
        aspect: str,
        first: object,
        again: object,
        seen: _Menu | _Outcome,
        start: int,
    ) -> None:
        line = self.tokens.line(seen.start)
        message = f"{what} differs from line {line} in its {aspect}: {again}, not {first}"
        hint = "It must be the same everywhere; if another is meant, give it another number."
        self.tokens.note(message, start, hint=hint)

    def outcome(self) -> int:
        """The outcome at a node, -1 for none."""
        tokens, start = self.tokens, self.tokens.start
        number = tokens.take_integer("the number of the outcome")
        known = self.outcome_of.get(number)
        name = self.name("the name of the outcome") if tokens.at("text") else 0
        if tokens.at("open"):
            outcome = _Outcome(number, start, name, self.payoffs(number))
            if number and known is None:
                self.outcome_of[number] = len(self.outcomes)
                self.outcomes.append(outcome)
                return len(self.outcomes) - 1
            self.compare_payoffs(known, outcome, start)
        elif number and known is None:
            defined = nearest(str(number), map(str, self.outcome_of))
            tokens.note(
                f"outcome {number} has no payoffs, and none were given before", start, hint=defined
            )
        if known is not None and name and not self.outcomes[known].name:
            self.outcomes[known].name = name
        return -1 if known is None else known

    def payoffs(self, number: int) -> tuple[Fraction, ...]:
        tokens, start = self.tokens, self.tokens.start
        tokens.take("open", "'{'")
        payoffs = []
        while tokens.inside(start, "number"):
            payoffs.append(tokens.take_number("a payoff"))
            tokens.skip_comma()
        tokens.advance()
        if len(payoffs) != len(self.players):
            each = f"One payoff each, in this order: {', '.join(self.players)}."
            tokens.note(
                f"outcome {number} needs {len(self.players)} payoffs; found {len(payoffs)}",
                start,
                hint=of_numbers(tokens.text, start, len(self.players)) or each,
            )
        return tuple(payoffs)

    def compare_payoffs(self, known: int | None, again: _Outcome, start: int) -> None:
        if known is None:
            if any(again.payoffs):
                self.tokens.note("outcome 0 means no outcome and has no payoffs", start)
            return
        first = self.outcomes[known]
        if first.payoffs != again.payoffs:
            shown = [", ".join(map(_written, one.payoffs)) for one in (first, again)]
            self.differs(f"outcome {first.number}", "payoffs", shown[0], shown[1], first, start)

    def finish(self, prologue: Prologue) -> NodeTable:
        nodes, menus, outcomes = self.nodes, self.menus, self.outcomes
        chance = [value for menu in menus for value in menu.chance]
        payoffs = [outcome.payoffs for outcome in outcomes]
        return NodeTable(
            prologue=prologue,
            names=tuple(self.names),
            nodes=Nodes(
                parent=_column(nodes.parent),
                branch=_column(nodes.branch),
                end=_column(nodes.end),
                name=_column(nodes.name),
                menu=_column(nodes.menu),
                outcome=_column(nodes.outcome),
            ),
            menus=Menus(
                player=_column([menu.player for menu in menus]),
                number=_column([menu.number for menu in menus]),
                name=_column([menu.name for menu in menus]),
                start=_column(np.cumsum([0, *(len(menu.moves) for menu in menus)]).tolist()),
                moves=_column([move for menu in menus for move in menu.moves]),
                chance=np.asarray(chance, dtype=np.float64),
                exact=chance,
            ),
            outcomes=Outcomes(
                number=_column([outcome.number for outcome in outcomes]),
                name=_column([outcome.name for outcome in outcomes]),
                payoffs=np.asarray(payoffs, dtype=np.float64).reshape(-1, len(self.players)),
                exact=[payoff for own in payoffs for payoff in own],
            ),
            tidied=self.tidied,
        )


def _column(values: list[int]) -> Integers:
    return np.asarray(values, dtype=np.int32)


def _written(value: Fraction) -> str:
    return write_number(value) if value.denominator < 10**6 else f"{float(value):.12g}"
