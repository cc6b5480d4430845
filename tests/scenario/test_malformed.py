"""Every mistake is told where it stands, what was found, what was expected; never a traceback."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crisis_sim.errors import InputError, ScenarioError
from crisis_sim.game.unfold import unfold
from crisis_sim.scenario.library import MOST_BYTES, load
from crisis_sim.scenario.load import parse_scenario
from tests.cli.conftest import run
from tests.scenario.malformed_blocks import BASE, Malformed, read_blocks, said_of

__all__ = ["run"]

BLOCKS = read_blocks()
PAYOFF = "A: -cost"


def edited(*edits: tuple[str, str]) -> str:
    text = BASE
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def test_the_base_is_well_formed() -> None:
    assert said_of(BASE) == ""


def test_the_table_has_its_length_and_no_edit_twice() -> None:
    assert len(BLOCKS) >= 150
    assert len({(one.old, one.new) for one in BLOCKS}) == len(BLOCKS)


@pytest.mark.parametrize("one", BLOCKS, ids=lambda one: one.new.split("\n")[-1].strip()[:50])
def test_each_mistake_is_told_in_these_words(one: Malformed) -> None:
    assert said_of(one.text) == one.said


@pytest.mark.parametrize("one", BLOCKS, ids=lambda one: one.new.split("\n")[-1].strip()[:50])
def test_one_thing_is_told_of_one_place(one: Malformed) -> None:
    places = re.findall(r"^strait.yaml:\d+:\d+", one.said, re.MULTILINE)
    assert len(places) == len(set(places)) or "the field '" in one.said


@pytest.mark.parametrize("one", BLOCKS[::3], ids=lambda one: one.new.split("\n")[-1].strip()[:50])
def test_the_command_line_ends_with_status_3(
    run: Callable[..., object], tmp_path: Path, one: Malformed
) -> None:
    file = tmp_path / "strait.yaml"
    file.write_text(one.text, encoding="utf-8")
    ran = run("solve", str(file))
    assert ran.status == 3  # type: ignore[attr-defined]
    assert ran.out == ""  # type: ignore[attr-defined]
    assert one.said.split("\n")[0].partition(": ")[2] in ran.err  # type: ignore[attr-defined]
    assert "Traceback" not in ran.err  # type: ignore[attr-defined]


YAML_FAULTS = [
    ("", "strait.yaml:1:1: the file is empty; expected a scenario"),
    ("# nothing yet\n", "1:1: the file is empty; expected a scenario"),
    ("A strait is closed", "1:1: expected the fields of a scenario"),
    ("- title: A strait", "1:1: expected the fields of a scenario"),
    ("17", "1:1: expected the fields of a scenario"),
    (BASE + "---\ntitle: again\n", "48:1: a file holds one scenario; a second document"),
    (edited(("    player: A", "\tplayer: A")), "22:1: not YAML: a tab stands here"),
    (edited(("    player: A", "   player: A")), "22:4: not YAML: this line begins with 3 spaces"),
    (edited(("    actions:", "   actions:")), "23:4: not YAML: this line begins with 3 spaces"),
    (edited(("start: talk", "start talk")), "19:1: not YAML: a key has no colon"),
    (edited(("[calm, tense]", "[calm, tense")), "14:9: not YAML: this bracket is never closed"),
    (edited(("title: A", "title: One: A")), "1:11: not YAML: a colon is not expected here"),
    (
        edited(("title: A", f"{'a' * 950}: [a] A")),
        "1:955: not YAML: the text goes on after its closing bracket",
    ),
    (edited(("title: A", 'title: "A')), "1:8: not YAML: this quotation mark is closed by"),
    ('title: "A strait', "1:8: not YAML: the quotation mark is never closed"),
    (edited(("title: A", "title: @A")), "1:8: not YAML: text cannot begin with '@'"),
    (edited(("title: A", "title: \x07A")), "1:8: not YAML: the character U+0007 is not allowed"),
    (edited(("title: A", "title: &a A")), "1:8: anchors are not allowed, found '&a'"),
    (edited(("title: A", "title: *a\nabout: A")), "1:8: aliases are not allowed, found '*a'"),
    (edited(("cost: 5", "&k cost: 5")), "7:3: anchors are not allowed, found '&k'"),
    (edited(("cost: 5", "*k : 5")), "7:3: aliases are not allowed, found '*k'"),
    (edited(("cost: 5", "cost: !!python/object:x [ls]")), "7:9: tags are not allowed"),
    (edited(("cost: 5", "cost: !!float 5")), "7:9: tags are not allowed"),
    (edited(("cost: 5", "cost: !mine 5")), "7:9: tags are not allowed, found '!mine'"),
    (edited(("cost: 5", "cost: !u!mine 5")), "7:9: not YAML: tags are not allowed"),
    (edited(("cost: 5", "? [a, b]\n  : 5")), "7:5: a key must be one word or phrase"),
    (edited(("cost: 5", "cost: 5\n  cost: 6")), "8:3: parameters.cost: 'cost' stands here twice"),
    ("a: " + "[" * 60 + "]" * 60, "1:24: values nested more than 20 deep"),
    (edited(("title: A", "title: A" + "a" * 400_000)), "1:1: the file is longer than 400,000 char"),
]


@pytest.mark.parametrize(("text", "said"), YAML_FAULTS, ids=[said[:60] for _, said in YAML_FAULTS])
def test_text_that_is_not_one_plain_yaml_document(text: str, said: str) -> None:
    found = said_of(text).split("\n")[0]
    assert said in found
    assert found.startswith("strait.yaml:")


def test_an_alias_is_refused_and_nothing_said_of_the_value_it_stands_for() -> None:
    said = said_of(
        edited(("players: {A: The blockader, B: {label: The blockaded}}", "players: *p"))
    )
    assert len(re.findall("^strait.yaml", said, re.MULTILINE)) == 1


def test_billion_laughs_are_refused_line_by_line() -> None:
    lines = ["a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    said = said_of("\n".join(lines))
    assert "1:4: anchors are not allowed, found '&a'" in said
    assert "9:8: aliases are not allowed, found '*h'" in said


def test_several_problems_are_listed_at_once_in_the_order_of_the_file() -> None:
    said = said_of(
        edited(
            ("leave: war", "leave: wars"),
            ("risk: p / 2", "risk: p ^ 2"),
            ("title: A strait is closed\n", ""),
            ("default: 0.3", "default: 0.9"),
            ("player: B\n", "player: C\n"),
        )
    )
    places = re.findall(r"^strait.yaml:(\d+):(\d+): (\S+)", said, re.MULTILINE)
    assert [(int(line), int(column)) for line, column, _ in places] == [
        (1, 1),
        (5, 16),
        (8, 11),
        (25, 14),
        (32, 13),
    ]


def test_a_faulty_field_does_not_bring_problems_of_names_that_it_would_have_declared() -> None:
    assert "cost: [5]" in said_of(edited(("cost: 5", "cost: [5]")))
    assert said_of(edited(("cost: 5", "cost: [5]"))).count("strait.yaml:") == 1
    assert said_of(edited(("parameters:\n", "parameters: [p]\nx:\n"))).count("unknown name") == 0


def test_every_loop_is_told_at_once() -> None:
    text = """
title: t
players: {A: {label: A}, B: {label: B}}
start: s
situations:
  s: {player: A, actions: {a: {to: r}, b: {to: e}}}
  r: {player: B, actions: {long: {to: q}, back: {to: s}, on: {to: u}}}
  q: {player: B, actions: {c: {to: s}, d: {to: e}}}
  u: {player: A, actions: {again: {to: u}, b: {to: e}}}
outcomes:
  e: {payoffs: {A: 1, B: 0}}
"""
    said = said_of(text)
    loops = re.findall(r"with nothing changed: (.*)", said)
    assert loops == ["s (a) -> r (back) -> s", "u (again) -> u"]


def test_what_is_wrong_with_the_story_as_a_whole_is_told_at_once() -> None:
    text = """
title: t
players: {A: {label: A}, B: {label: B}}
parameters: {q: 2}
state:
  n: {from: 0, to: 2}
start: s
situations:
  s: {chance: {a: {probability: the rest, to: r}, b: {probability: the rest, to: r}}}
  r: {chance: {a: {probability: the rest, to: u}, b: {probability: the rest, to: e}}}
  s2: {player: A, actions: {a: {set: {n: n + 3}, to: e}}}
  v: {chance: {a: {probability: 0.5, to: s2}, b: {probability: 0.4, to: e}}}
  u: {player: A, actions: {a: {to: w}, b: {set: {n: n + 3}, to: e}, c: {to: v}}}
  w: {player: B, actions: {a: {when: n > 1, to: e}}}
  x: {player: A, actions: {a: x}}
outcomes:
  e: {payoffs: {A: 1, B: 0}}
  f: {payoffs: {A: 1 / (q - 2), B: 0}}
assumptions:
  round: {set: {q: q + 1}}
"""
    said = re.findall(r"strait.yaml:(\d+):\d+: [^:]+: (.+)", said_of(text))
    wrong = [
        "rest",
        "rest",
        "n would",
        "sum to",
        "n would",
        "nothing is",
        "nothing",
        "nothing",
        "q",
    ]
    assert [int(line) for line, _ in said] == [9, 10, 11, 12, 13, 14, 15, 18, 20]
    assert all(part in message for part, (_, message) in zip(wrong, said, strict=True))


def test_only_a_hundred_problems_are_listed() -> None:
    said = said_of("".join(f"field{i}: 1\n" for i in range(300)))
    assert said.count("strait.yaml:") == 101
    assert "further problems are not listed" in said


HOLD = "      hold: {when: day < 2, set: {day: day + 1}, to: night}"
HUGE = [
    (
        [
            ("to: 2}", "to: 60}"),
            ("day < 2", "day < 60"),
            (
                "leave: war",
                "leave: war\n      hold: {when: day < 60, set: {day: day + 1}, to: night}",
            ),
        ],
        r"21:3: situations.talk: the game is too large: about 10\^\d+ nodes, of 300,000 allowed; "
        r"'\w+' grows most, to about 10\^\d+",
    ),
    (
        [
            ("to: 2}", "to: 12}"),
            ("day < 2", "day < 12"),
            (
                "leave: war",
                "leave: war\n      hold: {when: day < 12, set: {day: day + 1}, to: night}",
            ),
        ],
        r"28?\d:3: situations.\w+: the game is too large: [\d,]+ nodes, of 300,000 allowed; "
        r"'\w+' grows most, to [\d,]+",
    ),
    (
        [("to: 2}", "to: 900000}"), ("day < 2", "day < 900000")],
        r"21:3: situations.talk: the story has more than 50,000 different states; 'talk' grows",
    ),
    (
        [
            ("to: 2}", "to: 20000}"),
            ("day < 2", "day < 20000"),
            ("leave: war", "leave: war" + "".join(f"\n      leave{i}: war" for i in range(90))),
        ],
        r"21:3: situations.talk: the game has more than 300,000 nodes; 'talk' grows most",
    ),
    (
        [
            ("day: {", "".join(f"v{i}: false\n  " for i in range(40)) + "day: {"),
            (
                "leave: war",
                "leave: war"
                + "".join(f"\n      a{i}: {{set: {{v{i}: true}}, to: talk}}" for i in range(40)),
            ),
        ],
        r"61:3: situations.talk: the story has more than 50,000 different states; 'talk' grows",
    ),
    (
        [
            (
                "risk: p / 2",
                "risk: p / 2\n  d0: day + 1"
                + "".join(f"\n  d{i + 1}: d{i} + d{i}" for i in range(60)),
            )
        ],
        r"21:8: definitions.d11: the formula comes to 8,191 operations, 12 of them in a row",
    ),
    (
        [
            (
                "calm sea: {probability: the rest, to: talk}",
                "\n      ".join(f"s{i}: {{probability: p / 9999, to: talk}}" for i in range(2000)),
            )
        ],
        r"30:7: situations.night.chance: expected at most 100 entries, found 2,001",
    ),
    ([(PAYOFF, "A: " + "+".join(["p"] * 102))], "more than 100 operations in a row"),
    ([(PAYOFF, "A: " + "p" * 2001)], "the formula is longer than 2,000 characters"),
    ([(PAYOFF, "A: " + "-" * 50 + "p")], "the formula is nested more than 40 deep"),
    ([(PAYOFF, "A: " + "(" * 50 + "p" + ")" * 50)], "the formula is nested more than 40 deep"),
]


@pytest.mark.parametrize(("edits", "said"), HUGE, ids=[said[-40:] for _, said in HUGE])
def test_what_would_grow_too_large_is_stopped(edits: list[tuple[str, str]], said: str) -> None:
    assert re.search(said, said_of(edited(*edits)).split("\n")[0])


def game_of(text: str) -> object:
    return unfold(parse_scenario(text, name="strait", file="strait.yaml"))


def test_different_actions_in_one_information_set_are_refused() -> None:
    text = edited(
        ("    player: B\n", "    player: A\n    information set: dark\n"),
        ("talk:\n    player: A", "talk:\n    information set: dark\n    player: A"),
    )
    said = "cannot tell 'talk' from 'answer', yet has different actions in them: offer, wait, leave"
    with pytest.raises(ScenarioError, match=said) as error:
        game_of(text)
    assert "strait.yaml:35:5: situations.answer.information set: " in str(error.value)
    assert "Let the player see what differs, or offer the same actions." in str(error.value)


def test_imperfect_recall_is_refused() -> None:
    text = edited(
        ("    player: B\n", "    player: A\n    information set: dark\n"),
        ("offer: {set: {strait: open}, to: answer}", "accept: {to: answer}"),
        ("      wait: {when: day < 2, set: {day: day + 1}, to: night}\n", ""),
        ("leave: war", "refuse: war"),
        ("talk:\n    player: A", "talk:\n    information set: dark\n    player: A"),
        ("start: talk", "start: night"),
        ("  no waiting: {available: {talk: {wait: false}}}\n", ""),
    )
    said = "imperfect recall: The blockader would forget"
    with pytest.raises(ScenarioError, match=said) as error:
        game_of(text)
    assert "strait.yaml:22:5: situations.talk.information set: " in str(error.value)


def test_not_utf_8(tmp_path: Path) -> None:
    file = tmp_path / "latin.yaml"
    file.write_bytes(b"title: A\nabout: caf\xe9\n")
    with pytest.raises(ScenarioError) as caught:
        load(file)
    assert str(caught.value).partition("\n")[2] == (
        f"{file}:2:11: not UTF-8 text: the byte 0xe9 cannot be read; in Windows-1252 it is 'é'\n"
        "    about: café\n"
        "              ^\n"
        "  Save the file as UTF-8."
    )


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(InputError, match="is larger than 1,600,000 bytes"):
        load(file)


def test_a_folder_and_a_name_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        load(tmp_path)
    with pytest.raises(InputError, match="Did you mean 'brinkmanship'"):
        load("brinkmanshp")


@pytest.mark.parametrize("verb", ["solve", "check"])
@pytest.mark.parametrize("one", BLOCKS[:: len(BLOCKS) // 2 + 1])
def test_as_a_process(tmp_path: Path, one: Malformed, verb: str) -> None:
    file = tmp_path / "strait.yaml"
    file.write_text(one.text, encoding="utf-8")
    command = "from crisis_sim.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", command, verb, str(file)], capture_output=True, check=False
    )
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""
