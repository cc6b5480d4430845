"""Labels that are written only when asked for are those that would have been written at once."""

from __future__ import annotations

import numpy as np
import pytest

from crisis_sim.gambit import build, read_efg
from crisis_sim.gambit.made_up import Joined, PayoffTexts, SetTexts
from crisis_sim.gambit.numbers import payoffs_text
from crisis_sim.gambit.write_efg import write_efg
from crisis_sim.scenario.plain import plain_scenario
from tests.grown import complete_tree

SETS = SetTexts(np.array([1, 2], dtype=np.int32), np.array([7, 1], dtype=np.int32))


def test_texts_are_sequences() -> None:
    assert list(SETS) == ["(1,7)", "(2,1)"]
    assert SETS[-1] == "(2,1)"
    assert "(2,1)" in SETS
    with pytest.raises(IndexError):
        SETS[2]


def test_payoffs_are_written_as_ever() -> None:
    rows = np.array([[1.0, -2.5], [1e21, 0.1]])
    assert list(PayoffTexts(rows)) == [payoffs_text(row) for row in rows.tolist()]


def test_joined_texts_count_on() -> None:
    texts = Joined(("a", "b"))
    texts.append("c")
    assert texts.settled() == ("a", "b", "c")
    texts.join(SETS)
    texts.append("d")
    texts.append("e")
    whole = ["a", "b", "c", "(1,7)", "(2,1)", "d", "e"]
    assert list(texts) == whole
    assert [texts[number] for number in range(len(texts))] == whole
    assert texts.settled() is texts


@pytest.mark.parametrize("named", ["", "(1,1)", "peace"])
def test_a_large_file_reads_as_a_small_one(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = write_efg(complete_tree(6, np.random.default_rng(3)))
    # Names are taken away, but for one of the last set's.
    lines = [_bare(line) for line in text.splitlines()]
    last = max(i for i, line in enumerate(lines) if line.startswith("p "))
    lines[last] = lines[last].replace('""', f'"{named}"', 2)
    data = "\n".join(lines)
    small = read_efg.read_efg(data)
    monkeypatch.setattr(read_efg, "LARGE", 0)
    monkeypatch.setattr(read_efg, "EXACT_NODES", 0)
    monkeypatch.setattr(build, "EXACT_NODES", 0)
    large = read_efg.read_efg(data)
    assert large.exact is None
    assert isinstance(large.tree.outcomes, PayoffTexts)
    assert list(large.tree.outcomes) == list(small.tree.outcomes)
    sets = zip(large.tree.information_sets, small.tree.information_sets, strict=True)
    assert all(one.label == other.label for one, other in sets)
    nodes = range(small.tree.size)
    assert [large.tree.label(x) for x in nodes] == [small.tree.label(x) for x in nodes]
    assert [large.tree.move_label(x) for x in nodes] == [small.tree.move_label(x) for x in nodes]


def _bare(line: str) -> str:
    kind = line.split(" ", 1)[0]
    if kind not in ("p", "t"):
        return line
    head, brace, tail = line.partition("{")
    words = head.split('"')
    bare = '"'.join("" if place % 2 else word for place, word in enumerate(words))
    return bare + brace + tail


def test_plain_outcomes_are_made_when_asked_for() -> None:
    scenario = plain_scenario(
        name="n", file="f", digest="", title="t", about="", players=("A",), outcomes=SETS
    )
    assert list(scenario.outcomes) == ["(1,7)", "(2,1)"]
    assert scenario.outcomes["(1,7)"].label == "(1,7)"
    assert "war" not in scenario.outcomes
    assert len(scenario.outcomes) == 2
