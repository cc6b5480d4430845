"""Bugs planted one at a time in a copy of the checkout, and whether the tests see them.

python -m tools.mutants --planted            the bugs of tools/planted.toml
python -m tools.mutants --drawn 200 --seed 1 small changes drawn from all folders of crisis_sim
python -m tools.mutants --drawn 200 --only crisis_sim/plot   those of them in some files alone
python -m tools.mutants --planted --again --tests tests/plot those that lived, by other tests

python -m tools.mutants --drawn 200 --measure plot   first see which tests there run which lines

Answers are kept in build/mutants as they come: a run goes on where it was broken off. First the
tests are tried that run the lines of a mutant, where that was measured, then all tests of its
folder: lines that are compiled or run on import are traced in no test, or in one alone. Tests that
were written since are not known: ``--measure`` by itself measures their folders again. A test that
fails without the mutant kills nothing, and is left out. A process that ends without a word has
crashed by the mutant if the same tests pass without it. Changes that change nothing are told in
tools/equivalent.toml, each with the reason.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tools.mutations import Mutant, drawn, replaced
from tools.scratch import Copy
from tools.seen import Seen, measure
from tools.trial import SEEN, tried

ROOT = Path(__file__).resolve().parent.parent
PLANTED = ROOT / "tools" / "planted.toml"
EQUIVALENT = ROOT / "tools" / "equivalent.toml"
PATIENCE, SLOWER = 120.0, 2.0
"""A mutant has run too long after so many seconds, and so many times what its tests took."""


def planted(root: Path, table: Path) -> list[Mutant]:
    """The bugs of a table, each a text that stands once in its file, and what takes its place.

    Raises SystemExit for all whose text does not stand there once.
    """
    found, faults = [], []
    for one in tomllib.loads(table.read_text(encoding="utf-8"))["bug"]:
        text = (root / one["file"]).read_bytes()
        old, new = one["old"].encode(), one["new"].encode()
        if (count := text.count(old)) != 1:
            faults.append(
                f"{one['name']}: {one['file']} has '{one['old']}' {count} times, not once"
            )
            continue
        start = text.index(old)
        change = (start, start + len(old), new)
        found.append(replaced(one["file"], text, change, name=one["name"]))
    if faults:
        raise SystemExit("\n".join([*faults, f"write in {table.name} what stands there now"]))
    return found


def equivalents(table: Path) -> dict[str, str]:
    """The reasons why some mutants change nothing, by their keys."""
    held = tomllib.loads(table.read_text(encoding="utf-8")).get("same", [])
    return {f"{one['file']}\n{one['before']}\n{one['after']}": one["why"] for one in held}


def answered(path: Path) -> dict[str, dict[str, Any]]:
    """The last answer for each mutant, by its key."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {one["key"]: one for one in map(json.loads, lines)}


def try_all(
    copy: Copy, mutants: Iterable[Mutant], tests: Sequence[str], budget: float
) -> Iterator[tuple[Mutant, dict[str, Any]]]:
    """What becomes of each mutant, kept as soon as it is known; by its own tests if none are given.

    One that takes too long is killed only where it is known how long its tests take without it.
    """
    seen = Seen.of(copy)
    for mutant in mutants:
        chosen, expected = (tests, None) if tests else seen.chosen(mutant, budget)
        limit = PATIENCE + SLOWER * (budget if expected is None else expected)
        late = "undecided" if expected is None else "timed out"
        answer = tried(copy, mutant, chosen, limit=limit, late=late)
        with copy.answers.open("a", encoding="utf-8") as file:
            file.write(json.dumps(answer) + "\n")
        yield mutant, answer


def summary(mutants: Sequence[Mutant], known: dict[str, dict[str, Any]], same: set[str]) -> str:
    """How many there are of each outcome, then all that lived."""
    outcomes = ["the same" if one.key in same else known[one.key]["outcome"] for one in mutants]
    counts = ", ".join(f"{outcomes.count(one)} {one}" for one in dict.fromkeys(sorted(outcomes)))
    lines = [f"{len(mutants)} mutants: {counts or 'none'}"]
    for one, outcome in zip(mutants, outcomes, strict=True):
        if outcome not in (*SEEN, "the same"):
            lines.append(f"\n{one.file}:{one.lines[1]}: {one.name or outcome}".rstrip())
            lines += [f"  - {line}" for line in one.before.splitlines()]
            lines += [f"  + {line}" for line in one.after.splitlines()]
    return "\n".join(lines)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--planted", action="store_true", help="the bugs of tools/planted.toml")
    parser.add_argument("--drawn", type=int, default=0, metavar="N", help="so many drawn ones")
    parser.add_argument("--seed", type=int, default=0, help="of the draw; 0 by itself")
    parser.add_argument("--only", default="", metavar="PATH", help="those in a file or folder")
    parser.add_argument("--again", action="store_true", help="try again those that lived")
    parser.add_argument(
        "--tests", action="append", default=[], metavar="PATH", help="these tests instead"
    )
    parser.add_argument(
        "--budget",
        type=float,
        default=120.0,
        metavar="SECONDS",
        help="what the tests of one may have taken; 120",
    )
    parser.add_argument(
        "--measure", nargs="*", metavar="NAME", help="folders of tests; all if none"
    )
    parser.add_argument(
        "--folder",
        type=Path,
        default=ROOT / "build" / "mutants",
        metavar="PATH",
        help="where the copy and the answers are kept",
    )
    return parser


def main() -> int:
    """Try the mutants asked for; the status is 1 if one lives."""
    options = _options().parse_args()
    copy = Copy(options.folder)
    copy.refresh(ROOT)
    same = set(equivalents(EQUIVALENT))
    mutants = planted(ROOT, PLANTED) if options.planted else []
    mutants += drawn(ROOT, options.drawn, options.seed)
    mutants = [one for one in mutants if one.file.startswith(options.only)]
    known = answered(copy.answers)
    lived = {key for key, one in known.items() if options.again and one["outcome"] not in SEEN}
    wanted = [one for one in mutants if one.key not in same | (set(known) - lived)]
    if options.measure is not None:
        measure(copy, options.measure)
    answers = try_all(copy, wanted, options.tests, options.budget)
    for number, (mutant, answer) in enumerate(answers, 1):
        known[mutant.key] = answer
        where = f"{mutant.file}:{mutant.lines[1]}"
        said = f"{answer['outcome']:9} {answer['seconds']:6.1f} s  {mutant.name or where}"
        print(f"{number}/{len(wanted)}  {said}  {answer['by']}".rstrip(), flush=True)
    told = summary(mutants, known, same)
    print(told)
    return 1 if "\n" in told else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Interrupted; the same command goes on.")
