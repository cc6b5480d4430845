"""``fit --json``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar

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


Counts = Mapping[str, Mapping[str, int]]


def log_likelihood(counts: Counts, precision: float) -> float:
    play = logit(precision)
    return sum(
        count * math.log(play[label][action])
        for label, own in counts.items()
        for action, count in own.items()
        if count
    )


def object_of(counts: Counts, at: float, **more: Any) -> dict[str, Any]:
    """The object of counts that are likeliest at a precision, or go on growing likelier there."""
    play, most = logit(at), log_likelihood(counts, at)
    choices = sum(sum(own.values()) for own in counts.values())
    fields: dict[str, Any] = {
        **about("brinkmanship"),
        "given": {},
        "kind": "interior",
        "precision": Near(at, 1e-6),
        "standard_error": None,
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
                "observed": count / sum(own.values()),
                "predicted": Near(play[label][action], 1e-6),
            }
            for label, own in counts.items()
            for action, count in own.items()
        ],
    }
    return fields | more


def command(file: Path, counts: Counts) -> str:
    """The command that reads a table of counts, which is written; actions never taken are not."""
    rows = [
        f'"{label}",{action},{count}'
        for label, own in counts.items()
        for action, count in own.items()
        if count
    ]
    file.write_text("\n".join(["information set,action,count", *rows]), encoding="utf-8")
    return f"fit brinkmanship {file}"


def curvature(counts: Counts, at: float) -> float:
    """The second derivative of the likelihood, by differences."""
    step = 1e-4
    around = [log_likelihood(counts, at + step * i) for i in (-1, 0, 1)]
    return float(np.diff(around, 2)[0] / step**2)


def test_the_likeliest_precision(held: Held, tmp_path: Path) -> None:
    """By maximising the likelihood anew; the error by its curvature there."""
    best = minimize_scalar(
        lambda one: -log_likelihood(COUNTS, one),
        bounds=(0, 1),
        method="bounded",
        options={"xatol": 1e-10},
    )
    at = float(best.x)
    error = Near((-curvature(COUNTS, at)) ** -0.5, 1e-5)
    claimed = object_of(COUNTS, at, standard_error=error)
    held(command(tmp_path / "played.csv", COUNTS), claimed)


def test_two_precisions_as_likely(held: Held, tmp_path: Path) -> None:
    """Threats are even at random, and again where they are worth as much as giving in."""
    counts = {"the threat": {"threaten": 10, "do not threaten": 10}}
    even = brentq(lambda one: logit(one)["the threat"]["threaten"] - 0.5, 1.0, 5.0, xtol=1e-12)
    error = Near((-curvature(counts, even)) ** -0.5, 1e-4)
    claimed = object_of(counts, float(even), standard_error=error, as_likely=[0.0])
    held(command(tmp_path / "played.csv", counts), claimed)


@pytest.mark.parametrize(
    ("kind", "counts", "at"),
    [
        ("infinite", {"withdraw": 10, "defy": 0}, 50.0),
        ("zero", {"withdraw": 2, "defy": 8}, 0.0),
    ],
)
def test_no_precision_or_none_but_chance(
    held: Held, tmp_path: Path, kind: str, counts: dict[str, int], at: float
) -> None:
    """A soft Moscow gains by withdrawing: if it always does, no precision is too great."""
    own = {REPLY.format("soft"): counts}
    precision = None if kind == "infinite" else at
    claimed = object_of(own, at, kind=kind, precision=precision, maxima=[])
    held(command(tmp_path / "played.csv", own), claimed)
