"""What a results file says of itself, in it or in a file of JSON beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from crisis_sim.own_file import is_foreign
from crisis_sim.sweep.results.sheet import Sheet

__all__ = ["UNSEALED", "foreign_beside", "sheet_object", "sidecar_path", "sidecar_text"]

UNSEALED = "0" * 64
"""What stands in the place of a file's digest until :mod:`crisis_sim.sweep.files.seal` knows it."""

DESCRIBED = (".csv", ".dta")
"""The kinds of files that have another beside them."""
_OWN = re.compile(rb'\A\{\s+"description": \{\s+"program": "crisis-sim ')


def sidecar_path(path: Path) -> Path:
    """The file beside a ``.csv`` or ``.dta`` that says what its columns mean."""
    return path.with_name(path.name + ".json")


def foreign_beside(path: Path) -> Path | None:
    """The file in the place of one that is written beside results, if it was written elsewhere."""
    beside = sidecar_path(path)
    described = path.suffix.lower() in DESCRIBED
    return beside if described and is_foreign(beside, _OWN) else None


def sidecar_text(sheet: Sheet) -> str:
    """What stands in it."""
    return json.dumps(sheet_object(sheet), indent=1, ensure_ascii=False) + "\n"


def sheet_object(sheet: Sheet) -> dict[str, Any]:
    """Description, columns and codes as one JSON object."""
    return {
        "description": dict(sheet.description),
        "columns": [
            {
                "name": column.name,
                "kind": column.kind,
                "of": column.of,
                "label": column.label,
                "unit": column.unit,
                "meanings": {str(key): word for key, word in column.meanings.items()},
            }
            for column in sheet.columns
        ],
        "equilibrium_sets": [list(one) for one in sheet.sets],
        "sha256": UNSEALED,
    }
