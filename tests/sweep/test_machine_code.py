"""Compiled arithmetic is that of the formulas, and is kept on disk."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from crisis_sim.formula.evaluate import FLOATS, FloatValue, evaluate
from crisis_sim.formula.expression import Expression, Operation
from crisis_sim.formula.parse import parse
from crisis_sim.game.game import Floats
from crisis_sim.sweep.block import mix
from crisis_sim.sweep.formulas import machine_code
from crisis_sim.sweep.formulas.machine_code import CACHE_VARIABLE, MachineCode, cache_folder
from crisis_sim.sweep.formulas.operations import Arithmetic
from tests.formula.expressions import NAMES, expressions

EDGES = np.array([0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 3.7, -2.5, 1e300, -1e300, np.inf, np.nan, 1e-300])
CLOSE = 4e-16
"""One or two units in the last place, for exp, log and powers alone."""


def compiled(expression: Expression, values: dict[str, Floats]) -> Floats:
    """The expression's value at every point, by machine code."""
    arithmetic = Arithmetic()
    known = {name: arithmetic.column(i) for i, name in enumerate(values)}
    step = arithmetic.as_real(evaluate(expression, arithmetic, known))
    points = len(next(iter(values.values())))
    result = np.empty(points)
    MachineCode(arithmetic, [step], len(values))(list(values.values()), [result])
    return result


def expected(expression: Expression, values: dict[str, Floats]) -> Floats:
    known: dict[str, FloatValue] = dict(values)
    points = len(next(iter(values.values())))
    return np.broadcast_to(evaluate(expression, FLOATS, known), (points,))


def grid() -> dict[str, Floats]:
    a, b = np.meshgrid(EDGES, EDGES)
    return {"a": a.ravel(), "b": b.ravel(), "c_1": np.resize([0.25, 1.0, -3.0], a.size)}


@pytest.mark.parametrize(
    "text",
    [
        *("a + b", "a - b", "a * b", "a / b", "-a", "abs(a)", "ceil(a)", "floor(a)", "sqrt(a)"),
        *("a < b", "a <= b", "a == b", "a != b", "a >= b", "a > b", "max(a, b)", "min(a, b)"),
        *("a and b", "a or b", "not a", "a if b else c_1", "max(a, b, c_1)", "a ** 2"),
        *("(a < b) + (b < c_1)", "1 if not (a < b or b < c_1) else 2", "a and 1", "0 or b"),
    ],
)
def test_operations_are_those_of_floats(text: str) -> None:
    values, expression = grid(), parse(text).expression
    np.testing.assert_array_equal(compiled(expression, values), expected(expression, values))


@pytest.mark.parametrize("text", ["exp(a)", "log(a)", "a ** b", "a ** 0.5", "2 ** a", "a ** 3"])
def test_functions_are_those_of_floats(text: str) -> None:
    values, expression = grid(), parse(text).expression
    ours, theirs = compiled(expression, values), expected(expression, values)
    np.testing.assert_allclose(ours, theirs, rtol=CLOSE, atol=0.0)


@settings(max_examples=40)
@given(expressions)
def test_formulas_are_those_of_floats(expression: Expression) -> None:
    rng = np.random.default_rng(1)
    values = {name: rng.choice([0.0, 1.0, -2.0, 0.3, 7.0], size=21) for name in NAMES}
    ours, theirs = compiled(expression, values), expected(expression, values)
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12)


def test_what_does_not_vary_is_worked_out_before() -> None:
    arithmetic = Arithmetic()
    known = {"a": arithmetic.real(2.0), "b": arithmetic.real(3.0)}
    step = evaluate(parse("exp(a) * b if a < b else 1 / 0").expression, arithmetic, known)
    assert arithmetic.constant(step) == np.exp(2.0) * 3.0


def test_equal_parts_are_computed_once() -> None:
    arithmetic = Arithmetic()
    known = {"a": arithmetic.column(0), "b": arithmetic.column(1)}
    first = evaluate(parse("(a + b) * a").expression, arithmetic, known)
    count = len(arithmetic.steps)
    assert evaluate(parse("(a + b) * a").expression, arithmetic, known) == first
    assert len(arithmetic.steps) == count


def test_keys_are_mixed_as_in_numpy() -> None:
    arithmetic = Arithmetic()
    truth = arithmetic.truth(arithmetic.column(0))
    key = arithmetic.select(truth, arithmetic.key(2**63 + 5), arithmetic.key(7), "key if")
    golden = arithmetic.key(int(mix(np.array([0], dtype=np.uint64))[0]))
    product = arithmetic.on_keys("key *", arithmetic.on_keys("key +", key, golden), golden)
    shifted = arithmetic.on_keys("key >>", product, arithmetic.key(30))
    result = np.empty(3, dtype=np.uint64)
    MachineCode(arithmetic, [shifted], 1)([np.array([1.0, 0.0, 2.0])], [result])
    one = int(arithmetic.constant(golden) or 0)
    both = [((number + one) * one % 2**64) >> 30 for number in (2**63 + 5, 7, 2**63 + 5)]
    assert result.tolist() == both


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


def square(values: Floats) -> Floats:
    return compiled(Operation("*", (parse("a").expression, parse("a").expression)), {"a": values})


def forbid_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise AssertionError("compiled again")

    monkeypatch.setattr(machine_code._Machine, "compile", fail)


def test_compiled_code_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert square(np.array([3.0])) == [9.0]
    assert len(list(folder.glob("*.o"))) == 1
    assert len(list(folder.iterdir())) == 1
    forbid_compiling(monkeypatch)
    assert square(np.array([4.0])) == [16.0]


def test_another_version_compiles_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    square(np.array([3.0]))
    monkeypatch.setattr("crisis_sim.version.__version__", "9.9.9")
    square(np.array([3.0]))
    assert len(list(folder.glob("*.o"))) == 2


@pytest.mark.parametrize("damage", [b"", b"x" * 20, b"y" * 5_000])
def test_damaged_code_is_compiled_again(folder: Path, damage: bytes) -> None:
    square(np.array([3.0]))
    (path,) = folder.glob("*.o")
    sound = path.read_bytes()
    path.write_bytes(damage)
    assert square(np.array([3.0])) == [9.0]
    assert path.read_bytes() == sound


def test_code_cut_short_is_compiled_again(folder: Path) -> None:
    square(np.array([3.0]))
    (path,) = folder.glob("*.o")
    path.write_bytes(path.read_bytes()[:-100])
    assert square(np.array([3.0])) == [9.0]


def test_the_oldest_code_makes_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_code, "MOST_KEPT", 2)
    square(np.array([3.0]))
    (first,) = folder.glob("*.o")
    os.utime(first, (0, 0))
    for text in ("a + 1", "a + 2"):
        compiled(parse(text).expression, {"a": np.ones(1)})
    assert len(list(folder.glob("*.o"))) == 2
    assert not first.exists()


def test_a_folder_that_cannot_be_written_is_done_without(folder: Path) -> None:
    folder.write_text("a file in its place")
    assert square(np.array([3.0])) == [9.0]
    assert folder.read_text() == "a file in its place"


def test_the_folder_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(CACHE_VARIABLE, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "crisis_sim"


def test_any_number_of_points_is_filled() -> None:
    for points in (0, 1, 7, 8, 9, 17):
        values = np.arange(points, dtype=float)
        assert square(values).tolist() == (values * values).tolist()


def test_constants_are_written_out_exactly() -> None:
    value = Fraction(1, 10)
    arithmetic = Arithmetic()
    result = np.empty(9)
    MachineCode(arithmetic, [arithmetic.number(value)], 0)([], [result])
    assert result.tolist() == [0.1] * 9
