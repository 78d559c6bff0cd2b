"""Who a customer is, as far as support knows."""

from uuid import UUID

from sqlalchemy import func, select

from chassis.transaction import Transaction
from services.tickets.contacts_copy.model import ContactCopy


def by_id(tx: Transaction, contact_id: UUID) -> ContactCopy | None:
    """The contact; None when leads has not told of it yet: it follows."""
    return tx.session.get(ContactCopy, contact_id)


def by_email(tx: Transaction, email: str) -> ContactCopy | None:
    """The living contact with an address, whatever its case; the oldest of several."""
    if not email:
        return None
    living = select(ContactCopy).where(
        func.lower(ContactCopy.email) == email.lower(), ContactCopy.deleted.is_(False)
    )
    return tx.session.scalars(living.order_by(ContactCopy.id).limit(1)).first()
