"""The JSON Schema of scenario files, which editors use, generated from the model."""

from __future__ import annotations

import json
import re
from typing import Any

from crisis_sim.scenario.model import File

__all__ = ["OWN", "json_schema", "schema_text"]

TITLE = "crisis_sim scenario"
OWN = re.compile(rb'"title": "' + TITLE.encode() + rb'"')
"""What is in every version of it."""


def _closed(schema: Any) -> Any:
    """The schema with keys refused that fit none of the patterns for names."""
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    return {"additionalProperties": False, **closed} if "patternProperties" in closed else closed


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a scenario file."""
    schema = _closed(File.model_json_schema(by_alias=True))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": TITLE,
        **{key: value for key, value in schema.items() if key != "title"},
    }


def schema_text() -> str:
    """The JSON Schema as text, as it is published in the documentation."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
