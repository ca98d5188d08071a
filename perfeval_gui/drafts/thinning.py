"""Which old states are worth keeping: all of the newest, then one an hour, one a day, one a week."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import datetime, timedelta

HOURS, DAYS, WEEKS = 24, 14, 10


def worth_keeping(states: Iterable[tuple[int, datetime]], now: datetime, newest: int) -> set[int]:
    """Return the sequence numbers to keep of (sequence number, time) pairs.

    The `newest` by sequence stay whatever the clock says. Of the others stays the last of each hour of the
    past day, of each day of 14 days and of each week of 10 weeks. A state that the clock puts into the
    future counts as today's: a clock that was wrong must not cost anybody's work.
    """
    ordered = sorted(states, reverse=True)
    kept = {sequence for sequence, _ in ordered[:newest]}
    slots: set[Hashable] = set()
    for sequence, moment in ordered:
        local = moment.astimezone(now.tzinfo)
        age = now - local
        names: list[Hashable] = []
        if age < timedelta(hours=HOURS):
            names.append(("hour", local.date(), local.hour))
        if age < timedelta(days=DAYS):
            names.append(("day", local.date()))
        if age < timedelta(weeks=WEEKS):
            names.append(("week", *local.isocalendar()[:2]))
        if any(name not in slots for name in names):
            kept.add(sequence)
        slots.update(names)
    return kept
