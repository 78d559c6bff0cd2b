"""When contacts are scored: soon after something happened, and when their score will change.

One timer for each contact, so that a burst of events is one look. Whoever does it takes along
what else is due, so that many contacts are one transaction.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from chassis import context, timers
from chassis.tables import ScheduledTimer
from chassis.transaction import Transaction

RESCORE = "leads.scoring.rescore"
SWEEP = "leads.scoring.sweep"
#: Contacts in one transaction.
BATCH = 200
#: When a contact is being changed by somebody else just now.
AGAIN = timedelta(seconds=1)


def soon(tx: Transaction, contact_ids: Iterable[UUID]) -> None:
    """Looks at these contacts as soon as this is committed."""
    timers.schedule_all(tx, RESCORE, keys=map(str, contact_ids), due=tx.now)


def at(tx: Transaction, contact_id: UUID, moment: datetime) -> None:
    """Looks at a contact at a moment; what was planned for it before is forgotten."""
    tx.schedule(RESCORE, key=str(contact_id), due=moment)


def everybody(tx: Transaction) -> None:
    """Looks at all contacts, from the first, in the background."""
    tx.schedule(SWEEP, key="", due=tx.now, bulk=True)


def taken_along(tx: Transaction, beside: str) -> list[UUID]:
    """The other contacts that are due and never failed; their timers are done with this one's.
    Those of a job over many contacts are left to it, or they would hold up this one."""
    due = (
        select(ScheduledTimer.id)
        .where(
            ScheduledTimer.name == RESCORE,
            ScheduledTimer.key != beside,
            ScheduledTimer.due_time <= tx.now,
            ScheduledTimer.dead_time.is_(None),
            ScheduledTimer.tries == 0,
            ScheduledTimer.bulk == context.current().bulk,
        )
        .order_by(ScheduledTimer.due_time)
        .limit(BATCH - 1)
        .with_for_update(skip_locked=True)
    )
    gone = delete(ScheduledTimer).where(ScheduledTimer.id.in_(due)).returning(ScheduledTimer.key)
    return [UUID(key) for key in tx.session.scalars(gone)]
