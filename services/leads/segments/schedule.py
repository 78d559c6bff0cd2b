"""When members of a segment are collected, and removed."""

from datetime import timedelta
from uuid import UUID

from chassis.transaction import Transaction
from services.leads.segments.model import Segment

BUILD = "leads.segment.build"
REFRESH = "leads.segment.refresh"
PURGE = "leads.segment.purge"
#: How often filters that depend on the time of day are looked at.
OFTEN = timedelta(hours=1)


def build(tx: Transaction, segment: Segment, *, after: UUID | None = None) -> None:
    """The next step of collecting, now."""
    payload = {"build": segment.build, "after": str(after or "")}
    tx.schedule(BUILD, key=str(segment.id), due=tx.now, payload=payload, bulk=True)


def refresh(tx: Transaction, segment: Segment) -> None:
    """Time passes, and with it who belongs."""
    tx.schedule(REFRESH, key=str(segment.id), due=tx.now + OFTEN)


def take(tx: Transaction, segment_id: UUID, *, etag: str = "") -> Segment:
    """The segment, locked; its timers first, as a step has them. Raises NotFound, Aborted."""
    tx.hold_timers(BUILD, REFRESH, key=str(segment_id))
    return tx.get(Segment, segment_id, etag=etag)


def purge(tx: Transaction, segment_id: UUID) -> None:
    """The segment is gone; its members follow bit by bit."""
    for name in (BUILD, REFRESH):
        tx.unschedule(name, key=str(segment_id))
    tx.schedule(PURGE, key=str(segment_id), due=tx.now, bulk=True)
