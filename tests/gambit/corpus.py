"""Published games in Gambit's formats; they are no part of the project and may be absent.

The folder is named by the environment variable CRISIS_SIM_CORPUS; without it ``../shared/corpus``
beside the repository is tried.
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("CRISIS_SIM_CORPUS") or ROOT.parent / "shared" / "corpus")


def files(*suffixes: str) -> list[Path]:
    """The corpus files with these suffixes, in order; none where the folder is absent."""
    return sorted(path for suffix in suffixes for path in FOLDER.glob(f"**/*{suffix}"))
