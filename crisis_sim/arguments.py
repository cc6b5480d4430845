"""Numbers that methods of a study take, under one name wherever they are taken."""

from __future__ import annotations

from collections.abc import Mapping

from crisis_sim.option import Option

__all__ = ["ARGUMENTS"]

_ALL = (
    Option(name="seed", meaning="the seed of what is drawn at random", kind=int, default=0, low=0),
    Option(
        name="plays",
        meaning="how many plays are drawn",
        kind=int,
        default=1_000,
        low=1,
        high=10_000_000,
    ),
    Option(name="draws", meaning="how many points are drawn at random", kind=int, low=0),
    Option(name="samples", meaning="the base sample", kind=int, default=1_024, low=16),
    Option(
        name="equilibrium",
        meaning="which of several equilibria",
        kind=int,
        default=0,
        low=0,
        counted=True,
    ),
    Option(name="which", meaning="which of several equilibria, from 1", kind=int, low=1),
    Option(name="boxes", meaning="at most so many boxes", kind=int, default=3, low=1),
    Option(name="workers", meaning="how many processes share the work", kind=int, default=1, low=1),
    Option(
        name="part_points",
        meaning="points solved at a time; what an interruption can lose",
        kind=int,
        default=65_536,
        low=1,
    ),
    Option(
        name="most_nodes",
        meaning="refuse games with more nodes",
        kind=int,
        default=300_000,
        low=1,
    ),
    Option(name="tol", meaning="what is near enough", kind=float, low=0),
    Option(name="seconds", meaning="stop after so much processor time", kind=float, low=0),
    Option(name="above", meaning="search where it is above this", kind=float),
    Option(name="below", meaning="search where it is below this", kind=float),
    Option(name="least_density", meaning="the least density of a box", kind=float, low=0, high=1),
)

ARGUMENTS: Mapping[str, Option] = {one.name: one for one in _ALL}
"""The arguments by name."""
