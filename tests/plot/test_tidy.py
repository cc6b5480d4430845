"""The tidy layout: nothing overlaps, parents stand in the middle, and it is linear."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.plot.tidy import positions, tidy_breadth

TOLERANCE = 1e-9


def random_tree(count: int, seed: int, up: float = 0.5) -> list[int]:
    rng = random.Random(seed)
    parent, spine = [-1], [0]
    for node in range(1, count):
        while len(spine) > 1 and rng.random() < up:
            spine.pop()
        parent.append(spine[-1])
        spine.append(node)
    return parent


def depths(parent: list[int]) -> list[float]:
    depth = [0.0] * len(parent)
    for node in range(1, len(parent)):
        depth[node] = depth[parent[node]] + 1
    return depth


trees = st.builds(
    random_tree, st.integers(1, 60), st.integers(0, 10**6), st.sampled_from([0.1, 0.3, 0.5, 0.8])
)


@given(parent=trees, seed=st.integers(0, 10**6), leaves_reach=st.booleans(), gap=st.floats(0, 2))
def test_no_two_boxes_overlap(parent: list[int], seed: int, leaves_reach: bool, gap: float) -> None:
    rng, count = random.Random(seed), len(parent)
    size = [rng.choice([0.5, 1.0, 2.5]) for _ in range(count)]
    far = depths(parent)
    beyond = max(far) + 1
    if leaves_reach:
        far = [beyond if node not in parent else far[node] for node in range(count)]
    near = [-1.0, *(far[parent[node]] for node in range(1, count))]
    middle = tidy_breadth(parent, size=size, far=far, gap=gap)
    for one in range(count):
        for two in range(one):
            if min(far[one], far[two]) > max(near[one], near[two]):
                apart = abs(middle[one] - middle[two]) - (size[one] + size[two]) / 2
                siblings = parent[one] == parent[two]
                assert apart >= (0 if siblings else gap) - TOLERANCE
    assert min(middle - np.asarray(size) / 2) == pytest.approx(0, abs=TOLERANCE)


@given(parent=trees)
def test_a_parent_stands_over_its_first_and_last_child_and_children_keep_their_order(
    parent: list[int],
) -> None:
    middle = tidy_breadth(parent, size=[1.0] * len(parent), far=depths(parent))
    for node in range(len(parent)):
        children = [child for child in range(len(parent)) if parent[child] == node]
        if children:
            centre = (middle[children[0]] + middle[children[-1]]) / 2
            assert middle[node] == pytest.approx(centre, abs=TOLERANCE)
            assert list(middle[children]) == sorted(middle[children])


@given(parent=trees)
def test_the_mirror_image_of_a_tree_has_a_mirrored_drawing(parent: list[int]) -> None:
    count = len(parent)
    order = sorted(range(count), key=lambda node: _mirrored_path(parent, node))
    place = {node: index for index, node in enumerate(order)}
    mirrored = [-1, *(place[parent[node]] for node in order[1:])]
    middle = tidy_breadth(parent, size=[1.0] * count, far=depths(parent))
    image = tidy_breadth(mirrored, size=[1.0] * count, far=depths(mirrored))
    total = max(middle) + min(middle)
    assert np.allclose(total - middle[order], image)


def _mirrored_path(parent: list[int], node: int) -> list[int]:
    path = []
    while node > 0:
        path.append(-node)
        node = parent[node]
    return path[::-1]


def test_leaves_that_reach_the_far_side_have_rows_to_themselves() -> None:
    parent = [-1, 0, 1, 1, 0]
    far = [0.0, 1.0, 3.0, 3.0, 3.0]
    middle = tidy_breadth(parent, size=[1.0] * 5, far=far)
    assert middle.tolist() == [1.75, 1.0, 0.5, 1.5, 2.5]


def test_orientation_exchanges_the_axes() -> None:
    parent, depth = [-1, 0, 0], [0.0, 1.0, 1.0]
    across = positions(parent, size=[1.0] * 3, depth=depth)
    down = positions(parent, size=[1.0] * 3, depth=depth, orientation="vertical")
    assert across.tolist() == [[0, 1], [1, 0.5], [1, 1.5]]
    assert np.array_equal(down, across[:, ::-1])


def test_a_chain_deeper_than_the_recursion_limit() -> None:
    parent = list(range(-1, 4_999))
    middle = tidy_breadth(parent, size=[1.0] * 5_000, far=depths(parent))
    assert np.all(middle == 0.5)
