"""A matrix says at which information sets the moves between slashes are made."""

from __future__ import annotations

import pytest

import crisis_sim as cs
from crisis_sim.errors import CrisisSimError
from crisis_sim.plot.matrix import matrix_data, matrix_picture
from crisis_sim.plot.metrics import text_width
from crisis_sim.scenario.library import shipped

from .test_every_scenario import INTRICATE


@pytest.mark.parametrize("name", sorted(set(shipped()) - INTRICATE))
def test_every_move_of_a_strategy_has_its_place(name: str) -> None:
    study = cs.load(name)
    game = study.game()
    try:
        data = matrix_data(game)
    except CrisisSimError:
        return
    picture = matrix_picture(data, text_width, width=504.0)
    foot = " ".join(one.text for one in picture.scene.labels if one.role == "note")
    sets = {one.label: one for one in game.tree.information_sets}
    for short, places, strategies in zip(
        data.form.shorts, data.places, data.form.strategies, strict=True
    ):
        slashes = {one.count(" / ") for one in strategies}
        assert bool(places) == (max(slashes) > 0)
        if not places:
            assert f"Moves of {short}:" not in picture.alt
            continue
        for told in (picture.alt, foot):
            assert f"Moves of {short}: {' / '.join(places)}" in told
        for moves in (one.split(" / ") for one in strategies):
            left = iter(places)
            assert all(any(move in sets[one].actions for one in left) for move in moves)


def test_what_stands_before_a_slash_is_told() -> None:
    alt = cs.load("brinkmanship").figure("matrix").alt
    assert (
        "Moves of USSR: the reply, after soft, threaten / the reply, after hard, threaten." in alt
    )
    alt = cs.load("audience-costs").figure("matrix").alt
    assert (
        "Moves of challenger: the crisis, after resolute / the crisis, after irresolute / "
        "the brink, after resolute, challenge, resist / "
        "the brink, after irresolute, challenge, resist, where the strategy lets them come up."
    ) in alt
