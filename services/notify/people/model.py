"""The copied person."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from chassis.errors import Unavailable
from chassis.people import Colleague
from chassis.transaction import Transaction
from services.notify.tables import Table

MANAGER, ADMIN = "manager", "admin"


class Person(Table, Colleague, kw_only=True):
    """A user as accounts last told of them."""

    __tablename__ = "people"

    email: Mapped[str]
    role_keys: Mapped[list[str]]


def find(tx: Transaction, user_id: UUID) -> Person:
    """The person. Raises Unavailable: accounts are a little behind, so it is tried again."""
    person = tx.session.get(Person, user_id)
    if person is None:
        raise Unavailable("PERSON_UNKNOWN", "Accounts have not told of this user yet.")
    return person


def managers(tx: Transaction, team_id: UUID | None) -> Sequence[Person]:
    """Who leads a team: its managers, else all managers, else the admins."""
    active = select(Person).where(Person.active).order_by(Person.id)
    leading = [*tx.session.scalars(active.where(Person.role_keys.contains([MANAGER])))]
    own = [person for person in leading if str(team_id) in person.team_ids]
    admins = active.where(Person.role_keys.contains([ADMIN]))
    return own or leading or [*tx.session.scalars(admins)]
