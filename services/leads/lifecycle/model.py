"""One step on the journey; never changed afterwards."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from chassis.ids import uuid7
from services.leads.contacts.model import LifecycleStage
from services.leads.tables import Table

#: The way of somebody who has not bought yet, in order; INACTIVE comes back as a lead would.
BEFORE_BUYING = (
    LifecycleStage.INACTIVE,
    LifecycleStage.SUBSCRIBER,
    LifecycleStage.LEAD,
    LifecycleStage.MARKETING_QUALIFIED,
    LifecycleStage.SALES_READY,
    LifecycleStage.OPPORTUNITY,
)


class LifecycleChange(Table, kw_only=True):
    """A contact went from one stage to another. cause: score, hot, person, deal, …"""

    __tablename__ = "lifecycle_changes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid7)
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id"))
    occur_time: Mapped[datetime]
    old_stage: Mapped[LifecycleStage]
    new_stage: Mapped[LifecycleStage]
    cause: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[UUID | None] = mapped_column(default=None)


def ahead(new: LifecycleStage, old: LifecycleStage) -> bool:
    """Whether a stage before buying lies after another: events only lead forward there."""
    if new not in BEFORE_BUYING or old not in BEFORE_BUYING:
        return False
    return BEFORE_BUYING.index(new) > BEFORE_BUYING.index(old)
