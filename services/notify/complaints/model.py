"""The copied complaint."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Uuid, or_, select
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


def complaining(
    tx: Transaction, contact_ids: Iterable[UUID], emails: Iterable[str], at: datetime
) -> frozenset[UUID | str]:
    """Whose complaint is open, or was opened within the days before `at`: ids and addresses."""
    theirs = or_(Complaint.contact_id.in_([*contact_ids]), Complaint.email.in_([*emails]))
    fresh = or_(Complaint.close_time.is_(None), Complaint.open_time > at - PEACE)
    found = tx.execute(select(Complaint.contact_id, Complaint.email).where(theirs, fresh))
    return frozenset(value for row in found for value in row if value)
