"""The argument and options of commands that ask one thing of a scenario at given values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, Any

from crisis_sim.cli.limits import nodes_option
from crisis_sim.cli.options import (
    assumptions_option,
    json_option,
    open_study,
    parse_values,
    scenario_argument,
    values_option,
)

if TYPE_CHECKING:
    from fractions import Fraction

    from crisis_sim.study import Study

__all__ = ["Asked", "asked_of_scenario", "asked_to_write"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which scenario is asked about, under which assumptions and values, and told in which form."""

    scenario: str
    values: tuple[str, ...]
    assumptions: tuple[str, ...]
    most_nodes: int
    as_json: bool = False

    def opened(self, second: str | None = None) -> tuple[Study, dict[str, Fraction]]:
        """The study and the values, as :func:`open_study` and :func:`parse_values` read them."""
        most = self.most_nodes
        study = open_study(self.scenario, self.assumptions, most_nodes=most, second=second)
        return study, parse_values(self.values)


def asked_of_scenario(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command these options, and hand it what they hold as one :class:`Asked`."""
    return _asked(function, nodes_option, json_option)


def asked_to_write(function: Callable[..., None]) -> Callable[..., None]:
    """The same of a command that has no JSON object to tell instead."""
    return _asked(function, nodes_option)


def _asked(function: Callable[..., None], *options: Callable[..., Any]) -> Callable[..., None]:
    @wraps(function)
    def command(**given: Any) -> None:
        own = {one.name: given.pop(one.name) for one in fields(Asked) if one.name in given}
        function(Asked(**own), **given)

    for option in (*options, assumptions_option, values_option, scenario_argument):
        option(command)
    return command
