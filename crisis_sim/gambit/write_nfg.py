"""Normal forms written as Gambit's ``.nfg`` files."""

from __future__ import annotations

import numpy as np

from crisis_sim.gambit.labels import clean, quote
from crisis_sim.gambit.numbers import write_number
from crisis_sim.gambit.read_nfg import NormalFormFile
from crisis_sim.game.distinct import distinct
from crisis_sim.game.normal_form import NormalForm

__all__ = ["write_nfg", "write_nfg_file"]


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
    table = form.payoffs if form.exact is None else form.exact
    columns = [np.ravel(payoffs, order="F").tolist() for payoffs in table]
    lines = [" ".join(map(write_number, cell)) for cell in zip(*columns, strict=True)]
    body = "\n".join(lines)
    return f"{_head(form, comment)}{body}\n"


def write_nfg_file(file: NormalFormFile) -> str:
    """The text of an ``.nfg`` file that was read, in the style in which it lists its payoffs.

    Names of outcomes that repeat are numbered.
    """
    if not file.outcomes:
        return write_nfg(file.normal_form, comment=file.comment)
    named = iter(distinct([name for name, _ in file.outcomes if name]))
    rows = [
        f"{{ {quote(next(named) if name else '')} {', '.join(map(write_number, payoffs))} }}"
        for name, payoffs in file.outcomes
    ]
    cells = " ".join(map(str, file.cells))
    listed = "\n".join(rows)
    return f"{_head(file.normal_form, file.comment)}{{\n{listed}\n}}\n{cells}\n"


def _head(form: NormalForm, comment: str) -> str:
    """Title, players, strategies and comment."""
    players = " ".join(quote(clean(name)) for name in form.players)
    lists = [f"{{ {' '.join(quote(clean(name)) for name in names)} }}" for names in form.strategies]
    head = f"NFG 1 R {quote(clean(form.title))} {{ {players} }}"
    return f"{head}\n{{ {chr(10).join(lists)} }}\n{quote(comment)}\n\n"
