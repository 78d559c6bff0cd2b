"""The use cases of tracking. Each method is one transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as events
from google.protobuf.message import Message
from sqlalchemy import case, select
from sqlalchemy.dialects.postgresql import insert

from chassis import context
from chassis.bots import Verdict, verdict
from chassis.changes import Values, as_struct
from chassis.database import Database
from chassis.errors import ResourceExhausted
from chassis.ids import uuid7
from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.leads.contacts import history
from services.leads.contacts.model import Contact
from services.leads.scoring import timing
from services.leads.timeline.model import Kind, TimelineEntry
from services.leads.tracking import retention
from services.leads.tracking.model import Event, TrackedEvent, Visitor, product_event

#: Events of one visitor in a minute; a person who clicks like mad stays below.
PER_MINUTE = 300
#: Events of an unknown visitor that wait; what comes on top is let go.
WAITING = 1000


class Tracking:
    """What visitors and known people did."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def track(self, visitor_id: UUID, happened: Sequence[Event], *, automated: bool) -> None:
        """Takes what a visitor did. Raises ResourceExhausted (TOO_MANY_EVENTS)."""
        with self._database.transaction() as tx, as_site() as agent:
            who = verdict(agent, automated=automated)
            visitor = _seen(tx, visitor_id, happened)
            contact = _contact(tx, visitor.contact_id) if who is not Verdict.BOT else None
            if contact:
                write_down(tx, contact, happened, visitor_id=visitor_id)
            elif visitor.waiting <= WAITING:
                _keep(tx, visitor_id, happened, who)
            tx.flush()  # as the site; the visitor may write nothing

    def record(self, contact_id: UUID, name: str, properties: Values) -> TimelineEntry:
        """What a known person did, told by a server of ours. Raises NotFound, InvalidArgument."""
        with self._database.transaction() as tx:
            contact = tx.get(Contact, contact_id)
            event = product_event(uuid7(), tx.now, name, properties)
            write_down(tx, contact, [event], source=history.source())
            return tx.session.get_one(TimelineEntry, event.id)


@contextmanager
def as_site() -> Iterator[str]:
    """Visitors may do nothing by themselves: what happens here is done with the site's authority.

    Gives the visitor's user agent.
    """
    visitor = context.current()
    site = replace(visitor, identity=context.system_call("tracking").identity, permission="*")
    with context.use(site):
        yield visitor.client.user_agent


def write_down(
    tx: Transaction,
    contact: Contact,
    happened: Sequence[Event],
    *,
    visitor_id: UUID | None = None,
    source: str = "tracking",
) -> None:
    """Puts events on the timeline of a contact and tells them; those that are there already are
    left out. The same few statements for any number of them."""
    rows = [_entry(event, contact.id, tx.now, source) for event in happened]
    fresh = insert(TimelineEntry).on_conflict_do_nothing().returning(TimelineEntry.id)
    written = set(tx.session.scalars(fresh, rows))
    if not written:
        return
    history.touch(tx, contact, max(e.occur_time for e in happened if e.id in written))
    shown = to_message(contact, contacts_pb2.Contact)
    for event in happened:
        if event.id in written:
            tx.publish(told(event, shown, visitor_id), subject=contact)
    timing.soon(tx, [contact.id])


def _entry(event: Event, contact_id: UUID, now: datetime, source: str) -> dict[str, Any]:
    """The row of the timeline that tells of an event."""
    identity = context.current().identity
    return {
        "id": event.id,
        "contact_id": contact_id,
        "kind": event.kind,
        "occur_time": event.occur_time,
        "create_time": now,
        "title": event.title,
        "body": "",
        "data": dict(event.data),
        "source": source,
        "actor_id": identity.user_id if identity.kind == "user" else None,
        "actor_name": "" if source == "tracking" else identity.name,
    }


def told(event: Event, contact: contacts_pb2.Contact, visitor_id: UUID | None) -> Message:
    """The fact of an event."""
    data = event.data
    if event.kind is Kind.PAGE_VIEW:
        return events.PageViewed(
            contact=contact,
            visitor_id=str(visitor_id or ""),
            url=data["url"],
            path=data["path"],
            title=data["page_title"],
            occur_time=event.occur_time,
        )
    return events.ProductEventTracked(
        contact=contact,
        visitor_id=str(visitor_id or ""),
        name=data["name"],
        properties=as_struct({name: value for name, value in data.items() if name != "name"}),
        occur_time=event.occur_time,
    )


def _seen(tx: Transaction, visitor_id: UUID, happened: Sequence[Event]) -> Any:
    """The visitor, counted. Raises ResourceExhausted (TOO_MANY_EVENTS)."""
    minute = tx.now.replace(second=0, microsecond=0)
    row = insert(Visitor).values(
        id=visitor_id,
        create_time=tx.now,
        last_time=tx.now,
        window_time=minute,
        window_count=len(happened),
        waiting=len(happened),
        first_touch=next((dict(e.attribution) for e in happened if e.attribution), None),
    )
    same = Visitor.window_time == minute
    counted = row.on_conflict_do_update(
        index_elements=["id"],
        set_={
            "last_time": tx.now,
            "window_time": minute,
            "window_count": case((same, Visitor.window_count), else_=0) + len(happened),
            "waiting": Visitor.waiting + len(happened),
        },
    ).returning(Visitor.contact_id, Visitor.window_count, Visitor.waiting, Visitor.create_time)
    visitor = tx.execute(counted).one()
    if visitor.window_count > PER_MINUTE:
        wait = minute + timedelta(minutes=1) - tx.now
        raise ResourceExhausted(
            "TOO_MANY_EVENTS",
            f"At most {PER_MINUTE} events a minute.",
            retry_after=max(1, round(wait.total_seconds())),
        )
    if visitor.create_time == tx.now:
        retention.begin(tx)
    return visitor


def _contact(tx: Transaction, contact_id: UUID | None) -> Contact | None:
    """The living contact a browser belongs to."""
    if contact_id is None:
        return None
    query = select(Contact).where(Contact.id == contact_id, Contact.delete_time.is_(None))
    return tx.session.scalars(query).first()


def _keep(tx: Transaction, visitor_id: UUID, happened: Sequence[Event], who: Verdict) -> None:
    rows = [
        {
            "id": event.id,
            "visitor_id": visitor_id,
            "create_time": tx.now,
            "occur_time": event.occur_time,
            "kind": event.kind,
            "title": event.title,
            "data": dict(event.data),
            "verdict": who,
        }
        for event in happened
    ]
    tx.execute(insert(TrackedEvent).on_conflict_do_nothing(), rows)
