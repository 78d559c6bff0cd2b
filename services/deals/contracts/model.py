"""The contract and its rules: its days, its renewal, its end."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.changes import Values
from chassis.entity import Entity, Owned
from chassis.errors import FailedPrecondition, InvalidArgument
from chassis.wording import one_line
from chassis.years import LAST, OUTSIDE
from services.deals.money import normalised
from services.deals.tables import Table

#: How long before its end the account manager is reminded (R4).
NOTICE = timedelta(days=14)


class State(StrEnum):
    """How a contract stands."""

    ACTIVE = "ACTIVE"
    ENDED = "ENDED"


class Contract(Table, Entity, Owned, kw_only=True):
    """An agreement that runs from its first to its last day, both included.

    plan_start_date: since when its customer has the plan. limits: what may be used in a month.
    reminded_end_date: the end its account manager was reminded of, by the task renewal_task_id.
    """

    __tablename__ = "contracts"

    title: Mapped[str] = mapped_column(default="")
    deal_id: Mapped[UUID | None] = mapped_column(default=None)
    contact_id: Mapped[UUID | None] = mapped_column(default=None)
    contact_name: Mapped[str] = mapped_column(default="")
    company_name: Mapped[str] = mapped_column(default="")
    value: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True), default=None)
    start_date: Mapped[date] = mapped_column(default=None)
    end_date: Mapped[date] = mapped_column(default=None)
    auto_renew: Mapped[bool] = mapped_column(default=False)
    state: Mapped[State] = mapped_column(default=State.ACTIVE)
    end_reason: Mapped[str] = mapped_column(default="")
    plan: Mapped[str] = mapped_column(default="")
    plan_start_date: Mapped[date | None] = mapped_column(default=None)
    limits: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    reminded_end_date: Mapped[date | None] = mapped_column(default=None, init=False)
    renewal_task_id: Mapped[UUID | None] = mapped_column(default=None, init=False)

    def change(self, changes: Values) -> None:
        """Sets what is named. Raises InvalidArgument, FailedPrecondition (CONTRACT_ENDED)."""
        self.require_active()
        for name, value in changes.items():
            setattr(self, name, one_line(value) if isinstance(value, str) else value)
        if "value" in changes:
            self.value = normalised(self.value, "value")
        if not self.start_date or not self.end_date:
            raise InvalidArgument.of("end_date", "first and last day are required")
        if self.end_date < self.start_date:
            raise InvalidArgument.of("end_date", "must not be before start_date")
        metrics = [limit["metric"] for limit in self.limits]
        if len(metrics) > len(set(metrics)):
            raise InvalidArgument.of("limits", "must name each metric once")
        self.plan_start_date = self.plan_start_date or self.start_date
        if self.plan_start_date > self.end_date:
            raise InvalidArgument.of("plan_start_date", "must not be after the contract's last day")

    def limit_of(self, metric: str) -> float:
        """How much of a metric may be used in a month; 0 for no limit."""
        found = (limit["quantity"] for limit in self.limits if limit["metric"] == metric)
        return float(next(found, 0))

    def renew(self, months: int) -> None:
        """Goes on for some months from its end. Raises FailedPrecondition (CONTRACT_ENDED),
        InvalidArgument: beyond all years."""
        self.require_active()
        if self.end_date.year + months // 12 >= LAST:
            raise InvalidArgument.of("months", OUTSIDE)
        self.end_date = last_day(self.end_date + timedelta(days=1), months)

    def end(self, on: date, reason: str) -> None:
        """Is over after a day. Raises FailedPrecondition (CONTRACT_ENDED), InvalidArgument."""
        self.require_active()
        if on > self.end_date:
            raise InvalidArgument.of("end_date", "must not be after the contract's last day")
        self.state = State.ENDED
        self.end_date = on
        self.end_reason = reason.strip()

    def require_active(self) -> None:
        """Raises FailedPrecondition (CONTRACT_ENDED)."""
        if self.state is State.ENDED:
            raise FailedPrecondition("CONTRACT_ENDED", "The contract is over.")

    @property
    def plan_since(self) -> date:
        """Since when its customer has the plan."""
        return self.plan_start_date or self.start_date

    @property
    def months(self) -> int:
        """How long it runs, in whole months; at least one."""
        after = self.end_date + timedelta(days=1)
        years, months = after.year - self.start_date.year, after.month - self.start_date.month
        return max(1, years * 12 + months)

    @property
    def notice_time(self) -> datetime:
        """When the account manager is reminded."""
        return midnight(self.end_date) - NOTICE

    @property
    def over_time(self) -> datetime:
        """When its last day is over."""
        return midnight(self.end_date + timedelta(days=1))


def last_day(first: date, months: int) -> date:
    """The last day of `months` months that begin on `first`: 2026-01-31 and 1 gives 2026-02-27."""
    month = first.month - 1 + months
    year, month = first.year + month // 12, month % 12 + 1
    day = min(first.day, calendar.monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def midnight(day: date) -> datetime:
    """The beginning of a day in UTC: contracts know no time zone."""
    return datetime.combine(day, time(), UTC)
