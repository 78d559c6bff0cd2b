"""Keeps the copy in step, whatever order the facts arrive in."""

from uuid import UUID

from crm.gateway.v1 import events_pb2 as accounts
from sqlalchemy.dialects.postgresql import insert

from chassis.reactions import reacts_to
from chassis.transaction import Transaction
from services.notify.people.model import Person


class PeopleReactions:
    """What notify does when accounts tells of a user."""

    @reacts_to(accounts.UserCreated, accounts.UserUpdated)
    def follow_user(
        self, fact: accounts.UserCreated | accounts.UserUpdated, tx: Transaction
    ) -> None:
        """Takes over what is newer."""
        values = {
            "id": UUID(fact.user.id),
            "version": int(fact.user.etag or 0),
            "name": fact.user.name,
            "email": fact.user.email,
            "role_keys": [*fact.user.role_keys],
            "team_ids": [*fact.user.team_ids],
            "active": fact.user.active,
        }
        row = insert(Person).values(**values)
        newer = row.on_conflict_do_update(
            index_elements=["id"],
            set_={name: row.excluded[name] for name in values if name != "id"},
            where=Person.version < row.excluded.version,
        )
        tx.execute(newer)
