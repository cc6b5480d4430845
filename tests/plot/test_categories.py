"""A name that stands for several outcomes is said to be a category, and what it holds is told."""

from __future__ import annotations

from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.plot.branch import _shares, followed
from crisis_sim.scenario.ends import Ends
from crisis_sim.scenario.library import shipped
from crisis_sim.study import Study

from .test_every_scenario import INTRICATE
from .test_read_back import labels

OUTCOMES = [f"end {number}" for number in range(12)]
KNOWN = {"quantal": (), "assumptions": (), "statics": ("p",), "thresholds": ("p",)}


def many_ends(folder: Path) -> Study:
    """Twelve ends by lot, the first ten of which are of one category."""
    lot = "\n".join(
        f"      m{number}: {{probability: {'p' if number == 11 else '(1 - p) / 11'}, to: {name}}}"
        for number, name in enumerate(OUTCOMES)
    )
    ends = "\n".join(
        f"  {name}: {{{'category: calm, ' if number < 10 else ''}payoffs: {{A: {number}}}}}"
        for number, name in enumerate(OUTCOMES)
    )
    path = folder / "many.yaml"
    path.write_text(
        f"""\
title: Many ends
players: {{A: {{label: Ann}}}}
parameters: {{p: {{default: 0.3, range: [0.1, 0.9], label: luck}}}}
start: first
situations:
  first: {{player: A, actions: {{in: {{to: lot}}, out: {{to: end 5}}}}}}
  lot:
    chance:
{lot}
outcomes:
{ends}
assumptions:
  lucky: {{set: {{p: 0.8}}}}
""",
        encoding="utf-8",
    )
    return cs.load(path)


@pytest.mark.parametrize(("kind", "axes"), KNOWN.items())
def test_categories_are_named_as_such_in_every_figure_that_has_them(
    kind: str, axes: tuple[str, ...], tmp_path: Path
) -> None:
    picture = many_ends(tmp_path).figure(kind, *axes)
    foot = " ".join(one.text for one in labels(picture.scene, "note"))
    assert "Calm is a category of several outcomes." in foot
    first = ", ".join(f"'{name}'" for name in OUTCOMES[:8])
    told = f"The category 'calm' holds {first} and 2 more."
    assert told in picture.caption
    assert (told in picture.alt) == (kind != "statics")


@pytest.mark.parametrize("name", [*sorted(set(shipped()) - INTRICATE), "cuba-1962-cable"])
def test_a_branch_names_the_categories_that_it_draws(name: str) -> None:
    study = cs.load(name)
    ends, picture = study.scenario.ends, study.figure("quantal")
    drawn = _shares(followed(study.game({})), ends)
    foot = " ".join(one.text for one in labels(picture.scene, "note"))
    for category in {*ends.categories.values()}:
        held = [one for one, other in ends.categories.items() if other == category]
        several = len(held) > 1 and category in drawn
        several = several and category not in (ends.label(one) for one in held)
        assert (f"The category '{category}' holds " in picture.alt) == several
        assert not several or all(f"'{ends.label(one)}'" in picture.alt for one in held[:8])
        assert not several or ("categor" in foot and category in foot.lower())


def test_a_category_that_is_called_as_one_of_its_outcomes_is_one() -> None:
    ends = Ends({"war": "war", "slide": "war", "peace": "peace"}, {"war": "war", "slide": "slide"})
    called = ends.called(["war", "slide", "peace"], 2)
    assert called == {"war": "war", "slide": "war", "peace": "peace"}
    assert ends.held_as(called) == {"war": ["war", "slide"]}
    assert ends.held_as(ends.called(["war", "slide", "peace"])) == {}
