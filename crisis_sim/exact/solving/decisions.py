"""Computing with signs on record.

An exact method asks for nothing but signs of quantities at a point. Every sign it asks for is
recorded, so that its answer is known to hold wherever those signs are the same. What has been asked
is kept as a tree of decisions: at another point with the same signs the answer is looked up.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from crisis_sim.exact.algebra.points import Point
from crisis_sim.exact.algebra.ring import Quantity, Ring
from crisis_sim.time_limits import check_time

__all__ = ["Decision", "Decisions", "Leaf"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A result that has been reached."""

    result: Any


@dataclass(frozen=True, slots=True)
class Decision:
    """A sign that is asked for, and where each answer leads."""

    asked: Quantity
    ways: dict[int, Decision | Leaf] = field(default_factory=dict)


class Decisions:
    """Signs at one point after another, with what was asked for on record."""

    def __init__(self, ring: Ring) -> None:
        self.ring = ring
        self.trees: dict[Hashable, Decision | Leaf] = {}
        self._point: Point | None = None
        self._signs: dict[int, int] = {}
        self._factor_signs: dict[int, int] = {}
        self._record: list[dict[Quantity, int]] = [{}]

    def move_to(self, point: Point) -> None:
        """Ask for signs at this point from now on, and begin a new record."""
        self._point = point
        self._signs = {}
        self._factor_signs = {}
        self._record = [{}]

    @property
    def asked(self) -> dict[Quantity, int]:
        """The quantities whose signs were asked for at this point, with those signs."""
        return self._record[0]

    def sign(self, quantity: Quantity) -> int:
        """The sign of a quantity at the point, put on record unless it is a constant."""
        if quantity.constant is not None:
            return (quantity.constant > 0) - (quantity.constant < 0)
        signature = self.ring.signature(quantity)
        if not signature.odd and not signature.even:
            return signature.sign
        sign = self._sign_of(quantity)
        self._record[-1][quantity] = sign
        return sign

    def _sign_of(self, quantity: Quantity) -> int:
        sign = self._signs.get(quantity.index)
        if sign is None:
            signature = self.ring.signature(quantity)
            sign = signature.sign
            for factor in signature.odd:
                sign *= self.factor_sign(factor)
            for factor in signature.even:
                sign *= self.factor_sign(factor) ** 2
            self._signs[quantity.index] = sign
        return sign

    def factor_sign(self, factor: Any) -> int:
        """The sign of a factor at the point; not put on record."""
        sign = self._factor_signs.get(factor.index)
        if sign is None:
            check_time()
            sign = cast(Point, self._point).sign(factor)
            self._factor_signs[factor.index] = sign
        return sign

    def remember(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The result of ``compute``, looked up where the signs that it asks for are as before.

        ``key`` names everything else that the result depends on.
        """
        place = self.trees.get(key)
        seen: dict[Quantity, int] = {}
        while isinstance(place, Decision):
            sign = seen[place.asked] = self._sign_of(place.asked)
            place = place.ways.get(sign)
        if place is None:
            self._record.append({})
            try:
                result = compute()
            finally:
                seen = self._record.pop()
                self._record[-1].update(seen)
            self._keep(key, seen, result)
            return result
        self._record[-1].update(seen)
        return cast(T, place.result)

    def _keep(self, key: Hashable, seen: dict[Quantity, int], result: Any) -> None:
        if not seen:
            self.trees[key] = Leaf(result)
            return
        asked = list(seen.items())
        place = self.trees.setdefault(key, Decision(asked[0][0]))
        for (_, sign), (following, _) in itertools.pairwise(asked):
            place = cast(Decision, place).ways.setdefault(sign, Decision(following))
        cast(Decision, place).ways[asked[-1][1]] = Leaf(result)
