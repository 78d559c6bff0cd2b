"""The copied person."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from chassis.people import Assignee
from chassis.transaction import Transaction
from services.leads.tables import Table


class Person(Table, Assignee, kw_only=True):
    """A user as accounts last told of them."""

    __tablename__ = "people"

    email: Mapped[str]
    role_keys: Mapped[list[str]]

    def team_for(self, current: UUID | None) -> UUID | None:
        """The team a record of theirs belongs to: the one it has, when they are in it."""
        if current is not None and str(current) in self.team_ids:
            return current
        return UUID(self.team_ids[0]) if self.team_ids else None


def find(tx: Transaction, user_id: UUID) -> Person | None:
    """The person with this id; None for somebody accounts has not told of."""
    return tx.session.get(Person, user_id, populate_existing=True)


def members(tx: Transaction, ids: Iterable[UUID], team_id: UUID | None) -> list[Person]:
    """The people named, in that order, then everybody else of the team, by name."""
    ids = list(ids)
    teams = [str(team_id)] if team_id else []
    query = select(Person).where(Person.id.in_(ids) | Person.team_ids.overlap(teams))
    fresh = query.execution_options(populate_existing=True)
    found = {person.id: person for person in tx.session.scalars(fresh)}
    named = [found.pop(user_id) for user_id in ids if user_id in found]
    return [*named, *sorted(found.values(), key=lambda person: (person.name, person.id))]
