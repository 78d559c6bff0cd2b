"""What came by the page lately, so that nobody sends too much of it."""

import math
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column

from chassis.errors import ResourceExhausted
from chassis.transaction import Transaction
from services.tickets.tables import Table

WINDOW = timedelta(minutes=10)
KEPT = timedelta(days=1)
#: As many may come within WINDOW from one network, and from all together.
FROM_ONE, FROM_ALL = 20, 600


class PortalPost(Table, kw_only=True):
    """A post. network: the visitor's, without the last bits of the address."""

    __tablename__ = "portal_posts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    create_time: Mapped[datetime]
    network: Mapped[str]
    ticket_id: Mapped[UUID | None]


def check(tx: Transaction, network: str) -> None:
    """Raises ResourceExhausted (TOO_MANY_SUBMISSIONS) with retry_after in seconds."""
    tx.lock_key("portal visitor", network)
    tx.execute(delete(PortalPost).where(PortalPost.create_time < tx.now - KEPT))
    recent = select(PortalPost.create_time).where(PortalPost.create_time > tx.now - WINDOW)
    theirs = recent.where(PortalPost.network == network)
    for limit, posts in ((FROM_ONE, theirs), (FROM_ALL, recent)):
        newest = posts.order_by(PortalPost.create_time.desc())
        oldest = tx.session.scalar(newest.offset(limit - 1).limit(1))
        if oldest:
            wait = max(1, math.ceil((oldest + WINDOW - tx.now).total_seconds()))
            raise ResourceExhausted(
                "TOO_MANY_SUBMISSIONS", "Too much came at once; try again.", retry_after=wait
            )
