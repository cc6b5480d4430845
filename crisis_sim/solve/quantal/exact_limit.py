"""The limit of a branch in exact numbers, read off from floats near it.

The floats say which actions are played. Where others' mixtures do not matter, actions are compared
exactly and the worse ones go, however little worse they are. Probabilities are then taken as the
simple fractions that they are near to, or, of two players, from the equations by which each makes
the other indifferent: those are linear in its plan (Koller, Megiddo and von Stengel 1996).
Everything here is a guess, for the certificate to judge.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from crisis_sim.game.game import Floats, Game
from crisis_sim.game.tree import Tree
from crisis_sim.numbers.rational import ONE, ZERO, rational
from crisis_sim.numbers.real import Number
from crisis_sim.solve.quantal.indifference import indifferent_plans
from crisis_sim.strategy.exactly import Beliefs, ExactPlay, Profile
from crisis_sim.strategy.onward import beliefs_onward

__all__ = ["exact_assessments"]

DENOMINATORS = (1_000, 1_000_000)
ROUNDS = 8

Assessment = tuple[Profile, Beliefs]


def exact_assessments(
    game: Game, profile: Floats, beliefs: Floats, *, at_the_end: bool
) -> Iterator[Assessment]:
    """Guesses at the assessment that floats are near to, the likeliest first.

    Parameters
    ----------
    profile : (choices,) probabilities; 0 for actions that are not played.
    beliefs : (nodes,) at every decision node.
    at_the_end : whether the branch was followed so far that what is still played are the best
        actions and those that floats cannot tell from them.
    """
    for most in DENOMINATORS:
        near = _simple_profile(game.tree, profile, most)
        held = _simple_beliefs(game.tree, beliefs, most)
        yield _with_bayes(game, near, held)
        sure = _corrected(game, near, held) if at_the_end else near
        if sure != near:
            yield _with_bayes(game, sure, held)
        if most == DENOMINATORS[0] and any(share != 0 and share != 1 for share in sure):
            yield from _indifferent(game, sure, held, at_the_end=at_the_end)


def _indifferent(
    game: Game, sure: Profile, held: Beliefs, *, at_the_end: bool
) -> Iterator[Assessment]:
    """Mixtures that make two players indifferent; without worse actions where there is none."""
    found = indifferent_plans(game, sure)
    if found is None and at_the_end and len(game.players) == 2:
        fewer = _corrected(game, sure, held, whatever=False)
        if fewer != sure:
            yield _with_bayes(game, fewer, held)
            found = indifferent_plans(game, fewer)
    if found is not None:
        yield _with_bayes(game, found, held)


def _simple(values: list[float], most: int) -> list[Number]:
    """Shares as fractions, the greatest as what is left."""
    if all(value in (0.0, 1.0) for value in values):
        return [rational(value) for value in values]
    found = [rational(Fraction(value).limit_denominator(most)) for value in values]
    place = max(range(len(values)), key=values.__getitem__)
    found[place] = ZERO
    found[place] = ONE - sum(found, ZERO)
    return found


def _simple_profile(tree: Tree, profile: Floats, most: int) -> Profile:
    """Actions that are played stay so: what no simple fraction is near is taken as it is."""
    found: list[Number] = []
    for own in np.split(profile, tree.choice_start[1:-1]):
        shares = _simple(own.tolist(), most)
        if any((a > 0) != (b > 0) for a, b in zip(shares, own.tolist(), strict=True)):
            total = sum((rational(one) for one in own.tolist()), ZERO)
            shares = [rational(one) / total for one in own.tolist()]
        found += shares
    return tuple(found)


def _simple_beliefs(tree: Tree, beliefs: Floats, most: int) -> Beliefs:
    known: list[Number | None] = [None] * tree.size
    for nodes in np.split(tree.set_member, tree.set_member_start[1:-1]):
        shares = _simple(beliefs[nodes].tolist(), most)
        for node, share in zip(nodes.tolist(), shares, strict=True):
            known[node] = share
    return tuple(known)


def _with_bayes(game: Game, profile: Profile, beliefs: Beliefs) -> Assessment:
    """The beliefs of Bayes' rule wherever it applies, on the path and after beliefs off it."""
    return profile, beliefs_onward(ExactPlay(game, profile), beliefs)


def _corrected(game: Game, profile: Profile, beliefs: Beliefs, *, whatever: bool = True) -> Profile:
    """The profile without actions that others are better than, by as much whatever is mixed.

    Without ``whatever`` it is enough that they are better with these mixtures and with others.
    """
    for _ in range(ROUNDS):
        after = _round(game, profile, beliefs, whatever)
        if after == profile:
            break
        profile = after
    return profile


def _round(game: Game, profile: Profile, beliefs: Beliefs, whatever: bool) -> Profile:
    starts = game.tree.choice_start.tolist()
    play, otherwise = ExactPlay(game, profile), _mixed_otherwise(starts, profile)
    other = play if otherwise == profile else ExactPlay(game, otherwise)
    found = list(profile)
    worths = zip(
        play.action_values(beliefs_onward(play, beliefs)),
        other.action_values(beliefs_onward(other, beliefs)),
        strict=True,
    )
    for one, (worth, again) in enumerate(worths):
        if worth is None or again is None:
            continue
        best = worth.index(max(worth))
        own = range(starts[one], starts[one + 1])
        played = [place for place, choice in enumerate(own) if profile[choice] != 0]
        worse = {p for p in played if _worse(worth, again, (p, best), whatever)}
        if not worse:
            continue
        left = [p for p in played if p not in worse] or [best]
        total = sum((profile[own[p]] for p in left), ZERO)
        for place, choice in enumerate(own):
            found[choice] = ZERO
            if place in left:
                found[choice] = ONE if total == 0 else profile[choice] / total
    return tuple(found)


def _worse(worth: list[Number], again: list[Number], pair: tuple[int, int], whatever: bool) -> bool:
    one, best = pair
    gap, other = worth[best] - worth[one], again[best] - again[one]
    return bool(gap > 0 and (gap == other if whatever else other > 0))


def _mixed_otherwise(starts: list[int], profile: Profile) -> Profile:
    """The same actions, played with other probabilities."""
    found: list[Number] = []
    for start, stop in itertools.pairwise(starts):
        own = profile[start:stop]
        weights = [share * (share + place + 1) for place, share in enumerate(own)]
        total = sum(weights, ZERO)
        found += [weight / total for weight in weights]
    return tuple(found)
