"""Beliefs off the path, by signs alone.

A belief at an information set is a point of a simplex, one corner for each class of nodes that
Bayes' rule leaves free beside the others. The beliefs that support an action form a cone once their
scale is left open; its rays are found row by row (the double description of a cone, Motzkin and
others 1953), with nothing but signs asked for. A positive scale of a class changes no ray's
existence, so that conditional probabilities never need dividing out.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import flint

from crisis_sim.errors import NotSolved
from crisis_sim.exact.algebra.limits import SWEEP_COVERS
from crisis_sim.exact.algebra.ring import Quantity
from crisis_sim.exact.solving.decisions import Decisions
from crisis_sim.numbers.rational import Rational
from crisis_sim.solve.sequential.rates import raised_rates, row_of
from crisis_sim.solve.sequential.trembles import Mistakes, Reached

__all__ = [
    "Arrival",
    "FreeBelief",
    "Ray",
    "consistent",
    "supporting_classes",
    "supporting_rays",
]

Arrival = Reached[Quantity]
Ray = tuple[Quantity, ...]
MOST_RAYS = 200
MOST_SUPPORTS = 500


@dataclass(frozen=True, eq=False, slots=True)
class FreeBelief:
    """An information set whose belief is free: its classes' mistakes, and the gains by class.

    ``gains`` has a row for each other action and a column for each class.
    """

    classes: tuple[Mistakes, ...]
    gains: tuple[Ray, ...]


def supporting_rays(
    decisions: Decisions, gains: Sequence[Ray], classes: Sequence[int], count: int
) -> list[Ray]:
    """Rays that span all beliefs, on some classes alone, under which no other action is better.

    Empty where no belief supports the action.
    """
    zero, one = decisions.ring.zero, decisions.ring.one
    rays: list[Ray] = [tuple(one if i == c else zero for i in range(count)) for c in classes]
    for row in gains:
        products = [_product(row, ray, zero) for ray in rays]
        signs = [decisions.sign(product) for product in products]
        kept = [ray for ray, sign in zip(rays, signs, strict=True) if sign >= 0]
        over = [i for i, sign in enumerate(signs) if sign > 0]
        under = [i for i, sign in enumerate(signs) if sign < 0]
        for i, j in itertools.product(over, under):
            pairs = zip(rays[i], rays[j], strict=True)
            kept.append(tuple(products[i] * b - products[j] * a for a, b in pairs))
        rays = list(dict.fromkeys(kept))
        if len(rays) > MOST_RAYS:
            raise NotSolved(
                f"the beliefs that support an action have over {MOST_RAYS} corners; ", *SWEEP_COVERS
            )
    return rays


def _product(row: Ray, ray: Ray, zero: Quantity) -> Quantity:
    total = zero
    for a, b in zip(row, ray, strict=True):
        total = total + a * b
    return total


def consistent(decisions: Decisions, sets: Sequence[FreeBelief]) -> bool | None:
    """Whether beliefs at all free information sets can be limits of Bayes' rule together.

    True once rates at which mistakes vanish have been found that bring about beliefs that serve,
    their ratios independent of each other; None where that was not found, as where the beliefs at
    two information sets depend on the same mistakes.
    """
    matter = [one for one in sets if _matters(decisions, one)]
    options = [list(supporting_classes(decisions, one)) for one in matter]
    mistakes = sorted({m for one in matter for own in one.classes for m in own})
    columns = {mistake: i for i, mistake in enumerate(mistakes)}
    chosen = itertools.islice(itertools.product(*options), MOST_SUPPORTS)
    for supports in chosen:
        if _realisable(matter, supports, columns):
            return True
    return None


def _matters(decisions: Decisions, one: FreeBelief) -> bool:
    return any(decisions.sign(gain) < 0 for row in one.gains for gain in row)


def supporting_classes(decisions: Decisions, one: FreeBelief) -> Iterator[tuple[int, ...]]:
    """The sets of classes that can have positive belief together, and no other class any."""
    count = len(one.classes)
    for size in range(1, count + 1):
        for classes in itertools.combinations(range(count), size):
            rays = supporting_rays(decisions, one.gains, classes, count)
            if rays and all(any(decisions.sign(ray[c]) > 0 for ray in rays) for c in classes):
                yield classes


def _realisable(
    sets: Sequence[FreeBelief], supports: Sequence[tuple[int, ...]], columns: dict[int, int]
) -> bool:
    """Whether rates exist that leave exactly these classes, with any ratios among them."""
    equal: list[list[Rational]] = []
    slower: list[list[Rational]] = []
    for one, support in zip(sets, supports, strict=True):
        first = row_of(one.classes[support[0]], columns)
        for i, own in enumerate(one.classes):
            if i != support[0]:
                row = [a - b for a, b in zip(row_of(own, columns), first, strict=True)]
                (equal if i in support else slower).append(row)
    if equal and flint.fmpq_mat(equal).rank() < len(equal):
        return False
    return raised_rates(equal, slower, len(columns)) is not None
