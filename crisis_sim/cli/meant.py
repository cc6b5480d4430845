"""Which option a word is meant for that stands where the command takes none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from shlex import quote

import click

from crisis_sim.cli.typed import Options
from crisis_sim.concepts import AUTO, CONCEPTS
from crisis_sim.errors import CrisisSimError
from crisis_sim.formula.write import in_full
from crisis_sim.scenario.ranges import own_range
from crisis_sim.scenario.scenario import Scenario

__all__ = ["SUCH", "as_axis", "ends_of", "loose_words", "named", "scenario_among"]

SUCH = 11
"""Values of an axis of which it is not said how many."""
_PAIR = re.compile(r"\s*(\w+)\s*=\s*\S.*")


def scenario_among(words: Iterable[str]) -> Scenario | None:
    """The scenario that some words name first, if it can be read."""
    from crisis_sim.scenario.library import is_named_so, load

    for word in words:
        if is_named_so(word):
            with suppress(CrisisSimError):
                return load(word)
    return None


def named(scenario: Scenario | None, word: str) -> bool:
    """Whether a scenario has a parameter or definition of this name."""
    return scenario is not None and (word in scenario.parameters or word in scenario.definitions)


def loose_words(loose: Sequence[str], words: Sequence[str], options: Options) -> Iterator[str]:
    """How to write each of the words that are left over, where that is clear."""
    scenario = scenario_among(words)
    for word in loose:
        if flag := _flag(word, options, scenario):
            swept = options[flag].metavar == "AXIS"
            yield f"{flag} {quote(as_axis(scenario, word) if swept else word)}"


def _flag(word: str, options: Options, scenario: Scenario | None) -> str:
    """The option that takes a word; empty where none does."""
    pair = _PAIR.fullmatch(word)
    if pair and (":" in word or "-s" not in options):
        return _first(options, "-x")
    if pair:
        return "-s"
    if named(scenario, word):
        return _first(options, "-x")
    if scenario is not None and word in scenario.assumptions:
        return _first(options, "-a")
    if scenario is not None and word in ends_of(scenario):
        return _first(options, "--outcome")
    if word in (AUTO, *CONCEPTS):
        return _first(options, "-c")
    return "-o" if _is_path(word, options.get("-o")) else ""


def ends_of(scenario: Scenario) -> set[str]:
    """The names of outcomes and of their categories."""
    categories = scenario.ends.categories
    return {*categories, *categories.values()}


def as_axis(scenario: Scenario | None, name: str) -> str:
    """An axis along a parameter's own range, or what could be one; any other word as it is."""
    if scenario is None or not named(scenario, name):
        return name
    ends = [in_full(end) for end in own_range(scenario, name) or (Fraction(0), Fraction(1))]
    return f"{name}={ends[0]}:{ends[1]}:{SUCH}"


def _first(options: Options, *flags: str) -> str:
    return next((flag for flag in flags if flag in options), "")


def _is_path(word: str, option: click.Option | None) -> bool:
    """Whether a word can be what an option writes to: a file has a suffix, a folder need not."""
    takes = option.type if option is not None else None
    return isinstance(takes, click.Path) and (not takes.file_okay or bool(Path(word).suffix))
