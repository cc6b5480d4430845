"""Straight-line arithmetic compiled, and kept on disk for the next process.

The folder is ``CRISIS_SIM_CACHE`` where that is set, else ``crisis_sim`` in the user's own cache
folder. Files there are named by the text that was compiled, the version of this package, the
compiler and the processor, hold their own checksum, and appear all at once; whatever is missing or
damaged is compiled again. Where nothing can be written, compiled code lives as long as the process.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import sys
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.compilation import compiling
from crisis_sim.game.game import Floats
from crisis_sim.sweep.formulas.machine_text import machine_text
from crisis_sim.sweep.formulas.operations import KEYS, TRUTHS, Arithmetic

__all__ = ["CACHE_VARIABLE", "MachineCode", "cache_folder"]

CACHE_VARIABLE = "CRISIS_SIM_CACHE"
MOST_KEPT = 300
"""Files kept; the oldest make room. Each has some 20 to 200 kB."""


NO_SCALARS = np.empty(0)


class MachineCode:
    """Results of some arithmetic at many points.

    Parameters
    ----------
    results : the steps wanted.
    columns : how many columns the arithmetic reads.
    """

    def __init__(self, arithmetic: Arithmetic, results: Sequence[int], columns: int) -> None:
        machine = _machine()
        self.columns = columns
        self.width: int = machine.width
        self.types = [_type_of(arithmetic, step) for step in results]
        text = machine_text(arithmetic, results, columns, machine.width)
        self._engine = machine.engine(_object_code(text, machine))
        arguments = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64)
        prototype = ctypes.CFUNCTYPE(None, *arguments)
        self._solve = prototype(self._engine.get_function_address("solve"))

    def __call__(
        self,
        columns: Sequence[Floats],
        results: Sequence[NDArray[Any]],
        scalars: Floats = NO_SCALARS,
    ) -> None:
        """Fill the results, one contiguous array for each, of the columns' length."""
        points = len(results[0])
        read = [np.ascontiguousarray(column, dtype=np.float64) for column in columns]
        whole = points - points % self.width
        if whole:
            self._run(read, results, scalars, whole)
        if whole < points:
            few = [np.resize(column[whole:], self.width) for column in read]
            last = [np.empty(self.width, dtype=one.dtype) for one in results]
            self._run(few, last, scalars, self.width)
            for result, end in zip(results, last, strict=True):
                result[whole:] = end[: points - whole]

    def _run(
        self,
        columns: Sequence[Floats],
        results: Sequence[NDArray[Any]],
        scalars: Floats,
        points: int,
    ) -> None:
        self._solve(_pointers(columns), _pointers(results), scalars.ctypes.data, points)


def _pointers(arrays: Sequence[NDArray[Any]]) -> Any:
    return (ctypes.c_void_p * max(len(arrays), 1))(*(array.ctypes.data for array in arrays))


def _type_of(arithmetic: Arithmetic, step: int) -> type[np.generic]:
    op = arithmetic.steps[step][0]
    return np.bool_ if op in TRUTHS else np.uint64 if op in KEYS else np.float64


class _Machine:
    """The compiler, set up for this processor."""

    def __init__(self) -> None:
        import llvmlite
        import llvmlite.binding as llvm

        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        self.llvm = llvm
        features = llvm.get_host_cpu_features()
        self.width = 8 if features.get("avx512f") else 4 if features.get("avx2") else 2
        self.features = features.flatten()
        self.cpu = llvm.get_host_cpu_name()
        self.name = f"{llvmlite.__version__} {self.cpu} {self.features} {sys.platform}"

    def target(self) -> Any:
        target = self.llvm.Target.from_default_triple()
        return target.create_target_machine(
            cpu=self.cpu, features=self.features, opt=2, reloc="default", codemodel="jitdefault"
        )

    def compile(self, text: str) -> bytes:
        module = self.llvm.parse_assembly(text)
        module.verify()
        return bytes(self.target().emit_object(module))

    def engine(self, code: bytes) -> Any:
        """An engine that holds the code; the code lives as long as it does."""
        engine = self.llvm.create_mcjit_compiler(self.llvm.parse_assembly(""), self.target())
        engine.add_object_file(self.llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
        return engine


@lru_cache(maxsize=1)
def _machine() -> _Machine:
    return _Machine()


def cache_folder() -> Path:
    """Where compiled code is kept."""
    given = os.environ.get(CACHE_VARIABLE)
    if given:
        return Path(given)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "crisis_sim"


def _object_code(text: str, machine: _Machine) -> bytes:
    """The compiled text, from the folder if it is there and sound."""
    from crisis_sim.version import __version__

    name = hashlib.sha256(f"{__version__}\n{machine.name}\n{text}".encode()).hexdigest()
    path = cache_folder() / f"{name}.o"
    with contextlib.suppress(OSError):
        kept = path.read_bytes()
        if hashlib.sha256(kept[32:]).digest() == kept[:32]:
            return kept[32:]
    with compiling():
        code = machine.compile(text)
    with contextlib.suppress(OSError):
        _write(path, hashlib.sha256(code).digest() + code)
    return code


def _write(path: Path, data: bytes) -> None:
    """Write a file that others see whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".o")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
        kept = sorted(path.parent.glob("[!.]*.o"), key=lambda one: one.stat().st_mtime)
        for old in kept[:-MOST_KEPT]:
            old.unlink()
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
