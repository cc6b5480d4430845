"""Straight-line arithmetic: formulas as numbered operations, each different one once.

An :class:`Arithmetic` is an algebra, as floats and rationals are, whose values are the numbers of
its operations. What does not depend on a varying column is worked out at once, by the arithmetic of
:data:`~crisis_sim.formula.evaluate.FLOATS`; the rest keeps the order of operations of the formula,
so that it comes to the same floats.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from crisis_sim.formula.evaluate import FLOATS
from crisis_sim.formula.expression import COMPARISONS
from crisis_sim.sweep.formulas.identities import PRIME

__all__ = ["KEYS", "TRUTHS", "Arithmetic", "Step"]

Step = tuple[str, tuple[float | int, ...]]
"""An operation and the numbers of those it is applied to; for ``real``, ``truth`` and ``key`` the
constant itself, for ``column`` and ``scalar`` the number of the column or scalar."""

TRUTHS = COMPARISONS | {"truth", "and", "or", "not", "key =="}
KEYS = frozenset(("key", "key +", "key *", "key ^", "key |", "key >>", "key if", "tag +", "tag *"))
"""Operations whose result is a truth value, or a number modulo 2**64; others give floats. ``tag``
operations are modulo :data:`~crisis_sim.sweep.formulas.identities.PRIME`."""

_WRAP = 2**64
_ON_KEYS: dict[str, Callable[[int, int], int]] = {
    "key +": lambda a, b: (a + b) % _WRAP,
    "key *": lambda a, b: a * b % _WRAP,
    "key ^": lambda a, b: a ^ b,
    "key |": lambda a, b: a | b,
    "key >>": lambda a, b: a >> b,
    "tag +": lambda a, b: (a + b) % PRIME,
    "tag *": lambda a, b: a * b % PRIME,
}


@dataclass(slots=True)
class Arithmetic:
    """Operations in an order in which each stands after those that it uses."""

    steps: list[Step] = field(default_factory=list)
    numbered: dict[object, int] = field(default_factory=dict)

    def number(self, value: Fraction) -> int:
        """A constant."""
        return self.real(float(FLOATS.number(value)))

    def apply(self, op: str, arguments: tuple[int, ...]) -> int:
        """An operation of a formula; truth values count as 0 and 1 where a number is wanted."""
        if op in ("and", "or", "not"):
            return self.logic(op, tuple(self.truth(one) for one in arguments))
        reals = [self.as_real(one) for one in arguments]
        if op in ("max", "min"):
            result = reals[0]
            for other in reals[1:]:
                result = self._arithmetic(op, (result, other))
            return result
        return self._arithmetic(op, tuple(reals))

    def choose(self, condition: int, yes: Callable[[], int], no: Callable[[], int]) -> int:
        """``yes`` where the condition is not zero, else ``no``."""
        truth = self.truth(condition)
        known = self.constant(truth)
        if known is not None:
            return yes() if known else no()
        return self.select(truth, self.as_real(yes()), self.as_real(no()))

    def real(self, value: float) -> int:
        """A float."""
        return self._add("real", (value,), same=("real", value.hex()))

    def column(self, which: int) -> int:
        """The value in a column."""
        return self._add("column", (which,))

    def scalar(self, which: int) -> int:
        """A float that is the same at all points and given when the code is run."""
        return self._add("scalar", (which,))

    def key(self, value: int) -> int:
        """A number modulo 2**64."""
        return self._add("key", (value % _WRAP,))

    def constant(self, step: int) -> float | int | None:
        """The value of a step that is the same at every point, else None."""
        op, arguments = self.steps[step]
        return arguments[0] if op in ("real", "truth", "key") else None

    def as_real(self, step: int) -> int:
        """A truth value as 0 or 1; a float as it is."""
        if self.steps[step][0] not in TRUTHS:
            return step
        known = self.constant(step)
        return self._add("as real", (step,)) if known is None else self.real(float(known))

    def truth(self, step: int) -> int:
        """Whether a float is not zero; nan counts as true."""
        op, arguments = self.steps[step]
        if op in TRUTHS:
            return step
        return int(arguments[0]) if op == "as real" else self.apply("!=", (step, self.real(0.0)))

    def logic(self, op: str, arguments: tuple[int, ...]) -> int:
        """``and``, ``or`` or ``not`` of truth values."""
        known = [self.constant(one) for one in arguments]
        if op == "not":
            return self._add("not", arguments) if known[0] is None else self._truth(not known[0])
        decisive = op == "or"
        if any(value is not None and bool(value) == decisive for value in known):
            return self._truth(decisive)
        left = [one for one, value in zip(arguments, known, strict=True) if value is None]
        if not left:
            return self._truth(not decisive)
        if len(left) == 1 or left[0] == left[1]:
            return left[0]
        return self._add(op, tuple(left))

    def select(self, truth: int, yes: int, no: int, op: str = "if") -> int:
        """One of two floats, or with ``key if`` of two keys."""
        known = self.constant(truth)
        if known is not None:
            return yes if known else no
        return yes if yes == no else self._add(op, (truth, yes, no))

    def on_keys(self, op: str, left: int, right: int) -> int:
        """An operation on keys."""
        a, b = self.constant(left), self.constant(right)
        if a is not None and b is not None:
            return self.key(_ON_KEYS[op](int(a), int(b)))
        if op in ("key +", "tag +") and 0 in (a, b):
            return right if a == 0 else left
        if op == "tag *" and 1 in (a, b):
            return right if a == 1 else left
        if op == "tag *" and 0 in (a, b):
            return self.key(0)
        return self._add(op, (left, right))

    def same_key(self, left: int, right: int) -> int:
        """Whether two keys are equal."""
        a, b = self.constant(left), self.constant(right)
        if left == right or (a is not None and b is not None):
            return self._truth(a == b)
        return self._add("key ==", (left, right))

    def _arithmetic(self, op: str, arguments: tuple[int, ...]) -> int:
        known = [self.constant(one) for one in arguments]
        if None not in known:
            value = float(FLOATS.apply(op, tuple(float(one or 0.0) for one in known)))
            return self._truth(bool(value)) if op in COMPARISONS else self.real(value)
        if op in (">", "<") and arguments[0] == arguments[1]:
            return self._truth(False)
        if op == "*" and 1.0 in known:
            return arguments[1 - known.index(1.0)]
        if op == "**" and known[1] == 2.0:
            return self._add("*", (arguments[0], arguments[0]))
        return self._add(op, arguments)

    def _truth(self, value: bool) -> int:
        return self._add("truth", (int(value),))

    def _add(self, op: str, arguments: tuple[float | int, ...], same: object = None) -> int:
        same = same or (op, arguments)
        number = self.numbered.setdefault(same, len(self.steps))
        if number == len(self.steps):
            self.steps.append((op, arguments))
        return number
