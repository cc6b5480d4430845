"""``certify --json``."""

from __future__ import annotations

from typing import Any

import numpy as np

from .claims import SECONDS, Such
from .conftest import Held
from .plane import ACROSS, LOW_P, LOW_Q, RANGES, is_made, made_share
from .words import NOT_MIXED, SELECTION, about


def object_of(**own: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        **about("brinkmanship"),
        "given": {},
        "outcome": "retreat",
        "parameters": ["p", "q"],
        "ranges": RANGES,
        "low": 0.0,
        "high": 1.0,
        "tolerance": 0.01,
        "tolerance_reached": False,
        "boxes": 1,
        "certificates": 0,
        "estimate": None,
        "standard_error": None,
        "draws": 0,
        "seed": 0,
        "concept": "sequential",
        "selection": SELECTION,
        "notes": [NOT_MIXED],
        "seconds": SECONDS,
    }
    return fields | own


def test_bounds_hold_the_share_and_an_estimate_stands_beside_them(held: Held) -> None:
    """The priors are even, so that the draws within the box are an even generator's own."""
    share, tol, draws, seed = made_share(), 0.02, 200, 3
    low = np.array([float(LOW_P), float(LOW_Q)])
    points = low + (1 - low) * np.random.default_rng(seed).random((draws, 2))
    estimate = float(np.mean([is_made(p, q) for p, q in points.tolist()]))
    claimed = object_of(
        low=Such("below the share", lambda told: share - tol <= told <= share),
        high=Such("above the share", lambda told: share <= told <= share + tol),
        tolerance=tol,
        tolerance_reached=True,
        boxes=Such("so many that their width is enough", lambda told: 50 < told < 5_000),
        certificates=Such("one a region at least", lambda told: 2 <= told < 50),
        estimate=estimate,
        standard_error=(estimate * (1 - estimate) / draws) ** 0.5,
        draws=draws,
        seed=seed,
    )
    command = f"certify brinkmanship --outcome retreat {ACROSS}"
    held(f"{command} --tol {tol} --draws {draws} --seed {seed}", claimed)


def test_bounds_that_time_does_not_bring_together(held: Held) -> None:
    """So near they do not come; how near depends on the machine."""
    share = made_share()
    claimed = object_of(
        low=Such("at most the share", lambda told: 0 <= told <= share),
        high=Such("at least the share", lambda told: share <= told <= 1),
        tolerance=1e-13,
        boxes=Such("some", lambda told: told >= 1),
        certificates=Such("any", lambda told: told >= 0),
    )
    command = f"certify brinkmanship --outcome retreat {ACROSS}"
    held(f"{command} --tol 1e-13 --seconds 0.2 --draws 0", claimed)


def test_without_time_nothing_is_known(held: Held) -> None:
    held(f"certify brinkmanship --outcome retreat {ACROSS} --seconds 0 --draws 0", object_of())
