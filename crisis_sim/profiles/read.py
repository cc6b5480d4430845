"""A profile from a file, from text or from plain data, with all its mistakes at once.

Three forms are read. The object that ``crisis-sim solve --json`` prints, of which one equilibrium
is taken; the table ``strategy.csv`` that ``crisis-sim run`` writes; and what a person would write
by hand, as YAML::

    the offer: Turkey in secret
    the reply: {accept: 2/3, stall: 1/3}

where the name of a situation stands for all its information sets that are not named themselves.
Numbers are taken as they are written, exactly.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from crisis_sim.errors import GivenError, InputError, ScenarioError
from crisis_sim.game.game import Floats, Game
from crisis_sim.input_file import read_input, standard_input
from crisis_sim.problem import Problem
from crisis_sim.profiles.interpret import CLOSE, Claimed, interpret
from crisis_sim.profiles.no_profile import in_lines, in_one, no_profile
from crisis_sim.profiles.table import is_profile_table, read_profile_table, refuse_second
from crisis_sim.scenario.given import floats_of
from crisis_sim.scenario.positions import Document, Keys, TooManyProblems, path_text
from crisis_sim.scenario.read_yaml import MOST_CHARACTERS, read
from crisis_sim.solve.solution import Equilibrium, ExactAssessment, Solution
from crisis_sim.strategy.exactly import ExactPlay, exact_beliefs, exact_profile
from crisis_sim.tables.opening import BINARY, is_binary, open_bytes, open_source
from crisis_sim.tables.source import OpenTable
from crisis_sim.text_file import decoded

__all__ = ["GivenProfile", "changed", "claimed_profile", "parse_profile", "read_profile"]

MOST_OF_OBJECT = 50_000_000
"""Characters of a JSON object, which is read faster than YAML."""

GivenProfile = str | Path | Mapping[str, Any] | Floats | Equilibrium | Claimed
"""What stands for a profile: the path of a file, ``-`` for standard input, plain data, numbers, an
equilibrium, or what was read before."""


def claimed_profile(given: GivenProfile, game: Game, *, which: int = 0) -> Claimed:
    """The profile that ``given`` stands for.

    Raises
    ------
    InputError, GivenError
        Something that is no profile of this game.
    """
    if isinstance(given, Claimed):
        return given
    if isinstance(given, (str, Path)):
        return read_profile(Path(given), game, which=which)
    if isinstance(given, Mapping):
        return profile_from(given, game, which=which)
    refuse_second(which)
    return _of_numbers(given, game)


def _of_numbers(given: Floats | Equilibrium, game: Game) -> Claimed:
    """A profile that no text holds: floats, or an equilibrium, whose exact numbers are taken."""
    beliefs = np.full(game.tree.size, np.nan)
    known = None
    if isinstance(given, Equilibrium):
        known = given.exact if given.certificate.proved else None
        beliefs, given = given.beliefs, given.profile
    if isinstance(given, Solution):
        raise InputError("a solution can hold several equilibria: give one, as .equilibria[0]")
    profile = floats_of(given, "a profile by choices")
    count = int(game.tree.choice_start[-1])
    if profile.shape != (count,) or len(beliefs) != game.tree.size:
        raise InputError(f"a profile of this game has {count} probabilities, one for each choice")
    sums = np.add.reduceat(profile, game.tree.choice_start[:-1]) if count else np.ones(1)
    if not (np.all(profile >= 0) and np.allclose(sums, 1.0, rtol=0.0, atol=CLOSE)):
        raise InputError("the probabilities at each information set must sum to one")
    if known is not None:
        return Claimed(known, rounded=False, beliefs_rounded=False)
    tree = game.tree
    exact = ExactAssessment(exact_profile(tree, profile), exact_beliefs(tree, beliefs))
    return Claimed(exact, not _whole(profile), not _whole(beliefs))


def _whole(numbers: Floats) -> bool:
    return bool(np.all((numbers == 0.0) | (numbers == 1.0) | np.isnan(numbers)))


def read_profile(path: Path, game: Game, *, which: int = 0) -> Claimed:
    """The profile in a file, with the beliefs that come with it.

    Parameters
    ----------
    which : the equilibrium to take where the file holds several, from 0.

    Raises
    ------
    InputError
        A file that cannot be read, or no equilibrium of that number.
    GivenError
        A file with mistakes in it, all of them listed.
    """
    if path == Path("-"):
        return parse_profile(standard_input(), game, file="<stdin>", which=which)
    if path.suffix.lower() not in BINARY:
        return parse_profile(read_input(path), game, file=str(path), which=which)
    with open_source(path) as source:
        return _from_table(source, game, which)


def parse_profile(
    text: str | bytes, game: Game, *, file: str = "the profile", which: int = 0
) -> Claimed:
    """The profile in a text, or in a file's bytes: YAML, JSON or a table of any kind."""
    document = Document([])
    if isinstance(text, bytes) and not is_binary(text):
        text = _text(text, file)
    try:
        if isinstance(text, bytes) or is_profile_table(text):
            with open_bytes(text, file) as source:
                return _from_table(source, game, which)
        document.data = _long_object(text)
        if document.data is None:
            read(text, document)
        document.problems = list(_in_one(document, game))
        return _claimed(document, game, file, which)
    except TooManyProblems:
        raise GivenError(file, document.problems) from None


def _long_object(text: str) -> Any:
    """What a text holds that is longer than YAML may be, as of a large game; None if no JSON."""
    if not MOST_CHARACTERS < len(text) <= MOST_OF_OBJECT or not text.lstrip().startswith("{"):
        return None
    try:
        return json.loads(text, parse_float=str)
    except (ValueError, RecursionError):
        return None


def _text(data: bytes, file: str) -> str:
    try:
        return decoded(data, file, wanted="neither a profile nor a table")
    except ScenarioError as error:
        raise GivenError(error.file, error.problems) from None


def _in_one(document: Document, game: Game) -> Iterator[Problem]:
    """The problems of a text, with how to write in one what stands on several lines, or apart."""
    sets = game.tree.information_sets
    hints = {
        path_text(keys): in_one(str(keys[-1]), values, sets)
        for keys, values in document.again.items()
    }
    for one in document.problems:
        own = hints.get(one.where) or in_lines(one.excerpt, sets)
        yield replace(one, hint=own or one.hint)


def _from_table(source: OpenTable, game: Game, which: int) -> Claimed:
    document = Document([])
    try:
        read_profile_table(source, document, which)
        claimed = _claimed(document, game, source.file, 0)
        return replace(claimed, notes=(*source.notes, *claimed.notes))
    except TooManyProblems:
        raise GivenError(source.file, document.problems) from None


def profile_from(
    data: Mapping[str, Any], game: Game, *, name: str = "the profile", which: int = 0
) -> Claimed:
    """The profile in plain data of the same forms."""
    document = Document([], data=data)
    try:
        return _claimed(document, game, name, which)
    except TooManyProblems:
        raise GivenError(name, document.problems) from None


def changed(claimed: Claimed, changes: Mapping[str, Any], game: Game) -> Claimed:
    """A profile in which some information sets, or situations, play otherwise.

    What is believed on the new path follows from it, so that no beliefs are kept there.

    Raises GivenError with everything that is wrong with the changes.
    """
    name = "the changes"
    document = Document([], data=changes)
    try:
        new = interpret(game, document, (), changes, base=claimed)
    except TooManyProblems:
        raise GivenError(name, document.problems) from None
    if document.problems:
        raise GivenError(name, document.problems)
    bayes = ExactPlay(game, new.exact.profile).bayes
    beliefs = tuple(
        belief if known is None else None
        for belief, known in zip(new.exact.beliefs, bayes, strict=True)
    )
    return replace(new, exact=ExactAssessment(new.exact.profile, beliefs))


def _claimed(document: Document, game: Game, file: str, which: int) -> Claimed:
    if not document.problems:
        prefix = _chosen(document, which)
        strategy = _descend(document.data, prefix)
        beliefs: Any = None
        if isinstance(strategy, dict) and isinstance(strategy.get("strategy"), dict):
            beliefs = strategy.get("beliefs")
            at: Keys = (*prefix, "beliefs")
            prefix, strategy = (*prefix, "strategy"), strategy["strategy"]
        else:
            at = prefix
        if not isinstance(strategy, Mapping):
            hint = no_profile(document.lines, game.tree.information_sets)
            document.add(prefix, "expected information sets, each with an action", hint=hint)
        else:
            claimed = interpret(game, document, prefix, strategy, beliefs=(at, beliefs))
    if document.problems:
        raise GivenError(file, document.problems)
    return claimed


def _chosen(document: Document, which: int) -> Keys:
    """Where the equilibrium that was asked for stands."""
    data = document.data
    listed = data.get("equilibria") if isinstance(data, Mapping) else None
    if not isinstance(listed, list):
        refuse_second(which)
        return ()
    if not 0 <= which < len(listed):
        raise InputError(f"there is no equilibrium {which + 1}; the file holds {len(listed)}")
    return ("equilibria", which)


def _descend(data: Any, keys: Keys) -> Any:
    for key in keys:
        data = data[key]
    return data
