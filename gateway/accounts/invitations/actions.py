"""The use cases of invitations. Each method is one transaction."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Database
from chassis.errors import FailedPrecondition
from chassis.transaction import Transaction
from gateway.accounts.audit import trail
from gateway.accounts.invitations.model import PAGE, VALID, Invitation, end_links
from gateway.accounts.secrets import hashed
from gateway.accounts.users.actions import manageable


@dataclass(frozen=True, slots=True)
class Issued:
    """A new link, and the only sight of it."""

    link: str
    expire_time: datetime


class Invitations:
    """What admins can do with links; `origin` is where users see us."""

    def __init__(self, database: Database, *, origin: str) -> None:
        self._database = database
        self._origin = origin

    def invite(self, user_id: UUID) -> Issued:
        """A link with which a user sets a password, in place of those before.

        Raises NotFound, FailedPrecondition (USER_DISABLED), PermissionDenied.
        """
        token = secrets.token_urlsafe(32)
        with self._database.transaction() as tx:
            user = manageable(tx, user_id)
            if not user.active:
                raise FailedPrecondition("USER_DISABLED", "Enable this user first.")
            end_links(tx, user)
            expire_time = _keep(tx, user_id, token)
            trail.record(tx, "user.invited", user)
        return Issued(f"{self._origin}{PAGE}#{token}", expire_time)


def _keep(tx: Transaction, user_id: UUID, token: str) -> datetime:
    expire_time = tx.now + VALID
    tx.add(Invitation(user_id=user_id, token_hash=hashed(token), expire_time=expire_time))
    return expire_time
