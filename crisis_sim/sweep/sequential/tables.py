"""The parts of a game as flat arrays, for the compiled search, and the room it works in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.tree import CHANCE, TERMINAL, Tree
from crisis_sim.sweep.block import mix
from crisis_sim.sweep.sequential.graph import ChanceProduct, Combination, Judgement, PartGraph
from crisis_sim.sweep.sequential.links import Item, Link, Ratio

__all__ = ["SearchRoom", "Tables", "make_room", "make_tables"]

Numbers = NDArray[np.int64]


class Tables(NamedTuple):
    """What the search reads, the same at every point, after how much there is of it.

    An array ``x_start`` has one element more than there are owners: what belongs to owner ``i`` is
    ``x[x_start[i]:x_start[i + 1]]``. Parts own first nodes, inner nodes, combinations and ratios;
    combinations own judgements, following parts and links; links own items; judgements own classes,
    and these own nodes with their weights; weights own the formulas whose product they are.
    """

    nodes: int
    players: int
    parts: int
    weights: int
    settled_nodes: int
    chance: Numbers
    row: Numbers
    child_start: Numbers
    child: Numbers
    settled: Numbers
    key: NDArray[np.uint64]
    factor_start: Numbers
    factor: Numbers
    first_start: Numbers
    first: Numbers
    first_place: Numbers
    inner_start: Numbers
    inner: Numbers
    inner_place: Numbers
    combination_start: Numbers
    ratio_start: Numbers
    source_start: Numbers
    judged_start: Numbers
    judged: Numbers
    following_start: Numbers
    following: Numbers
    link_start: Numbers
    kind: Numbers
    passed_to: Numbers
    above: Numbers
    infinite: Numbers
    wide: Numbers
    item_start: Numbers
    item_source: Numbers
    item_place: Numbers
    player: Numbers
    action: Numbers
    options: Numbers
    class_start: Numbers
    fewest: Numbers
    node_start: Numbers
    node: Numbers
    weight: Numbers


class SearchRoom(NamedTuple):
    """What the search writes at a point; ``slots`` solutions fit in a part, less one.

    Values have a number for each player, one node after another. ``value``, ``node_key``,
    ``node_tie``, ``tag`` and ``held_at`` are by node; ``weight`` and ``weight_tag`` by product of
    chances; ``low`` and ``high``, the actions that these come from, and ``tie`` by set of the part
    at hand; ``place`` and ``held`` by following part; ``margin`` by player. The rest holds the
    solutions of each part: what they are worth, with tags, how they are played and whether that is
    tied at each first node, the interval of each ratio, with tags, how beliefs are held, and from
    which combination and which solutions of the following parts they come.

    ``flags`` are, in this order, whether passive beliefs serve, whether to give up the point,
    whether a comparison was left open and whether inner nodes have their tags. ``slack`` is by how
    much ratios may be off, as a share; ``asked`` are bounds that a ratio has to keep.
    """

    slots: int
    formula: Any
    value: Any
    node_key: Any
    node_tie: Any
    weight: Any
    low: Any
    high: Any
    tie: Any
    place: Any
    held: Any
    gains: Any
    tableau: Any
    count: Any
    values: Any
    keys: Any
    ties: Any
    lows: Any
    highs: Any
    flags: Any
    slack: Any
    asked: Any
    asked_tags: Any
    own_tags: Any
    low_by: Any
    high_by: Any
    ratio_tags: Any
    margin: Any
    tag: Any
    held_at: Any
    formula_tag: Any
    weight_tag: Any
    tags: Any
    basis: Any
    passive: Any
    unclear: Any
    combination: Any
    source: Any


class _Rows:
    """Lists of numbers behind each other, with where each starts."""

    def __init__(self) -> None:
        self.start = [0]
        self.all: list[int] = []

    def add(self, numbers: Iterable[int]) -> None:
        self.all += numbers
        self.start.append(len(self.all))


class _Distinct:
    """Numbers for things, each of which is laid down once."""

    def __init__(self) -> None:
        self.numbers: dict[Any, int] = {}

    def number(self, thing: Any) -> int:
        return self.numbers.setdefault(thing, len(self.numbers))


def make_tables(graph: PartGraph) -> Tables:
    """The graph as arrays."""
    tree = graph.family.tree
    judgements, weights = _Distinct(), _Distinct()
    parts = _parts(graph, tree)
    combinations = [one for part in graph.parts for one in part.combinations]
    judged = _rows([judgements.number(one) for one in each.judgements] for each in combinations)
    following = _rows(each.following for each in combinations)
    ratios = [part.ratios for part in graph.parts for _ in part.combinations]
    arrays = {
        **_tree(graph, tree),
        **parts,
        "judged_start": judged.start,
        "judged": judged.all,
        "following_start": following.start,
        "following": following.all,
        **_links(combinations, ratios),
        **_judgements(list(judgements.numbers), tree, weights),
    }
    factors = _rows(weights.numbers)
    arrays |= {"factor_start": factors.start, "factor": factors.all}
    return Tables(
        nodes=tree.size,
        players=len(tree.players),
        parts=len(graph.parts),
        weights=len(weights.numbers),
        settled_nodes=len(arrays["settled"]),
        key=_keys(tree),
        **{name: np.ascontiguousarray(array, dtype=np.int64) for name, array in arrays.items()},
    )


def make_room(tables: Tables, graph: PartGraph, slots: int) -> SearchRoom:
    """Room for ``slots - 1`` solutions of each part."""
    nodes, players, parts = tables.nodes, tables.players, tables.parts
    sets = max((len(part.sets) for part in graph.parts), default=0)
    widest = int(np.diff(tables.following_start).max(initial=0))
    classes = int(np.diff(tables.class_start).max(initial=0))
    options = int(tables.options.max(initial=1))
    starts = slots * int(tables.first_start[-1])
    ratios = slots * int(tables.ratio_start[-1])
    return SearchRoom(
        slots=slots,
        formula=np.zeros(len(graph.family.formulas)),
        value=np.zeros(nodes * players),
        node_key=tables.key.copy(),
        node_tie=np.zeros(nodes, dtype=np.uint8),
        weight=np.ones(tables.weights),
        low=np.zeros(sets),
        high=np.zeros(sets),
        tie=np.zeros(sets, dtype=np.uint8),
        place=np.zeros(widest, dtype=np.int64),
        held=np.zeros(widest, dtype=np.int64),
        gains=np.zeros(options * classes),
        tableau=np.zeros((classes + 1) * (options + classes)),
        count=np.zeros(parts, dtype=np.int64),
        values=np.zeros(starts * players),
        keys=np.zeros(starts, dtype=np.uint64),
        ties=np.zeros(starts, dtype=np.uint8),
        lows=np.zeros(ratios),
        highs=np.zeros(ratios),
        flags=np.zeros(4, dtype=np.uint8),
        slack=np.zeros(1),
        asked=np.zeros(2),
        asked_tags=np.zeros(4, dtype=np.uint64),
        own_tags=np.zeros(4, dtype=np.uint64),
        low_by=np.zeros(sets, dtype=np.int64),
        high_by=np.zeros(sets, dtype=np.int64),
        ratio_tags=np.zeros(ratios * 4, dtype=np.uint64),
        margin=np.zeros(players),
        tag=np.zeros(nodes * players, dtype=np.uint64),
        held_at=np.full(nodes, -1, dtype=np.int64),
        formula_tag=np.zeros(len(graph.family.formulas), dtype=np.uint64),
        weight_tag=np.zeros(tables.weights, dtype=np.uint64),
        tags=np.zeros(starts * players, dtype=np.uint64),
        basis=np.zeros(classes, dtype=np.int64),
        passive=np.zeros(parts * slots, dtype=np.uint8),
        unclear=np.zeros(parts * slots, dtype=np.uint8),
        combination=np.zeros(parts * slots, dtype=np.int64),
        source=np.zeros(slots * int(tables.source_start[-1]), dtype=np.int64),
    )


def _rows(lists: Iterable[Iterable[int]]) -> _Rows:
    rows = _Rows()
    for numbers in lists:
        rows.add(numbers)
    return rows


def _keys(tree: Tree) -> NDArray[np.uint64]:
    """(nodes,) for each node the key of the terminals that chance alone leads to."""
    keys = np.zeros(tree.size, dtype=np.uint64)
    keys[tree.terminals] = mix(tree.terminals.astype(np.uint64))
    for node in range(tree.size - 1, -1, -1):
        if tree.mover[node] == CHANCE:
            keys[node] = keys[tree.children(node)].sum()
    return keys


def _settled(tree: Tree) -> NDArray[np.bool_]:
    """(nodes,) whether no player moves any more."""
    settled = np.asarray(tree.mover < 0)
    for node in range(tree.size - 1, 0, -1):
        settled[tree.parent[node]] &= settled[node]
    return settled


def _tree(graph: PartGraph, tree: Tree) -> dict[str, Any]:
    by_chance = _settled(tree) & (tree.mover != TERMINAL)
    return {
        "chance": graph.family.chance,
        "row": tree.payoff_row,
        "child_start": tree.child_start,
        "child": tree.child,
        "settled": np.flatnonzero(by_chance)[::-1],
    }


def _parts(graph: PartGraph, tree: Tree) -> dict[str, Any]:
    settled = _settled(tree)
    places = [{one: place for place, one in enumerate(part.sets)} for part in graph.parts]
    first = _rows(part.first for part in graph.parts)
    inner = _rows([n for n in part.inner if not settled[n]] for part in graph.parts)
    sizes = [len(part.combinations) for part in graph.parts]
    widest = [max(len(one.following) for one in part.combinations) for part in graph.parts]
    return {
        "first_start": first.start,
        "first": first.all,
        "first_place": _places(first, places, tree),
        "inner_start": inner.start,
        "inner": inner.all,
        "inner_place": _places(inner, places, tree),
        "combination_start": np.cumsum([0, *sizes]),
        "ratio_start": np.cumsum([0, *(len(part.ratios) for part in graph.parts)]),
        "source_start": np.cumsum([0, *widest]),
    }


def _places(rows: _Rows, places: Sequence[dict[int, int]], tree: Tree) -> list[int]:
    """For each node the place of its set among those of its part, -1 where it has none there."""
    return [
        places[part].get(int(tree.information_set[node]), -1)
        for part in range(len(places))
        for node in rows.all[rows.start[part] : rows.start[part + 1]]
    ]


def _links(
    combinations: Sequence[Combination], ratios: Sequence[tuple[Ratio, ...]]
) -> dict[str, Any]:
    links: list[Link] = [link for one in combinations for link in one.links]
    counts = [len(one.links) for one in combinations]
    known = [held for held, count in zip(ratios, counts, strict=True) for _ in range(count)]
    items: list[Item] = [item for link in links for item in link.items]
    return {
        "link_start": np.cumsum([0, *counts]),
        "kind": [link.kind for link in links],
        "passed_to": [
            held.index(link.ratio) if link.ratio else -1
            for link, held in zip(links, known, strict=True)
        ],
        "above": [link.above for link in links],
        "infinite": [link.infinite for link in links],
        "wide": [len(link.items[0].ratio) > 2 for link in links],
        "item_start": np.cumsum([0, *(len(link.items) for link in links)]),
        "item_source": [item.source for item in items],
        "item_place": [item.place for item in items],
    }


def _judgements(judgements: Sequence[Judgement], tree: Tree, weights: _Distinct) -> dict[str, Any]:
    classes = [held for one in judgements for held in one.classes]
    members: list[tuple[int, ChanceProduct]] = [member for held in classes for member in held]
    return {
        "player": [tree.set_player[one.information_set] for one in judgements],
        "action": [one.action for one in judgements],
        "options": [tree.set_actions[one.information_set] for one in judgements],
        "class_start": np.cumsum([0, *(len(one.classes) for one in judgements)]),
        "fewest": [few for one in judgements for few in one.fewest],
        "node_start": np.cumsum([0, *(len(held) for held in classes)]),
        "node": [node for node, _ in members],
        "weight": [weights.number(weight) for _, weight in members],
    }
