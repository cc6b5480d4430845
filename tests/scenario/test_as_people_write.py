"""Scenarios as people write them: years as dates, other separators, and their mistakes."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.errors import ScenarioError
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.scenario.scenario import Scenario
from tests.scenario.malformed_blocks import BASE, said_of

NOVICE = Path(__file__).parents[3] / "shared" / "cases" / "novice"
CASES = {
    "decimal-comma": "Write 0.5: decimals have a point",
    "colon-in-label": 'Put the text in quotation marks: label: "let things be: as they are"',
    "name-with-space": "a name has no spaces, found 'weak chance'",
    "semicolon-in-braces": "a comma, not a semicolon",
    "players-as-list": "Write players: {A: A, B: B}",
    "payoffs-as-list": "Write payoffs: {A: -1, B: -1}",
}


@pytest.mark.skipif(not NOVICE.exists(), reason="the folder of cases is absent")
@pytest.mark.parametrize("name", CASES)
def test_a_mistake_of_a_beginner_is_told_with_its_remedy(name: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(CASES[name])):
        cs.load(NOVICE / f"{name}.yaml")


def scenario(*edits: tuple[str, str]) -> Scenario:
    text = BASE
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return parse_scenario(text, name="strait", file="strait.yaml")


TOLD = [
    ("set: {cost: 50}", "set: cost: 50", "set: {cost: 50}"),
    ("set: {cost: 50}", "set: {cost = 50}", "set: {cost: 50}"),
    ("{A: 1, B: 2}", "A: 1, B: 2", "{A: 1, B: 2}"),
    ("{A: 1, B: 2}", "{A: 1, B: 2", "{A: 1, B: 2}"),
    ("A strait is closed", "'Kennedy's offer'", '"Kennedy\'s offer"'),
    ("A strait is closed", "'it's \"best\"'", "'it''s \"best\"'"),
    ("A strait is closed", '"The "best" offer"', "'The \"best\" offer'"),
    ("cost: 5", "cost: $5", "cost: 5"),
    ("cost: 5", "cost: 5 million", "cost: 5e6"),
    ("cost: 5", "cost: about 5", "cost: 5"),
    ("cost: 5", "cost: minus 5", "cost: -5"),
    ("cost: 5", "cost: 50 per cent", "cost: 0.5"),
    ("cost: 5", "cost: 1 000 000", "cost: 1000000"),
    ("[0, 0.6]", "[0, 0,6]", "[0, 0.6]"),
    ("[0, 0.6]", "[0; 0,6]", "[0, 0.6]"),
    ("probability: risk", "probability: 50", "probability: 0.5"),
    ("-loss", "if mood = tense then 1 else 2", "1 if mood == tense else 2"),
    ("-loss", "mood == tense ? 1 : 2", "1 if mood == tense else 2"),
    ("warned: false", "warned: no", "warned: false"),
    ("A: -cost", "A: max(-cost, -5, 2)", 'A: "max(-cost, -5, 2)"'),
    ("A: -cost", "A: min(3, max(-cost, -5))", 'A: "min(3, max(-cost, -5))"'),
    ("A: -cost", "A: IF(mood==calm, -2, 1)", "A: -2 if mood == calm else 1"),
    ("A: -cost", 'A: ifelse(mood == "calm", -2, 1)', "A: -2 if mood == calm else 1"),
    ("A: -cost", "A: if(warned, if(cost>2, 1, 2), 3)", "A: (1 if cost>2 else 2) if warned else 3"),
    ("A: -cost", "A: IF(warned, max(1, cost), 3)", 'A: "max(1, cost) if warned else 3"'),
    ("cost: 5", "cost: {default: 1,000,000}", "cost: {default: 1000000}"),
    ("range: [0, 0.6]", "range: 0, 0,6", "range: [0, 0.6]"),
    ("situations:", "nodes:", "situations:"),
    ("players: {A: The", "sides: {A: The", "players: {A: The"),
    (
        "  war:\n    payoffs: {A: -cost, B: -loss}",
        "  war: A: 1, B: 2",
        "  war: {payoffs: {A: 1, B: 2}}",
    ),
    (
        "  war:\n    payoffs: {A: -cost, B: -loss}",
        "  war: payoffs: A: 1, B: 2",
        "  war: {payoffs: {A: 1, B: 2}}",
    ),
    (
        "  war:\n    payoffs: {A: -cost, B: -loss}",
        "  war: {payoffs: {A: 1, B: 2, source: memo 4}",
        "  war: {payoffs: {A: 1, B: 2}, source: memo 4}",
    ),
    ("range: [0, 0.6]", "min: 0, max: 0.6", "range: [0, 0.6]"),
    ("range: [0, 0.6]", "range: 0:0.6", "range: [0, 0.6]"),
    ("{from: 0, to: 2}", "{min: 0, max: 2}", "{from: 0, to: 2}"),
    ('"beta(3, 7)"', "beta 3 7", '"beta(3, 7)"'),
    ('"beta(3, 7)"', "Beta(3; 7)", '"beta(3, 7)"'),
    ('"beta(3, 7)"', "N(0.3, 0.1)", '"normal(0.3, 0.1)"'),
    ("{to: deal}", "{label: - agree, to: deal}", '{label: "- agree", to: deal}'),
    ("{to: deal}", "{label: [all] agree, to: deal}", '{label: "[all] agree", to: deal}'),
    ("A: -cost", "A: - cost", "A: -cost"),
    ("probability: the rest", "probability: otherwise", "probability: the rest"),
    ("seen by: [B]", "seen by: not A", "seen by: [B]"),
    ("seen by: [B]", "seen by: all but A", "seen by: [B]"),
    ("{to: deal}", "{label: a, then b, to: deal}", '{label: "a, then b", to: deal}'),
    ("{to: deal}", '{label: a, "b", to: deal}', "{label: 'a, \"b\"', to: deal}"),
    ("{to: deal}", "{to: deal, source: memo 1, memo 2}", "{to: deal, source: [memo 1, memo 2]}"),
    ("{to: deal}", "{to: deal, source: memo 1, 2}", '{to: deal, source: "memo 1, 2"}'),
    (
        "{to: deal}",
        "{set: warned = true, mood = tense, to: deal}",
        "{set: {warned: true, mood: tense}, to: deal}",
    ),
    ("{to: deal}", "{label: agree, to deal}", "{label: agree, to: deal}"),
    ("payoffs: {A: -cost, B: -loss}", "payoffs: (2, cost)", "payoffs: {A: 2, B: cost}"),
    ("payoffs: {A: -cost, B: -loss}", "payoffs: 2; cost", "payoffs: {A: 2, B: cost}"),
    ("payoffs: {A: -cost, B: -loss}", "payoffs: '{A: 2, B: 1}'", "payoffs: {A: 2, B: 1}"),
]


TO_WRITE = re.compile(
    r"^  (?:Write|Put the text in quotation marks:)(?: [\d.]+% as)? "
    r"(.+?)(?: in one|: decimals have a point|; 'unit' .+| for what .+)?\.$",
    re.MULTILINE,
)
"""The text that a hint says to write."""


@pytest.mark.parametrize(("old", "wrong", "right"), TOLD)
def test_what_is_told_to_be_written_stands_in_the_message_and_is_read(
    old: str, wrong: str, right: str
) -> None:
    said = said_of(BASE.replace(old, wrong, 1))
    assert said.count("strait.yaml:") == 1
    told = TO_WRITE.search(said)
    assert told
    assert told[1].strip("'") in BASE.replace(old, right, 1)
    assert said_of(BASE.replace(old, right, 1)) == ""


@pytest.mark.parametrize(
    "written", ["not 5", "half of 5", "twice 5", "5 dozen", "p * 5", "cost < 5"]
)
def test_no_number_is_told_to_be_written_that_was_not_meant(written: str) -> None:
    assert "Write 5" not in said_of(BASE.replace("cost: 5", f"cost: {written}", 1))


def test_rounds_counted_as_the_message_says_end_the_story() -> None:
    endless = BASE.replace("refuse: {to: war}", "refuse: {to: war}\n      ask again: answer", 1)
    said = said_of(endless)
    assert "strait.yaml:37:7:" in said
    assert "answer (ask again) -> answer" in said
    found = re.search(r"(round: \{.+?\}); here, (.+)\.$", said, re.MULTILINE)
    assert found
    counted = endless.replace("ask again: answer", f"ask again: {found[2]}")
    assert said_of(counted.replace("state:\n", f"state:\n  {found[1]}\n")) == ""


@pytest.mark.parametrize(
    "written", ["1913", "1913-03", "1913-03-01", "1 March 1913", "1913.10", "0044", "-44", "1e3"]
)
def test_a_date_is_what_is_written(written: str) -> None:
    read = scenario(
        ("paragraphs: 9", f"date: {written}, paragraphs: 9"),
        ("sources:", f"begins: {written}\nsources:"),
    )
    assert read.begins == written
    assert read.sources["memo"].date == written


def test_numbers_serve_as_titles_labels_and_names() -> None:
    read = scenario(
        ("title: A strait is closed", "title: 1914"),
        ("A: The blockader", "A: 007"),
        ("{to: deal}", "{label: 1.50, to: deal}"),
    )
    assert read.title == "1914"
    assert read.players[0].label == "007"
    assert read.situations["answer"].moves[0].label == "1.50"


def test_numbers_stay_numbers_where_numbers_are_meant() -> None:
    read = scenario(("to: 2}", "to: 1900}"), ("cost: 5", "cost: 1914"))
    assert read.parameters["cost"].default == 1914
    assert read.sources["memo"].paragraphs == 9


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('title: "A strait@is@closed"', ""),
        ("title: A strait@is closed", ""),
        ("# a@remark: too\ntitle: A strait is closed", ""),
        ("title: A strait is closed # a@remark: too", ""),
        ("title: A strait is closed@", ""),
        ("title: A strait is closed\nabout: >-\n  one@two\n  three", "one two three"),
    ],
)
def test_separators_that_editors_do_not_count_move_no_line(
    mark: str, before: str, after: str
) -> None:
    put = before.replace("@", mark)
    read = scenario(("title: A strait is closed", put))
    assert read.title == "A strait is closed"
    assert read.about == after
    line = 24 + put.count("\n")
    edited = BASE.replace("title: A strait is closed", put).replace("to: answer}", "to: anser}")
    said = said_of(edited).split("\n")
    assert said[0].startswith(f"strait.yaml:{line}:40: ")
    assert said[1].strip() == "offer: {set: {strait: open}, to: anser}"
    assert said[2].index("^") - said[1].index("anser") == 0


@pytest.mark.parametrize("place", ["title: \ufeffA", "title: A \ufeffstrait"])
def test_a_mark_of_byte_order_inside_is_refused(place: str) -> None:
    said = said_of(BASE.replace("title: A strait", place, 1))
    assert f"1:{place.index(chr(0xFEFF)) + 1}: not YAML: the character U+FEFF" in said
    assert said_of("\ufeff\ufeff" + BASE) == ""


def test_what_is_only_odd_is_read() -> None:
    read = scenario(("{to: deal}", "{label: 'agree, then open: at once; all', to: deal}"))
    assert read.situations["answer"].moves[0].label == "agree, then open: at once; all"
    assert scenario(("{A: 1, B: 2}", "{A: 1 , B: 2,}")).outcomes["deal"].terms


def test_a_list_of_many_wrong_names_is_read_soon() -> None:
    many = "".join(f"  x{i}: {{titel: A}}\n" for i in range(5_000))
    said = said_of(BASE.replace("sources:\n", "sources:\n" + many, 1))
    assert said


SPACES = " " * 100_000
FIELDS = "".join(f"    x{i}:\n" for i in range(5_000))
SLOW = [
    BASE.replace("title: A", f"title: 'A' b{SPACES}", 1),
    BASE.replace("{to: deal}", f"{{label: 'A' b,{SPACES}x, to: deal}}", 1),
    BASE.replace("{to: deal}", f"{{set: x: ({SPACES}1), to: deal}}", 1),
    BASE.replace("settles: {strait: open}", f"settles{SPACES}: a: b", 1),
    BASE.replace("settles: {strait: open}", f"settles: a{SPACES}", 1),
    BASE.replace("  deal:\n", f"  fine: 1{SPACES}2\n  deal:\n", 1),
    BASE.replace("  deal:\n", f"  fine: '({SPACES}1'\n  deal:\n", 1),
    BASE.replace("outcomes:\n", "outcomes:\n" + "  x: {\n" * 2_000, 1),
    BASE.replace(
        "    payoffs: {A: 1", "".join(f"    x{i}:\n" for i in range(5_000)) + "    payoffs: {A", 1
    ),
    BASE.replace("title: A", "\n".join(f" k{i}: '" for i in range(5_000)) + "title: A", 1),
]


@pytest.mark.parametrize("text", SLOW, ids=range(len(SLOW)))
def test_no_mistake_takes_long_to_tell(text: str) -> None:
    start = time.process_time()
    said_of(text)
    assert time.process_time() - start < 5
