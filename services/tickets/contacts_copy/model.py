"""The copied contact."""

from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.tickets.tables import Table


class ContactCopy(Table, kw_only=True):
    """A contact as leads last told it; version tells whether news is newer."""

    __tablename__ = "contacts_copy"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    version: Mapped[int]
    full_name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    company_name: Mapped[str]
    owner_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None]
    deleted: Mapped[bool]
