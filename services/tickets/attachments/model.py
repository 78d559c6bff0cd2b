"""A file that came with a message."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity
from services.tickets.tables import Table

#: As much as goes into one message of a stream.
PIECE_BYTES = 256 << 10


class Attachment(Table, Entity, kw_only=True):
    """A file; it never changes. content: at most the 8 MB of a mail, read for a download only."""

    __tablename__ = "attachments"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("ticket_messages.id"), init=False)
    name: Mapped[str] = mapped_column()
    content_type: Mapped[str] = mapped_column()
    size_bytes: Mapped[int] = mapped_column(init=False)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)

    def __post_init__(self) -> None:
        self.size_bytes = len(self.content)

    @property
    def pieces(self) -> Iterator[bytes]:
        """The content bit by bit; one empty piece of an empty file."""
        for start in range(0, max(self.size_bytes, 1), PIECE_BYTES):
            yield self.content[start : start + PIECE_BYTES]
