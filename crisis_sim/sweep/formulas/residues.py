"""Arithmetic modulo the prime of identity tags, compiled."""

from __future__ import annotations

from typing import Any

import numpy as np

from crisis_sim.compiled import inner
from crisis_sim.sweep.formulas import identities

__all__ = ["ONE", "PRIME", "ZERO", "add", "inverse", "multiply", "power", "subtract"]

PRIME = np.uint64(identities.PRIME)
ONE, ZERO = np.uint64(1), np.uint64(0)
_LOW, _HALF = np.uint64(2**31 - 1), np.uint64(2**30 - 1)
_31, _30, _61 = np.uint64(31), np.uint64(30), np.uint64(61)


@inner(forceinline=True)
def add(a: Any, b: Any) -> Any:
    """The sum."""
    total = a + b
    return total - PRIME if total >= PRIME else total


@inner(forceinline=True)
def subtract(a: Any, b: Any) -> Any:
    """The difference."""
    return a - b if a >= b else a + PRIME - b


@inner(forceinline=True)
def multiply(a: Any, b: Any) -> Any:
    """The product, in halves of 31 bits; ``2**61`` counts as one."""
    a1, a0, b1, b0 = a >> _31, a & _LOW, b >> _31, b & _LOW
    middle = a1 * b0 + a0 * b1
    total = a1 * b1 * np.uint64(2) + (middle >> _30) + ((middle & _HALF) << _31) + a0 * b0
    total = (total & PRIME) + (total >> _61)
    return total - PRIME if total >= PRIME else total


@inner()
def power(a: Any, exponent: Any) -> Any:
    """A power whose exponent is not negative."""
    result, square = ONE, a
    while exponent > ZERO:
        if exponent & ONE:
            result = multiply(result, square)
        square = multiply(square, square)
        exponent >>= ONE
    return result


@inner()
def inverse(a: Any) -> Any:
    """The reciprocal of what is not zero (Fermat)."""
    return power(a, PRIME - np.uint64(2))
