"""The script that proves the versions allowed reads pyproject.toml as it is meant."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools.bounds import lowest_versions, prove, requirements, steps


def test_every_package_asked_for_has_one_lower_bound() -> None:
    lowest = [*lowest_versions(requirements())]
    names = [one.split("==")[0] for one in lowest]
    assert {"numpy", "xarray", "SALib", "distributed", "pygambit", "pytest"} <= {*names}
    assert len(names) == len({*names})


def test_the_lower_bound_is_the_version() -> None:
    lines = ["one>=1.2,!=1.3,<3", "two[more]>=2.0b1; python_version >= '3'"]
    assert [*lowest_versions(lines)] == ["one==1.2", "two==2.0b1"]


def test_what_is_meant_for_another_system_is_left_out() -> None:
    assert [*lowest_versions(["one>=1; platform_system == 'Plan 9'"])] == []


@pytest.mark.parametrize("line", ["one", "one<2", "one==1.5", "one>=1,>=2"])
def test_a_line_without_one_lower_bound_is_refused(line: str) -> None:
    with pytest.raises(SystemExit, match=f"one: expected one lower bound, found '{line}'"):
        [*lowest_versions([line])]


def test_the_step_that_fails_is_told_and_ends_it(capfd: pytest.CaptureFixture[str]) -> None:
    commands = {"can be listed": ["this"], "break": ["no_such_module"], "come too late": ["this"]}
    assert prove(sys.executable, "lowest", commands) == 1
    told = capfd.readouterr().out
    assert told.endswith(": the lowest versions break (status 1)\n")
    assert "too late" not in told


def test_the_steps_install_the_pinned_versions_with_all_extras_and_run_the_tests() -> None:
    install, fit, told, tests = steps(["one==1.2", "two==2.0"], ["tests/plot", "-x"]).values()
    assert install[:2] == ["pip", "install"]
    assert install[install.index("--only-binary") + 1] == ":all:"
    assert {"one==1.2", "two==2.0"} <= {*install}
    folder, _, extras = install[install.index("-e") + 1].rstrip("]").partition("[")
    assert (Path(folder) / "pyproject.toml").is_file()
    assert {*extras.split(",")} == {"cluster", "data", "sensitivity", "oracle", "test"}
    assert fit == ["pip", "check"]
    assert told[:2] == ["pip", "freeze"]
    assert (tests[:2], tests[-2:]) == (["pytest", "-q"], ["tests/plot", "-x"])
