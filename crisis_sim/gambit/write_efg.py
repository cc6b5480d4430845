"""Games written as Gambit's ``.efg`` files."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from crisis_sim.gambit.build import CHANCE_NAME
from crisis_sim.gambit.labels import clean, quote
from crisis_sim.gambit.numbers import payoffs_text, write_number
from crisis_sim.game.distinct import distinct
from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE, TERMINAL, Tree

__all__ = ["write_efg"]


def write_efg(game: Game, *, comment: str = "") -> str:
    """The text of an ``.efg`` file; a line for each node, in preorder.

    Numbers are exact where they are known so, else the shortest decimals that read back the same;
    rounded chances get a last digit that makes them sum to one, as Gambit demands. Names of nodes
    and outcomes that are used more than once are numbered, ``war (2)``; reading drops the numbers
    again. Payoff rows and outcomes that no terminal has are left out. Costs some microseconds a
    node.

    Examples
    --------
    >>> from crisis_sim.gambit.read_efg import read_efg
    >>> print(write_efg(read_efg('EFG 2 R "t" { "A" } c "" 1 "" { "x" 1/3 "y" 2/3 } 0'
    ...     ' t "end" 7 "war" { -.5 } t "end" 8 "" { 1 }')))
    EFG 2 R "t" { "A" }
    ""
    <BLANKLINE>
    c "" 1 "" { "x" 1/3 "y" 2/3 } 0
    t "end" 1 "war" { -0.5 }
    t "end (2)" 2 "" { 1 }
    <BLANKLINE>
    """
    players = " ".join(map(quote, distinct([clean(name) for name in game.players])))
    head = f"EFG 2 R {quote(clean(game.title))} {{ {players} }}\n{quote(comment)}\n\n"
    return head + "".join(_Writer(game).lines())


class _Writer:
    """What the lines of the nodes are put together from."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.tree = game.tree
        self.labels = [clean(label) for label in game.tree.labels]
        self.moves = game.tree.move.tolist()
        self.child, self.start = game.tree.child.tolist(), game.tree.child_start.tolist()
        self.sets = _set_names(game.tree, self.labels)
        self.rows = self.row_texts()

    def lines(self) -> list[str]:
        """A line for each node."""
        tree = self.tree
        movers, sets = tree.mover.tolist(), tree.information_set.tolist()
        rows = tree.payoff_row.tolist()
        lines, events = [], 0
        for node, name in enumerate(self.node_names()):
            if movers[node] == TERMINAL:
                lines.append(f"t {name} {self.rows[rows[node]][1]}\n")
            elif movers[node] == CHANCE:
                events += 1
                lines.append(f'c {name} {events} "" {{ {self.chance_moves(node)} }} 0\n')
            else:
                moves = " ".join(map(quote, self.move_names(node)))
                lines.append(f"p {name} {self.sets[sets[node]][1]} {{ {moves} }} 0\n")
        return lines

    def node_names(self) -> list[str]:
        """(nodes,) quoted names; empty where reading makes the same one up."""
        tree = self.tree
        rows, sets = tree.payoff_row.tolist(), tree.information_set.tolist()
        names = [self.labels[place] for place in tree.place.tolist()]
        given = []
        for node, name in enumerate(names):
            known = CHANCE_NAME
            if rows[node] >= 0:
                known = self.rows[rows[node]][0]
            elif sets[node] >= 0:
                known = self.sets[sets[node]][0]
            if name and name != known:
                given.append(node)
        quoted = ['""'] * len(names)
        for node, name in zip(given, distinct([names[node] for node in given]), strict=True):
            quoted[node] = quote(name)
        return quoted

    def row_texts(self) -> dict[int, tuple[str, str]]:
        """For each payoff row that is used its name and its text."""
        tree, game = self.tree, self.game
        table = game.payoffs.tolist() if game.exact is None else game.exact.payoffs
        used = sorted(set(tree.payoff_row[tree.terminals].tolist()))
        names = [clean(tree.outcomes[tree.rows[row]]) for row in used]
        pays = [payoffs_text(table[row]) for row in used]
        named = [name for name, made_up in zip(names, pays, strict=True) if name != made_up]
        shown = iter(distinct(named))
        texts = {}
        for row, name, payoffs in zip(used, names, pays, strict=True):
            label = quote("" if name == payoffs else next(shown))
            texts[row] = name, f"{row + 1} {label} {{ {payoffs[1:-1]} }}"
        return texts

    def move_names(self, node: int) -> list[str]:
        children = self.child[self.start[node] : self.start[node + 1]]
        return distinct([self.labels[self.moves[child]] for child in children])

    def chance_moves(self, node: int) -> str:
        children = self.child[self.start[node] : self.start[node + 1]]
        exact = self.game.exact
        chances: Sequence[Fraction]
        if exact is None:
            chances = _made_whole([float(self.game.chance[child]) for child in children])
        else:
            chances = [exact.chance[child] for child in children]
        return " ".join(
            f"{quote(name)} {write_number(chance)}"
            for name, chance in zip(self.move_names(node), chances, strict=True)
        )


def _set_names(tree: Tree, labels: list[str]) -> list[tuple[str, str]]:
    """For each information set its name, and player, number and name as they are written."""
    names = distinct([labels[label] for label in tree.set_label.tolist()])
    counts = [0] * len(tree.players)
    texts = []
    for player, name in zip(tree.set_player.tolist(), names, strict=True):
        counts[player] += 1
        texts.append((name, f"{player + 1} {counts[player]} {quote(name)}"))
    return texts


def _made_whole(chances: list[float]) -> list[Fraction]:
    """The decimals that write the chances, the largest changed so that they sum to one."""
    decimals = [Fraction(repr(chance)) for chance in chances]
    largest = max(range(len(decimals)), key=decimals.__getitem__)
    decimals[largest] += 1 - sum(decimals)
    return decimals
