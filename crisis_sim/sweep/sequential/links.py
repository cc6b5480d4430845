"""How beliefs at different information sets hang together.

Under a pure profile each mistake has a small probability of its own, and the belief at an
information set off the path is the limit of a *ratio*: of the product of some mistakes to that of
others (:mod:`crisis_sim.solve.sequential.trembles`). Two sets whose ratios are the same must hold
the same belief, but for chance; a ratio with a mistake of its own on either side can be whatever
is wanted. Where mistakes are made in one part, what ratios must be in the parts that follow can be
decided there: each mistake is a choice in one part alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

__all__ = ["Item", "Link", "LinkKind", "Ratio", "link_beliefs", "ratio_of"]

Ratio = tuple[frozenset[int], ...]
"""The mistakes of each class that are not common to all classes, in a fixed order."""


class LinkKind(IntEnum):
    """What the wishes of several information sets for one ratio come to in a part."""

    FREE = 0
    """They can be met, whatever other ratios are."""
    SAME = 1
    """The ratio is one of earlier mistakes alone; the wishes are passed on."""
    MORE = 2
    """The ratio is one of earlier mistakes with further ones of this part on one side, so that it
    is 0 or infinite unless the earlier one is infinite or 0."""
    UNCLEAR = 3
    """The ratio is tied to others; if they matter, the point solver decides."""


@dataclass(frozen=True, slots=True)
class Item:
    """A ratio on which a belief depends.

    ``source`` is the place of a following part, whose ratio number ``place`` it is, or -1 for the
    judgement number ``place`` of the part itself.
    """

    ratio: Ratio
    source: int
    place: int


@dataclass(frozen=True, slots=True)
class Link:
    """What becomes of the items that share one ratio.

    Attributes
    ----------
    items : the items.
    ratio : the ratio of earlier mistakes that it is passed on to; empty for none.
    above : with ``MORE``, whether the further mistakes are of the first term, so that every value
        above zero takes an extreme value of the earlier ratio; else every finite value does.
    infinite : with ``MORE``, whether that extreme value is infinite rather than 0.
    """

    kind: LinkKind
    items: tuple[Item, ...]
    ratio: Ratio = ()
    above: bool = False
    infinite: bool = False


def ratio_of(classes: Sequence[frozenset[int]]) -> tuple[Ratio, list[int]]:
    """The ratio of several sets of mistakes, and the order in which it names them."""
    common = frozenset.intersection(*classes)
    own = [one - common for one in classes]
    order = sorted(range(len(own)), key=lambda place: sorted(own[place]))
    return tuple(own[place] for place in order), order


def link_beliefs(items: Iterable[Item], news: frozenset[int]) -> tuple[Link, ...]:
    """Group items by their ratios, and say what becomes of each group.

    ``news`` are the mistakes that can be made in this part: no ratio of an earlier part has any.
    """
    groups: dict[Ratio, list[Item]] = {}
    for item in items:
        groups.setdefault(item.ratio, []).append(item)
    shared = Counter(mistake for ratio in groups for term in ratio for mistake in term)
    private = frozenset(mistake for mistake, count in shared.items() if count == 1) & news
    return tuple(_link(ratio, tuple(group), news, private) for ratio, group in groups.items())


def _link(
    ratio: Ratio, items: tuple[Item, ...], news: frozenset[int], private: frozenset[int]
) -> Link:
    if not any(term & news for term in ratio):
        return Link(LinkKind.SAME, items, ratio)
    if all(term & private for term in ratio):
        return Link(LinkKind.FREE, items)
    if len(ratio) > 2:
        return Link(LinkKind.UNCLEAR, items)
    if any(term <= private for term in ratio):
        return Link(LinkKind.FREE, items)
    further = [term & news for term in ratio]
    if all(further) or not (further[0] | further[1]) <= private:
        return Link(LinkKind.UNCLEAR, items)
    earlier, order = ratio_of([term - news for term in ratio])
    above = bool(further[0])
    return Link(LinkKind.MORE, items, earlier, above, infinite=above == (order == [0, 1]))
