"""How far a profile is from an equilibrium, and by which moves: the account behind a regret.

Two questions are answered, neither with the help of a solver. Could a player gain by another
strategy for the whole game? If not, the profile is a Nash equilibrium. And is every move best where
it is made, reached or not, given what follows and what is believed there? If so too, no threat in
it is empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.strategy.certificate import (
    Certificate,
    certify,
    own_sets_deepest_first,
    player_regrets,
    response_values,
)
from crisis_sim.strategy.evaluate import (
    action_values,
    bayes_beliefs,
    node_values,
    outcome_probabilities,
    reach_probabilities,
)

__all__ = ["MoveGain", "PlayerGain", "Verification", "least_regret_belief", "verify"]

TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class PlayerGain:
    """What a player could gain by another strategy for the whole game.

    ``changes`` holds the moves in which its best reply departs from the profile, as information
    set and action, in the order of the tree.
    """

    player: int
    payoff: float
    regret: float
    changes: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class MoveGain:
    """What another action would gain at one information set, the rest of the profile unchanged.

    Attributes
    ----------
    information_set : where.
    action : the best action there.
    gain : what it brings more than what is played, once the set is reached, under the belief.
    reach : how likely the set is reached.
    belief : ``Bayes`` where Bayes' rule gives the belief, ``given`` where the user did, ``sole``
        at a set of one node, else ``least regret``: no belief makes what is played look better.
    """

    information_set: int
    action: int
    gain: float
    reach: float
    belief: str


@dataclass(frozen=True, eq=False)
class Verification:
    """A profile measured.

    Attributes
    ----------
    profile : (choices,) behaviour probabilities.
    beliefs : (nodes,) the belief at each decision node under which moves were judged.
    payoffs : (players,) expected payoffs.
    outcomes : probability of each outcome that can happen, most likely first.
    players : for each player what it could gain.
    moves : for each information set what could be gained there, in the order of the sets.
    certificate : the largest regrets.
    tol : regret that still counts as none, as a share of the payoff range.
    """

    game: Game
    profile: Floats
    beliefs: Floats
    payoffs: Floats
    outcomes: Mapping[str, float]
    players: tuple[PlayerGain, ...]
    moves: tuple[MoveGain, ...]
    certificate: Certificate
    tol: float

    @property
    def nash(self) -> bool:
        """Whether no player gains by another strategy: the profile is a Nash equilibrium."""
        return self.certificate.player_regret <= self.allowance

    @property
    def rational(self) -> bool:
        """Whether every move, on the path and off it, is best under the beliefs."""
        beliefs_hold = not self.certificate.belief_error > self.tol
        return self.nash and self.certificate.agent_regret <= self.allowance and beliefs_hold

    @property
    def allowance(self) -> float:
        """The tolerance in payoff units."""
        return self.tol * max(self.game.payoff_range, 1e-300)

    @property
    def gainful(self) -> tuple[MoveGain, ...]:
        """The moves that could be bettered, those with the largest gain first."""
        found = [move for move in self.moves if move.gain > self.allowance]
        return tuple(sorted(found, key=lambda move: (-move.gain, move.information_set)))


def verify(
    game: Game, profile: Floats, beliefs: Floats | None = None, *, tol: float = TOLERANCE
) -> Verification:
    """Measure a profile that somebody claims is an equilibrium.

    Linear in the tree, but for a linear programme at each unreached set of several nodes.

    Parameters
    ----------
    profile : (choices,) behaviour probabilities.
    beliefs : (nodes,) beliefs to judge moves by; nan where none is given. There Bayes' rule is
        applied, and where the set is not reached the belief that is kindest to what is played.
        Whether such beliefs are consistent with each other is not decided.
    tol : regret that counts as none, as a share of the payoff range.

    Raises
    ------
    NotSolved
        Imperfect recall, under which a best response in behaviour need not be one in strategies.
    """
    if len(forgetful_sets(game.tree)):
        raise NotSolved(
            "the regret of behaviour is defined for perfect recall; "
            "-c nash solves games without it in normal form"
        )
    held, kinds = _beliefs(game, profile, beliefs)
    chances = outcome_probabilities(game, profile)
    order = [int(i) for i in np.argsort(-chances, kind="stable") if chances[i] > 0]
    return Verification(
        game=game,
        profile=profile,
        beliefs=held,
        payoffs=node_values(game, profile)[0],
        outcomes={game.tree.outcomes[i]: float(chances[i]) for i in order},
        players=tuple(_player_gains(game, profile, tol)),
        moves=tuple(_move_gains(game, profile, held, kinds)),
        certificate=certify(game, profile, held),
        tol=tol,
    )


def _beliefs(game: Game, profile: Floats, given: Floats | None) -> tuple[Floats, list[str]]:
    """(nodes,) beliefs at every decision node, and for each set where they come from."""
    tree = game.tree
    held = bayes_beliefs(game, profile)
    values = node_values(game, profile)
    kinds = []
    for one in range(len(tree.set_player)):
        nodes = tree.members(one)
        kind = "Bayes"
        if given is not None and not np.isnan(given[nodes]).any():
            held[nodes], kind = given[nodes], "given"
        elif len(nodes) == 1:
            held[nodes], kind = 1.0, "sole"
        elif np.isnan(held[nodes]).any():
            own = slice(int(tree.choice_start[one]), int(tree.choice_start[one + 1]))
            worth = np.stack([values[tree.children(int(node))] for node in nodes])
            worth = worth[:, :, int(tree.set_player[one])]
            gains = worth.T - worth @ profile[own]
            held[nodes], kind = least_regret_belief(gains), "least regret"
        kinds.append(kind)
    return held, kinds


def least_regret_belief(gains: Floats) -> Floats:
    """(nodes,) the belief under which the best action gains least over what is played.

    Parameters
    ----------
    gains : (actions, nodes) what each action gains over what is played, at each node.
    """
    from scipy.optimize import linprog

    actions, nodes = gains.shape
    even = np.full(nodes, 1.0 / nodes)
    if np.all(gains @ even <= 0.0):
        return even
    # Variables: the belief, and a bound on every action's gain, which is minimised.
    found = linprog(
        np.concatenate([np.zeros(nodes), [1.0]]),
        A_ub=np.hstack([gains, -np.ones((actions, 1))]),
        b_ub=np.zeros(actions),
        A_eq=np.concatenate([np.ones(nodes), [0.0]])[None, :],
        b_eq=[1.0],
        bounds=[(0.0, 1.0)] * nodes + [(None, None)],
        method="highs",
    )
    belief = np.clip(np.asarray(found.x[:nodes]), 0.0, 1.0)
    return np.asarray(belief / belief.sum())


def _move_gains(
    game: Game, profile: Floats, beliefs: Floats, kinds: list[str]
) -> Iterator[MoveGain]:
    tree = game.tree
    values = action_values(game, profile, beliefs)
    reach = reach_probabilities(game, profile)
    for one, kind in enumerate(kinds):
        own = slice(int(tree.choice_start[one]), int(tree.choice_start[one + 1]))
        best = int(values[own].argmax())
        gain = float(values[own][best] - profile[own] @ values[own])
        reached = float(reach[tree.members(one)].sum())
        yield MoveGain(one, best, max(gain, 0.0), reached, kind)


def _player_gains(game: Game, profile: Floats, tol: float) -> Iterator[PlayerGain]:
    payoffs = node_values(game, profile)[0]
    regrets = player_regrets(game, profile)
    allowance = tol * max(game.payoff_range, 1e-300)
    for player, regret in enumerate(regrets.tolist()):
        changes: tuple[tuple[int, int], ...] = ()
        if regret > allowance:
            changes = tuple(sorted(_changes(game, profile, player, allowance)))
        yield PlayerGain(player, float(payoffs[player]), regret, changes)


def _changes(
    game: Game, profile: Floats, player: int, allowance: float
) -> Iterator[tuple[int, int]]:
    """The moves of a best reply that the profile does not make, where the reply leads.

    What the profile plays is kept where it is as good; sets that the others exclude are left out.
    """
    tree = game.tree
    worth = response_values(game, profile, player)[1:]
    others = reach_probabilities(game, profile, without=player)
    made: NDArray[np.bool_] = np.zeros(len(worth), dtype=bool)
    for layer in own_sets_deepest_first(tree, player)[::-1]:
        for one in layer.tolist():
            nodes = tree.members(one)
            before = int(tree.own_choice[nodes[0], player])
            if before >= 0 and not made[before]:
                continue
            own = np.arange(tree.choice_start[one], tree.choice_start[one + 1])
            best = own[worth[own] >= worth[own].max() - allowance]
            kept = best[profile[best] > 0]
            chosen = kept if len(kept) else best[:1]
            made[chosen] = True
            if others[nodes].sum() > 0 and profile[best].sum() < 1 - TOLERANCE:
                yield one, int(chosen[0] - own[0])
