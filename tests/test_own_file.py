"""A file that was written here is known by a digest of all of it, in a fixed place."""

from __future__ import annotations

from pathlib import Path

import pytest

from crisis_sim.errors import InputError
from crisis_sim.own_file import InPlace, refuse_others, sealed, standing

SIGN = b"Written by crisis-sim, 0123456789abcdef."
WRITTEN = {
    ".svg": b'<?xml version="1.0"?>\n<svg><title>t</title></svg>\n',
    ".tex": b"% In the preamble:\n\\begin{tikzpicture}\n\\end{tikzpicture}%\n",
    ".pdf": b"%PDF-1.4\n1 0 obj\nendobj\nxref\ntrailer\n<< >>\nstartxref\n18\n%%EOF\n",
    ".png": b"\x89PNG\r\n\x1a\n\0\0\0\1IDATx....\0\0\0\0IEND\xaeB`\x82",
    ".txt": b"A duel.\n",
    ".efg": b'EFG 2 R "a \\" { } duel" { "A" }\n"by \\"her\\""\n\nt "" 1 "" { 1 }\n',
    ".nfg": b'NFG 1 R "t" { "A" }\n{ { "u" "d" } }\n""\n\n1\n2\n',
    ".json": b'{\n  "title": "t",\n  "type": {\n  "a": 1\n}\n}\n',
    ".sha256": b"# The results of a-game.\n0123  report.md\n",
}
OTHERS = {
    ".svg": b"<svg><!-- %s --><svg>ours</svg></svg>\n",
    ".tex": b"\\documentclass{article}\n%% %s\n",
    ".pdf": b"%%PDF-1.4\nstartxref\n0\n%%%%EOF\n%% %s\n",
    ".png": b"\x89PNG\r\n\x1a\n....tEXtTitle\0 %s....\0\0\0\0IEND\xaeB`\x82",
    ".txt": b"What says %s no more\n",
    ".efg": b'EFG 2 R "see %s" { "A" }\n""\n\nt "see %s" 1 "" { 1 }\n',
    ".nfg": b'NFG 1 R "t" { "A" } { { "see %s" } }\n""\n1 1',
    ".json": b'{"title": "t", "$comment": "%s"}\n',
    ".sha256": b"0123  report.md\n# %s\n",
}


@pytest.fixture(params=list(WRITTEN))
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file as it is written here."""
    one = tmp_path / f"file{request.param}"
    one.write_bytes(sealed(one.suffix, WRITTEN[one.suffix]))
    return one


def test_what_is_written_is_what_it_was_and_one_sign(path: Path) -> None:
    held = path.read_bytes()
    at = held.index(SIGN[:22])
    assert held.count(SIGN[:22]) == 1
    assert held[at : at + len(SIGN)].translate(None, b"0123456789abcdef") == SIGN.translate(
        None, b"0123456789abcdef"
    )
    assert sealed(path.suffix, held) == held
    assert standing(path) is InPlace.FREE


def test_every_byte_counts(path: Path) -> None:
    held = path.read_bytes()
    for at in range(len(held)):
        for other in (held[:at] + held[at + 1 :], held[:at] + b"~" + held[at + 1 :]):
            path.write_bytes(other)
            assert standing(path) is not InPlace.FREE, (at, other)


def test_what_was_added_is_a_change(path: Path) -> None:
    held = path.read_bytes()
    middle = len(WRITTEN[path.suffix]) // 4
    for other in (held + b"\nmine\n", held[:middle] + b"mine" + held[middle:]):
        path.write_bytes(other)
        assert standing(path) is InPlace.CHANGED
        with pytest.raises(InputError, match=rf"{path.name} was changed since crisis-sim wrote it"):
            refuse_others([path])


def test_a_sign_elsewhere_makes_no_file_ours(path: Path) -> None:
    sign = path.read_bytes()
    sign = sign[sign.index(SIGN[:22]) :][: len(SIGN)]
    path.write_bytes(OTHERS[path.suffix].replace(b"%s", sign).replace(b"%%", b"%"))
    assert standing(path) is InPlace.FOREIGN


def test_a_sign_that_was_read_gives_way_to_the_next() -> None:
    for suffix, held in WRITTEN.items():
        once = sealed(suffix, held)
        assert sealed(suffix, once.replace(b"A", b"B")).count(SIGN[:22]) == 1


def test_what_is_listed_is_known_without_a_sign(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_bytes(b"abc")
    abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert standing(path) is InPlace.FOREIGN
    assert standing(path, abc) is InPlace.FREE
    assert standing(path, abc[::-1]) is InPlace.CHANGED
    path.write_bytes(b"")
    assert standing(path, abc) is InPlace.FREE


def test_both_kinds_are_told_at_once(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.tex" for number in range(9)]
    for one in paths[:8]:
        one.write_bytes(b"mine")
    paths[8].write_bytes(sealed(".tex", WRITTEN[".tex"]) + b"mine")
    with pytest.raises(InputError) as raised:
        refuse_others(paths)
    assert str(raised.value) == (
        f"{', '.join(map(str, paths[:6]))} and 2 more are there already, not written by "
        f"crisis-sim; {paths[8]} was changed since crisis-sim wrote it; force=True writes over them"
    )
