"""A ticket's clock and its rules: working time with pauses, a warning and an end."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis import business_time
from chassis.business_time import Calendar, Interval
from chassis.errors import InvalidArgument
from services.tickets.sla.hours import check_calendar, week
from services.tickets.tables import Table
from services.tickets.tickets.model import Priority, Ticket
from services.tickets.tickets.model import State as TicketState

#: A clock warns when this much of its time is over (R20).
WARN_AT = 0.75


class Metric(StrEnum):
    """What a clock measures."""

    FIRST_RESPONSE = "first_response"
    RESOLUTION = "resolution"


class ClockState(StrEnum):
    """How a clock stands."""

    RUNNING = "RUNNING"
    WARNED = "WARNED"
    PAUSED = "PAUSED"
    MET = "MET"
    BREACHED = "BREACHED"
    CLEARED = "CLEARED"


class Policy(Table, kw_only=True):
    """How much working time the tickets of a priority have, and which hours count."""

    __tablename__ = "sla_policies"

    priority: Mapped[Priority] = mapped_column(primary_key=True)
    calendar: Mapped[dict[str, Any]]
    first_response_seconds: Mapped[int]
    resolution_seconds: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)

    def change(self, changes: Mapping[str, Any]) -> None:
        """Sets the fields named, hours as messages have them. Raises InvalidArgument."""
        calendar = dict(self.calendar)
        for name, value in changes.items():
            if name.endswith("_seconds"):
                setattr(self, name, value)
            elif name == "time_zone":
                calendar["tz"] = value
            elif name == "holidays":
                calendar["holidays"] = sorted(value)
            else:
                calendar["hours"] = week(value)
        for name in ("first_response_seconds", "resolution_seconds"):
            if not getattr(self, name):
                raise InvalidArgument.of(name, "is required")
        if self.resolution_seconds < self.first_response_seconds:
            raise InvalidArgument.of(
                "resolution_seconds", "must not be shorter than the time to the first answer"
            )
        check_calendar(calendar)
        self.calendar = calendar

    def target(self, metric: str) -> int:
        """The working time a metric has, in seconds."""
        first = metric == Metric.FIRST_RESPONSE
        return self.first_response_seconds if first else self.resolution_seconds


class Clock(Table, kw_only=True):
    """One clock of a ticket, with what it is measured by: a later policy does not change that.

    pauses: [{"start": ISO time, "end": ISO time or None}]; the last may be open. due_time and
    warn_time are unset unless it runs, used_seconds unless it stopped. The two flags keep a fact
    from being told twice.
    """

    __tablename__ = "ticket_clocks"

    ticket_id: Mapped[UUID] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(primary_key=True)
    priority: Mapped[Priority]
    calendar: Mapped[dict[str, Any]]
    target_seconds: Mapped[int]
    start_time: Mapped[datetime]
    stop_time: Mapped[datetime | None] = mapped_column(default=None)
    cleared: Mapped[bool] = mapped_column(default=False)
    pauses: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default_factory=list)
    due_time: Mapped[datetime | None] = mapped_column(default=None)
    warn_time: Mapped[datetime | None] = mapped_column(default=None)
    warning_told: Mapped[bool] = mapped_column(default=False)
    breach_told: Mapped[bool] = mapped_column(default=False)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default_factory=list)
    used_seconds: Mapped[int | None] = mapped_column(default=None)

    def follow(self, ticket: Ticket, at: datetime) -> None:
        """Does what the ticket's state asks for: run, pause, stop or end."""
        answered = ticket.first_response_time if self.metric == Metric.FIRST_RESPONSE else None
        if self.cleared:
            return
        if answered:
            self._stop(answered)
        elif ticket.state is TicketState.SOLVED and self.metric == Metric.RESOLUTION:
            self._stop(ticket.solve_time or at)
        elif ticket.state in (TicketState.SOLVED, TicketState.CLOSED):
            self.cleared = self.stop_time is None
            self._stop(at)
        else:
            self._go_on(at, paused=ticket.state is TicketState.PENDING)
        self.plan()

    def retarget(self, policy: Policy, at: datetime) -> None:
        """Measures by another policy, from the clock's own start; one that stopped is left."""
        if self.stop_time:
            return
        before = {"old_priority": self.priority.name, "old_due_time": _iso(self.due_time)}
        self.priority = policy.priority
        self.calendar = policy.calendar
        self.target_seconds = policy.target(self.metric)
        self.plan()
        after = {"new_priority": self.priority.name, "new_due_time": _iso(self.due_time)}
        self.changes = [*self.changes, {"change_time": at.isoformat(), **before, **after}]

    def plan(self) -> None:
        """Works out when it warns and when it runs out."""
        self.due_time = self.warn_time = self.used_seconds = None
        if self.stop_time:
            self.used_seconds = int(self.elapsed(self.stop_time).total_seconds())
        elif self.running:
            self.due_time = self.deadline()
            self.warn_time = self.deadline(WARN_AT)

    def deadline(self, share: float = 1) -> datetime:
        """When a share of its time is over, as far as its pauses are known."""
        hours, target = Calendar.from_json(self.calendar), timedelta(seconds=self.target_seconds)
        ended = self._intervals(self.start_time)
        return business_time.due(hours, self.start_time, target * share, ended)

    @property
    def paused(self) -> bool:
        """It waits for the customer."""
        return bool(self.pauses) and self.pauses[-1]["end"] is None

    @property
    def running(self) -> bool:
        """Its time goes by, in working hours."""
        return self.stop_time is None and not self.paused

    def elapsed(self, now: datetime) -> timedelta:
        """How much working time it used."""
        end = self.stop_time or now
        hours = Calendar.from_json(self.calendar)
        return business_time.elapsed(hours, self.start_time, end, self._intervals(end))

    def state(self, now: datetime) -> ClockState:
        """How it stands."""
        used, target = self.elapsed(now), timedelta(seconds=self.target_seconds)
        if used > target or (self.running and used == target):
            return ClockState.BREACHED
        if self.stop_time:
            return ClockState.CLEARED if self.cleared else ClockState.MET
        if self.paused:
            return ClockState.PAUSED
        return ClockState.WARNED if used >= target * WARN_AT else ClockState.RUNNING

    def _stop(self, at: datetime) -> None:
        if self.stop_time is None:
            self._end_pause(at)
            self.stop_time = at

    def _go_on(self, at: datetime, *, paused: bool) -> None:
        """Runs or pauses; the time it was stopped does not count."""
        if self.stop_time:
            self.pauses = [*self.pauses, {"start": self.stop_time.isoformat(), "end": None}]
            self.stop_time = None
        if not paused:
            self._end_pause(at)
        elif not self.paused:
            self.pauses = [*self.pauses, {"start": at.isoformat(), "end": None}]

    def _end_pause(self, at: datetime) -> None:
        if self.paused:
            self.pauses = [*self.pauses[:-1], {**self.pauses[-1], "end": at.isoformat()}]

    def _intervals(self, end: datetime) -> Sequence[Interval]:
        """The pauses as instants; an open one lasts until `end`."""
        return [
            (_time(pause["start"]), _time(pause["end"]) if pause["end"] else end)
            for pause in self.pauses
        ]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
