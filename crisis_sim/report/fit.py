"""The precision fitted to observed play, in prose and tables, and as a JSON object."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from crisis_sim.report.blocks import Block, Heading, Items, Prose, Table
from crisis_sim.report.json_object import SCHEMA_VERSION
from crisis_sim.report.numbers import number, probability
from crisis_sim.solve.quantal import PrecisionFit
from crisis_sim.study import Study

__all__ = ["fit_blocks", "fit_text"]

COLUMNS = ("player", "information_set", "action", "count", "observed", "predicted")
KINDS = {
    "zero": "Play is no better than chance: the likelihood is greatest at precision 0.",
    "infinite": "Play fits the limit of the branch best: any larger precision fits as well.",
    "undetermined": "All precisions make this play equally likely; none can be estimated.",
}


def fit_blocks(fit: PrecisionFit) -> Iterator[Block]:
    """The estimate, how much better it is than chance, and observed beside predicted play."""
    yield Prose(_estimate(fit))
    yield Prose(
        f"Log-likelihood {number(fit.log_likelihood)}, and of play at random "
        f"{number(fit.uniform_log_likelihood)}, of {fit.counts.sum():g} choices."
    )
    yield Heading("Observed and predicted")
    rows = tuple(
        (*names, f"{count:g}", probability(share), probability(predicted))
        for *names, count, share, predicted in _lines(fit)
    )
    columns = ("player", "information set", "action", "count", "observed", "predicted")
    yield Table(columns, rows, frozenset({3, 4, 5}))
    if len(fit.maxima) > 1:
        listed = ", ".join(f"{number(at)} ({number(value)})" for at, value in fit.maxima.tolist())
        yield Items((f"Several precisions are locally the likeliest: {listed}.",))
    if not fit.converged:
        yield Items(("The branch was not followed to its limit; the maximum is that so far.",))


def _estimate(fit: PrecisionFit) -> str:
    if fit.kind != "interior":
        return KINDS[fit.kind]
    error = "" if math.isnan(fit.standard_error) else f", standard error {fit.standard_error:.3g}"
    return f"Precision {fit.precision:.4g} per unit of payoff{error}."


def _lines(fit: PrecisionFit) -> Iterator[tuple[str, str, str, float, float, float]]:
    """Every choice at the information sets that were observed, with its shares."""
    for one in fit.game.tree.information_sets:
        counts = fit.counts[list(one.choices)]
        if not counts.sum():
            continue
        shares, predicted = counts / counts.sum(), fit.profile[list(one.choices)]
        player = fit.game.players[one.player]
        for i, action in enumerate(one.actions):
            numbers = (float(counts[i]), float(shares[i]), float(predicted[i]))
            yield (player, one.label, action, *numbers)


def fit_text(study: Study, fit: PrecisionFit) -> str:
    """The fit as one JSON object; what is undefined or infinite is null, and ``kind`` says why."""
    told: dict[str, Any] = {
        "version": SCHEMA_VERSION,
        "scenario": study.scenario.name,
        "kind": fit.kind,
        "precision": _finite(fit.precision),
        "standard_error": _finite(fit.standard_error),
        "log_likelihood": _finite(fit.log_likelihood),
        "uniform_log_likelihood": _finite(fit.uniform_log_likelihood),
        "choices": float(fit.counts.sum()),
        "maxima": np.asarray(fit.maxima).tolist(),
        "converged": fit.converged,
        "play": [dict(zip(COLUMNS, row, strict=True)) for row in _lines(fit)],
    }
    return json.dumps(told, indent=2, ensure_ascii=False)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
