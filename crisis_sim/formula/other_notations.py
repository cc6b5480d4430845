"""What to write in a formula for what other notations have: signs, words and numbers."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

__all__ = [
    "FUNCTION_REMEDIES",
    "ONE",
    "PAIRS",
    "QUOTES",
    "SIGNS",
    "WORDS",
    "as_choice",
    "as_decimal",
    "as_number",
    "bare",
    "decimal_point",
    "greek",
    "in_one",
    "latin",
    "of_number",
    "of_sign",
    "per_cent",
]

LONGEST = 200
"""Texts with more characters are not looked into."""
_MINUS, _LESS, _MORE = "Write minus as -.", "Write at most as <=.", "Write at least as >=."
_DIFFERS, _EQUAL = "Write 'differs from' as !=.", "Write equality as ==."
_CHOICE = "Write a choice as b if a else c."
_POWER = "Write a power as a ** b."
_BARE_WORD = "Write a word as it is, without quotation marks."
QUOTES = (
    "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb\u2039\u203a\uff02\uff07\u2033"
)
"""Quotation marks that are not the straight ones."""
_OPEN = "Remove it, or open it before."
PAIRS = {("=", "<"): _LESS, ("=", ">"): _MORE, ("<", ">"): _DIFFERS}
SIGNS = {
    "^": _POWER,
    ";": "Write a comma.",
    "?": _CHOICE,
    "=": _EQUAL,
    "//": "Write division as /, and a remark after #.",
    ".": "A formula has no attributes; only arithmetic on names is allowed.",
    "[": "A formula has no indexing; only arithmetic on names is allowed.",
    "&": "Write 'and'.",
    "|": "Write 'or'.",
    "!": "Write 'not', or != for 'differs from'.",
    "]": _OPEN,
    "}": _OPEN,
    "%": "Write a per cent as a / 100.",
    **dict.fromkeys(("'", '"', *QUOTES), _BARE_WORD),
    "~": "Write the number alone.",
    "\N{ALMOST EQUAL TO}": "Write the number alone.",
    "\N{MINUS SIGN}": _MINUS,
    "\N{EN DASH}": _MINUS,
    "\N{EM DASH}": _MINUS,
    "\N{MULTIPLICATION SIGN}": "Write multiplication as *.",
    "\N{MIDDLE DOT}": "Write multiplication as *.",
    "\N{DIVISION SIGN}": "Write division as /.",
    "\N{LESS-THAN OR EQUAL TO}": _LESS,
    "\N{GREATER-THAN OR EQUAL TO}": _MORE,
    "\N{NOT EQUAL TO}": _DIFFERS,
    "\N{SUPERSCRIPT TWO}": "Write a square as a ** 2.",
    "\N{SUPERSCRIPT THREE}": "Write a cube as a ** 3.",
    "\N{SQUARE ROOT}": "Write a square root as sqrt(a).",
    "\N{VULGAR FRACTION ONE HALF}": "Write a half as 1/2.",
    "\N{VULGAR FRACTION ONE QUARTER}": "Write a quarter as 1/4.",
    "\N{INFINITY}": "Write a finite number.",
}
WORDS = {
    **{word: f"Write '{word}'." for word in ("and", "or", "not", "else")},
    **dict.fromkeys(("if", "then", "elif", "elseif"), _CHOICE),
    **dict.fromkeys(("is", "equals"), _EQUAL),
    "when": "Write 'if'.",
    "otherwise": "Write 'else'.",
    "times": "Write multiplication as *.",
    "plus": "Write a sum as a + b.",
    "minus": "Write minus as -.",
}
FUNCTION_REMEDIES = {
    **dict.fromkeys(("if", "iif", "ifelse", "if_else"), _CHOICE),
    "ln": "Write the natural logarithm as log(a).",
    "pow": _POWER,
    "power": _POWER,
    "round": "Write floor(a + 1/2).",
    "sum": "Write a sum as a + b.",
    "average": "Write a mean as (a + b) / 2.",
    "mean": "Write a mean as (a + b) / 2.",
}
_NAMES = "Names are letters a to z, digits and _."
_UNIT = "'unit' says what it is measured in."
_SCALES = {"thousand": 3, "k": 3, "million": 6, "mn": 6, "billion": 9, "bn": 9}
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(\.\d{3})+")
ONE = "Write one number here"
_GROUPS = re.compile(
    r"\d{1,3}(?P<sign>[ \u00a0\u2009\u202f'`\u2018\u2019])\d{3}(?:(?P=sign)\d{3})*(?:\.\d+)?(?!\d)"
)
_NUMBER = r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)"
_MINUSES = "\N{MINUS SIGN}\N{EN DASH}-"
_FRACTION = re.compile(
    rf"\s*([+{_MINUSES}]?)\s*(\d+(?:\.\d+)?|\.\d+|\d+\s*/\s*\d+|[\u00bc-\u00be\u2150-\u215e])\s*"
)
_CHANGING = {"dozen", "hundred", "squared", "cubed", "times", "or", "st", "nd", "rd", "th"}
_ABOUT = "about|approx(?:imately)?|roughly|circa|ca?|around|nearly|almost|some|exactly|is|equals"
_BOUND = "at least|at most|up to|(?:no )?(?:more|less) than|over|under|or so|or more|or less"
_NEUTRAL = rf"(?:\s|[~<>=≈≤≥]|[,.](?!\d)|\b(?:{_ABOUT}|{_BOUND})\b)*"
_CHOICES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\s*if\b(?P<c>.+?)\bthen\b(?P<a>.+?)(?:,?\s(?:else|otherwise)\b(?P<b>.+))?",
        r"\s*if\b(?P<c>[^:]+):(?P<a>.+?)(?:,?\s(?:else|otherwise)\b:?(?P<b>.+))?",
        r"(?P<c>[^?]+)\?(?P<a>[^:]+):(?P<b>.+)",
    )
)
_CALL = re.compile(r"\s*=?\s*(?:if|iif|ifelse|if_else)\s*\((.*)\)\s*", re.IGNORECASE)
_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u03bf\u0131"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405"
    "\u0391\u0392\u0395\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u0396",
    "aeopcyxijsdhoiABEKMHOPCTXIJSABEHIKMNOPTYXZ",
)
"""Letters of Cyrillic and Greek that look like Latin ones."""


def latin(text: str) -> str:
    """The text with Latin letters for those that look like them.

    >>> latin("w\u0430r"), latin("coût")
    ('war', 'coût')
    """
    return text.translate(_LOOKALIKES)


def greek(letter: str) -> str:
    """The name of a Greek letter.

    >>> greek("\u03bb"), greek("\u03c0")
    ('lambda', 'pi')
    """
    return unicodedata.name(letter).split()[-1].lower().replace("lamda", "lambda")


def decimal_point(whole: str, rest: str) -> str:
    """How to write a number that has a comma between ``whole`` and ``rest``.

    >>> decimal_point("0", "5")
    'Write 0.5: decimals have a point.'
    """
    plain = whole.replace(".", "") if _THOUSANDS.fullmatch(whole) else whole
    if len(rest) == 3 and plain.strip("+-0"):
        return f"Write {plain}{rest}, or {plain}.{rest} if the comma is a decimal one."
    return f"Write {plain}.{rest}: decimals have a point."


def in_one(text: str, at: int = 0) -> str:
    """The number at a place of a text that apostrophes divide into thousands, or spaces, without.

    An empty string if there is none.

    >>> in_one("3'000"), in_one("a - 1\u2019000\u2019000.5", 4), in_one("3 00")
    ('3000', '1000000.5', '')
    """
    found = _GROUPS.match(text, at)
    return found[0].replace(found["sign"], "") if found else ""


def bare(text: str) -> str:
    """A text without the quotation marks around it, whatever their form.

    >>> bare("\u201cmemo 2\u201d"), bare("it\u2019s")
    ('memo 2', 'it\u2019s')
    """
    return text.strip().strip(f"{QUOTES}'\"").strip()


def per_cent(number: str) -> str:
    """A number of per cent as a decimal.

    >>> per_cent("12.3456789")
    '0.123456789'
    """
    return f"{float(Fraction(number) / 100):.15g}"


def of_sign(sign: str, text: str) -> str:
    """The hint for a character that no formula has; ``text`` is all of the formula."""
    if sign in SIGNS:
        return SIGNS[sign]
    if latin(sign) != sign:
        return f"This is U+{ord(sign):04X}, which looks like '{latin(sign)}': write {latin(sign)}."
    category = unicodedata.category(sign)
    if category == "Sc":
        number = re.fullmatch(rf"({_NUMBER})(?:,(\d+))?", re.sub(r"\s", "", text.replace(sign, "")))
        if number and number[2]:
            return decimal_point(number[1], number[2])
        return f"Write {number[1] if number else 'the number alone'}; {_UNIT}"
    if re.fullmatch(r"[\u03b1-\u03c9\u0391-\u03a9]", sign):
        return f"{_NAMES} Write {greek(sign)}."
    return _NAMES if category in ("Ll", "Lu", "Lo", "Lm") else ""


def of_number(number: str, after: str) -> str:
    """The hint for a number with something right after it: 1 000, 1_000, 3 million, 0x1F."""
    if re.fullmatch(r"([_.]?\d{3}|_\d+)+", after[:LONGEST]):
        whole = number.replace(".", "") if after[0] == "." else number
        return f"Write {whole}{re.sub('[_.]', '', after[:LONGEST])} in one."
    if after.startswith("."):
        return "A number has one decimal point."
    if number == "0" and re.fullmatch(r"[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+", after[:20]):
        return f"Write {int(f'0{after[:20]}', 0)}."
    scale = _SCALES.get(after.lower()) or _SCALES.get(after.lower().removesuffix("s"))
    return f"Write {number}e{scale}." if scale else ""


def as_number(text: str) -> str:
    """The hint for a text in place of a number in a scenario; empty if none comes to mind.

    >>> as_number("3 to 5")[:21], as_number("3 points")[:8], as_number("half of 3")
    ('Write one number here', 'Write 3;', '')
    """
    if hint := as_decimal(text):
        return hint
    short = text[:LONGEST]
    if found := re.fullmatch(
        rf"(?:between|from)?\s*({_NUMBER})\s*(?:-|–|to|and|\.\.+)\s*({_NUMBER})\s*", short
    ):
        return (
            f"Write one number here, and between which it lies as range: [{found[1]}, {found[2]}]."
        )
    found = re.fullmatch(rf"\s*({_NUMBER})\s*([^\W\d_]{{2,}})\s*", short)
    if found and found[2].lower() not in _CHANGING:
        return f"Write {found[1]}; {_UNIT}"
    return ""


def as_decimal(text: str) -> str:
    """The hint for a text that means a number; an empty string if it means none.

    >>> as_decimal("about 3"), as_decimal("1 in 3"), as_decimal("minus 3"), as_decimal("half of 3")
    ('Write 3.', 'Write 1/3.', 'Write -3.', '')
    >>> as_decimal("0,5"), as_decimal("12.5 %"), as_decimal("3'000"), as_decimal("\u201c3\u201d")
    ('Write 0.5: decimals have a point.', 'Write 0.125.', 'Write 3000.', 'Write 3.')
    >>> as_decimal("\u22120.5"), as_decimal("1 / 3"), as_decimal("\u00bd"), as_decimal("0.5")
    ('Write -0.5.', 'Write 1/3.', 'Write 1/2.', '')
    """
    short = bare(text[:LONGEST])
    if found := re.fullmatch(rf"([-+]?)({_GROUPS.pattern})", short):
        return f"Write {found[1]}{in_one(found[2])}."
    if found := _FRACTION.fullmatch(short):
        number = unicodedata.normalize("NFKC", found[2]).replace("\N{FRACTION SLASH}", "/")
        told = re.sub(f"[{_MINUSES}]", "-", found[1]) + re.sub(r"\s", "", number)
        return f"Write {told}." if told != text.strip() else ""
    if found := re.fullmatch(r"([-+]?(?:\d+|\d{1,3}(?:\.\d{3})+)),(\d+)", short):
        return decimal_point(*found.groups())
    if found := re.fullmatch(rf"\s*({_NUMBER})\s*(?:%|per\s?cent|pct)\.?\s*", short, re.IGNORECASE):
        return f"Write {per_cent(found[1])}."
    if found := re.fullmatch(r"\s*(?:minus|negative)\s+([\d.]+)\s*", short, re.IGNORECASE):
        return f"Write -{found[1]}."
    if found := re.fullmatch(rf"\s*({_NUMBER})\s*(?:in|of|out of|:)\s*({_NUMBER})\s*", short):
        return f"Write {found[1]}/{found[2]}."
    if found := re.fullmatch(rf"{_NEUTRAL}({_NUMBER}){_NEUTRAL}", short, re.IGNORECASE):
        return f"Write {found[1]}." if found[0].strip() != found[1] else ""
    return ""


def as_choice(text: str) -> str:
    """A choice that is written as other languages have it, as formulas here do.

    An empty string if the text is none.

    >>> as_choice("if mood = calm then 1 else 2"), as_choice("IF(day>1, max(a, b), 2)")
    ('1 if mood == calm else 2', 'max(a, b) if day>1 else 2')
    """
    condition, value, other = map(_bare, _choice(text))
    if not condition or not value:
        return ""
    inner = as_choice(value)
    value = f"({inner})" if inner else value
    condition = re.sub(r"(?<![=<>!])=(?!=)|\b(?:is|equals)\b", "==", condition)
    condition = re.sub(r"\s*==\s*", " == ", re.sub(r"['\"](\w+)['\"]", r"\1", condition))
    written = f"{value} if {condition} else {as_choice(other) or other or 0}"
    return written if other else f"{written}, if it is 0 otherwise"


def _choice(text: str) -> tuple[str, str, str]:
    """The condition of a choice, its value and that otherwise; empty where there is none."""
    if len(text) > LONGEST:
        return "", "", ""
    if called := _CALL.fullmatch(text):
        parts = _arguments(called[1])
        return (parts[0], parts[1], "".join(parts[2:])) if len(parts) in (2, 3) else ("", "", "")
    found = next(filter(None, (one.fullmatch(text) for one in _CHOICES)), None)
    return (found["c"], found["a"], found["b"] or "") if found else ("", "", "")


def _arguments(text: str) -> list[str]:
    """The parts of a text between commas and semicolons outside brackets; none if these cross."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return []
        if sign in ",;" and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _bare(text: str) -> str:
    """A text without the spaces, commas and brackets around it."""
    plain = text.strip(" ,:\t\n")
    inner = plain[1:-1]
    whole = plain.startswith("(") and plain.endswith(")") and not re.search(r"[()]", inner)
    return inner.strip() if whole else plain
