"""The copied contact."""

from sqlalchemy.orm import Mapped

from chassis.copies import Copy
from chassis.entity import Owned
from services.tickets.tables import Table


class ContactCopy(Table, Copy, Owned, kw_only=True):
    """A contact as leads last told it."""

    __tablename__ = "contacts_copy"

    full_name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    company_name: Mapped[str]
    deleted: Mapped[bool]
