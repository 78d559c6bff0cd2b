"""Keeps the copy in step, whatever order the facts arrive in."""

from uuid import UUID

from crm.leads.v1 import events_pb2 as leads
from sqlalchemy import update

from chassis.copies import take_over
from chassis.reactions import reacts_to
from chassis.transaction import Transaction
from services.deals.activities.model import Activity
from services.deals.contacts_copy.model import ContactCopy
from services.deals.contracts.model import Contract
from services.deals.deals.model import Deal

Told = leads.ContactCreated | leads.ContactUpdated | leads.ContactDeleted | leads.ContactUndeleted


class ContactReactions:
    """What deals does when leads tells of a contact."""

    @reacts_to(
        leads.ContactCreated, leads.ContactUpdated, leads.ContactDeleted, leads.ContactUndeleted
    )
    def follow_contact(self, fact: Told, tx: Transaction) -> None:
        """Takes over what is newer, and the name to where it is shown."""
        contact = fact.contact
        deleted = contact.HasField("delete_time")
        if take_over(tx, ContactCopy, contact, deleted=deleted):
            _rename(tx, UUID(contact.id), contact.full_name)


def _rename(tx: Transaction, contact_id: object, name: str) -> None:
    for model in (Deal, Activity, Contract):
        shown = update(model).where(model.contact_id == contact_id, model.contact_name != name)
        tx.execute(shown.values(contact_name=name))
