"""How long leads may wait, and how long they did."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity
from chassis.errors import InvalidArgument
from chassis.transaction import Transaction
from services.leads.contacts import addresses
from services.leads.tables import Table

#: The one policy there is; a migration made it.
THE_ONE = UUID("01937b5e-0000-7000-8000-000000000040")


class FollowUpPolicy(Table, Entity, kw_only=True):
    """How long leads may wait, in hours of the clock; time_zone: whose business hours count."""

    __tablename__ = "follow_up_policy"

    due_hours: Mapped[int] = mapped_column(default=72)
    warn_hours: Mapped[int] = mapped_column(default=24)
    time_zone: Mapped[str] = mapped_column(default="UTC")

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

    @property
    def due(self) -> timedelta:
        """How long a lead may wait; zero for ever."""
        return timedelta(hours=self.due_hours)

    @property
    def warning(self) -> timedelta:
        """How long before the end the owner is warned; zero for never."""
        return timedelta(hours=self.warn_hours)


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
