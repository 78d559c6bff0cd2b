"""The copied contact."""

from datetime import tzinfo

from sqlalchemy.orm import Mapped

from chassis.copies import Copy
from chassis.entity import Owned
from chassis.local_time import zone_of
from chassis.moves import Merged, Move
from services.notify.tables import Table


class ContactCopy(Table, Copy, Owned, kw_only=True):
    """A contact as leads last told it."""

    __tablename__ = "contacts_copy"

    first_name: Mapped[str]
    last_name: Mapped[str]
    full_name: Mapped[str]
    email: Mapped[str]
    company_name: Mapped[str]
    country: Mapped[str]
    language: Mapped[str]
    time_zone: Mapped[str]
    consent: Mapped[str]
    lifecycle_stage: Mapped[str]
    rating: Mapped[str]
    tags: Mapped[list[str]]
    deleted: Mapped[bool]

    @property
    def agreed(self) -> bool:
        """Marketing may write to the person."""
        return self.consent == "GRANTED" and not self.deleted

    @property
    def zone(self) -> tzinfo:
        """The time zone the person lives in; UTC as long as nobody knows."""
        return zone_of(self.time_zone)


class ContactMerge(Table, Merged, kw_only=True):
    """A contact that went into another one."""

    __tablename__ = "contact_merges"


class ContactMove(Table, Move, kw_only=True):
    """A row that went with a merged contact."""

    __tablename__ = "contact_moves"
