"""What to cite, as BibTeX: the sources of a scenario, and the program."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from crisis_sim.plot.write_tikz import latex_text
from crisis_sim.scenario.model import Source
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.version import __version__

__all__ = ["bibtex"]

PROGRAM = {
    "author": r"{The crisis\_sim developers}",
    "title": r"{crisis\_sim: negotiation game theory for crises}",
    "note": f"Version {__version__}",
}
YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def bibtex(scenario: Scenario) -> str:
    """An entry for each source, and one for the program.

    The key is the first author's last name with the year, or the source's name in the scenario.
    What a source does not say is left out; its full reference is the note.
    """
    entries, keys = [], {"crisis_sim"}
    for name, source in scenario.sources.items():
        key = _key(name, source)
        while key in keys:
            key += "x"
        keys.add(key)
        entries.append(_entry(key, dict(_fields(source))))
    return "\n\n".join([*entries, _entry("crisis_sim", PROGRAM)])


def _entry(key: str, fields: Mapping[str, str]) -> str:
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items()]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def _fields(source: Source) -> Iterator[tuple[str, str]]:
    """The fields of an entry, whose braces are in pairs."""
    if source.author:
        yield "author", _latex(source.author)
    yield "title", f"{{{_latex(source.title)}}}"
    if year := YEAR.search(source.date or ""):
        yield "year", year[0]
        if source.date != year[0]:
            yield "date", _latex(source.date or "")
    if source.archive:
        yield "howpublished", _latex(source.archive)
    if source.citation:
        yield "note", _latex(source.citation)


def _latex(text: str) -> str:
    """A text on one line; BibTeX counts braces, which therefore become parentheses."""
    return latex_text(" ".join(text.split()).translate(str.maketrans("{}", "()")))


def _key(name: str, source: Source) -> str:
    """A key of letters and digits of ASCII."""
    first = re.split(r" and |[,;&]", source.author or "")[0].split()
    year = YEAR.search(source.date or "")
    held = f"{first[-1]}{year[0]}" if first and year else name
    plain = unicodedata.normalize("NFKD", held).encode("ascii", "ignore").decode()
    return re.sub(r"\W", "", plain).lower() or "source"
