"""Payoffs in tables that differ in late digits, read back: the better one reads as the better."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.plot.near_scenarios import OFFSETS, THREE

MILLION = 1_000_000


def read(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def row(out: str, first: str) -> list[str]:
    """The cells of the row that begins with some words."""
    found = next(line for line in out.splitlines() if line.strip().startswith(first))
    return re.split(r"\s{2,}", found.strip())


def written(folder: Path, text: str) -> str:
    path = folder / "near.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("scenario", [THREE, OFFSETS], ids=["three", "offsets"])
def test_what_departing_brings_reads_as_less(run: Run, tmp_path: Path, scenario: str) -> None:
    out = run("solve", written(tmp_path, scenario)).out
    _, first, second, *_ = row(out, "expected payoff")
    expected = {"A": read(first), "B": read(second)}
    found = r"(\w), \w: '\w+' would bring ([\d,.]+) instead of ([\d,.]+)\s+\((\S+) less\)"
    told = re.findall(found, out)
    assert len(told) == 2
    for player, value, best, loss in told:
        assert read(value) < read(best) == expected[player]
        off = expected[player] - read(value) - read(loss)
        assert abs(off) <= read(loss) / 5


def test_what_is_expected_shows_what_could_be_gained(run: Run, tmp_path: Path) -> None:
    out = run("verify", written(tmp_path, THREE), "-p", "s=left").out
    assert read(row(out, "A ")[1]) == Fraction("1000000.0001")


def test_assumptions_side_by_side_are_told_apart(run: Run, tmp_path: Path) -> None:
    out = run("compare", written(tmp_path, OFFSETS)).out
    paid = [read(row(out, name)[2]) for name in ("as it is", "more", "less")]
    assert [one - MILLION for one in paid] == list(map(Fraction, ["0.0002", "0.0003", "0.00015"]))


def test_a_package_that_is_refused_reads_as_worse_than_no_deal(run: Run, tmp_path: Path) -> None:
    out = run("bargain", written(tmp_path, OFFSETS)).out
    base = re.search(r"agreement: A ([\d,.]+\d), B ([\d,.]+\d)\.", out)
    assert base
    least = dict(zip("AB", map(read, base.groups()), strict=True))
    assert least == {"A": Fraction("1000000.00015"), "B": MILLION}
    for start in ("1  part", "2  all"):
        *_, first, second, _, _, refused = row(out, start)
        paid = {"A": read(first), "B": read(second)}
        assert refused in "AB"
        assert all((paid[name] < least[name]) == (name == refused) for name in "AB")


def test_a_mean_shows_two_digits_of_the_deviation_from_it(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("SALib")
    text = OFFSETS.replace("0.001], label", '0.001], prior: "uniform(-0.0005, 0.001)", label')
    out = run("sensitivity", written(tmp_path, text), "--payoff", "A", "--samples", "64").out
    found = re.search(r"mean\s+([\d,.]+\d),\s+standard\s+deviation\s+([\d.]+\d)\.", out)
    assert found
    mean, deviation = map(read, found.groups())
    # Over e below 0.00005, a share of 11/30, A takes 0.00015; else e + 0.0001.
    expected = MILLION + Fraction("0.00015") * 11 / 30 + Fraction("0.000625") * 19 / 30
    assert abs(mean - expected) < deviation / 10
