"""What keeps the timers of occasions, and what happens when one is due."""

from collections.abc import Sequence
from uuid import UUID

from crm.deals.v1 import events_pb2 as deals
from crm.leads.v1 import contacts_pb2 as pb
from crm.leads.v1 import events_pb2 as events
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.mapping import to_message
from chassis.reactions import reacts_to, reacts_together
from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.leads.contacts.model import Contact
from services.leads.occasions import carts
from services.leads.occasions.model import (
    CART_GRACE,
    Kind,
    Occasion,
    OccasionMark,
    OccasionPolicy,
    occasions,
    policy,
)
from services.leads.occasions.planning import NEXT, PLAN_ALL, life_of, marks, plan

#: How many contacts one step of the walk plans.
STEP = 200
Told = (
    events.ContactCreated
    | events.ContactUndeleted
    | events.ContactUpdated
    | events.LifecycleChanged
)


class OccasionReactions:
    """Birthdays, silences, anniversaries and carts."""

    @reacts_together(
        events.ContactCreated,
        events.ContactUndeleted,
        events.ContactUpdated,
        events.LifecycleChanged,
    )
    def plan_anew(self, facts: Sequence[Told], tx: Transaction) -> None:
        """What moves somebody's next occasion nearer; what they do moves none."""
        ids = sorted({fact.contact.id for fact in facts if _moves(fact)})
        rules = policy(tx) if ids else None
        if rules is None or not rules.kinds:
            return
        for contact_id in ids:
            contact = _living(tx, contact_id)
            if contact is not None:
                plan(tx, contact, rules)

    @reacts_to(events.ProductEventTracked, events.ContactIdentified, deals.DealWon)
    def follow_cart(self, fact: carts.Told, tx: Transaction) -> None:
        """A cart that is filled is looked at when it is due; who bought is not reminded, not even
        by a mail that waits for the morning."""
        contact_id = carts.whose(fact)
        rules = policy(tx) if contact_id else None
        contact = _living(tx, contact_id) if rules and rules.cart_enabled else None
        if rules is None or contact is None:
            return
        bought = isinstance(fact, deals.DealWon) or carts.left(tx, contact.id) is None
        if bought:
            _take_back(tx, contact, rules)
        else:
            plan(tx, contact, rules)

    @on_timer(NEXT)
    def greet(self, timer: Timer, tx: Transaction) -> None:
        """Asks for the mails of what has begun, and looks ahead. Timers end with the policy."""
        rules = policy(tx)
        contact = _living(tx, timer.key) if rules.kinds else None
        if contact is None:
            return
        for occasion in occasions(rules, life_of(tx, contact, rules), tx.now):
            if occasion.begin <= tx.now:
                _ask(tx, contact, occasion, rules)
        plan(tx, contact, rules)

    @on_timer(PLAN_ALL)
    def plan_all(self, timer: Timer, tx: Transaction) -> None:
        """Some contacts, and a timer for those after them."""
        rules = policy(tx)
        living = select(Contact).where(Contact.delete_time.is_(None)).order_by(Contact.id)
        if after := timer.payload.get("after"):
            living = living.where(Contact.id > UUID(after))
        found = tx.scalars(living.limit(STEP)) if rules.kinds else []
        for contact in found:
            plan(tx, contact, rules)
        if len(found) == STEP:
            tx.schedule(PLAN_ALL, key="", due=tx.now, payload={"after": str(found[-1].id)})


def _living(tx: Transaction, contact_id: str) -> Contact | None:
    contact = tx.session.get(Contact, UUID(contact_id))
    return contact if contact is not None and contact.delete_time is None else None


def _take_back(tx: Transaction, contact: Contact, rules: OccasionPolicy) -> None:
    """Takes back a reminder that may still wait: it was asked for not long ago."""
    asked = marks(tx, contact.id).get(Kind.CART)
    if asked is None or asked < tx.now - CART_GRACE:
        return
    fact = events.OccasionMailCancelled(
        contact=to_message(contact, pb.Contact),
        occasion=Kind.CART.name,
        template_key=rules.template_key(Kind.CART),
    )
    tx.publish(fact, subject=contact)


def _moves(fact: Told) -> bool:
    if isinstance(fact, events.ContactUpdated):
        return bool({"birth_date", "time_zone"} & set(fact.changes))
    return True


def _ask(tx: Transaction, contact: Contact, occasion: Occasion, rules: OccasionPolicy) -> None:
    """Has notify send the mail, unless its time is over by then; the mark keeps it from twice."""
    mark = insert(OccasionMark).values(contact_id=contact.id, kind=occasion.kind, mark_time=tx.now)
    again = {"mark_time": mark.excluded.mark_time}
    tx.execute(mark.on_conflict_do_update(index_elements=["contact_id", "kind"], set_=again))
    fact = events.OccasionMailRequested(
        contact=to_message(contact, pb.Contact),
        occasion=occasion.kind.name,
        template_key=rules.template_key(occasion.kind),
        begin_time=occasion.begin,
        expire_time=occasion.end,
    )
    tx.publish(fact, subject=contact)
