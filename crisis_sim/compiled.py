"""Compiled functions, kept for later runs where that can be. Importing this imports numba."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import numba

__all__ = ["inner", "njit"]

Function = TypeVar("Function", bound=Callable[..., Any])
_numba: Any = numba


def njit(*, cache: bool = False, **options: Any) -> Callable[[Function], Function]:
    """As numba's ``njit``, which refuses to ``cache`` where no folder can be written.

    There the code lives as long as the process.
    """

    def compile_function(function: Function) -> Function:
        compiled = _numba.njit(**options)(function)
        if cache and not _numba.config.DISABLE_JIT:
            with suppress(RuntimeError):
                compiled.enable_caching()
        made: Function = compiled
        return made

    return compile_function


def inner(*, forceinline: bool = False) -> Callable[[Function], Function]:
    """Compile a function that only compiled functions call; it must not be called from Python.

    Machine code of its own, a way in from Python and a place in the cache would take a third of
    the time that a first run waits for the compiler: whoever calls it holds its code.
    """
    return njit(
        error_model="numpy",
        no_cpython_wrapper=True,
        no_cfunc_wrapper=True,
        forceinline=forceinline,
    )
