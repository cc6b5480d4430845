"""Whether the versions that pyproject.toml allows do, in an environment of their own.

python -m tools.bounds lowest    the lowest version of each package that is asked for
python -m tools.bounds newest    the newest versions that there are
python -m tools.bounds lowest tests/plot           with some of the tests alone
python -m tools.bounds lowest --python python3.13  under another Python
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ("cluster", "data", "sensitivity", "oracle", "test")


def requirements() -> Iterator[str]:
    """Each line of pyproject.toml that asks for a package, of the core and of the extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    yield from project["dependencies"]
    for extra in EXTRAS:
        yield from project["optional-dependencies"][extra]


def lowest_versions(lines: Iterable[str]) -> Iterator[str]:
    """Each package asked for on this system, with its lower bound as the version to install.

    Raises SystemExit for a line without one lower bound.
    """
    for line in lines:
        requirement = Requirement(line)
        lower = [one.version for one in requirement.specifier if one.operator == ">="]
        if len(lower) != 1:
            raise SystemExit(f"{requirement.name}: expected one lower bound, found '{line}'")
        if requirement.marker is None or requirement.marker.evaluate():
            yield f"{requirement.name}=={lower[0]}"


def steps(pinned: list[str], tests: list[str]) -> dict[str, list[str]]:
    """What each step shows, as the end of a sentence, and its command.

    Wheels alone: a version that would have to be compiled counts as not installing.
    """
    wanted = f"{ROOT}[{','.join(EXTRAS)}]"
    wheels = ["--only-binary", ":all:"]
    return {
        "cannot be installed together": [
            "pip",
            "install",
            "--quiet",
            *wheels,
            *pinned,
            "-e",
            wanted,
        ],
        "do not fit each other": ["pip", "check"],
        "cannot be listed": ["pip", "freeze", "--exclude-editable"],
        "fail tests, listed above": ["pytest", "-q", "-n", "auto", *tests],
    }


def prove(python: str, versions: str, commands: dict[str, list[str]]) -> int:
    """Take the steps with an environment's Python, and say which one failed, or that none did."""
    name = subprocess.check_output([python, "--version"], text=True).strip()
    for failure, command in commands.items():
        print("$", *command, flush=True)
        started = time.monotonic()
        status = subprocess.run([python, "-m", *command], cwd=ROOT, check=False).returncode
        print(f"  {time.monotonic() - started:.1f} s", flush=True)
        if status:
            print(f"bounds: {name}: the {versions} versions {failure} (status {status})")
            return status
    print(f"bounds: {name}: the {versions} versions do")
    return 0


def main() -> int:
    """Install and test; the status is that of the step that fails."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("versions", choices=["lowest", "newest"])
    parser.add_argument("tests", nargs="*", help="as pytest takes them; the default suite if none")
    parser.add_argument("--python", default=sys.executable, help="the Python to prove them under")
    options = parser.parse_intermixed_args()
    pinned = [*lowest_versions(requirements())] if options.versions == "lowest" else []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([options.python, "-m", "venv", folder], check=True)
        scripts = "Scripts" if sys.platform == "win32" else "bin"
        python = str(Path(folder, scripts, "python"))
        return prove(python, options.versions, steps(pinned, options.tests))


if __name__ == "__main__":
    sys.exit(main())
