"""One time a contact became a deal."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.leads.tables import Table


class Conversion(Table, kw_only=True):
    """One time a contact became a deal; number counts those of one contact, from 1."""

    __tablename__ = "conversions"

    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[UUID]
    create_time: Mapped[datetime]
