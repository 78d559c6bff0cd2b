"""The use cases of one's own account. Each method is one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any
from uuid import UUID

from sqlalchemy import select

from chassis.database import Database
from chassis.identity import WIDTH, Identity, Reach
from chassis.transaction import Transaction
from gateway.accounts import authority, passwords
from gateway.accounts.audit import trail
from gateway.accounts.invitations.model import end_links
from gateway.accounts.passwords import Hasher
from gateway.accounts.permissions import Permissions
from gateway.accounts.proof import Proof
from gateway.accounts.roles.model import Role
from gateway.accounts.teams.model import Team
from gateway.accounts.users import presence
from gateway.accounts.users.actions import end_sessions, user_of
from gateway.accounts.users.facts import telling
from gateway.accounts.users.model import User, as_ids


@dataclass(frozen=True, slots=True)
class Profile:
    """A user with the names of teams and roles."""

    user: User
    teams: Sequence[Team]
    roles: Sequence[Role]


@dataclass(frozen=True, slots=True)
class Source:
    """One reason for a permission: a pattern in a role."""

    role_id: UUID
    role_name: str
    pattern: str
    reach: Reach


@dataclass(frozen=True, slots=True)
class Held:
    """A permission somebody holds, its widest reach, and why."""

    permission: str
    reach: Reach
    sources: tuple[Source, ...]


class Me:
    """What everybody may know and change about themselves."""

    def __init__(
        self, database: Database, hasher: Hasher, proof: Proof, permissions: Permissions
    ) -> None:
        self._database = database
        self._hasher = hasher
        self._proof = proof
        self._permissions = permissions

    def get(self, identity: Identity) -> Profile:
        """The caller. Raises NotFound."""
        with self._database.reading() as tx:
            return profile(tx, user_of(tx, identity))

    def update(self, identity: Identity, changes: dict[str, Any], *, etag: str = "") -> Profile:
        """Sets the fields named. Raises InvalidArgument, Aborted, PermissionDenied."""
        authority.require_session()
        with self._database.transaction() as tx:
            user = user_of(tx, identity, etag=etag)
            with telling(tx, user), trail.recording(tx, "user.updated", user):
                user.change(changes)
            return profile(tx, user)

    def mark_absent(self, identity: Identity, until: datetime | None) -> Profile:
        """Gives the caller no new work, until then or for an unknown time.

        Raises PermissionDenied, InvalidArgument.
        """
        authority.require_session()
        with self._database.transaction() as tx:
            user = user_of(tx, identity)
            presence.leave(tx, user, until)
            return profile(tx, user)

    def mark_present(self, identity: Identity) -> Profile:
        """Gives the caller new work again. Raises PermissionDenied."""
        authority.require_session()
        with self._database.transaction() as tx:
            user = user_of(tx, identity)
            presence.come_back(tx, user)
            return profile(tx, user)

    def change_password(self, identity: Identity, current: str, new: str) -> None:
        """Changes the password and ends all other sessions, and links.

        Raises InvalidArgument (WRONG_PASSWORD, WEAK_PASSWORD), ResourceExhausted,
        PermissionDenied (SIGN_IN_REQUIRED).
        """
        user = self._proof.caller(identity, current)
        passwords.judge(new, own=[user.name, user.email], field="new_password")
        password_hash = self._hasher.hash(new)
        with self._database.transaction() as tx:
            user = user_of(tx, identity)
            user.password_hash = password_hash
            end_sessions(tx, user, keep=identity.credential_id)
            end_links(tx, user)
            trail.record(tx, "user.password_changed", user)

    def permissions(self, identity: Identity) -> list[Held]:
        """Every permission the caller holds, with the reasons, in alphabetical order."""
        with self._database.reading() as tx:
            roles = roles_of(tx, user_of(tx, identity))
        held = (self._held(one.permission, roles, identity) for one in self._permissions.all)
        return [one for one in held if one is not None]

    def _held(self, permission: str, roles: Sequence[Role], identity: Identity) -> Held | None:
        sources = tuple(
            Source(role.id, role.name, grant["permission"], Reach(grant["reach"].lower()))
            for role in roles
            for grant in role.grants
            if fnmatchcase(permission, grant["permission"])
        )
        reach = identity.reach(permission)
        if reach is None or not sources:
            return None
        return Held(permission, max((s.reach for s in sources), key=WIDTH.__getitem__), sources)


def profile(tx: Transaction, user: User) -> Profile:
    """A user with the names of teams and roles."""
    teams = select(Team).where(Team.id.in_(as_ids(user.team_ids))).order_by(Team.name)
    return Profile(user, tx.scalars(teams), roles_of(tx, user))


def roles_of(tx: Transaction, user: User) -> list[Role]:
    """The roles a user holds, by name."""
    held = select(Role).where(Role.id.in_(as_ids(user.role_ids)))
    return tx.scalars(held.order_by(Role.name))
