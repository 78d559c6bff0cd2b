"""Who is away comes back by themselves: marking, and the timer that ends an absence."""

from datetime import datetime

from chassis.transaction import Transaction
from gateway.accounts.audit import trail
from gateway.accounts.users.facts import telling
from gateway.accounts.users.model import User

RETURN = "user.return"


def leave(tx: Transaction, user: User, until: datetime | None) -> None:
    """Marks a user as away, until then or for an unknown time. Raises InvalidArgument."""
    with telling(tx, user), trail.recording(tx, "user.marked", user):
        user.leave(until, now=tx.now)
    if until is None:
        tx.unschedule(RETURN, key=str(user.id))
    else:
        tx.schedule(RETURN, key=str(user.id), due=until)


def come_back(tx: Transaction, user: User) -> None:
    """Marks a user as there."""
    with telling(tx, user), trail.recording(tx, "user.marked", user):
        user.come_back()
    tx.unschedule(RETURN, key=str(user.id))
