"""The use cases of follow-up. Each method is one transaction."""

from collections.abc import Mapping
from typing import Any

from chassis.database import Database
from services.leads.follow_up.model import THE_ONE, FollowUpPolicy, policy


class FollowUpPolicies:
    """What can be done with the one policy."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self) -> FollowUpPolicy:
        """The policy in force."""
        with self._database.reading() as tx:
            return policy(tx)

    def update(self, changes: Mapping[str, Any], *, etag: str = "") -> FollowUpPolicy:
        """Sets the fields named. Raises Aborted, InvalidArgument."""
        with self._database.transaction() as tx:
            rules = tx.get(FollowUpPolicy, THE_ONE, etag=etag)
            rules.change(changes)
        return rules
