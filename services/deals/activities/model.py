"""The activity and its rules: when it is due, how it is completed, when a summary is missing."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from chassis.changes import Values
from chassis.entity import Entity, Owned
from chassis.errors import FailedPrecondition, InvalidArgument
from chassis.wording import one_line
from services.deals.tables import Table

#: How long after a call or meeting its summary is due (R2).
SUMMARY_DUE = timedelta(hours=24)
#: When a promise is due unless somebody says otherwise.
PROMISE_DUE = timedelta(days=2)
#: Clocks of clients go wrong by this much.
TOLERANCE = timedelta(minutes=5)


class Kind(StrEnum):
    """What kind of thing."""

    CALL = "CALL"
    MEETING = "MEETING"
    TASK = "TASK"
    EMAIL = "EMAIL"
    NOTE = "NOTE"


class State(StrEnum):
    """How it stands."""

    OPEN = "OPEN"
    DONE = "DONE"


TALKS = frozenset({Kind.CALL, Kind.MEETING})


class Activity(Table, Entity, Owned, kw_only=True):
    """One thing done or to do. missed: a talk whose summary was not there in time."""

    __tablename__ = "activities"

    kind: Mapped[Kind] = mapped_column()
    state: Mapped[State] = mapped_column(default=State.OPEN)
    subject: Mapped[str] = mapped_column(default="")
    due_time: Mapped[datetime] = mapped_column(default=None)
    done_time: Mapped[datetime | None] = mapped_column(default=None)
    duration_seconds: Mapped[int] = mapped_column(default=0)
    summary: Mapped[str] = mapped_column(default="")
    key_points: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    deal_id: Mapped[UUID | None] = mapped_column(default=None)
    contact_id: Mapped[UUID | None] = mapped_column(default=None)
    contact_name: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="person")
    missed: Mapped[bool] = mapped_column(default=False)
    template_key: Mapped[str] = mapped_column(default="")
    playbook_step_id: Mapped[UUID | None] = mapped_column(default=None)
    stage_visit_id: Mapped[UUID | None] = mapped_column(default=None)

    def change(self, changes: Values, now: datetime) -> None:
        """Sets what is named. Raises InvalidArgument."""
        for name, value in changes.items():
            setattr(self, name, value.strip() if isinstance(value, str) else value)
        self.subject = one_line(self.subject)
        if not self.subject:
            raise InvalidArgument.of("subject", "is required")
        if self.done_time and self.done_time > now + TOLERANCE:
            raise InvalidArgument.of("done_time", "must not lie in the future")
        if self.kind is Kind.TASK and not self.due_time and not self.done_time:
            raise InvalidArgument.of("due_time", "a task needs to be due")
        self.due_time = self.due_time or self.done_time or now
        self.state = State.DONE if self.done_time else State.OPEN
        self.missed = self.missed and not self.summary

    def complete(
        self, at: datetime, *, summary: str, key_points: list[dict[str, Any]], seconds: int
    ) -> None:
        """Is done. Raises FailedPrecondition (ACTIVITY_DONE)."""
        if self.state is State.DONE:
            raise FailedPrecondition("ACTIVITY_DONE", "It was completed already.")
        self.state = State.DONE
        self.done_time = at
        self.summary = summary.strip() or self.summary
        self.key_points = [*self.key_points, *key_points]
        self.duration_seconds = seconds or self.duration_seconds

    @property
    def mails_itself(self) -> bool:
        """Whether it is a mail that goes out by itself when it is due."""
        return self.state is State.OPEN and bool(self.template_key and self.contact_id)

    @property
    def summary_missing(self) -> bool:
        """A talk that took place, was reminded of, and still has no summary."""
        return self.missed and not self.summary

    @property
    def summary_due_time(self) -> datetime | None:
        """When somebody asks for the summary; None when nobody will.

        A planned talk counts as having taken place when it was due.
        """
        if self.kind not in TALKS or self.summary:
            return None
        return (self.done_time or self.due_time) + SUMMARY_DUE
