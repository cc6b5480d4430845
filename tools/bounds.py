"""Whether the versions that pyproject.toml allows do, in an environment of their own.

python -m tools.bounds lowest    the lowest version of each package that is asked for
python -m tools.bounds newest    the newest versions that there are
python -m tools.bounds lowest tests/plot    with some of the tests alone
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ("cluster", "data", "sensitivity", "test")


def lowest_versions() -> Iterator[str]:
    """Each package that is asked for, with its lower bound as the version to install."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"]]
    for extra in EXTRAS:
        asked += project["optional-dependencies"][extra]
    for line in asked:
        requirement = Requirement(line)
        lower = [one.version for one in requirement.specifier if one.operator == ">="]
        if len(lower) != 1:
            raise SystemExit(f"{requirement.name}: expected one lower bound, found '{line}'")
        yield f"{requirement.name}=={lower[0]}"


def main() -> int:
    """Install and test; the status is that of the step that fails."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("versions", choices=["lowest", "newest"])
    parser.add_argument("tests", nargs="*", help="as pytest takes them; the default suite if none")
    options = parser.parse_args()
    pinned = [*lowest_versions()] if options.versions == "lowest" else []
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        scripts = "Scripts" if sys.platform == "win32" else "bin"
        python = str(Path(folder, scripts, "python"))
        wanted = f"{ROOT}[{','.join(EXTRAS)}]"
        steps = [
            ["pip", "install", "--quiet", *pinned, "-e", wanted],
            ["pip", "check"],
            ["pip", "freeze", "--exclude-editable"],
            ["pytest", "-q", "-n", "auto", *options.tests],
        ]
        for step in steps:
            print("$", *step, flush=True)
            status = subprocess.run([python, "-m", *step], cwd=ROOT, check=False).returncode
            if status:
                return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
