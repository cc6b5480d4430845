"""How long a polynomial may grow.

Exact answers can cost anything: a product of thirty sums has a thousand million terms. What would
grow too long is refused before it is worked out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from crisis_sim.errors import NotSolved
from crisis_sim.numbers.counts import many
from crisis_sim.remedy import Remedy
from crisis_sim.time_limits import check_time

__all__ = [
    "LONGEST_WRITTEN",
    "NARROWER",
    "SWEEP_COVERS",
    "TooLong",
    "check_degree",
    "check_degree_factored",
    "check_power",
    "check_product",
    "check_written",
]

MOST_TERMS = 10_000
"""Terms of one polynomial."""

MOST_DEGREE = 500
"""Of a polynomial whose roots are isolated."""

MOST_DEGREE_FACTORED = 2_000
"""Of a polynomial in one variable: its factors may have lower degrees, but are not looked for."""

LONGEST_WRITTEN = 300
"""Terms of a polynomial that is written out as a formula."""

NARROWER = ("give a narrower range (", Remedy("along", "NAME=LOW:HIGH"), ")")
SWEEP_COVERS = (Remedy("sweep()"), " covers a game as large as this")
_FEWER = ("give parameters values (", Remedy("values"), "), ")


class TooLong(NotSolved):
    """Exact algebra would take too long, or too much memory."""


def check_degree(degree: int) -> None:
    """Raise :class:`TooLong` if the roots of a polynomial would take too long to isolate."""
    check_time()
    if degree > MOST_DEGREE:
        raise TooLong(
            f"a boundary is a polynomial of degree {degree:,} (at most {MOST_DEGREE}); ",
            *_FEWER,
            "or use a sweep",
        )


def check_degree_factored(degree: int) -> None:
    """Raise :class:`TooLong` if a polynomial in one variable would take too long to factor."""
    if degree > MOST_DEGREE_FACTORED:
        check_degree(degree)


def check_written(terms: int) -> None:
    """Raise :class:`TooLong` if a polynomial is too long to be written as a formula."""
    if terms > LONGEST_WRITTEN:
        raise TooLong(
            f"a formula of the answer has {terms:,} terms (at most {LONGEST_WRITTEN}); ",
            *_FEWER,
            "or keep fewer as symbols",
        )


def check_product(first: Any, second: Any) -> None:
    """Raise :class:`TooLong` if a product of polynomials may have too many terms to work out."""
    check_time()
    pairs = len(first) * len(second)
    if pairs > MOST_TERMS:
        degrees = [a + b for a, b in zip(first.degrees(), second.degrees(), strict=True)]
        _check(min(pairs, _monomials(degrees)))


def check_power(base: Any, exponent: int) -> None:
    """The same for a power."""
    check_time()
    size = len(base)
    sums = math.comb(exponent + size - 1, exponent) if size else 0
    if sums > MOST_TERMS:
        _check(min(sums, _monomials([degree * exponent for degree in base.degrees()])))


def _monomials(degrees: Sequence[int]) -> int:
    return math.prod(int(degree) + 1 for degree in degrees)


def _check(terms: int) -> None:
    if terms > MOST_TERMS:
        raise TooLong(
            f"an exact formula would have up to {many(terms)} terms (at most {MOST_TERMS:,}); ",
            *_FEWER,
            "or use a sweep",
        )
