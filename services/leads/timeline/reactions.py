"""The timeline hears what the other services tell of a contact: each fact once, with its source."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from chassis.reactions import current_event, publisher_of, reacts_to
from chassis.transaction import Transaction
from services.leads.contacts import history
from services.leads.contacts.finding import any_of
from services.leads.contacts.model import Contact
from services.leads.people import model as people
from services.leads.scoring import timing
from services.leads.timeline.model import TimelineEntry
from services.leads.timeline.told import LINES


class TimelineReactions:
    """Writes what happened elsewhere."""

    @reacts_to(*LINES)
    def write_down(self, fact: Any, tx: Transaction) -> None:
        """An entry whose id is the fact's own: it can be there only once."""
        line = LINES[type(fact)]
        contact_id = line.contact_id(fact)
        contact = any_of(tx, UUID(contact_id)) if contact_id else None
        if contact is None:
            return
        event = current_event()
        moment = event.time or tx.now
        actor_id, actor_name = _actor(tx, event.actor)
        row = insert(TimelineEntry).values(
            id=UUID(event.id),
            contact_id=contact.id,
            kind=line.kind,
            occur_time=moment,
            create_time=tx.now,
            source=publisher_of(event.type),
            actor_id=actor_id,
            actor_name=actor_name,
            **line.entry(fact),
        )
        written = row.on_conflict_do_nothing(index_elements=["id"]).returning(TimelineEntry.id)
        if tx.execute(written).first():
            _happened(tx, contact, moment)


def _happened(tx: Transaction, contact: Contact, moment: datetime) -> None:
    history.touch(tx, contact, moment)
    timing.soon(tx, [contact.id])


def _actor(tx: Transaction, caller: str) -> tuple[UUID | None, str]:
    """Who did it, of a caller such as "user:<id>", by the name accounts told."""
    kind, _, user_id = caller.partition(":")
    if kind != "user" or not user_id:
        return None, ""
    person = people.find(tx, UUID(user_id))
    return UUID(user_id), person.name if person else ""
