"""The copied person."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, select
from sqlalchemy.orm import Mapped, mapped_column

from chassis.transaction import Transaction
from services.tickets.tables import Table


class Person(Table, kw_only=True):
    """A user as accounts last told of them; version tells whether news is newer."""

    __tablename__ = "people"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    team_ids: Mapped[list[str]]
    active: Mapped[bool]
    present: Mapped[bool]
    absent_until_time: Mapped[datetime | None] = mapped_column(default=None)

    def there(self, now: datetime) -> bool:
        """Whether work may be given to them."""
        back = self.absent_until_time is not None and self.absent_until_time <= now
        return self.active and (self.present or back)


def members(tx: Transaction, ids: Iterable[UUID], team_id: UUID | None) -> list[Person]:
    """The people named and everybody of the team, by id: an order that nobody can turn."""
    teams = [str(team_id)] if team_id else []
    query = select(Person).where(Person.id.in_(list(ids)) | Person.team_ids.overlap(teams))
    fresh = query.order_by(Person.id).execution_options(populate_existing=True)
    return list(tx.session.scalars(fresh))
