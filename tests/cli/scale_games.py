"""Small games in which what matters is tiny beside something that does not."""

from __future__ import annotations

VALVE = """
title: The valve
players: {O: {label: Operator}, I: {label: Inspector}}
parameters:
  W: {default: 1000000000, range: [0, 100000000000], meaning: the loss if it bursts}
  g: {default: 1, range: [-5, 5], meaning: what the inspector gains by a fine}
start: valve
situations:
  valve: {player: O, actions: {open: {to: burst}, keep shut: {to: visit}}}
  visit: {player: I, actions: {pass: {to: quiet}, press: {to: fined}}}
outcomes:
  burst: {payoffs: {O: -W, I: -W}}
  quiet: {payoffs: {O: 1, I: 0}}
  fined: {payoffs: {O: 0, I: g}}
"""
"""The inspector presses if ``g`` is above nothing, whatever a burst would cost."""

FOG = """
title: The valve in fog
players: {O: {label: Operator}, I: {label: Inspector}}
parameters:
  W: {default: 1000000000, range: [0, 100000000000], meaning: the loss if it bursts}
  g: {default: 2, range: [-5, 5], meaning: what a fine brings where there is a leak}
state:
  air: {values: [dry, wet], meaning: whether there is one}
start: weather
situations:
  weather:
    chance:
      leak: {probability: 1/3, set: {air: wet}, seen by: [O], to: valve}
      none: {probability: 2/3, set: {air: dry}, seen by: [O], to: valve}
  valve: {player: O, actions: {open: {to: burst}, keep shut: {to: visit}}}
  visit: {player: I, actions: {pass: {to: quiet}, press: {to: fined}}}
outcomes:
  burst: {payoffs: {O: -W, I: -W}}
  quiet: {payoffs: {O: 1, I: 0}}
  fined:
    payoffs:
      O: 0
      I: g if air == wet else -0.5
"""
"""The inspector does not see the leak; it presses if ``g`` is above 1."""

BYSTANDER = """
title: A penny beside a fortune
players: {A: {label: A}, B: {label: B}}
parameters:
  penny: {default: 0.01, range: [0, 1]}
  fortune: {default: 5e13, range: [0, 1e14]}
start: choice
situations:
  choice: {player: A, actions: {leave it: {to: nothing}, take it: {to: something}}}
outcomes:
  nothing: {payoffs: {A: 0, B: fortune}}
  something: {payoffs: {A: penny, B: -fortune}}
"""
"""A takes the penny, whatever B has."""

WRITTEN = """
title: The same number in three ways
players: {A: {label: A}, B: {label: B}}
parameters:
  x: {default: 0.1, range: [0, 1]}
start: choice
situations:
  choice:
    player: A
    actions: {thrice: {to: first}, in one: {to: second}, in parts: {to: third}}
outcomes:
  first: {payoffs: {A: 3 * x, B: 0}}
  second: {payoffs: {A: 0.3, B: 1}}
  third: {payoffs: {A: 0.1 + 0.2, B: 2}}
"""
"""A tie of all three at the default."""

TWO_SIZES = """EFG 2 R "sizes" { "I" "II" }
p "" 1 1 "first" { "go" "stay" } 0
p "" 2 1 "second" { "yes" "no" } 0
t "" 1 "fair" { 3, 1 }
t "" 2 "huge" { -1, 700000000000000 }
t "" 3 "home" { 1/2, 7 }
"""
"""II says no, so I stays."""

NEAR_TIES = """EFG 2 R "near" { "I" "II" }
p "" 1 1 "a" { "x" "y" } 0
c "" 1 "" { "u" 3/7 "v" 4/7 } 0
p "" 2 1 "b" { "x" "y" } 0
t "" 1 "" { 2.00000000000000004 1 }
t "" 2 "" { 9e7 1.00000000000000000001 }
p "" 2 1 "b" { "x" "y" } 0
t "" 3 "" { -3 -5e11 }
t "" 4 "" { 2 -5e11 }
c "" 2 "" { "u" 1e-8 "v" 99999999/100000000 } 0
p "" 2 2 "c" { "x" "y" } 0
t "" 5 "" { 7e11 0.3 }
t "" 6 "" { 1e-12 3/10 }
p "" 1 2 "d" { "x" "y" "z" } 0
t "" 7 "" { 5.000000000001 8e9 }
t "" 8 "" { 5.0000000000010000001 -8e9 }
t "" 9 "" { 5 0 }
"""

OVERFLOW = """EFG 2 R "wide" { "I" "II" }
p "" 1 1 "s" { "best" "worst" "none" } 0
t "" 1 "up" { 1.7e308 0 }
t "" 2 "down" { -1.7e308 0 }
t "" 3 "flat" { 0 1.7e308 }
"""
"""A range that no float holds."""

THIRDS = """EFG 2 R "thirds" { "I" "II" }
p "" 1 1 "bet" { "draw" "keep" } 0
c "" 1 "" { "a" 0.3333333333 "b" 0.3333333333 "c" 0.3333333333 } 0
t "" 1 "three" { 3 0 }
t "" 2 "none" { 0 0 }
t "" 2 "none"
t "" 3 "one" { 1 0 }
"""
"""A tie once the probabilities are divided by their sum, which is less than one by 1e-10."""

THIRDS_SCENARIO = """
title: Thirds
players: {I: {label: I}, II: {label: II}}
parameters:
  third: {default: 0.3333333333, range: [0.3333333333, 0.33333333334]}
start: bet
situations:
  bet: {player: I, actions: {draw: {to: urn}, keep: {to: one}}}
  urn:
    chance:
      a: {probability: third, to: three}
      b: {probability: third, to: none}
      c: {probability: third, to: none}
outcomes:
  three: {payoffs: {I: 3, II: 0}}
  none: {payoffs: {I: 0, II: 0}}
  one: {payoffs: {I: 1, II: 0}}
"""
