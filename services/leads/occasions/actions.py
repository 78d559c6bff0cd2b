"""The use cases of occasions. Each method is one transaction."""

from collections.abc import Mapping
from typing import Any

from chassis.database import Database
from services.leads.occasions.model import THE_ONE, OccasionPolicy, policy
from services.leads.occasions.planning import PLAN_ALL


class OccasionPolicies:
    """What can be done with the one policy."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self) -> OccasionPolicy:
        """The policy in force."""
        with self._database.reading() as tx:
            return policy(tx)

    def update(self, changes: Mapping[str, Any], *, etag: str = "") -> OccasionPolicy:
        """Sets the fields named; everybody is planned anew, some at a time. Raises Aborted,
        InvalidArgument."""
        with self._database.transaction() as tx:
            rules = tx.get(OccasionPolicy, THE_ONE, etag=etag)
            rules.change(changes)
            if rules.kinds:
                tx.schedule(PLAN_ALL, key="", due=tx.now)
        return rules
