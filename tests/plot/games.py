"""Games written out by hand, with their solutions, for the tests of the figures.

A node is a terminal ``(outcome, payoffs)``, a chance node or a decision node; the cable follows
its published numbers (the US first), so that what a figure shows of it can be checked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE, TERMINAL, Tree
from crisis_sim.solve.solution import Search, Solution, assess

US, USSR = 0, 1


@dataclass
class End:
    outcome: str
    payoffs: tuple[float, ...]


@dataclass
class Nature:
    place: str
    moves: dict[str, tuple[float, Spec]]
    unseen_by: tuple[int, ...] = ()


@dataclass
class Move:
    player: int
    place: str
    actions: dict[str, Spec]


Spec = End | Nature | Move
INTEGERS = ("parent", "branch", "mover", "information_set", "end", "move", "place", "payoff_row")


@dataclass
class Builder:
    """Nodes in preorder; an information set is a place and all that its mover has seen."""

    players: tuple[str, ...]
    blind: frozenset[int] = frozenset()
    labels: dict[str, int] = field(default_factory=dict)
    sets: dict[tuple[int, str, str], int] = field(default_factory=dict)
    set_actions: list[int] = field(default_factory=list)
    outcomes: dict[str, int] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    payoffs: list[tuple[float, ...]] = field(default_factory=list)
    chance: list[float] = field(default_factory=list)
    columns: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in INTEGERS})

    def label(self, text: str) -> int:
        return self.labels.setdefault(text, len(self.labels))

    def add(
        self, spec: Spec, seen: tuple[str, ...], *, parent: int, branch: int, move: str
    ) -> None:
        columns, node = self.columns, len(self.chance)
        row = (parent, branch, 0, -1, 0, self.label(move) if node else -1, 0, -1)
        for name, value in zip(INTEGERS, row, strict=True):
            columns[name].append(value)
        self.chance.append(1.0)
        if isinstance(spec, End):
            columns["mover"][node], columns["payoff_row"][node] = TERMINAL, len(self.rows)
            columns["place"][node] = self.label(spec.outcome)
            self.rows.append(self.outcomes.setdefault(spec.outcome, len(self.outcomes)))
            self.payoffs.append(spec.payoffs)
        else:
            columns["place"][node] = self.label(spec.place)
            self.below(spec, seen, node)
        columns["end"][node] = len(self.chance)

    def below(self, spec: Nature | Move, seen: tuple[str, ...], node: int) -> None:
        columns = self.columns
        hidden = {*self.blind, *(spec.unseen_by if isinstance(spec, Nature) else ())}
        moves = spec.moves if isinstance(spec, Nature) else spec.actions
        if isinstance(spec, Nature):
            columns["mover"][node] = CHANCE
        else:
            key = (spec.player, spec.place, seen[spec.player])
            if key not in self.sets:
                self.sets[key] = len(self.sets)
                self.set_actions.append(len(moves))
            columns["mover"][node], columns["information_set"][node] = spec.player, self.sets[key]
        for branch, (move, held) in enumerate(moves.items()):
            after = tuple(
                one if player in hidden else f"{one}/{move}" for player, one in enumerate(seen)
            )
            place = len(self.chance)
            child = held[1] if isinstance(held, tuple) else held
            self.add(child, after, parent=node, branch=branch, move=move)
            if isinstance(held, tuple):
                self.chance[place] = held[0]


def build(
    title: str, players: tuple[str, ...], root: Spec, *, blind: frozenset[int] = frozenset()
) -> Game:
    """The game of a nested description; ``blind`` players see nothing of what others do."""
    builder = Builder(players, blind)
    builder.add(root, ("",) * len(players), parent=-1, branch=-1, move="")
    columns = {name: np.asarray(held, np.int32) for name, held in builder.columns.items()}
    tree = Tree(
        players=players,
        **columns,
        set_player=np.asarray([key[0] for key in builder.sets], dtype=np.int32),
        set_label=np.asarray([builder.label(key[1]) for key in builder.sets], dtype=np.int32),
        labels=tuple(builder.labels),
        set_actions=np.asarray(builder.set_actions, dtype=np.int32),
        rows=np.asarray(builder.rows, dtype=np.int32),
        outcomes=tuple(builder.outcomes),
    )
    return Game(title, tree, np.asarray(builder.chance), np.asarray(builder.payoffs))


Rule = Callable[[str, str], str]


def solve_by_rule(game: Game, rule: Rule, **facts: object) -> Solution:
    """A solution whose profile is what ``rule(place, history)`` picks at each set."""
    tree, profile = game.tree, np.zeros(int(game.tree.choice_start[-1]))
    for held in tree.information_sets:
        history = " / ".join(tree.move_label(node) for node in tree.path(held.nodes[0])[1:])
        chosen = rule(held.label, history)
        profile[held.choices[held.actions.index(chosen)]] = 1.0
    said = {"concept": "sequential", "method": "by hand", "searched": (Search("one", ""),)}
    equilibrium = assess(game, profile)
    return Solution(game=game, equilibria=(equilibrium,), seconds=0.0, **(said | facts))  # type: ignore[arg-type]


def _cable_offer(kind: str, offer: str) -> Spec:
    flexible = kind == "flexible"
    f, a, c, g, q, e = (6.0 if flexible else 36.0), (30.0 if flexible else 85.0), 0.5, 2.0, 2.0, 8.0
    t_us, t_ussr, n, phi, d, kappa, eta, x = 1.0, 6.0, 12.0, 4.0, 0.913, 4.0, 0.5, 1.0
    h, pi, omega, leak = 0.08, 0.30, 0.6, 0.10
    base = e + q - f

    def respond(late: float) -> Spec:
        war = End("war after a strike", (-8 - 100 - late, -100 - late))
        limited = End("limited war", (-8 - 25 - late, -25 - late))
        after = Nature(
            "Soviet response", {"general war": (omega, war), "held": (1 - omega, limited)}
        )
        absorbed = End("absorbed strike", (-8 - late, -a - late))
        return Move(USSR, "after a strike", {"respond": after, "absorb": absorbed})

    def public(late: float) -> Spec:
        return End("settled in public", (-g - t_us - n - late, base + t_ussr + phi - late))

    def none(late: float) -> Spec:
        return End("settled without Turkey", (-g - late, base - late))

    def secret(late: float) -> Spec:
        kept = Nature(
            "months pass",
            {
                "leaks": (
                    leak,
                    End("kept, leaked", (-g - t_us - eta * n - late, base + d * t_ussr - late)),
                ),
                "holds": (
                    1 - leak,
                    End("kept in secret", (-g - t_us - late, base + d * t_ussr - late)),
                ),
            },
        )
        exposed = End("reneged, exposed", (-g - kappa - eta * n - late, base + x - late))
        silent = End("reneged, silent", (-g - late, base - late))
        betrayed = Move(USSR, "betrayed", {"expose": exposed, "stay silent": silent})
        return Move(US, "months later", {"keep": kept, "renege": betrayed})

    def settle(late: float) -> Spec:
        return {"none": none, "secret": secret, "public": public}[offer](late)

    def standoff() -> Spec:
        end = End("standoff", (-25 - c, 12 - 6 - c))
        return Move(US, "weapons near ready", {"wait": end, "strike": respond(c)})

    def countered() -> Spec:
        late = {"wait": End("standoff", (-25 - c, 6 - c)), "strike": respond(c)}
        stalled = Move(US, "stalled again", late)
        held = Move(USSR, "offer held", {"accept": settle(c), "stall": stalled})
        moves = {"agree": public(c), "hold": held, "strike": respond(c)}
        return Move(US, "countered", moves)

    def day(following: Spec) -> Spec:
        accident = End("war by accident", (-100 - c, -100 - c))
        return Nature(
            "a day passes",
            {
                "chain reaction": (h, accident),
                "loss of control": ((1 - h) * pi, respond(c)),
                "control": ((1 - h) * (1 - pi), following),
            },
        )

    if offer == "strike":
        return respond(0.0)
    actions: dict[str, Spec] = {"accept": settle(0.0)}
    if offer != "public":
        actions["counter"] = day(countered())
    actions["stall"] = day(standoff())
    return Move(USSR, "reply", actions)


def cable() -> Game:
    """The canonical game: 225 nodes, 124 terminals, 50 information sets."""
    offers = {
        "no Turkey": "none",
        "Turkey in secret": "secret",
        "Turkey in public": "public",
        "strike": "strike",
    }

    def offer(kind: str) -> Spec:
        return Move(US, "offer", {label: _cable_offer(kind, key) for label, key in offers.items()})

    moscow = {"flexible": (0.5, offer("flexible")), "defiant": (0.5, offer("defiant"))}
    return build("The back channel", ("United States", "USSR"), Nature("Moscow", moscow, (US,)))


def _cable_rule(place: str, history: str) -> str:
    if place == "offer":
        return "Turkey in secret"
    if place == "reply" and "defiant / no Turkey" in history:
        return "stall"
    chosen = {"reply": "accept", "months later": "keep", "betrayed": "expose", "countered": "hold"}
    chosen |= {"offer held": "accept", "weapons near ready": "wait", "stalled again": "wait"}
    chosen |= {"after a strike": "absorb" if "flexible" in history else "respond"}
    return chosen[place]


def solved_cable() -> Solution:
    return solve_by_rule(cable(), _cable_rule)


def horse() -> Solution:
    """Selten's horse (1975): three players; the last cannot tell who gave it the move."""

    def third(left: tuple[int, ...], right: tuple[int, ...]) -> Spec:
        ends = {"l": End("left", left), "r": End("right", right)}
        return Move(2, "third", ends)

    second = Move(1, "second", {"d": third((4, 4, 0), (0, 0, 1)), "a": End("across", (1, 1, 1))})
    root = Move(0, "first", {"D": third((3, 3, 2), (0, 0, 0)), "A": second})
    game = build("Selten's horse", ("I", "II", "III"), root, blind=frozenset({2}))
    chosen = {"first": "A", "second": "a", "third": "r"}
    return solve_by_rule(game, lambda place, _: chosen[place])


def quiche() -> Solution:
    """Beer and quiche (Cho and Kreps 1987): both types drink beer, and quiche means a duel."""

    def reply(strong: bool, beer: bool) -> Spec:
        liked = 1.0 if strong == beer else 0.0
        right = 1.0 if strong else 0.0
        ends = {
            "duel": End("duel", (liked, 1 - right)),
            "leave": End("left alone", (2 + liked, right)),
        }
        return Move(1, "after beer" if beer else "after quiche", ends)

    def breakfast(strong: bool) -> Spec:
        meals = {"beer": reply(strong, True), "quiche": reply(strong, False)}
        return Move(0, "breakfast", meals)

    kinds = {"strong": (0.9, breakfast(True)), "weak": (0.1, breakfast(False))}
    game = build("Beer and quiche", ("Sender", "Receiver"), Nature("type", kinds, (1,)))
    chosen = {"breakfast": "beer", "after beer": "leave", "after quiche": "duel"}
    solution = solve_by_rule(game, lambda place, _: chosen[place])
    tree, equilibrium = game.tree, solution.equilibria[0]
    bounds = equilibrium.belief_bounds.copy()
    off = np.flatnonzero(np.isnan(bounds[:, 0]) & (tree.information_set >= 0))
    bounds[off] = [[0.0, 0.5], [0.5, 1.0]]
    return replace(solution, equilibria=(replace(equilibrium, belief_bounds=bounds),))


def random_solution(rng: np.random.Generator, nodes: int, *, players: int = 2) -> Solution:
    """A random game with long and short names and many information sets, at a random profile."""
    words = ("go", "stay put", "offer terms", "threaten", "call it off", "wait another day")

    def grow(left: int, depth: int) -> Spec:
        if left < 3:
            name = " ".join(rng.choice(words, size=int(rng.integers(1, 4))))
            return End(name, tuple(np.round(rng.normal(0, 30, players), 2).tolist()))
        count = int(rng.integers(2, 4))
        shares = rng.dirichlet(np.ones(count)) * (left - 1)
        below = [grow(int(share), depth + 1) for share in shares]
        if rng.random() < 0.3:
            chances = rng.dirichlet(np.ones(count)).tolist()
            moves = {words[i]: (chances[i], below[i]) for i in range(count)}
            return Nature("nature", moves, tuple(range(players)) if rng.random() < 0.7 else ())
        actions = {words[i]: below[i] for i in range(count)}
        return Move(int(rng.integers(players)), f"place {depth} {count}", actions)

    names = ("North", "South", "East", "West")[:players]
    game = build("Random", names, grow(nodes, 0))
    return solve_by_rule(game, lambda place, _: words[len(place) % 2])


if __name__ == "__main__":
    print(cable().describe(), solved_cable().equilibria[0].payoffs, solved_cable().max_regret)
