"""The boxes of a scene's labels and marks, and the check that none meet or leave the page."""

from __future__ import annotations

import numpy as np

from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.scene import Label, Scene

__all__ = ["assert_tidy_scene", "label_box"]

ASCENT, DESCENT = 0.68, 0.21
"""Of the type, in its sizes."""
SLACK = 0.1


def label_box(label: Label) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a label in points."""
    width, size = text_width(label.text, label.font), label.font.size
    left = label.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor] * width
    return left, label.y - ASCENT * size, left + width, label.y + DESCENT * size


def assert_tidy_scene(scene: Scene, *, marks: bool = True) -> None:
    """No label meets another or, with ``marks``, a mark, and nothing leaves the picture."""
    labels = [label for label in scene.labels if label.text.strip()]
    names = [label.text for label in labels]
    boxes = [label_box(label) for label in labels]
    texts = len(boxes)
    for mark in scene.marks:
        half = mark.size / 2
        boxes.append((mark.x - half, mark.y - half, mark.x + half, mark.y + half))
        names.append(f"mark at {mark.x:.1f}, {mark.y:.1f}")
    for name, (left, top, right, bottom) in zip(names, boxes, strict=True):
        inside = left >= -SLACK and top >= -SLACK
        inside = inside and right <= scene.width + SLACK and bottom <= scene.height + SLACK
        assert inside, f"'{name}' leaves the picture"
    edges = np.asarray(boxes).reshape(-1, 4)
    low, high = edges[:, :2], edges[:, 2:]
    shared = np.minimum(high[:, None], high) - np.maximum(low[:, None], low)
    overlap = np.triu(np.min(shared, axis=2) > SLACK, k=1)
    overlap[texts:] = False
    if not marks:
        overlap[:, texts:] = False
    pairs = [(names[one], names[other]) for one, other in np.argwhere(overlap)]
    assert not pairs, f"overlap: {pairs[:5]}"
