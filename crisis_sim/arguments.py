"""Arguments that methods of a study take, under one name wherever they are taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crisis_sim.option import Option

__all__ = ["ARGUMENTS", "DRAWS", "LIKELY", "SAMPLES", "SENSITIVITIES", "argument"]

DRAWS = 1_024
"""Points that are drawn where something is drawn and no number is given."""
LIKELY = 0.5
"""What conditions are searched above where neither side is given: a probability that is larger."""

SAMPLES = {
    "random": "independent draws",
    "sobol": "a scrambled Sobol sequence, best with a power of two",
    "latin": "a Latin hypercube, made as a whole",
}
"""The kinds of sample, and what each stands for."""
SENSITIVITIES = {
    "sobol": "shares of the variance: first order alone, total with all interactions",
    "morris": "elementary effects: mean size, spread; cheap, for many parameters",
    "pawn": "shift of the whole distribution (Kolmogorov-Smirnov), median over slices",
}
"""The methods by which sensitivity is analysed, and what each measures."""

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
    Option(
        name="draws",
        meaning="how many points are drawn at random",
        kind=int,
        without=f"{DRAWS:,} if anything is drawn",
        low=0,
    ),
    Option(name="samples", meaning="the base sample", kind=int, default=1_024, low=16),
    Option(
        name="equilibrium",
        meaning="which of several equilibria",
        kind=int,
        default=0,
        low=0,
        counted=True,
    ),
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
    Option(
        name="tol",
        meaning="regret that counts as none, as a share of what is at stake where it is had",
        kind=float,
        without="0, or 1e-9 for a profile whose numbers were rounded",
        low=0,
    ),
    Option(
        name="seconds",
        meaning="stop after so much processor time, with what was found by then",
        kind=float,
        default=50.0,
        low=0,
    ),
    Option(
        name="above",
        meaning="search where it is above this",
        kind=float,
        without=f"{LIKELY}, unless it is searched below",
    ),
    Option(
        name="below",
        meaning="search where it is below this instead",
        kind=float,
        without="it is searched above",
    ),
    Option(
        name="least_density",
        meaning="the widest box at least so dense",
        kind=float,
        without="the best balance with coverage",
        low=0,
        high=1,
    ),
    Option(
        name="sample",
        meaning="how they are drawn",
        kind=str,
        default="random",
        called="a kind of sample",
        choices=SAMPLES,
    ),
    Option(
        name="method",
        meaning="how",
        kind=str,
        default="sobol",
        called="a method",
        choices=SENSITIVITIES,
    ),
    Option(
        name="missing",
        meaning="a row without some input: left out; or kept, outside all boxes that restrict it",
        kind=str,
        default="omit",
        called="a way with missing values",
        choices=("omit", "keep", "refuse"),
    ),
)

ARGUMENTS: Mapping[str, Option] = {one.name: one for one in _ALL}
"""The arguments by name."""
_OWN: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("certify", "tol"): {
        "meaning": "stop when the bounds are this close",
        "default": 0.01,
        "without": "",
        "open": True,
    },
    ("certify", "seconds"): {
        "meaning": "stop after so much processor time, with the bounds reached"
    },
    **{
        (command, "seconds"): {"default": None, "without": "when all is done"}
        for command in ("check", "discover", "sensitivity", "sweep", "verify")
    },
    ("certify", "draws"): {
        "meaning": "random draws from the priors, for the estimate beside the bounds",
        "default": 1_000,
        "without": "",
    },
    **{(method, "draws"): {"low": 1} for method in ("sweep", "sweep_to", "estimate")},
}
"""What an argument is to one method that it is not to the others."""


def argument(name: str, method: str = "") -> Option:
    """An argument as a method takes it.

    >>> argument("tol").range, argument("tol", "certify").range
    ('a number, 0 or more', 'a number, above 0')
    """
    return replace(ARGUMENTS[name], **_OWN.get((method, name), {}))
