"""Keeps the copy in step, and lets leads move when somebody comes or goes."""

from datetime import UTC
from typing import Any
from uuid import UUID

from crm.gateway.v1 import events_pb2 as accounts
from sqlalchemy.dialects.postgresql import insert

from chassis.reactions import reacts_to
from chassis.transaction import Transaction
from services.leads.assignment import waiting
from services.leads.people.model import Person, find


class PeopleReactions:
    """What leads does when accounts tells of a user."""

    @reacts_to(accounts.UserCreated, accounts.UserUpdated)
    def follow_user(
        self, fact: accounts.UserCreated | accounts.UserUpdated, tx: Transaction
    ) -> None:
        """Takes over what is newer. Who came may get leads that wait; who left hands theirs on."""
        values = _values(fact.user)
        row = insert(Person).values(**values)
        newer = row.on_conflict_do_update(
            index_elements=["id"],
            set_={name: row.excluded[name] for name in values if name != "id"},
            where=Person.version < row.excluded.version,
        )
        if tx.execute(newer.returning(Person.id)).first() is None:
            return
        person = find(tx, values["id"])
        if person is not None and person.there(tx.now):
            waiting.look_again(tx)
        if person is not None and not person.active:
            waiting.hand_over(tx, person.id)


def _values(user: Any) -> dict[str, Any]:
    until = user.absent_until_time
    return {
        "id": UUID(user.id),
        "version": int(user.etag or 0),
        "name": user.name,
        "email": user.email,
        "role_keys": list(user.role_keys),
        "team_ids": list(user.team_ids),
        "active": user.active,
        "present": user.present,
        "absent_until_time": until.ToDatetime(tzinfo=UTC)
        if user.HasField("absent_until_time")
        else None,
    }
