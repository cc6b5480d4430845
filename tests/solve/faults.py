"""What is wrong with what a solver calls an equilibrium, in fractions and by code of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from crisis_sim.numbers.real import is_rational
from crisis_sim.solve.solution import Equilibrium
from tests import exactly
from tests.exactly import PlainGame, as_fraction

__all__ = ["faults", "nearly", "profile_of", "rational", "written"]


def rational(one: Equilibrium) -> bool:
    """Whether an equilibrium's numbers are fractions."""
    assert one.exact is not None
    known = [belief for belief in one.exact.beliefs if belief is not None]
    return all(map(is_rational, [*one.exact.profile, *known]))


def profile_of(one: Equilibrium) -> list[Fraction]:
    assert one.exact is not None
    return [as_fraction(share) for share in one.exact.profile]


def beliefs_of(one: Equilibrium) -> list[Fraction | None]:
    assert one.exact is not None
    return [None if held is None else as_fraction(held) for held in one.exact.beliefs]


def faults(
    own: PlainGame, one: Equilibrium, *, near: bool = False, everywhere: bool = True
) -> Iterator[str]:
    """What is wrong with an equilibrium, in words.

    ``near`` says that it is only said to be nearly one, ``everywhere`` that rationality is claimed
    at every information set.
    """
    profile, beliefs = profile_of(one), beliefs_of(one)
    if not exactly.is_profile(own, profile):
        yield "no profile"
    regret = max(exactly.player_regrets(own, profile))
    if regret and not near:
        yield f"player regret {float(regret):.3g}"
    if (one.certificate.player_regret == 0.0) != (regret == 0):
        yield f"a certificate of {one.certificate.player_regret:.3g} for {float(regret):.3g}"
    if not exactly.follows_bayes(own, profile, beliefs):
        yield "beliefs on the path are not those of Bayes' rule"
    if not exactly.beliefs_add_up(own, beliefs):
        yield "beliefs do not add up"
    if everywhere:
        yield from _faults_off_the_path(own, one, near=near)
    worth = [float(value) for value in exactly.values(own, profile)[0]]
    if one.payoffs.tolist() != worth:
        yield f"payoffs {one.payoffs.tolist()} for {worth}"


def _faults_off_the_path(own: PlainGame, one: Equilibrium, *, near: bool) -> Iterator[str]:
    """What is wrong with an assessment of which rationality is claimed everywhere."""
    profile, beliefs = profile_of(one), beliefs_of(one)
    regrets = exactly.agent_regrets(own, profile, beliefs)
    if None in regrets:
        yield "no belief at some information set"
    agent = max((regret for regret in regrets if regret is not None), default=Fraction(0))
    if agent and not near:
        yield f"agent regret {float(agent):.3g}"
    if (one.certificate.agent_regret == 0.0) != (agent == 0):
        yield f"a certificate of {one.certificate.agent_regret:.3g} for {float(agent):.3g}"
    if not exactly.beliefs_go_on(own, profile, beliefs):
        yield "beliefs do not follow from those before"


def written(one: Equilibrium) -> Iterator[str]:
    """Whether the floats are those of the exact numbers."""
    if one.profile.tolist() != [float(share) for share in profile_of(one)]:
        yield "the floats of the profile are not the nearest"
    for held, exact in zip(one.beliefs.tolist(), beliefs_of(one), strict=True):
        if (exact is None) != (held != held) or (exact is not None and held != float(exact)):
            yield "the floats of the beliefs are not the nearest"
            break


def nearly(own: PlainGame, one: Equilibrium, tol: float) -> Iterator[str]:
    """What is wrong with an equilibrium by its floats, to a share ``tol`` of what is at stake."""
    profile = [Fraction(0)] * len(one.profile)
    for choices in own.choices:
        shares = [Fraction(one.profile[choice]) for choice in choices]
        for choice, share in zip(choices, shares, strict=True):
            profile[choice] = share / sum(shares)
    beliefs = [None if held != held else Fraction(held) for held in one.beliefs.tolist()]
    paid = [row for row in own.payoffs if row is not None]
    stake = max(max(row) for row in paid) - min(min(row) for row in paid)
    if max(exactly.player_regrets(own, profile)) > tol * stake:
        yield "player regret"
    agent = exactly.agent_regrets(own, profile, beliefs)
    if max(stake if regret is None else regret for regret in agent) > tol * stake:
        yield "agent regret"
    reached = exactly.reach(own, profile)
    for members in own.sets:
        total = sum(reached[node] for node in members)
        shares = [reached[node] - total * (beliefs[node] or 0) for node in members]
        if total and max(map(abs, shares)) > tol * total:
            yield "beliefs on the path are not those of Bayes' rule"
