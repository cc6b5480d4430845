"""Regions of a plane in prose, tables and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from crisis_sim.exact.data.called import regions_called
from crisis_sim.exact.data.planes import Boundary, Piece, Points, Region, Regions
from crisis_sim.game.games import Games
from crisis_sim.report.blocks import Block, Heading, Items, Prose, TableBlock
from crisis_sim.report.circumstances import given_object
from crisis_sim.report.envelope import about, as_json
from crisis_sim.report.exact_numbers import standing_object, told_numbers, told_range
from crisis_sim.report.numbers import probability
from crisis_sim.report.standings import found_how, legend, lettered, symbols_table, ways
from crisis_sim.sentence import capital

__all__ = ["regions_blocks", "regions_text"]

MOST = 16
"""Significant digits beyond which a float says nothing."""


WAYS = "way 1, way 2: they end alike, but are played otherwise."


def regions_blocks(games: Games, found: Regions) -> Iterator[Block]:
    """The regions, largest first, and the curves between them."""
    found = regions_called(found, games.scenario)
    across, up = found.parameters
    followed = {across: found.across, up: found.up}
    names = (one.name for region in found.regions for one in region.standing.equilibria)
    letters = lettered(dict.fromkeys(names))
    box = " and ".join(f"{name} from {told_range(*ends)}" for name, ends in followed.items())
    yield Prose(f"Regions of {box}, the largest first, each with its share of that box:")
    yield from legend(letters)
    columns = ("", "reported", "also an equilibrium", "share", f"such as ({across}, {up})")
    told = _equilibria(found, letters)
    rows = tuple(
        (str(i), *held, probability(region.share), _such_as(region.pieces[0], found))
        for i, (held, region) in enumerate(zip(told, found.regions, strict=True), 1)
    )
    yield TableBlock(columns, rows, frozenset({0, 3}))
    if any("(way " in cell for held in told for cell in held):
        yield Items((WAYS,))
    if found.boundaries:
        yield Heading("Boundaries", 3)
        yield Items(tuple(_boundary(one) for one in found.boundaries))
    yield from symbols_table(games, found.parameters, found.fixed, followed)
    certain = "inside a region nothing changes, and boundaries are exact"
    yield from found_how(found.concept, found.selection, (certain, *found.notes))


def _such_as(piece: Piece, found: Regions) -> str:
    """A point of a region, in so many digits that it still lies in it."""
    pair: list[str] = []
    for digits in range(4, MOST):
        ends = (found.across, found.up)
        pair = [
            told_numbers([value], beside, least=digits)[0]
            for value, beside in zip(piece.sample, ends, strict=True)
        ]
        x, y = (float(text.removeprefix("≈ ").replace(",", "")) for text in pair)
        if _lies_in(piece.outline, x, y):
            break
    return f"({', '.join(pair)})"


def _lies_in(outline: Points, x: float, y: float) -> bool:
    """Whether a line from a point to the right crosses a polygon an odd number of times."""
    crossed = 0
    for (x0, y0), (x1, y1) in pairwise([*outline.tolist(), outline[0].tolist()]):
        if (y0 > y) != (y1 > y):
            crossed += x < x0 + (y - y0) / (y1 - y0) * (x1 - x0)
    return crossed % 2 == 1


def _equilibria(found: Regions, letters: Mapping[str, str]) -> list[tuple[str, str]]:
    """For each region what is reported and what is an equilibrium too, no two of them alike."""
    standings = [region.standing for region in found.regions]
    told = []
    for standing, way in zip(standings, ways(standings), strict=True):
        first = letters.get(standing.name, standing.name) + way.removeprefix(standing.name)
        others = Counter(letters[one.name] for one in standing.equilibria[1:])
        names = [f"{name} (in {n} ways)" if n > 1 else name for name, n in others.items()]
        told.append((first, ", ".join(names) or "-"))
    return [
        (first, f"{others} (way {told[:i].count((first, others)) + 1})")
        if told.count((first, others)) > 1
        else (first, others)
        for i, (first, others) in enumerate(told)
    ]


def _boundary(one: Boundary) -> str:
    solved = f", that is {one.solved}" if one.solved and one.solved != one.equation else ""
    words = f"{capital(one.words[0])}: " if one.words else ""
    return f"{words}{one.equation}{solved}."


def regions_text(games: Games, found: Regions) -> str:
    """The regions as one JSON object; outlines and lines are lists of points."""
    return as_json(_object(games, found))


def _object(games: Games, found: Regions) -> dict[str, Any]:
    return {
        **about(games),
        "given": given_object(found.fixed),
        "parameters": list(found.parameters),
        "ranges": [[float(end) for end in ends] for ends in (found.across, found.up)],
        "concept": found.concept,
        "selection": found.selection,
        "notes": list(found.notes),
        "boundaries": [
            {
                "equation": one.equation,
                "latex": one.latex,
                "solved": one.solved,
                "words": list(one.words),
                "lines": [line.tolist() for line in one.lines],
            }
            for one in found.boundaries
        ],
        "regions": [_region(region) for region in found.regions],
        "seconds": round(found.seconds, 6),
    }


def _region(region: Region) -> dict[str, Any]:
    return {
        **(standing_object(region.standing) or {}),
        "share": region.share,
        "pieces": [
            {
                "sample": [str(value) for value in piece.sample],
                "signs": list(piece.signs),
                "outline": piece.outline.tolist(),
            }
            for piece in region.pieces
        ],
    }
