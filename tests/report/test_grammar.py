"""Accounts of every shipped scenario have no doubled words, wrong articles or plurals of one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

import crisis_sim as cs
from crisis_sim.report.blocks import Block, Items, Prose, TableBlock
from crisis_sim.report.comparison import comparison_blocks
from crisis_sim.report.scenario import shown_blocks
from crisis_sim.report.solution import solution_blocks
from crisis_sim.scenario.library import shipped

FAULTS = {
    "a word twice": re.compile(r"\b([a-z]+) \1\b"),
    "a before a vowel": re.compile(r"\ba [aeio]\w+|\ban [bcdfgjklpqrstvwz]\w+"),
    "one of many": re.compile(
        r"(?<![\d./,])\b1 (?:others?|days|points|places|sets|ways|equilibria)"
    ),
    "two signs": re.compile(r"[,;:]\s*[,;:.]|(?<!\.)\.\.(?!\.)|\.{4}|  \S|\s[,.;](?!\.)"),
}


def texts(blocks: Iterator[Block]) -> Iterator[str]:
    """Everything that is said in prose, lists and cells."""
    for block in blocks:
        if isinstance(block, Prose):
            yield block.text
        elif isinstance(block, Items):
            yield from block.items
        elif isinstance(block, TableBlock):
            yield from (cell for row in block.rows for cell in row)


@pytest.mark.parametrize("name", shipped())
def test_accounts_are_good_english(name: str) -> None:
    study = cs.load(name)
    blocks = [*shown_blocks(study), *shown_blocks(study, numbers=True)]
    blocks += solution_blocks(study.solve())
    if name not in ("cheap-talk", "cuba-1962-two-types"):
        blocks += comparison_blocks(study, study.compare().cases)
    for text in texts(iter(blocks)):
        for fault, pattern in FAULTS.items():
            assert not pattern.search(text), f"{fault}: {text}"
