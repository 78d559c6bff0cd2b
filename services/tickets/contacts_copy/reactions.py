"""Keeps the copy in step, whatever order the facts arrive in, and links tickets that waited."""

from uuid import UUID

from crm.leads.v1 import events_pb2 as leads
from sqlalchemy import func, or_, select, update

from chassis.copies import take_over
from chassis.reactions import reacts_to
from chassis.transaction import Transaction
from services.tickets.contacts_copy.model import ContactCopy
from services.tickets.nps.model import NpsSurvey
from services.tickets.tickets import workflow
from services.tickets.tickets.model import Ticket

Told = leads.ContactCreated | leads.ContactUpdated | leads.ContactDeleted | leads.ContactUndeleted


class ContactReactions:
    """What tickets does when leads tells of a contact."""

    @reacts_to(
        leads.ContactCreated, leads.ContactUpdated, leads.ContactDeleted, leads.ContactUndeleted
    )
    def follow_contact(self, fact: Told, tx: Transaction) -> None:
        """Takes over what is newer, and gives the contact the tickets that are theirs."""
        contact = fact.contact
        deleted = contact.HasField("delete_time")
        if take_over(tx, ContactCopy, contact, deleted=deleted):
            known = tx.session.get_one(ContactCopy, UUID(contact.id), populate_existing=True)
            _link(tx, known)
            _hand_on(tx, known)


def _link(tx: Transaction, contact: ContactCopy) -> None:
    """Names the contact on its tickets; those that came from its address become its own."""
    theirs = Ticket.contact_id == contact.id
    if contact.email and not contact.deleted:
        waiting = func.lower(Ticket.contact_email) == contact.email.lower()
        theirs = or_(theirs, Ticket.contact_id.is_(None) & waiting)
    for ticket in tx.scalars(select(Ticket).where(theirs).order_by(Ticket.id).with_for_update()):
        workflow.linked(tx, ticket, contact)


def _hand_on(tx: Transaction, contact: ContactCopy) -> None:
    """What they answered goes with them to whoever they belong to."""
    theirs = update(NpsSurvey).where(NpsSurvey.contact_id == contact.id)
    whose = {name: getattr(contact, name) for name in ("owner_id", "team_id")}
    tx.execute(theirs.values(contact_name=contact.full_name, **whose))
