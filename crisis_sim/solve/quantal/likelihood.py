"""The precision at which logit play makes observed play most likely."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from crisis_sim.game.game import Floats, Game
from crisis_sim.shown import AsTable, Shown
from crisis_sim.solve.quantal.branch import Branch, tabulate
from crisis_sim.solve.quantal.counts import Counts, count_choices
from crisis_sim.solve.quantal.trace import MOST_STEPS, MOVE, BranchPoint, Trace

__all__ = ["PrecisionFit", "fit_precision"]

MaximumKind = Literal["interior", "zero", "infinite", "undetermined"]

_REGRET = 1e-6
_FLAT = 1e-9
_DIFFERENCE = 1e-4
_START = 1e-9
"""Precisions times the scale of payoffs up to this are 0 but for rounding."""


@dataclass(frozen=True, eq=False, repr=False)
class PrecisionFit(Shown):
    """The maximum-likelihood precision of agent logit play.

    Attributes
    ----------
    precision : the estimate, in 1/payoff units.
    kind : where the maximum lies. ``interior``; ``zero``: play is no better than random, or worse;
        ``infinite``: play fits the limit of the branch best, and any larger precision is better;
        ``undetermined``: all precisions make play equally likely, and ``precision`` is nan.
    as_likely : the other precisions of the same likelihood as the estimate, 0 among them if play at
        random is as likely.
    standard_error : by the observed information; nan unless interior.
    log_likelihood, uniform_log_likelihood : natural logarithms, of the estimate and of precision 0.
    counts : (choices,) the data.
    profile : (choices,) the logit equilibrium at the estimate.
    maxima : (m, 2) precision and log-likelihood of each local maximum between 0 and infinity.
    branch, log_likelihoods : what was searched; (k,) at each point of the branch.
    converged : whether the branch was followed to its limit; if not the maximum is the greatest
        as far as it was followed.
    notes : what was said of the table of counts, a sentence each without its point.
    """

    game: Game
    precision: float
    kind: MaximumKind
    as_likely: tuple[float, ...]
    standard_error: float
    log_likelihood: float
    uniform_log_likelihood: float
    counts: Floats
    profile: Floats
    maxima: Floats
    branch: Branch
    log_likelihoods: Floats
    converged: bool
    notes: tuple[str, ...] = ()

    @property
    def caption(self) -> str:
        """The estimate, where it lies, and its standard error."""
        error = f", standard error {self.standard_error:.3g}" if self.kind == "interior" else ""
        return f"{self.game.title}: precision {self.precision:.4g} ({self.kind}){error}"

    def table(self) -> AsTable:
        """Every choice at the information sets that were observed, with its shares."""
        rows = []
        for player, place, action, count, share, predicted in self.lines():
            numbers = (f"{count:,.15g}", f"{share:.4g}", f"{predicted:.4g}")
            rows.append((self.game.short(player), place, action, *numbers))
        return ("player", "information set", "action", "count", "observed", "predicted"), rows

    def lines(self) -> Iterator[tuple[str, str, str, float, float, float]]:
        """What :meth:`table` tells, as numbers."""
        for one in self.game.tree.information_sets:
            counts = self.counts[list(one.choices)]
            if not counts.sum():
                continue
            shares, predicted = counts / counts.sum(), self.profile[list(one.choices)]
            player = self.game.players[one.player]
            for i, action in enumerate(one.actions):
                numbers = (float(counts[i]), float(shares[i]), float(predicted[i]))
                yield (player, one.label, action, *numbers)


def fit_precision(
    game: Game, counts: Counts | ArrayLike, *, most_steps: int = MOST_STEPS
) -> PrecisionFit:
    """Fit the precision of agent logit play to counts of choices.

    The branch of logit equilibria is followed from precision 0 to its limit; along it the
    log-likelihood, the sum of counts times log-probabilities, is a function of one variable, whose
    local maxima are located where its derivative changes sign and compared (McKelvey and Palfrey
    1998, section 5; Turocy 2005). Where the branch turns back, several points have one precision.

    Parameters
    ----------
    counts : (choices,) how often each choice was made, or a mapping from pairs of labels
        (information set, action); see :func:`crisis_sim.solve.quantal.counts.count_choices`.

    Guaranteed: the greatest likelihood on the branch, but for maxima so close to each other that
    both lie within one step along it. Not searched: other branches. Play is taken to be independent
    given the precision, which all players share.

    Raises
    ------
    InputError
        Counts that are no counts of this game's choices.
    NotSolved
        Imperfect recall or a game too large.
    """
    data = count_choices(game, counts)
    trace = Trace(game)
    trace.extend(regret=_REGRET, move=MOVE, most=most_steps)
    trace.sharpen()
    score = _Score(trace, data)
    maxima = score.maxima()
    best = max(maxima, key=score.value, default=None)
    kind = score.kind(best)
    if kind in ("infinite", "undetermined"):
        # What is as likely as the limit is a maximum by rounding alone.
        maxima = [one for one in maxima if not score.alike(score.value(one), score.values[-1])]
    found = trace.found(0 if kind == "zero" else -1)
    if best is not None and kind == "interior":
        found = best
    precision = {"infinite": math.inf, "undetermined": math.nan}.get(
        kind, float(found.point[-1]) / trace.scaled.scale
    )
    branch = tabulate(trace.scaled, trace.points, trace.bifurcations, converged=trace.settled)
    return PrecisionFit(
        game=game,
        precision=precision,
        kind=kind,
        as_likely=_as_likely(maxima, best, score) if kind == "interior" else (),
        standard_error=score.standard_error(found) if kind == "interior" else math.nan,
        log_likelihood=score.value(found),
        uniform_log_likelihood=score.value(trace.found(0)),
        counts=data,
        profile=np.exp(score.log_profile(found)),
        maxima=_table(maxima, score),
        branch=branch,
        log_likelihoods=score.values,
        converged=trace.settled,
    )


def _as_likely(
    maxima: list[BranchPoint], best: BranchPoint | None, score: _Score
) -> tuple[float, ...]:
    """The precisions of the maxima that are no lower than the best, and 0 if it is not either."""
    if best is None:
        return ()
    top, scale = score.value(best), score.trace.scaled.scale
    others = [one for one in maxima if one is not best and score.alike(score.value(one), top)]
    random = (0.0,) if score.alike(float(score.values[0]), top) else ()
    return (*random, *(float(one.point[-1]) / scale for one in others))


def _table(maxima: list[BranchPoint], score: _Score) -> Floats:
    """(m, 2) precision and log-likelihood."""
    scale = score.trace.scaled.scale
    rows = [(float(one.point[-1]) / scale, score.value(one)) for one in maxima]
    return np.asarray(rows, dtype=np.float64).reshape(-1, 2)


class _Score:
    """The log-likelihood along a branch, and its derivative."""

    def __init__(self, trace: Trace, data: Floats) -> None:
        self.trace = trace
        self.data = data
        self.values = trace.scaled.log_profile(trace.points[:, :-1]) @ data
        self.slopes = self._slopes(trace.points, trace.tangents)

    def value(self, found: BranchPoint) -> float:
        """The log-likelihood at a point."""
        return float(self.data @ self.log_profile(found))

    def log_profile(self, found: BranchPoint) -> Floats:
        """(choices,) log-probabilities at a point."""
        return np.asarray(self.trace.scaled.log_profile(found.point[None, :-1])[0])

    def slope(self, found: BranchPoint) -> float:
        """The derivative of the log-likelihood along the branch."""
        return float(self._slopes(found.point[None], found.tangent[None])[0])

    def _slopes(self, points: Floats, tangents: Floats) -> Floats:
        """(k,) derivatives: with log odds z, that of log p(a) is z'(a) less its mean at the set."""
        scaled, tree = self.trace.scaled, self.trace.scaled.game.tree
        turns = scaled.spread(tangents[:, :-1])
        weighted = np.exp(scaled.log_profile(points[:, :-1])) * turns
        means = np.add.reduceat(weighted, tree.choice_start[:-1], axis=1)
        totals = np.add.reduceat(self.data, tree.choice_start[:-1])
        return np.asarray(turns @ self.data - means @ totals)

    def maxima(self) -> list[BranchPoint]:
        """The local maxima inside the branch."""
        falls = (self.slopes[:-1] > 0.0) & (self.slopes[1:] <= 0.0)
        found = [self.trace.locate(int(row), self.slope) for row in np.flatnonzero(falls)]
        return [one for one in found if one.point[-1] > _START]

    def kind(self, best: BranchPoint | None) -> MaximumKind:
        """Where the greatest likelihood lies, given the best of the local maxima."""
        if np.ptp(self.values) <= self.flat:
            return "undetermined"
        inside = -math.inf if best is None else self.value(best)
        if self.slopes[-1] >= 0.0 and self.values[-1] > max(inside, self.values[0]) - self.flat:
            return "infinite"
        return "interior" if inside >= self.values[0] - self.flat else "zero"

    @property
    def flat(self) -> float:
        """Differences of likelihoods that mean nothing."""
        return _FLAT * abs(float(self.values[0]))

    def alike(self, one: float, other: float) -> bool:
        """Whether two log-likelihoods differ by nothing that can be told."""
        return abs(one - other) <= self.flat

    def standard_error(self, found: BranchPoint) -> float:
        """From the observed information, minus the second derivative by the precision.

        The first derivative is exact; its change is taken over a small step to either side.
        """
        precision = float(found.point[-1])
        step = _DIFFERENCE * precision
        around = [self.trace.beside(found, precision + way * step) for way in (-1.0, 1.0)]
        slopes = [self.slope(one) / float(one.tangent[-1]) for one in around]
        information = (slopes[0] - slopes[1]) / (2 * step) * self.trace.scaled.scale**2
        return 1.0 / math.sqrt(information) if information > 0.0 else math.nan
