"""The precision fitted to observed play, in prose and tables, and as a JSON object."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from crisis_sim.game.games import Games
from crisis_sim.report.blocks import Block, Heading, Items, Prose, TableBlock
from crisis_sim.report.circumstances import given_object
from crisis_sim.report.envelope import about, as_json
from crisis_sim.report.numbers import number, probability
from crisis_sim.scenario.ranges import cautions
from crisis_sim.sentence import capital
from crisis_sim.solve.quantal import PrecisionFit

__all__ = ["fit_blocks", "fit_text"]

COLUMNS = ("player", "information_set", "action", "count", "observed", "predicted")
KINDS = {
    "zero": (
        "Logit play explains it no better than play at random: the likelihood is greatest at "
        "precision 0."
    ),
    "infinite": (
        "No precision is the likeliest: the likelihood grows with it without end, "
        "towards the limit of the branch."
    ),
    "undetermined": "All precisions make this play equally likely; none can be estimated.",
}


def fit_blocks(fit: PrecisionFit) -> Iterator[Block]:
    """The estimate, how much better it is than chance, and observed beside predicted play."""
    yield Prose(_estimate(fit))
    yield Prose(
        f"Log-likelihood {number(fit.log_likelihood)}, and of play at random "
        f"{number(fit.uniform_log_likelihood)}, of {_count(fit.counts.sum())} "
        f"{'choice' if fit.counts.sum() == 1 else 'choices'}."
    )
    if fit.notes:
        yield Items(tuple(map(capital, fit.notes)))
    yield Heading("Observed and predicted")
    rows = tuple(
        (fit.game.short(player), *names, _count(count), probability(share), probability(predicted))
        for player, *names, count, share, predicted in fit.lines()
    )
    columns = ("player", "information set", "action", "count", "observed", "predicted")
    yield TableBlock(columns, rows, frozenset({3, 4, 5}))
    if len(fit.maxima) > 1:
        listed = ", ".join(f"{number(at)} ({number(value)})" for at, value in fit.maxima.tolist())
        yield Items((f"Several precisions are locally the likeliest: {listed}.",))
    if not fit.converged:
        yield Items(("The branch was not followed to its limit; the maximum is that so far.",))


def _estimate(fit: PrecisionFit) -> str:
    if fit.kind != "interior":
        return KINDS[fit.kind]
    error = ", standard error unknown: the likelihood is flat there"
    if not math.isnan(fit.standard_error):
        error = f", standard error {fit.standard_error:.3g}"
    said = f"Precision {fit.precision:.4g} per unit of payoff{error}."
    if not fit.as_likely:
        return said
    others = [f"{one:.4g}" if one else "0, play at random," for one in fit.as_likely]
    be = "is" if len(others) == 1 else "are"
    return f"{said} Not the only one: {' and '.join(others)} {be} as likely."


def _count(value: float) -> str:
    return f"{value:,.15g}"


def fit_text(games: Games, fit: PrecisionFit) -> str:
    """The fit as one JSON object; what is undefined or infinite is null, and ``kind`` says why."""
    given = fit.game.given
    told: dict[str, Any] = {
        **about(games),
        "given": given_object(given),
        "kind": fit.kind,
        "precision": fit.precision,
        "standard_error": fit.standard_error,
        "log_likelihood": fit.log_likelihood,
        "uniform_log_likelihood": fit.uniform_log_likelihood,
        "choices": float(fit.counts.sum()),
        "as_likely": list(fit.as_likely),
        "maxima": np.asarray(fit.maxima).tolist(),
        "converged": fit.converged,
        "notes": [*cautions(games.scenario, given), *fit.notes],
        "play": [dict(zip(COLUMNS, row, strict=True)) for row in fit.lines()],
    }
    return as_json(told)
