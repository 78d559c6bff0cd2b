"""The invitation: a link to set a password, for whom and until when."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import LargeBinary, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity
from chassis.errors import NotFound
from chassis.transaction import Transaction
from gateway.accounts.secrets import hashed
from gateway.accounts.tables import Table
from gateway.accounts.users.model import State, User

VALID = timedelta(hours=72)
#: The page of the link; the token stands behind it as the fragment, which no browser sends.
PAGE = "/sign-in/link"


class Invitation(Table, Entity):
    """The one link of a user that works. token_hash: SHA-256; the token itself is nowhere."""

    __tablename__ = "invitations"

    user_id: Mapped[UUID]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, repr=False)
    expire_time: Mapped[datetime]


def invitation_of(tx: Transaction, token: str) -> tuple[Invitation, User]:
    """The invitation whose link has this token, and for whom. Raises NotFound (LINK_ENDED)."""
    active = select(Invitation, User).join(User, User.id == Invitation.user_id)
    this = active.where(Invitation.token_hash == hashed(token), Invitation.expire_time > tx.now)
    found = tx.session.execute(this.where(User.state == State.ACTIVE)).first()
    if found is None:
        raise link_ended()
    invitation, user = found
    return invitation, user


def link_ended() -> NotFound:
    """The one answer, whatever became of the link."""
    return NotFound(
        "LINK_ENDED",
        "A link works once, for 72 hours, until a newer one is made."
        " Ask the person who sent it to you, or an admin, for a new one.",
    )


def end_links(tx: Transaction, user: User) -> None:
    """No link of this user works any more."""
    tx.execute(delete(Invitation).where(Invitation.user_id == user.id))
