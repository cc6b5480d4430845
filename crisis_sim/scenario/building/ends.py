"""Outcomes and the terms of their payoffs, as a file declares them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crisis_sim.formula.expression import Expression
from crisis_sim.scenario import model
from crisis_sim.scenario.faults.fault import names_of
from crisis_sim.scenario.positions import Keys
from crisis_sim.scenario.reader import Reader
from crisis_sim.scenario.scenario import PLAIN, Cited, Outcome, Term

__all__ = ["read_outcomes", "read_terms"]


def read_terms(reader: Reader) -> tuple[Term, ...]:
    """The terms that count in every outcome."""
    return tuple(_term(reader, ("terms", name), one) for name, one in reader.file.terms.items())


def read_outcomes(reader: Reader) -> dict[str, Outcome]:
    """All outcomes."""
    return {name: _outcome(reader, name, one) for name, one in reader.file.outcomes.items()}


def _outcome(reader: Reader, name: str, one: model.Outcome) -> Outcome:
    keys: Keys = ("outcomes", name)
    if name in reader.file.situations:
        hint = "Give one of them another name."
        reader.document.add(keys, f"'{name}' is also a situation", at_key=True, hint=hint)
    return Outcome(
        name=name,
        label=one.label or name,
        meaning=one.meaning or "",
        category=one.category or "",
        cause=one.cause or "",
        colour=one.colour and f"#{one.colour.removeprefix('#').upper()}",
        settles=reader.changes((*keys, "settles"), one.settles, reader.file.issues, "issue"),
        terms=_own_terms(reader, (*keys, "payoffs"), one.payoffs),
        cited=reader.cited(keys, one),
    )


def _own_terms(reader: Reader, keys: Keys, payoffs: Mapping[str, Any]) -> tuple[Term, ...]:
    """The terms of one outcome; formulas without a term's name come first, as its payoff."""
    terms, plain = [], {}
    for name, value in payoffs.items():
        if isinstance(value, model.Term):
            terms.append(_term(reader, (*keys, name), value))
        elif name in names_of(model.Outcome) and name not in reader.player_numbers:
            hint = "It belongs to the outcome: close the braces of 'payoffs' before it."
            reader.document.add((*keys, name), f"'{name}' is no player", hint=hint, at_key=True)
        elif reader.named((*keys, name), name, reader.player_numbers, "player", at_key=True):
            plain[name] = value
        else:
            reader.formula((*keys, name), value, scope=reader.timed())
    if plain:
        formulas = tuple(_payoff(reader, keys, plain, player.name) for player in reader.players)
        terms.insert(0, Term(PLAIN, PLAIN, None, formulas, Cited()))
    return tuple(terms)


def _term(reader: Reader, keys: Keys, one: model.Term) -> Term:
    name, formulas = str(keys[-1]), one.__pydantic_extra__ or {}
    known = [*reader.player_numbers, *names_of(model.Term)]
    for player in formulas:
        if not reader.named((*keys, player), player, known, "player or field", at_key=True):
            reader.formula((*keys, player), formulas[player], scope=reader.timed())
    return Term(
        name=name,
        label=one.label or name,
        when=reader.condition((*keys, "when"), one.when),
        payoffs=tuple(_payoff(reader, keys, formulas, player.name) for player in reader.players),
        cited=reader.cited(keys, one),
    )


def _payoff(
    reader: Reader, keys: Keys, formulas: Mapping[str, Any], player: str
) -> Expression | None:
    if player not in formulas:
        return None
    return reader.formula((*keys, player), formulas[player], scope=reader.timed())
