"""The grammar of formulas, read by precedence climbing.

From loosest to tightest::

    a if c else b     or     and     not     < <= == != >= >     + -     * /     -a     **     f(a)

Nothing outside this grammar is accepted: no attributes, no indexing, no strings, no assignment, so
that a formula in an untrusted file can do arithmetic and nothing else.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from fractions import Fraction

from crisis_sim.formula.expression import (
    COMPARISONS,
    FUNCTIONS,
    Expression,
    Name,
    Number,
    Operation,
)
from crisis_sim.formula.other_notations import (
    FUNCTION_REMEDIES,
    PAIRS,
    SIGNS,
    WORDS,
    as_choice,
    decimal_point,
    in_one,
    of_number,
    of_sign,
    per_cent,
)
from crisis_sim.near_names import nearest

__all__ = ["PRODUCT", "FormulaError", "Parsed", "parse"]

MOST_CHARACTERS = 2_000
MOST_OPERATIONS = 500
DEEPEST = 40
LONGEST_CHAIN = 100
MOST_DIGITS = 40
LARGEST_EXPONENT = 300

_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<op>\*\*|<=|>=|==|!=|//|[-+*/()<>,=^%.\[\]{}:;!&|'\"])"
)
_DATE = re.compile(r"\s*\d{4}-\d\d?-\d\d?\s*")
_WORDS = frozenset({"and", "or", "not", "if", "else"})
_PARTS = ("number", "name")
PRODUCT = " A product is "
_PRODUCT = "Write multiplication as *."
_DEFINE = "Give a part of it a name under 'definitions'."


class FormulaError(ValueError):
    """A formula cannot be read; ``start`` and ``width`` place the fault in its text."""

    def __init__(self, message: str, start: int, width: int = 1, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.width = width
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Parsed:
    """An expression, its text, and where each name first stands in it."""

    text: str
    expression: Expression
    positions: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


_NONE = _Token("end", "", -1)


def parse(text: str) -> Parsed:
    """Read a formula.

    Raises
    ------
    FormulaError
        With the place of the fault: a character or construct that is not arithmetic, a formula
        that is unfinished, too long, too deep or too large.
    """
    if len(text) > MOST_CHARACTERS:
        message = f"the formula is longer than {MOST_CHARACTERS:,} characters"
        raise FormulaError(message, 0, hint=_DEFINE)
    if not text.strip():
        raise FormulaError("the formula is empty", 0)
    if _DATE.fullmatch(text):
        raise FormulaError("a date is not a number", 0, len(text), "Count days or years from one.")
    try:
        return _read(text)
    except FormulaError:
        choice = as_choice(text)
        if choice and _is_read(choice.partition(", if it is")[0]):
            message = "a choice is written as b if a else c"
            raise FormulaError(message, 0, len(text), f"Write {choice}.") from None
        raise


def _is_read(text: str) -> bool:
    try:
        _read(text)
    except FormulaError:
        return False
    return True


def _read(text: str) -> Parsed:
    reader = _Reader(_tokens(text), len(text))
    expression = reader.ternary(0)
    reader.expect_end()
    return Parsed(text, expression, reader.positions)


def _tokens(text: str) -> list[_Token]:
    tokens, at = [], 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _TOKEN.match(text, at)
        if found is None:
            message = f"unexpected character '{text[at]}'"
            raise FormulaError(message, at, 1, of_sign(text[at], text))
        end = found.end()
        if (whole := in_one(text, at)) and not text[end].isspace():
            message = f"unexpected character '{text[end]}'"
            raise FormulaError(message, end, 1, f"Write {whole} in one.")
        kind = found.lastgroup or "op"
        word = found.group()
        if kind == "name" and word in _WORDS:
            kind = "op"
        tokens.append(_Token(kind, word, at))
        at = end
    return tokens


class _Reader:
    """Holds the tokens and the place reached; one method a level of precedence."""

    def __init__(self, tokens: list[_Token], length: int) -> None:
        self.tokens = tokens
        self.length = length
        self.at = 0
        self.operations = 0
        self.positions: dict[str, int] = {}

    def peek(self) -> str:
        if self.at == len(self.tokens):
            return ""
        token = self.tokens[self.at]
        return token.text if token.kind == "op" else token.kind

    def take(self) -> _Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def fail(self, message: str, hint: str = "") -> FormulaError:
        if self.at == len(self.tokens):
            message = f"the formula ends too early: {message}"
            return FormulaError(message, max(0, self.length - 1), hint=hint)
        token = self.tokens[self.at]
        of_token = WORDS.get(token.text.lower()) or SIGNS.get(token.text)
        if token.text in ("and", "or", "not", "else"):
            of_token = SIGNS["?"] if token.text == "else" else ""
        hint = self.of_neighbours() or of_token or hint
        return FormulaError(f"{message}, found '{token.text}'", token.start, len(token.text), hint)

    def of_neighbours(self) -> str:
        """The hint for what is written otherwise elsewhere: 0,5 or 1 000 or 30% or =<."""
        before = self.tokens[self.at - 1] if self.at else _NONE
        token, *after = [*self.tokens[self.at : self.at + 2], _NONE][:2]
        for pair in ((before.text, token.text), (token.text, after[0].text)):
            if pair in PAIRS:
                return PAIRS[pair]
        if token.text == "." and after[0].text.lower() in ("inf", "nan"):
            return "Write a finite number."
        if not self.at and token.text == "=":
            return "Leave out the =."
        if before.kind != "number":
            return ""
        if token.text == "%" and re.fullmatch(r"[\d.]{1,9}", before.text):
            return f"Write {before.text}% as {per_cent(before.text)}."
        if token.text == "," and after[0].kind == "number" and after[0].start == token.start + 1:
            return decimal_point(before.text, after[0].text)
        if token.text == ":" and after[0].kind == "number":
            return f"Write a ratio as {before.text}/{after[0].text}."
        groups = itertools.takewhile(
            lambda one: re.fullmatch(r"[_.]?\d{3}", one.text), self.tokens[self.at :]
        )
        return of_number(before.text, "".join(one.text for one in groups) or token.text)

    def expect(self, op: str) -> None:
        if self.peek() != op:
            if self.is_in_parts():
                raise self.name_in_parts()
            hint = "Say what it is otherwise, as in b if a else c." if op == "else" else ""
            raise self.fail(f"expected '{op}'", hint)
        self.take()

    def expect_end(self) -> None:
        if self.at == len(self.tokens):
            return
        if self.is_in_parts():
            raise self.name_in_parts()
        hint = _PRODUCT if self.peek() in (*_PARTS, "(") else ""
        if self.peek() == "name":
            hint += " A unit is not written here."
        raise self.fail("expected an operator or the end of the formula", hint)

    def is_in_parts(self) -> bool:
        """Whether a word follows a name."""
        return self.at > 0 and self.tokens[self.at - 1].kind == "name" and self.peek() in _PARTS

    def name_in_parts(self) -> FormulaError:
        """The fault of words side by side: a name with a space, or a product."""
        first = last = self.at - 1
        while last + 1 < len(self.tokens) and self.tokens[last + 1].kind in _PARTS:
            last += 1
        words = [token.text for token in self.tokens[first : min(last + 1, first + 9)]]
        for token in self.tokens[first : last + 1]:
            if token.text.lower() in WORDS:
                message = f"expected an operator, found '{token.text}'"
                hint = WORDS[token.text.lower()]
                return FormulaError(message, token.start, len(token.text), hint)
        start = self.tokens[first].start
        width = self.tokens[last].start + len(self.tokens[last].text) - start
        error = FormulaError(f"a name has no spaces, found '{' '.join(words)}'", start, width)
        error.hint = (
            f"Write {'_'.join(words)[:40]}, where it is declared too." if width <= 40 else ""
        )
        if first == 0 or self.tokens[first - 1].text not in ("==", "!="):
            error.hint = f"{error.hint}{PRODUCT}{' * '.join(words[:2])}.".lstrip()
        return error

    def unknown_function(self, token: _Token) -> FormulaError:
        name = token.text
        if name.lower() in FUNCTION_REMEDIES:
            hint = FUNCTION_REMEDIES[name.lower()]
            return FormulaError(f"unknown function '{name}'", token.start, len(name), hint)
        hint = nearest(name, FUNCTIONS)
        hint += "" if hint.endswith("?") else f" A product is {name[:40]} * (...)."
        return FormulaError(f"unknown function '{name}'", token.start, len(name), hint)

    def build(self, op: str, *arguments: Expression) -> Expression:
        self.operations += 1
        if self.operations > MOST_OPERATIONS:
            message = f"the formula has more than {MOST_OPERATIONS} operations"
            raise FormulaError(message, 0, hint=_DEFINE)
        operation = Operation(op, arguments)
        if operation.depth > LONGEST_CHAIN:
            message = f"the formula has more than {LONGEST_CHAIN} operations in a row"
            raise FormulaError(message, 0, hint=_DEFINE)
        return operation

    def not_deeper(self, depth: int) -> None:
        if depth > DEEPEST:
            message = f"the formula is nested more than {DEEPEST} deep"
            raise FormulaError(message, 0, hint=_DEFINE)

    def ternary(self, depth: int) -> Expression:
        self.not_deeper(depth)
        value = self.disjunction(depth)
        if self.peek() != "if":
            return value
        self.take()
        condition = self.disjunction(depth)
        self.expect("else")
        return self.build("if", condition, value, self.ternary(depth + 1))

    def disjunction(self, depth: int) -> Expression:
        left = self.conjunction(depth)
        while self.peek() == "or":
            self.take()
            left = self.build("or", left, self.conjunction(depth))
        return left

    def conjunction(self, depth: int) -> Expression:
        left = self.negation(depth)
        while self.peek() == "and":
            self.take()
            left = self.build("and", left, self.negation(depth))
        return left

    def negation(self, depth: int) -> Expression:
        if self.peek() == "not":
            self.not_deeper(depth)
            self.take()
            return self.build("not", self.negation(depth + 1))
        return self.comparison(depth)

    def comparison(self, depth: int) -> Expression:
        left = self.sum(depth)
        links: list[Expression] = []
        while self.peek() in COMPARISONS:
            op = self.take().text
            right = self.sum(depth)
            links.append(self.build(op, left, right))
            left = right
        if not links:
            return left
        result = links[0]
        for link in links[1:]:
            result = self.build("and", result, link)
        return result

    def sum(self, depth: int) -> Expression:
        left = self.product(depth)
        while self.peek() in ("+", "-"):
            op = self.take().text
            left = self.build(op, left, self.product(depth))
        return left

    def product(self, depth: int) -> Expression:
        left = self.signed(depth)
        while self.peek() in ("*", "/"):
            op = self.take().text
            left = self.build(op, left, self.signed(depth))
        return left

    def signed(self, depth: int) -> Expression:
        self.not_deeper(depth)
        if self.peek() == "-":
            self.take()
            return self.build("neg", self.signed(depth + 1))
        if self.peek() == "+":
            self.take()
            return self.signed(depth + 1)
        return self.power(depth)

    def power(self, depth: int) -> Expression:
        base = self.atom(depth)
        if self.peek() != "**":
            return base
        self.take()
        return self.build("**", base, self.signed(depth + 1))

    def atom(self, depth: int) -> Expression:
        kind = self.peek()
        if kind == "number":
            return self.number()
        if kind == "name":
            return self.name_or_call(depth)
        if kind == "(":
            self.take()
            inner = self.ternary(depth + 1)
            self.expect(")")
            return inner
        raise self.fail("expected a number, a name or '('")

    def number(self) -> Number:
        token = self.take()
        digits, _, exponent = token.text.lower().partition("e")
        if len(digits) > MOST_DIGITS or abs(int(exponent[:9] or 0)) > LARGEST_EXPONENT:
            message = f"the number has more than {MOST_DIGITS} digits, or too large an exponent"
            raise FormulaError(message, token.start, len(token.text))
        return Number(Fraction(token.text))

    def name_or_call(self, depth: int) -> Expression:
        token = self.take()
        if self.peek() != "(":
            self.positions.setdefault(token.text, token.start)
            return Name(token.text)
        if token.text not in FUNCTIONS:
            raise self.unknown_function(token)
        self.take()
        arguments = [self.ternary(depth + 1)]
        while self.peek() == ",":
            self.take()
            arguments.append(self.ternary(depth + 1))
        self.expect(")")
        least, most = FUNCTIONS[token.text]
        if len(arguments) < least or (most is not None and len(arguments) > most):
            wanted = f"{least}" if most == least else f"{least} or more"
            plural = "s" if wanted != "1" else ""
            raise FormulaError(
                f"{token.text} takes {wanted} argument{plural}, found {len(arguments)}",
                token.start,
                len(token.text),
            )
        return self.build(token.text, *arguments)
