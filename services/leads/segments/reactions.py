"""What keeps segments up to date: facts about contacts, time, and the steps of collecting."""

from collections.abc import Sequence
from uuid import UUID

from crm.leads.v1 import events_pb2 as leads
from sqlalchemy import ARRAY, Uuid, any_, bindparam, delete, select

from chassis.reactions import reacts_together
from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.leads.contacts.model import Contact
from services.leads.segments import building, schedule
from services.leads.segments.membership import Membership
from services.leads.segments.model import Segment, SegmentMember

Told = (
    leads.ContactCreated
    | leads.ContactUpdated
    | leads.ContactDeleted
    | leads.ContactUndeleted
    | leads.ConsentRecorded
    | leads.ScoreChanged
)

#: Made once: it is asked for every fact about a contact.
FRESH = (
    select(Contact)
    .where(Contact.id == any_(bindparam("ids", type_=ARRAY(Uuid))))
    .order_by(Contact.id)
    .with_for_update(read=True)
    .execution_options(populate_existing=True)
)


class SegmentReactions:
    """Who comes into which segment, and who goes."""

    def __init__(self, membership: Membership) -> None:
        self._membership = membership

    @reacts_together(
        leads.ContactCreated,
        leads.ContactUpdated,
        leads.ContactDeleted,
        leads.ContactUndeleted,
        leads.ConsentRecorded,
        leads.ScoreChanged,
    )
    def follow_contact(self, facts: Sequence[Told], tx: Transaction) -> None:
        """As the contacts are now, which may be later than what the facts tell."""
        ids = [UUID(fact.contact.id) for fact in facts]
        self._membership.settle(tx, list(tx.session.scalars(FRESH, {"ids": ids})))

    @on_timer(schedule.BUILD)
    def build(self, timer: Timer, tx: Transaction) -> None:
        """The next contacts; where to go on is written with them."""
        segment = find(tx, timer.key)
        if segment is None or segment.build != timer.payload["build"]:
            return
        after = timer.payload["after"]
        last = building.step(
            tx, self._membership, segment, UUID(after) if after else building.FIRST
        )
        if last is not None:
            schedule.build(tx, segment, after=last)
            return
        wanted = self._membership.filter_of(segment)
        if wanted is not None and wanted.relative:
            schedule.refresh(tx, segment)

    @on_timer(schedule.REFRESH)
    def refresh(self, timer: Timer, tx: Transaction) -> None:
        """An hour has passed."""
        if segment := find(tx, timer.key):
            schedule.build(tx, segment)

    @on_timer(schedule.PURGE)
    def purge(self, timer: Timer, tx: Transaction) -> None:
        """Some members of a deleted segment; goes on until none is left."""
        segment_id = UUID(timer.key)
        some = select(SegmentMember.contact_id).where(SegmentMember.segment_id == segment_id)
        gone = delete(SegmentMember).where(
            SegmentMember.segment_id == segment_id,
            SegmentMember.contact_id.in_(some.limit(building.STEP).scalar_subquery()),
        )
        if tx.execute(gone.returning(SegmentMember.contact_id)).first() is not None:
            schedule.purge(tx, segment_id)


def find(tx: Transaction, key: str) -> Segment | None:
    """The segment, locked; None when it was deleted."""
    query = select(Segment).where(Segment.id == UUID(key))
    return tx.session.scalars(query.with_for_update()).first()
