"""From an unknown visitor to a person: what was done before becomes that contact's history."""

from uuid import UUID

from crm.leads.v1 import contacts_pb2 as pb
from crm.leads.v1 import events_pb2 as events
from sqlalchemy import CursorResult, delete, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.bots import Verdict
from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.leads.contacts import history
from services.leads.contacts.model import Contact
from services.leads.scoring import timing
from services.leads.timeline.model import Kind, TimelineEntry
from services.leads.tracking.model import TrackedEvent, Visitor

JOIN = text(
    "INSERT INTO timeline (id, contact_id, kind, occur_time, create_time, title, body, data, "
    "source, actor_name) "
    "SELECT id, :contact_id, kind, occur_time, :now, title, '', data, 'tracking', '' "
    "FROM tracked_events WHERE visitor_id = :visitor_id AND verdict <> :bot "
    "ON CONFLICT DO NOTHING"
)


def arriving(tx: Transaction, visitor_id: UUID | None) -> dict[str, dict[str, str]]:
    """What we know of a visitor who is about to say who they are: first_touch, when they are new.

    Locks the visitor; to be called before the contact is locked, as tracking does it.
    """
    if visitor_id is None:
        return {}
    query = select(Visitor.contact_id, Visitor.first_touch).where(Visitor.id == visitor_id)
    visitor = tx.execute(query.with_for_update()).first()
    if visitor is None or visitor.contact_id or not visitor.first_touch:
        return {}
    return {"first_touch": visitor.first_touch}


def identify(tx: Transaction, contact: Contact, visitor_id: UUID | None) -> None:
    """Tells that a visitor is this contact: the browser is theirs from now on, and so is what it
    did while nobody knew it. What was somebody else's before stays somebody else's.
    """
    if visitor_id is None or not _claim(tx, contact, visitor_id):
        return
    said = {"contact_id": contact.id, "visitor_id": visitor_id, "now": tx.now, "bot": Verdict.BOT}
    result = tx.execute(JOIN, said)
    joined = result.rowcount if isinstance(result, CursorResult) else 0
    tx.execute(delete(TrackedEvent).where(TrackedEvent.visitor_id == visitor_id))
    entry = TimelineEntry(
        kind=Kind.IDENTIFIED,
        title=_title(joined),
        data={"visitor_id": str(visitor_id), "event_count": joined},
        source="tracking",
    )
    history.add(tx, contact, entry)
    fact = events.ContactIdentified(
        contact=to_message(contact, pb.Contact), visitor_id=str(visitor_id), event_count=joined
    )
    tx.publish(fact, subject=contact)
    timing.soon(tx, [contact.id])


def _claim(tx: Transaction, contact: Contact, visitor_id: UUID) -> bool:
    """Writes down whose browser it is; whether that is news."""
    row = insert(Visitor).values(
        id=visitor_id,
        create_time=tx.now,
        last_time=tx.now,
        contact_id=contact.id,
        window_time=tx.now,
        window_count=0,
        waiting=0,
    )
    theirs = row.on_conflict_do_update(
        index_elements=["id"],
        set_={"contact_id": contact.id, "last_time": tx.now, "waiting": 0},
        where=Visitor.contact_id.is_distinct_from(contact.id),
    )
    return tx.execute(theirs.returning(Visitor.id)).first() is not None


def _title(joined: int) -> str:
    if not joined:
        return "Recognised on our pages"
    return f"Recognised on our pages: {joined} earlier {'visit' if joined == 1 else 'visits'}"
