"""The use cases of API keys. Each method is one transaction."""

from typing import Any
from uuid import UUID

from chassis import context, filtering
from chassis.database import Database
from chassis.listing import Listing, Page, PageTokens, Query
from gateway.accounts import authority
from gateway.accounts.api_keys.model import SHOWN, ApiKey, new_key
from gateway.accounts.audit import trail
from gateway.accounts.permissions import Permissions
from gateway.accounts.secrets import hashed
from gateway.accounts.users.actions import user_of

API_KEYS = Listing(
    ApiKey,
    filtering.Fields(
        filtering.uuid("owner_id"),
        filtering.text("name"),
        filtering.tags("scopes"),
        filtering.time("expire_time"),
        filtering.time("last_used_time"),
        filtering.time("revoke_time"),
        filtering.time("create_time"),
        filtering.time("update_time"),
        search=("name",),
    ),
    orders=("create_time", "update_time", "name"),
)


class ApiKeys:
    """What can be done with API keys."""

    def __init__(self, database: Database, tokens: PageTokens, permissions: Permissions) -> None:
        self._database = database
        self._tokens = tokens
        self._permissions = permissions

    def get(self, key_id: UUID) -> ApiKey:
        """One key. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(ApiKey, key_id)

    def list(self, query: Query) -> Page[ApiKey]:
        """A page of keys. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return API_KEYS.page(tx, tx.select(ApiKey), query, self._tokens)

    def create(self, values: dict[str, Any]) -> tuple[ApiKey, str]:
        """A new key of the caller, and the only sight of it.

        Raises InvalidArgument, PermissionDenied (WIDER_THAN_YOURS, SIGN_IN_REQUIRED), NotFound
        for a caller who is no user.
        """
        authority.require_session()
        self._permissions.require_known("api_key.scopes", values["scopes"])
        authority.require_patterns(values["scopes"])
        key = new_key()
        with self._database.transaction() as tx:
            record = ApiKey(name="", owner_id=user_of(tx, context.current().identity).id)
            record.change(values)
            record.expires_after(tx.now)
            record.prefix, record.key_hash = key[:SHOWN], hashed(key)
            tx.add(record)
            trail.record(tx, "api_key.created", record, before={})
        return record, key

    def update(self, key_id: UUID, changes: dict[str, Any], *, etag: str = "") -> ApiKey:
        """Renames a key. Raises NotFound, Aborted, InvalidArgument."""
        with self._database.transaction() as tx:
            record = tx.get(ApiKey, key_id, etag=etag)
            with trail.recording(tx, "api_key.updated", record):
                record.change(changes)
        return record

    def revoke(self, key_id: UUID) -> ApiKey:
        """Ends a key for good. Raises NotFound."""
        with self._database.transaction() as tx:
            record = tx.get(ApiKey, key_id)
            with trail.recording(tx, "api_key.revoked", record):
                record.revoke_time = record.revoke_time or tx.now
        return record
