"""Where one of two classes can be believed alone."""

from __future__ import annotations

from collections.abc import Sequence

from crisis_sim.numbers.programme import maximise
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.solve.sequential.rates import FreeSet, Rows, Support, conditions, counts_of

__all__ = ["alone_where_possible", "certain_alone"]


def _alone(one: FreeSet) -> Support:
    """The class that supports the action by itself, of two; both where neither does."""
    sure = [i for i in range(2) if all(row[i] >= 0 for row in one.gains)]
    return tuple(sure or range(2))


def certain_alone(sets: Sequence[FreeSet], wide: Sequence[Support]) -> list[Support]:
    """Supports in which one of two classes is believed alone wherever that serves."""
    return [support or _alone(one) for one, support in zip(sets, wide, strict=True)]


def alone_where_possible(
    sets: Sequence[FreeSet], wide: Sequence[Support], columns: dict[int, int]
) -> list[Support] | None:
    """Supports in which one of two classes is believed alone wherever that can be; None if none.

    Where it cannot, both are as fast under all rates that serve. Rates that serve can be added up,
    so that those found leave alone all that any leave alone.
    """
    certain = certain_alone(sets, wide)
    pairs = [i for i, one in enumerate(certain) if not wide[i] and len(one) == 1]
    width, count = len(columns), len(pairs)
    rest = [i for i in range(len(sets)) if i not in pairs]
    equal, slower = _balance([sets[i] for i in rest], [certain[i] for i in rest], columns)
    slower = [[*row, *([ZERO] * count)] for row in slower]
    least = [ONE] * len(slower)
    for place, i in enumerate(pairs):
        counts = counts_of(sets[i], columns)
        (held,) = certain[i]
        slack = [-ONE if other == place else ZERO for other in range(count)]
        over = [b - a for a, b in zip(counts[held], counts[1 - held], strict=True)]
        slower.append([*over, *slack])
        least.append(ZERO)
    bound = [
        [*([ZERO] * width), *(ONE if j == i else ZERO for j in range(count))] for i in range(count)
    ]
    found = maximise(
        [*([ZERO] * width), *([ONE] * count)],
        [*([-value for value in row] for row in slower), *bound],
        [
            *(sum(row[:width], ZERO) - one for row, one in zip(slower, least, strict=True)),
            *([ONE] * count),
        ],
        equal=[[*row, *([ZERO] * count)] for row in equal],
        equal_right=[-sum(row, ZERO) for row in equal],
    )
    if found is None:
        return None
    for place, i in enumerate(pairs):
        if found.point[width + place] == 0:
            certain[i] = (0, 1)
    return certain


def _balance(
    sets: Sequence[FreeSet], supports: Sequence[Support], columns: dict[int, int]
) -> tuple[Rows, Rows]:
    """What the rates must balance, and what must be slower."""
    equal, slower, _ = conditions(sets, supports, [one.prior for one in sets], columns)
    return equal, slower
