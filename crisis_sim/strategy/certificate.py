"""The proof that a profile is what it is called: its largest regret.

Nothing here knows how the profile was found. Player regret is found on the sequences of each
player (Koller, Megiddo and von Stengel 1996), in time linear in the tree; agent regret compares
the actions at each information set under the beliefs that come with the profile.

Regrets are computed in exact numbers, so that zero means zero; in trees of more than
:data:`EXACT_NODES` nodes in floats with a bound of their
error (:mod:`crisis_sim.strategy.bounded`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from crisis_sim.game.game import Floats, Game
from crisis_sim.game.tree import Integers, Tree
from crisis_sim.numbers.rational import ZERO
from crisis_sim.numbers.real import Number, sign, taken_for_zero, to_float
from crisis_sim.strategy.evaluate import action_values, node_values, reach_probabilities
from crisis_sim.strategy.exactly import (
    Beliefs,
    ExactPlay,
    Profile,
    exact_beliefs,
    exact_profile,
    floats,
    sets_deepest_first,
)

__all__ = [
    "EXACT_NODES",
    "Certificate",
    "agent_regrets",
    "best_response_value",
    "certify",
    "certify_play",
    "exact_agent_regrets",
    "player_regrets",
    "response_values",
    "rounded_up",
    "stake_after",
]

EXACT_NODES = 20_000
"""Trees of more nodes are measured in floats."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """How far a profile is from being an equilibrium, in payoff units.

    ``player_regret`` is the most that any player could gain by another strategy for the whole
    game. ``agent_regret`` is the most that could be gained by another action at one information
    set, reached or not, under the beliefs given there; nan when no beliefs were given.
    ``belief_error`` is the largest difference between those beliefs and Bayes' rule where it
    applies. ``relative`` is the largest regret as a share of what is at stake where it is had: the
    difference between the greatest and the least payoff that can come after an information set
    to the player who moves there, or to a player in the whole game.

    ``exact`` says that these are the profile's own, computed without rounding and written as
    floats, never as 0 unless they are 0. Otherwise they are bounds, or rest on numbers that agree
    in so many digits and are not proved to be equal.
    """

    player_regret: float
    agent_regret: float
    belief_error: float
    relative: float
    exact: bool

    @property
    def max_regret(self) -> float:
        """The larger of the two regrets."""
        return float(np.fmax(self.player_regret, self.agent_regret))

    @property
    def proved(self) -> bool:
        """Whether nobody gains anything, beliefs follow Bayes' rule, and both are exact."""
        return self.exact and self.max_regret == 0.0 and not self.belief_error > 0.0

    def holds(self, tol: float = 0.0) -> bool:
        """Whether regrets are within a share ``tol`` of what is at stake, and beliefs within it."""
        return self.relative <= tol and not self.belief_error > tol


def certify(
    game: Game, profile: Floats | Profile, beliefs: Floats | Beliefs | None = None
) -> Certificate:
    """Measure a profile, and with ``beliefs`` an assessment.

    Parameters
    ----------
    profile : (choices,) behaviour probabilities. Floats are taken as they are, but that those of
        an information set are divided by their sum.
    beliefs : (nodes,) belief at each decision node; nan, or None, where there is none.
    """
    if game.tree.size > EXACT_NODES:
        from crisis_sim.strategy.bounded import certify_bounded

        own = profile if isinstance(profile, np.ndarray) else floats(profile)
        held = floats(beliefs) if isinstance(beliefs, tuple) else beliefs
        return certify_bounded(game, own, held)
    if isinstance(profile, np.ndarray):
        profile = exact_profile(game.tree, profile)
    if isinstance(beliefs, np.ndarray):
        beliefs = exact_beliefs(game.tree, beliefs)
    return certify_play(ExactPlay(game, profile), beliefs)


def certify_play(play: ExactPlay, beliefs: Sequence[Number | None] | None = None) -> Certificate:
    """Measure what is played, and with ``beliefs`` an assessment, in exact numbers."""
    with taken_for_zero() as compared:
        measured = _measured(play, beliefs)
    return replace(measured, exact=False) if compared else measured


def _measured(play: ExactPlay, beliefs: Sequence[Number | None] | None) -> Certificate:
    regret, relative = ZERO, 0.0
    for player in range(len(play.tree.players)):
        own = play.response_values(player)[0] - play.values[0][player]
        if sign(own) > 0:
            regret = max(regret, own)
            relative = max(relative, _share(own, stake_after(play.game, [0], player)))
    if beliefs is None:
        return Certificate(rounded_up(regret), math.nan, math.nan, relative, True)
    agent = ZERO
    for one, own in enumerate(exact_agent_regrets(play, beliefs)):
        if sign(own) > 0:
            player, nodes = int(play.tree.set_player[one]), play.tree.members(one).tolist()
            agent = max(agent, own)
            relative = max(relative, _share(own, stake_after(play.game, nodes, player)))
    pairs = zip(play.bayes, beliefs, strict=True)
    errors = (abs(a - b) for a, b in pairs if a is not None and b is not None and a is not b)
    error = max(errors, default=ZERO)
    return Certificate(rounded_up(regret), rounded_up(agent), rounded_up(error), relative, True)


def exact_agent_regrets(play: ExactPlay, beliefs: Sequence[Number | None]) -> list[Number]:
    """For each information set the gain from the best action; 0 where no belief is known."""
    starts = play.tree.choice_start.tolist()
    found: list[Number] = []
    for one, worth in enumerate(play.action_values(beliefs)):
        if worth is None:
            found.append(ZERO)
            continue
        best = max(worth)
        short: Number = ZERO
        for share, value in zip(play.profile[starts[one] : starts[one + 1]], worth, strict=True):
            if share != 0 and value is not best:
                short = short + share * (best - value)
        found.append(short)
    return found


def stake_after(game: Game, nodes: Sequence[int], player: int) -> Number:
    """What a player's payoffs that can come after some nodes differ by, at most."""
    tree, payoffs = game.tree, game.numbers.payoffs
    rows = {row for node in nodes for row in tree.payoff_row[node : tree.end[node]].tolist()}
    own = [payoffs[row][player] for row in rows if row >= 0]
    return max(own) - min(own)


def _share(regret: Number, stake: Number) -> float:
    return rounded_up(regret / stake) if sign(stake) > 0 else math.inf


def rounded_up(value: Number) -> float:
    """A float for a number that is not negative; 0 for zero alone."""
    return to_float(value)


def player_regrets(game: Game, profile: Floats) -> Floats:
    """(players,) what each player could gain by its best response to the others."""
    expected = node_values(game, profile)[0]
    best = [best_response_value(game, profile, player) for player in range(len(game.players))]
    return np.asarray(np.maximum(np.asarray(best) - expected, 0.0))


def best_response_value(game: Game, profile: Floats, player: int) -> float:
    """The most that ``player`` can expect against the others' strategies.

    Guaranteed under perfect recall.
    """
    return float(response_values(game, profile, player)[0])


def response_values(game: Game, profile: Floats, player: int) -> Floats:
    """(1 + choices,) what ``player`` can expect by each of its choices, if it goes on best.

    Weighted by how likely the others and chance let the choice's information set be reached. Each
    terminal is credited to the player's last choice before it; a choice is worth its credit and
    the best of what its information sets lead on to. Entry 0 is what comes before the player's
    first choice, which is the value of its best response; choice ``c`` has entry ``c + 1``.
    """
    tree = game.tree
    terminals = tree.terminals
    reach = reach_probabilities(game, profile, without=player)[terminals]
    credit = reach * game.payoffs[tree.payoff_row[terminals], player]
    worth = np.bincount(
        tree.own_choice[terminals, player] + 1,
        weights=credit,
        minlength=int(tree.choice_start[-1]) + 1,
    )
    for sets in sets_deepest_first(tree, player):
        starts = np.cumsum(tree.set_actions[sets]) - tree.set_actions[sets]
        best = np.maximum.reduceat(worth[_slots(tree, sets, starts)], starts)
        before = tree.own_choice[tree.set_member[tree.set_member_start[sets]], player] + 1
        np.add.at(worth, before, best)
    return np.asarray(worth, dtype=np.float64)


def _slots(tree: Tree, sets: Integers, starts: Integers) -> Integers:
    """The entries of the choices of several sets, one set after another from ``starts`` on."""
    counts = tree.set_actions[sets]
    first = np.repeat(tree.choice_start[sets] + 1 - starts, counts)
    return np.asarray(first + np.arange(len(first)), dtype=np.int32)


def agent_regrets(game: Game, profile: Floats, beliefs: Floats) -> Floats:
    """(information sets,) the gain from the best action over the profile's, under the beliefs."""
    tree = game.tree
    values = action_values(game, profile, beliefs)
    starts = tree.choice_start[:-1]
    if not len(starts):
        return np.zeros(0)
    best = np.maximum.reduceat(values, starts)
    played = np.add.reduceat(profile * values, starts)
    return np.asarray(np.maximum(best - played, 0.0))
