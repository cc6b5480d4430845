"""The kinds of values that fields of a scenario file hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from crisis_sim.concepts import AUTO, CONCEPTS

__all__ = [
    "COLOUR",
    "Citation",
    "Colour",
    "Concept",
    "Constant",
    "Date",
    "Figure",
    "Formula",
    "Identifier",
    "Phrase",
    "Prose",
    "Status",
    "Words",
]

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=40)]
Phrase = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]+$")]
Prose = Annotated[str, StringConstraints(max_length=4000)]
# A year alone is a number to editors; the reader takes it as it is written.
Date = Annotated[Prose, Field(json_schema_extra={"type": ["string", "integer"]})]
Formula = Annotated[
    str | int | float | bool,
    Field(description="Arithmetic on parameters, definitions and state, such as -g - eta * n."),
]
Constant = Annotated[
    str | int | float, Field(description="A number, or arithmetic on numbers such as 1/3.")
]
_DECIMAL = re.compile(r"[-+]?[0-9]*\.[0-9]+([eE][-+]?[0-9]{1,3})?")


def _nearest_float(value: Any) -> Any:
    """A decimal that was kept as it is written, as the float nearest to it."""
    written = isinstance(value, str) and _DECIMAL.fullmatch(value)
    return float(value) if written else value


Figure = Annotated[int | float, BeforeValidator(_nearest_float)]
_Cited = Annotated[str, StringConstraints(max_length=200)]
Citation = _Cited | Annotated[list[_Cited], Field(max_length=50)]
COLOUR = r"^#?[0-9A-Fa-f]{6}$"
Colour = Annotated[str, StringConstraints(pattern=COLOUR)]
Status = Literal["stated", "inferred", "assumed"]
if TYPE_CHECKING:
    Concept = str
else:
    Concept = Literal[(AUTO, *CONCEPTS)]
Words = Annotated[list[Identifier], Field(min_length=2, max_length=50)]
