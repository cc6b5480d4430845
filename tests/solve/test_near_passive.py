"""A threat that passive beliefs miss by very little is not held with passive beliefs.

Both kinds of sender stay out, for fear of ``a``. With ``short`` missing from what ``a`` brings the
receiver after the first kind, ``a`` is best where the first kind is believed at least as likely as
1 / (2 - short); before the move it was 1/2.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from crisis_sim.gambit.read_efg import read_efg
from crisis_sim.solve.choose import solve_game
from tests import exactly
from tests.exactly import as_fraction, plain

GAME = """EFG 2 R "threat" {{ "S" "R" }}
c "" 1 "" {{ "one" 1/2 "two" 1/2 }} 0
p "" 1 1 "first" {{ "in" "out" }} 0
p "" 2 1 "reply" {{ "a" "b" }} 0
t "" 1 "" {{ 0 {high} }}
t "" 2 "" {{ 3 0 }}
t "" 3 "" {{ 2 {wealth} }}
p "" 1 2 "second" {{ "in" "out" }} 0
p "" 2 1 "reply" {{ "a" "b" }} 0
t "" 4 "" {{ 0 0 }}
t "" 5 "" {{ 3 1 }}
t "" 6 "" {{ 2 {wealth} }}
"""


@pytest.mark.parametrize("wealth", ["0", "1e12"])
@pytest.mark.parametrize("places", [None, 3, 8, 9, 10, 15, 16, 17, 25])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_threat_that_needs_a_little_suspicion(sign: int, places: int | None, wealth: str) -> None:
    short = Fraction(0) if places is None else sign * Fraction(1, 10**places)
    game = read_efg(GAME.format(high=str(1 - short), wealth=wealth))
    own = plain(game)
    held = [one for one in solve_game(game, "sequential").equilibria if one.payoffs[0] == 2.0]
    (one,) = [one for one in held if one.pure]
    assert one.exact is not None
    beliefs = [None if b is None else as_fraction(b) for b in one.exact.beliefs]
    profile = [as_fraction(share) for share in one.exact.profile]
    assert not any(exactly.agent_regrets(own, profile, beliefs))
    (first, _) = own.sets[own.owner.index(1)]
    assert beliefs[first] == max(Fraction(1, 2), 1 / (2 - short))
    assert one.refinements["passive beliefs"] is (short <= 0)
