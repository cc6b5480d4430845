"""Realisation plans as behaviour profiles, with a best reply where a plan says nothing."""

from __future__ import annotations

from collections.abc import Sequence

from crisis_sim.game.game import Floats
from crisis_sim.game.sequence_form import SequenceForm, Sequences
from crisis_sim.numbers.rational import ONE, ZERO, Rational, rational
from crisis_sim.numbers.real import Number

__all__ = ["Plan", "behaviour_profile", "expected_payoffs", "plan_of", "sequence_values"]

Plan = Sequence[Number]
"""(sequences,) a realisation plan, the empty sequence first."""


def behaviour_profile(form: SequenceForm, plans: Sequence[Plan | Floats]) -> tuple[Number, ...]:
    """(choices,) the behaviour profile of realisation plans, in exact numbers.

    At an information set that a player's own plan excludes any behaviour will do for a Nash
    equilibrium. Shown there is a best reply to the others, all best actions equally often; where
    the others exclude the set too, that is every action. Of floats each set's are divided by
    their sum, so that probabilities add up to one.

    Parameters
    ----------
    plans : for each player the realisation plan; what rounding has made negative counts as zero.
    """
    profile: list[Number] = [ZERO] * int(form.game.tree.choice_start[-1])
    own_plans, excluded = [], []
    for own, given in zip(form.players, plans, strict=True):
        plan = [rational(one) if isinstance(one, float) else one for one in _listed(given)]
        excluded.append(_behave(own, plan, profile))
        own_plans.append(plan_of(own, profile))
    for player, own in enumerate(form.players):
        if not excluded[player]:
            continue
        worth = sequence_values(form, own_plans, player)
        # Later sets first: what follows an excluded set is excluded too.
        for i in reversed(excluded[player]):
            start, stop = own.start[i : i + 2].tolist()
            best = max(worth[start:stop])
            chosen = [value == best for value in worth[start:stop]]
            share = ONE / sum(chosen)
            for sequence, one in enumerate(chosen, start):
                profile[own.choices[sequence]] = share if one else ZERO
            worth[own.before[i]] += best
    return tuple(profile)


def _listed(plan: Plan | Floats) -> list[Number]:
    return plan.tolist() if hasattr(plan, "tolist") else list(plan)


def _behave(own: Sequences, plan: Sequence[Number], profile: list[Number]) -> list[int]:
    """Fill in the behaviour of a plan; the numbers of the sets that it excludes."""
    excluded = []
    for i in range(len(own.sets)):
        start, stop = own.start[i : i + 2].tolist()
        weights = [weight if weight > 0 else ZERO for weight in plan[start:stop]]
        total = sum(weights, ZERO)
        if total == 0 or not plan[own.before[i]] > 0:
            excluded.append(i)
            continue
        for sequence, weight in enumerate(weights, start):
            profile[own.choices[sequence]] = weight / total if weight != 0 else ZERO
    return excluded


def plan_of(own: Sequences, profile: Sequence[Number]) -> list[Number]:
    """(sequences,) the realisation plan of a player's part of a behaviour profile."""
    plan: list[Number] = [ONE] * own.count
    for i, before in enumerate(own.before.tolist()):
        for sequence in range(*own.start[i : i + 2].tolist()):
            share = profile[own.choices[sequence]]
            plan[sequence] = plan[before] * share if share != 0 else ZERO
    return plan


def sequence_values(form: SequenceForm, plans: Sequence[Plan], player: int) -> list[Number]:
    """(sequences,) what the terminals that end each sequence of a player are worth to it.

    Weighted by the others' plans and chance.
    """
    worth: list[Number] = [ZERO] * form.players[player].count
    for cell, payoffs in zip(form.cells.tolist(), form.numbers, strict=True):
        weight: Rational = ONE
        for other, plan in enumerate(plans):
            if other != player and plan[cell[other]] is not ONE:
                weight = weight * plan[cell[other]]
        if weight != 0:
            worth[cell[player]] += weight * payoffs[player]
    return worth


def expected_payoffs(form: SequenceForm, profile: Sequence[Number]) -> tuple[Number, ...]:
    """(players,) what a behaviour profile gives each player."""
    plans = [plan_of(own, profile) for own in form.players]
    total: list[Number] = [ZERO] * len(form.players)
    for cell, payoffs in zip(form.cells.tolist(), form.numbers, strict=True):
        weight: Number = ONE
        for plan, sequence in zip(plans, cell, strict=True):
            weight = weight * plan[sequence]
        if weight != 0:
            total = [before + weight * own for before, own in zip(total, payoffs, strict=True)]
    return tuple(total)
