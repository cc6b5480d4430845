"""``sensitivity --json``."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from .conftest import Held
from .words import about, words_of

pytest.importorskip("SALib")

Floats = NDArray[np.float64]
SEED, LEVELS, SLICES, RESAMPLES = 3, 4, 10, 100
PROBLEM = {"num_vars": 2, "names": ["p", "q"], "bounds": [[0.0, 1.0]] * 2}
HOW: dict[str, Any] = {"num_resamples": RESAMPLES, "conf_level": 0.95, "seed": SEED + 1}
Measures = dict[str, tuple[Any, Any]]
"""By name the values and half-widths, of p and of q."""


def payoff(cube: Floats) -> Floats:
    """What the United States gets, p being drawn from 0 to 1/2: -2 unless a threat is worth it."""
    p, q = cube[:, 0] / 2, cube[:, 1]
    threat = 1 - 3 * p - 8 * p * q
    return np.where((q > 0.6) & (threat > -2), threat, -2.0)


def sobol(samples: int) -> tuple[Floats, Measures]:
    """First and total effects by Saltelli's and Jansen's estimators, on points A, AB and B."""
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sample

    cube = sample.sample(PROBLEM, samples, calc_second_order=False, seed=SEED)
    answer = payoff(cube)
    found = analysis.analyze(PROBLEM, answer, calc_second_order=False, **HOW)
    spread = (answer - answer.mean()) / answer.std()
    a, of_p, of_q, b = spread.reshape(-1, 4).T
    both = np.concatenate([a, b]).var()
    first = [float(np.mean(b * (one - a)) / both) for one in (of_p, of_q)]
    total = [float(np.mean((a - one) ** 2) / 2 / both) for one in (of_p, of_q)]
    return cube, {"first": (first, found["S1_conf"]), "total": (total, found["ST_conf"])}


def morris(samples: int) -> tuple[Floats, Measures]:
    """Elementary effects: what each step of a parameter does, over the size of the step."""
    from SALib.analyze import morris as analysis
    from SALib.sample import morris as sample

    levels = sample.sample(PROBLEM, samples, num_levels=LEVELS, seed=SEED)
    cube = (levels * (LEVELS - 1) + 0.5) / LEVELS
    answer = payoff(cube)
    found = analysis.analyze(PROBLEM, levels, answer, num_levels=LEVELS, **HOW)
    steps = np.diff(levels.reshape(-1, 3, 2), axis=1)
    changes = np.diff(answer.reshape(-1, 3), axis=1)
    effects = []
    for column in (0, 1):
        moved = steps[:, :, column] != 0
        effects.append(changes[moved] / steps[:, :, column][moved])
    none = (None, None)
    sizes = [float(np.abs(one).mean()) for one in effects]
    means = [float(one.mean()) for one in effects]
    spreads = [float(one.std(ddof=1)) for one in effects]
    return cube, {
        "mean size": (sizes, found["mu_star_conf"]),
        "mean": (means, none),
        "spread": (spreads, none),
    }


def pawn(samples: int) -> tuple[Floats, Measures]:
    """Distances between the answers in slices of a parameter and all answers, drawn anew."""
    from SALib.sample import latin

    cube = latin.sample(PROBLEM, samples, seed=SEED)
    answer, rng = payoff(cube), np.random.default_rng(SEED)

    def measured(rows: NDArray[np.int64]) -> list[list[float]]:
        some, points = answer[rows], cube[rows]
        at = np.unique(some)
        whole = [(some <= one).mean() for one in at]
        found = []
        for column in (0, 1):
            slices = np.floor(points[:, column] * SLICES)
            shifts = [
                max(
                    abs((some[slices == i] <= one).mean() - all_)
                    for one, all_ in zip(at, whole, strict=True)
                )
                for i in np.unique(slices)
            ]
            found.append([float(np.median(shifts)), float(max(shifts))])
        return found

    own = np.array(measured(np.arange(samples)))
    again = [measured(rng.integers(0, samples, samples)) for _ in range(RESAMPLES)]
    low, high = np.percentile(np.array(again), [2.5, 97.5], axis=0)
    names = ("median", "greatest")
    return cube, {name: (own[:, i], (high - low)[:, i] / 2) for i, name in enumerate(names)}


def too_few(measures: Measures) -> dict[str, Any] | None:
    """The widest interval, if its half is above a fifth of the greatest measure that has one."""
    known = {key: pair for key, pair in measures.items() if pair[1][0] is not None}
    greatest = max(float(max(values)) for values, _ in known.values())
    width, name, key = max(
        (float(widths[i]), name, key)
        for i, name in enumerate(("p", "q"))
        for key, (_, widths) in known.items()
    )
    times = math.ceil((width / (greatest / 5)) ** 2)
    words = (
        f"Too few samples: half the 95 % interval of '{key}' of {name} is {width:.2g}, above a "
        f"fifth of the greatest index, {greatest:.2g}; some {times} times as many may do"
    )
    if width <= greatest / 5:
        return None
    return {
        "parameter": name,
        "measure": key,
        "half_width": width,
        "greatest": greatest,
        "times": times,
        "words": words,
    }


@pytest.mark.parametrize(
    ("method", "analysis", "samples"),
    [("sobol", sobol, 32), ("morris", morris, 32), ("morris", morris, 256), ("pawn", pawn, 32)],
)
def test_every_field(held: Held, method: str, analysis: Any, samples: int) -> None:
    cube, measures = analysis(samples)
    answer = payoff(cube)
    words = words_of("brinkmanship")["parameters"]
    priors = {"p": "uniform(0, 0.5)", "q": "uniform(0, 1)"}
    ranked = "total" if method == "sobol" else next(iter(measures))

    def told(number: Any) -> float | None:
        return None if number is None else float(number)

    claimed = {
        **about("brinkmanship"),
        "given": {},
        "concept": "sequential",
        "method": method,
        "quantity": "payoff of US",
        "points": len(cube),
        "dropped": 0,
        "mean": float(answer.mean()),
        "standard_deviation": float(answer.std(ddof=1)),
        "confidence": 0.95,
        "widest_half_width": 0.2,
        "too_few_samples": too_few(measures),
        "parameters": [
            {
                "parameter": name,
                "prior": priors[name],
                "meaning": words[name]["meaning"],
                "measures": {
                    key: {"value": told(values[i]), "half_width": told(widths[i])}
                    for key, (values, widths) in measures.items()
                },
            }
            for i, name in sorted(enumerate(priors), key=lambda one: -measures[ranked][0][one[0]])
        ],
        "notes": [],
    }
    asked = f"--payoff US --method {method} --samples {samples} --seed {SEED}"
    held(f"sensitivity brinkmanship {asked} -x 'p~uniform(0,0.5)' -x q~prior", claimed)
