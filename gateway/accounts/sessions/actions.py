"""The use cases of sessions that exist: seeing and ending one's own."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from chassis.database import Database
from chassis.errors import Unauthenticated
from chassis.identity import Identity
from chassis.transaction import not_found
from gateway.accounts.audit import trail
from gateway.accounts.secrets import hashed
from gateway.accounts.sessions.model import Session
from gateway.accounts.users.model import User

LISTED = 100


class Sessions:
    """What people can do with their sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sign_out(self, token: str) -> None:
        """Ends the session of a token. Without one there is nothing to do."""
        with self._database.transaction() as tx:
            ended = delete(Session).where(Session.token_hash == hashed(token))
            user_id = tx.session.scalar(ended.returning(Session.user_id))
            if user_id is not None:
                trail.record(tx, "session.ended", tx.session.get(User, user_id))

    def expire_time(self, identity: Identity) -> datetime:
        """When the caller's session ends at the latest. Raises Unauthenticated when it did."""
        with self._database.reading() as tx:
            this = select(Session.expire_time).where(Session.id == identity.credential_id)
            found = tx.session.scalar(this)
        if found is None:
            raise Unauthenticated("SIGN_IN_REQUIRED", "The session has ended.")
        return found

    def list_own(self, user_id: UUID) -> Sequence[Session]:
        """Where a user is signed in, last seen first."""
        newest = select(Session).where(Session.user_id == user_id)
        with self._database.reading() as tx:
            alive = newest.where(Session.expire_time > tx.now)
            return tx.scalars(alive.order_by(Session.last_seen_time.desc()).limit(LISTED))

    def revoke_own(self, user_id: UUID, session_id: UUID) -> None:
        """Ends one session of a user. Raises NotFound."""
        with self._database.transaction() as tx:
            this = delete(Session).where(Session.id == session_id, Session.user_id == user_id)
            if tx.session.scalar(this.returning(Session.id)) is None:
                raise not_found(Session)
            trail.record(tx, "session.revoked", tx.session.get(User, user_id))

    def revoke_others(self, user_id: UUID, keep: UUID | None) -> None:
        """Ends all sessions of a user but one."""
        with self._database.transaction() as tx:
            others = delete(Session).where(Session.user_id == user_id, Session.id != keep)
            tx.execute(others)
            trail.record(tx, "session.revoked", tx.session.get(User, user_id), detail="all others")
