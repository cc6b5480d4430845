"""Where a scenario's parts come from: what is stated, inferred or assumed, and what is uncited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from crisis_sim.scenario.citation import parse_citations
from crisis_sim.scenario.scenario import Cited, Scenario
from crisis_sim.shown import AsTable, Shown

__all__ = ["Entry", "Provenance", "provenance_of"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One citable part of a scenario; ``kind`` is parameter, action, event, payoff and so on."""

    kind: str
    name: str
    status: str
    source: str


@dataclass(frozen=True, slots=True, repr=False)
class Provenance(Shown):
    """All parts, and for each source the paragraphs that nothing cites."""

    entries: tuple[Entry, ...]
    unused_paragraphs: tuple[tuple[str, tuple[int, ...]], ...]
    unused_sources: tuple[str, ...]

    @property
    def uncited(self) -> tuple[Entry, ...]:
        """The parts that name no source."""
        return tuple(entry for entry in self.entries if not entry.source)

    @property
    def caption(self) -> str:
        """How many parts there are of each status."""
        counts = Counter(entry.status or "no status" for entry in self.entries)
        return "; ".join(f"{count} {status}" for status, count in counts.most_common())

    def table(self) -> AsTable:
        """Every part with its status and source."""
        rows = [(one.kind, one.name, one.status, one.source) for one in self.entries]
        return ("kind", "name", "status", "source"), rows


def provenance_of(scenario: Scenario) -> Provenance:
    """Collect the provenance of every part of a scenario."""
    entries = tuple(_entries(scenario))
    counts = {name: source.paragraphs for name, source in scenario.sources.items()}
    cited: dict[str, set[int]] = {name: set() for name in counts}
    whole: set[str] = set()
    for entry in entries:
        for text in filter(None, (part.strip() for part in entry.source.split(";"))):
            for citation in parse_citations(text, counts):
                cited[citation.source].update(citation.paragraphs)
                if not citation.paragraphs:
                    whole.add(citation.source)
    unused = tuple(
        (name, tuple(i for i in range(1, count + 1) if i not in cited[name]))
        for name, count in counts.items()
        if count is not None
    )
    sources = tuple(name for name in counts if not cited[name] and name not in whole)
    return Provenance(entries, tuple(pair for pair in unused if pair[1]), sources)


def _entries(scenario: Scenario) -> Iterator[Entry]:
    def entry(kind: str, name: str, cited: Cited) -> Entry:
        return Entry(kind, name, cited.status, cited.source)

    for parameter in scenario.parameters.values():
        yield entry("parameter", parameter.name, parameter.cited)
    for definition in scenario.definitions.values():
        yield entry("definition", definition.name, definition.cited)
    for variable in scenario.variables.values():
        yield entry("issue" if variable.issue else "state", variable.name, variable.cited)
    for situation in scenario.situations.values():
        yield entry("situation", situation.name, situation.cited)
        kind = "action" if situation.player >= 0 else "event"
        for move in situation.moves:
            yield entry(kind, f"{situation.name}: {move.name}", move.cited)
    for term in scenario.terms:
        yield entry("payoff", term.name, term.cited)
    for outcome in scenario.outcomes.values():
        yield entry("outcome", outcome.name, outcome.cited)
        for term in outcome.terms:
            cited = term.cited if term.cited.source else Cited(outcome.cited.source)
            yield entry("payoff", f"{outcome.name}: {term.name}", cited)
    for assumption in scenario.assumptions.values():
        yield entry("assumption", assumption.name, assumption.cited)
