"""``crisis-sim verify``."""

from __future__ import annotations

import re
import shlex
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.asked import Asked, asked_of_scenario
from crisis_sim.cli.limits import seconds_option_of
from crisis_sim.cli.option_flags import argument_flag
from crisis_sim.cli.options import tell
from crisis_sim.formula.other_notations import as_decimal

if TYPE_CHECKING:
    from crisis_sim.game.game import Game

__all__ = []

_SHARE = re.compile(r"(.+):\s*((?:\d+(?:\.\d*)?|\.\d+)(?:/\d+|[eE][-+]?\d+)?)")
_NO_SHARE = re.compile(r"(.+):\s*([-+]?[\d.,][-+\d.,/ eE]*%?)")


@click.command("verify")
@click.option(
    "-p",
    "--play",
    "plays",
    metavar="WHERE=ACTION",
    multiple=True,
    help="What is played at an information set or situation, over what PROFILE says; "
    "WHERE=ACTION:0.2 for each of several actions.",
)
@argument_flag("equilibrium", "Take this one of several in PROFILE")
@argument_flag("tol")
@seconds_option_of("verify")
@asked_of_scenario
@click.argument("profile", required=False)
def command(
    asked: Asked, profile: str | None, plays: tuple[str, ...], equilibrium: int, tol: float | None
) -> None:
    """Measure a strategy profile of SCENARIO: who could gain by departing, where and how much.

    PROFILE is a file, or - for standard input: what 'crisis-sim solve --json' prints, the table
    strategy.csv that 'crisis-sim run' writes, or lines such as 'the offer: strike'. The name of a
    situation stands for all its information sets.

    Example: crisis-sim verify brams-chicken -p Washington=blockade -p Moscow=withdraw
    """
    from crisis_sim.report.verification import verification_blocks, verification_text

    study, given = asked.opened(profile)
    game = study.game(given)
    changes = _changes(plays, game)
    if profile is None and not changes:
        raise click.UsageError("give a PROFILE, or what is played with -p WHERE=ACTION")
    base, over = (changes, {}) if profile is None else (profile, changes)
    verify = partial(study.verify, base, given, changes=over, equilibrium=equilibrium, tol=tol)
    with as_far(verify) as found:
        if asked.as_json:
            click.echo(verification_text(study, found))
            return
        tell(study, given, verification_blocks(study, found))


def _changes(plays: tuple[str, ...], game: Game) -> dict[str, Any]:
    """Options as plain data: an action for each place, or its probabilities."""
    changes: dict[str, Any] = {}
    known = {action for held in game.tree.information_sets for action in held.actions}
    for text in plays:
        where, equals, action = (part.strip() for part in text.partition("="))
        if not equals or not where or not action:
            raise click.UsageError(f"expected WHERE=ACTION, found '{text}'{_meant(text, game)}")
        _check_action(where, action, game)
        share = None if action in known else _share(action)
        held = changes.setdefault(where, {} if share else action)
        if share is None and held is not action:
            raise click.UsageError(f"what is played at '{where}' is given twice")
        if share is not None:
            if not isinstance(held, dict) or share[1].strip() in held:
                raise click.UsageError(f"what is played at '{where}' is given twice")
            held[share[1].strip()] = share[2]
    return changes


def _check_action(where: str, action: str, game: Game) -> None:
    """Raise UsageError for actions in another form than this option takes, and say which."""
    from crisis_sim.tables.mixed import mixed

    sets = game.tree.information_sets
    here = [held for held in sets if where in (held.label, game.tree.label(held.nodes[0]))]
    actions = tuple(dict.fromkeys(action for held in here for action in held.actions))
    if action in actions or action.partition(":")[0].strip() in actions:
        return
    if shares := mixed(action.strip("{}"), actions):
        ways = (one if share == "1" else f"{one}:{share}" for one, share in shares.items())
        told = " ".join(f"-p {shlex.quote(f'{where}={way}')}" for way in ways)
        raise click.UsageError(f"'{where}' has no action '{action}'. Write {told}")


def _meant(text: str, game: Game) -> str:
    """How to write a place and its action that stand side by side, or a file."""
    if Path(text).is_file():
        return f". Write the file without -p: {shlex.quote(text)}"
    for held in game.tree.information_sets:
        for place in (held.label, held.label.partition(",")[0]):
            action = text.removeprefix(place).strip(" :-,")
            if text.startswith(place) and action in held.actions:
                return f". Write -p {shlex.quote(f'{place}={action}')}"
    return ""


def _share(action: str) -> re.Match[str] | None:
    """An action with its probability, if one is given.

    Raises UsageError for what stands in the place of a probability and is none.
    """
    share = _SHARE.fullmatch(action)
    wrong = None if share else _NO_SHARE.fullmatch(action)
    if wrong is None:
        return share
    told = f". {as_decimal(wrong[2])}"
    written = re.search(r"\d[\d.]*", told)
    if written is None or float(written[0].rstrip(".")) > 1 or wrong[2].startswith("-"):
        told = ". Write a number from 0 to 1, such as 0.25 or 1/4."
    raise click.UsageError(f"'{action}': '{wrong[2]}' is not a probability{told}")
