"""What became of every e-mail that came in, so that none is taken twice."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.tickets.tables import Table


class Outcome(StrEnum):
    """What became of an e-mail."""

    OPENED = "OPENED"
    JOINED = "JOINED"
    FOLLOWED_UP = "FOLLOWED_UP"
    REFUSED = "REFUSED"


class ReceivedMail(Table, kw_only=True):
    """An e-mail. digest: of what its sender wrote, whatever way it came."""

    __tablename__ = "received_mails"

    digest: Mapped[str] = mapped_column(primary_key=True)
    receive_time: Mapped[datetime]
    mail_id: Mapped[str]
    sender: Mapped[str]
    outcome: Mapped[Outcome]
    reason: Mapped[str]
    ticket_id: Mapped[UUID | None] = mapped_column(default=None)
    message_id: Mapped[UUID | None] = mapped_column(default=None)
