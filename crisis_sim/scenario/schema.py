"""The JSON Schema of scenario files, which editors use, generated from the model."""

from __future__ import annotations

import json
from typing import Any

from crisis_sim.own_file import sealed
from crisis_sim.scenario.model import File

__all__ = ["json_schema", "schema_text"]


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
        "title": "crisis_sim scenario",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def schema_text() -> str:
    """The JSON Schema as text, as it is published in the documentation, signed."""
    text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    return sealed(".json", text).decode("utf-8")
