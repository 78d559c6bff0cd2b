"""Something said about a ticket."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column, relationship

from chassis.entity import Entity
from services.tickets.attachments.model import Attachment
from services.tickets.tables import Table


class Kind(StrEnum):
    """Who said it to whom."""

    RECEIVED = "RECEIVED"
    REPLY = "REPLY"
    NOTE = "NOTE"


class TicketMessage(Table, Entity, kw_only=True):
    """Something said; what was said never changes. message_id: of the e-mail, "" when another
    owns it."""

    __tablename__ = "ticket_messages"

    ticket_id: Mapped[UUID] = mapped_column()
    kind: Mapped[Kind] = mapped_column()
    author_id: Mapped[UUID | None] = mapped_column(default=None)
    author_name: Mapped[str] = mapped_column(default="")
    author_email: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    message_id: Mapped[str] = mapped_column(default="")
    in_reply_to: Mapped[str] = mapped_column(default="")
    references: Mapped[list[str]] = mapped_column(default_factory=list)
    split_into_id: Mapped[UUID | None] = mapped_column(default=None)
    attachments: Mapped[list[Attachment]] = relationship(
        lazy="selectin", order_by=(Attachment.name, Attachment.id), default_factory=list
    )

    def __post_init__(self) -> None:
        self.attachments = [*self.attachments]  # none: known, and not looked up once it is kept
