"""Keeps the copy in step, whatever order the facts arrive in."""

from datetime import UTC

from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as leads

from chassis import copies
from chassis.reactions import reacts_to
from chassis.transaction import Transaction
from services.notify.addresses import address
from services.notify.contacts_copy.model import ContactCopy
from services.notify.suppressions.actions import resubscribe

Told = (
    leads.ContactCreated
    | leads.ContactUpdated
    | leads.ContactDeleted
    | leads.ContactUndeleted
    | leads.ConsentRecorded
)


class ContactReactions:
    """What notify does when leads tells of a contact."""

    @reacts_to(
        leads.ContactCreated,
        leads.ContactUpdated,
        leads.ContactDeleted,
        leads.ContactUndeleted,
        leads.ConsentRecorded,
    )
    def follow_contact(self, fact: Told, tx: Transaction) -> None:
        """Takes over what is newer."""
        take_over(tx, fact.contact)

    @reacts_to(leads.ConsentRecorded)
    def hear_consent(self, fact: leads.ConsentRecorded, tx: Transaction) -> None:
        """Who agrees again after unsubscribing is written to again."""
        agreed = fact.consent.state == contacts_pb2.Contact.GRANTED
        if agreed and fact.contact.email:
            given = fact.consent.create_time.ToDatetime(tzinfo=UTC)
            resubscribe(tx, address(fact.contact.email), before=given)


def take_over(tx: Transaction, contact: contacts_pb2.Contact) -> None:
    """Writes a contact down unless a newer state of it is known."""
    consent = contacts_pb2.Contact.ConsentState.Name(contact.marketing_consent)
    deleted = contact.HasField("delete_time")
    copies.take_over(tx, ContactCopy, contact, consent=consent, deleted=deleted)
