"""From a session's token or an API key to who is calling, in one query and a cache of 0.8 s.

PostgreSQL is asked, nothing else: what is revoked, disabled or granted holds within a second in
every process, whatever else is down.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, any_, cast, func, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from chassis import status
from chassis.database import Database
from chassis.errors import Error, Internal
from chassis.identity import Identity
from gateway.accounts.api_keys.model import ApiKey
from gateway.accounts.roles.model import Role, merged
from gateway.accounts.secrets import hashed
from gateway.accounts.sessions.model import SEEN_EVERY, Session
from gateway.accounts.users.model import State, User, as_ids

log = logging.getLogger("credentials")

#: Revocation must hold within a second; the rest of it is for the query and the request.
FRESH_SECONDS = 0.8
CAPACITY = 10_000


@dataclass(frozen=True, slots=True)
class Credential:
    """A session or API key that works, and who acts by it."""

    identity: Identity
    token_hash: bytes


class Credentials:
    """Finds credentials; one per process."""

    def __init__(self, database: Database, *, idle: timedelta) -> None:
        self._database = database
        self._idle = idle
        self._lock = threading.Lock()
        self._found: dict[bytes, tuple[float, Credential | None]] = {}

    def session(self, token: str) -> Credential | None:
        """Who is signed in with this token; None when nobody is any more."""
        return self._cached(hashed(token), self._load_session)

    def api_key(self, key: str) -> Credential | None:
        """Who this key acts for; None when it does not work."""
        return self._cached(hashed(key), self._load_key)

    def forget(self, token: str) -> None:
        """Asks again next time: this process just ended the session."""
        with self._lock:
            self._found.pop(hashed(token), None)

    def _cached(
        self, token_hash: bytes, load: Callable[[bytes], Credential | None]
    ) -> Credential | None:
        started = time.monotonic()
        loaded, credential = self._found.get(token_hash, (-FRESH_SECONDS, None))
        if started - loaded < FRESH_SECONDS:
            return credential
        try:
            credential = load(token_hash)
        except SQLAlchemyError as error:
            raise _shown(error) from error
        with self._lock:
            if len(self._found) >= CAPACITY:
                self._found.clear()
            self._found[token_hash] = (started, credential)
        return credential

    def _load_session(self, token_hash: bytes) -> Credential | None:
        with self._database.reading() as tx:
            alive = (Session.expire_time > tx.now) & (Session.last_seen_time > tx.now - self._idle)
            statement = select(Session.id, Session.last_seen_time, *_USER).join(
                User, User.id == Session.user_id
            )
            row = tx.execute(_active(statement, Session.token_hash == token_hash, alive)).first()
            if row is None:
                return None
            self._touch(Session.last_seen_time, Session.id == row.id, row.last_seen_time, tx.now)
        return Credential(_identity(row, kind="user"), token_hash)

    def _load_key(self, token_hash: bytes) -> Credential | None:
        with self._database.reading() as tx:
            alive = ApiKey.revoke_time.is_(None) & or_(
                ApiKey.expire_time.is_(None), ApiKey.expire_time > tx.now
            )
            statement = select(ApiKey.id, ApiKey.last_used_time, ApiKey.scopes, *_USER).join(
                User, User.id == ApiKey.owner_id
            )
            row = tx.execute(_active(statement, ApiKey.key_hash == token_hash, alive)).first()
            if row is None:
                return None
            self._touch(ApiKey.last_used_time, ApiKey.id == row.id, row.last_used_time, tx.now)
        return Credential(_identity(row, kind="key", limits=tuple(row.scopes)), token_hash)

    def _touch(
        self, column: Any, this: ColumnElement[bool], seen: datetime | None, now: datetime
    ) -> None:
        """Notes the use, once a minute; a note that fails must not fail the request."""
        if seen is not None and now - seen < SEEN_EVERY:
            return
        unseen = or_(column.is_(None), column < now - SEEN_EVERY)
        try:
            with self._database.transaction() as tx:
                tx.execute(update(column.class_).where(this, unseen).values({column.key: now}))
        except SQLAlchemyError as error:
            log.warning("last use not noted", extra={"error": type(error).__name__})


_GRANTS = (
    select(func.jsonb_agg(Role.grants))
    .where(cast(Role.id, Text) == any_(User.role_ids))
    .scalar_subquery()
    .label("grants")
)
_USER = (User.id.label("user_id"), User.name, User.team_ids, _GRANTS)


def _active(
    statement: Select[Any], this: ColumnElement[bool], alive: ColumnElement[bool]
) -> Select[Any]:
    return statement.where(this, alive, User.state == State.ACTIVE)


def _identity(row: Any, *, kind: str, limits: tuple[str, ...] | None = None) -> Identity:
    return Identity(
        kind=kind,
        user_id=row.user_id,
        name=row.name,
        team_ids=as_ids(row.team_ids),
        grants=merged(grant for grants in row.grants or () for grant in grants),
        limits=limits,
        credential_id=row.id,
    )


def _shown(error: SQLAlchemyError) -> Error:
    return status.from_database(error) or Internal("INTERNAL", "Something went wrong on our side.")
