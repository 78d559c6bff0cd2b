"""The use cases of roles. Each method is one transaction."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from chassis import filtering
from chassis.database import Database
from chassis.errors import AlreadyExists, FailedPrecondition, NotFound
from chassis.identity import Reach
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.transaction import Transaction
from gateway.accounts import authority
from gateway.accounts.audit import trail
from gateway.accounts.explanations import Explanations, Holders
from gateway.accounts.permissions import Permission, Permissions
from gateway.accounts.roles.model import Role, merged
from gateway.accounts.users.model import User

ROLES = Listing(
    Role,
    filtering.Fields(
        filtering.text("key"),
        filtering.text("name"),
        filtering.boolean("built_in"),
        filtering.time("create_time"),
        filtering.time("update_time"),
        search=("name", "key"),
    ),
    orders=("name", "key", "create_time", "update_time"),
    default="name",
)


class Roles:
    """What can be done with roles."""

    def __init__(self, database: Database, tokens: PageTokens, permissions: Permissions) -> None:
        self._database = database
        self._tokens = tokens
        self._permissions = permissions

    def permissions(self) -> tuple[Permission, ...]:
        """Everything there is to grant."""
        return self._permissions.all

    def holders(self, permission: str) -> Holders:
        """Who holds a permission. Raises NotFound."""
        if not any(one.permission == permission for one in self._permissions.all):
            raise NotFound("PERMISSION_NOT_FOUND", f"There is no permission {permission}.")
        return Explanations(self._database).holders(permission)

    def get(self, role_id: UUID) -> Role:
        """One role. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Role, role_id)

    def list(self, query: Query) -> Page[Role]:
        """A page of roles. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return ROLES.page(tx, tx.select(Role), query, self._tokens)

    def create(self, values: dict[str, Any]) -> Role:
        """A new role. Raises AlreadyExists, InvalidArgument, PermissionDenied."""
        with self._database.transaction() as tx:
            role = Role(key=values["key"], name="")
            role.change(values)
            self._check_grants(merged(role.grants), known=())
            refuse_taken(tx, role)
            tx.add(role)
            trail.record(tx, "role.created", role, before={})
        return role

    def update(self, role_id: UUID, changes: dict[str, Any], *, etag: str = "") -> Role:
        """Sets the fields named. Raises what create does, NotFound, Aborted."""
        with self._database.transaction() as tx:
            role = tx.get(Role, role_id, etag=etag)
            before = merged(role.grants)
            with trail.recording(tx, "role.updated", role):
                role.change(changes)
            after = merged(role.grants)
            if before != after:
                authority.require(before)
                self._check_grants(after, known=before)
            refuse_taken(tx, role)
        return role

    def delete(self, role_id: UUID, *, etag: str = "") -> None:
        """Deletes a role nobody holds. Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            role = tx.get(Role, role_id, etag=etag)
            role.deletable()
            holders = select(User.id).where(User.role_ids.contains([str(role_id)])).limit(1)
            if tx.session.scalar(holders):
                raise FailedPrecondition("ROLE_IN_USE", "Users hold this role.")
            trail.record(tx, "role.deleted", role)
            tx.session.delete(role)

    def _check_grants(self, grants: Mapping[str, Reach], *, known: Iterable[str]) -> None:
        """Patterns that were there before may wait for a service that is not here yet."""
        self._permissions.require_known("role.grants", grants.keys() - set(known))
        authority.require(grants)


def refuse_taken(tx: Transaction, role: Role) -> None:
    """Raises AlreadyExists (ROLE_EXISTS) when another role has the key or the name."""
    same = or_(Role.key == role.key, Role.name_key == role.name_key)
    with tx.session.no_autoflush:  # our own words, before the database's
        tx.lock_key("roles", "names")
        taken = tx.session.scalar(select(Role.id).where(same, Role.id != role.id))
    if taken:
        raise AlreadyExists("ROLE_EXISTS", "There is a role of this key or name.", id=taken)
