"""A survey and its answer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from chassis.errors import InvalidArgument
from services.tickets.tables import Table

#: The best score; 1 is the worst.
BEST = 5
#: Who gives so much, or more, is happy.
HAPPY = 4


class Survey(Table, kw_only=True):
    """What one customer is asked about one ticket. score: 1 to 5, 0 while nobody answered."""

    __tablename__ = "surveys"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    ticket_id: Mapped[UUID]
    send_time: Mapped[datetime]
    score: Mapped[int] = mapped_column(default=0)
    comment: Mapped[str] = mapped_column(default="")
    answer_time: Mapped[datetime | None] = mapped_column(default=None)

    def answer(self, score: int, comment: str, at: datetime) -> None:
        """What the customer says; a later answer replaces the one before.

        Raises InvalidArgument.
        """
        if not 1 <= score <= BEST:
            raise InvalidArgument.of("score", f"must be from 1 to {BEST}")
        self.score = score
        self.comment = comment.strip()
        self.answer_time = at


def csat(happy: int, answered: int) -> float | None:
    """The share of happy answers in percent; None while nobody answered."""
    return 100 * happy / answered if answered else None
