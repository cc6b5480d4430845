"""The tool that plants bugs: what it changes, which tests it runs, and what it tells."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tools import mutants
from tools.mutants import answered, planted
from tools.mutations import Mutant, drawn, mutants_of
from tools.scratch import Copy
from tools.seen import Seen
from tools.trial import tried

MODULE = '''"""A module."""

__all__ = ["half"]
FULL = 2


@decorated(1)
def half(x: int | None, y: int = 0) -> "int | str":
    if x is None or (x) < y:
        return min(y, 3)[y]
    return x // FULL  # rounded
'''
TESTS = """from crisis_sim.half import half
def test_first(): pass
def test_half(): assert half(4) == 2
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout of one module that is tested, and one that is not."""
    held = {
        "crisis_sim/__init__.py": "",
        "crisis_sim/half.py": "def half(x):\n    return x / 2\n",
        "crisis_sim/plot/third.py": "def third(x):\n    return x / 3\n",
        "tests/test_half.py": TESTS,
        "tests/plot/test_third.py": "def test_nothing(): pass\n",
        "pyproject.toml": "",
        "bugs.toml": '[[bug]]\nname = "two"\nfile = "crisis_sim/half.py"\nold = "2"\nnew = "3"\n',
        "same.toml": "",
    }
    for name, text in held.items():
        path = tmp_path / "checkout" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path / "checkout", check=True)
    return tmp_path / "checkout"


def run(root: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> int:
    if "--measure" not in options:
        monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # starts in half the time
    monkeypatch.setattr(mutants, "ROOT", root)
    monkeypatch.setattr(mutants, "PLANTED", root / "bugs.toml")
    monkeypatch.setattr(mutants, "EQUIVALENT", root / "same.toml")
    folder = root.parent / "kept"
    monkeypatch.setattr(sys, "argv", ["mutants", *options, "--folder", str(folder)])
    return mutants.main()


def copy_of(root: Path) -> Copy:
    copy = Copy(root.parent / "kept")
    copy.refresh(root)
    return copy


def lines_changed(text: str) -> list[tuple[str, str]]:
    return [(one.before, one.after) for one in mutants_of("half.py", text.encode())]


def test_every_kind_of_change_is_made_and_nothing_else() -> None:
    found = lines_changed(MODULE)
    assert sorted(after for _, after in found) == [
        "FULL = 1",
        "FULL = 3",
        'def half(x: int | None, y: int = 1) -> "int | str":',
        "if x is None and (x) < y:",
        "if x is None or (x) <= y:",
        "if x is not None or (x) < y:",
        "return min(3, y)[y]",
        "return min(y, 2)[y]",
        "return min(y, 3)[y - 1]",
        "return min(y, 4)[y]",
        "return x * FULL  # rounded",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a = b not  in c", "a = b in c"),
        ("a = not b", "a =  b"),
        ("a = -b", "a = b"),
        ("a = b ** c", "a = b * c"),
        ("a = 'ä' + b", "a = 'ä' - b"),
        ("a = f(*b, c)", None),
        ("a = f(b, b)", None),
        ("a = 0.0", "a = 1.0"),
        ("a = 0.5", "a = 1.0"),
        ("a = True", "a = False"),
        ("a[b] = c", None),
        ('a = f"{1 + b}"', None),
    ],
)
def test_the_rest_of_a_line_stays_as_it_is(before: str, after: str | None) -> None:
    assert lines_changed(before) == ([] if after is None else [(before, after)])


def test_a_mutant_is_a_module_still() -> None:
    text = MODULE.encode()
    for one in mutants_of("half.py", text):
        ast.parse(text[: one.start] + one.new + text[one.end :])


def test_a_draw_is_the_same_again_is_even_over_folders_and_holds_smaller_ones(root: Path) -> None:
    found = drawn(root, 4, 1)
    assert found == drawn(root, 4, 1)
    assert [one.key for one in drawn(root, 3, 1)] == [one.key for one in found[:3]]
    assert {one.file for one in found} == {"crisis_sim/half.py", "crisis_sim/plot/third.py"}
    assert [one.key for one in drawn(root, 99, 2)] != [one.key for one in drawn(root, 99, 1)]


def test_a_bug_whose_text_is_gone_or_not_alone_is_refused(root: Path) -> None:
    table = root / "bugs.toml"
    assert [one.after for one in planted(root, table)] == ["return x / 3"]
    (root / "crisis_sim/half.py").write_text("def half(x):\n    return 2 * x / 2\n")
    with pytest.raises(SystemExit, match=r"two: crisis_sim/half\.py has '2' 2 times, not once"):
        planted(root, table)


def test_who_lives_is_told_and_a_run_goes_on(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--planted", "--drawn", "5", "--only", "crisis_sim/"]
    assert run(root, monkeypatch, *asked) == 1
    told = capsys.readouterr().out
    assert "killed" in told
    assert "tests/test_half.py::test_half" in told
    assert "crisis_sim/plot/third.py:2: lived\n  - return x / 3\n" in told
    assert "  + return x * 3" in told
    assert (root.parent / "kept/checkout/crisis_sim/half.py").read_text().endswith("return x / 2\n")
    assert run(root, monkeypatch, *asked) == 1
    assert capsys.readouterr().out == told[told.index("6 mutants") :]
    assert run(root, monkeypatch, "--planted") == 0
    assert capsys.readouterr().out == "1 mutants: 1 killed\n"


def test_those_that_lived_are_tried_again_by_other_tests(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--drawn", "9", "--only", "crisis_sim/plot"]
    assert run(root, monkeypatch, *asked) == 1
    first = capsys.readouterr().out
    (root / "tests/test_more.py").write_text(
        "from crisis_sim.plot.third import third\ndef test_third(): assert third(3) == 1\n"
    )
    assert run(root, monkeypatch, *asked, "--again", "--tests", "tests/test_more.py") == 0
    assert "lived" in first
    assert "lived" not in capsys.readouterr().out


def test_what_changes_nothing_is_told_once(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "same.toml").write_text(
        '[[same]]\nfile = "crisis_sim/half.py"\nbefore = "return x / 2"\n'
        'after = "return x / 3"\nwhy = "a test of this tool"\n'
    )
    assert run(root, monkeypatch, "--planted") == 0
    assert capsys.readouterr().out == "1 mutants: 1 the same\n"


def test_what_takes_too_long_is_told_apart(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "tests/test_half.py").write_text("import time\ndef test(): time.sleep(60)\n")
    monkeypatch.setattr(mutants, "PATIENCE", 2.0)
    assert run(root, monkeypatch, "--planted", "--budget", "0") == 1
    assert "undecided" in capsys.readouterr().out
    copy = Copy(root.parent / "kept")
    (bug,) = planted(root, root / "bugs.toml")
    found = tried(copy, bug, ["tests/test_half.py"], limit=2.0, late="timed out")
    assert found["outcome"] == "timed out"


FILE = "tests/test_half.py"
SEES = "def test_half(): assert half(4) == 2\n"
RED = "def test_a_red(): assert False\n"
UNREAD = "1 / 0\n"
CRASHES = "def test_a_crash(): half(4) == 2 or __import__('os').abort()\n"
TAKES_ALL = "def test_a_lot(): __import__('mmap').mmap(-1, 1 if half(4) == 2 else 9 << 30)\n"
NAMED = "import pytest\n@pytest.mark.parametrize('x', [half(4)])\ndef test_a_name(x): pass\n"


@pytest.mark.parametrize(
    ("tests", "asked", "outcome", "by"),
    [
        (RED + SEES, FILE, "killed", f"{FILE}::test_half"),
        (RED + SEES, f"{FILE}::test_a_red", "undecided", ""),
        (RED, "tests", "lived", ""),
        (SEES + "half(4) == 2 or 1 / 0\n", FILE, "killed", FILE),
        (SEES + UNREAD, FILE, "undecided", ""),
        (SEES + UNREAD, "tests", "lived", ""),
        (CRASHES + SEES, FILE, "crashed", ""),
        (CRASHES.replace("== 2", "== 9") + SEES, FILE, "undecided", ""),
        (TAKES_ALL, FILE, "killed", f"{FILE}::test_a_lot"),
        (NAMED, f"{FILE}::test_a_name[2.0]", "lived", ""),
        (NAMED + SEES, f"{FILE}::test_gone", "undecided", ""),
    ],
)
def test_only_what_passes_without_a_bug_sees_it(
    root: Path, tests: str, asked: str, outcome: str, by: str
) -> None:
    (root / FILE).write_text(f"from crisis_sim.half import half\n{tests}", encoding="utf-8")
    (bug,) = planted(root, root / "bugs.toml")
    found = tried(copy_of(root), bug, [asked], limit=60.0)
    assert (found["outcome"], found["by"]) == (outcome, by)


def test_a_test_is_run_without_a_bug_once_until_a_file_changes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(root, monkeypatch, "--planted") == 0
    kept = root.parent / "kept"
    told = '{"test": "tests/test_half.py::test_half", "passes": true}\n'
    assert (kept / "alone.jsonl").read_text() == told
    (kept / "alone.jsonl").write_text(told.replace("true", "false"))
    (kept / "answers.jsonl").unlink()
    assert run(root, monkeypatch, "--planted") == 1
    with (root / FILE).open("a") as file:
        file.write("# edited\n")
    assert run(root, monkeypatch, "--planted", "--again") == 0
    assert (kept / "alone.jsonl").read_text() == told


def test_measured_lines_choose_their_tests(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pytest_cov")
    assert run(root, monkeypatch, "--planted", "--measure", "alone") == 0
    assert "measuring alone" in capsys.readouterr().out
    (answer,) = answered(root.parent / "kept/answers.jsonl").values()
    assert (answer["by"], answer["tests"]) == ("tests/test_half.py::test_half", 2)
    run(root, monkeypatch, "--measure")
    assert capsys.readouterr().out == "0 mutants: none\n"
    (root / FILE).write_text(TESTS.replace("test_first", "test_one"))
    assert [*Seen.of(copy_of(root)).seconds] == [f"{FILE}::test_half"]
    with (root / FILE).open("a") as file:
        file.write("def test_more(): pass\n")
    run(root, monkeypatch, "--measure")
    assert capsys.readouterr().out == "measuring alone\n0 mutants: none\n"


def test_what_is_run_on_import_is_tried_by_all_tests_of_its_folder(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pytest_cov")
    (root / "crisis_sim/half.py").write_text("FULL = 2\ndef half(x):\n    return x / FULL\n")
    (root / FILE).write_text(
        "def test_first():\n    import crisis_sim.half\n"
        "def test_half():\n    from crisis_sim.half import half\n    assert half(4) == 2\n"
    )
    assert run(root, monkeypatch, "--planted", "--measure", "alone") == 0


def test_the_planted_bugs_stand_where_they_are_said_to() -> None:
    found = planted(mutants.ROOT, mutants.PLANTED)
    assert len({one.key for one in found}) == len(found) >= 16
    for one in found:
        assert isinstance(one, Mutant)
        text = (mutants.ROOT / one.file).read_bytes()
        ast.parse(text[: one.start] + one.new + text[one.end :])


def test_each_equivalent_change_is_one_that_can_be_drawn() -> None:
    for key, why in mutants.equivalents(mutants.EQUIVALENT).items():
        file = key.split("\n")[0]
        assert why
        assert key in {one.key for one in mutants_of(file, (mutants.ROOT / file).read_bytes())}
