"""Points of the unit cube: independent, of a Sobol sequence, or of a Latin hypercube.

A row depends on the seed and its number alone, so that workers may take any part in any order.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from crisis_sim.errors import InputError
from crisis_sim.game.game import Floats
from crisis_sim.remedy import Remedy

__all__ = ["Sampler", "make_sampler"]

BLOCK = 65_536
MOST_LATIN = 50_000_000


class Sampler(Protocol):
    """A numbered sample of the unit cube."""

    def rows(self, start: int, stop: int) -> Floats:
        """(stop - start, dimensions) the rows of these numbers."""


def make_sampler(kind: str, dimensions: int, count: int, seed: int) -> Sampler:
    """A sample of ``count`` rows.

    Raises InputError for a Latin hypercube too large to be made as a whole, or for more dimensions
    than the Sobol sequence has.
    """
    if kind == "random":
        return _Random(dimensions, seed)
    if kind == "sobol":
        return _Sobol(dimensions, count, seed)
    if dimensions * count > MOST_LATIN:
        raise InputError(
            f"a Latin hypercube of {count:,} draws of {dimensions} parameters is made as a whole, "
            "and too large; ",
            Remedy("sample", "sobol"),
            " has no such limit",
        )
    return _Latin(dimensions, count, seed)


class _Random:
    """Independent rows, from one generator a block."""

    def __init__(self, dimensions: int, seed: int) -> None:
        self.dimensions = dimensions
        self.seed = seed

    def rows(self, start: int, stop: int) -> Floats:
        first = start // BLOCK
        blocks = [self.block(number) for number in range(first, -(-stop // BLOCK))]
        return np.concatenate(blocks)[start - first * BLOCK : stop - first * BLOCK]

    def block(self, number: int) -> Floats:
        source = np.random.SeedSequence(self.seed, spawn_key=(number,))
        return np.random.default_rng(source).random((BLOCK, self.dimensions))


class _Sobol:
    """Scrambled Sobol points; the sequence is wound forward, and made anew to go back."""

    def __init__(self, dimensions: int, count: int, seed: int) -> None:
        self.dimensions = dimensions
        self.seed = seed
        self.block = min(BLOCK, 1 << max(count - 1, 1).bit_length())
        self.engine: Any = None
        self.at = 0

    def rows(self, start: int, stop: int) -> Floats:
        first = start // self.block
        if self.engine is None or self.at > first:
            self.engine, self.at = self.begin(), 0
        if first > self.at:
            self.engine.fast_forward((first - self.at) * self.block)
        last = -(-stop // self.block)
        blocks = [self.engine.random(self.block) for _ in range(first, last)]
        self.at = last
        offset = first * self.block
        return np.asarray(np.concatenate(blocks)[start - offset : stop - offset])

    def begin(self) -> Any:
        from scipy.stats import qmc

        if self.dimensions > qmc.Sobol.MAXDIM:
            raise InputError(f"a Sobol sequence has at most {qmc.Sobol.MAXDIM:,} dimensions")
        return qmc.Sobol(self.dimensions, scramble=True, seed=np.random.default_rng(self.seed))


class _Latin:
    """A Latin hypercube: each parameter has one draw in each of ``count`` equal slices."""

    def __init__(self, dimensions: int, count: int, seed: int) -> None:
        from scipy.stats import qmc

        engine = qmc.LatinHypercube(dimensions, seed=np.random.default_rng(seed))
        self.sample = engine.random(count)

    def rows(self, start: int, stop: int) -> Floats:
        return np.asarray(self.sample[start:stop])
