"""Every kind of figure of some scenarios on sheets to look at, a column and a page wide.

python -m tools.contact_sheet cuba-1962-cable game.yaml
python -m tools.contact_sheet brinkmanship --kind tree --kind risk --assuming NAME --set q=0.4

A sheet, build/sheets/SCENARIO-WIDTH.png, with what is assumed and set before the width, holds the
figures at one width in the proportions of print; what a kind cannot draw, and why, is told.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.image import imread, imsave
from numpy.typing import NDArray

import crisis_sim as cs
from crisis_sim.errors import CrisisSimError
from crisis_sim.figures.kinds import KINDS

TARGET = Path(__file__).resolve().parent.parent / "build" / "sheets"
WIDTHS = {3.5: 4, 7.0: 2}
"""How many figures stand beside each other, by their width in inches."""
ROOM = 24
Pixels = NDArray[np.float64]


def sheet_name(study: cs.Study, given: Mapping[str, str]) -> str:
    """What files of a scenario are called, apart under each assumption and value.

    >>> sheet_name(cs.load("brinkmanship").assuming("a softer Moscow"), {"q": "1/3"})
    'brinkmanship-a_softer_Moscow-q=1_3'
    """
    values = (f"{name}={value}" for name, value in given.items())
    parts = (study.scenario.name, *study.scenario.assumed, *values)
    return "-".join(re.sub(r"[^\w.=-]", "_", part) for part in parts)


def drawn(
    study: cs.Study,
    kinds: Sequence[str],
    width: float,
    given: Mapping[str, str],
    told: set[str],
) -> Iterator[Pixels]:
    """The figures as pixels (height, width, 4).

    Those that cannot be drawn are told, and added to what has been told; nothing is told twice.
    """
    called = sheet_name(study, given)
    for kind in kinds:
        names = list(study.scenario.parameters)[: min(KINDS[kind].follows)]
        path = TARGET / f"{called}-{kind}-{width:g}.png"
        try:
            picture = study.figure(kind, *names, values=given, width=72.0 * width)
            picture.save(path, force=True)
        except CrisisSimError as error:
            refusal = f"{called}-{kind}: {error}"
            if refusal not in told:
                print(refusal, flush=True)
            told.add(refusal)
            continue
        yield np.asarray(imread(path), dtype=float)


def sheet(pictures: Sequence[Pixels], columns: int) -> Pixels:
    """The pictures in columns, each below the shortest so far, on grey."""
    wide = max(one.shape[1] for one in pictures) + ROOM
    heights = [ROOM] * columns
    places = []
    for one in pictures:
        column = heights.index(min(heights))
        places.append((heights[column], ROOM + column * wide))
        heights[column] += one.shape[0] + ROOM
    paper = np.full((max(heights), ROOM + columns * wide, 4), 0.75)
    paper[..., 3] = 1.0
    for one, (top, left) in zip(pictures, places, strict=True):
        paper[top : top + one.shape[0], left : left + one.shape[1]] = one
    return paper


def main() -> None:
    """Draw the sheets that were asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scenario", nargs="+")
    parser.add_argument("--kind", action="append", choices=list(KINDS), help="all by themselves")
    parser.add_argument("--assuming", action="append", default=[], metavar="NAME")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    options = parser.parse_args()
    given = dict(one.split("=", 1) for one in options.set)
    TARGET.mkdir(parents=True, exist_ok=True)
    for scenario in options.scenario:
        study = cs.load(scenario).assuming(*options.assuming)
        kinds, told = options.kind or list(KINDS), set[str]()
        for width, columns in WIDTHS.items():
            if pictures := list(drawn(study, kinds, width, given, told)):
                path = TARGET / f"{sheet_name(study, given)}-{width:g}.png"
                imsave(path, sheet(pictures, columns))
                print(path)


if __name__ == "__main__":
    main()
