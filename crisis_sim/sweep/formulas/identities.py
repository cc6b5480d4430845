"""Which formulas stand for the same number wherever they are defined.

Each formula has a tag: its value modulo a prime of 61 bits, where parameters that vary have been
given fixed random residues and constants their own. Sums, products, quotients and whole powers are
those of the field, so that formulas that are equal by algebra have equal tags; two that are not,
of degree ``d``, have equal tags with a probability of ``d / 2**61`` over the choice of residues
(Schwartz 1980; Zippel 1979). What is no polynomial is a residue of its own, drawn for the operation
and the residues of what it is applied to.

Different tags prove nothing, and equal ones almost everything: numbers with equal tags are the same
unless their difference, written as a fraction, has a numerator that the prime divides. By chance
that happens once in some ``2**61`` times; but residues are no secret, and whoever looks for such
numbers finds them. Tags are asked only where floats are too near to each other to tell, and what
differs by a multiple of the prime is that near only beside numbers some ``2**50`` times as large,
or over denominators as long. A constant of more than 100 bits has a tag of its own, by which it is
equal to itself alone, so that what it is part of is compared exactly. Not told apart are numbers
planted to differ by a multiple of the prime without one, as by products of shorter constants.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from fractions import Fraction

__all__ = ["PRIME", "inverse", "residue", "tag_of", "variable"]

PRIME = 2**61 - 1
SHORT, LONG = 2**40, 2**100
MOST = 1_000
"""The largest whole power that is multiplied out."""

_COMMUTATIVE = frozenset(("max", "min", "and", "or", "==", "!="))


def residue(value: Fraction) -> int:
    """The tag of a constant; one that is very long, or has a short one's residue, has its own."""
    if max(abs(value.numerator), value.denominator) >= LONG:
        return _own("constant", str(value))
    above, below = value.numerator % PRIME, value.denominator % PRIME
    for part, left in ((abs(value.numerator), above), (value.denominator, below)):
        if part >= PRIME and min(left, PRIME - left) < SHORT:
            return _own("constant", str(value))
    return above * inverse(below) % PRIME


def variable(name: str) -> int:
    """The tag of what varies."""
    return _own("variable", name)


def inverse(tag: int) -> int:
    """The reciprocal of a tag that is not zero."""
    return pow(tag, -1, PRIME)


def tag_of(op: str, tags: Sequence[int], exponent: Fraction | None = None) -> int:
    """The tag of an operation; ``exponent`` is that of a power, where it is a known constant."""
    match op:
        case "+":
            return (tags[0] + tags[1]) % PRIME
        case "-":
            return (tags[0] - tags[1]) % PRIME
        case "neg":
            return -tags[0] % PRIME
        case "*":
            return tags[0] * tags[1] % PRIME
        case "/" if tags[1]:
            return tags[0] * inverse(tags[1]) % PRIME
        case "**" if exponent is not None and exponent.denominator == 1:
            whole = exponent.numerator
            if abs(whole) <= MOST and (tags[0] or whole >= 0):
                return pow(tags[0], whole, PRIME)
        case "sqrt":
            return _own("**", tags[0], residue(Fraction(1, 2)))
        case "max" | "min" if len(set(tags)) == 1:
            return tags[0]
        case "if" if tags[1] == tags[2]:
            return tags[1]
        case _:
            pass
    return _own(op, *(sorted(tags) if op in _COMMUTATIVE else tags))


def _own(*parts: object) -> int:
    """A residue that stands for nothing else; never zero or one."""
    text = " ".join(str(part) for part in parts).encode()
    return 2 + int.from_bytes(hashlib.sha256(text).digest()[:16], "big") % (PRIME - 2)
