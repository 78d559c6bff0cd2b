"""The use cases of notifications. Each method is one transaction, about the caller's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select, update

from chassis import context, filtering
from chassis.changes import Values
from chassis.database import Database
from chassis.errors import Aborted, NotFound, PermissionDenied
from chassis.filtering import Fields
from chassis.listing import Count, Listing, Page, PageTokens, Query
from chassis.transaction import Transaction
from services.notify.notifications.model import (
    EVERYTHING,
    KINDS,
    Notification,
    NotificationPreference,
    Ways,
    ways,
)

LISTING = Listing(
    Notification,
    Fields(
        *map(filtering.text, ("kind", "subject_type", "subject_id")),
        filtering.time("create_time"),
        filtering.boolean("read"),
    ),
    orders=("create_time",),
    default="create_time desc",
)
COUNTED = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """How the caller hears of a kind, and the version of what they said about it."""

    kind: str
    ways: Ways
    etag: str


class Notifications:
    """What a user can do with what they are told."""

    def __init__(self, database: Database, tokens: PageTokens) -> None:
        self._database = database
        self._tokens = tokens

    def list(self, query: Query) -> Page[Notification]:
        """A page of the caller's notifications. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return LISTING.page(tx, _mine(), query, self._tokens)

    def count(self, filter_: str) -> Count:
        """How many of the caller's pass the filter, up to 100. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return LISTING.count(tx, _mine(), filter_, cap=COUNTED)

    def read(self, notification_id: UUID) -> Notification:
        """Marks one as read. Raises NotFound."""
        with self._database.transaction() as tx:
            notification = _own(tx, notification_id)
            notification.mark_read(tx.now)
            return notification

    def read_all(self, newest_id: UUID | None) -> int:
        """Marks all as read up to one; how many became read. Raises NotFound."""
        with self._database.transaction() as tx:
            unread = [Notification.user_id == caller(), Notification.read.is_(False)]
            if newest_id is not None:
                unread.append(Notification.create_time <= _own(tx, newest_id).create_time)
            marked = {"read": True, "read_time": tx.now, "update_time": tx.now}
            statement = update(Notification).where(*unread)
            statement = statement.values(**marked, version=Notification.version + 1)
            return len(tx.execute(statement.returning(Notification.id)).all())

    def choices(self) -> Sequence[Choice]:
        """How the caller hears of every kind."""
        with self._database.reading() as tx:
            said = _said(tx, caller())
            return [_choice(kind, said) for kind in KINDS]

    def choose(self, kind: str, changes: Values, *, etag: str = "") -> Choice:
        """Changes how the caller hears of a kind. Raises NotFound, Aborted, FailedPrecondition."""
        if kind not in KINDS:
            raise NotFound("KIND_NOT_FOUND", "There is no such kind of notification.", kind=kind)
        with self._database.transaction() as tx:
            user_id = caller()
            tx.lock_key("notification_preference", f"{user_id}:{kind}")
            said = _said(tx, user_id)
            known = _choice(kind, said).etag
            if etag and etag != known:
                raise Aborted("ETAG_MISMATCH", "It was changed since you read it.", etag=known)
            wish = said.get(kind) or tx.add(NotificationPreference(user_id=user_id, kind=kind))
            wish.change(changes)
            tx.flush()
            return _choice(kind, {**said, kind: wish})


def caller() -> UUID:
    """The user who asks. Raises PermissionDenied (NO_USER): programs are told nothing."""
    user_id = context.current().identity.user_id
    if user_id is None:
        raise PermissionDenied("NO_USER", "Only people have notifications.")
    return user_id


def ways_of(tx: Transaction, user_id: UUID, kind: str) -> Ways:
    """How a user hears of a kind."""
    said = _said(tx, user_id)
    return ways(kind, said.get(kind), said.get(EVERYTHING))


def _mine() -> Select[Notification]:
    return select(Notification).where(Notification.user_id == caller())


def _own(tx: Transaction, notification_id: UUID) -> Notification:
    found = tx.session.scalar(_mine().where(Notification.id == notification_id).with_for_update())
    if found is None:
        raise NotFound("NOTIFICATION_NOT_FOUND", "There is no such notification.")
    return found


def _said(tx: Transaction, user_id: UUID) -> Mapping[str, NotificationPreference]:
    wishes = select(NotificationPreference).where(NotificationPreference.user_id == user_id)
    return {wish.kind: wish for wish in tx.session.scalars(wishes)}


def _choice(kind: str, said: Mapping[str, NotificationPreference]) -> Choice:
    own = said.get(kind)
    return Choice(kind, ways(kind, own, said.get(EVERYTHING)), own.etag if own else "0")
