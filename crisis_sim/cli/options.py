"""Arguments and options that several commands share, with their completion."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from crisis_sim.arguments import ARGUMENTS
from crisis_sim.cli.completion import complete_from
from crisis_sim.cli.flags import flags_of
from crisis_sim.cli.option_flags import default_flag
from crisis_sim.concepts import AUTO, CONCEPT, CONCEPTS, SWEPT
from crisis_sim.errors import InputError, ScenarioError
from crisis_sim.formula.numerals import number_in, parse_number
from crisis_sim.remedy import Remedy

if TYPE_CHECKING:
    from rich.console import Console

    from crisis_sim.report.blocks import Block
    from crisis_sim.scenario.given import Values
    from crisis_sim.study import Study

__all__ = [
    "SAMPLED",
    "OutputPath",
    "assumptions_option",
    "concept_option",
    "console",
    "force_option",
    "json_option",
    "open_study",
    "parse_values",
    "scenario_argument",
    "swept_option",
    "tell",
    "values_option",
]

F = TypeVar("F", bound=Callable[..., Any])
PIPE_WIDTH = 100
SAMPLED = tuple(
    name for name, one in SWEPT.items() if not any(option.swept for option in one.options.values())
)
"""The concepts that are swept without an option of theirs."""


class OutputPath(click.Path):
    """A file, or a folder, to write to, which has a name."""

    def __init__(self, *, folder: bool = False) -> None:
        super().__init__(file_okay=not folder, dir_okay=folder, path_type=Path)
        self.name = "folder" if folder else "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; an empty one is refused, which else would be the folder one is in."""
        if not str(value).strip():
            self.fail(f"name a {self.name} to write", param, ctx)
        return super().convert(value, param, ctx)


class ScenarioName(click.ParamType[str]):
    """A shipped scenario's name or a path."""

    name = "scenario"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Shipped names, and files."""
        del ctx, param
        from crisis_sim.scenario.library import shipped

        names = [CompletionItem(name) for name in shipped() if name.startswith(incomplete)]
        return names or [CompletionItem(incomplete, type="file")]


scenario_argument = click.argument("scenario", type=ScenarioName())


def _check_forms(
    ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]
) -> tuple[str, ...]:
    """Refuse what is no NAME=VALUE before what stands beside it is taken for something else."""
    del param
    for text in () if ctx.resilient_parsing else texts:
        _refuse_assumption(text)
        _parts(f"{text} {_following(text)}" if "=" not in text else text)
    return texts


def _refuse_assumption(text: str) -> None:
    """Raise InputError for an assumption of the scenario in the place of a value."""
    from crisis_sim.cli.meant import scenario_among

    scenario = None if "=" in text else scenario_among(sys.argv)
    if scenario is not None and text.strip() in scenario.assumptions:
        told = f"'{text}' is an assumption, not NAME=VALUE. Write"
        raise InputError(f"{told} ", Remedy("assuming", text.strip()))


def _following(text: str) -> str:
    """The number that was typed after a word, if one was."""
    words = [*sys.argv, "", ""]
    after = words[words.index(text) + 1] if text in words else ""
    return "" if number_in(after) is None else after


values_option = click.option(
    *flags_of("values"),
    "values",
    callback=_check_forms,
    metavar="NAME=VALUE",
    multiple=True,
    shell_complete=complete_from("parameters"),
    help="Give a parameter or definition a value, such as -s pi=0.1 or -s sigma=1/3.",
)

assumptions_option = click.option(
    *flags_of("assuming"),
    "assumptions",
    metavar="ASSUMPTION",
    multiple=True,
    shell_complete=complete_from("assumptions"),
    help="Make one of the scenario's named assumptions; several combine.",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")

force_option = click.option(
    "--force", is_flag=True, help="Write over files that others wrote or changed."
)


class ConceptName(click.ParamType[str]):
    """One of these ``names``; what is none is refused where it is solved for."""

    name = "text"

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)


def _concept_option(*names: str) -> Callable[[F], F]:
    return default_flag(replace(CONCEPT, choices=names), type=ConceptName(names))


concept_option = _concept_option(AUTO, *CONCEPTS)
"""The ``-c`` option."""
swept_option = _concept_option(AUTO, *SWEPT)
"""The same, of a sweep."""


def parse_values(texts: tuple[str, ...]) -> dict[str, Fraction]:
    """``NAME=VALUE`` options as exact numbers.

    Raises InputError for anything else, and for a name given twice.
    """
    values: dict[str, Fraction] = {}
    for text in texts:
        name, value = _parts(text)
        if name in values:
            raise InputError(f"{name} is given twice")
        values[name] = parse_number(value, name)
    return values


def _parts(text: str) -> tuple[str, str]:
    """Name and value; InputError says how to write them."""
    text = text.strip()
    bare = text.lstrip("= ")
    if bare != text and "=" in bare:
        raise InputError(f"'{text}' begins with =. Write -s {shlex.quote(bare)}")
    if re.fullmatch(r"\w+=[^\s,;=]+([\s,;]+\w+=[^\s,;=]+)+", text):
        told = " ".join(f"-s {one}" for one in re.split(r"[\s,;]+", text))
        raise InputError(f"expected one NAME=VALUE, found '{text}'. Write {told}")
    name, equals, value = (part.strip() for part in text.partition("="))
    if equals and name and value and name[-1] not in "<>!:~" and value[0] != "=":
        return name, value
    apart = re.fullmatch(r"(\w+)(?:\s*(?:[:=~<>\u2264\u2265]+)\s*|\s+)(\S+)", text)
    told = f"{apart[1]}={apart[2]}" if apart else f"{name or 'NAME'}={value.lstrip('= ') or 0.1}"
    raise InputError(f"expected NAME=VALUE, found '{text}'. Write -s {shlex.quote(told)}")


def open_study(
    scenario: str,
    assumptions: tuple[str, ...] = (),
    *,
    most_nodes: int = ARGUMENTS["most_nodes"].default,
    second: str | None = None,
) -> Study:
    """The scenario, or Gambit file, under its assumptions.

    Raises InputError where the argument after it is the scenario.
    """
    from crisis_sim.cli.meant import named
    from crisis_sim.cli.progress import progress_bar
    from crisis_sim.scenario.library import is_named_so
    from crisis_sim.study_files import load

    if not scenario.strip():
        raise InputError("the scenario's name is empty. Name one that 'crisis-sim list' shows")
    try:
        with progress_bar("Reading", None):
            study = load(scenario, most_nodes=most_nodes)
    except (InputError, ScenarioError):
        if second is None or is_named_so(scenario) or not is_named_so(second):
            raise
        told = shlex.join([second, scenario])
        raise InputError(f"the scenario comes first: write {told}") from None
    for one in assumptions:
        pair = one.partition("=")
        if one not in study.scenario.assumptions and pair[1] and named(study.scenario, pair[0]):
            raise InputError(f"'{one}' is no assumption but a value. Write ", Remedy("values", one))
    return study.assuming(*assumptions) if assumptions else study


def tell(
    study: Study,
    values: Values,
    blocks: Iterable[Block],
    *,
    followed: Collection[str] = (),
) -> None:
    """Write what was found, below the scenario's title and what was assumed and given."""
    from crisis_sim.report.blocks import Heading, Prose, show
    from crisis_sim.report.circumstances import circumstances

    heading = Heading(study.scenario.title, 1)
    given = (Prose(line) for line in circumstances(study, values, followed))
    show([heading, *given, *blocks], console())


def console() -> Console:
    """Where results are written; wide enough for tables when it is not a terminal."""
    from rich.console import Console

    plain = Console(file=sys.stdout, highlight=False, soft_wrap=False)
    if plain.is_terminal:
        return plain
    return Console(file=sys.stdout, highlight=False, width=PIPE_WIDTH)
