"""When leads are given, handed on and closed by themselves."""

from datetime import timedelta
from uuid import UUID

from crm.leads.v1 import contacts_pb2 as contacts_pb
from crm.leads.v1 import events_pb2 as leads
from sqlalchemy import select

from chassis.reactions import reacts_to
from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.leads.assignment import waiting
from services.leads.assignment.assigning import Assigning, end, open_assignment
from services.leads.assignment.model import Assignment, Why
from services.leads.contacts.model import Contact
from services.leads.people.model import find

#: A lead that becomes hot and sales-ready in one go is given once.
SAME_OCCASION = timedelta(hours=1)
#: In these stages nobody has to be found for a contact any more.
CLOSED = {
    contacts_pb.Contact.OPPORTUNITY,
    contacts_pb.Contact.CUSTOMER,
    contacts_pb.Contact.ADVOCATE,
    contacts_pb.Contact.INACTIVE,
    contacts_pb.Contact.CHURNED,
}


class AssignmentReactions:
    """What follows from score, stage and owner of a contact."""

    def __init__(self, assigning: Assigning) -> None:
        self._assigning = assigning

    @reacts_to(leads.LifecycleChanged, leads.ScoreChanged)
    def give_warm_leads(
        self, fact: leads.LifecycleChanged | leads.ScoreChanged, tx: Transaction
    ) -> None:
        """Who became sales-ready or hot gets a rep at once; who went further needs none."""
        over = isinstance(fact, leads.LifecycleChanged) and fact.new_stage in CLOSED
        why = _occasion(fact)
        if not over and why is None:  # most facts: nothing is locked for them
            return
        contact = living(tx, UUID(fact.contact.id))
        if contact is None:
            return
        if over:
            close(tx, contact.id)
        elif why is not None and not _went_further(fact, contact):
            self._give(tx, contact, why)

    @reacts_to(leads.ContactUpdated, leads.ContactDeleted)
    def follow_owner(
        self, fact: leads.ContactUpdated | leads.ContactDeleted, tx: Transaction
    ) -> None:
        """A lead that somebody took, or deleted, is no longer the one's it was given to, and waits
        for nobody."""
        if isinstance(fact, leads.ContactUpdated) and "owner_id" not in fact.changes.fields:
            return
        contact = living(tx, UUID(fact.contact.id))
        assignment = open_assignment(tx, UUID(fact.contact.id))
        if assignment and (contact is None or contact.owner_id != assignment.user_id):
            end(tx, assignment)
        if contact is None or contact.owner_id:
            waiting.no_longer(tx, UUID(fact.contact.id))

    @on_timer(waiting.LOOK_AGAIN)
    def look_again(self, timer: Timer, tx: Transaction) -> None:
        """The leads that wait, those that wait longest first."""
        skipping = int(timer.payload.get("skipping", 0))
        queue = waiting.oldest(tx, skipping=skipping)
        left = sum(
            1
            for each in queue
            if not self._try(tx, each.contact_id, each.reason, each.passed_over_id)
        )
        if len(queue) == waiting.STEP:
            payload = {"skipping": skipping + left}
            tx.schedule(waiting.LOOK_AGAIN, key="all", due=tx.now, payload=payload)

    @on_timer(waiting.HAND_OVER)
    def hand_over(self, timer: Timer, tx: Transaction) -> None:
        """The open leads of somebody who is gone go to others; those nobody can take wait."""
        person = find(tx, UUID(timer.key))
        if person is None or person.active:
            return
        query = select(Assignment.contact_id).where(
            Assignment.user_id == person.id, Assignment.end_time.is_(None)
        )
        theirs = list(tx.session.scalars(query.limit(waiting.STEP)))
        for contact_id in theirs:
            self._take_from(tx, contact_id, person.id)
        if len(theirs) == waiting.STEP:
            waiting.hand_over(tx, person.id)

    def _give(self, tx: Transaction, contact: Contact, why: Why) -> None:
        assignment = open_assignment(tx, contact.id)
        if assignment and tx.now - assignment.create_time < SAME_OCCASION:
            return
        if self._assigning.keep(tx, contact, why) is None:
            self.give_or_wait(tx, contact, why)

    def give_or_wait(
        self, tx: Transaction, contact: Contact, why: Why, passed_over: UUID | None = None
    ) -> Assignment | None:
        """Gives it by the rules, or puts it into the queue."""
        found = self._assigning.by_rules(tx, contact, why, passed_over=passed_over)
        if found is None:
            waiting.wait(tx, contact.id, why, passed_over)
        return found

    def _try(self, tx: Transaction, contact_id: UUID, why: Why, passed_over: UUID | None) -> bool:
        contact = living(tx, contact_id)
        if contact is None:
            waiting.no_longer(tx, contact_id)
            return True
        given = self._assigning.by_rules(tx, contact, why, passed_over=passed_over)
        return given is not None

    def _take_from(self, tx: Transaction, contact_id: UUID, user_id: UUID) -> None:
        contact = living(tx, contact_id)
        assignment = open_assignment(tx, contact_id)
        if contact is None or contact.owner_id != user_id:
            if assignment:
                end(tx, assignment)
        elif not self.give_or_wait(tx, contact, Why.OWNER_GONE, user_id) and assignment:
            end(tx, assignment)


def close(tx: Transaction, contact_id: UUID) -> None:
    """The lead is open no longer and waits for nobody."""
    if assignment := open_assignment(tx, contact_id):
        end(tx, assignment)
    waiting.no_longer(tx, contact_id)


def living(tx: Transaction, contact_id: UUID) -> Contact | None:
    """The contact, locked; None when it is deleted."""
    tx.be_patient()
    query = select(Contact).where(Contact.id == contact_id, Contact.delete_time.is_(None))
    locked = query.with_for_update().execution_options(populate_existing=True)
    return tx.session.scalars(locked).first()


def _went_further(fact: leads.LifecycleChanged | leads.ScoreChanged, contact: Contact) -> bool:
    """Whether a deal came of it since the fact was told: a fact of a job may come late."""
    now = contacts_pb.Contact.LifecycleStage.Value(contact.lifecycle_stage.name)
    return now in CLOSED and fact.contact.lifecycle_stage not in CLOSED


def _occasion(fact: leads.LifecycleChanged | leads.ScoreChanged) -> Why | None:
    if isinstance(fact, leads.LifecycleChanged):
        return Why.SALES_READY if fact.new_stage == contacts_pb.Contact.SALES_READY else None
    hot = contacts_pb.Contact.HOT
    return Why.HOT if fact.new_rating == hot != fact.old_rating else None
