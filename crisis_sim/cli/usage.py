"""What to write instead, for mistakes that the parser of the command line finds."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, takewhile

import click

from crisis_sim.errors import closest, listed, nearest

__all__ = ["advised", "check_dashes", "no_command"]

_NOT_WHOLE = re.compile(r"is not a valid integer(?: range)?\.")
_APART = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)
_TYPOGRAPHIC = re.compile("[\u2010-\u2015\u2212]+")
_NAME = re.compile(r"[^\W\d]\w*")
_EACH = ("-s", "--set", "-x", "--along", "--axis")
_PAIRS = (*_EACH, "-p", "--play")
"""Options whose values are a name, a sign and what it is given."""
_MOST = 4
WHOLE = "is not a whole number. Write digits alone, such as 1000."

Options = Mapping[str, click.Option]


def advised(error: click.ClickException, words: Sequence[str]) -> click.ClickException:
    """The error of a command of these words, with what to write instead where that is known."""
    if not isinstance(error, click.UsageError):
        return error
    told = _NOT_WHOLE.sub(WHOLE, error.format_message())
    options = _options(error.ctx.command) if error.ctx else {}
    apart = _APART.fullmatch(told)
    if dashes := " ".join(_hyphens(words, options)):
        told = f"{told.rstrip('.')}. {dashes}"
    elif apart and (advice := " ".join(_joined(apart[1], words, options))):
        told += f". Write {advice}"
    elif isinstance(error, click.NoSuchOption):
        told = f"{error.message} {_option(error, words, options)}".rstrip()
    elif isinstance(error, click.MissingParameter):
        told += _missing(error.param)
    return click.UsageError(told, error.ctx)


def check_dashes(command: click.Command, words: Iterable[str]) -> None:
    """Raise UsageError for a long option with one dash, which else is read as several short."""
    long = [option for option in _options(command) if option.startswith("--")]
    for word in words:
        if re.match(r"-\w\w", word) and f"-{word}".partition("=")[0] in long:
            raise click.UsageError(f"No such option '{word}'. Write -{word}")


def no_command(words: Sequence[str], commands: Iterable[str]) -> str:
    """What to write where the first word is no command: it is a scenario, or asks for help."""
    from crisis_sim.scenario.library import is_named_so

    word = words[0]
    if word == "help":
        asked = [one for one in words[1:2] if one in commands]
        return f"Write {shlex.join(['crisis-sim', *asked, '--help'])}"
    if is_named_so(word):
        return f"A command comes first: {shlex.join(['crisis-sim', 'solve', word])}"
    return nearest(word, commands, most=30)


def _options(command: click.Command) -> Options:
    """The options of a command by each of their names."""
    of = [one for one in command.params if isinstance(one, click.Option)]
    return {name: one for one in of for name in one.opts}


def _hyphens(words: Iterable[str], options: Options) -> Iterator[str]:
    """How to write options that begin with a dash of typography, which programs put for hyphens."""
    for word in words:
        name = _TYPOGRAPHIC.sub("", word, count=1) if _TYPOGRAPHIC.match(word) else ""
        option = f"-{name}" if name[1:2] in ("", "=") else f"--{name}"
        if option.partition("=")[0] in options:
            yield f"'{word}' begins with a dash, not with hyphens: write {option}"


def _joined(extra: str, words: Sequence[str], options: Options) -> Iterator[str]:
    """How to write values that stand apart from their names, and several words of one name."""
    for place, (option, value) in enumerate(pairwise(words), 2):
        more = list(takewhile(lambda word: not word.startswith("-"), words[place:]))
        taken = options.get(option)
        if taken and not taken.is_flag and more and f" {' '.join(more)} " in f" {extra} ":
            yield _given(option, [value, *more])
            return
    pairs = [word for word in extra.split(" ") if re.fullmatch(r"\w+=.+", word)]
    if "-s" in options:
        yield from (f"-s {shlex.quote(word)}" for word in pairs)


def _given(option: str, words: Sequence[str]) -> str:
    """An option with the words after it: as one value, or each by itself."""
    if option not in _PAIRS:
        return f"{option} {shlex.quote(' '.join(words))}"
    alone = all(re.fullmatch(r".+=.+", word) or _NAME.fullmatch(word) for word in words)
    if alone and (option in _EACH or all("=" in word for word in words)):
        return " ".join(f"{option} {shlex.quote(word)}" for word in words)
    text = " ".join(words)
    text = re.sub(r"\s*=\s*", "=", text if "=" in text else text.replace(" ", "=", 1))
    return f"{option} {shlex.quote(text)}"


def _option(error: click.NoSuchOption, words: Sequence[str], options: Options) -> str:
    """What to write for an option that there is none of: a near one, or a parameter's value."""
    name = error.option_name.lstrip("-")
    long = {option[2:]: option for option in options if option.startswith("--")}
    if near := long.get(closest(name, list(long))):
        return f"Did you mean '{near}'?"
    if others := _having(error.option_name, error.ctx):
        more = ", ..." if len(others) > _MOST else ""
        return f"It belongs to {listed(others[:_MOST])}{more}."
    value = re.search(rf"--{re.escape(name)}[ =]([-+]?[\d.][\d./eE]*)(?!\S)", " ".join(words))
    return f"Write -s {name}={value[1]}" if value and "-s" in options else ""


def _having(option: str, ctx: click.Context | None) -> list[str]:
    """The commands that have an option."""
    group = ctx.parent.command if ctx and ctx.parent else None
    if not isinstance(group, click.Group) or ctx is None:
        return []
    held = {name: group.get_command(ctx, name) for name in group.list_commands(ctx)}
    return [name for name, one in held.items() if one and option in _options(one)]


def _missing(param: click.Parameter | None) -> str:
    """What a parameter is that was not given."""
    if isinstance(param, click.Option):
        return f" {param.help}" if param.help else ""
    if param is not None and param.name == "scenario":
        return " Name one that 'crisis-sim list' shows, or a file."
    return ""
