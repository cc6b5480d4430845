"""``sweep --json``."""

from __future__ import annotations

import csv
import re
import shlex
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from tests.cli.conftest import Run

from .claims import SECONDS, Such
from .conftest import Held
from .games import brinkmanship
from .standings import standing
from .trees import outcomes, pure
from .words import about, words_of

Row = dict[str, Any]
"""A point: by outcome its probability, what is played, how many equilibria there are, ties."""
BY_PARTS = "enumeration of pure strategies by parts, compiled; mixed equilibria are not searched"
FIRST = re.compile("of several equilibria, one that passive beliefs support, .* the best for .*")
NONE = "US: do not threaten (the threat)"
THREAT = (
    "US: threaten (the threat); USSR: withdraw (the reply, after soft, threaten); "
    "USSR: defy (the reply, after hard, threaten)"
)


def object_of(
    scenario: str,
    rows: dict[str, list[Row]],
    command: Sequence[str],
    *,
    drawn: bool = False,
    codes: Sequence[str] = (),
    **more: Any,
) -> dict[str, Any]:
    """The object of points in several cases; ``codes`` are the plays by their codes, from 1."""
    heading = about(scenario, *more.pop("assumed", ()))
    every = [row for some in rows.values() for row in some]
    ends = words_of(scenario)["outcomes"]
    single, by_category = groups(ends)
    played = Counter(row["play"] for row in every)
    solved = {
        "solved": len(every),
        "undefined": 0,
        "no equilibrium": 0,
        "not solved": 0,
        "not reached": 0,
    }
    return {
        **heading,
        "values": more["values"],
        "given": more["given"],
        "concept": "sequential",
        "precision": None,
        "design": more["design"],
        "points": len(every),
        "command": shlex.join(["crisis-sim", "sweep", scenario, *command]),
        "method": BY_PARTS,
        "reports": FIRST,
        "labels": {name: one.get("label", name) for name, one in ends.items()},
        "categories": {name: one.get("category", name) for name, one in ends.items()},
        "seconds": SECONDS,
        "status": solved,
        "unproved_digits": 0,
        "tied": sum(row["tied"] for row in every),
        "several_equilibria": sum(row["equilibria"] > 1 for row in every),
        "shares": [
            share(case, name, some, group, drawn)
            for case, some in rows.items()
            for group in (single, by_category)
            for name, own in group.items()
            if group is not by_category or len(own) > 1
        ],
        "equilibria": [
            {"code": code, "share": played[words] / len(every), "meaning": words}
            for code, words in enumerate(codes, 1)
        ],
    }


def groups(ends: dict[str, Any]) -> list[dict[str, list[str]]]:
    """The outcomes, and the categories: those alone are told that gather several."""
    found: dict[str, list[str]] = {}
    for name, one in ends.items():
        found.setdefault(one.get("category", name), []).append(name)
    return [{name: [name] for name in ends}, found]


def share(
    case: str, name: str, rows: list[Row], group: dict[str, list[str]], drawn: bool
) -> dict[str, Any]:
    """The mean probability of an outcome, and how often none of its group is likelier."""
    table = [
        [sum(row["ends"].get(one, 0) for one in own) for own in group.values()] for row in rows
    ]
    chances = np.array(table, float)
    place = [*group].index(name)
    firsts = np.argmax(chances, axis=1) == place

    def error(column: Any) -> float | None:
        return float(np.std(column, ddof=1) / len(rows) ** 0.5) if drawn else None

    return {
        "assuming": case,
        "name": name,
        "category": group[name] != [name],
        "mean": float(chances[:, place].mean()),
        "standard_error": error(chances[:, place]),
        "most_likely": float(firsts.mean()),
        "most_likely_standard_error": error(firsts),
    }


def threatened(p: Fraction, q: Fraction) -> Row:
    """What is reported of brinkmanship at a point, by brute force."""
    root = brinkmanship(p, q)
    held = standing("brinkmanship", root)
    threat = held["equilibria"][0]["outcomes"] != ["the missiles stay"]
    first = "threaten" if threat else "do not threaten"
    return {
        "ends": outcomes(root, pure(root, first, "withdraw", "defy")),
        "play": THREAT if threat else NONE,
        "equilibria": len(held["equilibria"]),
        "tied": 5 * q == 3 and threat,
    }


def test_alternatives_on_a_grid(held: Held) -> None:
    grid = [Fraction(told) for told in ("0.4", "0.6", "0.8")]
    cases = {"as it is": Fraction(3, 10), "a hard Moscow": Fraction(1, 2)}
    rows = {name: [threatened(p, q) for q in grid] for name, p in cases.items()}
    command = ["-x", "q=0.4,0.6,0.8", "--each", "a hard Moscow"]
    claimed = object_of(
        "brinkmanship",
        rows,
        command,
        codes=[NONE, THREAT],
        values={"p": 0.3},
        given={},
        design={
            "alternatives": [*cases],
            "dimensions": ["assuming", "q"],
            "axes": {"q": "0.4,0.6,0.8"},
        },
    )
    held(shlex.join(["sweep", "brinkmanship", *command]), claimed)


def test_a_sweep_that_is_not_run(held: Held, run: Run, tmp_path: Path) -> None:
    claimed = {
        **about("brinkmanship"),
        "given": {},
        "points": 100,
        "parts": 4,
        "measured": Such("some of the points of a part", lambda told: 0 < told <= 30),
        "seconds_to_begin": SECONDS,
        "seconds": SECONDS,
        "file_bytes": None,
        "notes": [],
    }
    held("sweep brinkmanship -x q=0:1:100 --part-points 30 --dry-run", claimed)
    file = tmp_path / "swept.csv"
    line = f"sweep brinkmanship -x q=0.4,0.6,2 -s p=1/3 -o {shlex.quote(str(file))}"
    assert run(*shlex.split(line)).status == 0
    claimed |= {"given": {"p": "1/3"}, "points": 3, "parts": 1, "measured": 3}
    claimed |= {"file_bytes": file.stat().st_size}
    claimed |= {"notes": ["q goes from 0.4 to 2, beyond its range, 0 to 1"]}
    held(f"{line} --force --dry-run", claimed)


def test_a_sweep_that_is_complete_tells_what_was_swept(held: Held, tmp_path: Path) -> None:
    file = tmp_path / "swept.csv"
    command = ["-x", "q=0.4,0.6,0.8"]
    rows = [threatened(Fraction(3, 10), Fraction(q)) for q in ("0.4", "0.6", "0.8")]
    design = {"dimensions": ["q"], "axes": {"q": "0.4,0.6,0.8"}}
    values, given = {"p": 0.3}, dict[str, str]()
    claimed = object_of(
        "brinkmanship",
        {"": rows},
        command,
        codes=[NONE, THREAT],
        values=values,
        given=given,
        design=design,
    )
    line = shlex.join(["sweep", "brinkmanship", *command, "-o", str(file)])
    held(line, claimed)
    told = [*claimed][: [*claimed].index("seconds") + 1]
    held(f"{line} --resume", {name: claimed[name] for name in told})


def demanded(q: float, war: float) -> Row:
    """A asks for more if B is likely enough to be weak: 0.8 or war, against 0.5."""
    risky = q * war + (1 - q) * 0.8 > 0.5
    ends = {"settled for more": 1 - q, "war": q} if risky else {"settled for less": 1.0}
    action, answer = ("risky demand", "refuse") if risky else ("safe demand", "accept")
    after = f"answer to the {action}, after {{}} cost, {action}"
    moves = [f"A: {action} (the demand)", f"B: {answer} ({after.format('low')})"]
    play = "; ".join([*moves, f"B: accept ({after.format('high')})"])
    return {"ends": ends, "play": play, "equilibria": 1, "tied": False}


def test_the_first_of_equals_is_the_likeliest(held: Held) -> None:
    """Where B is as likely strong as weak, war is as likely as a settlement."""
    rows = [demanded(q, 0.3) for q in (0.25, 0.5)]
    command = ["-x", "q=0.25,0.5", "-s", "p=0.4"]
    claimed = object_of(
        "bargaining-range",
        {"": rows},
        command,
        codes=[rows[0]["play"]],
        values={"p": 0.4, "cA": 0.1, "cL": 0.1, "cH": 0.4},
        given={"p": "0.4"},
        design={"dimensions": ["q"], "axes": {"q": "0.25,0.5"}},
    )
    held(shlex.join(["sweep", "bargaining-range", *command]), claimed)


def test_draws_have_standard_errors(held: Held, tmp_path: Path) -> None:
    """Computed from the draws in the table that is written beside."""
    name, file = "war costs A nothing", tmp_path / "drawn.csv"
    command = ["-x", "q~prior", "--draws", "40", "--seed", "4", "-s", "p=0.4", "-a", name]
    draws = {"priors": {"q": "uniform(0, 1)"}, "count": 40, "sample": "random", "seed": 4}

    def claimed() -> dict[str, Any]:
        with file.open(encoding="utf-8") as lines:
            rows = [demanded(float(line["q"]), 0.39) for line in csv.DictReader(lines)]
        assert len({row["play"] for row in rows}) == 2
        return object_of(
            "bargaining-range",
            {"": rows},
            command,
            drawn=True,
            codes=[*dict.fromkeys(row["play"] for row in rows)],
            assumed=(name,),
            values={"p": 0.4, "cL": 0.1, "cH": 0.4},
            given={"p": "0.4"},
            design={"dimensions": ["draw"], "axes": {}, "draws": draws},
        )

    held(shlex.join(["sweep", "bargaining-range", *command, "-o", str(file)]), claimed)
