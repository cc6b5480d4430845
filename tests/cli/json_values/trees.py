"""Small games written out by hand as trees, and what comes of a play of them, in fractions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Play = Mapping[str, Mapping[str, Any]]
"""By information set the probability of each action."""


@dataclass(frozen=True)
class End:
    """An outcome, and what each side has from each term there."""

    name: str
    terms: Mapping[str, Mapping[str, Any]]

    def pays(self, player: str) -> Any:
        return sum(own.get(player, Fraction(0)) for own in self.terms.values())


@dataclass(frozen=True)
class Chance:
    """Events with their probabilities and what follows."""

    events: Mapping[str, tuple[Any, Node]]


@dataclass(frozen=True)
class Move:
    """An information set, whose it is, and what follows its actions."""

    label: str
    player: str
    actions: Mapping[str, Node]


Node = End | Chance | Move


def end(name: str, **pays: Any) -> End:
    return End(name, {"payoff": pays})


def below(node: Node, play: Play) -> list[tuple[str, Any, Node]]:
    """What a node leads to: by what, how likely, and where."""
    match node:
        case Chance():
            return [(name, share, child) for name, (share, child) in node.events.items()]
        case Move():
            own = play[node.label]
            return [(name, own[name], child) for name, child in node.actions.items()]
        case _:
            return []


def nodes(node: Node) -> Iterator[Node]:
    """All nodes, from the root down, first branches first."""
    yield node
    for child in children(node):
        yield from nodes(child)


def children(node: Node) -> list[Node]:
    match node:
        case Chance():
            return [child for _, child in node.events.values()]
        case Move():
            return [*node.actions.values()]
        case _:
            return []


def value(node: Node, play: Play, player: str) -> Any:
    """What a player expects from a node on."""
    if isinstance(node, End):
        return node.pays(player)
    return sum(share * value(child, play, player) for _, share, child in below(node, play))


def ends(node: Node, play: Play) -> Iterator[tuple[Any, End]]:
    """Every end, with its probability."""
    if isinstance(node, End):
        yield Fraction(1), node
    for _, share, child in below(node, play):
        yield from ((share * chance, last) for chance, last in ends(child, play))


def outcomes(node: Node, play: Play) -> dict[str, Any]:
    """The outcomes that can happen with their probabilities, the likeliest first."""
    found: dict[str, Any] = {}
    for chance, last in ends(node, play):
        if chance:
            found[last.name] = found.get(last.name, 0) + chance
    return dict(sorted(found.items(), key=lambda one: -one[1]))


def terms(node: Node, play: Play, players: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """What each term is worth to each side, those alone that count for anything."""
    found: dict[str, dict[str, Any]] = {}
    for chance, last in ends(node, play):
        for name, own in last.terms.items() if chance else ():
            sums = found.setdefault(name, dict.fromkeys(players, Fraction(0)))
            for player in players:
                sums[player] += chance * own.get(player, Fraction(0))
    return found


def sets(node: Node) -> dict[str, list[Move]]:
    """The information sets with their nodes."""
    found: dict[str, list[Move]] = {}
    for one in nodes(node):
        if isinstance(one, Move):
            found.setdefault(one.label, []).append(one)
    return found


def reaches(node: Node, play: Play, label: str) -> list[tuple[Any, tuple[str, ...]]]:
    """How likely each node of an information set is, and what led to it."""

    def walk(at: Node, chance: Any, led: tuple[str, ...]) -> Iterator[Any]:
        if isinstance(at, Move) and at.label == label:
            yield chance, led
        for name, share, child in below(at, play):
            yield from walk(child, chance * share, (*led, name))

    return list(walk(node, Fraction(1), ()))


def pure(root: Node, *actions: str) -> dict[str, dict[str, Fraction]]:
    """A play by the action taken at each information set, in the order of the sets."""
    taken = zip(sets(root), actions, strict=True)
    return {label: only(root, label, action) for label, action in taken}


def plans(root: Node, player: str) -> Iterator[dict[str, str]]:
    """All pure strategies of a player."""
    own = {label: held for label, held in sets(root).items() if held[0].player == player}
    for actions in itertools.product(*(held[0].actions for held in own.values())):
        yield dict(zip(own, actions, strict=True))


def replies(root: Node, play: Play, player: str) -> dict[tuple[str, ...], Any]:
    """What each pure strategy of a player is worth against what the others play."""
    found = {}
    for plan in plans(root, player):
        changed = {**play, **{label: only(root, label, plan[label]) for label in plan}}
        found[tuple(plan.values())] = value(root, changed, player)
    return found


def only(root: Node, label: str, action: str) -> dict[str, Fraction]:
    return {name: Fraction(name == action) for name in sets(root)[label][0].actions}


def worth(root: Node, play: Play, label: str, beliefs: list[Any]) -> dict[str, Any]:
    """What each action of an information set is worth under beliefs, what follows as played."""
    held = sets(root)[label]
    return {
        name: sum(
            belief * value(node.actions[name], play, node.player)
            for belief, node in zip(beliefs, held, strict=True)
        )
        for name in held[0].actions
    }


def rational(root: Node) -> dict[str, dict[str, Any]]:
    """The best play of a game in which everyone sees everything, the first of equals."""
    play: dict[str, dict[str, Any]] = {}
    for label, held in reversed(sets(root).items()):
        move = held[0]
        paid = {name: value(at, play, move.player) for name, at in move.actions.items()}
        play[label] = only(root, label, max(paid, key=paid.__getitem__))
    return play


def bayes(root: Node, play: Play, label: str) -> list[Any] | None:
    """Beliefs at an information set that is reached."""
    chances = [chance for chance, _ in reaches(root, play, label)]
    total = sum(chances)
    return [chance / total for chance in chances] if total else None


def stake(some: list[Any], player: str) -> Any:
    """What the payoffs that can come after some nodes differ by."""
    paid = [one.pays(player) for at in some for one in nodes(at) if isinstance(one, End)]
    return max(paid) - min(paid)
