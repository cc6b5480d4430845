"""A formula written out: as plain text that parses back, and as LaTeX."""

from __future__ import annotations

import re
from fractions import Fraction

from crisis_sim.formula.expression import COMPARISONS, Expression, Name, Number, Operation

__all__ = ["brief", "decimal", "equation", "in_full", "latex", "text"]

_LEVELS = {"if": 0, "or": 1, "and": 2, "not": 3, "+": 5, "-": 5, "*": 6, "/": 6, "neg": 7, "**": 8}
_LEVELS |= dict.fromkeys(COMPARISONS, 4)
_ATOM = 9

DIGITS = 15
"""Decimals of no more digits are the shortest of their floats."""
LONGEST = 9_999
"""Quotients of greater numbers are long."""

_GREEK = frozenset(
    ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"]
)
_GREEK |= {"lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi"}
_GREEK |= {"omega"}
_LATEX_SIGNS = {"<=": r"\le", ">=": r"\ge", "==": "=", "!=": r"\ne", "and": r"\land", "or": r"\lor"}


def decimal(value: Fraction) -> str:
    """The shortest exact decimal, or a quotient where there is none."""
    denominator = value.denominator
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    places = max(twos, fives)
    if denominator != 1 or places > 12:
        return f"{value.numerator}/{value.denominator}"
    if places == 0:
        return str(value.numerator)
    scaled = abs(value.numerator) * 10**places // value.denominator
    whole, part = divmod(scaled, 10**places)
    return f"{'-' if value < 0 else ''}{whole}.{part:0{places}d}"


def brief(value: Fraction) -> str:
    """A number as it is read again where that is short, else about.

    >>> [brief(Fraction(one)) for one in ("0.10", "1/11", "0.0909090909090909091")]
    ['0.1', '1/11', 'about 0.0909091']
    """
    near = f"{float(value):.{DIGITS}g}"
    if Fraction(near) == value:
        return near
    short = max(value.denominator, abs(value.numerator)) <= LONGEST
    return str(value) if short else f"about {float(value):.6g}"


def equation(name: str, value: Fraction) -> str:
    """What a name stands for.

    >>> equation("q", Fraction(1, 11)), equation("q", Fraction(10**5, 10**6 + 1))
    ('q = 1/11', 'q about 0.0999999')
    """
    told = brief(value)
    return f"{name} {told}" if told.startswith("about") else f"{name} = {told}"


def in_full(value: Fraction) -> str:
    """A number exactly: as a decimal of 15 digits at most, or as a quotient."""
    near = f"{float(value):.{DIGITS}g}"
    return near if Fraction(near) == value else str(value)


def _level(expression: Expression) -> int:
    if isinstance(expression, Operation):
        return _LEVELS.get(expression.op, _ATOM)
    if isinstance(expression, Number):
        if "/" in decimal(expression.value):
            return _LEVELS["/"]
        return _LEVELS["neg"] if expression.value < 0 else _ATOM
    return _ATOM


def text(expression: Expression) -> str:
    """The formula as a person would type it, with the fewest parentheses."""
    if isinstance(expression, Number):
        return decimal(expression.value)
    if isinstance(expression, Name):
        return expression.name
    op, arguments = expression.op, expression.arguments
    level = _level(expression)

    def within(argument: Expression, least: int) -> str:
        inner = text(argument)
        return f"({inner})" if _level(argument) < least else inner

    match op:
        case "if":
            condition, yes, no = arguments
            return f"{within(yes, 1)} if {within(condition, 1)} else {within(no, 0)}"
        case "not":
            return f"not {within(arguments[0], level)}"
        case "neg":
            return f"-{within(arguments[0], level)}"
        case "**":
            return f"{within(arguments[0], _ATOM)}**{within(arguments[1], 7)}"
        case _ if op in _LEVELS:
            left, right = arguments
            return f"{within(left, _left(op))} {op} {within(right, level + 1)}"
        case _:
            return f"{op}({', '.join(text(argument) for argument in arguments)})"


def _left(op: str) -> int:
    """The least level of what stands before an operator: two comparisons in a row are a chain."""
    return _LEVELS[op] + (op in COMPARISONS)


def _latex_name(name: str) -> str:
    head, _, index = name.partition("_")
    if not index and (found := re.fullmatch(r"([A-Za-z])([A-Z0-9]+)", name)):
        head, index = found.groups()
    base = f"\\{head}" if head in _GREEK else head if len(head) == 1 else f"\\mathit{{{head}}}"
    if not index:
        return base
    shown = index.replace("_", ",")
    return f"{base}_{shown}" if len(shown) == 1 else rf"{base}_{{\mathrm{{{shown}}}}}"


def latex(expression: Expression) -> str:
    """The formula as LaTeX mathematics, without dollar signs."""
    if isinstance(expression, Number):
        value = expression.value
        written = decimal(value)
        if "/" not in written:
            return written
        sign = "-" if value < 0 else ""
        return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
    if isinstance(expression, Name):
        return _latex_name(expression.name)
    return _latex_operation(expression)


def _latex_operation(expression: Operation) -> str:
    op, arguments = expression.op, expression.arguments
    level = _level(expression)

    def within(argument: Expression, least: int) -> str:
        inner = latex(argument)
        fraction = isinstance(argument, Operation) and argument.op == "/"
        return inner if fraction or _level(argument) >= least else rf"\left({inner}\right)"

    match op:
        case "/":
            return rf"\frac{{{latex(arguments[0])}}}{{{latex(arguments[1])}}}"
        case "*":
            right = within(arguments[1], _LEVELS["**"])
            sign = r"\cdot" if right[0].isdigit() else r"\,"
            return f"{within(arguments[0], level)} {sign} {right}"
        case "**":
            base = latex(arguments[0])
            plain = not isinstance(arguments[0], Operation) and _level(arguments[0]) == _ATOM
            base = base if plain else rf"\left({base}\right)"
            return f"{base}^{{{latex(arguments[1])}}}"
        case "neg":
            return f"-{within(arguments[0], level)}"
        case "not":
            return rf"\lnot {within(arguments[0], level)}"
        case "if":
            condition, yes, no = (latex(argument) for argument in arguments)
            return (
                rf"\begin{{cases}}{yes} & \text{{if }} {condition}\\"
                rf"{no} & \text{{otherwise}}\end{{cases}}"
            )
        case "sqrt":
            return rf"\sqrt{{{latex(arguments[0])}}}"
        case "abs":
            return rf"\left|{latex(arguments[0])}\right|"
        case "floor" | "ceil":
            return rf"\left\l{op} {latex(arguments[0])}\right\r{op}"
        case _ if op in _LEVELS:
            sign = _LATEX_SIGNS.get(op, op)
            before, after = arguments
            return f"{within(before, _left(op))} {sign} {within(after, level + 1)}"
        case _:
            inner = ", ".join(latex(argument) for argument in arguments)
            return rf"\{op}\left({inner}\right)"
