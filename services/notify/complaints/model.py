"""The copied complaint."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Uuid, exists, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from chassis.copies import Versioned
from chassis.transaction import Transaction
from services.notify.tables import Table

#: Who complained is left alone at least so long, however fast we were (R15).
PEACE = timedelta(days=7)


class Complaint(Table, Versioned, kw_only=True):
    """A ticket that is or was a complaint."""

    __tablename__ = "complaints"

    ticket_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    contact_id: Mapped[UUID | None]
    email: Mapped[str]
    open_time: Mapped[datetime]
    close_time: Mapped[datetime | None]


def complains(tx: Transaction, contact_id: UUID, email: str) -> bool:
    """Whether a person has an open complaint, or opened one within the last days."""
    theirs = or_(Complaint.contact_id == contact_id, Complaint.email == email)
    fresh = or_(Complaint.close_time.is_(None), Complaint.open_time > tx.now - PEACE)
    return bool(tx.session.scalar(select(exists().where(theirs, fresh))))
