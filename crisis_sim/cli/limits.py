"""How large a game, and how long a work, a command takes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from crisis_sim.cli.option_flags import argument_flag
from crisis_sim.remedy import MessageParts, Remedy

__all__ = ["nodes_option", "seconds_option", "seconds_option_of"]

F = TypeVar("F", bound=Callable[..., Any])

REMEDIES: dict[str, MessageParts] = {
    "--along": (
        *("give parameters values (", Remedy("values"), ") or narrower ranges ("),
        *(Remedy("along", "NAME=LOW:HIGH"), ")"),
    ),
    "-c": ("choose another concept (", Remedy("concept"), ")"),
    "--seconds": ("allow more time (", Remedy("seconds"), ")"),
}
"""What to do where no answer is found in time, by the option that a command needs for it."""

nodes_option = argument_flag("most_nodes")


def _limited(ctx: click.Context, param: click.Parameter, seconds: float | None) -> None:
    """Stop a command's work when its time is over, and say which of its options help then."""
    del param
    if seconds is None:
        return
    from crisis_sim.time_limits import time_limit

    options = {option for one in ctx.command.params for option in one.opts}
    *others, last = (remedy for option, remedy in REMEDIES.items() if option in options)
    parts = [part for one in others for part in (*one, ", ")]
    ctx.with_resource(time_limit(seconds, advice=(*parts, "or " if parts else "", *last)))


def seconds_option_of(command: str) -> Callable[[F], F]:
    """The ``--seconds`` option as a command takes it."""
    return argument_flag("seconds", method=command, callback=_limited, expose_value=False)


seconds_option = seconds_option_of("")
"""The same, of commands alike."""
