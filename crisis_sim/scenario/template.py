"""The scenario that ``crisis-sim new`` writes."""

from __future__ import annotations

__all__ = ["TEMPLATE"]

TEMPLATE = """\
# yaml-language-server: $schema=scenario.schema.json
title: A demand in a border crisis
about: >-
  One side demands that the other withdraw. It does not know how much the other would suffer in a
  fight. Change the names, the numbers and the moves; then run 'crisis-sim check' on this file.

# The documents that the scenario rests on. Cite them below as 'memo 3' or 'memo 3-5'.
sources:
  memo: {title: A memorandum of the foreign ministry, date: 1913-03-01, paragraphs: 5}

players:
  A: {label: Attacker}
  D: {label: Defender}

# Every number has a default; a range lets it be swept; its status says how it is known.
parameters:
  weak:
    default: 0.5
    range: [0, 1]
    prior: beta(2, 2)
    unit: probability
    meaning: the defender is weak
    status: assumed
    source: memo 2
  war:
    default: 3
    range: [1, 10]
    unit: payoff
    meaning: cost of war to the attacker
    status: assumed
    source: memo 3

# What has happened so far, as the rest of the file can ask about it.
state:
  strength: {values: [strong, weak], meaning: what the defender is}

start: the defender
situations:
  the defender:
    chance:
      weak: {probability: weak, set: {strength: weak}, seen by: [D], to: demand, source: memo 2}
      strong: {probability: the rest, set: {strength: strong}, seen by: [D], to: demand}
  demand:
    player: A
    actions:
      demand: {label: demand a withdrawal, to: answer, source: memo 1}
      let be: {label: let things be, to: status quo}
  answer:
    player: D
    actions:
      withdraw: {to: withdrawal, source: memo 4}
      stand: {label: stand firm, to: war}

# What each end is worth: one formula a player, or named terms that reports account for.
outcomes:
  status quo: {payoffs: {A: 0, D: 2}}
  withdrawal: {payoffs: {A: 2, D: 0}, source: memo 4}
  war:
    category: war
    payoffs:
      fighting: {A: -war, D: -2 if strength == weak else 1, source: memo 3}

# The what-ifs of a class.
assumptions:
  a strong defender:
    question: What if the defender were almost surely strong?
    set: {weak: 0.1}
"""
