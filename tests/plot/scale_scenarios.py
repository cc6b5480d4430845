"""Scenarios of two scales: one side counts in billionths, the other in billions."""

from __future__ import annotations

FAR = """
title: Pennies and billions
about: One side counts in billionths, the other in billions.
payoff unit: dollar
players: {A: {label: Ant}, B: {label: Bank}}
parameters:
  x: {default: 0.1, range: [0, 1], label: share kept, meaning: what A keeps, status: assumed}
  k: {default: 0.000000003, range: [0, 0.00000001], label: A's prize, unit: dollar,
      meaning: what A may win, status: assumed}
  W: {default: 1000000000, range: [500000000, 2000000000], label: B's ruin, unit: dollar,
      meaning: what war costs B, status: assumed}
  pw: {default: 0.25, range: [0, 1], label: P(war), meaning: chance of war, status: assumed}
issues:
  land: {levels: [none, part, all], raised by: A}
  gold: {levels: [none, paid], raised by: B}
start: demand
situations:
  demand: {player: A, actions: {ask: {to: answer}, hold: {to: quiet}}}
  answer: {player: B, actions: {give: {to: settled}, fight: {to: luck}}}
  luck:
    chance:
      lost: {probability: pw, to: war}
      won: {probability: the rest, to: repelled}
terms:
  land part: {when: land == part, A: 0.0000000003, B: -100000000}
  land all: {when: land == all, A: 0.000000001, B: -2000000000}
  paid: {when: gold == paid, A: -0.0000000001, B: 500000000}
outcomes:
  settled: {category: settlement, payoffs: {A: k*x - 0.0000000002, B: -10000000},
            settles: {land: part, gold: paid}}
  quiet: {payoffs: {A: 0.0000000003, B: 0}}
  war: {category: war, cause: a lost fight, payoffs: {A: -k, B: -W}}
  repelled: {payoffs: {A: 0, B: 1}}
assumptions:
  war is certain: {question: What if a fight were surely lost?, set: {pw: 1}}
  war is cheap: {question: What if war cost B little?, set: {W: 600000000}}
"""

NEAR = """
title: A near tie
players: {A: {label: A}, B: {label: B}}
parameters:
  x: {default: 0.0000000004, range: [0, 0.000000001], meaning: a sliver, status: assumed}
start: s
situations:
  s: {player: A, actions: {worse: {to: bad}, better: {to: answer}}}
  answer: {player: B, actions: {yes: good, no: poor}}
outcomes:
  bad: {payoffs: {A: 1, B: 5}}
  good: {payoffs: {A: 1 + x, B: 1000000000}}
  poor: {payoffs: {A: 0, B: 999999999.9999}}
"""

OFFSET = """
title: A small stake on a large sum
players: {A: {label: A}, B: {label: B}}
parameters:
  x: {default: 0.5, range: [0, 1], meaning: a share, label: share, status: assumed}
start: s
situations:
  s: {player: A, actions: {left: {to: l}, right: {to: r}}}
outcomes:
  l: {payoffs: {A: 1000000000 + x, B: 1000000001}}
  r: {payoffs: {A: 1000000000.3, B: 1000000002}}
"""

TIE = """
title: A choice between 0 and 1 beside another's billions
players: {A: {label: A}, B: {label: B}}
parameters:
  x: {default: 1, range: [0, 2], meaning: what is won, status: assumed}
start: s
situations:
  s: {player: A, actions: {worse: {to: bad}, better: {to: good}}}
outcomes:
  bad: {payoffs: {A: 0, B: 0}}
  good: {payoffs: {A: x, B: 20000000000}}
"""

RUIN = """
title: Ruin
players: {N: {label: North}, S: {label: South}}
parameters:
  W: {default: 1000000000, range: [0, 100000000000], meaning: cost of ruin, unit: dollar,
      status: assumed}
  g: {default: 1, range: [0, 5], meaning: gain from staying, unit: dollar, status: assumed}
start: choose
situations:
  choose: {player: N, actions: {launch: {to: ruin}, hold: {to: answer}}}
  answer: {player: S, actions: {leave: {to: calm}, stay: {to: gain}}}
outcomes:
  ruin: {payoffs: {N: -W, S: -W}}
  calm: {payoffs: {N: 1, S: 0}}
  gain: {payoffs: {N: 0, S: g}}
"""

UNITS = """
title: Units
players: {A: {label: A}, B: {label: B}}
parameters:
  x: {default: 0.75, range: [0, 1], meaning: a share, status: assumed}
issues:
  land: {levels: [none, part, all], raised by: A}
  gold: {levels: [none, paid], raised by: B}
start: s
situations:
  s: {player: A, actions: {left: {to: t}, right: {to: r}}}
  t: {player: B, actions: {up: {to: u}, down: {to: d}}}
terms:
  land part: {when: land == part, A: 2*(UNIT), B: -1}
  land all: {when: land == all, A: 3*(UNIT), B: -2}
  paid: {when: gold == paid, A: -(UNIT)/4, B: 3}
outcomes:
  u: {payoffs: {A: 2*(UNIT), B: 1}}
  d: {payoffs: {A: UNIT, B: 2}}
  r: {payoffs: {A: 2*x*(UNIT), B: 0}, settles: {land: part, gold: paid}}
assumptions:
  less: {question: What if the share were smaller?, set: {x: 0.6}}
"""
"""A's payoffs are counts of ``UNIT``."""

BOTH = """
title: Both at once, on two scales
players: {A: {label: Ant}, B: {label: Bank}}
start: A moves
situations:
  A moves:
    player: A
    actions: {up: {seen by: none, to: up}, down: {seen by: none, to: down}}
  up: {label: B moves, information set: B, player: B, actions: {left: ul, right: ur}}
  down: {label: B moves, information set: B, player: B, actions: {left: dl, right: dr}}
outcomes:
  ul: {payoffs: {A: 3e-10, B: 1e9}}
  ur: {payoffs: {A: 0, B: 999999999}}
  dl: {payoffs: {A: 3e-10, B: -1e9}}
  dr: {payoffs: {A: 1e-9, B: 333333333}}
"""
