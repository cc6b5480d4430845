"""``crisis-sim check``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from crisis_sim.cli.options import console, nodes_option, open_study, scenario_argument

if TYPE_CHECKING:
    from crisis_sim.game.game import Game
    from crisis_sim.study import Study

__all__ = ["command"]

MOST_NAMED = 20
"""Places named at most at which probabilities did not add up to one."""


@click.command("check")
@scenario_argument
@click.option("--findings", is_flag=True, help="Solve and compare every finding as well.")
@nodes_option
def command(scenario: str, findings: bool, max_nodes: int) -> None:
    """Read SCENARIO and report everything that is wrong or doubtful.

    Exit status 3 if it cannot be used, or if a finding does not hold.
    """
    from crisis_sim.report.blocks import Items, Prose, show

    study = open_study(scenario, most_nodes=max_nodes)
    out = console()
    game = study.game()
    show([Prose(f"{study.scenario.title}: {game.describe()}.")], out)
    notes = () if study.gambit is None else study.gambit.notes
    doubts = (*notes, *_doubts(study), *_normalised(study, game), *_under_assumptions(study))
    if doubts:
        show([Items(doubts)], out)
    failed = _findings(study) if findings else ()
    if findings:
        total = len(study.scenario.findings)
        show([Prose(f"{total - len(failed)} of {total} findings hold.")], out)
    if failed:
        show([Items(failed)], out)
        raise click.exceptions.Exit(3)
    if not doubts:
        show([Prose("Nothing to object to.")], out)


def _doubts(study: Study) -> Iterator[str]:
    from crisis_sim.scenario.doubts import (
        curly_quotes,
        forgotten_payoffs,
        names_alike,
        players_alike,
    )
    from crisis_sim.scenario.never import never_met
    from crisis_sim.scenario.whole import unused

    scenario = study.scenario
    yield from forgotten_payoffs(scenario)
    yield from names_alike(scenario)
    yield from curly_quotes(scenario)
    if scenario.situations:
        yield from players_alike(scenario)
        yield from never_met(scenario, most=study.most_nodes)
    data = scenario.document.data or {}  # a Gambit file declares nothing
    own = {*data.get("parameters", {}), *data.get("definitions", {})}
    yield from (f"{n} is declared and never used." for n in unused(scenario) if n in own)
    for parameter in scenario.parameters.values():
        if parameter.name in own and parameter.low is None:
            yield f"{parameter.name} has no range, so it can be swept only with one given."


def _normalised(study: Study, game: Game) -> Iterator[str]:
    """Chance nodes whose probabilities are not those given, but these divided by their sum."""
    from crisis_sim.numbers.written import counted

    divided = game.numbers.normalised
    if not divided:
        return
    totals = _totals(study, divided)
    named = [(game.tree.label(node), totals[node]) for node in divided]
    for (label, total), nodes in list(Counter(named).items())[:MOST_NAMED]:
        places = f" ({nodes:,} nodes)" if nodes > 1 else ""
        yield (
            f"The probabilities at '{label}'{places} add up to {total}; each was divided by that."
        )
    more = len(set(named)) - MOST_NAMED
    if more > 0:
        yield f"So it is at {counted(more, 'more place')}."


def _totals(study: Study, nodes: Sequence[int]) -> dict[int, str]:
    """What the probabilities at chance nodes add up to, as they are given."""
    from crisis_sim.numbers.rational import ZERO
    from crisis_sim.numbers.real import as_number
    from crisis_sim.numbers.written import near_one

    if study.gambit is not None:
        given = study.gambit.chances(nodes)
    else:
        family = study.family()
        numbers = family.exact_numbers_at()
        drawn = {node: family.chance[family.tree.children(node)].tolist() for node in nodes}
        given = {node: [numbers[formula] for formula in held] for node, held in drawn.items()}
    sums = {
        node: sum((as_number(one) for one in held if one is not None), ZERO)
        for node, held in given.items()
    }
    return {node: near_one(total) for node, total in sums.items()}


def _under_assumptions(study: Study) -> Iterator[str]:
    """What goes wrong under each assumption by itself.

    A what-if may go beyond what is plausible; that it does is told where no game comes of it.
    """
    from crisis_sim.errors import CrisisSimError
    from crisis_sim.scenario.ranges import outside

    for name in study.scenario.assumptions:
        beyond: tuple[str, ...] = ()
        try:
            assumed = study.assuming(name)
            beyond = tuple(outside(assumed.scenario, assumed.scenario.overrides))
            assumed.game()
        except CrisisSimError as error:
            said = str(error).removeprefix(f"under {name!r} ")
            yield from (f"Assuming '{name}', {one}." for one in beyond or (said,))


def _findings(study: Study) -> tuple[str, ...]:
    from crisis_sim.findings import check_finding

    checked = [check_finding(study, finding) for finding in study.scenario.findings]
    return tuple(
        f"{one.finding.claim} {'; '.join(one.departures)}." for one in checked if not one.holds
    )
