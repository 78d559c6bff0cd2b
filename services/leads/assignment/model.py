"""The rule, one assignment, and a lead that waits for an owner."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity
from chassis.errors import InvalidArgument, Violation
from chassis.ids import uuid7
from chassis.wording import one_line
from services.leads.tables import Table

#: How many rules there may be: all of them are read for each lead.
LIMIT = 100


class Strategy(StrEnum):
    """How one of the members is chosen."""

    ROUND_ROBIN = "ROUND_ROBIN"
    LEAST_LOADED = "LEAST_LOADED"
    FIXED = "FIXED"


class Why(StrEnum):
    """What made somebody be given a lead."""

    ASKED = "ASKED"
    SALES_READY = "SALES_READY"
    HOT = "HOT"
    FOLLOW_UP_MISSED = "FOLLOW_UP_MISSED"
    OWNER_GONE = "OWNER_GONE"


class FollowUp(StrEnum):
    """The clock of the first follow-up."""

    FOLLOW_UP_UNSPECIFIED = "FOLLOW_UP_UNSPECIFIED"
    RUNNING = "RUNNING"
    WARNED = "WARNED"
    TOUCHED = "TOUCHED"
    MISSED = "MISSED"
    STOPPED = "STOPPED"


class AssignmentRule(Table, Entity, kw_only=True):
    """Who gets which contacts. last_user_id: who was given the last one; the turn is the next's."""

    __tablename__ = "assignment_rules"

    name: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    disabled: Mapped[bool] = mapped_column(default=False)
    filter: Mapped[str] = mapped_column(default="")
    strategy: Mapped[Strategy] = mapped_column(default=Strategy.ROUND_ROBIN)
    member_ids: Mapped[list[str]] = mapped_column(default_factory=list)
    member_team_id: Mapped[UUID | None] = mapped_column(default=None)
    capacity: Mapped[int] = mapped_column(default=0)
    last_user_id: Mapped[UUID | None] = mapped_column(default=None, init=False)

    def change(self, changes: Mapping[str, Any]) -> None:
        """Sets the fields named; the filter was checked. Raises InvalidArgument."""
        for name, value in changes.items():
            setattr(self, name, one_line(value) if isinstance(value, str) else value)
        self.strategy = _strategy(self.strategy)
        refused = []
        if not self.name:
            refused.append(Violation("name", "is required"))
        if not self.member_ids and self.member_team_id is None:
            refused.append(Violation("member_ids", "name somebody, or a team"))
        if refused:
            raise InvalidArgument.many(refused)

    @property
    def members(self) -> list[UUID]:
        """The users named, in order."""
        return [UUID(user_id) for user_id in self.member_ids]


class Assignment(Table, kw_only=True):
    """One time a contact was given to somebody; open until end_time.

    candidates: everybody the rule looked at, as messages show them.
    """

    __tablename__ = "assignments"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid7)
    create_time: Mapped[datetime]
    contact_id: Mapped[UUID]
    user_id: Mapped[UUID]
    user_name: Mapped[str]
    previous_user_id: Mapped[UUID | None]
    reason: Mapped[Why]
    rule_id: Mapped[UUID | None]
    explanation: Mapped[str]
    candidates: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    end_time: Mapped[datetime | None] = mapped_column(default=None)
    follow_up: Mapped[FollowUp] = mapped_column(default=FollowUp.FOLLOW_UP_UNSPECIFIED)
    warn_time: Mapped[datetime | None] = mapped_column(default=None)
    due_time: Mapped[datetime | None] = mapped_column(default=None)
    touch_time: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def ticking(self) -> bool:
        """Whether its owner still has to follow up."""
        return self.end_time is None and self.follow_up in (FollowUp.RUNNING, FollowUp.WARNED)


class AssignmentWait(Table, kw_only=True):
    """A contact that nobody could take when somebody should have; not for passed_over_id."""

    __tablename__ = "assignment_waits"

    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    create_time: Mapped[datetime]
    reason: Mapped[Why]
    passed_over_id: Mapped[UUID | None]


def _strategy(given: str) -> Strategy:
    try:
        return Strategy(given)
    except ValueError:
        raise InvalidArgument.of("strategy", "is required") from None
