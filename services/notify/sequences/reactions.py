"""What moves contacts through sequences: time, and what happens elsewhere."""

from uuid import UUID

from crm.deals.v1 import events_pb2 as deals
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as leads
from crm.notify.v1 import events_pb2 as events
from crm.tickets.v1 import events_pb2 as tickets
from sqlalchemy import exists, select

from chassis.errors import Unavailable
from chassis.reactions import reacts_to
from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.notify.contacts_copy.model import ContactCopy
from services.notify.links import Links
from services.notify.sequences.model import (
    Enrolment,
    EnrolmentState,
    Exit,
    Sequence,
    SequenceState,
)
from services.notify.sequences.walking import STEP, Walk, enrol, take_out


class SequenceReactions:
    """In by a segment, on by a timer, out by a fact."""

    def __init__(self, links: Links) -> None:
        self._links = links

    @on_timer(STEP)
    def step(self, timer: Timer, tx: Transaction) -> None:
        """Goes on to the next wait; the timer, the messages and the place commit as one."""
        enrolment = tx.session.get(Enrolment, UUID(timer.key), with_for_update=True)
        if enrolment is None or enrolment.state is not EnrolmentState.RUNNING:
            return
        contact = tx.session.get(ContactCopy, enrolment.contact_id)
        if contact is None or contact.deleted:
            enrolment.end(EnrolmentState.LEFT, "CONTACT_DELETED")
        else:
            Walk(tx, enrolment, contact, self._links).go()

    @reacts_to(leads.SegmentEntered)
    def enrol_segment(self, fact: leads.SegmentEntered, tx: Transaction) -> None:
        """Whoever enters a segment goes through its sequences, once."""
        contact_id = UUID(fact.contact.id)
        taking = select(Sequence).where(
            Sequence.segment_id == UUID(fact.segment_id), Sequence.state == SequenceState.ACTIVE
        )
        for sequence in tx.session.scalars(taking):
            contact = tx.session.get(ContactCopy, contact_id)
            if contact is None:
                raise Unavailable("CONTACT_UNKNOWN", "Leads has not told of this contact yet.")
            been = Enrolment.sequence_id == sequence.id, Enrolment.contact_id == contact_id
            if not contact.deleted and not tx.session.scalar(select(exists().where(*been))):
                enrol(tx, sequence, contact)

    @reacts_to(deals.DealWon)
    def leave_by_win(self, fact: deals.DealWon, tx: Transaction) -> None:
        """Who bought is not wooed any more."""
        _leave(tx, fact.deal.contact_id, Exit.DEAL_WON)

    @reacts_to(leads.ContactConverted)
    def leave_by_deal(self, fact: leads.ContactConverted, tx: Transaction) -> None:
        """Sales talks to the person now."""
        _leave(tx, fact.contact.id, Exit.CONVERTED)

    @reacts_to(tickets.MessageReceived)
    def leave_by_reply(self, fact: tickets.MessageReceived, tx: Transaction) -> None:
        """The person wrote to us."""
        _leave(tx, fact.ticket.contact_id, Exit.REPLIED)

    @reacts_to(events.ContactUnsubscribed)
    def leave_by_unsubscribing(self, fact: events.ContactUnsubscribed, tx: Transaction) -> None:
        """The person wants no advertising."""
        _leave(tx, fact.contact_id, Exit.UNSUBSCRIBED)

    @reacts_to(leads.ConsentRecorded)
    def leave_by_consent(self, fact: leads.ConsentRecorded, tx: Transaction) -> None:
        """The person took their consent back."""
        if fact.consent.state == contacts_pb2.Contact.WITHDRAWN:
            _leave(tx, fact.contact.id, Exit.UNSUBSCRIBED)

    @reacts_to(leads.ContactDeleted)
    def leave_by_deletion(self, fact: leads.ContactDeleted, tx: Transaction) -> None:
        """The contact is gone."""
        take_out(tx, [Enrolment.contact_id == UUID(fact.contact.id)], "CONTACT_DELETED")


def _leave(tx: Transaction, contact_id: str, by: Exit) -> None:
    """Out of the sequences that this ends."""
    if contact_id:
        ending = select(Sequence.id).where(Sequence.exits.contains([by.value]))
        theirs = Enrolment.contact_id == UUID(contact_id)
        take_out(tx, [theirs, Enrolment.sequence_id.in_(ending)], by.value)
