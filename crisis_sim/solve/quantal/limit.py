"""The limit of the branch for large precisions, and the equilibrium that it selects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from crisis_sim.game.game import Floats, Game
from crisis_sim.numbers.real import to_float
from crisis_sim.solve.quantal.exact_limit import exact_assessments
from crisis_sim.solve.quantal.trace import MOVE, Trace
from crisis_sim.solve.solution import TOLERANCE
from crisis_sim.strategy.certificate import (
    EXACT_NODES,
    Certificate,
    certify,
    exact_agent_regrets,
)
from crisis_sim.strategy.evaluate import bayes_beliefs
from crisis_sim.strategy.exactly import (
    Beliefs,
    ExactPlay,
    Profile,
    exact_beliefs,
    exact_profile,
)

__all__ = ["Limit", "find_limit"]

_STAGES = (1e-6, 1e-8)
_VANISHING = (1e-6, 1e-5, 1e-4, 1e-3, 1e-8, 1e-10, 0.0)
_SUPPORT = 1e-4
_ROUNDS = 3


@dataclass(frozen=True, eq=False, slots=True)
class Limit:
    """The assessment to which a branch leads.

    ``profile`` is (choices,), ``beliefs`` (nodes,), in exact numbers where those are known;
    ``precision`` is how far the branch was followed, in 1/payoff units. ``converged`` says that it
    is called an equilibrium: nobody gains anything, under these beliefs and at every information
    set; or, where actions are mixed, so little beside what is at stake there as the tolerance says.
    """

    profile: Floats | Profile
    beliefs: Floats | Beliefs
    precision: float
    certificate: Certificate
    converged: bool


def find_limit(trace: Trace, *, most: int) -> Limit:
    """Follow a branch until the profile it tends to is an equilibrium.

    The log odds are extrapolated in 1 / precision, where that does not do corrected so that what is
    played is indifferent, and actions that vanish are set to zero. What that comes near to is
    looked for in exact numbers. Where nothing exact is found, a mixed profile in floats serves if
    its regret is within the tolerance of what is at stake in what is played. If nothing is an
    equilibrium the branch is followed further, once.
    """
    found: list[Limit] = []
    for regret in _STAGES:
        trace.extend(regret=regret, move=MOVE, most=most)
        near = []
        for point in _points(trace):
            limits = _roundings(trace, point)
            exact = next((one for one in limits if one.certificate.proved), None)
            if exact is not None:
                return exact
            near += limits
        served = [one for one in near if one.converged]
        if served:
            return _least(served)
        found += near
        if not trace.settled:
            break
    return _least(found)


def _points(trace: Trace) -> Iterator[Floats]:
    """Points near the limit."""
    ahead = _extrapolated(trace)
    yield ahead
    yield _indifferent(trace, ahead)
    yield trace.polished(-1)


def _least(limits: list[Limit]) -> Limit:
    """The one with the least regret beside what is at stake."""
    return min(limits, key=lambda limit: limit.certificate.relative)


def _roundings(trace: Trace, point: Floats) -> list[Limit]:
    """What a point rounds to, until something is an equilibrium for sure."""
    profile = np.exp(trace.scaled.log_profile(point[None, :-1])[0])
    beliefs = trace.beliefs(point)
    limits: list[Limit] = []
    tried: set[bytes] = set()
    for threshold in _VANISHING:
        kept = _rounded(trace, profile, threshold)
        if kept.tobytes() not in tried:
            tried.add(kept.tobytes())
            limits.append(_judged(trace, kept, beliefs))
            if limits[-1].certificate.proved:
                break
    return limits


def _extrapolated(trace: Trace) -> Floats:
    """The last point extrapolated to an infinite precision."""
    last = trace.polished(-1)
    if len(trace.points) == 1:
        return last
    before = trace.polished(-2)
    rise = last[-1] - before[-1]
    return np.asarray(last + before[-1] / rise * (last - before)) if rise > 0.0 else last


def _indifferent(trace: Trace, point: Floats) -> Floats:
    """A point near another at which all actions that are played at a set are equally good.

    By Newton's method on the differences of their values, with the smallest change of the log odds
    where there are many solutions.
    """
    from crisis_sim.solve.quantal.equations import differentiate, evaluate

    problem, work = trace.scaled.problem, trace.work
    found = point.copy()
    for _ in range(_ROUNDS):
        evaluate(problem, work, found)
        differentiate(problem, work)
        played, first = [], []
        for start, end in zip(problem.first[:-1], problem.first[1:], strict=True):
            support = start + np.flatnonzero(work.probability[start:end] > _SUPPORT)
            played += support[1:].tolist()
            first += support[:1].tolist() * (len(support) - 1)
        if not played:
            break
        gaps = work.value[played] - work.value[first]
        slopes = work.odds_slope[played] - work.odds_slope[first]
        found[:-1] -= np.linalg.lstsq(slopes, gaps, rcond=1e-10)[0]
    return found


def _rounded(trace: Trace, profile: Floats, threshold: float) -> Floats:
    """The profile without actions less likely than a threshold."""
    tree = trace.scaled.game.tree
    kept = np.where(profile < threshold, 0.0, profile)
    total = np.add.reduceat(kept, tree.choice_start[:-1])
    return np.asarray(kept / np.repeat(total, tree.set_actions))


def _judged(trace: Trace, profile: Floats, beliefs: Floats) -> Limit:
    """What a profile comes near to in exact numbers, if that is proved; else as it is."""
    game = trace.scaled.game
    precision = float(trace.points[-1, -1]) / trace.scaled.scale
    bayes = bayes_beliefs(game, profile)
    held = np.where(np.isnan(bayes), beliefs, bayes)
    if game.tree.size <= EXACT_NODES:
        ended = trace.settled or trace.ended
        for sure, known in exact_assessments(game, profile, held, at_the_end=ended):
            certificate = certify(game, sure, known)
            if certificate.proved:
                return Limit(sure, known, precision, certificate, True)
    certificate = certify(game, profile, held)
    mixed = bool(np.any((profile > 0.0) & (profile < 1.0)))
    served = certificate.proved
    if mixed and certificate.holds(TOLERANCE):
        served = game.tree.size > EXACT_NODES or _little_in_play(game, profile, held)
    return Limit(profile, held, precision, certificate, served)


def _little_in_play(game: Game, profile: Floats, beliefs: Floats) -> bool:
    """Whether each regret is little beside the payoffs that can come of what is played there.

    Beside those that play never leads to, anything might look little.
    """
    play = ExactPlay(game, exact_profile(game.tree, profile))
    tree = game.tree
    for one, regret in enumerate(exact_agent_regrets(play, exact_beliefs(tree, beliefs))):
        if regret == 0:
            continue
        rows = {row for node in tree.members(one).tolist() for row in _rows_in_play(play, node)}
        own = [game.numbers.payoffs[row][int(tree.set_player[one])] for row in rows]
        stake = max(own) - min(own)
        if stake == 0 or to_float(regret / stake) > TOLERANCE:
            return False
    return True


def _rows_in_play(play: ExactPlay, node: int) -> Iterator[int]:
    """The payoff rows of the ends that can be reached from a node on."""
    stack = [node]
    while stack:
        at = stack.pop()
        if play.row[at] >= 0:
            yield play.row[at]
        children = play.tree.children(at).tolist()
        stack += [child for child in children if play.probability[child] != 0]
