"""The copied contact."""

from uuid import UUID

from sqlalchemy.orm import Mapped

from chassis.copies import Copy
from services.tickets.tables import Table


class ContactCopy(Table, Copy, kw_only=True):
    """A contact as leads last told it."""

    __tablename__ = "contacts_copy"

    full_name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    company_name: Mapped[str]
    owner_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None]
    deleted: Mapped[bool]
