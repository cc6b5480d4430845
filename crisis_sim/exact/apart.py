"""Heavy algebra done in a process of its own, which can be stopped.

Factoring a polynomial, or eliminating a variable from two, is one call of a library in C that
nothing interrupts and whose time cannot be foretold. What may be heavy is handed to a process that
is ended when the time allowed is over, or when it takes too much memory.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import Any

import flint

from crisis_sim.exact.limits import TooLong
from crisis_sim.time_limit import OutOfTime, check_time, seconds_left

__all__ = ["discriminant", "factored", "resultant"]

LIGHT_FACTORING = 30_000
"""Terms times degree up to which factoring takes a moment."""

LIGHT_ELIMINATION = 800
"""A measure of degrees, to which an elimination takes a moment."""

MOST_BYTES = 700_000_000
MOST_SECONDS = 30.0
"""For one of them."""

Powers = list[tuple[Any, int]]
_Job = tuple[str, int, tuple[dict[tuple[int, ...], tuple[int, int]], ...]]


def factored(polynomial: Any) -> tuple[Any, Powers]:
    """The content of a polynomial, and its irreducible factors with their powers.

    Raises
    ------
    TooLong
        It takes more than half a minute, or more than 700 MB.
    OutOfTime
        The time that was set is over.
    """
    check_time()
    if len(polynomial) * sum(map(int, polynomial.degrees())) <= LIGHT_FACTORING:
        content, powers = polynomial.factor()
        return content, [(one, int(power)) for one, power in powers]
    content, found = _apart(("factor", 0, (_plain(polynomial),)))
    context = polynomial.context()
    return flint.fmpq(*content), [(_polynomial(context, one), power) for one, power in found]


def discriminant(polynomial: Any, place: int) -> Any:
    """The discriminant of a polynomial in one of its variables; raises as :func:`factored` does."""
    check_time()
    if _eliminating(polynomial, polynomial, place) <= LIGHT_ELIMINATION:
        return polynomial.discriminant(f"v{place}")
    found = _apart(("discriminant", place, (_plain(polynomial),)))
    return _polynomial(polynomial.context(), found)


def resultant(first: Any, second: Any, place: int) -> Any:
    """The resultant of two polynomials in one variable; raises as :func:`factored` does."""
    check_time()
    if _eliminating(first, second, place) <= LIGHT_ELIMINATION:
        return first.resultant(second, f"v{place}")
    found = _apart(("resultant", place, (_plain(first), _plain(second))))
    return _polynomial(first.context(), found)


def _eliminating(first: Any, second: Any, place: int) -> float:
    """How heavy it is: the size of Sylvester's matrix, squared, times the other degrees."""
    degrees = [int(a) + int(b) for a, b in zip(first.degrees(), second.degrees(), strict=True)]
    return degrees.pop(place) ** 2 * sum(degrees) / 8.0


def _plain(polynomial: Any) -> dict[tuple[int, ...], tuple[int, int]]:
    return {
        tuple(map(int, powers)): (int(value.p), int(value.q))
        for powers, value in polynomial.to_dict().items()
    }


def _polynomial(context: Any, plain: dict[tuple[int, ...], tuple[int, int]]) -> Any:
    return context.from_dict({powers: flint.fmpq(*value) for powers, value in plain.items()})


def _apart(job: _Job) -> Any:
    """The answer of a process that does one job."""
    allowed = min(seconds_left(), MOST_SECONDS)
    command = [sys.executable, "-m", "crisis_sim.exact.apart"]
    try:
        done = subprocess.run(
            command, input=pickle.dumps(job), capture_output=True, timeout=allowed, check=False
        )
    except subprocess.TimeoutExpired:
        if allowed < MOST_SECONDS:
            raise OutOfTime from None
        raise TooLong(_refusal(f"more than {MOST_SECONDS:.0f} s")) from None
    if done.returncode:
        raise TooLong(_refusal("too much memory"))
    return pickle.loads(done.stdout)


def _refusal(what: str) -> str:
    return (
        f"one step of exact algebra would take {what}; give parameters values (-s), narrow the "
        "ranges, or use a sweep"
    )


def _work(job: _Job) -> Any:
    """What is done apart."""
    what, place, plain = job
    count = max((len(powers) for one in plain for powers in one), default=1)
    context = flint.fmpq_mpoly_ctx.get(tuple(f"v{i}" for i in range(count)), "lex")
    held = [_polynomial(context, one) for one in plain]
    if what == "factor":
        content, powers = held[0].factor()
        rational = flint.fmpq(content)
        found = [(_plain(one), int(power)) for one, power in powers]
        return (int(rational.p), int(rational.q)), found
    if what == "discriminant":
        return _plain(held[0].discriminant(f"v{place}"))
    return _plain(held[0].resultant(held[1], f"v{place}"))


def main() -> None:
    """Read a job from standard input, and write its answer to standard output."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass
    sys.stdout.buffer.write(pickle.dumps(_work(pickle.load(sys.stdin.buffer))))


if __name__ == "__main__":
    main()
