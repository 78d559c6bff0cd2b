"""Looking up a copied contact, within what the caller reaches."""

from uuid import UUID

from chassis import scope
from chassis.context import Call
from chassis.errors import NotFound
from chassis.transaction import Transaction
from services.notify.contacts_copy.model import ContactCopy
from services.notify.templates.placeholders import CONTACT_FIELDS


def contact_of(tx: Transaction, contact_id: UUID, call: Call) -> ContactCopy:
    """The contact. Raises NotFound (CONTACT_NOT_FOUND): not there or out of scope."""
    contact = tx.session.get(ContactCopy, contact_id)
    if contact is None or contact.deleted or not scope.covers(contact, call):
        raise NotFound("CONTACT_NOT_FOUND", "There is no such contact.")
    return contact


def fields_of(contact: ContactCopy | None) -> dict[str, str]:
    """What templates may say of a contact; all empty without one."""
    return {name: getattr(contact, name) if contact else "" for name in CONTACT_FIELDS}
