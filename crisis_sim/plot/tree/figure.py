"""The game tree as a kind of figure, from the left or from the top."""

from __future__ import annotations

from crisis_sim.errors import InputError
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.plot.tree.alt import tree_alt
from crisis_sim.plot.tree.data import tree_data
from crisis_sim.plot.tree.scene import tree_scene
from crisis_sim.plot.tree.upright import FOLDED_TO, upright_scene

__all__ = []


def draw(request: Request) -> Picture:
    """The kind ``tree``; InputError for formulas in a tree from top to bottom, which has none."""
    solution, which, root = request.solution, request.equilibrium, request.node
    width, title = request.layout_width, request.title
    if request.upright:
        if request.formulas:
            raise InputError("a tree from top to bottom has no formulas: leave one of the two out")
        data = tree_data(solution, which, full=request.full, root=root, most=FOLDED_TO)
        scene = upright_scene(data, text_width, width=width, title=title)
    else:
        formulas = solution.family if request.formulas else None
        data = tree_data(solution, which, formulas=formulas, full=request.full, root=root)
        scene = tree_scene(data, text_width, width=width, title=title)
    return Picture(scene, tree_alt(data))
