"""What happens while a lead waits: the warning, the end, and the touch that stops the clock."""

from datetime import datetime
from uuid import UUID

from crm.deals.v1 import events_pb2 as deals
from crm.leads.v1 import contacts_pb2 as contacts_pb
from crm.leads.v1 import events_pb2 as leads
from crm.notify.v1 import events_pb2 as notify
from google.protobuf.timestamp_pb2 import Timestamp
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.business_time import elapsed, office_hours
from chassis.mapping import to_message
from chassis.reactions import reacts_to
from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.leads.assignment.assigning import open_assignment
from services.leads.assignment.model import Assignment, FollowUp, Why
from services.leads.assignment.reactions import AssignmentReactions, living
from services.leads.contacts import history
from services.leads.contacts.model import Contact
from services.leads.follow_up import clock, touches
from services.leads.follow_up.model import FirstTouch, policy
from services.leads.follow_up.touches import Touch
from services.leads.timeline.model import Kind, TimelineEntry


class FollowUpReactions:
    """The clock of leads that were given to somebody."""

    def __init__(self, assignments: AssignmentReactions) -> None:
        self._assignments = assignments

    @reacts_to(leads.NoteAdded, leads.CallLogged, deals.ActivityLogged, notify.MessageSent)
    def notice_touch(self, fact: touches.Told, tx: Transaction) -> None:
        """The owner's touch stops the clock; the first one of anybody of us is measured."""
        touch = touches.read(fact)
        contact = living(tx, touch.contact_id) if touch else None
        if touch is None or contact is None:
            return
        _measure(tx, contact, touch)
        assignment = open_assignment(tx, contact.id)
        if assignment and assignment.ticking and _meets(touch, assignment):
            assignment.touch_time = max(touch.at, assignment.touch_time or touch.at)
            if policy(tx).touch_restarts:
                clock.restart(tx, assignment, assignment.touch_time)
            else:
                clock.stop(assignment, FollowUp.TOUCHED)

    @on_timer(clock.WARN)
    def warn(self, timer: Timer, tx: Transaction) -> None:
        """The owner hears that the lead will soon be somebody else's."""
        found = _found(tx, timer)
        if found is None or _early(tx, timer, found[1].warn_time):
            return
        contact, assignment = found
        assignment.follow_up = FollowUp.WARNED
        fact = leads.FollowUpWarned(
            contact=to_message(contact, contacts_pb.Contact),
            owner_id=str(assignment.user_id),
            due_time=_due(assignment),
        )
        _note(tx, contact, assignment, f"{assignment.user_name} was warned: no follow-up yet")
        tx.publish(fact, subject=contact)

    @on_timer(clock.DUE)
    def pass_on(self, timer: Timer, tx: Transaction) -> None:
        """Nobody followed up: the next rep gets it, and both hear of it."""
        found = _found(tx, timer)
        if found is None or _early(tx, timer, found[1].due_time):
            return
        contact, assignment = found
        clock.stop(assignment, FollowUp.MISSED)
        _note(tx, contact, assignment, f"{assignment.user_name} did not follow up in time")
        fact = leads.FollowUpMissed(
            contact=to_message(contact, contacts_pb.Contact),
            owner_id=str(assignment.user_id),
            due_time=_due(assignment),
        )
        given = self._assignments.give_or_wait(
            tx, contact, Why.FOLLOW_UP_MISSED, assignment.user_id
        )
        fact.next_owner_id = str(given.user_id) if given else ""
        tx.publish(fact, subject=contact)


def _meets(touch: Touch, assignment: Assignment) -> bool:
    return touch.user_id == assignment.user_id and touch.at >= assignment.create_time


def _found(tx: Transaction, timer: Timer) -> tuple[Contact, Assignment] | None:
    """The contact and its assignment, locked in this order, while the clock ticks."""
    query = select(Assignment.contact_id).where(Assignment.id == UUID(timer.key))
    contact_id = tx.session.scalar(query)
    contact = living(tx, contact_id) if contact_id else None
    assignment = open_assignment(tx, contact.id) if contact else None
    if contact is None or assignment is None or str(assignment.id) != timer.key:
        return None
    return (contact, assignment) if assignment.ticking else None


def _early(tx: Transaction, timer: Timer, due: datetime | None) -> bool:
    """Whether a touch moved the time meanwhile; the timer goes on to it."""
    if due is None or due <= tx.now:
        return due is None
    tx.schedule(timer.name, key=timer.key, due=due)
    return True


def _measure(tx: Transaction, contact: Contact, touch: Touch) -> None:
    """R13: from the contact's creation to the first human touch."""
    start = contact.create_time
    at = max(touch.at, start)
    hours = office_hours(policy(tx).time_zone)
    seconds, business = at - start, elapsed(hours, start, at)
    row = insert(FirstTouch).values(
        contact_id=contact.id,
        touch_time=at,
        user_id=touch.user_id,
        kind=touch.kind,
        seconds=int(seconds.total_seconds()),
        business_seconds=int(business.total_seconds()),
    )
    once = row.on_conflict_do_nothing().returning(FirstTouch.contact_id)
    if tx.execute(once).first() is None:
        return
    fact = leads.FirstTouched(
        contact=to_message(contact, contacts_pb.Contact),
        user_id=str(touch.user_id),
        kind=touch.kind,
        seconds=int(seconds.total_seconds()),
        business_seconds=int(business.total_seconds()),
    )
    tx.publish(fact, subject=contact)


def _note(tx: Transaction, contact: Contact, assignment: Assignment, title: str) -> None:
    data = {"assignment_id": str(assignment.id), "owner_id": str(assignment.user_id)}
    entry = TimelineEntry(kind=Kind.FOLLOW_UP, title=title, data=data)
    history.add(tx, contact, entry)


def _due(assignment: Assignment) -> Timestamp:
    moment = Timestamp()
    if assignment.due_time:
        moment.FromDatetime(assignment.due_time)
    return moment
