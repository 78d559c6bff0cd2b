"""The session: where somebody is signed in, and for how long."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity
from gateway.accounts.tables import Table

#: How exact "last used" is kept: reading must not become writing.
SEEN_EVERY = timedelta(minutes=1)


class Session(Table, Entity):
    """One sign-in. token_hash: SHA-256 of what the cookie holds; the token itself is nowhere."""

    __tablename__ = "sessions"

    user_id: Mapped[UUID]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, repr=False)
    last_seen_time: Mapped[datetime]
    expire_time: Mapped[datetime]
    user_agent: Mapped[str] = mapped_column(default="")
    ip_prefix: Mapped[str] = mapped_column(default="")
