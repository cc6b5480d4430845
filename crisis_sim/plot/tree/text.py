"""What is written in the picture of a game tree: on branches, by nodes, in the table of payoffs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from crisis_sim.concepts import title_of
from crisis_sim.plot.numbers import WrittenColumn, listed_numbers, probability
from crisis_sim.plot.tree.formulas import FormulaText
from crisis_sim.plot.tree.sets import sets_text

if TYPE_CHECKING:
    from crisis_sim.plot.tree.node import TreeData, TreeNode

__all__ = [
    "concept_text",
    "folded_text",
    "formula_math",
    "halves",
    "held_apart",
    "held_lines",
    "leaf_lines",
    "move_lines",
    "payoff_math",
    "value_lines",
]

_BESIDE = 4
"""Characters that a line may be longer to keep a move together, its probability below."""
_BEYOND_MATHTEXT = re.compile(r"\\(?:begin|text\b|left\\l|frac|le\b|ge\b|land|lor|lnot)")


def concept_text(data: TreeData) -> str:
    """The concept in words, which of how many equilibria this is, and the options that found it."""
    name = " ".join(filter(None, (title_of(data.concept), data.which)))
    return f"{name}{', ' if data.how else ''}{data.how}"


def move_lines(move: str, chance: float) -> tuple[str, ...]:
    """A branch on one line: its move, with its probability where that is neither 0 nor 1."""
    return (f"{move} ({probability(chance)})" if 0 < chance < 1 else move,)


def leaf_lines(place: str, hidden: int, sets: Sequence[int]) -> tuple[str, ...]:
    """A terminal, or a folded subtree of ``hidden`` nodes, on one line of the table of payoffs."""
    return (f"{place} · {folded_text(hidden, sets)}" if hidden else place,)


def folded_text(hidden: int, sets: Sequence[int]) -> str:
    """How many nodes are folded, and into which information sets they reach."""
    return " · ".join(filter(None, (f"{hidden} nodes", sets_text(sets))))


def halves(text: str) -> tuple[str, ...]:
    """A text broken at the space that leaves its longer line shortest; whole without a space.

    A probability at the end goes to the second line alone where that is nearly as short.
    """
    cuts = [place for place, letter in enumerate(text) if letter == " "]
    if not cuts:
        return (text,)

    def longer(cut: int) -> int:
        before_chance = text[cut + 1] == "(" and text.endswith(")")
        return max(cut, len(text) - cut - 1) - (_BESIDE if before_chance else 0)

    cut = min(cuts, key=longer)
    return text[:cut], text[cut + 1 :]


def value_lines(values: Sequence[float], columns: Sequence[WrittenColumn]) -> tuple[str, ...]:
    """The continuation values of the players, on one line."""
    pairs = zip(columns, values, strict=True)
    return (f"({listed_numbers(column.write(value) for column, value in pairs)})",)


def held_lines(
    belief: tuple[float, float] | None, sets: Sequence[int], left_out: int = 0
) -> tuple[str, ...]:
    """The belief, or the least and the greatest that support the profile; sets; moves left out."""
    texts = []
    if belief is not None:
        ends = dict.fromkeys(probability(bound) for bound in belief)
        texts.append(f"belief {' to '.join(ends)}")
    if sets:
        texts.append(sets_text(sets))
    if left_out:
        texts.append(f"+{left_out}")
    return (" · ".join(texts),) if texts else ()


def held_apart(text: str) -> tuple[str, ...]:
    """The same on two lines: before what follows the belief, or before the end of its range.

    >>> held_apart("belief 0.50 · set 3"), held_apart("belief 0 to 0.879")
    (('belief 0.50', 'set 3'), ('belief 0', 'to 0.879'))
    """
    for between, kept in ((" · ", ""), (" to ", "to ")):
        before, found, after = text.partition(between)
        if found:
            return before, f"{kept}{after}"
    return halves(text)


def formula_math(formula: FormulaText) -> str:
    """A formula for matplotlib's mathematics; as plain text where it has no such sign."""
    if _BEYOND_MATHTEXT.search(formula.latex):
        return formula.plain.replace("$", r"\$")
    return f"${formula.latex}$"


def payoff_math(node: TreeNode) -> str:
    """The formulas of the players' payoffs at a terminal, side by side."""
    return "  ;  ".join(formula_math(formula) for formula in node.formulas)
