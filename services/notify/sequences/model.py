"""The sequence, and a contact on the way through its steps."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from chassis import filtering
from chassis.changes import Values
from chassis.entity import Entity, Owned
from chassis.errors import FailedPrecondition, InvalidArgument, Violation
from chassis.filtering import Fields
from chassis.ids import uuid7
from chassis.wording import one_line
from services.notify.sequences import steps
from services.notify.tables import Table

TEXTS = (
    *("first_name", "last_name", "full_name", "email", "company_name"),
    *("country", "language", "consent", "lifecycle_stage", "rating"),
)
CONTACT_FIELDS = (*TEXTS, "tags")
#: What a CHECK may look at: the contact, and whether a person opened the message before it or
#: followed a link in it.
FIELDS = Fields(
    *map(filtering.text, TEXTS),
    filtering.tags("tags"),
    *map(filtering.boolean, ("opened", "clicked")),
)


class SequenceState(StrEnum):
    """Whether a sequence takes people."""

    PAUSED = "PAUSED"
    ACTIVE = "ACTIVE"


class EnrolmentState(StrEnum):
    """How a contact stands in a sequence."""

    RUNNING = "RUNNING"
    FINISHED = "FINISHED"
    LEFT = "LEFT"
    STOPPED = "STOPPED"


class Exit(StrEnum):
    """What takes a contact out of a sequence that says so."""

    DEAL_WON = "DEAL_WON"
    CONVERTED = "CONVERTED"
    REPLIED = "REPLIED"
    UNSUBSCRIBED = "UNSUBSCRIBED"


class Sequence(Table, Entity, kw_only=True):
    """Steps for people to go through, kept with it in their order as plain values."""

    __tablename__ = "sequences"

    name: Mapped[str] = mapped_column(default="")
    state: Mapped[SequenceState] = mapped_column(default=SequenceState.PAUSED)
    segment_id: Mapped[UUID | None] = mapped_column(default=None)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    exits: Mapped[list[str]] = mapped_column(default_factory=list)
    revision: Mapped[int] = mapped_column(default=1)
    time_zone: Mapped[str] = mapped_column(default="")

    def change(self, changes: Values) -> bool:
        """Sets what is named; True when the steps are others now. Raises InvalidArgument."""
        before = self.steps
        for name, value in changes.items():
            setattr(self, name, one_line(value) if isinstance(value, str) else value)
        if "steps" in changes:
            self.steps = [steps.plain(step) for step in changes["steps"]]
        if refused := [*self._faults()]:
            raise InvalidArgument.many(refused)
        return self.steps != before

    def _faults(self) -> Iterator[Violation]:
        for name in ("name", "steps"):
            if not getattr(self, name):
                yield Violation(name, "is required")
        if self.time_zone and self.time_zone not in available_timezones():
            yield Violation("time_zone", "must be a time zone like Europe/Berlin")
        for number, step in enumerate(self.steps):
            for name, fault in steps.faults(step):
                yield Violation(f"steps[{number}].{name}", fault)


class SequenceRevision(Table, kw_only=True):
    """The steps a sequence had for some time; never changes."""

    __tablename__ = "sequence_revisions"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default_factory=uuid7)
    sequence_id: Mapped[UUID]
    revision: Mapped[int]
    steps: Mapped[list[dict[str, Any]]]


class Enrolment(Table, Entity, Owned, kw_only=True):
    """One contact in one sequence. step: how many steps are behind it."""

    __tablename__ = "enrolments"

    sequence_id: Mapped[UUID]
    sequence_revision: Mapped[int]
    contact_id: Mapped[UUID]
    state: Mapped[EnrolmentState] = mapped_column(default=EnrolmentState.RUNNING)
    reason: Mapped[str] = mapped_column(default="")
    step: Mapped[int] = mapped_column(default=0)
    next_time: Mapped[datetime | None] = mapped_column(default=None)

    def end(self, state: EnrolmentState, reason: str = "") -> None:
        """Goes through no more steps."""
        self.state, self.reason, self.next_time = state, reason, None

    def stop(self) -> None:
        """Somebody takes it out. Raises FailedPrecondition (ENROLMENT_OVER)."""
        if self.state is not EnrolmentState.RUNNING:
            raise FailedPrecondition("ENROLMENT_OVER", "The contact is in it no more.")
        self.end(EnrolmentState.STOPPED)
