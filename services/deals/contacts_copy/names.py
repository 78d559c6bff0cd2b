"""What a contact is called, as far as sales knows."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from chassis.transaction import Transaction
from services.deals.contacts_copy.model import ContactCopy


def hold(tx: Transaction, contact_ids: Iterable[UUID | None]) -> None:
    """A new record of some contacts, and what leads tells of these, wait for each other: at the
    same moment neither would see the other, and the record would keep the name from before. To be
    called before any record is locked."""
    tx.lock_keys("contact", [str(each) for each in contact_ids if each])


def name_of(tx: Transaction, contact_id: UUID | None) -> str:
    """The name; "" for nobody, or somebody leads has not told of yet: it follows."""
    if contact_id is None:
        return ""
    query = select(ContactCopy.full_name).where(ContactCopy.id == contact_id)
    return tx.session.scalar(query) or ""
