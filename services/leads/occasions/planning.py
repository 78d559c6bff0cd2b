"""One timer for each living contact, due when its next occasion begins or has to be looked for."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from chassis.local_time import zone_of
from chassis.transaction import Transaction
from services.leads.contacts.model import Contact, LifecycleStage
from services.leads.follow_up import model as follow_up
from services.leads.lifecycle.model import LifecycleChange
from services.leads.occasions import carts
from services.leads.occasions.model import Kind, Life, OccasionMark, OccasionPolicy, look_again
from services.leads.timeline.activity import theirs
from services.leads.timeline.model import TimelineEntry

#: A contact's timer, and the walk over everybody after the policy changed.
NEXT, PLAN_ALL = "leads.occasion", "leads.occasion.plan_all"
BOUGHT = (LifecycleStage.CUSTOMER, LifecycleStage.ADVOCATE)


def plan(tx: Transaction, contact: Contact, rules: OccasionPolicy) -> None:
    """Sets the timer of a living contact."""
    due = look_again(rules, life_of(tx, contact, rules), tx.now)
    tx.schedule(NEXT, key=str(contact.id), due=due)


def life_of(tx: Transaction, contact: Contact, rules: OccasionPolicy) -> Life:
    """What the occasions of a contact go by; whose zone is not known lives where the firm is."""
    return Life(
        zone=zone_of(contact.time_zone, follow_up.policy(tx).time_zone),
        born=contact.birth_date,
        active=_active(tx, contact),
        customer=_customer_since(tx, contact),
        marks=marks(tx, contact.id),
        cart=carts.left(tx, contact.id) if rules.cart_enabled else None,
    )


def _active(tx: Transaction, contact: Contact) -> datetime:
    last = (
        select(TimelineEntry.occur_time)
        .where(TimelineEntry.contact_id == contact.id, theirs())
        .order_by(TimelineEntry.occur_time.desc())
        .limit(1)
    )
    found = tx.session.scalar(last)
    return max(found, contact.create_time) if found else contact.create_time


def _customer_since(tx: Transaction, contact: Contact) -> datetime | None:
    """When they bought for the first time since they last left; None for who has not bought."""
    if contact.lifecycle_stage not in BOUGHT:
        return None
    steps = (
        select(LifecycleChange.occur_time)
        .where(
            LifecycleChange.contact_id == contact.id,
            LifecycleChange.new_stage.in_(BOUGHT),
            LifecycleChange.old_stage.not_in(BOUGHT),
        )
        .order_by(LifecycleChange.occur_time.desc())
        .limit(1)
    )
    return tx.session.scalar(steps)


def marks(tx: Transaction, contact_id: UUID) -> Mapping[Kind, datetime]:
    """As they are now, also those that this transaction has just set."""
    theirs = select(OccasionMark.kind, OccasionMark.mark_time).where(
        OccasionMark.contact_id == contact_id
    )
    return {row.kind: row.mark_time for row in tx.execute(theirs)}
