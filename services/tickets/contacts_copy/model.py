"""The copied contact."""

from sqlalchemy.orm import Mapped

from chassis.copies import Copy
from chassis.entity import Owned
from chassis.moves import Merged, Move
from services.tickets.tables import Table


class ContactCopy(Table, Copy, Owned, kw_only=True):
    """A contact as leads last told it."""

    __tablename__ = "contacts_copy"

    full_name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    company_name: Mapped[str]
    deleted: Mapped[bool]


class ContactMerge(Table, Merged, kw_only=True):
    """A contact that went into another one; addresses: what leads there since, in lower case."""

    __tablename__ = "contact_merges"

    addresses: Mapped[list[str]]


class ContactMove(Table, Move, kw_only=True):
    """A row that went with a merged contact."""

    __tablename__ = "contact_moves"
