"""The published JSON Schema is the model's, and every shipped scenario fits it.

After a change of the model: ``crisis-sim schema > docs/scenario.schema.json``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel

from crisis_sim.scenario import model
from crisis_sim.scenario.library import shipped, shipped_path
from crisis_sim.scenario.positions import Document
from crisis_sim.scenario.read_yaml import read
from crisis_sim.scenario.schema import json_schema, schema_text
from tests.scenario.malformed_blocks import BASE

PUBLISHED = Path(__file__).parents[2] / "docs" / "scenario.schema.json"
SCHEMA = json_schema()
PARTS = [
    part
    for name in model.__all__
    if isinstance(part := getattr(model, name), type) and issubclass(part, BaseModel)
]


def data_of(text: str) -> Any:
    document = Document(lines=[])
    read(text, document)
    assert not document.problems
    return document.data


def as_editors_read(data: Any) -> Any:
    """Long decimals as floats, which the project's own reader keeps as they are written."""
    if isinstance(data, dict):
        return {key: as_editors_read(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_editors_read(value) for value in data]
    long = isinstance(data, str) and re.fullmatch(r"-?[0-9]+\.[0-9]{15,}", data)
    return float(data) if long else data


def faults(data: Any) -> list[str]:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    return [fault.json_path for fault in validator.iter_errors(data)]


def test_the_published_schema_is_generated_from_the_model() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text()


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    published = json.loads(schema_text())
    assert published.pop("$comment").startswith("Written by crisis-sim, ")
    assert published == SCHEMA


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_scenario_fits_the_schema(name: str) -> None:
    text = shipped_path(name).read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../docs/scenario.schema.json\n")
    assert faults(as_editors_read(data_of(text))) == []


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("player: A\n", "playr: A\n", "$.situations.talk"),
        ("start: talk\n", "", "$"),
        ("day: {from: 0, to: 2}", "day: {from: 0.5, to: 2}", "$.state.day"),
        ("source: memo 1", "status: guessed", "$.parameters.p"),
        ("cost: 5", "3: 5", "$.parameters"),
    ],
)
def test_an_editor_marks_what_the_program_refuses(old: str, new: str, path: str) -> None:
    assert faults(data_of(BASE)) == []
    assert path in faults(data_of(BASE.replace(old, new, 1)))


FIELDS = [(part.__name__, name, info) for part in PARTS for name, info in part.model_fields.items()]


@pytest.mark.parametrize(("part", "name", "info"), FIELDS, ids=[f"{p}.{n}" for p, n, _ in FIELDS])
def test_every_field_says_what_it_is_for(part: str, name: str, info: Any) -> None:
    assert info.description, f"{part}.{name}"
    assert info.description.endswith("."), f"{part}.{name}"


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_part_says_what_it_is(part: type[BaseModel]) -> None:
    assert part.__doc__
