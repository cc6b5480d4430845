"""Heavy algebra done in a process of its own, which can be stopped.

Factoring a polynomial, or eliminating a variable from two, is one call of a library in C that
nothing interrupts and whose time cannot be foretold. What may be heavy is handed to a process that
is ended when it has had its time of processors, or takes too much memory. Where Python has no
module ``resource``, as on Windows, its memory has no bound, and its time is that of the clock.
"""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

import flint

from crisis_sim.errors import WorkerLost
from crisis_sim.exact.algebra.limits import TooLong, check_degree_factored
from crisis_sim.remedy import Remedy
from crisis_sim.time_limits import OutOfTime, check_time, seconds_left

__all__ = ["discriminant", "factored", "resultant"]

LIGHT_FACTORING = 30_000
"""Terms times degree up to which factoring takes a moment."""

LIGHT_ELIMINATION = 800
"""A measure of degrees, to which an elimination takes a moment."""

MOST_BYTES = 700_000_000
MOST_SECONDS = 30.0
"""For one of them."""

MOST_SECONDS_BY_THE_CLOCK = 900.0
"""For one of them where its processor time is bounded: only what is stuck takes so long."""

_BOUNDED = find_spec("resource") is not None
_NO_MEMORY = 3
"""The status of a process that ran out of memory and could say so."""
_ABORTED = b"allocate memory"
"""What FLINT and GMP write of that before they abort."""

Powers = list[tuple[Any, int]]
_Job = tuple[str, int, tuple[dict[tuple[int, ...], tuple[int, int]], ...]]


def factored(polynomial: Any) -> tuple[Any, Powers]:
    """The content of a polynomial, and its irreducible factors with their powers.

    Raises
    ------
    TooLong
        It takes more than half a minute, or more than 700 MB, or the degree is beyond hope.
    OutOfTime
        The time that was set is over.
    """
    check_time()
    if len(polynomial) * sum(map(int, polynomial.degrees())) <= LIGHT_FACTORING:
        content, powers = polynomial.factor()
        return content, [(one, int(power)) for one, power in powers]
    _check_degree(polynomial)
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


def _check_degree(polynomial: Any) -> None:
    """Refuse a polynomial in one variable, but for repeated factors, of too high a degree."""
    used = [place for place, degree in enumerate(polynomial.degrees()) if degree]
    if len(used) == 1:
        repeated = polynomial.gcd(polynomial.derivative(f"v{used[0]}"))
        check_degree_factored(int((polynomial / repeated).degrees()[used[0]]))


def _plain(polynomial: Any) -> dict[tuple[int, ...], tuple[int, int]]:
    return {
        tuple(map(int, powers)): (int(value.p), int(value.q))
        for powers, value in polynomial.to_dict().items()
    }


def _polynomial(context: Any, plain: dict[tuple[int, ...], tuple[int, int]]) -> Any:
    return context.from_dict({powers: flint.fmpq(*value) for powers, value in plain.items()})


def _apart(job: _Job) -> Any:
    """The answer of a process that does one job.

    Raises RuntimeError, with what the process said, for a defect in it.
    """
    allowed = min(seconds_left(), MOST_SECONDS)
    if allowed <= 0.0:
        raise OutOfTime
    command = [
        sys.executable,
        "-m",
        "crisis_sim.exact.algebra.apart",
        str(allowed),
        str(MOST_BYTES),
    ]
    by_the_clock = MOST_SECONDS_BY_THE_CLOCK if _BOUNDED else allowed
    try:
        done = subprocess.run(
            command, input=pickle.dumps(job), capture_output=True, timeout=by_the_clock, check=False
        )
    except subprocess.TimeoutExpired:
        if _BOUNDED:
            raise _refusal(f"more than {by_the_clock:.0f} s by the clock") from None
        raise _over(allowed) from None
    if _BOUNDED and done.returncode == -signal.SIGPROF:
        raise _over(allowed)
    if done.returncode:
        raise _failure(done)
    return pickle.loads(done.stdout)


def _over(allowed: float) -> TooLong | OutOfTime:
    if allowed < MOST_SECONDS:
        return OutOfTime()
    return _refusal(f"more than {MOST_SECONDS:.0f} s")


def _failure(done: subprocess.CompletedProcess[bytes]) -> Exception:
    """What a status other than 0 means."""
    said = done.stdout + done.stderr
    aborted = done.returncode == -signal.SIGABRT and _ABORTED in said
    if done.returncode == _NO_MEMORY or aborted:
        return _refusal("too much memory")
    if _BOUNDED and done.returncode == -signal.SIGKILL:
        return WorkerLost(
            "the process of a step of exact algebra was killed; run it once more, or give "
            "parameters values (",
            Remedy("values"),
            ")",
        )
    told = done.stderr.decode(errors="replace")
    return RuntimeError(f"exact algebra apart ended with status {done.returncode}:\n{told}")


def _refusal(what: str) -> TooLong:
    return TooLong(
        f"one step of exact algebra would take {what}; give parameters values (",
        Remedy("values"),
        "), narrow the ranges, or use a sweep",
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


def main(seconds: float, most_bytes: int) -> None:
    """Read a job from standard input, and write its answer to standard output.

    Ends by the signal ``SIGPROF`` when the seconds of processor time are over.
    """
    if _BOUNDED:
        _bound(seconds, most_bytes)
    try:
        answer = pickle.dumps(_work(pickle.load(sys.stdin.buffer)))
    except MemoryError:
        sys.exit(_NO_MEMORY)
    sys.stdout.buffer.write(answer)


def _bound(seconds: float, most_bytes: int) -> None:
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = most_bytes if hard == resource.RLIM_INFINITY else min(most_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
