"""Rebuild the gallery: ``python figures/gallery.py [NAME ...]``. The bytes do not change."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUFFIXES = (".svg", ".pdf")
SHOWN = ("cable_page", "cable_tree")
"""Those also written as pictures of dots, for pages that show no vectors."""


def names() -> list[str]:
    """The figures, each a module with a function ``picture``."""
    return sorted(one.stem for one in HERE.glob("*.py") if one.stem != "gallery")


def main(wanted: list[str]) -> None:
    sys.path.insert(0, str(HERE))
    for name in wanted or names():
        picture = importlib.import_module(name).picture()
        for suffix in (*SUFFIXES, *((".png",) if name in SHOWN else ())):
            print(picture.save(HERE / f"{name.replace('_', '-')}{suffix}").name)


if __name__ == "__main__":
    main(sys.argv[1:])
