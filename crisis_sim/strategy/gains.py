"""What could be gained by departing from a profile: by each player, and at each move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crisis_sim.numbers.rational import ONE, ZERO, rational
from crisis_sim.numbers.real import Number, sign, to_float
from crisis_sim.shown import Brief
from crisis_sim.strategy.certificate import (
    rounded_up,
    stake_after,
)
from crisis_sim.strategy.exactly import ExactPlay, sets_deepest_first
from crisis_sim.strategy.least_regret import least_regret_belief

__all__ = ["MoveGain", "PlayerGain", "kindest_beliefs", "move_gains", "player_gain"]


@dataclass(frozen=True, slots=True, repr=False)
class PlayerGain(Brief):
    """What a player could gain by another strategy for the whole game.

    Attributes
    ----------
    regret : the gain in payoff units, 0 only where there is none at all.
    relative : the gain as a share of what the player's payoffs differ by, at most.
    changes : the moves in which its best reply departs from the profile, as information set and
        action, in the order of the tree.
    best : its choices, by number, that are best against the others wherever it moves.
    """

    player: int
    payoff: float
    regret: float
    relative: float
    changes: tuple[tuple[int, int], ...]
    best: frozenset[int]


@dataclass(frozen=True, slots=True)
class MoveGain:
    """What another action would gain at one information set, the rest of the profile unchanged.

    Attributes
    ----------
    information_set : where.
    action : the best action there; of several one that is played.
    gain : what it brings more than what is played, once the set is reached, under the belief; 0
        only where that is nothing at all.
    relative : the gain as a share of what the mover's payoffs that can come after differ by.
    reach : how likely the set is reached.
    belief : ``Bayes`` where Bayes' rule gives the belief, ``given`` where the user did, ``sole``
        at a set of one node, else ``least regret``: no belief makes what is played look better.
    """

    information_set: int
    action: int
    gain: float
    relative: float
    reach: float
    belief: str


def kindest_beliefs(
    play: ExactPlay, given: Sequence[Number | None] | None
) -> tuple[list[Number | None], list[str]]:
    """(nodes,) beliefs at every decision node, and for each set where they come from.

    Those given; else those of Bayes' rule; else, where a set is not reached, the belief under which
    what is played there looks best.
    """
    tree = play.tree
    held = list(play.bayes)
    kinds = []
    for one in range(len(tree.set_player)):
        nodes = tree.members(one).tolist()
        kind = "Bayes"
        if given is not None and not any(given[node] is None for node in nodes):
            own, kind = [given[node] for node in nodes], "given"
        elif len(nodes) == 1:
            own, kind = [ONE], "sole"
        elif held[nodes[0]] is None:
            own, kind = [*least_regret_belief(_gains(play, one))], "least regret"
        else:
            own = [held[node] for node in nodes]
        for node, belief in zip(nodes, own, strict=True):
            held[node] = belief
        kinds.append(kind)
    return held, kinds


def _gains(play: ExactPlay, one: int) -> list[list[Number]]:
    """(actions, nodes) what each action at an information set gains over what is played."""
    tree = play.tree
    player = int(tree.set_player[one])
    shares = play.profile[int(tree.choice_start[one]) : int(tree.choice_start[one + 1])]
    columns = []
    for node in tree.members(one).tolist():
        worth = [play.values[child][player] for child in tree.children(node).tolist()]
        played = sum((share * value for share, value in zip(shares, worth, strict=True)), ZERO)
        columns.append([value - played for value in worth])
    return [list(row) for row in zip(*columns, strict=True)]


def move_gains(
    play: ExactPlay,
    worth: Sequence[Sequence[Number] | None],
    kinds: Sequence[str],
) -> Iterator[MoveGain]:
    """For each information set what could be gained there.

    Parameters
    ----------
    worth : for each information set what its actions are worth under the beliefs.
    kinds : for each information set where the belief comes from.
    """
    tree = play.tree
    starts = tree.choice_start.tolist()
    for one, own in enumerate(worth):
        assert own is not None
        best, shares = max(own), play.profile[starts[one] : starts[one + 1]]
        equal = [action for action, value in enumerate(own) if value == best]
        action = next((action for action in equal if shares[action] != 0), equal[0])
        taken = zip(shares, own, strict=True)
        gain = sum((share * (best - value) for share, value in taken if share != 0), ZERO)
        nodes = tree.members(one).tolist()
        reached = rounded_up(sum((play.reach[node] for node in nodes), ZERO))
        relative = 0.0
        if sign(gain) > 0:
            relative = rounded_up(gain / stake_after(play.game, nodes, int(tree.set_player[one])))
        yield MoveGain(one, action, rounded_up(gain), relative, reached, kinds[one])


def player_gain(play: ExactPlay, player: int, tol: float) -> PlayerGain:
    """What a player could gain, if no more than a share ``tol`` of the stake counts as nothing."""
    most, *worth = play.response_values(player)
    payoff = play.values[0][player]
    regret = most - payoff
    relative = 0.0
    if sign(regret) > 0:
        relative = rounded_up(regret / stake_after(play.game, [0], player))
    best = _best_choices(play, player, worth, tol)
    changes: tuple[tuple[int, int], ...] = ()
    if relative > tol:
        changes = tuple(sorted(_changes(play, player, best)))
    own = frozenset(choice for held in best.values() for choice in held)
    return PlayerGain(player, to_float(payoff), rounded_up(regret), relative, changes, own)


def _best_choices(
    play: ExactPlay, player: int, worth: Sequence[Number], tol: float
) -> dict[int, list[int]]:
    """For each information set of a player the choices that are best against the others.

    What falls short of the best by no more than a share ``tol`` of what is at stake there counts as
    best too.

    Parameters
    ----------
    worth : (choices,) what the player can expect by each, weighted by how likely the others and
        chance let its information set be reached.
    """
    tree = play.tree
    others = play.reach_without(player) if tol else []
    found = {}
    for one in np.flatnonzero(tree.set_player == player).tolist():
        choices = range(int(tree.choice_start[one]), int(tree.choice_start[one + 1]))
        least = max(worth[choice] for choice in choices)
        if tol:
            nodes = tree.members(one).tolist()
            weight = sum((others[node] for node in nodes), ZERO)
            least = least - rational(tol) * weight * stake_after(play.game, nodes, player)
        found[one] = [choice for choice in choices if worth[choice] >= least]
    return found


def _changes(
    play: ExactPlay, player: int, best: Mapping[int, Sequence[int]]
) -> Iterator[tuple[int, int]]:
    """The moves of a best reply that the profile does not make, where the reply leads.

    What the profile plays is kept where it is as good; sets that the others exclude are left out.
    """
    tree = play.tree
    others = play.reach_without(player)
    made: set[int] = set()
    order = [one for layer in sets_deepest_first(tree, player) for one in layer.tolist()]
    for one in reversed(order):
        nodes = tree.members(one).tolist()
        before = int(tree.own_choice[nodes[0], player])
        if before >= 0 and before not in made:
            continue
        choices = range(int(tree.choice_start[one]), int(tree.choice_start[one + 1]))
        kept = [choice for choice in best[one] if play.profile[choice] != 0]
        chosen = kept or best[one][:1]
        made.update(chosen)
        worse = any(play.profile[c] != 0 for c in choices if c not in best[one])
        if worse and any(others[node] != 0 for node in nodes):
            yield one, chosen[0] - choices[0]
