"""From the fields of a file to a :class:`Scenario`: names resolved, formulas read.

Everything that can be said of one field by itself or against the names declared elsewhere is
checked here, and every problem is recorded at its place; what needs the whole story is checked in
:mod:`crisis_sim.scenario.whole`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from crisis_sim.errors import nearest
from crisis_sim.formula.evaluate import RATIONALS, NotExact, evaluate
from crisis_sim.formula.expression import Expression, Number, names_in
from crisis_sim.formula.parse import FormulaError
from crisis_sim.scenario import model
from crisis_sim.scenario.citation import parse_citations
from crisis_sim.scenario.positions import Document, Keys
from crisis_sim.scenario.prior import Prior, parse_prior
from crisis_sim.scenario.resolve import Kind, Scope, resolve_text
from crisis_sim.scenario.scenario import (
    ELAPSED,
    Assumption,
    Cited,
    Definition,
    Move,
    Outcome,
    Parameter,
    Player,
    Scenario,
    Situation,
    Term,
    Variable,
)

__all__ = ["THE_REST", "Builder"]

THE_REST = "the rest"
_DAYS = {"hour": Fraction(1, 24), "day": Fraction(1), "week": Fraction(7)}
_DAYS |= {"month": Fraction(487, 16), "year": Fraction(1461, 4)}
_RESERVED = frozenset({"and", "or", "not", "if", "else", "true", "false", ELAPSED})
_TERM_FIELDS = frozenset({"when", "label", "source", "status", "note"})
_ZERO = Number(Fraction(0))


class Builder:
    """Reads the parts of one file in the order in which they depend on each other."""

    def __init__(self, file: model.File, document: Document, base: Scenario | None) -> None:
        self.file = file
        self.document = document
        self.base = base
        self.sources = {**(base.sources if base else {}), **file.sources}
        self.players = tuple(
            Player(name, one, one)
            if isinstance(one, str)
            else Player(name, one.label, one.short or one.label)
            for name, one in file.players.items()
        )
        self.player_numbers = {player.name: i for i, player in enumerate(self.players)}
        self.base_parameters = dict(base.parameters) if base else {}
        self.base_definitions = (
            {n: d for n, d in base.definitions.items() if n not in base.of_state} if base else {}
        )
        self.scope = self._scope()

    # Names ---------------------------------------------------------------------------------

    def _scope(self) -> Scope:
        file = self.file
        numbers: dict[str, Kind] = dict.fromkeys(self.base_parameters, "number")
        numbers |= dict.fromkeys(self.base_definitions, "number")
        words: dict[str, tuple[str, ...]] = {}
        flags, counts = set(), set()
        for name, issue in file.issues.items():
            words[name] = tuple(issue.levels)
        for name, variable in file.state.items():
            if isinstance(variable, bool):
                flags.add(name)
            elif isinstance(variable, list):
                words[name] = tuple(variable)
            elif variable.values is not None:
                words[name] = tuple(variable.values)
            else:
                counts.add(name)
        own: dict[str, str] = {}
        for kind in ("parameters", "definitions", "issues", "state"):
            for name in getattr(file, kind):
                self._declare(own, kind, name)
        numbers |= dict.fromkeys(file.parameters, "number")
        numbers |= dict.fromkeys(file.definitions, "number")
        for name in (*words, *flags, *counts):
            numbers.pop(name, None)
        return Scope(numbers, words, frozenset(flags), frozenset(counts))

    def _declare(self, own: dict[str, str], kind: str, name: str) -> None:
        if name in _RESERVED:
            self.document.add(
                (kind, name), f"'{name}' is a word of the formula language", at_key=True
            )
        elif name in own:
            message = f"'{name}' is already declared under {own[name]}"
            self.document.add(
                (kind, name), message, at_key=True, hint="Give one of them another name."
            )
        own.setdefault(name, kind)

    def formula(
        self,
        keys: Keys,
        text: str | int | float,
        *,
        wanted: Kind | tuple[str, ...] = "number",
        scope: Scope | None = None,
    ) -> Expression:
        """Read the formula at ``keys``; a faulty one is recorded and stands as 0."""
        try:
            return resolve_text(text, scope or self.scope, wanted=wanted)[0]
        except FormulaError as error:
            self.document.add(
                keys, error.message, hint=error.hint, start=error.start, width=error.width
            )
            return _ZERO

    def named(
        self, keys: Keys, name: str, known: Iterable[str], kind: str, *, at_key: bool = False
    ) -> bool:
        """Whether ``name`` is known; if not, that is recorded."""
        names = list(known)
        if name in names:
            return True
        self.document.add(
            keys, f"unknown {kind} '{name}'", hint=nearest(name, names), at_key=at_key
        )
        return False

    # Sources -------------------------------------------------------------------------------

    def cited(self, keys: Keys, part: model.Cited) -> Cited:
        """The citation of a part, checked against the sources."""
        self.citation((*keys, "source"), part.source)
        source = part.source or ""
        text = "; ".join(source) if isinstance(source, list) else source
        return Cited(text, part.status or "")

    def citation(self, keys: Keys, source: str | list[str] | None) -> None:
        """Record what is wrong with a citation."""
        counts = {name: one.paragraphs for name, one in self.sources.items()}
        texts = source if isinstance(source, list) else [source] if source else []
        for i, text in enumerate(texts):
            _, wrong = parse_citations(text, counts)
            if wrong:
                self.document.add((*keys, i) if isinstance(source, list) else keys, wrong)

    # Numbers -------------------------------------------------------------------------------

    def parameters(self) -> dict[str, Parameter]:
        """The file's own parameters."""
        return {name: self._parameter(name, one) for name, one in self.file.parameters.items()}

    def _parameter(self, name: str, one: model.Parameter | int | float) -> Parameter:
        keys: Keys = ("parameters", name)
        if not isinstance(one, model.Parameter):
            return Parameter(name, _exact(one), None, None, None, "", "", name, Cited())
        default = self._constant((*keys, "default"), one.default)
        low = high = None
        if one.range:
            low, high = (
                self._constant((*keys, "range", i), bound) for i, bound in enumerate(one.range)
            )
            if low > high:
                hint = "Least value first."
                self.document.add((*keys, "range"), "the range runs downwards", hint=hint)
            elif not low <= default <= high:
                message = f"the default {one.default} lies outside its range"
                self.document.add((*keys, "default"), message)
        return Parameter(
            name=name,
            default=default,
            low=low,
            high=high,
            prior=self._prior((*keys, "prior"), one.prior),
            unit=one.unit or "",
            meaning=one.meaning or "",
            label=one.label or name,
            cited=self.cited(keys, one),
        )

    def _constant(self, keys: Keys, value: str | int | float) -> Fraction:
        formula = self.formula(keys, value, scope=Scope({}, {}, frozenset(), frozenset()))
        try:
            return evaluate(formula, RATIONALS, {})
        except NotExact as error:
            self.document.add(keys, f"not a number that can be written exactly: {error}")
            return Fraction(0)

    def _prior(self, keys: Keys, text: str | None) -> Prior | None:
        if text is None:
            return None
        try:
            return parse_prior(text)
        except ValueError as error:
            self.document.add(keys, str(error))
            return None

    def definitions(self) -> dict[str, Definition]:
        """The file's own definitions, circular ones recorded."""
        result = {name: self._definition(name, one) for name, one in self.file.definitions.items()}
        for name in _circular({n: d.expression for n, d in result.items()}):
            self.document.add(("definitions", name), f"'{name}' is defined by itself")
        return result

    def _definition(self, name: str, one: model.Definition | str | int | float) -> Definition:
        keys: Keys = ("definitions", name)
        scope = Scope(
            {**self.scope.numbers, ELAPSED: "number"},
            self.scope.words,
            self.scope.flags,
            self.scope.counts,
        )
        if not isinstance(one, model.Definition):
            return Definition(name, self.formula(keys, one, scope=scope), "", "", name, Cited())
        return Definition(
            name=name,
            expression=self.formula((*keys, "formula"), one.formula, scope=scope),
            unit=one.unit or "",
            meaning=one.meaning or "",
            label=one.label or name,
            cited=self.cited(keys, one),
        )

    # State ---------------------------------------------------------------------------------

    def variables(self) -> dict[str, Variable]:
        """Issues first, then the other state variables."""
        result = {}
        for name, issue in self.file.issues.items():
            keys: Keys = ("issues", name)
            if issue.raised_by is not None:
                self.named((*keys, "raised by"), issue.raised_by, self.player_numbers, "player")
            self._distinct((*keys, "levels"), issue.levels)
            result[name] = Variable(
                name,
                tuple(issue.levels),
                None,
                None,
                0,
                True,
                issue.label or name,
                {},
                self.cited(keys, issue),
            )
        for name, one in self.file.state.items():
            result[name] = self._variable(("state", name), name, one)
        return result

    def _variable(
        self, keys: Keys, name: str, one: model.StateVariable | list[str] | bool
    ) -> Variable:
        if isinstance(one, bool):
            return Variable(name, ("false", "true"), None, None, int(one), False, name, {}, Cited())
        if isinstance(one, list):
            if len(one) < 2:
                self.document.add(keys, "expected at least two values")
            self._distinct(keys, one)
            return Variable(name, tuple(one), None, None, 0, False, name, {}, Cited())
        cited = self.cited(keys, one)
        if one.values is not None:
            return self._word_variable(keys, name, one, cited)
        if one.from_ is None or one.to is None:
            self.document.add(
                keys,
                "expected values, or from and to",
                hint="As in [calm, tense] or {from: 0, to: 3}.",
            )
            return Variable(name, (), _ZERO, _ZERO, 0, False, name, {}, cited)
        high = self.formula((*keys, "to"), one.to, scope=self.scope.without_state())
        start = one.from_ if one.start is None else one.start
        if not isinstance(start, int):
            self.document.add((*keys, "start"), "expected a whole number")
            start = one.from_
        return Variable(name, (), Number(Fraction(one.from_)), high, start, False, name, {}, cited)

    def _word_variable(
        self, keys: Keys, name: str, one: model.StateVariable, cited: Cited
    ) -> Variable:
        values = tuple(one.values or ())
        self._distinct((*keys, "values"), values)
        for word in one.labels:
            self.named((*keys, "labels", word), word, values, "value", at_key=True)
        start = values[0] if one.start is None else str(one.start)
        known = self.named((*keys, "start"), start, values, "value")
        place = values.index(start) if known else 0
        return Variable(name, values, None, None, place, False, name, dict(one.labels), cited)

    def _distinct(self, keys: Keys, values: Iterable[str]) -> None:
        seen: set[str] = set()
        for i, value in enumerate(values):
            if value in seen:
                self.document.add((*keys, i), f"'{value}' stands here twice")
            if value in _RESERVED:
                self.document.add((*keys, i), f"'{value}' is a word of the formula language")
            seen.add(value)

    def wanted(self, variable: str) -> Kind | tuple[str, ...]:
        """What kind of formula gives a value to a state variable."""
        if variable in self.scope.words:
            return self.scope.words[variable]
        return "condition" if variable in self.scope.flags else "number"

    # The story -----------------------------------------------------------------------------

    def situations(self) -> dict[str, Situation]:
        """All situations."""
        return {name: self._situation(name, one) for name, one in self.file.situations.items()}

    def _situation(self, name: str, one: model.Situation) -> Situation:
        keys: Keys = ("situations", name)
        moves: tuple[Move, ...] = ()
        player = -1
        if (one.chance is None) == (one.player is None):
            self.document.add(keys, "expected either player and actions, or chance", at_key=True)
        elif one.chance is not None:
            if one.actions is not None:
                self.document.add(
                    (*keys, "actions"), "chance decides here, so there are no actions", at_key=True
                )
            if one.information_set is not None:
                self.document.add(
                    (*keys, "information set"), "chance has no information set", at_key=True
                )
            moves = tuple(
                self._move((*keys, "chance", key), key, move, -1)
                for key, move in one.chance.items()
            )
            if not moves:
                self.document.add((*keys, "chance"), "expected at least one event")
        elif self.named((*keys, "player"), str(one.player), self.player_numbers, "player"):
            player = self.player_numbers[str(one.player)]
            if not one.actions:
                self.document.add(keys, f"expected actions for {one.player}", at_key=True)
            moves = tuple(
                self._action((*keys, "actions", key), key, move, player)
                for key, move in (one.actions or {}).items()
            )
        return Situation(
            name=name,
            label=one.label or name,
            meaning=one.meaning or "",
            player=player,
            moves=moves,
            takes=self._duration((*keys, "takes"), one.takes),
            information_set=one.information_set or "",
            cited=self.cited(keys, one),
        )

    def _action(self, keys: Keys, name: str, move: model.Action | str, player: int) -> Move:
        if isinstance(move, str):
            self._target(keys, move)
            everyone = frozenset(self.player_numbers.values())
            return Move(name, name, move, None, (), everyone, None, True, Cited())
        return self._move(keys, name, move, player)

    def _move(
        self, keys: Keys, name: str, move: model.Action | model.ChanceMove, player: int
    ) -> Move:
        self._target((*keys, "to"), move.to)
        seen = self.observers((*keys, "seen by"), move.seen_by)
        if player >= 0:
            seen |= {player}
        probability = None
        if isinstance(move, model.ChanceMove) and move.probability != THE_REST:
            probability = self.formula((*keys, "probability"), move.probability)
        return Move(
            name=name,
            label=move.label or name,
            to=move.to,
            when=self.condition((*keys, "when"), move.when),
            changes=self.changes((*keys, "set"), move.set, self.scope.names()),
            seen_by=seen,
            probability=probability,
            available=move.available,
            cited=self.cited(keys, move),
        )

    def _target(self, keys: Keys, name: str) -> None:
        self.named(keys, name, [*self.file.situations, *self.file.outcomes], "situation or outcome")

    def observers(self, keys: Keys, seen_by: str | list[str] | None) -> frozenset[int]:
        """The players named by a ``seen by``."""
        if seen_by is None or seen_by == "all":
            return frozenset(self.player_numbers.values())
        if seen_by == "none":
            return frozenset()
        return frozenset(
            self.player_numbers[name]
            for i, name in enumerate(seen_by)
            if self.named((*keys, i), name, self.player_numbers, "player")
        )

    def condition(self, keys: Keys, text: str | int | float | None) -> Expression | None:
        """A condition of parameters and state, or None."""
        return None if text is None else self.formula(keys, text, wanted="condition")

    def changes(
        self, keys: Keys, sets: Mapping[str, str | int | float], _: Iterable[str] = ()
    ) -> tuple[tuple[str, Expression], ...]:
        """The state variables that a move or a settlement changes."""
        known = [*self.scope.words, *self.scope.flags, *self.scope.counts]
        return tuple(
            (name, self.formula((*keys, name), text, wanted=self.wanted(name)))
            for name, text in sets.items()
            if self.named((*keys, name), name, known, "state variable", at_key=True)
        )

    def _duration(self, keys: Keys, text: str | None) -> Expression | None:
        if text is None:
            return None
        amount, _, unit = text.strip().rpartition(" ")
        if unit.rstrip("s") not in _DAYS or not amount:
            hint = "Units: hours, days, weeks, months, years."
            self.document.add(keys, "expected a duration such as '1 day'", hint=hint)
            return None
        return self.formula(keys, f"({amount}) * {_DAYS[unit.rstrip('s')]}")

    # Ends ----------------------------------------------------------------------------------

    def terms(self) -> tuple[Term, ...]:
        """The terms that hold in every outcome."""
        return tuple(
            self._term(("terms", name), name, one) for name, one in self.file.terms.items()
        )

    def _term(self, keys: Keys, name: str, one: model.Term) -> Term:
        formulas = one.__pydantic_extra__ or {}
        for player in formulas:
            known = [*self.player_numbers, *_TERM_FIELDS]
            self.named((*keys, player), player, known, "player or field", at_key=True)
        return Term(
            name=name,
            label=one.label or name,
            when=self.condition((*keys, "when"), one.when),
            payoffs=tuple(self._payoff(keys, formulas, player.name) for player in self.players),
            cited=self.cited(keys, one),
        )

    def _payoff(self, keys: Keys, formulas: Mapping[str, Any], player: str) -> Expression | None:
        if player not in formulas:
            return None
        scope = Scope(
            {**self.scope.numbers, ELAPSED: "number"},
            self.scope.words,
            self.scope.flags,
            self.scope.counts,
        )
        return self.formula((*keys, player), formulas[player], scope=scope)

    def outcomes(self) -> dict[str, Outcome]:
        """All outcomes."""
        return {name: self._outcome(name, one) for name, one in self.file.outcomes.items()}

    def _outcome(self, name: str, one: model.Outcome) -> Outcome:
        keys: Keys = ("outcomes", name)
        if name in self.file.situations:
            self.document.add(keys, f"'{name}' is also a situation", at_key=True)
        issues = list(self.file.issues)
        settles = tuple(
            (issue, self.formula((*keys, "settles", issue), text, wanted=self.wanted(issue)))
            for issue, text in one.settles.items()
            if self.named((*keys, "settles", issue), issue, issues, "issue", at_key=True)
        )
        return Outcome(
            name=name,
            label=one.label or name,
            meaning=one.meaning or "",
            category=one.category or "",
            cause=one.cause or "",
            settles=settles,
            terms=self._own_terms((*keys, "payoffs"), one.payoffs),
            cited=self.cited(keys, one),
        )

    def _own_terms(self, keys: Keys, payoffs: Mapping[str, Any]) -> tuple[Term, ...]:
        terms, plain = [], {}
        for name, value in payoffs.items():
            if isinstance(value, model.Term):
                terms.append(self._term((*keys, name), name, value))
            elif self.named((*keys, name), name, self.player_numbers, "player", at_key=True):
                plain[name] = value
        if plain:
            formulas = tuple(self._payoff(keys, plain, player.name) for player in self.players)
            terms.insert(0, Term("payoff", "payoff", None, formulas, Cited()))
        return tuple(terms)

    # What-ifs ------------------------------------------------------------------------------

    def assumptions(self) -> dict[str, Assumption]:
        """All assumptions."""
        return {name: self._assumption(name, one) for name, one in self.file.assumptions.items()}

    def _assumption(self, name: str, one: model.Assumption) -> Assumption:
        keys: Keys = ("assumptions", name)
        known = list(self.scope.numbers)
        sets = {
            key: self.formula((*keys, "set", key), text, scope=self.scope.without_state())
            for key, text in one.set.items()
            if self.named((*keys, "set", key), key, known, "parameter or definition", at_key=True)
        }
        available = {
            (situation, move): value
            for situation, moves in one.available.items()
            for move, value in moves.items()
            if self._has_move((*keys, "available", situation, move), situation, move)
        }
        seen_by = {
            (situation, move): self.observers((*keys, "seen by", situation, move), who)
            | self._mover(situation)
            for situation, moves in one.seen_by.items()
            for move, who in moves.items()
            if self._has_move((*keys, "seen by", situation, move), situation, move)
        }
        if not (sets or available or seen_by):
            self.document.add(
                keys,
                "this assumption changes nothing",
                at_key=True,
                hint="Give it set, available or seen by.",
            )
        return Assumption(
            name=name,
            label=one.label or name,
            question=one.question or "",
            sets=sets,
            available=available,
            seen_by=seen_by,
            cited=self.cited(keys, one),
            note=one.note or "",
        )

    def finding(self, keys: Keys, one: model.Finding) -> None:
        """Record the unknown names of a finding."""
        assuming = [one.assuming] if isinstance(one.assuming, str) else one.assuming
        for name in assuming:
            self.named((*keys, "assuming"), name, self.file.assumptions, "assumption")
        ends = [
            *self.file.outcomes,
            *(o.category for o in self.file.outcomes.values() if o.category),
        ]
        if one.outcome is not None:
            self.named((*keys, "outcome"), one.outcome, ends, "outcome or category")
        known = {
            "at": self.scope.numbers,
            "probabilities": ends,
            "payoffs": self.player_numbers,
            "values": self.file.situations,
            "strategy": self.file.situations,
        }
        for field, names in known.items():
            for name in getattr(one, field):
                self.named((*keys, field, name), name, names, "name", at_key=True)
        self.citation((*keys, "source"), one.source)

    def _has_move(self, keys: Keys, situation: str, move: str) -> bool:
        if not self.named(keys[:-1], situation, self.file.situations, "situation", at_key=True):
            return False
        one = self.file.situations[situation]
        moves = [*(one.actions or {}), *(one.chance or {})]
        return self.named(keys, move, moves, "action or event", at_key=True)

    def _mover(self, situation: str) -> frozenset[int]:
        player = self.file.situations[situation].player
        return frozenset({self.player_numbers[player]} if player in self.player_numbers else ())


def _exact(value: float) -> Fraction:
    return Fraction(value) if isinstance(value, int) else Fraction(repr(value))


def _circular(formulas: Mapping[str, Expression]) -> list[str]:
    """The names whose formula leads back to themselves."""
    import networkx as nx

    graph = nx.DiGraph(
        (name, used) for name, formula in formulas.items() for used in names_in(formula)
    )
    loops = nx.strongly_connected_components(graph)
    circular = {name for loop in loops if len(loop) > 1 for name in loop}
    circular |= {name for name in graph if graph.has_edge(name, name)}
    return [name for name in formulas if name in circular]
