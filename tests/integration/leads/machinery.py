"""The worker of leads run by hand."""

from typing import Any

from crm.gateway.v1 import events_pb2 as accounts

from chassis.clock import Clock
from chassis.database import Database
from services.leads.composition import SERVICE
from tests.harness import machinery
from tests.harness.people import Keys, Person


class Machinery(machinery.Machinery):
    """What leads does by itself, and the people accounts tell it of."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        super().__init__(SERVICE, database, keys, clock)
        self._news = 0

    def hire(self, person: Person, **more: Any) -> Person:
        """Accounts tell of somebody: present and active unless said otherwise."""
        self._news += 1
        user = {
            "id": str(person.id),
            "etag": str(self._news),
            "name": person.identity.name,
            "email": f"{person.id}@example.com",
            "team_ids": [str(team) for team in person.identity.team_ids],
            "active": True,
            "present": True,
            **more,
        }
        self.tell(accounts.UserUpdated(user=user))
        return person
