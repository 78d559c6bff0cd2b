"""Keeps the copy in step, whatever order the facts arrive in."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as leads

from chassis import copies
from chassis.moves import follow
from chassis.reactions import reacts_to, reacts_together
from chassis.transaction import Transaction
from services.notify.addresses import address
from services.notify.complaints.model import Complaint
from services.notify.contacts_copy.model import ContactCopy, ContactMerge, ContactMove
from services.notify.messages.model import Message
from services.notify.suppressions.actions import resubscribe

#: What goes with a contact that is merged.
THEIRS = (Message.contact_id, Complaint.contact_id)
Told = (
    leads.ContactCreated
    | leads.ContactUpdated
    | leads.ContactDeleted
    | leads.ContactUndeleted
    | leads.ConsentRecorded
)


class ContactReactions:
    """What notify does when leads tells of a contact."""

    @reacts_together(
        leads.ContactCreated,
        leads.ContactUpdated,
        leads.ContactDeleted,
        leads.ContactUndeleted,
        leads.ConsentRecorded,
    )
    def follow_contact(self, facts: Sequence[Told], tx: Transaction) -> None:
        """Takes over what is newer."""
        take_over(tx, *(fact.contact for fact in facts))

    @reacts_to(leads.ConsentRecorded)
    def hear_consent(self, fact: leads.ConsentRecorded, tx: Transaction) -> None:
        """Who agrees again after unsubscribing is written to again."""
        agreed = fact.consent.state == contacts_pb2.Contact.GRANTED
        if agreed and fact.contact.email:
            given = fact.consent.create_time.ToDatetime(tzinfo=UTC)
            resubscribe(tx, address(fact.contact.email), before=given)

    @reacts_to(leads.ContactMerged, leads.ContactUnmerged)
    def follow_merge(
        self, fact: leads.ContactMerged | leads.ContactUnmerged, tx: Transaction
    ) -> None:
        """Messages and complaints of a contact that went are the other one's, so that its caps and
        its peace count; they go back with it."""
        follow(
            tx,
            ContactMerge,
            ContactMove,
            THEIRS,
            gone=fact.merged_contact,
            other=UUID(fact.contact.id),
            back=isinstance(fact, leads.ContactUnmerged),
        )


def take_over(tx: Transaction, *contacts: contacts_pb2.Contact) -> None:
    """Writes contacts down unless newer states of them are known."""
    copies.take_over_all(tx, ContactCopy, [(contact, _instead(contact)) for contact in contacts])


def _instead(contact: contacts_pb2.Contact) -> dict[str, Any]:
    return {
        "consent": contacts_pb2.Contact.ConsentState.Name(contact.marketing_consent),
        "deleted": contact.HasField("delete_time"),
    }
