"""The sequence, its steps, and a contact on the way through them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from chassis import filtering
from chassis.changes import Values
from chassis.entity import Entity, Owned
from chassis.errors import FailedPrecondition, InvalidArgument, Violation
from chassis.filtering import Fields
from chassis.ids import uuid7
from chassis.wording import one_line
from services.notify.tables import Table

#: What a CHECK may look at.
FIELDS = Fields(
    *map(filtering.text, ("first_name", "last_name", "full_name", "email", "company_name")),
    *map(filtering.text, ("country", "language", "consent", "lifecycle_stage", "rating")),
    filtering.tags("tags"),
)


class SequenceState(StrEnum):
    """Whether a sequence takes people."""

    PAUSED = "PAUSED"
    ACTIVE = "ACTIVE"


class StepKind(StrEnum):
    """What a step does."""

    SEND = "SEND"
    WAIT = "WAIT"
    CHECK = "CHECK"


class Otherwise(StrEnum):
    """What follows for who does not pass a CHECK."""

    END = "END"
    SKIP = "SKIP"


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

    def change(self, changes: Values) -> bool:
        """Sets what is named; True when the steps are others now. Raises InvalidArgument."""
        before = self.steps
        for name, value in changes.items():
            setattr(self, name, one_line(value) if isinstance(value, str) else value)
        if "steps" in changes:
            self.steps = [_plain(step) for step in changes["steps"]]
        if refused := [*self._faults()]:
            raise InvalidArgument.many(refused)
        return self.steps != before

    def _faults(self) -> Iterator[Violation]:
        for name in ("name", "steps"):
            if not getattr(self, name):
                yield Violation(name, "is required")
        for number, step in enumerate(self.steps):
            if fault := _fault(step):
                yield Violation(f"steps[{number}].{fault[0]}", fault[1])


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


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    """A step with what its kind needs, and nothing else."""
    kind = StepKind(given["kind"])
    if kind is StepKind.SEND:
        return {"kind": kind.value, "template_key": given.get("template_key", "")}
    if kind is StepKind.WAIT:
        return {"kind": kind.value, "wait_minutes": int(given.get("wait_minutes", 0))}
    otherwise = given.get("otherwise", "")
    return {
        "kind": kind.value,
        "filter": given.get("filter", ""),
        "otherwise": Otherwise.SKIP.value if otherwise == "SKIP" else Otherwise.END.value,
    }


def _fault(step: Mapping[str, Any]) -> tuple[str, str] | None:
    """The field of a step that is wrong, and how."""
    match step["kind"]:
        case "SEND" if not step["template_key"]:
            return "template_key", "is required"
        case "WAIT" if not step["wait_minutes"]:
            return "wait_minutes", "must be at least 1"
        case "CHECK" if not step["filter"].strip():
            return "filter", "is required"
    return None
