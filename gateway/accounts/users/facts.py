"""What the services are told about people: each change with the person as they are after it."""

from collections.abc import Iterator
from contextlib import contextmanager

from crm.gateway.v1 import events_pb2 as events
from crm.gateway.v1 import users_pb2 as pb
from sqlalchemy import String, cast, exists, select

from chassis import changes
from chassis.mapping import to_message
from chassis.tables import OutboxEvent
from chassis.transaction import Transaction
from gateway.accounts.roles.model import Role
from gateway.accounts.users.model import User, as_ids

#: Changes of these are news to the services; the rest is between the user and the gateway.
TOLD = (
    "email",
    "name",
    "locale",
    "time_zone",
    "team_ids",
    "role_ids",
    "active",
    "present",
    "absent_until_time",
)


def tell_created(tx: Transaction, user: User) -> None:
    """Tells of a new user."""
    tx.flush()
    tx.publish(events.UserCreated(user=person(tx, user)), subject=user)


@contextmanager
def telling(tx: Transaction, user: User) -> Iterator[None]:
    """Tells what the block changes in `user`; nothing when nothing changed."""
    before = changes.values_of(user, TOLD)
    yield
    if changed := changes.between(before, changes.values_of(user, TOLD)):
        tx.flush()  # counts the version the services go by
        fact = events.UserUpdated(user=person(tx, user), changes=changes.as_struct(changed))
        tx.publish(fact, subject=user)


def tell_untold(tx: Transaction) -> int:
    """Tells of the users of whom the event log knows nothing, as if they were new; how many."""
    subject = User.__tablename__ + "/" + cast(User.id, String)
    untold = tx.scalars(
        select(User).where(~exists().where(OutboxEvent.subject == subject)).with_for_update()
    )
    for user in untold:
        tell_created(tx, user)
    return len(untold)


def person(tx: Transaction, user: User) -> pb.Person:
    """The user as the services know people."""
    held = select(Role.key).where(Role.id.in_(as_ids(user.role_ids))).order_by(Role.key)
    return to_message(user, pb.Person, role_keys=tx.session.scalars(held))
