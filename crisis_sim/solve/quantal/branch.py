"""The branch of logit equilibria that starts at precision 0, as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from crisis_sim.game.game import Floats, Game
from crisis_sim.shown import in_short
from crisis_sim.solve.quantal.problem import Scaled

__all__ = ["Branch", "tabulate"]


@dataclass(frozen=True, eq=False, repr=False)
class Branch:
    """Logit equilibria in the order in which they follow each other.

    Attributes
    ----------
    game : the game.
    precisions : (k,) in 1/payoff units; not always increasing, as a branch can turn back.
    log_profiles : (k, choices) log-probabilities.
    regrets : (k,) largest player regret, in payoff units.
    payoffs : (k, players) expected payoffs.
    outcomes : (k, outcomes) probability of each outcome of ``game.tree.outcomes``.
    bifurcations : (m,) precisions near which the branch crosses another one. A branch that is
        followed through is no longer the only one that can be reached from precision 0.
    converged : whether the last point is near the limit for large precisions.
    """

    game: Game
    precisions: Floats
    log_profiles: Floats
    regrets: Floats
    payoffs: Floats
    outcomes: Floats
    bifurcations: Floats
    converged: bool

    @cached_property
    def profiles(self) -> Floats:
        """(k, choices) behaviour probabilities."""
        profiles = np.exp(self.log_profiles)
        profiles.setflags(write=False)
        return profiles

    @property
    def turning_points(self) -> Floats:
        """Precisions at which the branch turns, from growing to falling or back."""
        rises = np.sign(np.diff(self.precisions))
        turns = np.flatnonzero(rises[1:] != rises[:-1]) + 1
        return np.asarray(self.precisions[turns])

    def __repr__(self) -> str:
        most = f"{self.precisions.max():.4g}"
        return in_short(self, f"{self.game.title}: {len(self)} points, up to precision {most}")

    def __len__(self) -> int:
        return len(self.precisions)


def tabulate(
    scaled: Scaled,
    points: Floats,
    bifurcations: Floats,
    *,
    converged: bool,
    asked: Iterable[float] = (),
) -> Branch:
    """The table of (k, unknowns + 1) points on the scale of the problem.

    Precisions that were ``asked`` for, in 1/payoff units, are given back to the last digit.
    """
    from crisis_sim.solve.quantal.measure import measure

    game = scaled.game
    log_profiles = scaled.log_profile(points[:, :-1])
    count, players = len(points), len(game.players)
    payoffs, regrets = np.zeros((count, players)), np.zeros((count, players))
    outcomes = np.zeros((count, len(game.tree.outcomes)))
    measure(scaled.problem, np.exp(log_profiles)[:, scaled.original], payoffs, outcomes, regrets)
    precisions = points[:, -1] / scaled.scale
    for one in asked:
        precisions[points[:, -1] == one * scaled.scale] = one
    branch = Branch(
        game=game,
        precisions=precisions,
        log_profiles=log_profiles,
        regrets=regrets.max(axis=1) * scaled.scale,
        payoffs=payoffs * scaled.scale + scaled.least,
        outcomes=outcomes,
        bifurcations=bifurcations / scaled.scale,
        converged=converged,
    )
    for array in vars(branch).values():
        if isinstance(array, np.ndarray):
            array.setflags(write=False)
    return branch
