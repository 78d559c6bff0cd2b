"""The monthly round, and what is over before it: a record that was completed is asked no more."""

from uuid import UUID

from crm.leads.v1 import events_pb2 as leads
from crm.notify.v1 import events_pb2 as notify
from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert

from chassis.reactions import reacts_to
from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.leads.cleanup import building
from services.leads.cleanup.actions import ROUND, STEP, zone
from services.leads.cleanup.model import BouncedAddress, CleanupItem, CleanupRound, policy
from services.leads.contacts.addresses import email_key


class CleanupReactions:
    """What fills the queue, and what empties it by itself."""

    @on_timer(ROUND)
    def begin(self, _timer: Timer, tx: Transaction) -> None:
        """A round begins; the next one is a month away."""
        rules = policy(tx)
        if not rules.enabled:
            return
        this = CleanupRound(create_time=tx.now)
        tx.session.add(this)
        tx.schedule(ROUND, key="", due=rules.next_round(tx.now, zone(tx)))
        tx.schedule(STEP, key=str(this.id), due=tx.now)

    @on_timer(STEP)
    def go_on(self, timer: Timer, tx: Transaction) -> None:
        """Some contacts, and a timer for those after them."""
        after = UUID(timer.payload.get("after", str(building.FIRST)))
        last = building.step(tx, after)
        if last is None:
            building.finish(tx, UUID(timer.key))
        else:
            tx.schedule(STEP, key=timer.key, due=tx.now, payload={"after": str(last)})

    @reacts_to(leads.ContactUpdated, leads.ContactDeleted)
    def look_again(
        self, fact: leads.ContactUpdated | leads.ContactDeleted, tx: Transaction
    ) -> None:
        """What holds no longer waits no longer: of this contact, and of those it is the older
        record of. A deleted one keeps its own, for when it is brought back."""
        contact_id = UUID(fact.contact.id)
        own = CleanupItem.contact_id == contact_id
        said = CleanupItem.duplicate_of_id == contact_id
        if isinstance(fact, leads.ContactUpdated):
            said = or_(own, said)
        rules = policy(tx)
        for item in tx.scalars(select(CleanupItem).where(said)):
            building.forget(tx, item.reason, rules, [item.contact_id])

    @reacts_to(notify.MessageBounced)
    def remember_bounce(self, fact: notify.MessageBounced, tx: Transaction) -> None:
        """An address that is gone for good."""
        key = email_key(fact.message.email)
        if not fact.permanent or not key:
            return
        row = insert(BouncedAddress).values(
            email_key=key, bounce_time=tx.now, diagnosis=fact.diagnosis
        )
        tx.execute(row.on_conflict_do_nothing())
