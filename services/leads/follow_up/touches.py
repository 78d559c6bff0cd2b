"""What counts as a touch: a note, a call, an e-mail or an activity of one of us."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from crm.deals.v1 import activities_pb2
from crm.deals.v1 import events_pb2 as deals
from crm.leads.v1 import events_pb2 as leads
from crm.leads.v1 import timeline_pb2
from crm.notify.v1 import events_pb2 as notify

Told = leads.NoteAdded | leads.CallLogged | deals.ActivityLogged | notify.MessageSent


@dataclass(frozen=True, slots=True)
class Touch:
    """One of us touched a contact. kind: NOTE, CALL, EMAIL, MEETING or TASK."""

    contact_id: UUID
    user_id: UUID
    kind: str
    at: datetime


def read(fact: Told) -> Touch | None:
    """The touch a fact tells of; None when no person, or no contact, is in it."""
    match fact:
        case leads.NoteAdded() | leads.CallLogged():
            entry = fact.entry
            kind = timeline_pb2.TimelineEntry.Kind.Name(entry.kind)
            return _touch(entry.contact_id, entry.actor_id, kind, entry.occur_time)
        case deals.ActivityLogged():
            done = fact.activity
            kind = activities_pb2.Activity.Kind.Name(done.kind)
            return _touch(done.contact_id, done.owner_id, kind, done.done_time)
        case notify.MessageSent():
            message = fact.message
            who = "" if message.automatic else message.owner_id
            return _touch(message.contact_id, who, "EMAIL", message.sent_time)


def _touch(contact_id: str, user_id: str, kind: str, at: object) -> Touch | None:
    if not contact_id or not user_id:
        return None
    moment: datetime = at.ToDatetime(tzinfo=UTC)  # type: ignore[attr-defined]  # a Timestamp
    return Touch(UUID(contact_id), UUID(user_id), kind, moment)
