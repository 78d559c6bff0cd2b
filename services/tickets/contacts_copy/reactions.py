"""Keeps the copy in step, whatever order the facts arrive in, and links tickets that waited."""

from collections.abc import Sequence
from uuid import UUID

from crm.leads.v1 import events_pb2 as leads
from sqlalchemy import func, or_, select, text

from chassis.copies import take_over_all
from chassis.moves import follow
from chassis.reactions import reacts_to, reacts_together
from chassis.transaction import Transaction
from services.tickets.contacts_copy import names
from services.tickets.contacts_copy.model import ContactCopy, ContactMerge, ContactMove
from services.tickets.nps.model import NpsSurvey
from services.tickets.tickets import workflow
from services.tickets.tickets.model import Ticket

#: What they answered goes with them to whoever they belong to.
HAND_ON = text(
    "UPDATE nps_surveys SET contact_name = known.full_name, owner_id = known.owner_id, "
    "team_id = known.team_id FROM contacts_copy AS known "
    "WHERE known.id = ANY(:ids) AND nps_surveys.contact_id = known.id"
)
#: What goes with a contact that is merged.
THEIRS = (Ticket.contact_id, NpsSurvey.contact_id)
RENAME = text(
    "UPDATE tickets SET contact_name = known.full_name FROM contacts_copy AS known "
    "WHERE known.id = ANY(:ids) AND tickets.contact_id = known.id "
    "AND tickets.contact_name <> known.full_name"
)
Told = leads.ContactCreated | leads.ContactUpdated | leads.ContactDeleted | leads.ContactUndeleted


class ContactReactions:
    """What tickets does when leads tells of a contact."""

    @reacts_together(
        leads.ContactCreated, leads.ContactUpdated, leads.ContactDeleted, leads.ContactUndeleted
    )
    def follow_contact(self, facts: Sequence[Told], tx: Transaction) -> None:
        """Takes over what is newer, and gives the contacts the tickets that are theirs."""
        told = [(fact.contact, {"deleted": fact.contact.HasField("delete_time")}) for fact in facts]
        if news := take_over_all(tx, ContactCopy, told):
            ids = [UUID(contact.id) for contact in news]
            fresh = select(ContactCopy).where(ContactCopy.id.in_(ids)).order_by(ContactCopy.id)
            populated = fresh.execution_options(populate_existing=True)
            known = list(tx.session.scalars(populated))
            _link(tx, known)
            tx.execute(HAND_ON, {"ids": ids})

    @reacts_to(leads.ContactMerged, leads.ContactUnmerged)
    def follow_merge(
        self, fact: leads.ContactMerged | leads.ContactUnmerged, tx: Transaction
    ) -> None:
        """Tickets and answers of a contact that went belong to the other one, and go back with it;
        mails from its addresses do so, too."""
        back, other = isinstance(fact, leads.ContactUnmerged), UUID(fact.contact.id)
        gone = fact.merged_contact
        addresses = [*fact.addresses] if isinstance(fact, leads.ContactMerged) else []
        names.hold(tx, [gone.id, *addresses])
        if follow(
            tx, ContactMerge, ContactMove, THEIRS, gone=gone, other=other, back=back,
            addresses=addresses,
        ):  # fmt: skip
            both = {"ids": [other, UUID(gone.id)]}
            tx.execute(RENAME, both)
            tx.execute(HAND_ON, both)


def _link(tx: Transaction, contacts: Sequence[ContactCopy]) -> None:
    """Names contacts on their tickets; those that came from their addresses become their own."""
    by_id = {contact.id: contact for contact in contacts}
    living = [each for each in contacts if each.email and not each.deleted]
    by_email = {each.email.lower(): each for each in reversed(living)}
    names.hold(tx, [*by_id, *by_email])
    waiting = Ticket.contact_id.is_(None) & func.lower(Ticket.contact_email).in_(by_email)
    theirs = select(Ticket).where(or_(Ticket.contact_id.in_(by_id), waiting))
    for ticket in tx.scalars(theirs.order_by(Ticket.id).with_for_update()):
        mine = by_id.get(ticket.contact_id) if ticket.contact_id else None
        contact = mine or by_email.get(ticket.contact_email.lower())
        if contact is not None:
            workflow.linked(tx, ticket, contact)
