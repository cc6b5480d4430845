"""Messages that an equilibrium leaves unsent, found in any extensive form.

The refinements that follow were defined for signalling games, in which one player's types each send
a message and the other player answers (Cho and Kreps 1987; Banks and Sobel 1987). Here a *message*
is a group of choices of one player that the equilibrium does not make, at information sets that it
reaches, after which others move at the same information sets and so cannot tell one choice from
another. Each choice of the group is a *sender*: in a signalling game, a type. Where one information
set has several choices in a group, as when a move is not seen at all, each is a sender.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.numbers.rational import ZERO
from crisis_sim.numbers.real import Number
from crisis_sim.solve.refine.path import ProfilePath
from crisis_sim.solve.sequential.overlaps import group_by_overlap
from crisis_sim.solve.sequential.parts import Parts

__all__ = ["Message", "Sender", "Unsent", "describe", "drawn_apart", "unsent_messages"]


@dataclass(frozen=True, slots=True)
class Sender:
    """A choice that is not made, at an information set that is reached.

    ``roots`` are the nodes that it leads to, each with the probability that the equilibrium reaches
    the node before it; ``prior`` is the sum of these; ``worth`` is what the player expects at the
    information set in equilibrium.
    """

    player: int
    information_set: int
    choice: int
    roots: tuple[tuple[int, Number], ...]
    prior: Number
    worth: Number


@dataclass(frozen=True, slots=True)
class Message:
    """Choices of one player that others cannot tell apart; two at least."""

    senders: tuple[Sender, ...]

    @property
    def player(self) -> int:
        """Whose message it is."""
        return self.senders[0].player


@dataclass(frozen=True, slots=True)
class Unsent:
    """The messages an equilibrium leaves unsent.

    ``ambiguous`` says of each group of choices with more than one player behind it who they are:
    others cannot tell which player departed from the equilibrium, and no type is to be told.
    """

    messages: tuple[Message, ...]
    ambiguous: tuple[str, ...]


def unsent_messages(parts: Parts, path: ProfilePath) -> Unsent:
    """Group the choices off the path by whether others can tell them apart.

    Two choices belong together if the information sets of others that can be reached after them,
    while all that the path settles is played as settled, have one in common. A choice that
    stands alone tells who made it, and is no message. Costs one pass over the tree.
    """
    groups = group_by_overlap(
        (_sets_after(parts, path, sender), sender) for sender in _senders(parts, path)
    )
    messages, ambiguous = [], []
    for group in groups:
        if len({sender.player for sender in group}) > 1:
            made = " or ".join(describe(parts.game, sender) for sender in group)
            ambiguous.append(f"it cannot be told who departed from the equilibrium: {made}")
        elif len(group) > 1:
            messages.append(Message(tuple(group)))
    return Unsent(tuple(messages), tuple(ambiguous))


def _senders(parts: Parts, path: ProfilePath) -> Iterator[Sender]:
    tree = parts.game.tree
    for one in range(len(tree.set_player)):
        if not path.reached >> one & 1:
            continue
        nodes = [node for node in parts.members[one] if path.reach[node] > 0]
        first = int(tree.choice_start[one])
        for branch in range(parts.width[one]):
            if path.profile[first + branch] > 0:
                continue
            roots = tuple((parts.children[node][branch], path.reach[node]) for node in nodes)
            yield Sender(
                player=int(tree.set_player[one]),
                information_set=one,
                choice=first + branch,
                roots=roots,
                prior=sum((weight for _, weight in roots), ZERO),
                worth=path.worth[one],
            )


def _sets_after(parts: Parts, path: ProfilePath, sender: Sender) -> int:
    """The information sets off the path that can be reached after a choice, as bits.

    Those of the player who made it are among them; no other choice of the player leads there, since
    recall is perfect, and no other player's alone.
    """
    found = 0
    stack = [node for node, _ in sender.roots]
    while stack:
        node = stack.pop()
        one = parts.set_of[node]
        if parts.mover[node] == TERMINAL:
            continue
        if parts.mover[node] == CHANCE or path.reached >> one & 1:
            stack.extend(_likely(parts, path, node))
            continue
        found |= 1 << one
        stack.extend(parts.children[node])
    return found


def _likely(parts: Parts, path: ProfilePath, node: int) -> Iterator[int]:
    """The children of a node that chance, or what is played on the path, leads to."""
    for child in parts.children[node]:
        choice = parts.choice[child]
        if (parts.chance[child] if choice < 0 else path.profile[choice]) > 0:
            yield child


def drawn_apart(parts: Parts, unsent: Unsent) -> list[str]:
    """Where tests of messages depend on how moves are drawn, in words.

    A player who moves twice in a row may as well make one choice among more actions. Which beliefs
    are allowed after it need not be the same then, since every test takes a move by itself.
    """
    tree = parts.game.tree
    found: dict[str, None] = {}
    for sender in (one for message in unsent.messages for one in message.senders):
        here = sender.information_set
        before = {parts.parent[node] for node in parts.members[here]}
        after = {node for node, _ in sender.roots}
        for one, other in ((before, None), (after, here)):
            if -1 in one or any(parts.mover[node] != sender.player for node in one):
                continue
            pair = (min(parts.set_of[node] for node in one), here)
            first, then = pair if other is None else pair[::-1]
            names = [tree.labels[tree.set_label[each]] for each in (first, then)]
            found[
                f"intuitive criterion and D1 take each move by itself: "
                f"{parts.game.shorts[sender.player]} moves twice in a row ({names[0]}, then "
                f"{names[1]}), and drawn as one move they may answer otherwise"
            ] = None
    return list(found)


def describe(game: Game, *senders: Sender) -> str:
    """Senders in words: who chooses what, and where."""
    tree = game.tree
    return " or ".join(
        f"{game.shorts[one.player]} choosing '{tree.move_label(one.roots[0][0])}' "
        f"at '{tree.labels[tree.set_label[one.information_set]]}'"
        for one in senders
    )
