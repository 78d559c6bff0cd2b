"""The use cases of users. Each method is one transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from chassis import filtering
from chassis.database import Database
from chassis.errors import AlreadyExists, FailedPrecondition, InvalidArgument
from chassis.identity import Identity
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.transaction import Transaction, not_found
from gateway.accounts import authority, passwords
from gateway.accounts.audit import trail
from gateway.accounts.invitations.model import end_links
from gateway.accounts.passwords import Hasher
from gateway.accounts.roles.model import ADMIN, Role, merged
from gateway.accounts.sessions.model import Session
from gateway.accounts.teams.model import Team
from gateway.accounts.users import presence
from gateway.accounts.users.facts import tell_created, telling
from gateway.accounts.users.model import State, User, as_ids, email_key

USERS = Listing(
    User,
    filtering.Fields(
        filtering.text("name"),
        filtering.text("email"),
        filtering.choice("state", State),
        filtering.boolean("present"),
        filtering.tags("team_ids"),
        filtering.tags("role_ids"),
        filtering.time("create_time"),
        filtering.time("update_time"),
        search=("name", "email"),
    ),
    orders=("name", "email", "create_time", "update_time"),
    default="name",
)


class Users:
    """What can be done with users."""

    def __init__(self, database: Database, tokens: PageTokens, hasher: Hasher) -> None:
        self._database = database
        self._tokens = tokens
        self._hasher = hasher

    def get(self, user_id: UUID) -> User:
        """One user. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(User, user_id)

    def list(self, query: Query) -> Page[User]:
        """A page of users. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return USERS.page(tx, tx.select(User), query, self._tokens)

    def create(self, values: dict[str, Any], password: str) -> User:
        """A new user; without a password nobody gets in until a link set one.

        Raises AlreadyExists, InvalidArgument, PermissionDenied.
        """
        user = User(email="", name="")
        user.change(values)
        if password:
            passwords.judge(password, own=[user.name, user.email])
            user.password_hash = self._hasher.hash(password)
        with self._database.transaction() as tx:
            refuse_taken(tx, user)
            join(tx, teams=user.team_ids, roles=user.role_ids)
            tx.add(user)
            trail.record(tx, "user.created", user, before={})
            tell_created(tx, user)
        return user

    def update(self, user_id: UUID, changes: dict[str, Any], *, etag: str = "") -> User:
        """Sets the fields named. Raises what create does, FailedPrecondition, Aborted."""
        with self._database.transaction() as tx:
            user = manageable(tx, user_id, etag=etag)
            teams, roles = set(user.team_ids), set(user.role_ids)
            with telling(tx, user):
                with trail.recording(tx, "user.updated", user):
                    user.change(changes)
                refuse_taken(tx, user)
                join(tx, teams=set(user.team_ids) - teams, roles=set(user.role_ids) - roles)
            keep_an_admin(tx)
        return user

    def disable(self, user_id: UUID, *, etag: str = "") -> User:
        """Shuts a user out. Raises FailedPrecondition, PermissionDenied, Aborted."""
        with self._database.transaction() as tx:
            user = manageable(tx, user_id, etag=etag)
            with telling(tx, user), trail.recording(tx, "user.disabled", user):
                user.disable()
            keep_an_admin(tx)
            end_sessions(tx, user)
            end_links(tx, user)
        return user

    def enable(self, user_id: UUID, *, etag: str = "") -> User:
        """Lets a user in again. Raises FailedPrecondition, PermissionDenied, Aborted."""
        with self._database.transaction() as tx:
            user = manageable(tx, user_id, etag=etag)
            with telling(tx, user), trail.recording(tx, "user.enabled", user):
                user.enable()
        return user

    def mark_absent(self, user_id: UUID, until: datetime | None) -> User:
        """Gives a user no new work, until then or for an unknown time.

        Raises NotFound, InvalidArgument.
        """
        with self._database.transaction() as tx:
            user = tx.get(User, user_id)
            presence.leave(tx, user, until)
        return user

    def mark_present(self, user_id: UUID) -> User:
        """Gives a user new work again. Raises NotFound."""
        with self._database.transaction() as tx:
            user = tx.get(User, user_id)
            presence.come_back(tx, user)
        return user

    def set_password(self, user_id: UUID, password: str) -> None:
        """Gives a user a new password and ends their sessions and links. Raises InvalidArgument."""
        user = self.get(user_id)
        passwords.judge(password, own=[user.name, user.email])
        password_hash = self._hasher.hash(password)
        with self._database.transaction() as tx:
            user = manageable(tx, user_id)
            user.password_hash = password_hash
            end_sessions(tx, user)
            end_links(tx, user)
            trail.record(tx, "user.password_set", user)

    def sign_out(self, user_id: UUID) -> None:
        """Ends all sessions of a user. Raises NotFound, PermissionDenied."""
        with self._database.transaction() as tx:
            user = manageable(tx, user_id)
            end_sessions(tx, user)
            trail.record(tx, "user.signed_out", user)


def manageable(tx: Transaction, user_id: UUID, *, etag: str = "") -> User:
    """A user the caller may manage: one who may not do more than the caller."""
    user = tx.get(User, user_id, etag=etag)
    authority.require(grants_of(tx, user.role_ids))
    return user


def user_of(tx: Transaction, identity: Identity, *, etag: str = "") -> User:
    """The caller's own record. Raises NotFound: the system is no user."""
    if identity.user_id is None:
        raise not_found(User)
    return tx.get(User, identity.user_id, etag=etag)


def grants_of(tx: Transaction, role_ids: Iterable[str]) -> dict[str, Any]:
    """What these roles allow together: permission pattern -> widest reach."""
    roles = tx.scalars(select(Role).where(Role.id.in_(as_ids(role_ids))))
    return merged(grant for role in roles for grant in role.grants)


def refuse_taken(tx: Transaction, user: User) -> None:
    """Raises AlreadyExists (USER_EXISTS) when the address is another user's."""
    with tx.session.no_autoflush:  # our own words, before the database's
        tx.lock_key("users.email_key", user.email_key)
        taken = tx.session.scalar(
            select(User.id).where(User.email_key == user.email_key, User.id != user.id)
        )
    if taken:
        raise AlreadyExists("USER_EXISTS", "This e-mail address belongs to a user.", id=taken)


def join(tx: Transaction, *, teams: Iterable[str], roles: Iterable[str]) -> None:
    """Checks the teams and roles a user newly has, and locks them against deletion.

    Raises InvalidArgument for unknown ones, PermissionDenied for roles wider than the caller's,
    and for teams the caller neither belongs to nor manages.
    """
    for field, model, ids in (("team_ids", Team, teams), ("role_ids", Role, roles)):
        wanted = as_ids(ids)
        found = select(model.id).where(model.id.in_(wanted))
        locked = tx.session.scalars(found.with_for_update(read=True, key_share=True))
        if set(wanted) - set(locked):
            raise InvalidArgument.of(field, "must name teams and roles that exist")
    authority.require_teams(as_ids(teams))
    authority.require(grants_of(tx, roles))


def keep_an_admin(tx: Transaction) -> None:
    """Raises FailedPrecondition (LAST_ADMIN) when nobody active would hold the admin role."""
    tx.lock_key("users", "admins")
    admin = tx.session.scalar(select(Role.id).where(Role.key == ADMIN))
    holders = select(func.count()).where(
        User.state == State.ACTIVE, User.role_ids.contains([str(admin)])
    )
    if admin and not tx.session.scalar(holders):
        raise FailedPrecondition("LAST_ADMIN", "Somebody must be left who can administer.")


def end_sessions(tx: Transaction, user: User, *, keep: UUID | None = None) -> None:
    """Signs a user out everywhere, or everywhere but in one session."""
    ended = delete(Session).where(Session.user_id == user.id)
    tx.execute(ended.where(Session.id != keep) if keep else ended)


def by_email(tx: Transaction, email: str) -> User | None:
    """The user with this address, whatever its letter case."""
    return tx.session.scalar(select(User).where(User.email_key == email_key(email)))
