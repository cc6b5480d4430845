"""``fit --json``."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar

from .claims import Near
from .conftest import Held
from .games import REPLY, brinkmanship
from .trees import Play, bayes, sets, worth
from .words import about

COUNTS = {
    "the threat": {"threaten": 60, "do not threaten": 40},
    REPLY.format("soft"): {"withdraw": 30, "defy": 12},
    REPLY.format("hard"): {"withdraw": 5, "defy": 13},
}


def logit(precision: float) -> Play:
    """Play in which every action is likelier the more it is worth, found from the ends up."""
    root = brinkmanship(0.3, 0.7)
    play: dict[str, dict[str, float]] = {}
    for label, held in reversed(sets(root).items()):
        known = {**{one: dict.fromkeys(COUNTS[one], 0.0) for one in COUNTS}, **play}
        beliefs = (bayes(root, known, label) if len(held) > 1 else None) or [1.0]
        paid = worth(root, known, label, beliefs)
        weights = {name: math.exp(precision * float(one)) for name, one in paid.items()}
        play[label] = {name: one / sum(weights.values()) for name, one in weights.items()}
    return play


def log_likelihood(precision: float) -> float:
    play = logit(precision)
    return sum(
        count * math.log(play[label][action])
        for label, counts in COUNTS.items()
        for action, count in counts.items()
    )


def test_the_likeliest_precision(held: Held, tmp_path: Path) -> None:
    """By maximising the likelihood anew; the error by its second difference there."""
    best = minimize_scalar(
        lambda one: -log_likelihood(one), bounds=(0, 1), method="bounded", options={"xatol": 1e-10}
    )
    at, step = float(best.x), 1e-4
    around = [log_likelihood(at + step * i) for i in (-1, 0, 1)]
    error = (-np.diff(around, 2)[0] / step**2) ** -0.5
    play, most = logit(at), log_likelihood(at)
    choices = sum(count for counts in COUNTS.values() for count in counts.values())
    rows = [
        f'"{label}",{action},{count}'
        for label, counts in COUNTS.items()
        for action, count in counts.items()
    ]
    file = tmp_path / "played.csv"
    file.write_text("\n".join(["information set,action,count", *rows]), encoding="utf-8")
    claimed = {
        **about("brinkmanship"),
        "given": {},
        "kind": "interior",
        "precision": Near(at, 1e-6),
        "standard_error": Near(error, 1e-5),
        "log_likelihood": Near(most, 1e-9),
        "uniform_log_likelihood": Near(choices * math.log(1 / 2), 1e-9),
        "choices": float(choices),
        "as_likely": [],
        "maxima": [[Near(at, 1e-6), Near(most, 1e-9)]],
        "converged": True,
        "notes": [],
        "play": [
            {
                "player": "US" if label == "the threat" else "USSR",
                "information_set": label,
                "action": action,
                "count": float(count),
                "observed": count / sum(counts.values()),
                "predicted": Near(play[label][action], 1e-6),
            }
            for label, counts in COUNTS.items()
            for action, count in counts.items()
        ],
    }
    held(f"fit brinkmanship {file}", claimed)
