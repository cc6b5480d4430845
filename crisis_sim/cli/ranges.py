"""Options that name parameters to be followed, with a range if wished."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import click

from crisis_sim.cli.completion import complete_from
from crisis_sim.cli.flags import flags_of
from crisis_sim.errors import InputError

if TYPE_CHECKING:
    from crisis_sim.scenario.span import Span

__all__ = ["Spans", "along_option", "outcome_option", "spans_option"]

_EACH = re.compile(r"[^\W\d]\w*(=[^:=]+:[^:=]+)?")
Spans = tuple["Span", ...]


def _spans(ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]) -> Spans:
    from crisis_sim.scenario.span import Span

    if ctx.resilient_parsing:
        return ()
    for text in texts:
        names = re.split(r"[\s,;+&]+", text.strip(" ,"))
        if len(names) > 1 and all(_EACH.fullmatch(name) for name in names):
            told = " ".join(f"{param.opts[0]} {name}" for name in names)
            raise InputError(f"expected one NAME or NAME=LOW:HIGH, found '{text}'. Write {told}")
    return tuple(map(Span.of, texts))


spans_option = partial(
    click.option,
    metavar="NAME[=LOW:HIGH]",
    multiple=True,
    callback=_spans,
    shell_complete=complete_from("parameters"),
)
"""An option whose values are read as spans."""

along_option = spans_option(
    *flags_of("along"),
    "along",
    help="A parameter or definition, over its range or the one given, such as -x pi=0:1/2.",
)

outcome_option = click.option(
    "--outcome",
    required=True,
    shell_complete=complete_from("outcomes"),
    help="An outcome, or a category of outcomes, reached with positive probability.",
)
