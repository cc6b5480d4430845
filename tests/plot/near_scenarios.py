"""Scenarios whose values share their first digits."""

from __future__ import annotations

PRICE = """
title: Price
players: {A: {label: A}, B: {label: B}}
payoff unit: dollar
parameters:
  P: {default: 1234567.89, range: [1234000, 1235000], label: price, meaning: m, unit: dollar,
      status: assumed}
start: s
situations:
  s: {player: A, actions: {buy: {to: l}, wait: {to: r}}}
outcomes:
  l: {payoffs: {A: 1234567.895 - P, B: P}}
  r: {payoffs: {A: 0.001, B: 1234567.89}}
"""

SLIVER = """
title: A narrow range
players: {A: {label: A}, B: {label: B}}
parameters:
  x: {default: 1/3, range: [0, 1], meaning: a share, status: assumed}
  c: {default: 0.3333333333, range: [0.3333333, 0.3333334], meaning: a cost, status: assumed}
start: s
situations:
  s: {player: A, actions: {in: {to: t}, out: {to: o}}}
  t: {player: B, actions: {yes: good, no: bad}}
outcomes:
  o: {category: war, cause: staying out, payoffs: {A: c, B: 0}}
  good: {category: deal, payoffs: {A: x, B: 1000000.00001}}
  bad: {category: war, cause: refusal, payoffs: {A: -1, B: 1000000}}
"""

OFFSETS = """
title: A million and a bit
about: A million and a bit.
payoff unit: euro
players: {A: {label: Alpha}, B: {label: Beta}}
parameters:
  e: {default: 0.0001, range: [-0.0005, 0.001], label: epsilon, meaning: a bit, unit: euro,
      status: assumed}
issues:
  land: {levels: [none, part, all], raised by: A}
  gold: {levels: [none, paid], raised by: B}
start: s
situations:
  s: {player: A, actions: {left: {to: t}, right: {to: r}}}
  t: {player: B, actions: {accept: {to: u}, refuse: {to: v}}}
terms:
  land part: {when: land == part, A: 0.0002, B: -0.0001}
  land all: {when: land == all, A: 0.0005, B: -0.0004}
  paid: {when: gold == paid, A: -0.0001, B: 0.0003}
  base: {A: 1000000, B: 1000000}
outcomes:
  u: {category: deal, payoffs: {A: e, B: 1/3000}, settles: {land: part, gold: paid}}
  v: {category: war, cause: refusal, payoffs: {A: 0, B: 0.0002}}
  r: {payoffs: {A: 0.00015, B: 0}}
assumptions:
  more: {question: What if it were more?, set: {e: 0.0002}}
  less: {question: What if it were less?, set: {e: 0}}
"""

THREE = """
title: Three that are nearly the same
players: {A: {label: A}, B: {label: B}}
start: s
situations:
  s: {player: A, actions: {left: {to: l}, mid: {to: m}, right: {to: r}}}
outcomes:
  l: {payoffs: {A: 1000000.0001, B: 1}}
  m: {payoffs: {A: 1000000.0003, B: 1}}
  r: {payoffs: {A: 1000000.0002, B: 2}}
"""

SCALES = """
title: Two scales at once
players: {A: {label: Ant}, B: {label: Bank}}
payoff unit: dollar
start: A moves
situations:
  A moves: {player: A, actions: {up: {seen by: none, to: up}, down: {seen by: none, to: down}}}
  up: {label: B moves, information set: B moves, player: B,
       actions: {left: {to: ul}, right: {to: ur}}}
  down: {label: B moves, information set: B moves, player: B,
         actions: {left: {to: dl}, right: {to: dr}}}
outcomes:
  ul: {category: deal, payoffs: {A: 0.000003, B: 1000000000000}}
  ur: {category: war, cause: clash, payoffs: {A: -0.0000001, B: -1234567.89}}
  dl: {category: war, cause: clash, payoffs: {A: 0.0000029999999, B: 1000000}}
  dr: {payoffs: {A: 0.001, B: 1000000.0001}}
"""
