"""Names and formulas of one file: each read at its place, each fault recorded there."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from fractions import Fraction

from crisis_sim.formula.evaluate import RATIONALS, NotExact, evaluate
from crisis_sim.formula.expression import Expression, Number
from crisis_sim.formula.other_notations import ONE, as_number, bare, latin
from crisis_sim.formula.parse import PRODUCT, FormulaError, parse
from crisis_sim.near_names import nearest
from crisis_sim.scenario import model
from crisis_sim.scenario.citation import CitationError, parse_citations
from crisis_sim.scenario.dependence import FormulaSize, weigh
from crisis_sim.scenario.faults.right_form import TWO_AT_ONCE
from crisis_sim.scenario.own_labels import own_labels
from crisis_sim.scenario.positions import Document, Keys
from crisis_sim.scenario.resolve import FormulaKind, Scope, Words, resolve_text
from crisis_sim.scenario.scenario import ELAPSED, Cited, Player, Scenario

__all__ = ["RESERVED", "ZERO", "Reader", "Written"]

Written = str | int | float | bool
"""A formula as the file has it."""

RESERVED = frozenset({"and", "or", "not", "if", "else", "true", "false", ELAPSED})
ZERO = Number(Fraction(0))
_NO_NAMES = Scope({}, {}, frozenset(), frozenset())
_ONLY_NUMBERS = "Write a decimal or a fraction, such as 0.3 or 1/3."
_NAMED = ("unknown name", "a name has")
"""How messages begin that are of no use where no name can stand."""
LARGEST_NUMBER = Fraction(10) ** 300


class Reader:
    """Knows every name that the file declares.

    ``weights`` are those of the definitions that will be written out in other formulas; they are
    filled in as soon as the definitions have been read.
    """

    def __init__(self, file: model.File, document: Document, base: Scenario | None) -> None:
        self.file = file
        self.document = document
        self.sources = {**(base.sources if base else {}), **file.sources}
        shorts = own_labels({name: _short(name, one) for name, one in file.players.items()})
        self.players = tuple(
            Player(name, one if isinstance(one, str) else one.label, shorts[name])
            for name, one in file.players.items()
        )
        self.player_numbers = {player.name: i for i, player in enumerate(self.players)}
        self.base_parameters = dict(base.parameters) if base else {}
        self.base_definitions = (
            {n: d for n, d in base.definitions.items() if n not in base.of_state} if base else {}
        )
        self.weights: dict[str, FormulaSize] = {}
        self.scope = self._scope()
        self.targets = {**dict.fromkeys(file.situations), **dict.fromkeys(file.outcomes)}

    # Names ---------------------------------------------------------------------------------

    def _scope(self) -> Scope:
        file = self.file
        numbers: dict[str, FormulaKind] = dict.fromkeys(self.base_parameters, "number")
        numbers |= dict.fromkeys(self.base_definitions, "number")
        own: dict[str, str] = {}
        for kind in ("parameters", "definitions", "issues", "state"):
            for name in getattr(file, kind):
                self._declare(own, kind, name)
        words: dict[str, tuple[str, ...]] = {}
        flags, counts = set(), set()
        for name, kind in own.items():
            numbers.pop(name, None)
            values = _words(file, kind, name)
            if kind in ("parameters", "definitions"):
                numbers[name] = "number"
            elif values is not None:
                words[name] = values
            elif isinstance(file.state[name], bool):
                flags.add(name)
            else:
                counts.add(name)
        return Scope(numbers, words, frozenset(flags), frozenset(counts))

    def _declare(self, own: dict[str, str], kind: str, name: str) -> None:
        keys: Keys = (kind, name)
        if name in RESERVED:
            message = f"'{name}' is a word of the formula language"
            self.document.add(keys, message, at_key=True, hint="Give it another name.")
        elif name in own:
            message = f"'{name}' is already declared under {own[name]}"
            hint = "Give one of them another name."
            self.document.add(keys, message, at_key=True, hint=hint)
        own.setdefault(name, kind)

    def named(
        self, keys: Keys, name: str, known: Collection[str], kind: str, *, at_key: bool = False
    ) -> bool:
        """Whether ``name`` is known; if not, that is recorded."""
        if name in known:
            return True
        parts = [part.strip() for part in name.split(";")]
        hint = nearest(name, known) or f"No {kind} is declared."
        odd = [f"'{one}' (U+{ord(one):04X})" for one in name if latin(one) != one]
        if kind.startswith("player"):
            hint = self.of_player(name) or hint
        if bare(name) in known:
            hint = f"Write {bare(name)}, without quotation marks."
        if odd and latin(name) in known:
            hint = f"It holds {', '.join(odd[:3])}, which looks like another letter; type it anew."
        if len(parts) > 1 and all(part in known for part in parts):
            hint = f"Write [{', '.join(parts)}]."
        self.document.add(keys, f"unknown {kind} '{name}'", hint=hint, at_key=at_key)
        return False

    def of_player(self, name: str) -> str:
        """The hint for what is no player's name, but a label or chance."""
        if name.lower() in ("chance", "nature"):
            return "Chance is no player: write 'chance' in place of 'player' and 'actions'."
        several = re.split(r"\s*(?:,|&|\band\b)\s*", name)
        if len(several) > 1 and all(one in self.player_numbers for one in several):
            return TWO_AT_ONCE
        labelled = [player.name for player in self.players if name in (player.label, player.short)]
        return f"Write {labelled[0]}, whose label this is." if labelled else ""

    # Formulas ------------------------------------------------------------------------------

    def formula(
        self,
        keys: Keys,
        text: Written,
        *,
        wanted: FormulaKind | Words = "number",
        scope: Scope | None = None,
    ) -> Expression:
        """Read the formula at ``keys``; a faulty one is recorded and stands as 0."""
        try:
            expression = resolve_text(text, scope or self.scope, wanted=wanted)[0]
        except FormulaError as error:
            self.add_fault(keys, error)
            return ZERO
        weight = weigh(expression, self.weights)
        if weight.too_much:
            self.too_much(keys, weight)
            return ZERO
        return expression

    def grammar(self, keys: Keys, text: Written) -> None:
        """Record what is wrong with a formula whatever it is given to."""
        try:
            parse(str(text))
        except FormulaError as error:
            self.add_fault(keys, error)

    def add_fault(self, keys: Keys, error: FormulaError) -> None:
        """Record a fault of a formula at its place; a move sets words rather than products."""
        hint = error.hint.partition(PRODUCT)[0] if "set" in keys[3:] else error.hint
        self.document.add(keys, error.message, hint=hint, start=error.start, width=error.width)

    def too_much(self, keys: Keys, weight: FormulaSize) -> None:
        """Record a formula that grows too large once definitions are written out in it."""
        size = f"{weight.size:,}" if weight.size < 10**12 else f"10^{len(str(weight.size)) - 1}"
        self.document.add(
            keys,
            f"the formula comes to {size} operations, {weight.depth} of them in a row, once the "
            "definitions that depend on the state are written out in it",
            hint="Let fewer definitions that depend on the state build on each other.",
        )

    def timed(self) -> Scope:
        """The scope of payoffs and definitions, which may use the days elapsed."""
        scope = self.scope
        return Scope({**scope.numbers, ELAPSED: "number"}, scope.words, scope.flags, scope.counts)

    def constant(self, keys: Keys, value: Written) -> Fraction:
        """An exact number without names; a faulty one is recorded and stands as 0."""
        hint = as_number(str(value))
        if hint.startswith(ONE):
            self.document.add(keys, "expected one number, found a range", hint=hint)
            return Fraction(0)
        try:
            formula = resolve_text(value, _NO_NAMES, wanted="number")[0]
            number = evaluate(formula, RATIONALS, {})
        except FormulaError as error:
            if not re.match(r"Write [-.\d]", error.hint):
                named = error.message.startswith(_NAMED) and not hint
                error.hint = _ONLY_NUMBERS if named else hint or error.hint
            self.add_fault(keys, error)
            return Fraction(0)
        except NotExact as error:
            self.document.add(keys, f"not an exact number: {error}", hint=_ONLY_NUMBERS)
            return Fraction(0)
        if abs(number) > LARGEST_NUMBER:
            self.document.add(keys, "the number is larger than 10^300")
            return Fraction(0)
        return number

    def condition(self, keys: Keys, text: Written | None) -> Expression | None:
        """A condition of parameters and state, or None."""
        return None if text is None else self.formula(keys, text, wanted="condition")

    def wanted(self, variable: str) -> FormulaKind | Words:
        """What kind of formula gives a value to a state variable."""
        if variable in self.scope.words:
            return Words(variable, self.scope.words[variable])
        return "condition" if variable in self.scope.flags else "number"

    def changes(
        self, keys: Keys, sets: Mapping[str, Written], known: Collection[str], kind: str
    ) -> tuple[tuple[str, Expression], ...]:
        """The state variables among ``known`` that a move or a settlement changes."""
        for name, text in sets.items():
            if not self.changeable((*keys, name), name, known, kind):
                self.grammar((*keys, name), text)
        return tuple(
            (name, self.formula((*keys, name), text, wanted=self.wanted(name)))
            for name, text in sets.items()
            if name in known
        )

    def changeable(self, keys: Keys, name: str, known: Collection[str], kind: str) -> bool:
        """Whether ``name`` is among what changes; if not, that is recorded."""
        hint = ""
        if name in self.scope.numbers:
            hint = f"{name} never changes in a story: declare what does under 'state'."
        elif not known and kind == "state variable":
            hint = f"Declare it under 'state', as in state: {{{name}: [calm, tense]}}."
        if not hint or name in known:
            return self.named(keys, name, known, kind, at_key=True)
        self.document.add(keys, f"unknown {kind} '{name}'", hint=hint, at_key=True)
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
            try:
                parse_citations(text, counts)
            except CitationError as error:
                place: Keys = (*keys, i) if isinstance(source, list) else keys
                self.document.add(place, str(error), hint=error.hint)


def _short(name: str, player: model.Player | str) -> str:
    """The short name that the file gives a player, or the player's own."""
    return name if isinstance(player, str) else player.short or name


def _words(file: model.File, kind: str, name: str) -> tuple[str, ...] | None:
    """The words that an issue or a state variable can be, if it holds words."""
    if kind == "issues":
        return tuple(file.issues[name].levels)
    variable = file.state.get(name) if kind == "state" else None
    if isinstance(variable, list):
        return tuple(variable)
    if isinstance(variable, model.StateVariable) and variable.values is not None:
        return tuple(variable.values)
    return None
