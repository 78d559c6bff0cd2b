"""The copied person."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from chassis.people import Assignee
from chassis.transaction import Transaction
from services.tickets.tables import Table


class Person(Table, Assignee, kw_only=True):
    """A user as accounts last told of them."""

    __tablename__ = "people"


def members(tx: Transaction, ids: Iterable[UUID], team_id: UUID | None) -> list[Person]:
    """The people named and everybody of the team, by id: an order that nobody can turn."""
    teams = [str(team_id)] if team_id else []
    query = select(Person).where(Person.id.in_(list(ids)) | Person.team_ids.overlap(teams))
    fresh = query.order_by(Person.id).execution_options(populate_existing=True)
    return list(tx.session.scalars(fresh))
