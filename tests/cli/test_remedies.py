"""What an error says would serve: data, worded by each face."""

from __future__ import annotations

import ast
import importlib
import pickle
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from inspect import getmembers, isfunction, signature
from pathlib import Path

import click
import pytest

import crisis_sim as cs
from crisis_sim.cli.flags import as_flag, flag_of
from crisis_sim.cli.main import COMMANDS, cli
from crisis_sim.concept import Promise, Room
from crisis_sim.concepts import CONCEPT_OPTIONS as OF_CONCEPTS
from crisis_sim.concepts import CONCEPTS
from crisis_sim.errors import NotSolved
from crisis_sim.figures.options import FIGURE_OPTIONS
from crisis_sim.other_concepts import (
    EXACT,
    FORGETFUL,
    HIDDEN,
    JUST_ONE,
    UNLISTED,
    Need,
    larger_than,
    serving,
)
from crisis_sim.remedy import Remedy, worded
from crisis_sim.solve.sequential.part_search import PartSearch
from crisis_sim.sweep.discovering.discover import discover
from crisis_sim.sweep.sensitivity import analyse_sensitivity
from crisis_sim.sweep.sweep_games import plan_games
from crisis_sim.time_limits import OutOfTime
from tests.cli.conftest import Run

PACKAGE = Path(cs.__file__).parent
FLAG = re.compile(r"(?:^|[\s'(])(?:--[a-z]|-[a-z]\b)")
FORMULAS = {"-g", "-e", "-m"}
"""What stands in examples of formulas, and in commands of other programs."""


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module but its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.lineno, node.value


def test_no_text_below_the_command_line_names_a_flag() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {text}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.parent.name != "cli"
        for line, text in texts(path)
        if any(one.group().strip(" '(") not in FORMULAS for one in FLAG.finditer(text))
    ]
    assert not found


def below_the_report() -> Iterator[tuple[str, ast.AST]]:
    """Every node of the source from which no face makes text yet, and where."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if path.parent.name not in ("cli", "report"):
                yield f"{path.relative_to(PACKAGE)}:{getattr(node, 'lineno', 0)}", node


def test_no_remedy_is_worded_below_the_report() -> None:
    worded = [
        place
        for place, node in below_the_report()
        if isinstance(node, ast.FormattedValue) and "Remedy" in map(called, ast.walk(node))
    ]
    assert worded == []


def test_no_text_names_a_method() -> None:
    """As what answers or takes something, say; among the parts of a message it is a remedy."""
    does = "answers?|takes?|tells?|finds?|looks?|serves?|covers?|follows?|for"
    one = f"(?:{'|'.join(METHODS)})"
    subject = re.compile(rf"(?:^|[;,.(] ?){one}(?: and {one})? (?:{does})\b")
    long = re.compile(rf"(?<!\w)(?:{'|'.join(name for name in METHODS if '_' in name)}) ")
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {text}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.parent.name not in ("cli", "report")
        for line, text in texts(path)
        if subject.search(text) or long.search(text)
    ]
    assert found == []


CAUGHT = {"Stopped", "Untested"}
"""Raised and caught inside a search."""
TAKEN = {"self.beyond", "self.otherwise", "solution.otherwise", "error.args", "serves"}
"""Where remedies come from that no module holds."""


def called(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def helps(call: ast.Call, module: str) -> bool:
    """Whether a remedy is among the arguments, themselves or in what is unpacked there."""
    if {"Remedy", "serving"} & set(map(called, ast.walk(call))):
        return True
    unpacked = {ast.unparse(one.value) for one in call.args if isinstance(one, ast.Starred)}
    held = vars(importlib.import_module(module)) if unpacked - TAKEN else {}
    parts = [part for name in unpacked for part in held.get(name, ())]
    return bool(unpacked & TAKEN) or any(isinstance(part, Remedy) for part in parts)


def test_whatever_is_not_solved_says_what_would_serve() -> None:
    found, helpless = 0, []
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and called(call) in known() - CAUGHT - {"OutOfTime"}:
                found += 1
                if not helps(call, module):
                    helpless.append(f"{module}:{call.lineno}")
    assert found > 60
    assert helpless == []


def known() -> set[str]:
    """NotSolved, and all that are made of it."""
    return {"NotSolved", *(one.__name__ for one in subclasses(NotSolved))}


def subclasses(base: type) -> Iterator[type]:
    for one in base.__subclasses__():
        yield one
        yield from subclasses(one)


def test_what_the_parts_of_a_message_are_taken_from_has_a_remedy() -> None:
    importlib.import_module("crisis_sim.exact.solving.parts")
    importlib.import_module("crisis_sim.solve.sequential.parts")
    beyond = [vars(one)["beyond"] for one in subclasses(PartSearch) if "beyond" in vars(one)]
    assert len(beyond) == 2
    for parts in (*beyond, cs.load("brams-chicken").solve().otherwise, OutOfTime().args):
        assert any(isinstance(part, Remedy) for part in parts)


SWEEP = {*signature(plan_games).parameters, *OF_CONCEPTS}
ANALYSIS = {*signature(analyse_sensitivity).parameters, *OF_CONCEPTS}
METHODS = dict(getmembers(cs.Study, isfunction))
ANY_OPTION = {*FIGURE_OPTIONS, *SWEEP, *ANALYSIS, *signature(discover).parameters}.union(
    signature(cs.load).parameters, *(signature(method).parameters for method in METHODS.values())
)
"""What the methods of a study take by name."""
HANDED = {
    "sweep": SWEEP,
    "sweep_to": SWEEP,
    "sensitivity": ANALYSIS,
    "solve": OF_CONCEPTS,
    "compare": OF_CONCEPTS,
}


def written() -> Iterator[tuple[str, ast.Call]]:
    """Every remedy in the source below the command line, and where."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if called(call) == "Remedy" and path.parent.name != "cli":
                assert isinstance(call, ast.Call)
                yield f"{path.relative_to(PACKAGE)}:{call.lineno}", call


def flags(command: str) -> set[str]:
    """The flags that a command has; without one, those of all."""
    names = [command] if command else list(COMMANDS)
    found = filter(None, (cli.get_command(click.Context(cli), name) for name in names))
    return {flag for one in found for each in one.params for flag in each.opts}


def taken_by(method: str) -> set[str]:
    """The names of what a method takes, itself and in what it hands on."""
    own = signature(METHODS[method]).parameters if method in METHODS else ()
    return {*own, *HANDED.get(method, ())}


OF_ONE = {"concept", "method", "iterations", "logit"}
"""Options that not every method has that may pass a message on: with these it is named."""


def faults(call: ast.Call) -> Iterator[str]:
    """What a remedy names that there is not, in Python or at the command line."""
    first = call.args[0]
    option = first.value if isinstance(first, ast.Constant) else ""
    named = [one.arg for one in call.keywords if one.arg]  # else the option of a record
    if not str(option).endswith("()"):
        if isinstance(first, ast.Constant):
            yield from {str(option)} - (ANY_OPTION - OF_ONE)
            yield from {flag_of(str(option))} - flags("")
        yield from named
        return
    method = str(option)[:-2]
    command = as_flag(Remedy(str(option))).strip()
    yield from set(named) - taken_by(method)
    yield from set() if command in ("", *COMMANDS) else {command}
    yield from {flag_of(name) for name in named} - flags(command)


def test_every_remedy_is_an_option_or_a_method_that_there_is() -> None:
    found = list(written())
    assert len(found) > 70
    assert [(place, fault) for place, call in found for fault in faults(call)] == []


@pytest.mark.parametrize(
    "text",
    [
        *("Remedy('file')", "Remedy('sweep()', file='a.csv')", "Remedy('range')"),
        *("Remedy('concept', 'nash')", "Remedy('method', 'lemke')"),
        *("Remedy('dominance()', concept='nash')", "Remedy('meet()')", "Remedy('threshold')"),
    ],
)
def test_a_remedy_that_there_is_not_is_found(text: str) -> None:
    call = ast.parse(text, mode="eval").body
    assert isinstance(call, ast.Call)
    assert list(faults(call))


NEEDS = [FORGETFUL, EXACT, UNLISTED, JUST_ONE, *map(larger_than, ("sequential", "nash"))]


@pytest.mark.parametrize("swept", [False, True])
@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.said)
def test_a_concept_that_serves_is_named_because_its_record_says_so(
    need: Need, swept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    quantal, spe = CONCEPTS["quantal"], CONCEPTS["spe"]
    new = replace(quantal, name="new", room=Room.LARGEST, forgetful=True, promise=Promise.EXACT)
    known = {**CONCEPTS, "new": new, "hasty": replace(spe, name="hasty", complete=())}
    monkeypatch.setattr("crisis_sim.other_concepts.CONCEPTS", known)
    for perfect in (False, True):
        said = serving(need, perfect=perfect, swept=swept)
        named = [dict(part.options)["concept"] for part in said if isinstance(part, Remedy)]
        assert "new" in named
        assert ("hasty" in named) <= perfect
    assert "new" not in str(NotSolved(*serving(need, but="new")))


@pytest.mark.parametrize("perfect", [False, True])
@pytest.mark.parametrize("swept", [False, True])
@pytest.mark.parametrize("need", [HIDDEN, *NEEDS[:4], *map(larger_than, CONCEPTS)])
def test_every_need_names_what_there_is_for_it(need: Need, swept: bool, perfect: bool) -> None:
    said = serving(need, perfect=perfect, swept=swept)
    named = {
        dict(part.options)["concept"]: part.method for part in said if isinstance(part, Remedy)
    }
    giving = {
        name: "sweep" if swept and one.kernel else "solve"
        for name, one in CONCEPTS.items()
        if need.given_by(one) and (perfect or not one.perfect)
    }
    if "sweep" in giving.values():
        giving = {name: one for name, one in giving.items() if one == "sweep"}
    assert named == giving
    told = str(NotSolved(*said))
    assert told.endswith(" at a point") == (swept and set(giving.values()) == {"solve"})
    assert told.startswith("no concept ") == (not giving)


def test_a_hint_for_a_name_holds_its_remedy() -> None:
    study = cs.load("brinkmanship")
    for ask in (study.solve, partial(study.sweep, q="0:1:3")):
        with pytest.raises(cs.InputError, match=r"dominance\(\) tells what survives") as caught:
            ask(concept="iesds")
        assert caught.value.remedies == (Remedy("dominance()"),)


def test_one_concept_serves_and_several_serve() -> None:
    assert str(NotSolved(*serving(FORGETFUL))) == "solve(concept='nash') solves such games"
    assert str(NotSolved(*serving(HIDDEN, swept=True))) == (
        "sweep(concept='sequential') sweeps such games"
    )
    assert str(NotSolved(*serving(FORGETFUL, swept=True))) == (
        "solve(concept='nash') solves such games at a point"
    )
    assert str(NotSolved(*serving(larger_than("cfr")))) == (
        "no concept solves games as large as this"
    )
    assert str(NotSolved(*serving(larger_than("sequential"), perfect=True))) == (
        "solve(concept='spe'), solve(concept='nash'), solve(concept='quantal') and "
        "solve(concept='cfr') solve games as large as this"
    )


def test_each_face_words_a_remedy() -> None:
    error = NotSolved("too large; ", Remedy("solve()", concept="quantal"), " serves")
    assert str(error) == "too large; solve(concept='quantal') serves"
    with worded(as_flag):
        assert str(error) == "too large; solve -c quantal serves"
        assert str(pickle.loads(pickle.dumps(error))) == "too large; solve -c quantal serves"
    with worded(partial(as_flag, asked="solve")):
        assert str(error) == "too large; -c quantal serves"
    assert error.remedies == (Remedy("solve()", concept="quantal"),)


def test_python_and_the_command_line_tell_the_same_remedy(run: Run) -> None:
    study = cs.load("cuba-1962-cable")
    with pytest.raises(NotSolved) as caught:
        study.solve(concept="spe")
    assert Remedy("solve()", concept="sequential") in caught.value.remedies
    assert "solve(concept='sequential') solves such games" in str(caught.value)
    told = run("solve", "cuba-1962-cable", "-c", "spe").err
    assert "-c sequential solves such games" in told
    assert "concept=" not in told


FORGETS = """EFG 2 R "Forgetful" { "A" "B" }
p "" 1 1 "first" { "l" "r" } 0
p "" 1 2 "second" { "x" "y" } 0
t "" 1 "" { 1, 0 }
t "" 2 "" { 0, 0 }
p "" 1 2 "second" { "x" "y" } 0
t "" 3 "" { 0, 0 }
t "" 4 "" { 1, 0 }
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder to work in, with a game of imperfect recall."""
    monkeypatch.chdir(tmp_path)
    Path("forgetful.efg").write_text(FORGETS, encoding="utf-8")


SAID_AND_DONE = {
    "dominance cuba-1962-cable": ("solve -c sequential", "solve cuba-1962-cable -c sequential"),
    "figure matrix cuba-1962-cable -o m.svg": ("solve -c nash", ""),
    "export cuba-1962-cable -o m.nfg": ("solve -c nash", ""),
    "figure tree cuba-1962-cable -c spe -o t.svg": (
        "; -c sequential",
        "figure tree cuba-1962-cable -c sequential -o t.svg",
    ),
    "simulate cuba-1962-cable -c spe": ("; -c sequential", "simulate cuba-1962-cable"),
    "sensitivity brinkmanship --payoff US -c quantal": (
        "such as --precision 1",
        "sensitivity brinkmanship --payoff US -c quantal --precision 1 --samples 16",
    ),
    "figure tornado brinkmanship -c quantal -o t.svg": (
        "such as --precision 1",
        "figure tornado brinkmanship -c quantal --precision 1 -o t.svg",
    ),
    "figure sensitivity brinkmanship -c quantal -o t.svg": (
        "such as --precision 1",
        "figure sensitivity brinkmanship -c quantal --precision 1 --samples 16 -o t.svg",
    ),
    "sweep brinkmanship -x q=0.5:0.9:3 -c quantal": (
        "such as --precision 1",
        "sweep brinkmanship -x q=0.5:0.9:3 -c quantal --precision 1",
    ),
    "conditions cuba-1962-cable --outcome war": (
        "-x mu -x sigma",
        "conditions cuba-1962-cable --outcome war -x mu -x sigma",
    ),
    "regions brinkmanship -x p": (
        "(-x NAME -x NAME); for one use thresholds, for more than two certify or conditions",
        "regions brinkmanship -x p -x q",
    ),
    "solve forgetful.efg -c sequential": ("; -c nash", "solve forgetful.efg -c nash"),
    "simulate forgetful.efg -c sequential": ("; -c nash", "simulate forgetful.efg -c nash"),
    "run forgetful.efg -c sequential": ("; -c nash", "run forgetful.efg -c nash"),
    "figure risk forgetful.efg -o r.svg": (
        "; -c nash",
        "figure risk forgetful.efg -c nash -o r.svg",
    ),
    "figure tree forgetful.efg -o t.svg": (
        "; -c nash",
        "figure tree forgetful.efg -c nash --formulas -o t.svg",
    ),
    "verify forgetful.efg -p first=l -p second=x": ("; solve -c nash", ""),
    "bargain cuba-1962-cable -c spe": ("; -c sequential", ""),
}
"""What is asked at the command line: what is said to serve, and that done."""


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("asked", SAID_AND_DONE)
def test_what_a_command_says_would_serve_does(run: Run, asked: str) -> None:
    said, then = SAID_AND_DONE[asked]
    refused = run(*asked.split())
    assert refused.status
    assert said in " ".join(refused.err.split())
    if then:
        assert run(*then.split()).status == 0


ASKED: dict[str, Callable[[cs.Study], object]] = {
    "dominance": lambda study: study.dominance(),
    "matrix": lambda study: study.figure("matrix"),
    "export": lambda study: study.export("m.nfg"),
    "solve": lambda study: study.solve(concept="spe"),
}


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("asked", ASKED)
def test_what_python_says_would_serve_is_a_call(asked: str) -> None:
    study = cs.load("cuba-1962-cable")
    with pytest.raises(cs.CrisisSimError) as caught:
        ASKED[asked](study)
    assert caught.value.remedies
    assert eval(f"study.{caught.value.remedies[0]}", {"study": study})


def test_what_python_says_would_serve_is_an_option_of_what_was_called() -> None:
    study = cs.load("brinkmanship")
    with pytest.raises(cs.CrisisSimError, match=r"such as precision=1$") as caught:
        study.figure("tornado", concept="quantal")
    (remedy,) = caught.value.remedies
    assert study.figure("tornado", concept="quantal", **{remedy.option: remedy.value})


def test_a_threshold_that_divides_nothing_is_told_by_its_own_side() -> None:
    swept = cs.load("brinkmanship").sweep(q="0.5:0.9:5")
    with pytest.raises(NotSolved, match=r"choose another below$"):
        discover(swept, "retreat", below=-1)
    with pytest.raises(cs.InputError, match=r"^give above or below, not both$"):
        discover(swept, "retreat", above=0, below=1)


def test_parameters_to_keep_are_named_as_one_option() -> None:
    study = cs.load("cuba-1962-cable")
    with pytest.raises(cs.InputError, match=r"such as along=\('mu', 'sigma'\)$"):
        study.conditions("war")


def test_more_points_than_memory_holds_are_written_to_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("crisis_sim.sweep.results.result.MOST_BYTES", 10)
    with pytest.raises(cs.InputError, match=r"by sweep_to\('sweep.parquet'\)$"):
        cs.load("brinkmanship").sweep(q="0.5:0.9:3")


def test_a_comparison_says_what_would_serve_where_nothing_was_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    study = cs.load("brams-chicken")
    none = replace(study.solve(), equilibria=())
    monkeypatch.setattr("crisis_sim.comparison.solve_games", lambda *_, **__: none)
    for case in study.compare().cases:
        assert case.failure.endswith("; solve(concept='quantal') may find one")


LARGE = {
    "step by step": ("cuba-1962-cable", 100),
    "counted": ("brinkmanship", 14),
}
"""Scenarios, and limits that they pass: on the way, or once the tree is counted."""


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("found", LARGE)
def test_the_limit_of_nodes_is_named_wherever_a_game_passes_it(run: Run, found: str) -> None:
    name, most = LARGE[found]
    with pytest.raises(cs.ScenarioError, match=r"or allow more nodes \(most_nodes\)\.$") as caught:
        cs.load(name, most_nodes=most).game()
    assert caught.value.remedies == (Remedy("most_nodes"),)
    again = pickle.loads(pickle.dumps(caught.value))
    with worded(as_flag):
        assert str(again).endswith("or allow more nodes (--max-nodes).")
    for asked in (
        "show @",
        "solve @",
        "run @",
        "figure tree @ -o t.svg",
        "sensitivity @ --payoff US",
    ):
        refused = run(*asked.replace("@", name).split(), "--max-nodes", str(most))
        assert refused.err.rstrip().endswith("or allow more nodes (--max-nodes).")
