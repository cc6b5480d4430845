"""What demands follow from others on a box: points that show it false spare the proof."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

pytest.importorskip("flint")

from crisis_sim.exact.algebra import inequalities
from crisis_sim.exact.algebra.boxes import whole_box
from crisis_sim.exact.algebra.inequalities import Demand, Domain
from crisis_sim.exact.algebra.points import RationalPoint
from crisis_sim.exact.algebra.ring import Ring

RANGES = ((Fraction(0), Fraction(1)), (Fraction(0), Fraction(1)))


def demand(ring: Ring, polynomial: Any) -> Demand:
    factor, flipped = ring.factor(polynomial)
    return Demand(-1 if flipped else 1, frozenset([factor]))


@pytest.fixture
def ring() -> Ring:
    return Ring(["x", "y"])


def test_what_holds_is_proved_and_what_does_not_is_not(ring: Ring) -> None:
    x, y = ring.variables
    domain = Domain(whole_box(ring, RANGES), RANGES)
    above, near, low = demand(ring, x + y - 1), demand(ring, 2 * x + 2 * y - 1), demand(ring, -x)
    assert domain.proves(near, [above])
    assert not domain.proves(above, [near])
    assert not domain.proves(above, [])
    assert domain.proves(demand(ring, 2 * y - 1), [low, above])


def test_a_point_that_breaks_a_demand_spares_the_proof(
    ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    x, y = ring.variables
    domain = Domain(whole_box(ring, RANGES), RANGES)
    narrow = [demand(ring, 1000 * x - 1000 * y - 1), demand(ring, 2 - 1000 * x + 1000 * y)]
    broken = demand(ring, 2000 * x - 2000 * y - 3)
    tried: list[object] = []
    monkeypatch.setattr(inequalities, "prove_empty", lambda *held, **_: tried.append(held))
    assert not domain.proves(broken, narrow)
    assert len(tried) == 1
    domain.points.append(RationalPoint(ring, (Fraction(5012, 10000), Fraction(1, 2))))
    assert not domain.proves(broken, narrow)
    assert len(tried) == 1
