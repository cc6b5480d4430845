"""What every solver returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats, Game
from crisis_sim.strategy.certificate import Certificate, certify
from crisis_sim.strategy.evaluate import (
    bayes_beliefs,
    node_values,
    outcome_probabilities,
    reach_probabilities,
)

__all__ = ["TOLERANCE", "Equilibrium", "Solution", "assess"]

TOLERANCE = 1e-9
"""Largest regret of what is called an equilibrium, as a share of the payoff range."""


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """One profile with its beliefs and its proof.

    Attributes
    ----------
    profile : (choices,) behaviour probabilities.
    beliefs : (nodes,) belief at each decision node, nan where the concept gives none.
    belief_bounds : (nodes, 2) least and greatest belief that support the profile at an
        information set off the path; both equal to the belief where it is settled.
    payoffs : (players,) expected payoffs.
    outcomes : probability of each outcome that can happen, most likely first.
    certificate : its regrets, measured by code that shares nothing with the solver.
    refinements : for each refinement tested whether it is passed; None when not decided.
    notes : what a reader should know of this equilibrium alone.
    variants : how many equilibria are played like this one and differ off the path alone, this one
        included; 0 where they were not counted.
    """

    profile: Floats
    beliefs: Floats
    belief_bounds: Floats
    payoffs: Floats
    outcomes: Mapping[str, float]
    certificate: Certificate
    refinements: Mapping[str, bool | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    variants: int = 0

    @property
    def pure(self) -> bool:
        """Whether every choice is made with probability 0 or 1."""
        return bool(np.all((self.profile == 0.0) | (self.profile == 1.0)))


@dataclass(frozen=True, eq=False)
class Solution:
    """The answer of one concept on one game.

    Attributes
    ----------
    game : the game that was solved.
    concept, method : what was asked for, and how it was found.
    equilibria : all that were found, in a fixed order.
    complete : whether ``equilibria`` is proved to hold every one of the kind in ``searched``.
    searched : what was enumerated and what was not, in one sentence.
    ties : information sets at which several actions are equally good, in words.
    seconds : time taken.
    warnings : what the user should know before using the answer.
    converged : False when a numerical method stopped short; its best profile is then given.
    """

    game: Game
    concept: str
    method: str
    equilibria: tuple[Equilibrium, ...]
    complete: bool
    searched: str
    seconds: float
    ties: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    converged: bool = True

    @property
    def max_regret(self) -> float:
        """The largest regret of any equilibrium listed; nan when there is none."""
        return max((one.certificate.max_regret for one in self.equilibria), default=float("nan"))

    def reach(self, which: int = 0) -> Floats:
        """(nodes,) probability that each node is reached in an equilibrium."""
        return reach_probabilities(self.game, self.equilibria[which].profile)

    def values(self, which: int = 0) -> Floats:
        """(nodes, players) continuation values in an equilibrium."""
        return node_values(self.game, self.equilibria[which].profile)


def assess(
    game: Game,
    profile: Floats,
    beliefs: Floats | None = None,
    belief_bounds: Floats | None = None,
    *,
    sequential: bool = False,
    notes: tuple[str, ...] = (),
) -> Equilibrium:
    """A profile with what follows from it: payoffs, outcomes, beliefs on the path, certificate.

    Without ``beliefs``, those of Bayes' rule are given, and nan off the path. ``sequential`` says
    that the beliefs are part of the claim, so that agent regret is certified under them.
    """
    held = bayes_beliefs(game, profile) if beliefs is None else beliefs
    bounds = np.stack([held, held], axis=1) if belief_bounds is None else belief_bounds
    for array in (profile, held, bounds):
        _freeze(array)
    chances = outcome_probabilities(game, profile)
    possible = np.flatnonzero(chances > 0)
    order = possible[np.argsort(-chances[possible], kind="stable")].tolist()
    return Equilibrium(
        profile=profile,
        beliefs=held,
        belief_bounds=bounds,
        payoffs=node_values(game, profile)[0],
        outcomes={game.tree.outcomes[i]: float(chances[i]) for i in order},
        certificate=certify(game, profile, held if sequential else None),
        notes=notes,
    )


def _freeze(array: NDArray[np.float64]) -> None:
    array.setflags(write=False)
