"""Keeps the copy in step, whatever order the facts arrive in."""

from datetime import UTC
from uuid import UUID

from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as leads
from sqlalchemy.dialects.postgresql import insert

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
TEXTS = (
    "first_name",
    "last_name",
    "full_name",
    "email",
    "company_name",
    "country",
    "language",
    "time_zone",
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
    values = {
        **{name: getattr(contact, name) for name in TEXTS},
        "id": UUID(contact.id),
        "version": int(contact.etag or 0),
        "consent": contacts_pb2.Contact.ConsentState.Name(contact.marketing_consent),
        "lifecycle_stage": contacts_pb2.Contact.LifecycleStage.Name(contact.lifecycle_stage),
        "rating": contacts_pb2.Contact.Rating.Name(contact.rating),
        "tags": [*contact.tags],
        "owner_id": UUID(contact.owner_id) if contact.owner_id else None,
        "team_id": UUID(contact.team_id) if contact.team_id else None,
        "deleted": contact.HasField("delete_time"),
    }
    row = insert(ContactCopy).values(**values)
    newer = row.on_conflict_do_update(
        index_elements=["id"],
        set_={name: row.excluded[name] for name in values if name != "id"},
        where=ContactCopy.version < row.excluded.version,
    )
    tx.execute(newer)
