"""Straight-line arithmetic written out for LLVM, several points at a time.

Numba's own back end is used directly: Numba takes half a minute over a function of 1,500
operations, LLVM a seventh of a second. Nothing of a scenario's text goes in: steps and columns are
numbered, and every line comes from the tables here. Operations are those of IEEE arithmetic, in
order, without contraction, so that the width changes no result.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from crisis_sim.sweep.formulas.identities import PRIME
from crisis_sim.sweep.formulas.operations import KEYS, TRUTHS, Arithmetic

__all__ = ["machine_text"]

_ON_REALS = {"+": "fadd", "-": "fsub", "*": "fmul", "/": "fdiv"}
_FUNCTIONS = {
    "**": "pow",
    "abs": "fabs",
    "ceil": "ceil",
    "floor": "floor",
    "exp": "exp",
    "log": "log",
    "sqrt": "sqrt",
}
_COMPARISONS = {"<": "olt", "<=": "ole", "==": "oeq", "!=": "une", ">=": "oge", ">": "ogt"}
_ON_TRUTHS = {"and": "and", "or": "or"}
_ON_KEYS = {"key +": "add", "key *": "mul", "key ^": "xor", "key |": "or", "key >>": "lshr"}


def machine_text(arithmetic: Arithmetic, results: Sequence[int], columns: int, width: int) -> str:
    """A module with the function ``solve(columns, results, scalars, points)``.

    The first two arguments point to arrays of pointers to columns: of floats, of 8-byte keys, or of
    bytes for truth values; ``scalars`` to floats. ``width`` points are taken at a time, and
    ``points`` is a multiple of it.
    """
    writer = _Writer(arithmetic, width)
    pointers = []
    for name, count in (("columns", columns), ("results", len(results))):
        for i in range(count):
            pointers.append(f"%{name}.at.{i} = getelementptr ptr, ptr %{name}, i64 {i}")
            pointers.append(f"%{name}.{i} = load ptr, ptr %{name}.at.{i}")
    order = _in_order(arithmetic, results)
    for step in order:
        pointers += writer.scalar(step)
    body = [line for step in order for line in writer.lines(step)]
    body += [line for i, step in enumerate(results) for line in writer.store(i, step)]
    return "\n".join(
        [
            *writer.declarations(),
            "define void @solve(ptr %columns, ptr %results, ptr %scalars, i64 %points) {",
            "entry:",
            *pointers,
            "br label %block",
            "block:",
            "%point = phi i64 [0, %entry], [%following, %block]",
            *body,
            f"%following = add i64 %point, {width}",
            "%more = icmp ult i64 %following, %points",
            "br i1 %more, label %block, label %done",
            "done:",
            "ret void",
            "}",
            "",
        ]
    )


def _in_order(arithmetic: Arithmetic, results: Sequence[int]) -> list[int]:
    """The steps that the results need, each just before it is first used."""
    order: list[int] = []
    placed: set[int] = set()
    stack = list(reversed(results))
    while stack:
        step = stack[-1]
        waiting = [one for one in _uses(arithmetic, step) if one not in placed]
        if waiting:
            stack.extend(reversed(waiting))
            continue
        stack.pop()
        if step not in placed:
            placed.add(step)
            order.append(step)
    return order


def _uses(arithmetic: Arithmetic, step: int) -> tuple[int, ...]:
    op, arguments = arithmetic.steps[step]
    if op in ("real", "truth", "key", "column", "scalar"):
        return ()
    return tuple(int(one) for one in arguments)


class _Writer:
    """Writes one step after another; constants stand where they are used."""

    def __init__(self, arithmetic: Arithmetic, width: int) -> None:
        self.steps = arithmetic.steps
        self.width = width
        self.real, self.truth = f"<{width} x double>", f"<{width} x i1>"
        self.key, self.byte = f"<{width} x i64>", f"<{width} x i8>"

    def declarations(self) -> list[str]:
        name, real = f"v{self.width}f64", self.real
        return [
            f"declare {real} @llvm.{function}.{name}({', '.join([real] * (1 + (op == '**')))})"
            for op, function in _FUNCTIONS.items()
        ]

    def kind(self, step: int) -> str:
        op = self.steps[step][0]
        return self.truth if op in TRUTHS else self.key if op in KEYS else self.real

    def value(self, step: int) -> str:
        """How a step is referred to."""
        op, arguments = self.steps[step]
        if op == "real":
            bits = struct.unpack("<Q", struct.pack("<d", arguments[0]))[0]
            return self._every(f"double 0x{bits:016X}")
        if op == "key":
            return self._every(f"i64 {int(arguments[0])}")
        if op == "truth":
            return self._every(f"i1 {int(arguments[0])}")
        return f"%s{step}"

    def _every(self, constant: str) -> str:
        return f"<{', '.join([constant] * self.width)}>"

    def lines(self, step: int) -> list[str]:
        """The lines that compute a step."""
        op, arguments = self.steps[step]
        if op in ("real", "key", "truth", "scalar"):
            return []
        if op == "column":
            place = f"%c{step} = getelementptr double, ptr %columns.{arguments[0]}, i64 %point"
            return [place, f"%s{step} = load {self.real}, ptr %c{step}, align 8"]
        used = [int(one) for one in arguments]
        if op in ("max", "min"):
            return self._extreme(step, op, used)
        if op in ("tag +", "tag *"):
            return self._tag(step, op, used)
        return [f"%s{step} = {self._operation(op, used)}"]

    def _operation(self, op: str, used: list[int]) -> str:
        values = [self.value(one) for one in used]
        together = ", ".join(values)
        for table, kind in ((_ON_REALS, self.real), (_ON_TRUTHS, self.truth), (_ON_KEYS, self.key)):
            if op in table:
                return f"{table[op]} {kind} {together}"
        if op in _COMPARISONS:
            return f"fcmp {_COMPARISONS[op]} {self.real} {together}"
        if op == "key ==":
            return f"icmp eq {self.key} {together}"
        if op in _FUNCTIONS:
            given = ", ".join(f"{self.real} {value}" for value in values)
            return f"call {self.real} @llvm.{_FUNCTIONS[op]}.v{self.width}f64({given})"
        if op == "neg":
            return f"fneg {self.real} {together}"
        if op == "not":
            return f"xor {self.truth} {together}, {self._every('i1 1')}"
        if op == "as real":
            return f"uitofp {self.truth} {together} to {self.real}"
        kind = self.kind(used[1])
        return f"select {self.truth} {values[0]}, {kind} {values[1]}, {kind} {values[2]}"

    def _extreme(self, step: int, op: str, used: list[int]) -> list[str]:
        """As numpy has it, nan if either is."""
        a, b = (self.value(one) for one in used)
        order = "ogt" if op == "max" else "olt"
        return [
            f"%a{step} = fcmp {order} {self.real} {a}, {b}",
            f"%b{step} = fcmp uno {self.real} {a}, {a}",
            f"%c{step} = or {self.truth} %a{step}, %b{step}",
            f"%s{step} = select {self.truth} %c{step}, {self.real} {a}, {self.real} {b}",
        ]

    def scalar(self, step: int) -> list[str]:
        """The lines that read a scalar, before the first point."""
        op, arguments = self.steps[step]
        if op != "scalar":
            return []
        return [
            f"%p{step} = getelementptr double, ptr %scalars, i64 {arguments[0]}",
            f"%l{step} = load double, ptr %p{step}",
            f"%i{step} = insertelement {self.real} undef, double %l{step}, i32 0",
            f"%s{step} = shufflevector {self.real} %i{step}, {self.real} undef, "
            f"<{self.width} x i32> zeroinitializer",
        ]

    def _tag(self, step: int, op: str, used: list[int]) -> list[str]:
        """A sum or product modulo the prime; a product in halves of 30 and 31 bits."""
        lines: list[str] = []

        def add(operation: str, a: str, b: str | int) -> str:
            name = f"%t{step}.{len(lines)}"
            other = self._every(f"i64 {b}") if isinstance(b, int) else b
            lines.append(f"{name} = {operation} {self.key} {a}, {other}")
            return name

        a, b = (self.value(one) for one in used)
        if op == "tag +":
            total = add("add", a, b)
        else:
            high, low = add("lshr", a, 31), add("and", a, 2**31 - 1)
            other, rest = add("lshr", b, 31), add("and", b, 2**31 - 1)
            middle = add("add", add("mul", high, rest), add("mul", low, other))
            total = add("add", add("shl", add("mul", high, other), 1), add("lshr", middle, 30))
            total = add("add", total, add("shl", add("and", middle, 2**30 - 1), 31))
            total = add("add", total, add("mul", low, rest))
            total = add("add", add("and", total, PRIME), add("lshr", total, 61))
        less = add("sub", total, PRIME)
        lines.append(f"%u{step} = icmp uge {self.key} {total}, {self._every(f'i64 {PRIME}')}")
        lines.append(
            f"%s{step} = select {self.truth} %u{step}, {self.key} {less}, {self.key} {total}"
        )
        return lines

    def store(self, result: int, step: int) -> list[str]:
        """The lines that write a step to a result's column."""
        kind, value, element = self.kind(step), self.value(step), "double"
        lines = []
        if kind == self.truth:
            lines.append(f"%t{result} = zext {self.truth} {value} to {self.byte}")
            kind, value, element = self.byte, f"%t{result}", "i8"
        lines.append(f"%r{result} = getelementptr {element}, ptr %results.{result}, i64 %point")
        lines.append(f"store {kind} {value}, ptr %r{result}, align {1 if element == 'i8' else 8}")
        return lines
