"""Numbers of options, in the grammar in which values are given: decimals and quotients."""

from __future__ import annotations

from typing import Any

import click
from click.types import FloatParamType

from crisis_sim.formula.numerals import no_number, number_in

__all__ = ["NUMBER", "NumberRange"]


class _Read(click.ParamType[float]):
    """What reads a number before its range is looked at."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        if not isinstance(value, str):
            return super().convert(value, param, ctx)
        number = number_in(value.strip())
        if number is None:
            self.fail(no_number(value.strip(), ". Write one such as 0.5."), param, ctx)
        return super().convert(float(number), param, ctx)


class NumberRange(_Read, click.FloatRange):
    """A number in a range, such as 0.1 or 1/10."""


class _Number(_Read, FloatParamType):
    """Any number."""


NUMBER = _Number()
"""The type of options that take any number."""
