"""The use cases of policies. Each method is one transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from chassis.database import Database
from chassis.errors import Aborted, NotFound
from services.tickets.sla.model import Policy
from services.tickets.sla.replanning import REPLAN
from services.tickets.tickets.model import Priority


class Policies:
    """How much working time tickets have."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self) -> Sequence[Policy]:
        """All of them, from low to urgent."""
        with self._database.reading() as tx:
            found = {policy.priority: policy for policy in tx.session.scalars(select(Policy))}
            return [found[priority] for priority in Priority]

    def update(self, policy_id: str, changes: Mapping[str, Any], *, etag: str = "") -> Policy:
        """Sets the fields named; open tickets follow. Raises NotFound, Aborted, InvalidArgument."""
        with self._database.transaction() as tx:
            known = policy_id.upper() in Priority.__members__
            priority = Priority(policy_id.upper()) if known else None
            policy = tx.session.get(Policy, priority, with_for_update=True) if priority else None
            if policy is None:
                raise NotFound("POLICY_NOT_FOUND", "There is no such policy.")
            if etag and etag != str(policy.version):
                raise Aborted(
                    "ETAG_MISMATCH", "It was changed since you read it.", etag=str(policy.version)
                )
            policy.change(changes)
            policy.version += 1
            tx.schedule(REPLAN, key=policy.priority.value, due=tx.now)
        return policy
