"""Compiled functions, kept for later runs where that can be. Importing this imports numba."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import numba
from numba.core import caching

from crisis_sim.compilation import compiling
from crisis_sim.interruption import held
from crisis_sim.time_limits import passed_over

__all__ = ["inner", "njit"]

Function = TypeVar("Function", bound=Callable[..., Any])
_numba: Any = numba
_caching: Any = caching
_UNREADABLE = (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError)
"""What a cache raises that is damaged, or of a version with other names."""
_WAITS = "Interrupted: it ends as soon as the compilation under way is done."


def njit(*, cache: bool = False, **options: Any) -> Callable[[Function], Function]:
    """As numba's ``njit``, with another cache.

    Where nothing can be kept, on a full disk or without a folder that can be written, the code
    lives as long as the process. What is kept serves until a file changes that holds the function
    or a compiled one that it calls; numba's own cache looks at the first alone. An interruption
    waits until a function is compiled.
    """

    def compile_function(function: Function) -> Function:
        compiled = _numba.njit(**options)(function)
        if cache and not _numba.config.DISABLE_JIT:
            with suppress(RuntimeError):
                compiled._cache = _Cache(function)
        if not _numba.config.DISABLE_JIT:
            compiled.compile = _uncut(compiled.compile)
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


def _uncut(compile_: Callable[..., Any]) -> Callable[..., Any]:
    """The compiler calls back, where an interruption would be lost."""

    def compile_whole(*arguments: Any) -> Any:
        with held(_WAITS), passed_over(), compiling():
            return compile_(*arguments)

    return compile_whole


class _Cache(_caching.FunctionCache):  # type: ignore[misc]
    """Compares all files that hold the code before it gives out what was kept.

    What cannot be read or written is compiled at every run.
    """

    def load_overload(self, signature: Any, context: Any) -> Any:
        """The compiled function that was kept for a signature; None if it must be compiled."""
        files: set[str] = set()
        _add_files(self._py_func, files, set())
        try:
            states = [(file, os.stat(file)) for file in sorted(files)]
            self._cache_file._source_stamp = [(f, s.st_mtime_ns, s.st_size) for f, s in states]
            return super().load_overload(signature, context)
        except _UNREADABLE:
            self._forget()
            return None

    def save_overload(self, signature: Any, data: Any) -> None:
        """Keep what was compiled, if that can be.

        The index is written first and may be all that there was room for. Then it goes: it could
        name a file that holds the code of an earlier version.
        """
        try:
            super().save_overload(signature, data)
        except _UNREADABLE:
            self._forget()

    def _forget(self) -> None:
        with suppress(OSError):
            os.unlink(self._cache_file._index_path)


def _add_files(function: Any, files: set[str], met: set[Any]) -> None:
    """The files of a function and of the compiled ones that it calls."""
    met.add(function)
    files.add(function.__code__.co_filename)
    for name in function.__code__.co_names:
        called = getattr(function.__globals__.get(name), "py_func", None)
        if called is not None and called not in met:
            _add_files(called, files, met)
