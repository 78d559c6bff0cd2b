"""The use cases of segments. Each method is one transaction."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select

from chassis import context, filtering, scope
from chassis.database import Database
from chassis.errors import FailedPrecondition, InvalidArgument
from chassis.filtering import Fields
from chassis.listing import Count, Listing, Page, PageTokens, Query
from chassis.owning import owned
from chassis.transaction import Transaction
from services.leads.campaigns.model import OVER, Campaign
from services.leads.contacts.actions import LISTING as CONTACTS
from services.leads.contacts.model import Contact
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource
from services.leads.segments import schedule
from services.leads.segments.membership import Membership
from services.leads.segments.model import LIMIT, Segment, SegmentMember, State

LISTING = Listing(
    Segment,
    Fields(
        *map(filtering.text, ("name", "description")),
        *map(filtering.uuid, ("owner_id", "team_id")),
        *map(filtering.time, ("create_time", "update_time")),
        filtering.choice("state", State),
        search=["name", "description"],
    ),
    orders=("create_time", "update_time", "name"),
)


class Segments:
    """What can be done with segments."""

    def __init__(
        self, database: Database, catalogue: Catalogue, membership: Membership, tokens: PageTokens
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._membership = membership
        self._tokens = tokens

    def get(self, segment_id: UUID) -> Segment:
        """One segment. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Segment, segment_id)

    def list(self, query: Query) -> Page[Segment]:
        """A page of segments. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return LISTING.page(tx, tx.select(Segment), query, self._tokens)

    def create(self, values: Mapping[str, Any]) -> Segment:
        """A new segment. Raises InvalidArgument, FailedPrecondition (TOO_MANY_SEGMENTS)."""
        with self._database.transaction() as tx:
            tx.lock_key("segments", "all")
            if (tx.session.scalar(select(func.count(Segment.id))) or 0) >= LIMIT:
                raise FailedPrecondition("TOO_MANY_SEGMENTS", f"There are {LIMIT} already.")
            segment = Segment()
            segment.change(owned(dict(values)))
            self._rebuild(tx, segment)
            return tx.add(segment)

    def update(self, segment_id: UUID, changes: Mapping[str, Any], *, etag: str = "") -> Segment:
        """Sets the fields named. Raises NotFound, Aborted, InvalidArgument."""
        with self._database.transaction() as tx:
            segment = schedule.take(tx, segment_id, etag=etag)
            before = segment.filter
            segment.change(changes)
            if segment.filter != before:
                self._rebuild(tx, segment)
            return segment

    def delete(self, segment_id: UUID, *, etag: str = "") -> None:
        """Removes a segment. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            segment = schedule.take(tx, segment_id, etag=etag)
            going = (Campaign.segment_id == segment.id, Campaign.state.not_in(OVER))
            if tx.session.scalar(select(exists().where(*going))):
                raise FailedPrecondition(
                    "SEGMENT_IN_USE", "A campaign that is not over goes to it."
                )
            tx.session.delete(segment)
            schedule.purge(tx, segment.id)

    def members(self, segment_id: UUID, query: Query) -> Page[Contact]:
        """A page of the members that the caller may read. Raises NotFound, InvalidArgument."""
        defined = self._catalogue.of(Resource.CONTACT)
        with self._database.reading() as tx:
            inside = readable(tx.get(Segment, segment_id))
            return CONTACTS.page(tx, inside, query, self._tokens, definitions=defined)

    def count(self, segment_id: UUID, filter_: str) -> Count:
        """How many members the caller may read, capped. Raises NotFound, InvalidArgument."""
        defined = self._catalogue.of(Resource.CONTACT)
        with self._database.reading() as tx:
            inside = readable(tx.get(Segment, segment_id))
            return CONTACTS.count(tx, inside, filter_, definitions=defined)

    def _rebuild(self, tx: Transaction, segment: Segment) -> None:
        understood = self._membership.understood(segment.filter)
        understood.predicate(now=tx.now)  # refuses `me`: a segment is the same for everybody
        if understood.empty:
            raise InvalidArgument.of("filter", "is required: a segment of everybody is a mistake")
        segment.begin()
        schedule.build(tx, segment)


def readable(segment: Segment) -> Select[Contact]:
    """The living members that the running call's caller may read as contacts."""
    reach = context.current().needing("contacts.read")
    return (
        select(Contact)
        .join(SegmentMember, SegmentMember.contact_id == Contact.id)
        .where(SegmentMember.segment_id == segment.id, Contact.delete_time.is_(None))
        .where(scope.condition(Contact, reach))
    )
