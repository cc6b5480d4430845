"""Small files, and some larger, that ask for large work: each kind with a size drawn at random."""

from __future__ import annotations

import random
from collections.abc import Callable

__all__ = ["BOMBS", "Bomb", "scenario"]

Bomb = tuple[str, Callable[[random.Random], str]]
"""How the file's name ends, and what makes its text."""


def scenario(
    first: str = "x",
    second: str = "1",
    *,
    parameters: str = "{x: {default: 0.5, range: [0, 2]}, z: {default: 0.5, range: [0, 2]}}",
    more: str = "",
) -> str:
    """A small scenario with two payoffs to fill in."""
    return f"""title: t
about: a
players: {{A: {{label: A}}, B: {{label: B}}}}
parameters: {parameters}
start: s
situations:
  s: {{player: A, actions: {{a: {{to: r}}, b: {{to: o2}}}}}}
  r: {{player: B, actions: {{c: {{to: o1}}, d: {{to: o3}}}}}}
outcomes:
  o1: {{payoffs: {{A: '{first}', B: '{second}'}}}}
  o2: {{payoffs: {{A: 0, B: 1}}}}
  o3: {{payoffs: {{A: 'x - 1', B: 'z*x'}}}}
{more}"""


def _parameters(count: int, default: str = "0.5") -> str:
    many = "".join(f", p{i}: {{default: {default}, range: [0, 1]}}" for i in range(count))
    pair = "x: {default: 0.5, range: [0, 2]}, z: {default: 0.5, range: [0, 2]}"
    return f"{{{pair}{many}}}"


def _digits(chance: random.Random, count: int) -> str:
    return str(chance.randrange(1, 10)) + "".join(chance.choices("0123456789", k=count - 1))


def powers_of_sums(chance: random.Random) -> str:
    high, low = chance.randrange(30, 61), chance.randrange(20, 61)
    return scenario(f"(x - z + z*x - 1/3)**{high} - 1/7", f"(x*z + x + z*z + 2)**{low} - 3")


def product_of_parameters(chance: random.Random) -> str:
    count = chance.randrange(20, 41)
    product = " * ".join(f"(p{i} + 0.{chance.randrange(1, 10)})" for i in range(count))
    around = " + ".join(f"p{i}*p{(i + 1) % count}" for i in range(count))
    return scenario(f"{around} - x*9", f"{product} - 0.1*z", parameters=_parameters(count))


def product_of_polynomials(chance: random.Random) -> str:
    def one() -> str:
        a, b, c = (chance.randrange(1, 99) for _ in range(3))
        return f"(x**{chance.randrange(2, 7)}*{a} - z**{chance.randrange(2, 7)}*{b} + {c}/50)"

    return scenario(" * ".join(one() for _ in range(30)), " * ".join(one() for _ in range(20)))


def rational_functions(chance: random.Random) -> str:
    total = " + ".join(f"z/({chance.randrange(2, 99)} + {i}*x + x**{i % 7 + 1})" for i in range(25))
    return scenario(f"({total}) - 1/2", f"1/(1 + {total}) + 1/2")


def jagged(chance: random.Random) -> str:
    a, b = chance.randrange(500, 10**6), chance.randrange(500, 10**6)
    return scenario(
        f"floor({a}*x) - 2*floor({a}*x/2) - 0.5", f"floor({b}*x*z) - 2*floor({b}*x*z/2) - 0.5"
    )


def kinks(chance: random.Random) -> str:
    terms = (f"abs(x - z*{chance.randrange(1, 99)}/50 + {i}/40)" for i in range(40))
    return scenario(" + ".join(terms) + " - 9", "min(x, z) * max(x - z, z**2 - x)")


def conditions_in_a_row(chance: random.Random) -> str:
    whole = "0"
    for i in range(chance.randrange(12, 19)):
        whole = f"({i} if x*{chance.randrange(1, 60)} > z*{chance.randrange(1, 60)} else {whole})"
    return scenario(f"{whole} - 15", f"{whole} - 10")


def irrational(chance: random.Random) -> str:
    inner = f"exp(x*{chance.randrange(1, 9)})"
    return scenario(
        f"log(1 + exp(sqrt(1 + {inner}))) - z**x", "sqrt(2 + sqrt(3 + sqrt(5 + x*z))) - 2"
    )


def huge_powers(chance: random.Random) -> str:
    return scenario(f"x**{chance.randrange(10**3, 10**6)}", "(x + z)**(100*x) - 1")


def towers(chance: random.Random) -> str:
    return scenario(f"exp(exp(exp(x*{chance.randrange(3, 9)})))", "x**x**x**z**x")


def huge_exponents(chance: random.Random) -> str:
    return scenario(f"x*1e{chance.randrange(200, 400)}", f"1e-{chance.randrange(200, 400)}")


def long_numbers(chance: random.Random) -> str:
    count = chance.randrange(30, 2_000)
    return scenario(f"x*{_digits(chance, count)}/{_digits(chance, count)}", "0.7")


def deep_formula(chance: random.Random) -> str:
    depth = chance.randrange(20, 60)
    return scenario("(" * depth + "x" + " + 1)" * depth, "-" * depth + "x")


def long_sum(chance: random.Random) -> str:
    count = chance.randrange(80, 140)
    return scenario("+".join(chance.choice("xz1") for _ in range(count)), "z")


def chained_definitions(chance: random.Random) -> str:
    many = "".join(f"  d{i + 1}: d{i}*d{i} - z/{i + 2}\n" for i in range(chance.randrange(8, 60)))
    last = many.count("\n")
    return scenario(f"d{last}", "1", more=f"definitions:\n  d0: x + z\n{many}")


def many_parameters(chance: random.Random) -> str:
    count = chance.randrange(200, 2_000)
    total = " + ".join(f"p{i}" for i in range(95))
    return scenario(f"{total} - x*100", "z", parameters=_parameters(count))


def many_assumptions(chance: random.Random) -> str:
    count = chance.randrange(100, 1_100)
    many = "".join(f"  a{i}: {{set: {{x: {(i % 20) / 10}}}}}\n" for i in range(count))
    return scenario("x - z", more=f"assumptions:\n{many}")


def many_misspellings(chance: random.Random) -> str:
    count = chance.randrange(500, 3_000)
    many = "".join(f"  d{i}: {'q' * 40}{i} + 1\n" for i in range(count))
    return scenario("x", parameters=_parameters(500), more=f"definitions:\n{many}")


def long_names(chance: random.Random) -> str:
    name = "n" * chance.randrange(10_000, 100_000)
    return scenario(name, parameters=f"{{? {name} : {{default: 0.5, range: [0, 2]}}, x: 1, z: 1}}")


def laughs(chance: random.Random) -> str:
    depth = chance.randrange(9, 30)
    levels = "".join(f"l{i + 1}: &l{i + 1} [{f'*l{i}, ' * 9}]\n" for i in range(depth))
    return f"l0: &l0 [lol]\n{levels}{scenario()}"


def small_chances(chance: random.Random) -> str:
    count = chance.randrange(30, 90)
    rows = "".join(
        f"  n{i}: {{chance: {{y: {{probability: 1/{chance.randrange(10**9, 10**12)}, "
        f"to: n{i + 1}}}, n: {{probability: the rest, to: n{i + 1}}}}}}}\n"
        for i in range(6)
    )
    wide = "".join(f"    e{i}: {{probability: 1/{count}, to: s}}\n" for i in range(count - 1))
    return f"""title: t
about: a
players: {{A: {{label: A}}, B: {{label: B}}}}
parameters: {{x: {{default: 0.5, range: [0, 1]}}, z: {{default: 0.5, range: [0, 1]}}}}
start: n0
situations:
{rows}  n6:
   chance:
{wide}    last: {{probability: the rest, to: s}}
  s: {{player: A, actions: {{a: {{to: o1}}, b: {{to: o2}}, c: {{to: o3}}}}}}
outcomes:
  o1: {{payoffs: {{A: x, B: 1}}}}
  o2: {{payoffs: {{A: z, B: 2}}}}
  o3: {{payoffs: {{A: x*z, B: 0}}}}
"""


def wide_table(chance: random.Random) -> str:
    many = chance.randrange(20, 120)
    rows = "".join(f"      a{i}: {{set: {{i: {i}}}, seen by: none, to: r}}\n" for i in range(many))
    answers = "".join(f"      b{j}: {{set: {{j: {j}}}, to: end}}\n" for j in range(many))
    payoff = f"((i*i*7 + j*13 + i*j*5) / {chance.randrange(11, 99)})"
    return f"""title: t
about: a
players: {{A: {{label: A}}, B: {{label: B}}}}
parameters: {{x: {{default: 0.1, range: [0, 2]}}, z: {{default: 0.3, range: [0, 2]}}}}
state: {{i: {{from: 0, to: {many}}}, j: {{from: 0, to: {many}}}}}
start: s
situations:
  s:
    player: A
    actions:
{rows}  r:
    player: B
    actions:
{answers}outcomes:
  end: {{payoffs: {{A: '{payoff} - 7*floor({payoff}/7) + x*i', B: '3 - {payoff} + z*j'}}}}
"""


def players(count: int) -> str:
    return "{ " + " ".join(f'"p{i}"' for i in range(count)) + " }"


def many_players_nfg(chance: random.Random) -> str:
    count = chance.randrange(60, 400)
    return f'NFG 1 R "t" {players(count)} {{ {"1 " * count}}} {"1 " * count}'


def many_players_efg(chance: random.Random) -> str:
    count = chance.randrange(60, 400)
    rows = [f'EFG 2 R "t" {players(count)} ""']
    for i in range(count):
        end = " ".join(str(i * j % 7) for j in range(count))
        rows += [f'p "" {i + 1} 1 "" {{ "a" "b" }} 0', f't "" {i + 1} "o{i}" {{ {end} }}']
    return "\n".join([*rows, f't "" {count + 1} "last" {{ {"1 " * count}}}'])


def counted_strategies(chance: random.Random) -> str:
    count = " ".join(str(chance.randrange(10**5, 10**9)) for _ in range(chance.randrange(2, 400)))
    return f'NFG 1 R "t" {{ "A" "B" }} {{ {count} }} 1 2 3'


def wrong_outcomes(chance: random.Random) -> str:
    many = " ".join(f'{{ "o{i}" {i}, 1 }}' for i in range(chance.randrange(2, 2_000)))
    return (
        f'NFG 1 R "t" {{ "A" "B" }} {{ {{ "a" "b" }} {{ "c" "d" }} }} "" {{ {many} }} 1 2 3 99999'
    )


def large_table(chance: random.Random) -> str:
    rows, columns = chance.randrange(100, 400), chance.randrange(100, 400)
    cells = " ".join(str(chance.randrange(-99, 99)) for _ in range(2 * rows * columns))
    return f'NFG 1 R "t" {{ "A" "B" }} {{ {rows} {columns} }} {cells}'


def table_of_many(chance: random.Random) -> str:
    count = chance.randrange(8, 15)
    cells = " ".join(str(chance.randrange(99)) for _ in range(count * 2**count))
    return f'NFG 1 R "t" {players(count)} {{ {"2 " * count}}} {cells}'


def long_numbers_efg(chance: random.Random) -> str:
    number = f"{_digits(chance, 50_000)}/{_digits(chance, 50_000)}"
    return f"""EFG 2 R "t" {{ "A" "B" }} ""
p "" 1 1 "" {{ "a" "b" }} 0
t "" 1 "o1" {{ {number}, 1 }}
t "" 2 "o2" {{ 1e{chance.randrange(10**3, 10**9)}, 1 }}"""


def wide_node(chance: random.Random) -> str:
    count = chance.randrange(20_000, 300_000)
    names = " ".join(f'"{i}"' for i in range(count))
    ends = "\n".join(f't "" {i + 1} "o{i}" {{ {i % 97} {i % 89} }}' for i in range(count))
    return f'EFG 2 R "t" {{ "A" "B" }} ""\np "" 1 1 "" {{ {names} }} 0\n{ends}'


def deep_tree(chance: random.Random) -> str:
    rows = ['EFG 2 R "t" { "A" "B" } ""']
    depth = chance.randrange(1_000, 20_000)
    for i in range(depth):
        rows += [
            f'p "" {i % 2 + 1} {i + 1} "" {{ "a" "b" }} 0',
            f't "" {i + 1} "" {{ {i % 7} {i} }}',
        ]
    return "\n".join([*rows, f't "" {depth + 1} "" {{ 1 1 }}'])


def one_long_set(chance: random.Random) -> str:
    """A chance move, and one information set after it: beliefs over thousands of nodes."""
    count = chance.randrange(500, 4_000)
    names = " ".join(f'"{i}" 1/{count}' for i in range(count))
    rows = [f'EFG 2 R "t" {{ "A" "B" }} ""\nc "" 1 "" {{ {names} }} 0']
    for i in range(count):
        rows.append(f'p "" 1 {i + 1} "" {{ "l" "r" }} 0\np "" 2 1 "" {{ "u" "d" }} 0')
        rows += [f't "" {4 * i + k} "" {{ {i * k % 11} {i * (k + 3) % 13} }}' for k in (1, 2)]
        rows.append('p "" 2 1 "" { "u" "d" } 0')
        rows += [f't "" {4 * i + k} "" {{ {i * k % 11} {i * (k + 3) % 13} }}' for k in (3, 4)]
    return "\n".join(rows)


BOMBS: dict[str, Bomb] = {
    "powers of sums": (".yaml", powers_of_sums),
    "a product of parameters": (".yaml", product_of_parameters),
    "a product of polynomials": (".yaml", product_of_polynomials),
    "rational functions": (".yaml", rational_functions),
    "jagged": (".yaml", jagged),
    "kinks": (".yaml", kinks),
    "conditions in a row": (".yaml", conditions_in_a_row),
    "irrational": (".yaml", irrational),
    "huge powers": (".yaml", huge_powers),
    "towers": (".yaml", towers),
    "huge exponents": (".yaml", huge_exponents),
    "long numbers": (".yaml", long_numbers),
    "a deep formula": (".yaml", deep_formula),
    "a long sum": (".yaml", long_sum),
    "chained definitions": (".yaml", chained_definitions),
    "many parameters": (".yaml", many_parameters),
    "many assumptions": (".yaml", many_assumptions),
    "many misspellings": (".yaml", many_misspellings),
    "long names": (".yaml", long_names),
    "laughs": (".yaml", laughs),
    "small chances": (".yaml", small_chances),
    "a wide table": (".yaml", wide_table),
    "many players": (".nfg", many_players_nfg),
    "many players in a tree": (".efg", many_players_efg),
    "counted strategies": (".nfg", counted_strategies),
    "wrong outcomes": (".nfg", wrong_outcomes),
    "a large table": (".nfg", large_table),
    "a table of many players": (".nfg", table_of_many),
    "long numbers in a tree": (".efg", long_numbers_efg),
    "a wide node": (".efg", wide_node),
    "a deep tree": (".efg", deep_tree),
    "one long set": (".efg", one_long_set),
}
