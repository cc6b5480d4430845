"""The picture of a game tree: nothing overlaps or leaves the page, and what is drawn is said."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from crisis_sim.figures.presets import DEFAULT, POINTS
from crisis_sim.game.unfold import unfold
from crisis_sim.plot import style
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.tree.alt import tree_alt
from crisis_sim.plot.tree.data import tree_data
from crisis_sim.plot.tree.draw import draw_tree, tree_figure
from crisis_sim.plot.tree.lines import CHOSEN, OTHER, PATH
from crisis_sim.plot.tree.node import TreeData
from crisis_sim.plot.tree.scene import tree_scene
from crisis_sim.scenario.library import load
from crisis_sim.solve.sequential.solve_sequential import solve_sequential

from .games import horse, quiche, random_solution, solved_cable

PAGE = 9.0
"""Height of a journal's page, in inches."""
SLACK = 0.05
"""Points by which boxes, which hold the tallest and the deepest letter, may touch."""


def _renderer(figure: Figure) -> RendererAgg:
    canvas = figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    return canvas.get_renderer()


def _text_boxes(figure: Figure) -> dict[str, Bbox]:
    renderer = _renderer(figure)
    with style.applied():
        return {
            f"{number}: {text.get_text()}": text.get_window_extent(renderer)
            for number, text in enumerate(figure.axes[0].texts)
            if text.get_text()
        }


def _marker_boxes(figure: Figure) -> dict[str, Bbox]:
    found, scale = {}, figure.dpi / POINTS
    for number, line in enumerate(figure.axes[0].lines):
        if line.get_marker() not in ("None", None, ""):
            x, y = line.axes.transData.transform(  # type: ignore[union-attr]
                (line.get_xdata()[0], line.get_ydata()[0])  # type: ignore[index]
            )
            half = (float(line.get_markersize()) + float(line.get_markeredgewidth())) / 2 * scale
            found[f"marker {number}"] = Bbox.from_extents(x - half, y - half, x + half, y + half)
    return found


def assert_tidy(figure: Figure) -> None:
    """No text meets another or a marker, and nothing leaves the figure."""
    slack = SLACK * figure.dpi / POINTS
    texts, markers = _text_boxes(figure), _marker_boxes(figure)
    page = figure.bbox
    for name, box in (texts | markers).items():
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= page.width and box.y1 <= page.height
        assert inside, f"{name} leaves the figure"
    names = [*texts, *markers]
    edges = np.asarray([box.extents for box in (texts | markers).values()])
    low, high = edges[:, :2], edges[:, 2:]
    shared = np.minimum(high[:, None], high) - np.maximum(low[:, None], low)
    overlap = np.triu(np.min(shared, axis=2) > slack, k=1)
    overlap[len(texts) :] = False
    pairs = [(names[one], names[other]) for one, other in np.argwhere(overlap)]
    assert not pairs, f"overlap: {pairs[:5]}"


@pytest.fixture(scope="module")
def folded() -> TreeData:
    return tree_data(solved_cable())


def test_the_folded_cable_fits_a_page_of_a_journal(folded: TreeData) -> None:
    figure = tree_figure(folded)
    width, height = figure.get_size_inches()
    assert width * POINTS == pytest.approx(DEFAULT.wide)
    assert height <= PAGE + 1e-6
    sizes = [text.get_fontsize() for text in figure.axes[0].texts]
    assert min(sizes) >= 7.0
    assert_tidy(figure)


def test_the_full_cable_has_a_larger_page_at_full_size() -> None:
    figure = tree_figure(tree_data(solved_cable(), full=True))
    assert figure.get_size_inches()[1] > PAGE
    assert sum(text.get_fontsize() == 8.0 for text in figure.axes[0].texts) > 300
    assert_tidy(figure)


@pytest.mark.parametrize("width", [DEFAULT.narrow, DEFAULT.wide])
@pytest.mark.parametrize("solution", [horse(), quiche()], ids=["horse", "quiche"])
def test_small_games_in_one_and_two_columns(solution, width: float) -> None:  # type: ignore[no-untyped-def]
    figure = tree_figure(tree_data(solution), width=width, title="A title " * 12)
    assert figure.get_size_inches()[0] * POINTS <= 1.15 * width
    assert_tidy(figure)


@pytest.mark.parametrize("seed", range(16))
def test_random_games_with_long_names(seed: int) -> None:
    solution = random_solution(np.random.default_rng(seed), 20 + 9 * seed, players=1 + seed % 4)
    data = tree_data(solution, full=seed % 3 == 0)
    assert_tidy(tree_figure(data, width=DEFAULT.narrow if seed % 2 else DEFAULT.wide))


def test_branches_on_the_path_are_bold_and_dark(folded: TreeData) -> None:
    lines = [line for line in tree_figure(folded).axes[0].lines if len(line.get_xdata()) == 3]
    on_path = [line for line in lines if line.get_color() == "#111111"]
    assert len(on_path) == sum(node.on_path for node in folded.nodes) - 1
    widths = {round(float(line.get_linewidth()), 2) for line in on_path}
    assert widths == {PATH}
    off = [float(line.get_linewidth()) for line in lines if line not in on_path]
    assert len(off) == sum(not node.on_path for node in folded.nodes)
    assert {round(one, 2) for one in off} <= {CHOSEN, OTHER}


def test_players_have_markers_of_their_own_shape_and_colour(folded: TreeData) -> None:
    markers = [
        (line.get_marker(), line.get_markerfacecolor())
        for line in tree_figure(folded).axes[0].lines
        if line.get_marker() not in ("None", None, "")
    ]
    inner = [node for node in folded.nodes if not node.leaf]
    heading = 1
    assert markers.count(("s", "#BB5566")) == sum(n.player == 1 for n in inner) + heading
    big_circles = sum(n.player == 0 for n in inner) + heading
    assert markers.count(("o", "#004488")) >= big_circles
    assert markers.count(("<", "white")) == sum(n.folded for n in folded.nodes) + 1


def test_every_move_payoff_value_and_belief_is_written(folded: TreeData) -> None:
    written = [text.get_text() for text in tree_figure(folded).axes[0].texts]
    joined = " ".join(written)
    for node in folded.nodes:
        for word in node.move.split():
            assert word in joined
        if not node.leaf and node.parent >= 0:
            assert all(word in joined for word in node.value_lines[0].split())
    assert joined.count("belief 0.50") == 4
    assert {"expected", "−3.60", "−5.52", "−100.50", "kept in secret"} <= set(written)


def test_values_are_slanted(folded: TreeData) -> None:
    texts = tree_figure(folded).axes[0].texts
    values = {line for node in folded.nodes if not node.leaf for line in node.value_lines}
    slanted = {one.get_text() for one in texts if one.get_style() == "italic"}
    assert values
    assert values <= slanted


def test_intervals_of_beliefs_are_written() -> None:
    written = {text.get_text() for text in tree_figure(tree_data(quiche())).axes[0].texts}
    assert {"belief 0.90", "belief 0.10", "belief 0 to 0.50", "belief 0.50 to 1"} <= written


def test_a_tree_is_drawn_into_axes_of_any_size(folded: TreeData) -> None:
    figure = Figure(figsize=(10.0, 12.0), dpi=100)
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    draw_tree(axes, folded)
    assert axes.get_xlim() == pytest.approx((0.0, 8.0 * POINTS))
    assert axes.get_ylim() == pytest.approx((9.6 * POINTS, 0.0))
    FigureCanvasAgg(figure)
    assert_tidy(figure)


def test_the_alt_text_tells_the_game_the_path_the_outcomes_and_the_payoffs(
    folded: TreeData,
) -> None:
    alt = tree_alt(folded)
    assert alt.startswith("Game tree of The back channel: 225 nodes, of which")
    assert "Drawn bold: sequential equilibrium." in alt
    story = (
        "With probability 0.45: Moscow: defiant; offer: United States Turkey in secret; "
        "reply: USSR accept; months later: United States keep; months pass: holds; kept in secret."
    )
    assert story in alt
    assert "Outcomes: kept in secret 0.90, kept, leaked 0.10." in alt
    assert "Expected payoffs: United States −3.60, USSR −5.52." in alt


def test_the_same_data_give_the_same_picture(folded: TreeData) -> None:
    one, two = (tree_figure(folded).axes[0].texts for _ in range(2))
    assert [(t.get_text(), t.get_position()) for t in one] == [
        (t.get_text(), t.get_position()) for t in two
    ]


@pytest.mark.parametrize("formulas", [False, True], ids=["numbers", "formulas"])
@pytest.mark.parametrize("name", ["cuba-1962-cable", "cuba-1962-clock", "brinkmanship"])
def test_shipped_scenarios_fit_a_page_with_numbers_and_with_formulas(
    name: str, formulas: bool
) -> None:
    family = unfold(load(name))
    solution = solve_sequential(family.at())
    for which in range(len(solution.equilibria)):
        data = tree_data(solution, which, formulas=family if formulas else None)
        figure = tree_figure(data, title=data.title)
        width, height = figure.get_size_inches()
        assert width * POINTS == pytest.approx(DEFAULT.wide)
        assert height <= PAGE + 1e-6
        assert_tidy(figure)


def test_formulas_are_written_under_the_payoffs() -> None:
    family = unfold(load("cuba-1962-cable"))
    data = tree_data(solve_sequential(family.at()), formulas=family)
    labels = tree_scene(data, text_width, width=DEFAULT.wide).labels
    written = {label.text for label in labels if label.role == "formula"}
    assert "$-g$  ;  $e + q - f_F$" in written
