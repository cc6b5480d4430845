"""The entry point: commands are imported when they are called, errors become messages."""

from __future__ import annotations

import importlib
import logging
import sys
from contextlib import suppress
from functools import partial

import click

from crisis_sim.cli.flags import as_flag
from crisis_sim.cli.streams import OUTPUT, forget_output, name_output, open_closed_streams, say
from crisis_sim.compilation import compiling_told
from crisis_sim.errors import CrisisSimError
from crisis_sim.interruption import ended
from crisis_sim.remedy import worded
from crisis_sim.version import __version__
from crisis_sim.whole_file import shown

__all__ = ["cli", "main"]

COMMANDS = {
    "list": ("list_", "The scenarios that come with the package."),
    "show": ("show", "What the game is: sides, stakes, moves, outcomes, what-ifs."),
    "check": ("check", "Read a scenario, and report everything that is wrong or doubtful."),
    "new": ("new", "Write a small scenario to start from."),
    "schema": ("schema", "Print the JSON Schema of scenario files, for editors."),
    "provenance": ("provenance", "What is stated, inferred or assumed, and what is not cited."),
    "cite": ("cite", "What to cite, as BibTeX: the sources and the program."),
    "solve": ("solve", "Find the equilibria of a scenario and account for them."),
    "compare": ("compare", "Put assumptions side by side."),
    "dominance": ("dominance", "What no rational side would play, and what survives."),
    "verify": ("verify", "What a strategy profile lacks of being an equilibrium."),
    "fit": ("fit", "The precision of logit play that observed choices are likeliest under."),
    "thresholds": ("thresholds", "Where the equilibria change along a parameter, exactly."),
    "regions": ("regions", "The plane of two parameters, cut into regions by exact curves."),
    "conditions": ("conditions", "Under which inequalities an outcome is an equilibrium's."),
    "certify": ("certify", "The share of a box on which an outcome holds, with proof."),
    "nearest": ("nearest", "The smallest change of assumptions that changes the outcome."),
    "sweep": ("sweep", "Solve a scenario at many points: grids, draws, alternatives, to a file."),
    "sensitivity": ("sensitivity", "Which parameters an outcome or a payoff depends on."),
    "discover": ("discover", "Plain conditions under which a sweep's outcome is likely."),
    "bargain": ("bargain", "Packages, zone of agreement and bargaining solutions."),
    "simulate": ("simulate", "Draw plays at random, with their days."),
    "figure": ("figure", "Draw it for print: tree, regions, payoffs, risk and more."),
    "export": ("export", "Write a scenario's game in Gambit's formats."),
    "run": ("run", "The whole: report, tables and figures in one folder."),
}
"""Each command's module and its one line of help, known without importing it."""


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"crisis_sim.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from crisis_sim.cli.usage import check_dashes, check_given, check_once, no_command

        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            ctx.fail(f"No command '{args[0]}'. {no_command(args, COMMANDS)}")
        name, command, words = super().resolve_command(ctx, args)
        if command is not None and not ctx.resilient_parsing:
            taken = next((one.type for one in command.params if one.name == "concept"), None)
            concepts = getattr(taken, "names", ())
            ctx.with_resource(worded(partial(as_flag, asked=name or "", concepts=concepts)))
            check_dashes(command, words)
            check_given(command, words)
            check_once(command, words)
        return name, command, words

    def invoke(self, ctx: click.Context) -> int:
        """Run a command; a mistake is told in its flags, and its status returned."""
        try:
            super().invoke(ctx)
        except CrisisSimError as error:
            say(f"Error: {error}")
            return error.exit_status
        return 0


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="crisis-sim")
def cli() -> None:
    """Crises as games: solve a scenario, change its assumptions, draw it.

    SCENARIO is the name of a shipped scenario (see 'crisis-sim list'), the path of a scenario
    file, or - for standard input.
    """


def main() -> None:
    """Run the command line; a mistake, or output that fails, is a message and a status."""
    open_closed_streams()
    name_output()
    # It tells of folders that it cannot write to, and does without them.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    status = _status()
    ended()
    sys.exit(status)


def _status() -> int:
    try:
        with compiling_told(say):
            status: int = cli.main(standalone_mode=False, prog_name="crisis-sim")
        sys.stdout.flush()
    except click.exceptions.Exit as exit_:
        status = exit_.exit_code
    except click.ClickException as error:
        from crisis_sim.cli.usage import advised

        with suppress(OSError):
            advised(error, sys.argv).show()
        status = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        ended()
        say("Interrupted.")
        status = 130
    except OSError as error:
        forget_output()
        if not (isinstance(error, BrokenPipeError) and error.filename == OUTPUT):
            say(f"Error: {_place(error)}: {error.strerror or error}")
        status = 1
    return status


def _place(error: OSError) -> str:
    if error.filename == OUTPUT:
        return "cannot write the output"
    return shown(error.filename) if error.filename else "reading or writing failed"
