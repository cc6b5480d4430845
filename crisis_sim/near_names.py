"""Names that are known somewhere: listed, and the nearest to one that is not."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Sequence

__all__ = ["closest", "listed", "names_in_one", "nearest"]

MOST_COMPARED = 200
LONGEST_COMPARED = 80
LISTED, FEW = 12, 6
"""Names that are listed at once; of more, where some of them are near."""
CLOSE = 0.62
"""Share of letters in common from which names are alike: a little more than unlike ones have."""
_BETWEEN = r"(?:\s*[+,;&|/]\s*|\s+and\s+|\s+or\s+|\s+)"
_BARE = re.compile(r"[\s_-]+")


def nearest(name: str, known: Iterable[str], *, most: int = LISTED) -> str:
    """A hint that lists the names known here and asks after the nearest one.

    Of many names, where some are near, a few are listed, the near ones before the rest. Returns an
    empty string when nothing is known. At most ``MOST_COMPARED`` names are compared letter by
    letter, so that a long list costs no more than sorting it.
    """
    names = sorted(set(known))
    if not names:
        return ""
    close = _alike(str(name), names)
    if close and len(names) > LISTED:
        names, most = list(dict.fromkeys([*close, *names])), FEW
    shown = listed(names[:most]) + (", ..." if len(names) > most else "")
    question = f" Did you mean '{_short(close[0])}'?" if close else ""
    return f"Known here: {shown}.{question}"


def listed(names: Iterable[str]) -> str:
    """Names one after the other; one with a comma or a space at its end is put in quotation marks.

    >>> listed(["war", "a deal, then war"])
    "war, 'a deal, then war'"
    """
    shown = map(_short, names)
    return ", ".join(f"'{n}'" if re.search(r"[,;'\"]|^\s|\s$", n) else n for n in shown)


def names_in_one(text: str, known: Collection[str]) -> tuple[str, ...]:
    """The known names that a text puts one after the other; none where it is anything else.

    >>> names_in_one("war, a deal", {"war", "a deal"}), names_in_one("war", {"war", "a deal"})
    (('war', 'a deal'), ())
    >>> names_in_one("war or a deal", {"war", "a deal"}), names_in_one("a deal war", {"a deal"})
    (('war', 'a deal'), ())
    """
    whole = str(text).strip()
    longest = sorted((name for name in known if name in whole), key=len, reverse=True)
    if not longest or len(whole) > LONGEST_COMPARED:
        return ()
    one = f"(?:{'|'.join(map(re.escape, longest))})"
    if re.fullmatch(rf"{one}(?:{_BETWEEN}{one})+", whole) is None:
        return ()
    return tuple(re.findall(rf"({one})(?:{_BETWEEN}|$)", whole))


def closest(name: str, names: Sequence[str]) -> str:
    """The name that differs least; of many, one that differs in case or spaces, or begins alike.

    An empty string where none is near.
    """
    return next(iter(_alike(name, names)), "")


def _alike(name: str, names: Sequence[str]) -> list[str]:
    """The few names near this one, the nearest first."""
    if len(name) > LONGEST_COMPARED:
        return []
    bare = _BARE.sub("", name).casefold()
    alike = [one for one in names if len(one) <= LONGEST_COMPARED]
    same = [one for one in alike if one != name and _BARE.sub("", one).casefold() == bare]
    if len(alike) > MOST_COMPARED:
        alike = [one for one in alike if one[:1] == name[:1] and abs(len(one) - len(name)) <= 3]
    found = difflib.get_close_matches(name, alike[:MOST_COMPARED], n=FEW, cutoff=CLOSE)
    parts = [one for one in alike if bare in map(str.casefold, _BARE.split(one))]
    return list(dict.fromkeys([*same[:FEW], *found, *parts[:FEW]]))


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_COMPARED else name[: LONGEST_COMPARED - 3] + "..."
