"""Compiled functions that nothing but other compiled functions calls.

Machine code of their own, ways in from Python and a place in the cache would take a third of the
time that a first sweep waits for the compiler: whoever calls them holds their code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

__all__ = ["inner"]

Function = TypeVar("Function", bound=Callable[..., Any])
_njit: Any = njit


def inner(*, forceinline: bool = False) -> Callable[[Function], Function]:
    """In place of ``njit``. What it decorates must not be called from Python."""
    made = _njit(
        error_model="numpy",
        no_cpython_wrapper=True,
        no_cfunc_wrapper=True,
        forceinline=forceinline,
    )
    return cast("Callable[[Function], Function]", made)
