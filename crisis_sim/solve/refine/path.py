"""The path of an equilibrium: what is reached, what it is worth there, and what is settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crisis_sim.game.game import Game
from crisis_sim.numbers.rational import ZERO
from crisis_sim.numbers.real import Number
from crisis_sim.strategy.exactly import ExactPlay, Profile

__all__ = ["ProfilePath", "path_of"]


@dataclass(frozen=True, eq=False)
class ProfilePath:
    """What a profile reaches.

    Attributes
    ----------
    profile : (choices,) behaviour probabilities.
    play : the game under the profile.
    reach : (nodes,) probability that each node is reached.
    worth : what the player who moves at an information set that is reached expects there.
    settled : the action at each information set reached where one action is played for sure.
    mixed : the information sets reached where several actions are played, as bits of an integer.
    reached : all information sets reached, as bits of an integer.
    """

    profile: Profile
    play: ExactPlay
    reach: Sequence[Number]
    worth: Mapping[int, Number]
    settled: Mapping[int, int]
    mixed: int
    reached: int


def path_of(game: Game, profile: Profile) -> ProfilePath:
    """The path of a profile. Costs two passes over the tree."""
    tree = game.tree
    play = ExactPlay(game, profile)
    worth: dict[int, Number] = {}
    settled: dict[int, int] = {}
    mixed = reached = 0
    starts = tree.choice_start.tolist()
    for one, player in enumerate(tree.set_player.tolist()):
        nodes = [node for node in tree.members(one).tolist() if play.reach[node] != 0]
        if not nodes:
            continue
        total = sum((play.reach[node] for node in nodes), ZERO)
        weighted = sum((play.reach[node] * play.values[node][player] for node in nodes), ZERO)
        worth[one] = weighted / total
        played = [i for i, p in enumerate(profile[starts[one] : starts[one + 1]]) if p != 0]
        reached |= 1 << one
        if len(played) == 1:
            settled[one] = played[0]
        else:
            mixed |= 1 << one
    return ProfilePath(profile, play, play.reach, worth, settled, mixed, reached)
