"""Which tests run which lines, as pytest-cov measures it, and how long they take."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.mutations import Mutant
from tools.scratch import Copy

__all__ = ["ALONE", "Seen", "failed", "measure", "own_tests"]

ALONE = "alone"
"""What the tests that stand in no folder are called."""


def measure(copy: Copy, parts: Collection[str]) -> None:
    """Run the tests of some folders with their lines traced.

    If none are named, of all that were not measured since their tests were last edited.
    """
    every = dict(_parts(copy.checkout / "tests"))
    if unknown := [one for one in parts if one not in every]:
        raise SystemExit(f"no folder of tests {', '.join(unknown)}; known here: {', '.join(every)}")
    copy.seen.mkdir(parents=True, exist_ok=True)
    for name in parts or [one for one in every if not _measured(copy, one, every[one])]:
        print(f"measuring {name}", flush=True)
        base = copy.seen / name
        options = ["--cov=crisis_sim", "--cov-context=test", "--cov-report=", *every[name]]
        kept = {"COVERAGE_FILE": f"{base}.coverage", "NUMBA_CACHE_DIR": str(copy.compiled)}
        copy.run([f"--junitxml={base}.xml", *options], kept)


def _measured(copy: Copy, name: str, places: Collection[str]) -> bool:
    report = copy.seen / f"{name}.xml"
    held = [copy.checkout / one for one in places]
    files = [*held, *(one for place in held for one in place.rglob("*.py"))]
    edited = max((one.stat().st_mtime for one in files if one.is_file()), default=0.0)
    return report.is_file() and report.stat().st_mtime >= edited


def _parts(tests: Path) -> Iterator[tuple[str, list[str]]]:
    """The folders of tests by name, then the tests that stand in none."""
    for folder in sorted(one.parent for one in tests.glob("*/__init__.py")):
        yield folder.name, [f"tests/{folder.name}"]
    yield ALONE, [f"tests/{one.name}" for one in sorted(tests.glob("test_*.py"))]


@dataclass(frozen=True, slots=True)
class Seen:
    """The tests that pass and stand there still, with their seconds; and what they ran, traced."""

    checkout: Path
    seconds: Mapping[str, float]
    traced: Mapping[Path, Any]

    @classmethod
    def of(cls, copy: Copy) -> Seen:
        """What was measured so far."""
        seconds: dict[str, float] = {}
        traced: dict[Path, Any] = {}
        standing = set(_standing(copy.checkout))
        for path in sorted(copy.seen.glob("*.xml")):
            passed = _passed(path)
            seconds |= {one: took for one, took in passed if one.partition("[")[0] in standing}
            traced[path] = _traced(path.with_suffix(".coverage"))
        return cls(copy.checkout, seconds, traced)

    def chosen(self, mutant: Mutant, budget: float) -> tuple[list[str], float | None]:
        """The tests that should see a mutant, and the seconds that they took; None if not measured.

        Those that run its lines, or any line of its file where that was edited since; then all of
        its own folder, for what is run on import or kept from one test for the next is traced in
        one alone. Of either those of its folder come first, then those whose file names the module,
        then the fastest, as many as the budget lets. Where that folder was not measured, all tests
        there.
        """
        own = own_tests(self.checkout, mutant.file)
        named, others = self._naming(mutant.file, own)
        known = {one for one in self.seconds if one.startswith(own)}
        if not known:
            return named + (others if own != "tests" or not named else []), None
        ran = self._ran(mutant)

        def place(test: str) -> tuple[bool, bool, bool, float, str]:
            unnamed = test.partition("::")[0] not in named
            return test not in ran, test not in known, unnamed, self.seconds[test], test

        chosen, spent = list[str](), 0.0
        for one in sorted(known | ran, key=place):
            if not chosen or spent + self.seconds[one] <= budget:
                chosen.append(one)
                spent += self.seconds[one]
        return chosen, spent

    def _naming(self, file: str, own: str) -> tuple[list[str], list[str]]:
        """The files of tests that name a module, and the others."""
        name = file.removesuffix(".py").replace("/", ".")
        place = self.checkout / own
        files = [place] if place.is_file() else sorted(place.rglob("test_*.py"))
        found: tuple[list[str], list[str]] = [], []
        for one in files:
            kind = found[name not in one.read_text(encoding="utf-8")]
            kind.append(one.relative_to(self.checkout).as_posix())
        return found

    def _ran(self, mutant: Mutant) -> set[str]:
        path = self.checkout / mutant.file
        first, last = mutant.lines
        found = set[str]()
        for table, data in self.traced.items():
            edited = path.stat().st_mtime > table.stat().st_mtime
            for line, contexts in data.contexts_by_lineno(str(path)).items():
                if edited or first <= line <= last:
                    found.update(context.rpartition("|")[0] for context in contexts)
        return found & self.seconds.keys()


def _standing(checkout: Path) -> Iterator[str]:
    """The tests of the checkout, without their examples."""
    for file in (checkout / "tests").rglob("test_*.py"):
        for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE):
            yield f"{file.relative_to(checkout).as_posix()}::{name}"


def _traced(path: Path) -> Any:
    from coverage import CoverageData

    data = CoverageData(str(path))
    data.read()
    return data


def _passed(path: Path) -> Iterator[tuple[str, float]]:
    """The tests of a JUnit report that neither failed nor were skipped."""
    for case in ElementTree.parse(path).iter("testcase"):
        if not len(case):
            yield _name(case), float(case.attrib["time"])


def failed(path: Path) -> Iterator[str]:
    """The tests of a JUnit report that failed, and the files that could not be read."""
    if path.is_file():
        for case in ElementTree.parse(path).iter("testcase"):
            if any(one.tag in ("failure", "error") for one in case):
                yield _name(case)


def _name(case: ElementTree.Element) -> str:
    """As pytest is asked for it; of a file that could not be read, its own."""
    module, name = case.attrib["classname"], case.attrib["name"]
    file = (module or name).replace(".", "/") + ".py"
    return f"{file}::{name}" if module else file


def own_tests(checkout: Path, file: str) -> str:
    """The tests that mirror a module: a folder, a file, or where there are none, all."""
    part = Path(file).with_suffix("").parts[1]
    places = (f"tests/{part}", f"tests/test_{part}.py")
    return next((one for one in places if (checkout / one).exists()), "tests")
