"""The one check, used by hand, before a commit and by continuous integration.

python -m tools.check            format, lint, types and tests
python -m tools.check --slow     the slow suites as well
python -m tools.check --long     thousands of random games alone, told batch by batch: an hour
python -m tools.check --no-tests format, lint and types alone
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time


def steps(*, tests: bool, slow: bool) -> list[list[str]]:
    """The commands to run, in order."""
    commands = [["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy"]]
    if tests:
        selection = ["-m", "not long"] if slow else []
        commands.append(["pytest", "-q", "-n", "auto", *selection])
    return [[sys.executable, "-m", *command] for command in commands]


def long_step() -> list[str]:
    """The command that tries thousands of random games, and prints each batch as it is done."""
    command = ["pytest", "-v", "--tb=short", "-n", "auto", "--dist", "loadgroup", "-m", "long"]
    return [sys.executable, "-m", *command]


def main() -> int:
    """Run every step, and report the first that fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--slow", action="store_true", help="run the slow suites as well")
    one.add_argument("--long", action="store_true", help="run the thousands of games alone")
    one.add_argument("--no-tests", action="store_true", help="leave the tests out")
    options = parser.parse_args()
    usual = steps(tests=not options.no_tests, slow=options.slow)
    for command in [long_step()] if options.long else usual:
        started = time.monotonic()
        print("$", *command[2:], flush=True)
        status = subprocess.run(command, check=False).returncode
        print(f"  {time.monotonic() - started:.1f} s", flush=True)
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
