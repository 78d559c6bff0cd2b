"""One look at a mail, and who is thought to have looked."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from chassis.bots import Verdict
from chassis.ids import uuid7
from services.notify.tables import Table

#: Who counts as a person: a program that fetches pictures for one does, too.
PERSONS = (Verdict.HUMAN, Verdict.PROXY)


class Kind(StrEnum):
    """What was done."""

    OPEN = "OPEN"
    CLICK = "CLICK"


class Reason(StrEnum):
    """Why something was taken for a program's doing."""

    NONE = "NONE"
    #: It says so itself.
    PROGRAM = "PROGRAM"
    #: Too much speaks for it, see signals.
    SIGNALS = "SIGNALS"
    #: The link that people do not see was followed with it.
    TRAP = "TRAP"
    #: With it most links of the mail were followed at once.
    BURST = "BURST"


class Engagement(Table, kw_only=True):
    """Pictures fetched, or a link followed; never deleted by what is found out later.

    url: where the link leads, "" for the link that people do not see, and for pictures; source: a
    word for the network it came from, good for comparing within one message and for nothing else.
    """

    __tablename__ = "engagements"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid7)
    message_id: Mapped[UUID]
    occur_time: Mapped[datetime]
    kind: Mapped[Kind]
    url: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    verdict: Mapped[Verdict]
    reason: Mapped[Reason] = mapped_column(default=Reason.NONE)
    settled: Mapped[bool] = mapped_column(default=False)

    @property
    def by_person(self) -> bool:
        """A person did it, as far as is known."""
        return self.verdict in PERSONS

    def taken_for_program(self, reason: Reason) -> None:
        """What else is known says that no person did it."""
        self.verdict, self.reason = Verdict.BOT, reason
