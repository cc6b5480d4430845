"""The figures of the folder that ``run`` writes: those that need nothing more to be chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from crisis_sim.comparison import Case
from crisis_sim.errors import InputError, NotSolved
from crisis_sim.figures.kinds import kind_of
from crisis_sim.game.games import Games
from crisis_sim.plot.captions import captioned
from crisis_sim.plot.files import Files, rendered_scene
from crisis_sim.plot.make_picture import make_picture
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.side_by_side import cases_data, cases_picture
from crisis_sim.plot.tree.alt import sharing, tree_alt
from crisis_sim.plot.tree.data import tree_data
from crisis_sim.plot.tree.node import TreeData
from crisis_sim.plot.tree.scene import tree_scene
from crisis_sim.report.folder_files import SUFFIXES
from crisis_sim.scenario.given import Values
from crisis_sim.solve.solution import Solution
from crisis_sim.time_limits import OutOfTime, check_time, seconds_left

__all__ = ["FolderFigure", "draw_charts", "draw_trees"]

MOST_TEXTS = 20_000
"""Texts of a tree in full, about."""
TEXTS_A_SECOND = 500
"""What matplotlib draws of them, and does not stop doing when time is over."""
WIDTH = 504.0


@dataclass(frozen=True, slots=True)
class FolderFigure:
    """A figure and its files; none, and ``refused`` says why, where it does not apply.

    ``late`` says whether it is for want of time.
    """

    name: str
    title: str
    files: Files = field(default_factory=dict)
    refused: str = ""
    late: bool = False


def draw_trees(
    games: Games, solution: Solution, values: Values, folder: Path
) -> Iterator[FolderFigure]:
    """The tree folded to a page, and in full, which is too large for a picture in dots.

    That in full is left out where it would be too large altogether.
    """
    request = Request(games, values, solved=solution)
    for name, full in (("tree", False), ("tree-full", True)):
        try:
            data = tree_data(solution, formulas=solution.family, full=full)
        except InputError:
            if not full:
                raise
            continue
        texts = len(data.nodes) * (2 + len(data.players))
        if full and texts > MOST_TEXTS:
            continue
        suffixes = [suffix for suffix in SUFFIXES if not (full and suffix == ".png")]
        title = "The game tree in full" if full else "The game tree"
        draw = partial(_tree, data, request, texts * len(suffixes))
        yield _drawn(name, title, draw, folder, suffixes)


def _tree(data: TreeData, request: Request, texts: int) -> Picture:
    if seconds_left() < texts / TEXTS_A_SECOND:
        raise OutOfTime
    scene = tree_scene(data, text_width, width=WIDTH)
    drawn = Picture(scene, tree_alt(data), notes=sharing(data))
    return captioned(drawn, kind_of("tree"), request)


def draw_charts(
    games: Games,
    cases: Sequence[Case],
    values: Values,
    folder: Path,
    *,
    concept: str,
    **options: Any,
) -> Iterator[FolderFigure]:
    """Assumptions, risk, bargaining and the payoff matrix, each where it applies.

    ``options`` are those of the concept.
    """
    scenario = games.scenario
    plain = Request(games, values, title=scenario.title)
    solved = replace(plain, concept=concept, of_concept=options)

    def compared() -> Picture:
        data = cases_data(scenario, cases)
        picture = cases_picture(data, text_width, width=WIDTH, title=scenario.title)
        return captioned(picture, kind_of("assumptions"), solved)

    if len(cases) > 1:
        yield _drawn("assumptions", "Assumptions side by side", compared, folder)
    for name, title, request in (
        ("risk", "Where the risk comes from", solved),
        ("bargain", "What could be bargained over", solved),
        ("matrix", "The payoff matrix", plain),
    ):
        yield _drawn(name, title, partial(make_picture, name, request), folder)


def _drawn(
    name: str,
    title: str,
    make: Callable[[], Picture],
    folder: Path,
    suffixes: Iterable[str] = SUFFIXES,
) -> FolderFigure:
    try:
        check_time()
        picture = make()
    except (InputError, NotSolved) as error:
        return FolderFigure(name, title, refused=str(error), late=isinstance(error, OutOfTime))
    drawn: dict[Path, str | bytes] = {}
    for suffix in suffixes:
        drawn |= _rendered(picture, folder / f"{name}{suffix}")
    return FolderFigure(name, title, drawn)


def _rendered(picture: Picture, target: Path) -> Files:
    words = {"alt": picture.alt, "title": picture.title, "caption": picture.caption}
    return rendered_scene(picture.scene, target, **words)
