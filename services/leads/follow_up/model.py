"""How long leads may wait, and how long they did."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from chassis.business_time import Calendar, NeverOpen, due
from chassis.entity import Entity
from chassis.errors import InvalidArgument
from chassis.transaction import Transaction
from services.leads.contacts import addresses
from services.leads.tables import Table

#: The one policy there is; a migration made it.
THE_ONE = UUID("01937b5e-0000-7000-8000-000000000040")
#: Whether a wait ends at all does not depend on when it begins.
SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)


class FollowUpPolicy(Table, Entity, kw_only=True):
    """How long leads may wait, in hours; time_zone: whose business hours and days count.

    working_days: the only days that count while a lead waits, every day when there is none.
    touch_restarts: a touch of the owner begins the wait anew; otherwise the first one ends it.
    """

    __tablename__ = "follow_up_policy"

    due_hours: Mapped[int] = mapped_column(default=72)
    warn_hours: Mapped[int] = mapped_column(default=24)
    time_zone: Mapped[str] = mapped_column(default="UTC")
    working_days: Mapped[list[str]] = mapped_column(default_factory=list)
    touch_restarts: Mapped[bool] = mapped_column(default=False)

    def change(self, changes: Mapping[str, Any]) -> None:
        """Sets the fields named. Raises InvalidArgument."""
        for name, value in changes.items():
            setattr(self, name, value)
        try:
            self.time_zone = addresses.time_zone(self.time_zone) or "UTC"
        except ValueError as error:
            raise InvalidArgument.of("time_zone", str(error)) from None
        if self.due_hours and self.warn_hours >= self.due_hours:
            raise InvalidArgument.of("warn_hours", "must be less than due_hours")
        try:
            self.after(SOME_DAY, self.due_hours)
        except NeverOpen:
            raise InvalidArgument.of("working_days", "are too few for due_hours") from None

    def due(self, start: datetime) -> datetime | None:
        """When a wait that begins at `start` is over; None for never."""
        return self.after(start, self.due_hours) if self.due_hours else None

    def warning(self, start: datetime) -> datetime | None:
        """When the owner is warned in such a wait; None for never."""
        if not self.due_hours or not self.warn_hours:
            return None
        return self.after(start, self.due_hours - self.warn_hours)

    def after(self, start: datetime, hours: int) -> datetime:
        """So many hours later, of days that count. Raises NeverOpen."""
        length = timedelta(hours=hours)
        if not self.working_days:
            return start + length
        whole_days = dict.fromkeys(self.working_days, [("00:00", "24:00")])
        return due(Calendar(tz=self.time_zone, hours=whole_days), start, length)


class FirstTouch(Table, kw_only=True):
    """When one of us first touched a contact, and how long that took since it was created."""

    __tablename__ = "first_touches"

    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    touch_time: Mapped[datetime]
    user_id: Mapped[UUID]
    kind: Mapped[str]
    seconds: Mapped[int]
    business_seconds: Mapped[int]


def policy(tx: Transaction) -> FollowUpPolicy:
    """The policy in force."""
    return tx.session.scalars(select(FollowUpPolicy).where(FollowUpPolicy.id == THE_ONE)).one()
