"""Compilation of functions that make no arrays, so that their arrays need no counting.

References to arrays are otherwise counted at every call and every use, which in the small steps of
a response costs more than the arithmetic. A function that makes an array does not compile so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from crisis_sim.compiled import njit

__all__ = ["inlined", "uncounted"]

F = TypeVar("F", bound=Callable[..., Any])


COMPILED_WITH: dict[str, Any] = {"error_model": "numpy", "_nrt": False}


def uncounted(function: F) -> F:
    """Compile a function without counting references; it lets other threads run."""
    compiled: F = njit(cache=True, nogil=True, **COMPILED_WITH)(function)
    return compiled


def inlined(function: F) -> F:
    """Compile a function into each of those that call it."""
    compiled: F = njit(inline="always", **COMPILED_WITH)(function)
    return compiled
