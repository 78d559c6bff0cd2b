"""Steps on the journey, in the transaction of whatever causes them."""

from uuid import UUID

from crm.leads.v1 import contacts_pb2 as pb
from crm.leads.v1 import events_pb2 as events

from chassis import context
from chassis.changes import as_struct
from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.leads.contacts import history
from services.leads.contacts.model import Contact, LifecycleStage
from services.leads.lifecycle.model import LifecycleChange, ahead
from services.leads.timeline.model import Kind, TimelineEntry


def advance(
    tx: Transaction, contact: Contact, stage: LifecycleStage, *, cause: str, reason: str = ""
) -> bool:
    """Moves a locked contact to a stage before buying, if that lies ahead; whether it did."""
    return ahead(stage, contact.lifecycle_stage) and enter(
        tx, contact, stage, cause=cause, reason=reason
    )


def enter(
    tx: Transaction, contact: Contact, stage: LifecycleStage, *, cause: str, reason: str = ""
) -> bool:
    """Moves a locked contact to any stage, with its history and facts; False when it is there.

    cause: what made it move, in one word: score, hot, person, deal, contract, survey.
    """
    before = contact.lifecycle_stage
    if stage is before:
        return False
    contact.lifecycle_stage = stage
    contact.last_activity_time = max(contact.last_activity_time, tx.now)
    step = LifecycleChange(
        contact_id=contact.id,
        occur_time=tx.now,
        old_stage=before,
        new_stage=stage,
        cause=cause,
        reason=reason,
        actor_id=_actor(),
    )
    tx.session.add(step)
    tx.flush()
    entry = TimelineEntry(
        kind=Kind.LIFECYCLE,
        title=f"Became {stage.lower().replace('_', ' ')}",
        body=reason,
        data={"old_stage": before, "new_stage": stage, "cause": cause},
        source=history.source() if cause == "person" else "leads",
    )
    history.add(tx, contact, entry)
    _tell(tx, contact, step)
    return True


def _tell(tx: Transaction, contact: Contact, step: LifecycleChange) -> None:
    """The change itself, which copies of the contact follow, and what it means."""
    shown = to_message(contact, pb.Contact)
    changes = {"lifecycle_stage": {"old": step.old_stage.value, "new": step.new_stage.value}}
    tx.publish(events.ContactUpdated(contact=shown, changes=as_struct(changes)), subject=contact)
    fact = events.LifecycleChanged(
        contact=shown,
        old_stage=step.old_stage.name,
        new_stage=step.new_stage.name,
        cause=step.cause,
        reason=step.reason,
    )
    tx.publish(fact, subject=contact)


def _actor() -> UUID | None:
    identity = context.current().identity
    return identity.user_id if identity.kind == "user" else None
