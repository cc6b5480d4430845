"""Names and kinds in formulas: every name known, words compared with words, numbers with numbers.

A resolved formula knows only numbers: a word such as ``secret`` has become its place among the
values of the state variable that it is compared with or given to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from crisis_sim.formula.expression import (
    COMPARISONS,
    Expression,
    Name,
    Number,
    Operation,
)
from crisis_sim.formula.parse import FormulaError, Parsed, parse
from crisis_sim.formula.write import text as written
from crisis_sim.near_names import nearest

__all__ = ["FormulaKind", "Scope", "Words", "resolve_text"]

FormulaKind = Literal["number", "condition"]
_SAID = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false"}
_SAID |= {"false": "false"}
_IN_PARTS = re.compile(r"(?!.*\b(?:if|and|or|not|else)\b)[A-Za-z_]\w*(?: +\w+)+", re.ASCII)
"""Words side by side in place of one."""
_TRUTH = {"true": Number(Fraction(1)), "false": Number(Fraction(0))}


@dataclass(frozen=True, slots=True)
class Words:
    """A state variable and the words that it can be."""

    variable: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that a formula may use here.

    ``numbers`` are parameters and definitions, with the kind of each; ``words`` are the state
    variables that hold words, with their values; ``flags`` and ``counts`` the other variables.
    """

    numbers: Mapping[str, FormulaKind]
    words: Mapping[str, tuple[str, ...]]
    flags: frozenset[str]
    counts: frozenset[str]

    def names(self) -> list[str]:
        """All names known here."""
        return [*self.numbers, *self.words, *self.flags, *self.counts]

    def without_state(self) -> Scope:
        """The scope of a formula that may not depend on the state of play."""
        return Scope(self.numbers, {}, frozenset(), frozenset())


def resolve_text(
    text: str | int | float | bool, scope: Scope, *, wanted: FormulaKind | Words
) -> tuple[Expression, Parsed]:
    """Parse and resolve a formula.

    ``wanted`` is the kind that the place calls for, or the variable to which it gives a word.

    Raises
    ------
    FormulaError
        A fault of grammar, an unknown name, or a value of the wrong kind.
    """
    if isinstance(wanted, Words) and _IN_PARTS.fullmatch(str(text)):
        hint = f"Write {'_'.join(str(text).split())}, where it is declared too."
        raise FormulaError(f"a name has no spaces, found '{text}'", 0, len(str(text)), hint)
    parsed = parse(text if isinstance(text, str) else repr(text).lower())
    resolver = _Resolver(scope, parsed, wanted)
    if isinstance(wanted, Words):
        return resolver.word(parsed.expression, wanted), parsed
    expression, kind = resolver.resolve(parsed.expression)
    if wanted == "condition":
        resolver.want_conditions([(expression, kind)])
    return expression, parsed


class _Resolver:
    def __init__(self, scope: Scope, parsed: Parsed, wanted: FormulaKind | Words) -> None:
        self.scope = scope
        self.parsed = parsed
        self.wanted = wanted

    def fail(self, name: str, message: str, hint: str = "") -> FormulaError:
        start = self.parsed.positions.get(name, 0)
        return FormulaError(message, start, len(name) or len(self.parsed.text), hint)

    def resolve(self, item: Expression) -> tuple[Expression, FormulaKind]:
        if isinstance(item, Number):
            return item, "number"
        if isinstance(item, Name):
            return self.name(item)
        if item.op in ("==", "!=") and (words := self.words_of(item)):
            variable, other = words
            known = Words(variable.name, self.scope.words[variable.name])
            return Operation(item.op, (variable, self.word(other, known))), "condition"
        return self.operation(item)

    def operation(self, item: Operation) -> tuple[Expression, FormulaKind]:
        resolved = [self.resolve(argument) for argument in item.arguments]
        result = Operation(item.op, tuple(expression for expression, _ in resolved))
        if item.op in ("and", "or", "not"):
            self.want_conditions(resolved)
            return result, "condition"
        if item.op == "if":
            self.want_conditions(resolved[:1])
            kinds = {kind for _, kind in resolved[1:]}
            return result, "condition" if kinds == {"condition"} else "number"
        return result, "condition" if item.op in COMPARISONS else "number"

    def want_conditions(self, resolved: list[tuple[Expression, FormulaKind]]) -> None:
        for expression, kind in resolved:
            if kind == "number":
                name = expression.name if isinstance(expression, Name) else ""
                hint = "Compare it, as in day < 3."
                owners = self.owners(name)
                if owners or name:
                    hint = (
                        f"Write {owners[0]} == {name}."
                        if owners
                        else f"Compare it, as in {name} > 0."
                    )
                raise self.fail(name, "expected a condition, found a number", hint)

    def words_of(self, item: Operation) -> tuple[Name, Expression] | None:
        left, right = item.arguments
        for variable, other in ((left, right), (right, left)):
            if isinstance(variable, Name) and variable.name in self.scope.words:
                return variable, other
        return None

    def word(self, item: Expression, known: Words) -> Expression:
        """A value of a variable that holds words, as its place among them."""
        variable, values = known.variable, known.values
        if isinstance(item, Operation) and item.op == "if":
            resolved = self.resolve(item.arguments[0])
            self.want_conditions([resolved])
            yes, no = (self.word(branch, known) for branch in item.arguments[1:])
            return Operation("if", (resolved[0], yes, no))
        if not isinstance(item, Name):
            hint = f"The values of {variable} are {', '.join(values)}."
            raise self.fail("", f"expected a value of {variable}, found {written(item)}", hint)
        if item.name in values:
            return Number(Fraction(values.index(item.name)))
        if self.scope.words.get(item.name) == values:
            return item
        message = f"'{item.name}' is not a value of {variable}"
        raise self.fail(item.name, message, nearest(item.name, values))

    def owners(self, word: str) -> list[str]:
        """The variables that a word is a value of."""
        return [variable for variable, values in self.scope.words.items() if word in values]

    def name(self, item: Name) -> tuple[Expression, FormulaKind]:
        name, scope = item.name, self.scope
        if name in scope.numbers:
            return item, scope.numbers[name]
        if name in scope.flags:
            return item, "condition"
        if name in scope.counts:
            return item, "number"
        if name in _TRUTH:
            return _TRUTH[name], "condition"
        if name in scope.words:
            raise self.fail(
                name,
                f"'{name}' holds a word, which can only be compared",
                f"Write {name} == {scope.words[name][-1]}.",
            )
        owners = self.owners(name)
        if owners:
            raise self.fail(
                name,
                f"'{name}' is a value of {owners[0]}, not a number",
                f"Write {owners[0]} == {name}.",
            )
        hint = nearest(name, scope.names()) or "Only numbers can stand here, such as 0.3 or 1/3."
        if self.wanted == "condition" and name.lower() in _SAID:
            hint = f"Write {_SAID[name.lower()]}."
        raise self.fail(name, f"unknown name '{name}'", hint)
