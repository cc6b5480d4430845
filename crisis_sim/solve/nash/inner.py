"""Plans that are mixtures of others in the same set of equilibria, and need no listing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from crisis_sim.game.game import Floats
from crisis_sim.numbers.programme import maximise
from crisis_sim.solve.nash.components import components

__all__ = ["Plan", "is_mixture", "without_inner"]

Plan = tuple[Fraction, ...]

STEPS = 100
MARGIN = 1e-9


def without_inner(
    first: Sequence[Plan], second: Sequence[Plan], pairs: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The pairs of plans that are extreme in some maximal Nash subset, for both players.

    The values of a player's information sets, which the sequence form carries along, have kinks
    that do not matter to the opponent's plan; a plan at such a kink is a vertex of the polyhedron
    without being an extreme point of any set of equilibrium plans.
    """
    kept: dict[tuple[int, int], None] = {}
    known: tuple[dict[tuple[int, ...], tuple[int, ...]], ...] = ({}, {})
    for component in components(pairs):
        for subset in component.subsets:
            sides = []
            for side, (plans, numbers) in enumerate(
                ((first, subset.first), (second, subset.second))
            ):
                if numbers not in known[side]:
                    known[side][numbers] = _extreme(plans, numbers)
                sides.append(known[side][numbers])
            kept |= dict.fromkeys((one, two) for one in sides[0] for two in sides[1])
    return list(kept)


def _extreme(plans: Sequence[Plan], numbers: tuple[int, ...]) -> tuple[int, ...]:
    """Those of the plans that are not mixtures of the others."""
    support = {i: frozenset(k for k, weight in enumerate(plans[i]) if weight) for i in numbers}
    certain = {i: frozenset(k for k in support[i] if plans[i][k] == 1) for i in numbers}
    kept = list(numbers)
    for i in numbers:
        # A mixture uses whatever the plans mixed use, and what it surely makes all of them make.
        parts = [
            k for k in kept if k != i and support[k] <= support[i] and certain[k] >= certain[i]
        ]
        if len(parts) > 1 and is_mixture(plans[i], [plans[k] for k in parts]):
            kept.remove(i)
    return tuple(kept)


def is_mixture(plan: Plan, parts: Sequence[Plan]) -> bool:
    """Whether a plan is a mixture of others; decided by an exact linear programme."""
    if not parts:
        return False
    columns = np.asarray(parts, dtype=np.float64).T
    if _stands_out(np.asarray(plan, dtype=np.float64), columns):
        return False
    rows = [*zip(*parts, strict=True), (1,) * len(parts)]
    return maximise([0] * len(parts), [], [], equal=rows, equal_right=[*plan, 1]) is not None


def _stands_out(target: Floats, columns: Floats) -> bool:
    """Whether a direction is soon found in which a plan is beyond all others.

    By the perceptron's steps (Rosenblatt 1958): to the plan from whichever other is least behind.
    It spares most plans a linear programme. Entries are at most one, so that rounding is less than
    the margin by far.
    """
    behind = target - columns.T
    direction = behind.mean(axis=0)
    for _ in range(STEPS):
        lead = behind @ direction
        least = int(np.argmin(lead))
        if lead[least] > MARGIN * float(np.abs(direction).sum()):
            return True
        direction = direction + behind[least]
    return False
