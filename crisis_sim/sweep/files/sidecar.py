"""What a results file says of itself, in it or in a file of JSON beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from crisis_sim.sweep.results.sheet import Sheet
from crisis_sim.whole_file import named_by

__all__ = ["UNSEALED", "files_of", "sheet_object", "sidecar_of", "sidecar_path", "sidecar_text"]

UNSEALED = "0" * 64
"""What stands in the place of a file's digest until :mod:`crisis_sim.sweep.files.seal` knows it."""


def sidecar_path(path: Path) -> Path:
    """The file beside a ``.csv`` or ``.dta`` that says what its columns mean."""
    return path.with_name(path.name + ".json")


def sidecar_of(path: Path) -> Path:
    """The one of a file that is read: of a link, beside what it names if not beside itself."""
    beside, named = sidecar_path(path), sidecar_path(named_by(path))
    return named if named.exists() and not beside.exists() else beside


def files_of(path: Path) -> tuple[Path, ...]:
    """Where results go: the file, and that beside it which a ``.csv`` or ``.dta`` has."""
    return (path, sidecar_path(path)) if path.suffix.lower() in (".csv", ".dta") else (path,)


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
                "source": column.source,
                "category": column.category,
                "meanings": {str(key): word for key, word in column.meanings.items()},
            }
            for column in sheet.columns
        ],
        "equilibrium_sets": [list(one) for one in sheet.sets],
        "sha256": UNSEALED,
    }
