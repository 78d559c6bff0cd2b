"""A clock in words and figures, for whoever asks why a ticket is due when it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from crm.tickets.v1 import tickets_pb2 as pb

from chassis.business_time import WEEKDAYS
from services.tickets.sla.model import Clock
from services.tickets.tickets.model import Ticket


def explained(ticket: Ticket, clocks: Sequence[Clock], now: datetime) -> pb.Sla:
    """The clocks of a ticket as they stand now."""
    return pb.Sla(priority=ticket.priority.name, clocks=[_clock(clock, now) for clock in clocks])


def _clock(clock: Clock, now: datetime) -> pb.SlaClock:
    return pb.SlaClock(
        metric=clock.metric,
        state=clock.state(now).name,
        policy=f"{clock.priority.name.lower()} priority: {_length(clock.target_seconds)}",
        calendar=_hours(clock.calendar),
        target_seconds=clock.target_seconds,
        elapsed_seconds=int(clock.elapsed(now).total_seconds()),
        start_time=clock.start_time,
        warn_time=clock.warn_time,
        due_time=clock.due_time,
        stop_time=clock.stop_time,
        pauses=[
            pb.SlaPause(start_time=_time(pause["start"]), end_time=_time(pause["end"]))
            for pause in clock.pauses
        ],
        changes=[_change(change) for change in clock.changes],
    )


def _change(change: Mapping[str, Any]) -> pb.SlaChange:
    return pb.SlaChange(
        change_time=_time(change["change_time"]),
        old_priority=change["old_priority"],
        new_priority=change["new_priority"],
        old_due_time=_time(change["old_due_time"]),
        new_due_time=_time(change["new_due_time"]),
    )


def _length(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return f"{' '.join(parts) or f'{seconds} s'} of working time"


def _hours(calendar: Mapping[str, Any]) -> str:
    """ "Mon to Fri 09:00-17:00 (UTC)": what counts; days alike in a row are said once."""
    alike = groupby(WEEKDAYS, key=lambda day: calendar["hours"].get(day) or ())
    days = [
        f"{_days(list(row))} {' '.join(f'{start}-{end}' for start, end in hours)}"
        for hours, row in alike
        if hours
    ]
    return f"{', '.join(days)} ({calendar['tz']})"


def _days(row: Sequence[str]) -> str:
    first, last = row[0].capitalize(), row[-1].capitalize()
    return first if first == last else f"{first} to {last}"


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
