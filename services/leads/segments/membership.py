"""Who is in which segment: decided on locked contacts, told when it changes."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from crm.leads.v1 import contacts_pb2 as pb
from crm.leads.v1 import events_pb2 as events
from sqlalchemy import ARRAY, Uuid, any_, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import InvalidArgument
from chassis.filtering import Filter, parse
from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.leads.contacts.actions import FIELDS
from services.leads.contacts.model import Contact
from services.leads.fields.catalogue import Catalogue, Defined
from services.leads.fields.model import Resource
from services.leads.segments.model import Segment, SegmentMember

#: Made once: these are asked for every fact about a contact.
ALL = select(Segment)
THEIRS = select(SegmentMember.segment_id, SegmentMember.contact_id).where(
    SegmentMember.contact_id == any_(bindparam("ids", type_=ARRAY(Uuid)))
)


class Membership:
    """Keeps members in step with filters."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._definitions: Sequence[Defined] = ()
        self._understood: dict[str, Filter] = {}

    def filter_of(self, segment: Segment) -> Filter | None:
        """What it asks for; None when that cannot be understood any more."""
        try:
            return self.understood(segment.filter)
        except InvalidArgument:
            return None

    def understood(self, text: str) -> Filter:
        """A filter as segments take it, understood once. Raises InvalidArgument."""
        definitions = self._catalogue.of(Resource.CONTACT)
        if definitions != self._definitions:
            self._definitions, self._understood = definitions, {}
        if text not in self._understood:
            self._understood[text] = parse(text, FIELDS, definitions)
        return self._understood[text]

    def settle(self, tx: Transaction, contacts: Sequence[Contact]) -> None:
        """Puts locked contacts into the segments they belong to now, and out of the others."""
        segments = tx.scalars(ALL) if contacts else []
        if not segments:
            return
        theirs = _segments_of(tx, contacts)
        for segment in segments:
            coming: dict[bool, list[Contact]] = {True: [], False: []}
            for contact in contacts:
                inside = contact.delete_time is None and self._passes(tx, segment, contact)
                if inside is not None and inside != ((segment.id, contact.id) in theirs):
                    coming[inside].append(contact)
            enter(tx, segment, coming[True])
            leave(tx, segment, coming[False])

    def _passes(self, tx: Transaction, segment: Segment, contact: Contact) -> bool | None:
        found = self.filter_of(segment)
        return found.predicate(now=tx.now)(contact) if found else None


def enter(tx: Transaction, segment: Segment, contacts: Iterable[Contact]) -> None:
    """Makes contacts members and tells of those that were none."""
    found = {contact.id: contact for contact in contacts}
    if not found:
        return
    rows = [
        {"segment_id": segment.id, "contact_id": contact_id, "enter_time": tx.now}
        for contact_id in found
    ]
    new = insert(SegmentMember).values(rows).on_conflict_do_nothing()
    for contact_id in tx.execute(new.returning(SegmentMember.contact_id)).scalars():
        contact = found[contact_id]
        fact = events.SegmentEntered(
            segment_id=str(segment.id),
            segment_name=segment.name,
            contact=to_message(contact, pb.Contact),
        )
        tx.publish(fact, subject=contact)


def leave(tx: Transaction, segment: Segment, contacts: Iterable[Contact]) -> None:
    """Ends memberships and tells of those there were."""
    found = {contact.id: contact for contact in contacts}
    if not found:
        return
    gone = delete(SegmentMember).where(
        SegmentMember.segment_id == segment.id, SegmentMember.contact_id.in_(found)
    )
    for contact_id in tx.execute(gone.returning(SegmentMember.contact_id)).scalars():
        contact = found[contact_id]
        fact = events.SegmentLeft(
            segment_id=str(segment.id),
            segment_name=segment.name,
            contact=to_message(contact, pb.Contact),
        )
        tx.publish(fact, subject=contact)


def _segments_of(tx: Transaction, contacts: Iterable[Contact]) -> set[tuple[UUID, UUID]]:
    """The pairs of segment and member there are."""
    found = tx.execute(THEIRS, {"ids": [contact.id for contact in contacts]})
    return {(row.segment_id, row.contact_id) for row in found}
