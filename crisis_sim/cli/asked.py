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

__all__ = ["Asked", "asked_of_scenario"]

_OPTIONS = (nodes_option, json_option, assumptions_option, values_option, scenario_argument)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which scenario is asked about, under which assumptions and values, and told in which form."""

    scenario: str
    values: tuple[str, ...]
    assumptions: tuple[str, ...]
    as_json: bool
    most_nodes: int

    def opened(self) -> tuple[Study, dict[str, Fraction]]:
        """The study and the values, as :func:`open_study` and :func:`parse_values` read them."""
        study = open_study(self.scenario, self.assumptions, most_nodes=self.most_nodes)
        return study, parse_values(self.values)


def asked_of_scenario(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command these options, and hand it what they hold as one :class:`Asked`."""

    @wraps(function)
    def command(**given: Any) -> None:
        own = {one.name: given.pop(one.name) for one in fields(Asked)}
        function(Asked(**own), **given)

    for option in _OPTIONS:
        option(command)
    return command
