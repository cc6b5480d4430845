"""Normal forms written as Gambit's ``.nfg`` files."""

from __future__ import annotations

import numpy as np

from crisis_sim.gambit.labels import clean, quote
from crisis_sim.gambit.numbers import write_number
from crisis_sim.game.normal_form import NormalForm

__all__ = ["write_nfg"]


def write_nfg(form: NormalForm, *, comment: str = "") -> str:
    """The text of an ``.nfg`` file, in the style that lists payoffs; a line for each profile.

    Numbers are exact where they are known so, else the shortest decimals that read back the same.

    Examples
    --------
    >>> from crisis_sim.gambit.read_nfg import read_nfg
    >>> print(write_nfg(read_nfg('NFG 1 R "g" { "A" "B" } { 2 1 } 1 .5 0 1/3')))
    NFG 1 R "g" { "A" "B" }
    { { "1" "2" }
    { "1" } }
    ""
    <BLANKLINE>
    1 0.5
    0 1/3
    <BLANKLINE>
    """
    players = " ".join(quote(clean(name)) for name in form.players)
    lists = [f"{{ {' '.join(quote(clean(name)) for name in names)} }}" for names in form.strategies]
    table = form.payoffs if form.exact is None else form.exact
    columns = [np.ravel(payoffs, order="F").tolist() for payoffs in table]
    lines = [" ".join(map(write_number, cell)) for cell in zip(*columns, strict=True)]
    head = f"NFG 1 R {quote(clean(form.title))} {{ {players} }}"
    body = "\n".join(lines)
    return f"{head}\n{{ {chr(10).join(lists)} }}\n{quote(comment)}\n\n{body}\n"
