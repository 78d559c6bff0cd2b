"""The use cases of the timeline. Each method is one transaction."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from crm.leads.v1 import events_pb2 as events
from crm.leads.v1 import timeline_pb2 as pb
from sqlalchemy import select

from chassis import filtering
from chassis.database import Database
from chassis.errors import InvalidArgument
from chassis.filtering import Fields
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.mapping import to_message
from services.leads.contacts import history
from services.leads.contacts.model import Contact
from services.leads.timeline.model import Kind, Outcome, TimelineEntry

FIELDS = Fields(
    filtering.choice("kind", Kind),
    filtering.time("occur_time"),
    filtering.text("source"),
    filtering.uuid("actor_id"),
)
LISTING = Listing(TimelineEntry, FIELDS, orders=("occur_time",), default="occur_time desc")
TITLES = {
    Outcome.REACHED: "Call: spoke with the person",
    Outcome.NO_ANSWER: "Call: nobody answered",
    Outcome.LEFT_MESSAGE: "Call: left a message",
    Outcome.WRONG_NUMBER: "Call: wrong number",
}
#: Clocks of clients go wrong by this much.
TOLERANCE = timedelta(minutes=5)


class Timeline:
    """What can be done with the timeline of a contact."""

    def __init__(self, database: Database, tokens: PageTokens) -> None:
        self._database = database
        self._tokens = tokens

    def list(self, contact_id: UUID, query: Query) -> Page[TimelineEntry]:
        """A page of what happened, newest first. Raises NotFound, InvalidArgument."""
        with self._database.reading() as tx:
            contact = tx.get(Contact, contact_id)
            entries = select(TimelineEntry).where(TimelineEntry.contact_id == contact.id)
            return LISTING.page(tx, entries, query, self._tokens)

    def note(self, contact_id: UUID, body: str) -> TimelineEntry:
        """A note. Raises NotFound."""
        with self._database.transaction() as tx:
            contact = tx.get(Contact, contact_id)
            history.touch(tx, contact, tx.now)
            entry = TimelineEntry(kind=Kind.NOTE, title="Note", body=body.strip())
            history.add(tx, contact, entry)
            tx.publish(events.NoteAdded(entry=to_message(entry, pb.TimelineEntry)), subject=contact)
        return entry

    def log_call(
        self,
        contact_id: UUID,
        outcome: Outcome,
        *,
        occur_time: datetime | None,
        summary: str,
        facts: dict[str, Any],
    ) -> TimelineEntry:
        """A call that took place; occur_time: now if None; facts: duration_seconds, inbound.

        Raises NotFound, InvalidArgument when it lies in the future.
        """
        with self._database.transaction() as tx:
            moment = occur_time or tx.now
            if moment > tx.now + TOLERANCE:
                raise InvalidArgument.of("occur_time", "must not lie in the future")
            contact = tx.get(Contact, contact_id)
            history.touch(tx, contact, moment)
            entry = TimelineEntry(
                kind=Kind.CALL,
                title=TITLES[outcome],
                body=summary.strip(),
                data={"outcome": outcome.name, **facts},
            )
            history.add(tx, contact, entry, occur_time=moment)
            fact = events.CallLogged(entry=to_message(entry, pb.TimelineEntry))
            tx.publish(fact, subject=contact)
        return entry
