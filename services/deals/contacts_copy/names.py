"""What a contact is called, as far as sales knows."""

from uuid import UUID

from sqlalchemy import select

from chassis.transaction import Transaction
from services.deals.contacts_copy.model import ContactCopy


def name_of(tx: Transaction, contact_id: UUID | None) -> str:
    """The name; "" for nobody, or somebody leads has not told of yet: it follows."""
    if contact_id is None:
        return ""
    query = select(ContactCopy.full_name).where(ContactCopy.id == contact_id)
    return tx.session.scalar(query) or ""
