"""The segment and its members."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity, Owned
from chassis.errors import InvalidArgument
from chassis.wording import one_line
from services.leads.tables import Table

#: How many there may be: each contact that changes is held against all of them.
LIMIT = 500


class State(StrEnum):
    """Whether the members are complete."""

    BUILDING = "BUILDING"
    READY = "READY"
    BROKEN = "BROKEN"


class Segment(Table, Entity, Owned, kw_only=True):
    """A saved filter. build: counts how often the members were collected, so that steps of an
    earlier time are known as such."""

    __tablename__ = "segments"

    name: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    filter: Mapped[str] = mapped_column(default="")
    state: Mapped[State] = mapped_column(default=State.BUILDING, init=False)
    build: Mapped[int] = mapped_column(default=0, init=False)
    build_time: Mapped[datetime | None] = mapped_column(default=None, init=False)

    def change(self, changes: Mapping[str, Any]) -> None:
        """Sets the fields named; the filter was checked. Raises InvalidArgument."""
        for name, value in changes.items():
            setattr(self, name, value)
        self.name, self.filter = one_line(self.name), self.filter.strip()
        if not self.name:
            raise InvalidArgument.of("name", "is required")
        if not self.filter:
            raise InvalidArgument.of("filter", "is required: a segment of everybody is a mistake")

    def begin(self) -> None:
        """The members are to be collected anew."""
        self.state = State.BUILDING
        self.build += 1


class SegmentMember(Table, kw_only=True):
    """A contact that passes a segment's filter."""

    __tablename__ = "segment_members"

    segment_id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    enter_time: Mapped[datetime]
