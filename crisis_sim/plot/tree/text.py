"""What is written in the picture of a game tree: on branches, by nodes, in the table of payoffs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from crisis_sim.concepts import title_of
from crisis_sim.plot.numbers import WrittenColumn, listed_numbers, probability
from crisis_sim.plot.tree.formulas import FormulaText

if TYPE_CHECKING:
    from crisis_sim.plot.tree.node import TreeData, TreeNode

__all__ = [
    "belief_text",
    "concept_text",
    "formula_math",
    "halves",
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
    name = title_of(data.concept)
    which = f" {data.index + 1} of {data.count}" if data.count > 1 else ""
    return f"{name}{which}{', ' if data.how else ''}{data.how}"


def move_lines(move: str, chance: float) -> tuple[str, ...]:
    """A branch on one line: its move, with its probability where that is neither 0 nor 1."""
    return (f"{move} ({probability(chance)})" if 0 < chance < 1 else move,)


def leaf_lines(place: str, hidden: int) -> tuple[str, ...]:
    """A terminal, or a folded subtree of ``hidden`` nodes, on one line of the table of payoffs."""
    return (f"{place} · {hidden} nodes" if hidden else place,)


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


def belief_text(node: TreeNode) -> str:
    """The belief at a node, or the interval of those that support the profile; empty if none."""
    if node.belief is None:
        return ""
    least, greatest = (probability(bound) for bound in node.belief)
    return f"μ={least}" if least == greatest else f"μ∈[{least}, {greatest}]"


def formula_math(formula: FormulaText) -> str:
    """A formula for matplotlib's mathematics; as plain text where it has no such sign."""
    if _BEYOND_MATHTEXT.search(formula.latex):
        return formula.plain.replace("$", r"\$")
    return f"${formula.latex}$"


def payoff_math(node: TreeNode) -> str:
    """The formulas of the players' payoffs at a terminal, side by side."""
    return "  ;  ".join(formula_math(formula) for formula in node.formulas)
