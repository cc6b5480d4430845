"""The arguments that methods take alike: one record each, from which flags and checks are made."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import getmembers, isfunction, signature

import click
import pytest

import crisis_sim as cs
from crisis_sim.arguments import ARGUMENTS, argument
from crisis_sim.cli.flags import flag_of
from crisis_sim.cli.main import COMMANDS, cli
from crisis_sim.concepts import CONCEPT_OPTIONS
from crisis_sim.figures.options import FIGURE_OPTIONS
from crisis_sim.option import Option
from crisis_sim.sweep.discovering.discover import discover
from crisis_sim.sweep.sensitivity import analyse_sensitivity
from crisis_sim.sweep.sweep_games import plan_games

METHODS = {
    **dict(getmembers(cs.Study, isfunction)),
    **{one.__name__: one for one in (cs.load, discover, analyse_sensitivity)},
    "sweep": plan_games,
}


def own_defaults() -> Iterator[tuple[str, str, object]]:
    """Each argument that a method gives a default of its own."""
    for method, function in METHODS.items():
        for name, one in signature(function).parameters.items():
            if name in ARGUMENTS and one.default not in (one.empty, None):
                yield method, name, one.default


def test_every_argument_has_a_flag_that_some_command_has() -> None:
    commands = [cli.get_command(click.Context(cli), name) for name in COMMANDS]
    known = {flag for one in commands if one for each in one.params for flag in each.opts}
    assert not {flag_of(name) for name in ARGUMENTS} - known


def test_the_defaults_of_methods_are_those_of_the_records() -> None:
    found = list(own_defaults())
    assert len(found) > 15
    assert [(m, name) for m, name, given in found if given != argument(name, m).default] == []


def test_what_is_done_without_a_value_is_said_where_there_is_no_default() -> None:
    own = [argument(name, method) for method in METHODS for name in ARGUMENTS]
    every = [*own, *CONCEPT_OPTIONS.values(), *FIGURE_OPTIONS.values()]
    assert len(every) > 100
    assert {one.name for one in every if (one.default is None) != bool(one.without)} == set()


@pytest.mark.parametrize(("high", "told"), [(None, "above 0"), (1, "above 0 to 1")])
def test_an_end_that_is_open_is_left_out(high: int | None, told: str) -> None:
    option = Option(name="share", meaning="", kind=float, low=0, high=high, open=True)
    assert option.range == f"a number, {told}"
    assert option.fault(0.0)
    assert not option.fault(1e-9)


@pytest.mark.parametrize("counted", [False, True])
def test_a_range_with_one_end_tells_it(counted: bool) -> None:
    option = Option(name="most", meaning="", kind=int if counted else float, high=1)
    with pytest.raises(cs.InputError, match=r"^most must be a \w+( number)?, at most 1, not 2$"):
        option.check(2)
    assert not option.fault(-5)


@pytest.mark.parametrize("told", [0, float("nan"), -1])
def test_what_one_method_alone_takes_is_told_as_such(told: float) -> None:
    with pytest.raises(cs.InputError, match=r"^tol must be a number, above 0, not"):
        cs.load("brinkmanship").certify("war", tol=told)
    with pytest.raises(cs.InputError, match=r"^draws must be a whole number, 1 or more, not"):
        cs.load("brinkmanship").sweep(q="prior", draws=told)
    assert not argument("tol", "verify").fault(0.0)
    assert not argument("draws", "certify").fault(0)
