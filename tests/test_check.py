"""The one check runs what it is asked to, and fails when a step does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools import check

ROOT = Path(__file__).resolve().parent.parent
KINDS = """import pytest
def test_usual(): pass
@pytest.mark.slow
def test_slow(): pass
@pytest.mark.long
def test_long(): pass
"""


def run(monkeypatch: pytest.MonkeyPatch, *options: str) -> int:
    monkeypatch.setattr(sys, "argv", ["check", *options])
    return check.main()


def prints(word: str, status: int = 0) -> list[str]:
    return [sys.executable, "-c", f"import sys; print('{word}'); sys.exit({status})"]


def kinds_run(command: list[str], folder: Path) -> set[str]:
    """Which of three tests a command runs, under the project's own settings."""
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    (folder / "tests").mkdir(exist_ok=True)
    (folder / "tests" / "test_kinds.py").write_text(KINDS)
    told = subprocess.run(
        [*command, "-vv", "-n0", "-p", "no:cacheprovider"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return {kind for kind in ("usual", "slow", "long") if f"test_{kind} PASSED" in told}


@pytest.mark.parametrize("status", [0, 1, 7])
def test_the_first_step_that_fails_gives_the_status(
    status: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    commands = [prints("first"), prints("second", status), prints("third")]
    monkeypatch.setattr(check, "steps", lambda **_: commands)
    assert run(monkeypatch) == status
    lines = capfd.readouterr().out.splitlines()
    assert [one for one in ("first", "second", "third") if one in lines] == (
        ["first", "second"] if status else ["first", "second", "third"]
    )


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        ([], {"tests": True, "slow": False}),
        (["--slow"], {"tests": True, "slow": True}),
        (["--no-tests"], {"tests": False, "slow": False}),
    ],
)
def test_options_choose_the_steps(
    options: list[str], asked: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[dict[str, bool]] = []

    def steps(**chosen: bool) -> list[list[str]]:
        given.append(chosen)
        return []

    monkeypatch.setattr(check, "steps", steps)
    assert run(monkeypatch, *options) == 0
    assert given == [asked]


@pytest.mark.parametrize("status", [0, 3])
def test_the_long_tests_run_alone(
    status: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "steps", lambda **_: [prints("usual")])
    monkeypatch.setattr(check, "long_step", lambda: prints("long", status))
    assert run(monkeypatch, "--long") == status
    lines = capfd.readouterr().out.splitlines()
    assert ("long" in lines, "usual" in lines) == (True, False)


@pytest.mark.parametrize(
    "options", [("--long", "--slow"), ("--long", "--no-tests"), ("--slow", "--no-tests")]
)
def test_options_that_leave_each_other_out_are_refused(
    options: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(check, "steps", lambda **_: [])
    monkeypatch.setattr(check, "long_step", lambda: prints("long"))
    with pytest.raises(SystemExit, match="2"):
        run(monkeypatch, *options)
    assert "not allowed with argument" in capsys.readouterr().err


def test_each_option_runs_the_tests_it_names(tmp_path: Path) -> None:
    assert kinds_run(check.steps(tests=True, slow=False)[-1], tmp_path) == {"usual"}
    assert kinds_run(check.steps(tests=True, slow=True)[-1], tmp_path) == {"usual", "slow"}
    assert kinds_run(check.long_step(), tmp_path) == {"long"}


def test_format_lint_and_types_are_checked_with_and_without_tests() -> None:
    alone = [["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy"]]
    assert [one[2:] for one in check.steps(tests=False, slow=False)] == alone
    for slow in (False, True):
        *before, last = [one[2:] for one in check.steps(tests=True, slow=slow)]
        assert (before, last[0]) == (alone, "pytest")
