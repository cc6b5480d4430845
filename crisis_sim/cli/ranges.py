"""Options that name parameters to be followed, with a range if wished."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import click

from crisis_sim.cli.options import complete_from

if TYPE_CHECKING:
    from crisis_sim.scenario.span import Span

__all__ = ["Spans", "along_option", "shown_progress", "spans_option"]

T = TypeVar("T")
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


def shown_progress(items: Sequence[T], what: str) -> Iterator[T]:
    """The items one after another, with a bar on standard error if it is a terminal."""
    if len(items) < 2 or not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=what, file=sys.stderr) as bar:
        yield from bar
