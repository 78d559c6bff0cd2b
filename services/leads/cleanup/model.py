"""What is to be cleaned up and why, how far a round is, and who looks through it."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity
from chassis.errors import InvalidArgument, Violation
from chassis.ids import uuid7
from chassis.transaction import Transaction
from services.leads.tables import Table

#: The one policy there is; a migration made it.
THE_ONE = UUID("01937b5e-0000-7000-8000-000000000070")
#: When a round begins, where the firm is.
MORNING = time(6)
#: What of the policy must be at least 1.
NUMBERS = ("day_of_month", "stale_months", "keep_months")


class Reason(StrEnum):
    """Why a record is to be looked at."""

    DUPLICATE = "DUPLICATE"
    BOUNCED = "BOUNCED"
    INCOMPLETE = "INCOMPLETE"
    STALE = "STALE"


class State(StrEnum):
    """OPEN: somebody has to decide; KEPT: somebody did. What is archived is a deleted contact."""

    OPEN = "OPEN"
    KEPT = "KEPT"


class CleanupPolicy(Table, Entity, kw_only=True):
    """When rounds are made, who looks through them, and what counts as stale."""

    __tablename__ = "cleanup_policy"

    enabled: Mapped[bool] = mapped_column(default=False)
    reviewer_id: Mapped[UUID | None] = mapped_column(default=None)
    day_of_month: Mapped[int] = mapped_column(default=1)
    stale_months: Mapped[int] = mapped_column(default=12)
    keep_months: Mapped[int] = mapped_column(default=12)

    def change(self, changes: Mapping[str, Any]) -> None:
        """Sets the fields named. Raises InvalidArgument."""
        for name, value in changes.items():
            setattr(self, name, value)
        refused = [
            Violation(name, "must be at least 1") for name in NUMBERS if not getattr(self, name)
        ]
        if self.enabled and self.reviewer_id is None:
            refused.append(Violation("reviewer_id", "is required: somebody has to look through it"))
        if refused:
            raise InvalidArgument.many(refused)

    def next_round(self, now: datetime, zone: tzinfo) -> datetime:
        """When the next round begins (UTC), in the firm's zone."""
        day = now.astimezone(zone).date().replace(day=self.day_of_month)
        begin = datetime.combine(day, MORNING, zone)
        if begin <= now:
            following = (day.replace(day=1) + timedelta(days=31)).replace(day=self.day_of_month)
            begin = datetime.combine(following, MORNING, zone)
        return begin.astimezone(UTC)


class CleanupItem(Table, Entity, kw_only=True):
    """One record that is to be looked at for one reason. duplicate_of_id: the older record."""

    __tablename__ = "cleanup_items"

    contact_id: Mapped[UUID]
    reason: Mapped[Reason]
    explanation: Mapped[str]
    duplicate_of_id: Mapped[UUID | None] = mapped_column(default=None)
    state: Mapped[State] = mapped_column(default=State.OPEN)
    decide_time: Mapped[datetime | None] = mapped_column(default=None)
    decider_name: Mapped[str] = mapped_column(default="")

    def keep(self, who: str, at: datetime) -> None:
        """Somebody looked at it and leaves the record as it is."""
        self.state, self.decide_time, self.decider_name = State.KEPT, at, who

    def reopen(self) -> None:
        """Nobody has decided."""
        self.state, self.decide_time, self.decider_name = State.OPEN, None, ""


class CleanupRound(Table, kw_only=True):
    """One walk through all contacts; over at end_time."""

    __tablename__ = "cleanup_rounds"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid7)
    create_time: Mapped[datetime]
    end_time: Mapped[datetime | None] = mapped_column(default=None)


class BouncedAddress(Table, kw_only=True):
    """An address that takes no mail any more, as notify was told by its mail server."""

    __tablename__ = "bounced_addresses"

    email_key: Mapped[str] = mapped_column(primary_key=True)
    bounce_time: Mapped[datetime]
    diagnosis: Mapped[str]


def policy(tx: Transaction) -> CleanupPolicy:
    """The policy in force."""
    return tx.session.scalars(select(CleanupPolicy).where(CleanupPolicy.id == THE_ONE)).one()


def months_before(at: datetime, months: int) -> datetime:
    """So many months earlier, as near as the calendar lets it be."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, 28))
