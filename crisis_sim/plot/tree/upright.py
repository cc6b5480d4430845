"""The picture of a game tree from top to bottom: for small games, slides and wide pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crisis_sim.figures.presets import DEFAULT
from crisis_sim.game.tree import CHANCE
from crisis_sim.plot.scene import (
    Font,
    Label,
    Mark,
    Measure,
    Point,
    Scene,
    ScenePart,
    Stroke,
    joined,
    scene_of,
    wrap,
)
from crisis_sim.plot.style import FAINT, INK, SOFT, TEXT, TINY, player_mark
from crisis_sim.plot.tidy import tidy_breadth
from crisis_sim.plot.tree.columns import INSET, LANE, MARGIN, RADIUS, Sizes, small_font
from crisis_sim.plot.tree.heading import concept_line
from crisis_sim.plot.tree.lanes import Lanes, assign_lanes
from crisis_sim.plot.tree.legend import least_width, legend
from crisis_sim.plot.tree.lines import branch_line
from crisis_sim.plot.tree.node import TreeData, TreeNode
from crisis_sim.plot.tree.sets import sets_text

__all__ = ["FOLDED_TO", "upright_scene"]

FAN, RUN, BELOW = 17.0, 9.0, 3.0
"""Points in which branches fan out, the least that they then run down, and before a leaf's text."""
GAP, APART = 7.0, 5.0
"""Between texts that stand side by side, and between subtrees of different parents."""
TIGHT = 1.08
HOPELESS = 3 * DEFAULT.wide
"""Width from which smaller type is not tried: three pages."""
FOLDED_TO = 26.0
"""Lines of a tree from left to right to which one is folded that is to stand upright."""
TRIES = ((TEXT, 70.0), (TEXT, 54.0), (7.5, 48.0), (7.0, 40.0))
"""Sizes of type with the width at which names are broken, to try in turn."""


@dataclass(frozen=True, slots=True)
class _Texts:
    """What is written at a node: on its branch, and under it if it is a leaf."""

    branch: tuple[Label, ...]
    under: tuple[Label, ...]
    marks: tuple[Mark, ...]
    width: float
    above: float
    below: float
    reaches: tuple[float, ...]
    """How far to the right of a leaf each of the texts under it goes."""


def upright_scene(
    data: TreeData, measure: Measure, *, width: float, title: str | None = None
) -> Scene:
    """Lay the picture out from top to bottom, ``width`` points wide or wider if it must be."""
    lanes = assign_lanes(data)
    for size, most in TRIES:
        drawn = _upright(data, measure, Sizes(size, TINY), most, lanes)
        if drawn.width <= width - 2 * MARGIN or drawn.width > HOPELESS:
            break
    least = least_width(data, measure) + 2 * MARGIN
    wide = max(width, drawn.width + 2 * MARGIN, least)
    head = _heading(data, measure, wide, title)
    foot = legend(data, measure, wide - 2 * MARGIN)
    down = head.height + drawn.part.height
    parts = [
        head,
        drawn.part.moved((wide - drawn.width) / 2, head.height),
        foot.moved(MARGIN, down),
    ]
    return scene_of(joined(parts, down + foot.height + 2.0), wide)


@dataclass(frozen=True, slots=True)
class _Drawn:
    part: ScenePart
    width: float


def _upright(data: TreeData, measure: Measure, sizes: Sizes, most: float, lanes: Lanes) -> _Drawn:
    texts = [_texts(data, node, measure, sizes, most) for node in data.nodes]
    y = _depths(data, texts, lanes)
    ends = [y[node.level] + text.below for node, text in zip(data.nodes, texts, strict=True)]
    parents = [node.parent for node in data.nodes]
    middles = tidy_breadth(parents, size=[text.width for text in texts], far=ends, gap=APART)
    x = [
        float(middle) - text.width / 2 + RADIUS + 1.0
        for middle, text in zip(middles, texts, strict=True)
    ]
    picture = _Picture(data, lanes, x, [y[node.level] for node in data.nodes])
    for place, text in enumerate(texts):
        picture.node(place, text)
    for band, lane in zip(data.bands, lanes.of_band, strict=True):
        picture.band(band.player, band.nodes, lane)
    right = max(float(middle) + text.width / 2 for middle, text in zip(middles, texts, strict=True))
    drawn = tuple(picture.strokes), tuple(picture.marks), tuple(picture.labels)
    return _Drawn(ScenePart(max(ends) + 10.0, *drawn), right)


def _texts(data: TreeData, node: TreeNode, measure: Measure, sizes: Sizes, most: float) -> _Texts:
    """The texts of a node, placed from the node."""
    above: list[tuple[Font, str, str]] = []
    bold = Font(sizes.text, bold=node.on_path)
    for text in node.move_lines:
        above += [(bold, line, "move") for line in wrap(text, bold, measure, most)]
    for role, text in node.under:
        font = small_font(role, sizes)
        above += [(font, line, role) for line in wrap(text, font, measure, most)]
    height = sum(TIGHT * font.size for font, _, _ in above)
    labels, y = [], -height
    for font, text, role in above:
        y += TIGHT * font.size
        soft = SOFT if role == "value" or not node.on_path else INK
        labels.append(Label(INSET, y - 0.3 * font.size, text, font, soft, role=role))
    under, marks, below = _leaf(data, node, measure, sizes, most) if node.leaf else ((), (), RADIUS)
    beside = max((measure(label.text, label.font) + label.x for label in labels), default=0.0)
    reaches = tuple(measure(label.text, label.font) + label.x for label in under)
    width = RADIUS + 1.0 + max(beside, *reaches, 0.0) + GAP
    return _Texts(tuple(labels), under, marks, width, height, below, reaches)


def _leaf(
    data: TreeData, node: TreeNode, measure: Measure, sizes: Sizes, most: float
) -> tuple[tuple[Label, ...], tuple[Mark, ...], float]:
    """Under a leaf: its outcome, or what is folded, and a payoff for each player."""
    size = sizes.tiny if node.folded else sizes.text
    font = Font(size, bold=node.on_path, italic=node.folded)
    lines = wrap(node.place, font, measure, most)
    if node.folded:
        lines.append(f"{node.hidden} nodes")
        lines += wrap(sets_text(node.sets), font, measure, most)
    y = BELOW + (RADIUS + 1.0 if node.folded else 0.0)
    colour, left = INK if node.on_path else SOFT, -RADIUS
    labels, marks = [], []
    for text in lines:
        y += TIGHT * size
        labels.append(Label(left, y, text, font, colour, role="outcome"))
    y += 2.0
    for player, value in enumerate(node.values):
        y += TIGHT * size
        mark = player_mark(player)
        half = 0.45 * RADIUS
        marks.append(
            Mark(
                left + half + 0.5, y - 0.33 * size, mark.marker, 1.2 * RADIUS,
                mark.colour, mark.colour, 0.3, role="payoff",
            )
        )  # fmt: skip
        number = data.columns[player].write(value)
        labels.append(Label(left + 6.0, y, number, font, colour, role="payoff"))
    return tuple(labels), tuple(marks), y + 3.0


def _depths(data: TreeData, texts: Sequence[_Texts], lanes: Lanes) -> list[float]:
    """How far down the nodes of each level stand."""
    deep = [0.0] * (data.levels + 1)
    for node, text in zip(data.nodes, texts, strict=True):
        if node.parent >= 0:
            first = data.nodes[node.parent].level + 1
            deep[first] = max(deep[first], text.above)
    y = [texts[0].above + RADIUS + 2.0]
    for level in range(1, data.levels + 1):
        run = max(RUN, deep[level] + LANE * lanes.count[level] + RADIUS)
        y.append(y[-1] + FAN + run)
    return y


@dataclass(slots=True)
class _Picture:
    data: TreeData
    lanes: Lanes
    x: list[float]
    y: list[float]
    strokes: list[Stroke] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Left, top, right and bottom of each text under a leaf."""

    def node(self, place: int, text: _Texts) -> None:
        node, x, y = self.data.nodes[place], self.x[place], self.y[place]
        if node.parent >= 0:
            self.branch(place, text)
        else:
            self.labels += ScenePart(0.0, labels=text.branch).moved(x, y - RADIUS).labels
        moved = ScenePart(0.0, (), text.marks, text.under).moved(x, y)
        self.marks += moved.marks
        self.labels += moved.labels
        for label, reach in zip(text.under, text.reaches, strict=True):
            size, base = label.font.size, y + label.y
            self.boxes.append((x - RADIUS, base - size, x + reach, base + 0.4 * size))
        if node.folded:
            colour = INK if node.on_path else FAINT
            stub = Mark(x, y + RADIUS, "^", 2.2 * RADIUS, "white", colour, role="folded")
            self.marks.append(stub)
        elif node.player == CHANCE:
            self.marks.append(Mark(x, y, "o", 1.5 * RADIUS, "white", INK, role="chance"))
        elif not node.leaf:
            mark = player_mark(node.player)
            size = 2 * RADIUS
            self.marks.append(Mark(x, y, mark.marker, size, mark.colour, mark.colour, role="node"))

    def branch(self, place: int, text: _Texts) -> None:
        """From the parent slanting to the knee, then down to the node, its move beside it."""
        node, x, y = self.data.nodes[place], self.x[place], self.y[place]
        parent = node.parent
        knee = self.y[parent] + FAN
        points = ((self.x[parent], self.y[parent]), (x, knee), (x, y))
        self.strokes.append(branch_line(node, points))
        top = knee + text.above
        self.labels += ScenePart(0.0, labels=text.branch).moved(x, top).labels

    def band(self, player: int, members: Sequence[int], lane: int) -> None:
        """A dashed join through the nodes of an information set, or over them with dots."""
        ends = sorted((self.x[member], self.y[member]) for member in members)
        colour = player_mark(player).colour
        pieces: list[tuple[Point, ...]] = [tuple(ends)]
        if lane > 0:
            y = ends[0][1] - RADIUS - LANE * lane
            pieces = [((x0, y), (x1, y)) for x0, x1 in self.free(ends[0][0], ends[-1][0], y)]
            self.marks += [Mark(x, y, "o", 2.6, colour, colour, 0.0) for x, _ in ends]
        self.strokes += [
            Stroke(points, colour, 0.9, dash=(3.0, 2.0), layer=1, role="information set")
            for points in pieces
        ]

    def free(self, left: float, right: float, y: float) -> list[tuple[float, float]]:
        """The stretches of a level line on which no leaf's texts stand."""
        crossed = sorted((x0, x1) for x0, top, x1, bottom in self.boxes if top < y < bottom)
        found = []
        for x0, x1 in crossed:
            if left < x0 < right:
                found.append((left, x0 - 2.0))
            if x1 > left and x0 < right:
                left = x1 + 2.0
        return [*found, (left, right)] if left < right else found


def _heading(data: TreeData, measure: Measure, width: float, title: str | None) -> ScenePart:
    """Title and concept, then what each player may expect."""
    labels, marks, y = [], [], 2.0
    for font, text in ((Font(TEXT + 1.0, bold=True), title or ""), (Font(), concept_line(data))):
        for line in wrap(text, font, measure, width - 2 * MARGIN):
            y += 1.4 * font.size
            labels.append(Label(MARGIN, y, line, font, role="title"))
    bold, x = Font(bold=True), MARGIN
    y += 1.5 * TEXT
    for player, (name, value) in enumerate(zip(data.heads, data.payoffs, strict=True)):
        text = f"{name} {data.columns[player].write(value)}"
        long = 9.0 + measure(text, bold) + 12.0
        if x > MARGIN and x + long > width - MARGIN:
            x, y = MARGIN, y + 1.4 * TEXT
        mark = player_mark(player)
        middle = y - 0.32 * TEXT
        marks.append(Mark(x + RADIUS, middle, mark.marker, 2 * RADIUS, mark.colour, mark.colour))
        labels.append(Label(x + 9.0, y, text, bold, role="payoff"))
        x += long
    return ScenePart(y + 10.0, (), tuple(marks), tuple(labels))
