"""A search reads what a pipe gives once."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from crisis_sim.errors import InputError
from crisis_sim.sweep.discovering.table import read_table
from tests.tables.written import searched

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes of that kind")


def piped(path: Path, text: str) -> threading.Thread:
    """Give a text once to who opens the pipe at a path."""
    os.mkfifo(path)
    sender = threading.Thread(target=path.write_text, args=(text,), daemon=True)
    sender.start()
    return sender


@pytest.mark.parametrize("outcome", ["regime=junta", "war", "no such", ""])
def test_a_pipe_is_read_once(tmp_path: Path, outcome: str) -> None:
    rows = searched([], "x,y,war").replace("\n0.", "\njunta,0.").replace("x,", "regime,x,", 1)
    sender = piped(tmp_path / "pipe", rows)
    found: list[object] = []

    def search() -> None:
        found.append(read_table(tmp_path / "pipe", inputs=["x", "y"], outcome=outcome))

    searcher = threading.Thread(target=search, daemon=True)
    searcher.start()
    searcher.join(10)
    sender.join(1)
    assert found
    assert not sender.is_alive()


@pytest.mark.parametrize(("suffix", "inputs"), [(".parquet", []), (".nc", []), (".nc", ["x"])])
def test_a_sweeps_own_file_is_no_pipe(tmp_path: Path, suffix: str, inputs: list[str]) -> None:
    path = tmp_path / f"pipe{suffix}"
    os.mkfifo(path)
    with pytest.raises(InputError, match=r"pipe\.\w+ is a pipe or a device; save it in a file"):
        read_table(path, inputs=inputs, outcome="war")


def test_only_what_is_asked_for_is_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(searched([], "x,y,war").replace("x,y", "x,Y", 1))
    found = read_table(path, inputs=["x"], outcome="WAR")
    assert set(found.answers) == {"war"}
    assert set(read_table(path, inputs=["x"], outcome="peace").answers) == {"Y", "war"}
    with pytest.raises(InputError, match=r"has no column 'z'"):
        read_table(path, inputs=["z"], outcome="war")
