"""A clock in words and figures, for whoever asks why a ticket is due when it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
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
    """ "UTC: mon 09:00-17:00, tue 09:00-17:00": what counts, day by day."""
    days = [
        f"{day} {' '.join(f'{start}-{end}' for start, end in calendar['hours'][day])}"
        for day in WEEKDAYS
        if calendar["hours"].get(day)
    ]
    return f"{calendar['tz']}: {', '.join(days)}"


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
