"""Games in Python's own fractions: values, regrets and beliefs, worked out plainly.

Nothing here is shared with the package but a game's arrays, so that what the package says of a
profile is measured by something else. Slow, and meant for small games.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from crisis_sim.game.game import Game

Vector = tuple[Fraction, ...]
Beliefs = Sequence[Fraction | None]
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class PlainGame:
    """A game tree as lists.

    ``chance`` is the probability of the chance move into a node; ``mover`` is a player, or -1 for
    chance, or -2 at an end; ``sets`` are the members of each information set; ``choice`` is the
    number of the choice into a node, or -1.
    """

    players: int
    parent: list[int]
    children: list[list[int]]
    mover: list[int]
    set_of: list[int]
    sets: list[list[int]]
    owner: list[int]
    choice: list[int]
    choices: list[range]
    chance: list[Fraction]
    payoffs: list[Vector | None]


def as_fraction(number: Any) -> Fraction:
    """A rational of any kind as a fraction; of a float its binary value."""
    if isinstance(number, (int, float, Fraction)):
        return Fraction(number)
    return Fraction(int(number.p), int(number.q))


def plain(game: Game) -> PlainGame:
    """The game in lists and fractions; chances are divided by their sum."""
    assert game.exact is not None, "the game's numbers are not known as fractions"
    tree = game.tree
    parent = tree.parent.tolist()
    branches: list[dict[int, int]] = [{} for _ in parent]
    for node in range(1, len(parent)):
        branches[parent[node]][int(tree.branch[node])] = node
    children = [[found[i] for i in sorted(found)] for found in branches]
    set_of = tree.information_set.tolist()
    sets: list[list[int]] = [[] for _ in tree.set_player]
    for node, one in enumerate(set_of):
        if one >= 0:
            sets[one].append(node)
    counts = [len(children[members[0]]) for members in sets]
    starts = list(itertools.accumulate(counts, initial=0))
    choices = [range(start, start + n) for start, n in zip(starts, counts, strict=False)]
    choice, chance = [-1] * len(parent), [ONE] * len(parent)
    for node, below in enumerate(children):
        total = sum((game.exact.chance[child] for child in below), ZERO)
        for place, child in enumerate(below):
            if set_of[node] >= 0:
                choice[child] = choices[set_of[node]][place]
            else:
                chance[child] = game.exact.chance[child] / total
    rows = tree.payoff_row.tolist()
    payoffs = [game.exact.payoffs[row] if row >= 0 else None for row in rows]
    return PlainGame(
        len(tree.players), parent, children, tree.mover.tolist(), set_of, sets,
        tree.set_player.tolist(), choice, choices, chance, payoffs,
    )  # fmt: skip


def probability(game: PlainGame, profile: Sequence[Fraction], node: int) -> Fraction:
    """Of the move into a node, once its parent is reached."""
    return profile[game.choice[node]] if game.choice[node] >= 0 else game.chance[node]


def reach(game: PlainGame, profile: Sequence[Fraction]) -> list[Fraction]:
    """(nodes,) how likely each node is."""
    found = [ONE]
    for node in range(1, len(game.parent)):
        found.append(found[game.parent[node]] * probability(game, profile, node))
    return found


def values(game: PlainGame, profile: Sequence[Fraction]) -> list[Vector]:
    """(nodes,) what everyone expects from each node on."""
    found: list[Vector] = [()] * len(game.parent)
    for node in reversed(range(len(game.parent))):
        own = game.payoffs[node]
        if own is None:
            shares = [(probability(game, profile, child), child) for child in game.children[node]]
            own = tuple(
                sum((share * found[child][player] for share, child in shares), ZERO)
                for player in range(game.players)
            )
        found[node] = own
    return found


def best_reply(game: PlainGame, profile: Sequence[Fraction], player: int) -> Fraction:
    """The most that a player with perfect recall can expect against the others.

    A front of nodes, each with the chance that the others and chance bring it about, is followed
    down to the player's next information sets; there each action is tried.
    """

    def best(front: Iterable[tuple[int, Fraction]]) -> Fraction:
        total, waiting = ZERO, list(front)
        held: dict[int, list[tuple[int, Fraction]]] = {}
        while waiting:
            node, weight = waiting.pop()
            own = game.payoffs[node]
            if weight == 0:
                continue
            if own is not None:
                total += weight * own[player]
            elif game.mover[node] == player:
                held.setdefault(game.set_of[node], []).append((node, weight))
            else:
                waiting += [
                    (child, weight * probability(game, profile, child))
                    for child in game.children[node]
                ]
        for one, members in held.items():
            total += max(
                best([(game.children[node][action], weight) for node, weight in members])
                for action in range(len(game.choices[one]))
            )
        return total

    return best([(0, ONE)])


def player_regrets(game: PlainGame, profile: Sequence[Fraction]) -> list[Fraction]:
    """(players,) what each could gain alone."""
    expected = values(game, profile)[0]
    return [best_reply(game, profile, one) - expected[one] for one in range(game.players)]


def agent_regrets(
    game: PlainGame, profile: Sequence[Fraction], beliefs: Beliefs
) -> list[Fraction | None]:
    """(information sets,) what the best action there gains under the beliefs; None without any."""
    expected = values(game, profile)
    found: list[Fraction | None] = []
    for members, player, choices in zip(game.sets, game.owner, game.choices, strict=True):
        held = [beliefs[node] for node in members]
        if any(belief is None for belief in held):
            found.append(None)
            continue
        worth = [
            sum(
                (
                    belief * expected[game.children[node][action]][player]
                    for node, belief in zip(members, held, strict=True)
                    if belief is not None
                ),
                ZERO,
            )
            for action in range(len(choices))
        ]
        own = sum((profile[c] * w for c, w in zip(choices, worth, strict=True)), ZERO)
        found.append(max(worth) - own)
    return found


def is_profile(game: PlainGame, profile: Sequence[Fraction]) -> bool:
    """Whether probabilities are none below zero, and one in all at each information set."""
    whole = all(sum(profile[c] for c in choices) == 1 for choices in game.choices)
    return whole and all(share >= 0 for share in profile)


def follows_bayes(game: PlainGame, profile: Sequence[Fraction], beliefs: Beliefs) -> bool:
    """Whether beliefs are Bayes' rule wherever play comes."""
    reached = reach(game, profile)
    for members in game.sets:
        total = sum((reached[node] for node in members), ZERO)
        if total and any(beliefs[node] != reached[node] / total for node in members):
            return False
    return True


def beliefs_add_up(game: PlainGame, beliefs: Beliefs) -> bool:
    """Whether beliefs at each set are all missing, or shares of one."""
    for members in game.sets:
        held = [beliefs[node] for node in members]
        known = [one for one in held if one is not None]
        if known and (len(known) < len(held) or sum(known) != 1 or min(known) < 0):
            return False
    return True


def beliefs_go_on(game: PlainGame, profile: Sequence[Fraction], beliefs: Beliefs) -> bool:
    """Whether what is believed at one set is what follows from the beliefs at another before it.

    Consistency (Kreps and Wilson 1982) asks it where every node of the later set stands below one
    of the earlier, and the beliefs there give the later set a chance.
    """
    for before, later in itertools.permutations(range(len(game.sets)), 2):
        chances = _onward(game, profile, beliefs, before, later)
        total = sum(chances or [], ZERO)
        if not chances or total == 0:
            continue
        pairs = zip(game.sets[later], chances, strict=True)
        if any(beliefs[node] != chance / total for node, chance in pairs):
            return False
    return True


def _onward(
    game: PlainGame, profile: Sequence[Fraction], beliefs: Beliefs, before: int, later: int
) -> list[Fraction] | None:
    """The chance of each node of one set under the beliefs at another; None if not all below it."""
    chances = []
    for node in game.sets[later]:
        chance, at = ONE, node
        while at and game.set_of[at] != before:
            chance *= probability(game, profile, at)
            at = game.parent[at]
        belief = beliefs[at] if game.set_of[at] == before else None
        if belief is None:
            return None
        chances.append(belief * chance)
    return chances


def pure_profiles(game: PlainGame) -> Iterator[list[Fraction]]:
    """Every combination of actions at the information sets."""
    for actions in itertools.product(*game.choices):
        taken = set(actions)
        yield [ONE if choice in taken else ZERO for choice in range(_count(game))]


def count_pure(game: PlainGame) -> int:
    """How many :func:`pure_profiles` there are."""
    total = 1
    for choices in game.choices:
        total *= len(choices)
    return total


def can_be_avoided(game: PlainGame, one: int) -> bool:
    """Whether some pure play of the others keeps a player from an information set it aims at."""
    steering = game.owner[one]
    for profile in pure_profiles(game):
        for node in game.sets[one]:
            at = node
            while at and (
                game.mover[game.parent[at]] == steering or probability(game, profile, at)
            ):
                at = game.parent[at]
            if not at:
                break
        else:
            return True
    return False


def is_nash(game: PlainGame, profile: Sequence[Fraction]) -> bool:
    """Whether nobody gains alone."""
    return not any(player_regrets(game, profile))


def is_subgame_perfect(game: PlainGame, profile: Sequence[Fraction]) -> bool:
    """Whether no action anywhere does better, where everyone sees everything."""
    assert all(len(members) == 1 for members in game.sets)
    expected = values(game, profile)
    return all(
        expected[node][game.mover[node]]
        == max(expected[child][game.mover[node]] for child in game.children[node])
        for node in range(len(game.parent))
        if game.mover[node] >= 0
    )


def play(game: PlainGame, profile: Sequence[Fraction]) -> Vector:
    """How likely each node is: what can be seen of a profile."""
    return tuple(reach(game, profile))


def _count(game: PlainGame) -> int:
    return game.choices[-1].stop if game.choices else 0
