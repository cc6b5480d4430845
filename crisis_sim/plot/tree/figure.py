"""The game tree as a kind of figure, from the left or from the top."""

from __future__ import annotations

from functools import partial
from typing import Any

from crisis_sim.errors import InputError
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.scene import Scene
from crisis_sim.plot.tree.alt import sharing, tree_alt
from crisis_sim.plot.tree.data import tree_data
from crisis_sim.plot.tree.fit import MUCH_TOO_HIGH, PAGE
from crisis_sim.plot.tree.legend import legend_words
from crisis_sim.plot.tree.node import TreeData
from crisis_sim.plot.tree.outline import LINES, least_folded
from crisis_sim.plot.tree.scene import tree_scene
from crisis_sim.plot.tree.upright import FOLDED_TO, upright_scene

__all__ = []

HEIGHTS = (PAGE, MUCH_TOO_HIGH * PAGE)
"""How high an outline may be."""
SLACK = 0.01


def draw(request: Request) -> Picture:
    """The kind ``tree``; InputError for formulas in a tree from top to bottom, which has none.

    A tree from left to right that would be wider than asked for is an outline, if that fits.
    """
    solution, root = request.solution, request.node
    shown = partial(
        tree_data,
        solution,
        request.equilibrium,
        full=request.full,
        situations=request.situations,
        root=root,
    )
    laid_out: dict[str, Any] = {"width": request.layout_width, "title": request.title}
    if request.upright:
        if request.formulas:
            raise InputError("a tree from top to bottom has no formulas: leave one of the two out")
        data = shown(most=FOLDED_TO)
        return _picture(data, upright_scene(data, text_width, **laid_out))
    formulas = solution.family if request.formulas else None
    data = shown(formulas=formulas)
    scene = tree_scene(data, text_width, **laid_out)
    if scene.width > request.layout_width + SLACK and not request.formulas:
        lines = LINES[:1] if request.full else LINES
        if outline := least_folded(shown, text_width, heights=HEIGHTS, lines=lines, **laid_out):
            return _picture(outline.data, outline.scene)
    return _picture(data, scene)


def _picture(data: TreeData, scene: Scene) -> Picture:
    return Picture(scene, tree_alt(data), notes=sharing(data), signs=legend_words(data))
