"""The usage of a month, and the rule that suggests a larger plan."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Float
from sqlalchemy.orm import Mapped, mapped_column

from chassis.changes import Values
from chassis.entity import Entity
from services.deals.contracts.model import last_day
from services.deals.tables import Table

#: The one policy there is; a migration made it.
POLICY_ID = UUID("01937b5e-0000-7000-8000-000000000043")


class UsageRecord(Table, Entity, kw_only=True):
    """What was used of one contract in one month, as of its latest measurement.

    period: 2026-11. limit: what the contract allows, 0 for no limit. suggest_time: when a larger
    plan was suggested because of it.
    """

    __tablename__ = "usage_records"

    contract_id: Mapped[UUID]
    metric: Mapped[str]
    period: Mapped[str]
    quantity: Mapped[float] = mapped_column(Float(53))
    limit: Mapped[float] = mapped_column("limit_quantity", Float(53), default=0)
    measure_time: Mapped[datetime]
    suggest_time: Mapped[datetime | None] = mapped_column(default=None)

    def learn(self, quantity: float, at: datetime) -> bool:
        """Takes a measurement, unless a later one is known; whether it was news. Of two of one
        moment the larger counts, so that their order does not matter."""
        news = (at, quantity) > (self.measure_time, self.quantity)
        if news:
            self.measure_time, self.quantity = at, quantity
        return news

    @property
    def percent(self) -> float:
        """How much of the limit is used; 0 without one."""
        return 100 * self.quantity / self.limit if self.limit else 0


class UsagePolicy(Table, Entity, kw_only=True):
    """From which share of a limit, and after how many months on a plan, a larger one is suggested.
    threshold_percent: 0 for never."""

    __tablename__ = "usage_policy"

    threshold_percent: Mapped[int] = mapped_column(default=80)
    months_on_plan: Mapped[int] = mapped_column(default=6)

    def change(self, changes: Values) -> None:
        """Sets the fields named."""
        for name, value in changes.items():
            setattr(self, name, value)

    def exceeded(self, record: UsageRecord) -> bool:
        """Whether so much is used that a larger plan may be needed."""
        return 0 < self.threshold_percent <= record.percent

    def mature_date(self, plan_start: date) -> date:
        """The day from which a plan is old enough."""
        return last_day(plan_start, self.months_on_plan) + timedelta(days=1)


def period_of(moment: datetime) -> str:
    """The month of a moment in UTC: 2026-11."""
    return f"{moment.astimezone(UTC):%Y-%m}"


def month_before(moment: datetime) -> str:
    """The month before a moment's: its last measurements come in these days."""
    return period_of(moment.astimezone(UTC).replace(day=1) - timedelta(days=1))
