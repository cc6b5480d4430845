"""Small changes to a module that its tests ought to see, each at a place of its text.

Comparisons, operators, numbers and truth values, indices and neighbouring arguments are changed;
annotations, decorators, ``__all__`` and what stands in f-strings are left alone.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from pathlib import Path

__all__ = ["Mutant", "drawn", "mutants_of", "replaced"]

OPERATORS: dict[type[ast.AST], tuple[bytes, bytes]] = {
    ast.Lt: (b"<", b"<="),
    ast.LtE: (b"<=", b"<"),
    ast.Gt: (b">", b">="),
    ast.GtE: (b">=", b">"),
    ast.Eq: (b"==", b"!="),
    ast.NotEq: (b"!=", b"=="),
    ast.Is: (b"is", b"is not"),
    ast.IsNot: (rb"is\s+not", b"is"),
    ast.In: (b"in", b"not in"),
    ast.NotIn: (rb"not\s+in", b"in"),
    ast.Add: (rb"\+", b"-"),
    ast.Sub: (b"-", b"+"),
    ast.Mult: (rb"\*", b"/"),
    ast.Div: (b"/", b"*"),
    ast.FloorDiv: (b"//", b"*"),
    ast.Mod: (b"%", b"//"),
    ast.Pow: (rb"\*\*", b"*"),
    ast.LShift: (b"<<", b">>"),
    ast.RShift: (b">>", b"<<"),
    ast.BitAnd: (b"&", b"|"),
    ast.BitOr: (rb"\|", b"&"),
    ast.And: (b"and", b"or"),
    ast.Or: (b"or", b"and"),
}
"""How an operator is written, as a pattern, and what takes its place."""
SMALL = 16
"""Whole numbers below it are changed by one, greater ones to twice and half as much."""
Change = tuple[int, int, bytes]
"""From which byte to which, and what stands there instead."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change to one file: the bytes ``start`` to ``end`` become ``new``.

    ``before`` and ``after`` are the lines that it changes; they name it, whatever else is edited.
    ``lines`` are those of its statement, as far as the change; ``inside`` a function or class: what
    compiled code takes from elsewhere is compiled into it.
    """

    file: str
    start: int
    end: int
    new: bytes
    lines: tuple[int, int]
    before: str
    after: str
    inside: bool
    name: str = ""

    @property
    def key(self) -> str:
        """What it is known by."""
        return f"{self.file}\n{self.before}\n{self.after}"


def replaced(
    file: str, text: bytes, change: Change, *, first: int | None = None, name: str = ""
) -> Mutant:
    """The mutant of a change; its statement begins at line ``first``."""
    start, end, new = change
    low, high = text.rfind(b"\n", 0, start) + 1, text.find(b"\n", end)
    high = len(text) if high < 0 else high
    before, after = text[low:high], text[low:start] + new + text[end:high]
    last = 1 + text.count(b"\n", 0, end)
    first = first or 1 + text.count(b"\n", 0, start)
    inside = text.splitlines()[first - 1].startswith(b" ")
    lines, told = (first, last), (_told(before), _told(after))
    return Mutant(file, start, end, new, lines, told[0], told[1], inside=inside, name=name)


def _told(lines: bytes) -> str:
    return "\n".join(line.strip() for line in lines.decode().splitlines())


def drawn(root: Path, count: int, seed: int) -> list[Mutant]:
    """That many mutants of the modules of ``crisis_sim``, evenly over its folders.

    Which come first is settled by the seed and by each one's own lines, so that an edit changes
    the draw where it was made, and more of them hold the fewer.
    """

    def place(mutant: Mutant) -> bytes:
        return hashlib.sha256(f"{seed}\n{mutant.key}".encode()).digest()

    folders: dict[str, list[Mutant]] = {}
    for path in sorted((root / "crisis_sim").rglob("*.py")):
        file = path.relative_to(root)
        folder = folders.setdefault(file.parts[1] if len(file.parts) > 2 else "", [])
        folder += mutants_of(file.as_posix(), path.read_bytes())
    told_apart = [{one.key: one for one in held}.values() for held in folders.values()]
    ordered = [sorted(held, key=place) for held in told_apart]
    rounds = (one for held in zip_longest(*ordered) for one in held if one is not None)
    return [one for one, _ in zip(rounds, range(count), strict=False)]


def mutants_of(file: str, text: bytes) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its syntax tree."""
    reader = _Reader(text)
    for statement, node in _nodes(ast.parse(text)):
        for change in reader.changes(node):
            yield replaced(file, text, change, first=statement.lineno)


def _nodes(tree: ast.Module) -> Iterator[tuple[ast.stmt, ast.AST]]:
    """The nodes that may be changed, each with the statement that it stands in."""
    waiting: list[tuple[ast.stmt, ast.AST]] = [(one, one) for one in reversed(tree.body)]
    while waiting:
        statement, node = waiting.pop()
        if isinstance(node, ast.stmt):
            statement = node
        yield statement, node
        held = [child for child in _children(node) if not isinstance(child, ast.JoinedStr)]
        waiting += [(statement, child) for child in reversed(held)]


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """What stands under a node, but for annotations, decorators and the list of public names."""
    named = node.targets[0] if isinstance(node, ast.Assign) else None
    if isinstance(named, ast.Name) and named.id == "__all__":
        return
    for name, value in ast.iter_fields(node):
        if name not in ("annotation", "returns", "decorator_list"):
            values = value if isinstance(value, list) else [value]
            yield from (one for one in values if isinstance(one, ast.AST))


class _Reader:
    """Finds in a text what its syntax tree tells of."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.starts = [0]
        for line in text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def span(self, node: ast.expr) -> tuple[int, int]:
        """The first byte of an expression, and the one after its last."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        end = self.starts[node.end_lineno - 1] + node.end_col_offset
        return self.starts[node.lineno - 1] + node.col_offset, end

    def changes(self, node: ast.AST) -> Iterator[Change]:
        """The changes to a node itself."""
        match node:
            case ast.Compare():
                yield from self._between([node.left, *node.comparators], node.ops)
            case ast.BoolOp():
                yield from self._between(node.values, [node.op] * len(node.values))
            case ast.BinOp():
                yield from self._between([node.left, node.right], [node.op])
            case ast.UnaryOp(op=ast.USub() | ast.Not()):
                start = self.span(node)[0]
                yield (start, start + (1 if isinstance(node.op, ast.USub) else 3), b"")
            case ast.Constant(value=int() | float() as value):
                yield from ((*self.span(node), new) for new in _other_numbers(value))
            case ast.Subscript(slice=ast.Name() as index, ctx=ast.Load()):
                yield (self.span(index)[1], self.span(index)[1], b" - 1")
            case ast.Call():
                yield from self._swapped(node.args)

    def _between(self, parts: Sequence[ast.expr], operators: Sequence[ast.AST]) -> Iterator[Change]:
        """Another operator between neighbours; brackets may stand beside it."""
        for (left, right), operator in zip(pairwise(parts), operators, strict=False):
            if type(operator) not in OPERATORS:
                continue
            pattern, new = OPERATORS[type(operator)]
            start, end = self.span(left)[1], self.span(right)[0]
            if found := re.fullmatch(rb"[\s)]*(%b)[\s(]*" % pattern, self.text[start:end]):
                yield (start + found.start(1), start + found.end(1), new)

    def _swapped(self, arguments: Sequence[ast.expr]) -> Iterator[Change]:
        for one, other in pairwise(arguments):
            (start, middle), (after, end) = self.span(one), self.span(other)
            starred = isinstance(one, ast.Starred) or isinstance(other, ast.Starred)
            if not starred and self.text[start:middle] != self.text[after:end]:
                gap = self.text[middle:after]
                yield (start, end, self.text[after:end] + gap + self.text[start:middle])


def _other_numbers(value: float) -> Iterator[bytes]:
    if isinstance(value, bool):
        yield str(not value).encode()
    elif isinstance(value, int):
        yield str(value + 1 if value < SMALL else 2 * value).encode()
        if value:
            yield str(value - 1 if value < SMALL else value // 2).encode()
    else:
        yield repr(2.0 * value if value else 1.0).encode()
