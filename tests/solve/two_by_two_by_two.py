"""All Nash equilibria of three sides with two actions each, who move at once, in closed form.

With p, q and r the probabilities of the second actions, each side gains by its second action an
expression linear in each of the others' probabilities. Where all mix, the first side's indifference
gives r as a quotient of what is linear in q, the third's so gives p, and the second's is then a
quadratic in q. Where a quotient is 0 / 0 its side is indifferent by q alone, and the second side's
indifference gives the probability. Nothing here is shared with the package.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Payoffs", "Surd", "Tied", "all_equilibria"]

Payoffs = dict[tuple[int, ...], tuple[Fraction, ...]]
"""What each side gets, by the actions 0 or 1 of the three."""


class Tied(Exception):
    """Some actions are equally good where only one is played, or there is a continuum."""


@dataclass(frozen=True)
class Surd:
    """The number ``whole + part * sqrt(under)``, exactly; ``under`` is 0 or no square."""

    whole: Fraction
    part: Fraction = Fraction(0)
    under: Fraction = Fraction(0)

    def __add__(self, other: Surd) -> Surd:
        return Surd(self.whole + other.whole, self.part + other.part, self._under(other))

    def __neg__(self) -> Surd:
        return Surd(-self.whole, -self.part, self.under)

    def __mul__(self, other: Surd) -> Surd:
        under = self._under(other)
        whole = self.whole * other.whole + self.part * other.part * under
        return Surd(whole, self.whole * other.part + self.part * other.whole, under)

    def __truediv__(self, other: Surd) -> Surd:
        size = other.whole**2 - other.part**2 * other.under
        return self * Surd(other.whole / size, -other.part / size, other.under)

    def _under(self, other: Surd) -> Fraction:
        return self.under or other.under

    def sign(self) -> int:
        """Of the two terms the one with the greater square decides."""
        squares = self.whole**2 - self.part**2 * self.under
        deciding = self.whole if squares > 0 else self.part * (squares < 0)
        return (deciding > 0) - (deciding < 0)

    def __float__(self) -> float:
        return float(self.whole) + float(self.part) * float(self.under) ** 0.5


ONE = Surd(Fraction(1))
Mixtures = tuple[Surd, Surd, Surd]
Gain = tuple[Surd, Surd, Surd, Surd]
"""``a + b x + c y + d x y``, with x and y the probabilities of the next two sides."""


def all_equilibria(payoffs: Payoffs) -> list[Mixtures]:
    """The probabilities of the second actions in every equilibrium.

    Raises Tied where there may be infinitely many.
    """
    gains = [_gain(payoffs, side) for side in range(3)]
    corners = itertools.product((Surd(Fraction(0)), ONE), repeat=2)
    if any(_value(gain, x, y).sign() == 0 for x, y in corners for gain in gains):
        raise Tied
    return [*_pure(gains), *_one_pure(gains), *_all_mix(gains)]


def _gain(payoffs: Payoffs, side: int) -> Gain:
    """What a side gains by its second action."""

    def at(x: int, y: int) -> Fraction:
        actions = [0, 0, 0]
        actions[(side + 1) % 3], actions[(side + 2) % 3] = x, y
        first, actions[side] = tuple(actions), 1
        return payoffs[tuple(actions)][side] - payoffs[first][side]

    a, b, c = at(0, 0), at(1, 0) - at(0, 0), at(0, 1) - at(0, 0)
    return Surd(a), Surd(b), Surd(c), Surd(at(1, 1) - a - b - c)


def _value(gain: Gain, x: Surd, y: Surd) -> Surd:
    a, b, c, d = gain
    return a + b * x + c * y + d * x * y


def _pure(gains: Sequence[Gain]) -> Iterator[Mixtures]:
    for actions in itertools.product((Surd(Fraction(0)), ONE), repeat=3):
        if all(_fits(gains[side], actions, side) for side in range(3)):
            yield actions[0], actions[1], actions[2]


def _fits(gain: Gain, played: Sequence[Surd], side: int) -> bool:
    """Whether a pure action is the better one; this raises Tied if both are as good."""
    sign = _value(gain, played[(side + 1) % 3], played[(side + 2) % 3]).sign()
    if sign == 0:
        raise Tied
    return (sign > 0) == (played[side] == ONE)


def _one_pure(gains: Sequence[Gain]) -> Iterator[Mixtures]:
    """Where one side plays for sure, the two others make each other indifferent."""
    for sure, action in itertools.product(range(3), (Surd(Fraction(0)), ONE)):
        one, two = (sure + 1) % 3, (sure + 2) % 3
        a, b, c, d = gains[one]
        other = _root(a + c * action, b + d * action)
        a, b, c, d = gains[two]
        own = _root(a + b * action, c + d * action)
        if own is None or other is None:
            continue
        played = [action] * 3
        played[one], played[two] = own, other
        if _fits(gains[sure], played, sure):
            yield played[0], played[1], played[2]


def _root(constant: Surd, slope: Surd) -> Surd | None:
    """Where a linear expression is zero, if that is a probability between 0 and 1."""
    if slope.sign() == 0:
        if constant.sign() == 0:
            raise Tied
        return None
    return _inside(-constant / slope)


def _inside(share: Surd) -> Surd | None:
    return share if share.sign() > 0 and (ONE + -share).sign() > 0 else None


def _all_mix(gains: Sequence[Gain]) -> Iterator[Mixtures]:
    (a, aq, ar, aqr), (b, br, bp, brp), (c, cp, cq, cpq) = gains
    # r = (-a - aq q) / (ar + aqr q) and p = (-c - cq q) / (cp + cpq q): tops and bottoms in q.
    r_top, r_bottom = (-a, -aq), (ar, aqr)
    p_top, p_bottom = (-c, -cq), (cp, cpq)
    terms = (
        (b, r_bottom, p_bottom),
        (br, r_top, p_bottom),
        (bp, r_bottom, p_top),
        (brp, r_top, p_top),
    )
    quadratic = [Surd(Fraction(0))] * 3
    for factor, (e, f), (g, h) in terms:
        for power, product in enumerate((e * g, e * h + f * g, f * h)):
            quadratic[power] += factor * product
    for q in _roots(*(one.whole for one in quadratic)):
        p, sure_p = _quotient(p_top, p_bottom, q)
        r, sure_r = _quotient(r_top, r_bottom, q)
        if not sure_p and not sure_r:
            raise Tied
        if not sure_r and p is not None:
            r = _root(b + bp * p, br + brp * p)
        if not sure_p and r is not None:
            p = _root(b + br * r, bp + brp * r)
        if p is not None and r is not None and all(map(_inside, (p, q, r))):
            yield p, q, r


def _quotient(
    top: tuple[Surd, Surd], bottom: tuple[Surd, Surd], q: Surd
) -> tuple[Surd | None, bool]:
    """A quotient of what is linear in q, if there is one; and whether it is not 0 / 0."""
    above, below = (low + high * q for low, high in (top, bottom))
    if below.sign():
        return above / below, True
    return None, above.sign() != 0


def _roots(constant: Fraction, linear: Fraction, square: Fraction) -> list[Surd]:
    if square == 0:
        if linear == 0:
            if constant == 0:
                raise Tied
            return []
        return [Surd(-constant / linear)]
    under = linear**2 - 4 * square * constant
    if under == 0:
        raise Tied
    if under < 0:
        return []
    whole, part = -linear / (2 * square), 1 / (2 * square)
    root = Fraction(math.isqrt(under.numerator), math.isqrt(under.denominator))
    if root**2 == under:
        return [Surd(whole + part * root), Surd(whole - part * root)]
    return [Surd(whole, part, under), Surd(whole, -part, under)]
