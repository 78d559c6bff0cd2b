"""Collecting the members of a segment, step by step through all contacts in order of id."""

from uuid import UUID

from sqlalchemy import select, update

from chassis.transaction import Transaction
from services.leads.contacts.model import Contact
from services.leads.segments.membership import Membership, enter, leave
from services.leads.segments.model import Segment, SegmentMember, State

#: How many contacts a step looks at.
STEP = 1000
FIRST = UUID(int=0)


def step(tx: Transaction, membership: Membership, segment: Segment, after: UUID) -> UUID | None:
    """The next contacts after one; the last of them to go on from, None when that was all."""
    wanted = membership.filter_of(segment)
    if wanted is None:
        _say(tx, segment, state=State.BROKEN)
        return None
    ids = select(Contact.id).where(Contact.id > after).order_by(Contact.id).limit(STEP)
    window = list(tx.session.scalars(ids))
    if not window:
        _say(tx, segment, state=State.READY, build_time=tx.now)
        return None
    passes = (Contact.delete_time.is_(None), wanted.where(Contact, now=tx.now))
    members = set(_members(tx, segment, window))
    inside = set(tx.session.scalars(select(Contact.id).where(Contact.id.in_(window), *passes)))
    # Those that would come or go are locked and asked again: a change of theirs that is being
    # written right now is seen here, or follows after us.
    moving = select(Contact).where(Contact.id.in_(members ^ inside)).order_by(Contact.id)
    locked = tx.scalars(moving.with_for_update(read=True))
    test = wanted.predicate(now=tx.now)
    now_inside = {each.id for each in locked if each.delete_time is None and test(each)}
    enter(tx, segment, [each for each in locked if each.id in now_inside - members])
    leave(tx, segment, [each for each in locked if each.id in members - now_inside])
    return window[-1]


def _members(tx: Transaction, segment: Segment, window: list[UUID]) -> list[UUID]:
    query = select(SegmentMember.contact_id).where(
        SegmentMember.segment_id == segment.id,
        SegmentMember.contact_id >= window[0],
        SegmentMember.contact_id <= window[-1],
    )
    return list(tx.session.scalars(query))


def _say(tx: Transaction, segment: Segment, **values: object) -> None:
    """How far it is; its etag stays, as nobody changed it."""
    tx.execute(update(Segment).where(Segment.id == segment.id).values(values))
