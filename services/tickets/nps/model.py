"""The NPS survey, when it is sent, and the score of many of them."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from chassis.changes import Values
from chassis.entity import Entity, Owned
from chassis.errors import InvalidArgument
from services.tickets.tables import Table

#: The one policy there is; a migration made it.
POLICY_ID = UUID("01937b5e-0000-7000-8000-000000000042")
HIGHEST = 10
#: Who answers so recommends us; who answers so, or worse, warns of us.
PROMOTER, DETRACTOR = 9, 6


class NpsSurvey(Table, Entity, Owned, kw_only=True):
    """One time a contact was asked. score: 0 to 10, None while nobody answered."""

    __tablename__ = "nps_surveys"

    contact_id: Mapped[UUID]
    contact_name: Mapped[str]
    contact_email: Mapped[str]
    score: Mapped[int | None] = mapped_column(default=None)
    comment: Mapped[str] = mapped_column(default="")
    answer_time: Mapped[datetime | None] = mapped_column(default=None)

    def answer(self, score: int, comment: str, at: datetime) -> None:
        """What the customer says; a later answer replaces the one before.

        Raises InvalidArgument.
        """
        if not 0 <= score <= HIGHEST:
            raise InvalidArgument.of("score", f"must be from 0 to {HIGHEST}")
        self.score = score
        self.comment = comment.strip()
        self.answer_time = at


class NpsPolicy(Table, Entity, kw_only=True):
    """When customers are asked. days_after_start: of a contract, 0 for nobody by itself.
    pause_days: nobody is asked twice within so many."""

    __tablename__ = "nps_policy"

    days_after_start: Mapped[int] = mapped_column(default=0)
    pause_days: Mapped[int] = mapped_column(default=90)

    def change(self, changes: Values) -> None:
        """Sets the fields named."""
        for name, value in changes.items():
            setattr(self, name, value)

    @property
    def pause(self) -> timedelta:
        """How long nobody is asked again."""
        return timedelta(days=self.pause_days)


def nps(promoters: int, detractors: int, answered: int) -> int | None:
    """The Net Promoter Score, rounded once, halves away from zero; None while nobody answered."""
    if not answered:
        return None
    difference = 100 * (promoters - detractors)
    rounded = (2 * abs(difference) + answered) // (2 * answered)
    return rounded if difference >= 0 else -rounded
