"""What to write instead, for mistakes that the parser of the command line finds."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile

import click

from crisis_sim.cli.meant import loose_words, named, scenario_among
from crisis_sim.cli.several import LISTS, several
from crisis_sim.cli.typed import Options, is_option, options_of, sorted_words
from crisis_sim.formula.numerals import number_in
from crisis_sim.near_names import closest, listed, nearest

__all__ = ["advised", "check_dashes", "check_given", "check_once", "no_command"]

_NOT_WHOLE = re.compile(r"is not a valid integer(?: range)?\.")
_TYPOGRAPHIC = re.compile("[\u2010-\u2015\u2212]+")
_ELSEWHERE = {
    **dict.fromkeys(("width", "size", "figsize", "dpi", "height"), ("--columns", "--style")),
    **dict.fromkeys(("lambda", "rationality", "lam"), ("--precision",)),
    **dict.fromkeys(("n", "N", "runs", "number", "times"), ("--plays", "--draws", "--samples")),
    **dict.fromkeys(("out", "file", "filename", "outfile", "save"), ("-o",)),
    **dict.fromkeys(("param", "parameter", "value"), ("-s",)),
    **dict.fromkeys(("assume", "assumption", "scenario"), ("-a",)),
    **dict.fromkeys(("solver", "equilibrium-concept"), ("-c",)),
    **dict.fromkeys(("gray", "greyscale", "grayscale", "bw"), ("--grey",)),
    **dict.fromkeys(("overwrite", "yes"), ("--force",)),
}
"""Options of other programs, and those that do the like here."""
_COMMANDS = {
    **dict.fromkeys(("plot", "draw", "graph", "chart", "picture"), "figure"),
    "version": "--version",
    **dict.fromkeys(("validate", "lint", "test"), "check"),
    **dict.fromkeys(("init", "create", "template"), "new"),
    **dict.fromkeys(("info", "describe", "print"), "show"),
    **dict.fromkeys(("equilibrium", "equilibria", "nash"), "solve"),
    **dict.fromkeys(("scenarios", "ls"), "list"),
}
"""Commands of other programs, and those that do the like here."""
_MOST = 4
WHOLE = "is not a whole number. Write digits alone, such as 1000."


def advised(error: click.ClickException, words: Sequence[str]) -> click.ClickException:
    """The error of a command of these words, with what to write instead where that is known."""
    if not isinstance(error, click.UsageError):
        return error
    told = _NOT_WHOLE.sub(WHOLE, error.format_message())
    options = options_of(error.ctx.command) if error.ctx else {}
    loose = _loose(error.ctx, words)
    ended = words[words.index("--") :] if "--" in words else []
    if any(word.startswith("-") for word in ended[1:]):
        told = f"{told.rstrip('.')}. Leave out '--': after it no word is an option."
    elif dashes := " ".join(_hyphens(words, options)):
        told = f"{told.rstrip('.')}. {dashes}"
    elif loose and (advice := " ".join(_joined(loose, words, options))):
        if isinstance(error, click.NoSuchOption):
            told = f"Got unexpected extra argument{'s' if loose[1:] else ''} ({' '.join(loose)})"
        told = f"{told.rstrip('.')}. Write {advice}"
    elif isinstance(error, click.NoSuchOption):
        told = f"{error.message} {_option(error, words, options)}".rstrip()
    elif isinstance(error, click.MissingParameter):
        told += _missing(error.param)
    return click.UsageError(told, error.ctx)


def check_dashes(command: click.Command, words: Sequence[str]) -> None:
    """Raise UsageError for a long option with one dash, which else is read as several short."""
    options = options_of(command)
    for before, word in pairwise(["", *words]):
        of_other = before in options and not options[before].is_flag
        if re.match(r"-\w\w", word) and f"-{word}".partition("=")[0] in options and not of_other:
            raise click.UsageError(f"No such option '{word}'. Write -{word}")


def check_given(command: click.Command, words: Sequence[str]) -> None:
    """Raise UsageError for options right after which another stands in the place of a value."""
    options, told = options_of(command), list[str]()
    for flag, after in pairwise(takewhile(lambda word: word != "--", words)):
        option = options.get(flag)
        if option and not option.is_flag and after.partition("=")[0] in options:
            form = option.make_metavar(click.Context(command))
            told.append(
                f"{flag} has no value: {after} follows. Write {flag} {form}, or leave {flag} out."
            )
    if told:
        raise click.UsageError(" ".join(told))


def check_once(command: click.Command, words: Sequence[str]) -> None:
    """Raise UsageError for options of one value that are given several, of which the last wins."""
    try:
        given = sorted_words(command, words).values
    except click.UsageError:
        return  # the command's own parser refuses the words, and says why
    told = [_once(one, values) for one, values in given if len(values) > 1 and not one.multiple]
    if told:
        raise click.UsageError(" ".join(told))


def _once(option: click.Option, values: Sequence[str]) -> str:
    """What is said of an option that is given again."""
    flag, distinct = option.opts[0], tuple(dict.fromkeys(values))
    ways = [",".join(distinct)] if option.name in LISTS else distinct
    told = " or ".join(f"{flag} {shlex.quote(way)}" for way in ways)
    return f"{flag} is given {len(values)} times, and holds once. Write {told}."


def no_command(words: Sequence[str], commands: Iterable[str]) -> str:
    """What to write where the first word is no command: it is a scenario, or asks for help."""
    from crisis_sim.scenario.library import is_named_so

    word = words[0]
    if word == "help":
        asked = [one for one in words[1:2] if one in commands]
        return f"Write {shlex.join(['crisis-sim', *asked, '--help'])}"
    if is_named_so(word):
        return f"A command comes first: {shlex.join(['crisis-sim', 'solve', word])}"
    if meant := _COMMANDS.get(word):
        return f"Write {shlex.join(['crisis-sim', meant, *words[1:]])}"
    return nearest(word, commands, most=30)


def _hyphens(words: Iterable[str], options: Options) -> Iterator[str]:
    """How to write options that begin with a dash of typography, which programs put for hyphens."""
    for word in words:
        name = _TYPOGRAPHIC.sub("", word, count=1) if _TYPOGRAPHIC.match(word) else ""
        option = f"-{name}" if name[1:2] in ("", "=") else f"--{name}"
        if option.partition("=")[0] in options:
            yield f"'{word}' begins with a dash, not with hyphens: write {option}"


def _loose(ctx: click.Context | None, words: Sequence[str]) -> tuple[str, ...]:
    """The words for which a command has no argument."""
    if ctx is None or ctx.info_name not in words:
        return ()
    typed = words[words.index(ctx.info_name) + 1 :]
    try:
        return sorted_words(ctx.command, typed).loose
    except click.UsageError:
        return ()


def _joined(loose: Sequence[str], words: Sequence[str], options: Options) -> Iterator[str]:
    """How to write values that stand apart from their names, and several words of one name."""
    joined: set[str] = set()
    for place, (option, value) in enumerate(pairwise(words), 2):
        more = list(takewhile(lambda word: not is_option(word), words[place:]))
        taken = options.get(option)
        if taken and not taken.is_flag and more and set(more) <= set(loose):
            joined.update(more)
            yield several(option, [value, *more], taken, words)
    if not joined:
        yield from loose_words(loose, words, options)


def _option(error: click.NoSuchOption, words: Sequence[str], options: Options) -> str:
    """What to write for an option that there is none of: a near one, or a parameter's value."""
    name = error.option_name.lstrip("-")
    scenario, value = scenario_among(words), _value(error.option_name, words)
    pair = value if "=" in value else f"{name}={value}"
    if value and "-s" in options and named(scenario, pair.partition("=")[0]):
        return f"Write -s {shlex.quote(pair)}"
    long = {option[2:]: option for option in options if option.startswith("--")}
    if others := [one for one in _ELSEWHERE.get(name, ()) if one in options]:
        return f"Did you mean {' or '.join(map(repr, others))}?"
    if near := long.get(closest(name, list(long))):
        return f"Did you mean '{near}'?"
    if others := _having(error.option_name, error.ctx):
        more = ", ..." if len(others) > _MOST else ""
        return f"It belongs to {listed(others[:_MOST])}{more}."
    return ""


def _value(option: str, words: Sequence[str]) -> str:
    """What was typed for an option."""
    for word, after in pairwise([*words, ""]):
        if word == option:
            return "" if after.startswith("-") and number_in(after) is None else after
        if word.startswith(f"{option}="):
            return word.removeprefix(f"{option}=")
    return ""


def _having(option: str, ctx: click.Context | None) -> list[str]:
    """The commands that have an option."""
    group = ctx.parent.command if ctx and ctx.parent else None
    if not isinstance(group, click.Group) or ctx is None:
        return []
    held = {name: group.get_command(ctx, name) for name in group.list_commands(ctx)}
    return [name for name, one in held.items() if one and option in options_of(one)]


def _missing(param: click.Parameter | None) -> str:
    """What a parameter is that was not given."""
    if isinstance(param, click.Option):
        return f" {param.help}" if param.help else ""
    if param is not None and param.name == "scenario":
        return " Name one that 'crisis-sim list' shows, or a file."
    return ""
