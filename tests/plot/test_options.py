"""What kinds of figure declare is what they read, and nothing else is taken."""

from __future__ import annotations

import importlib
import re
from typing import Any

import pytest

import crisis_sim as cs
from crisis_sim.errors import InputError
from crisis_sim.figures.kinds import KINDS, kinds_taking
from crisis_sim.figures.options import FIGURE_OPTIONS
from crisis_sim.plot.make_picture import make_picture
from crisis_sim.plot.request import Request
from crisis_sim.scenario.span import Span

OTHER = {
    "along": (Span("p"),),
    "concept": "nash",
    "root": "1",
    "outcome": "war",
    "disagreement": "war",
    "style": "slides",
    "title": "T",
    "width": 300.0,
    "columns": 1,
}
"""Values that are not the default, of options that are neither switches nor counts."""


def other(name: str) -> Any:
    default = FIGURE_OPTIONS[name].default
    return OTHER.get(name, not default if isinstance(default, bool) else 17)


class Watched(Request):
    """A request that remembers which of its options were read."""

    def __getattribute__(self, name: str) -> Any:
        if name in FIGURE_OPTIONS:
            super().__getattribute__("__dict__").setdefault("_read", set()).add(name)
        return super().__getattribute__(name)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_reads_the_options_that_it_takes(kind: Any) -> None:
    if kind.name == "sensitivity":
        pytest.importorskip("SALib")
    study = cs.load("cuba-1962-clock" if kind.name == "bargain" else "brinkmanship")
    asked = {"samples": 16} if "samples" in kind.takes else {}
    request = Watched(study, along=(Span("p"), Span("q"))[: max(kind.follows)], **asked)
    importlib.import_module(f"crisis_sim.plot.{kind.module}").draw(request)
    # The last touch is that of make_picture.
    assert request.__dict__["_read"] == {*kind.takes} & {*FIGURE_OPTIONS} - {"grey", "no_footer"}


@pytest.mark.parametrize("name", FIGURE_OPTIONS)
def test_a_kind_refuses_the_options_of_others(name: str) -> None:
    takers = kinds_taking(name) or list(KINDS)
    assert takers == [kind for kind in KINDS if name in KINDS[kind].takes]
    request = Request(cs.load("brinkmanship"), **{name: other(name)})
    assert request.given() == {name}
    for kind in set(KINDS) - set(takers):
        told = f"{name} is for {', '.join(takers)}, not for {kind}"
        with pytest.raises(InputError, match=f"^{re.escape(told)}$"):
            make_picture(kind, request)


def test_an_option_that_is_given_is_refused_though_it_changes_nothing() -> None:
    with pytest.raises(InputError, match=r"^seed is for sensitivity, timelines, not for matrix$"):
        cs.load("brinkmanship").figure("matrix", seed=0)


def test_a_parameter_is_followed_over_the_range_given() -> None:
    study = cs.load("brinkmanship")
    narrow = study.figure("statics", "p=1/4:1/2")
    assert narrow.alt != study.figure("statics", "p").alt
    axes = (Span("p", 0.25, 0.5),)
    assert narrow == study.figure("statics", *axes)
    assert narrow == make_picture("statics", Request(study, along=axes, title=study.scenario.title))


def test_all_that_is_wrong_with_a_request_is_told_at_once() -> None:
    request = Request(cs.load("brinkmanship"), full=True, seed=-1, columns=3)
    told = (
        "full is for tree, not for matrix\nseed is for sensitivity, timelines, not for matrix\n"
        "seed must be a whole number, 0 or more, not -1\n"
        "columns must be a whole number, 1 to 2, not 3"
    )
    with pytest.raises(InputError, match=f"^{re.escape(told)}$"):
        make_picture("matrix", request)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"wdth": 3}, r"^'wdth' is no option of figures\. Known here: .*Did you mean 'width'\?$"),
        ({"games": None}, "'games' is no option of figures"),
        ({"columns": "a"}, "^columns must be a whole number, 1 to 2, not 'a'$"),
        ({"columns": 1.5}, "^columns must be a whole number, 1 to 2, not 1.5$"),
        ({"equilibrium": True}, "^equilibrium must be a whole number, 0 or more, not True$"),
        ({"grey": "no"}, "^grey must be True or False, not 'no'$"),
        ({"grey": 1}, "^grey must be True or False, not 1$"),
        ({"width": "wide"}, "^width must be a number, 1 or more, not 'wide'$"),
        ({"width": float("nan")}, "^width must be a number, 1 or more, not nan$"),
        ({"root": 3}, "^root must be a text, not 3$"),
        ({"style": None}, "^style must be default, nature, .*, not None$"),
        ({"style": "nture"}, "^unknown style 'nture'.*Did you mean 'nature'"),
        ({"concept": "pbe"}, "^unknown concept 'pbe'. Write 'sequential'"),
        ({"columns": 2, "width": 600}, "^columns is without effect beside a width$"),
        ({"wdth": 3, "grey": 1, "full": 1}, "^'wdth' is .*\nfull must .*\ngrey must "),
    ],
    ids=repr,
)
def test_options_of_the_wrong_name_kind_or_choice(asked: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        cs.load("brinkmanship").figure("tree", **asked)


def test_parameters_can_be_given_by_name() -> None:
    study = cs.load("brinkmanship")
    assert study.figure("statics", along=["p=1/4:1/2"]) == study.figure("statics", "p=1/4:1/2")


def test_a_page_stands_where_its_tree_does() -> None:
    page = cs.load("brinkmanship").figure("page", "p", "q", values={"q": 0.5, "p": 0.25})
    assert "The scenario stands at p = 0.25, q = 0.5." in page.alt


@pytest.mark.parametrize("kind", ["statics", "thresholds"])
def test_a_parameter_is_not_followed_and_given_a_value(kind: str) -> None:
    with pytest.raises(InputError, match=r"^q is both followed and given a value"):
        cs.load("brinkmanship").figure(kind, "q", values={"q": 0.3})


@pytest.mark.parametrize(
    "option",
    [one for one in FIGURE_OPTIONS.values() if one.low is not None],
    ids=lambda one: one.name,
)
def test_a_range_ends_where_it_says(option: Any) -> None:
    assert not option.fault(option.low)
    assert option.fault(option.low - 1)
    if option.high is not None:
        assert not option.fault(option.high)
        assert option.fault(option.high + 1)


def test_a_style_in_greys_is_the_picture_so_set() -> None:
    study = cs.load("brinkmanship")
    picture = make_picture("tree", Request(study, style="slides", columns=1, grey=True))
    assert picture.scene.width >= 6.0 * 72
    assert {stroke.colour[1:3] == stroke.colour[5:7] for stroke in picture.scene.strokes} == {True}
    wide = make_picture("matrix", Request(study, style="nature", width=600.0))
    assert wide.scene.width == pytest.approx(600.0)


def test_a_tree_from_top_to_bottom_has_no_formulas() -> None:
    request = Request(cs.load("brinkmanship"), upright=True, formulas=True)
    with pytest.raises(InputError, match="has no formulas"):
        make_picture("tree", request)
