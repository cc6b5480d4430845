"""Without the extra, exact questions say how to install it."""

from __future__ import annotations

import subprocess
import sys

import pytest

COMMANDS = (
    ("thresholds", "-x", "p"),
    ("regions", "-x", "p", "-x", "q"),
    ("conditions", "--outcome", "retreat"),
    ("certify", "--outcome", "retreat"),
    ("nearest",),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_the_command_that_installs_it_is_named(command: tuple[str, ...]) -> None:
    code = (
        "import sys; sys.modules['flint'] = None\n"
        f"sys.argv = ['crisis-sim', {command[0]!r}, 'brinkmanship', *{command[1:]!r}]\n"
        "from crisis_sim.cli.main import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'crisis-sim[exact]'" in done.stderr
    assert "Traceback" not in done.stderr
