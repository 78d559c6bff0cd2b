"""What every change of a contact leaves behind: a line on the timeline and a fact."""

from collections.abc import Iterable
from datetime import datetime

from crm.leads.v1 import contacts_pb2 as pb
from crm.leads.v1 import events_pb2 as events
from google.protobuf.message import Message
from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value

from chassis import context
from chassis.changes import Changes, as_struct
from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.leads.contacts.model import Contact
from services.leads.timeline.model import Kind, TimelineEntry

SOURCES = {"user": "person", "key": "api"}


def source() -> str:
    """Where the running call comes from: "person", "api" or "system"."""
    return SOURCES.get(context.current().identity.kind, "system")


def created(tx: Transaction, contacts: Iterable[Contact]) -> None:
    """Tells that contacts, already written, are new."""
    contacts = list(contacts)
    entries = [
        TimelineEntry(kind=Kind.CREATED, title="Contact created", source=contact.source)
        for contact in contacts
    ]
    add_all(tx, zip(contacts, entries, strict=True))
    tx.publish_all(
        (events.ContactCreated(contact=_shown(contact)), contact) for contact in contacts
    )


def changed(tx: Transaction, changes: Iterable[tuple[Contact, Changes]], *, via: str = "") -> None:
    """Writes what changed in contacts and tells it; those without changes are left alone.

    via: where the changes come from, when not from the caller: "form", "import".
    """
    real = [(contact, each) for contact, each in changes if each]
    for contact, _ in real:
        contact.last_activity_time = max(contact.last_activity_time, tx.now)
    tx.flush()
    entries = [
        TimelineEntry(kind=Kind.CHANGED, title=_title(each), data={"changes": each}, source=via)
        for _, each in real
    ]
    add_all(tx, zip([contact for contact, _ in real], entries, strict=True))
    tx.publish_all(
        (events.ContactUpdated(contact=_shown(contact), changes=as_struct(each)), contact)
        for contact, each in real
    )


def deleted(tx: Transaction, contacts: Iterable[Contact]) -> None:
    """Writes the deletion of contacts and tells it."""
    _tell(tx, contacts, Kind.DELETED, "Contact deleted", events.ContactDeleted)


def undeleted(tx: Transaction, contacts: Iterable[Contact]) -> None:
    """Writes the return of contacts and tells it."""
    _tell(tx, contacts, Kind.UNDELETED, "Contact brought back", events.ContactUndeleted)


def add(
    tx: Transaction, contact: Contact, entry: TimelineEntry, *, occur_time: datetime | None = None
) -> TimelineEntry:
    """Puts an entry on the timeline of a contact that is already written.

    Actor and time are those of the running call, and so is the source unless the entry has one;
    occur_time: when it happened, if not now.
    """
    tx.session.add(_filled(tx, contact, entry, occur_time))
    return entry


def add_all(tx: Transaction, entries: Iterable[tuple[Contact, TimelineEntry]]) -> None:
    """The same for many, written at once; of now."""
    tx.write([_filled(tx, contact, entry) for contact, entry in entries])


def _filled(
    tx: Transaction, contact: Contact, entry: TimelineEntry, occur_time: datetime | None = None
) -> TimelineEntry:
    identity = context.current().identity
    entry.contact_id = contact.id
    entry.create_time = tx.now
    entry.occur_time = occur_time or tx.now
    entry.source = entry.source or source()
    entry.actor_id = identity.user_id if identity.kind == "user" else None
    entry.actor_name = identity.name
    return entry


def touch(tx: Transaction, contact: Contact, at: datetime) -> None:
    """Remembers that something happened with a contact; its etag stays, as nobody changed it."""
    latest = max(contact.last_activity_time, at)
    if latest != contact.last_activity_time:
        statement = update(Contact).where(Contact.id == contact.id)
        statement = statement.values(last_activity_time=latest)
        tx.execute(statement.execution_options(synchronize_session=False))
        set_committed_value(contact, "last_activity_time", latest)


def _tell(
    tx: Transaction,
    contacts: Iterable[Contact],
    kind: Kind,
    title: str,
    fact: type[Message],
) -> None:
    contacts = list(contacts)
    for contact in contacts:
        contact.last_activity_time = max(contact.last_activity_time, tx.now)
    tx.flush()
    for contact in contacts:
        add(tx, contact, TimelineEntry(kind=kind, title=title))
        tx.publish(fact(contact=_shown(contact)), subject=contact)


def _shown(contact: Contact) -> pb.Contact:
    return to_message(contact, pb.Contact)


def _title(changes: Changes) -> str:
    names = [name.removesuffix("_id").replace("_", " ") for name in changes]
    if len(names) > 3:
        return f"Changed {', '.join(names[:2])} and {len(names) - 2} more"
    return f"Changed {' and '.join(filter(None, [', '.join(names[:-1]), names[-1]]))}"
