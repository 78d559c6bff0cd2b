"""The copied contact."""

from uuid import UUID

from sqlalchemy.orm import Mapped

from chassis.copies import Copy
from chassis.moves import Merged, Move
from services.deals.tables import Table


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


class ContactMerge(Table, Merged, kw_only=True):
    """A contact that went into another one."""

    __tablename__ = "contact_merges"


class ContactMove(Table, Move, kw_only=True):
    """A row that went with a merged contact."""

    __tablename__ = "contact_moves"
