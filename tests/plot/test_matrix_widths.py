"""A matrix is as wide as it is asked to be, and its words tell every cell."""

from __future__ import annotations

import re

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.figures.presets import DEFAULT
from crisis_sim.plot.contrast import legible
from crisis_sim.plot.matrix import matrix_data
from crisis_sim.plot.numbers import value_of
from crisis_sim.plot.style import player_mark
from crisis_sim.scenario.library import shipped

from .boxes import assert_tidy_scene

LARGE = {"chain-store", "cheap-talk", "cuba-1962-cable", "cuba-1962-clock", "cuba-1962-two-types"}


@pytest.mark.parametrize("width", [DEFAULT.narrow, DEFAULT.wide])
@pytest.mark.parametrize("name", sorted({*shipped()} - LARGE))
def test_cells_and_best_responses_read_back_at_the_width_asked(name: str, width: float) -> None:
    study = cs.load(name)
    data, picture = matrix_data(study.game()), study.figure("matrix", width=width)
    scene, form = picture.scene, data.form
    assert scene.width == pytest.approx(width)
    assert not picture.remark
    assert_tidy_scene(scene)
    assert min(one.font.size for one in scene.labels) >= 7.0
    count = len(form.players)
    payoffs = [one for one in scene.labels if one.role == "payoff"]
    lines = [one for one in scene.strokes if one.role == "best response"]
    tables = np.moveaxis(form.payoffs, 3, 1) if count == 3 else form.payoffs[:, None]
    best = np.moveaxis(data.best, 3, 1) if count == 3 else data.best[:, None]
    places = [place for place in np.ndindex(*tables.shape[1:]) for _ in range(count)]
    assert len(payoffs) == len(places)
    for number, (label, place) in enumerate(zip(payoffs, places, strict=True)):
        player = number % count
        paid, written = tables[(player, *place)], float(value_of(label.text))
        assert written == pytest.approx(paid, abs=0.006 * max(1.0, abs(paid)))
        under = [one for one in lines if one.points[0] == (label.x, label.y + 2.0)]
        assert [one.colour for one in under] == [legible(player_mark(player).colour)] * int(
            best[(player, *place)]
        )


def test_the_words_tell_every_cell_and_best_response() -> None:
    study = cs.load("brams-chicken")
    alt, data = study.figure("matrix").alt, matrix_data(study.game())
    told = re.findall(
        r"(?<!equilibrium )US plays '([^']*)' and USSR plays '([^']*)': "
        r"US gets (\d) and USSR gets (\d); (.*?) a best response\.",
        alt,
    )
    assert len(told) == 4
    who = {
        (): "nobody plays",
        (0,): "US plays",
        (1,): "USSR plays",
        (0, 1): "US and USSR each play",
    }
    for row, column, *paid, best in told:
        place = data.form.strategies[0].index(row), data.form.strategies[1].index(column)
        assert [float(one) for one in paid] == data.form.payoffs[(slice(None), *place)].tolist()
        assert best == who[tuple(np.flatnonzero(data.best[(slice(None), *place)]).tolist())]
    assert alt.count("In a pure Nash equilibrium ") == data.pure.sum() == 2
