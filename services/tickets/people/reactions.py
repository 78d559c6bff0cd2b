"""Keeps the copy in step, and lets tickets move when somebody comes or goes."""

from datetime import UTC
from typing import Any
from uuid import UUID

from crm.gateway.v1 import events_pb2 as accounts
from sqlalchemy.dialects.postgresql import insert

from chassis.reactions import reacts_to
from chassis.transaction import Transaction
from services.tickets.people.model import Person
from services.tickets.routing import giving


class PeopleReactions:
    """What tickets does when accounts tells of a user."""

    @reacts_to(accounts.UserCreated, accounts.UserUpdated)
    def follow_user(
        self, fact: accounts.UserCreated | accounts.UserUpdated, tx: Transaction
    ) -> None:
        """Takes over what is newer. Who came gets tickets that wait; who left hands theirs on."""
        values = _values(fact.user)
        row = insert(Person).values(**values)
        newer = row.on_conflict_do_update(
            index_elements=["id"],
            set_={name: row.excluded[name] for name in values if name != "id"},
            where=Person.version < row.excluded.version,
        )
        if tx.execute(newer.returning(Person.id)).first() is None:
            return
        if not fact.user.active:
            giving.hand_over(tx, values["id"])
        elif fact.user.present:
            giving.hand_out(tx)


def _values(user: Any) -> dict[str, Any]:
    until = user.absent_until_time
    back = until.ToDatetime(tzinfo=UTC) if user.HasField("absent_until_time") else None
    return {
        "id": UUID(user.id),
        "version": int(user.etag or 0),
        "name": user.name,
        "team_ids": list(user.team_ids),
        "active": user.active,
        "present": user.present,
        "absent_until_time": back,
    }
