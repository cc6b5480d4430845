"""Intervals of beliefs off the path as rational numbers, where a game's numbers are rational."""

from __future__ import annotations

from fractions import Fraction

from crisis_sim.numbers.rational import fraction
from crisis_sim.numbers.real import is_rational
from crisis_sim.solve.solution import Equilibrium

__all__ = ["Bounds", "exact_bounds"]

Bounds = tuple[Fraction, Fraction]


def exact_bounds(equilibrium: Equilibrium) -> dict[int, Bounds]:
    """By node, the least and greatest belief that support what is played at its information set.

    Given for the nodes of sets off the path whose beliefs are free, where both are rational; no
    others are in the answer. Each set is taken by itself, over beliefs that Bayes' rule allows
    there alone.
    """
    exact = equilibrium.exact
    if exact is None:
        return {}
    return {
        node: (fraction(low), fraction(high))
        for node, (low, high) in exact.bounds.items()
        if is_rational(low) and is_rational(high)
    }
