"""A source as a list of references has it."""

from __future__ import annotations

import calendar
import datetime

from crisis_sim.scenario.model import Source

__all__ = ["reference"]


def reference(source: Source) -> str:
    """Its author, title and date."""
    parts = (source.author, source.title, _in_words(source.date or ""))
    return ", ".join(part.rstrip(".") for part in parts if part)


def _in_words(date: str) -> str:
    """A date as prose has it: 27 October 1962; what is written otherwise stays so."""
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        return date
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"
