"""Whatever text is given: a scenario, or a ScenarioError; in bounded time and memory."""

from __future__ import annotations

import contextlib
import time
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crisis_sim.errors import CrisisSimError, ScenarioError
from crisis_sim.formula.parse import FormulaError, parse
from crisis_sim.game.unfold import unfold
from crisis_sim.problem import Problem
from crisis_sim.scenario.load import parse_scenario
from tests.scenario.malformed_blocks import BASE

SECONDS = 20.0
"""Far above what is needed on a quiet machine, far below what an attack would take."""

SLOW = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def read_or_refuse(text: str) -> None:
    """Read, and unfold if it can be read; anything but the package's own errors is a failure."""
    problems: tuple[Problem, ...] = ()
    with contextlib.suppress(CrisisSimError):
        try:
            scenario = parse_scenario(text, name="fuzz", file="fuzz.yaml")
        except ScenarioError as error:
            problems = error.problems
            raise
        unfold(scenario, most=5_000).at()
    for problem in problems:
        assert problem.message
        assert problem.line >= 1
        assert problem.column >= 1


@SLOW
@given(st.text(max_size=300))
@example("\ud7ff\ue000")
@example("? - : [ { & * ! | > ' \" % @ `")
def test_any_text(text: str) -> None:
    read_or_refuse(text)


@SLOW
@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    read_or_refuse(content.decode("latin-1"))


LINES = BASE.splitlines(keepends=True)
PIECES = sorted(set(BASE.replace("{", " { ").replace("}", " } ").replace(",", " , ").split()))


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """The base with pieces taken out, doubled, moved or replaced."""
    text = BASE
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text) - 1))
        end = min(len(text), start + draw(st.integers(0, 25)))
        put = draw(
            st.one_of(
                st.sampled_from(PIECES),
                st.sampled_from(LINES),
                st.text(alphabet="{}[]:,-&*!|>'\"#%@` \n\t0aA_.", max_size=5),
                st.just(text[start:end] * 2),
            )
        )
        text = text[:start] + put + text[end:]
    return text


@settings(SLOW, max_examples=250)
@given(mutations())
def test_any_mutation_of_a_valid_file(text: str) -> None:
    read_or_refuse(text)


TOKENS = [
    *"+-*/()<>,=!.",
    "**",
    "<=",
    "==",
    "!=",
    "and",
    "or",
    "not",
    "if",
    "else",
    "1",
    "0",
    "2.5",
]
TOKENS += ["9", "1e300", "p", "cost", "day", "mood", "calm", "warned", "elapsed", "loss", "risk"]
TOKENS += ["max", "sqrt", "exp", "log", "abs", "floor", "min", "ceil", " "]


@settings(SLOW, max_examples=300)
@given(st.lists(st.sampled_from(TOKENS), max_size=14).map(" ".join))
def test_any_formula_in_its_place(text: str) -> None:
    fault: FormulaError | None = None
    try:
        parse(text)
    except FormulaError as error:
        fault = error
    if fault is not None:
        assert 0 <= fault.start <= len(text)
        assert fault.width >= 1
    # What cannot be read is refused before it counts where it stands, and so in all places at once.
    for places in [PLACES] if fault else [[place] for place in PLACES]:
        base = BASE
        for place in places:
            base = base.replace(place, place.partition(": ")[0] + f": '{text}'", 1)
        read_or_refuse(base)


PLACES = [
    "A: -cost",
    "when: day < 2",
    "probability: risk",
    "day: day + 1",
    "takes: 1 day",
    "cost: 5",
]


def keys(count: int) -> str:
    return "".join(f"key{i}: {i}\n" for i in range(count))


def chain(count: int, first: str, following: str) -> str:
    named = "".join(f"\n  d{i + 1}: {following.replace('#', f'd{i}')}" for i in range(count))
    return BASE.replace("risk: p / 2", f"risk: p / 2\n  d0: {first}{named}")


def unknown_names() -> str:
    many = "".join(f"\n      go{i}: nowhere{i}" for i in range(95))
    text = BASE.replace("leave: war", "leave: war" + many)
    return text.replace(
        "outcomes:\n", "outcomes:\n" + "".join(f"  o{i}: {{}}\n" for i in range(900))
    )


ATTACKS: dict[str, Callable[[], str]] = {
    "brackets": lambda: "[" * 400_000,
    "braces": lambda: "{a: " * 100_000,
    "dashes": lambda: "- " * 200_000,
    "question marks": lambda: "? " * 200_000,
    "anchors": lambda: "&a " * 130_000,
    "quotes": lambda: "'" * 399_999,
    "a word": lambda: "x" * 399_999,
    "lines of words": lambda: "x\n" * 199_999,
    "empty lines": lambda: "\n" * 399_999,
    "spaces in a block": lambda: "a: |\n" + " \n" * 190_000,
    "one key often": lambda: "x: y\n" * 79_999,
    "keys": lambda: keys(30_000),
    "a huge integer": lambda: "title: x\ncost: " + "9" * 390_000,
    "a huge exponent": lambda: BASE.replace("cost: 5", "cost: 1e999999999"),
    "powers": lambda: BASE.replace("cost: 5", "cost: 9**9**9**9"),
    "powers in a payoff": lambda: BASE.replace("-cost, B", "9**9**9**9 * cost, B"),
    "paragraphs": lambda: BASE.replace("memo 1", "memo " + "1-9999, " * 25),
    "definitions that double": lambda: chain(900, "p", "# + #"),
    "definitions that square": lambda: chain(900, "p", "# * #"),
    "definitions of state that double": lambda: chain(900, "day", "# + #"),
    "definitions of state in a row": lambda: chain(900, "day", "# + 0"),
    "definitions of state that branch": lambda: chain(900, "day", "# if # > 0 else #"),
    "unknown names": unknown_names,
    "spaces for a list": lambda: BASE.replace("[0, 0.6]", '"' + " " * 390_000 + '"'),
    "spaces in a list": lambda: BASE.replace("[0, 0.6]", '["' + " " * 390_000 + '"]'),
    "spaces in a key": lambda: BASE.replace("cost: 5", '"x' + " " * 390_000 + '": 5'),
    "spaces in a field": lambda: BASE.replace("{to: deal}", '{"x' + " " * 390_000 + '": 5}'),
    "spaces before a colon": lambda: BASE.replace("{to: deal}", "{a: b" + " " * 390_000 + ": c}"),
    "a key of spaces twice": lambda: "a" + " " * 390_000 + ": b: c\n",
    "a line of spaces and no colon": lambda: "a" + " " * 390_000 + "b\nc: d\n",
    "colons": lambda: "a: " * 130_000,
    "equals signs": lambda: BASE.replace("{to: deal}", "{" + "a = " * 90_000 + "}"),
    "commas": lambda: BASE.replace("{to: deal}", "{label: " + "a, " * 9_000 + "}"),
    "semicolons": lambda: BASE.replace("[0, 0.6]", "[" + "0; " * 100_000 + "]"),
    "words in a formula": lambda: BASE.replace("cost: 5", "cost: " + "a " * 190_000),
    "names of one letter": lambda: BASE.replace("A: -cost", "A: " + "a " * 990),
    "wide colons": lambda: "：" * 100_000 + "\n" * 100 + "a: b: c",
    "separators of lines": lambda: "\u2028" * 190_000 + BASE,
    "rounds without end": lambda: BASE.replace("to: 2}", "to: 999999}").replace(
        "day < 2", "day < 999999"
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_over_soon(attack: str) -> None:
    text = ATTACKS[attack]()
    before = time.process_time()
    read_or_refuse(text)
    assert time.process_time() - before < SECONDS


@pytest.mark.parametrize("attack", ["brackets", "keys", "powers", "definitions that square"])
def test_an_attack_takes_little_memory(attack: str) -> None:
    text = ATTACKS[attack]()
    tracemalloc.start()
    try:
        read_or_refuse(text)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 200_000_000
