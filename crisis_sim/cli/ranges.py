"""Options that name parameters to be followed, with a range if wished."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from crisis_sim.cli.options import complete_from

if TYPE_CHECKING:
    from crisis_sim.scenario.span import Span

__all__ = ["Spans", "along_option", "spans_option"]

Spans = tuple["Span", ...]


def _spans(ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]) -> Spans:
    from crisis_sim.scenario.span import Span

    del param
    return () if ctx.resilient_parsing else tuple(map(Span.of, texts))


spans_option = partial(
    click.option,
    metavar="NAME[=LOW:HIGH]",
    multiple=True,
    callback=_spans,
    shell_complete=complete_from("parameters"),
)
"""An option whose values are read as spans."""

along_option = spans_option(
    "-x",
    "--along",
    "along",
    help="A parameter or definition, over its range or the one given, such as -x pi=0:1/2.",
)
