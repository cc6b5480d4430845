"""What several assumptions set together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from crisis_sim.errors import InputError

if TYPE_CHECKING:
    from crisis_sim.scenario.scenario import Assumption

__all__ = ["merged"]


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
