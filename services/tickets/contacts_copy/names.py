"""Who a customer is, as far as support knows."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from chassis.transaction import Transaction
from services.tickets.contacts_copy.model import ContactCopy, ContactMerge


def hold(tx: Transaction, who: Iterable[UUID | str | None]) -> None:
    """A new ticket of some contacts or addresses, and what leads tells of these, wait for each
    other: at the same moment neither would see the other, and the ticket would stay without its
    contact. To be called before any ticket is locked."""
    tx.lock_keys("contact", [str(each).lower() for each in who if each])


def by_id(tx: Transaction, contact_id: UUID) -> ContactCopy | None:
    """The contact; None when leads has not told of it yet: it follows."""
    return tx.session.get(ContactCopy, contact_id)


def by_email(tx: Transaction, email: str) -> ContactCopy | None:
    """The living contact with an address, whatever its case; the oldest of several. An address of
    a contact that was merged leads to the other one."""
    if not email:
        return None
    living = select(ContactCopy).where(
        func.lower(ContactCopy.email) == email.lower(), ContactCopy.deleted.is_(False)
    )
    found = tx.session.scalars(living.order_by(ContactCopy.id).limit(1)).first()
    return found or _by_merge(tx, ContactMerge.addresses.contains([email.lower()]))


def _by_merge(tx: Transaction, which: ColumnElement[bool]) -> ContactCopy | None:
    """The living contact at the end of a merge and of those that followed."""
    query = select(ContactMerge.into_id).where(which, ContactMerge.into_id.is_not(None))
    into_id = tx.session.scalar(query.order_by(ContactMerge.id.desc()).limit(1))
    contact = by_id(tx, into_id) if into_id else None
    if contact is not None and contact.deleted:
        return _by_merge(tx, ContactMerge.id == contact.id)
    return contact
