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
