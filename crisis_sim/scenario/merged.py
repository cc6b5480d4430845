"""What several assumptions set together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crisis_sim.errors import InputError

if TYPE_CHECKING:
    from crisis_sim.scenario.scenario import Assumption, Situation

__all__ = ["merged", "situations_under"]


def merged(chosen: Iterable[Assumption], what: str, kind: str) -> dict[Any, Any]:
    """What each of them sets in its field ``what``, told as a ``kind``.

    Raises InputError where two set the same otherwise.
    """
    together: dict[Any, Any] = {}
    owner: dict[Any, str] = {}
    for assumption in chosen:
        for key, value in getattr(assumption, what).items():
            if key in together and together[key] != value:
                shown = key if isinstance(key, str) else " / ".join(key)
                raise InputError(
                    f"assumptions '{owner[key]}' and '{assumption.name}' contradict each other: "
                    f"both give {kind} for '{shown}'"
                )
            together[key], owner[key] = value, assumption.name
    return together


def situations_under(
    chosen: Sequence[Assumption], situations: Mapping[str, Situation]
) -> dict[str, Situation]:
    """Situations whose moves are there, and are seen, as assumptions say.

    Raises InputError where two of them say otherwise.
    """
    available = merged(chosen, "available", "whether an action exists")
    seen_by = merged(chosen, "seen_by", "who sees a move")
    return {
        name: replace(
            situation,
            moves=tuple(
                replace(
                    move,
                    available=available.get((name, move.name), move.available),
                    seen_by=seen_by.get((name, move.name), move.seen_by),
                )
                for move in situation.moves
            ),
        )
        for name, situation in situations.items()
    }
