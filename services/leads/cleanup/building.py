"""A round: all contacts in order of their ids, some thousand a step in a few statements."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from crm.leads.v1 import events_pb2 as events
from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update

from chassis.transaction import Transaction
from services.leads.cleanup.model import (
    CleanupItem,
    CleanupPolicy,
    CleanupRound,
    Reason,
    State,
    months_before,
    policy,
)
from services.leads.cleanup.reasons import LIVING, duplicate_of, explanation, holding, telling
from services.leads.contacts.model import Contact

#: How many contacts a step looks at.
STEP = 5000
#: What waits for a decision for one reason at most: nobody looks through more in a month.
AT_MOST = 2000
FIRST = UUID(int=0)


def step(tx: Transaction, after: UUID) -> UUID | None:
    """The next contacts after one; the last of them to go on from, None when that was all."""
    ids = select(Contact.id).where(Contact.id > after).order_by(Contact.id).limit(STEP)
    window = list(tx.session.scalars(ids))
    if not window:
        return None
    rules, waiting = policy(tx), waiting_for(tx)
    for reason in Reason:
        forget(tx, reason, rules, window)
        _find(tx, reason, rules, window, AT_MOST - waiting.get(reason, 0))
    return window[-1]


def forget(tx: Transaction, reason: Reason, rules: CleanupPolicy, window: Sequence[UUID]) -> None:
    """Removes what holds no longer for some contacts, in order of id, and what was kept long
    enough to be asked again."""
    still = exists().where(Contact.id == CleanupItem.contact_id, holding(reason, rules, tx.now))
    again = months_before(tx.now, rules.keep_months)
    theirs = _between(CleanupItem.contact_id, window)
    over = or_(~still, and_(CleanupItem.state == State.KEPT, CleanupItem.decide_time <= again))
    tx.execute(
        delete(CleanupItem)
        .where(CleanupItem.reason == reason, theirs, over)
        .execution_options(synchronize_session=False)
    )


def waiting_for(tx: Transaction) -> dict[Reason, int]:
    """How many living contacts wait for a decision, by reason."""
    counted = (
        select(CleanupItem.reason, func.count().label("times"))
        .join(Contact, Contact.id == CleanupItem.contact_id)
        .where(CleanupItem.state == State.OPEN, LIVING)
        .group_by(CleanupItem.reason)
    )
    return {row.reason: row.times for row in tx.execute(counted)}


def finish(tx: Transaction, round_id: UUID) -> None:
    """The round is over: whoever looks through it hears of it."""
    ended = update(CleanupRound).where(CleanupRound.id == round_id).values(end_time=tx.now)
    tx.execute(ended.execution_options(synchronize_session=False))
    this = tx.session.get_one(CleanupRound, round_id)
    waiting, rules = waiting_for(tx), policy(tx)
    fact = events.CleanupRoundBuilt(
        round_id=str(round_id),
        reviewer_id=str(rules.reviewer_id or ""),
        item_count=sum(waiting.values()),
        **{f"{reason.lower()}_count": waiting.get(reason, 0) for reason in Reason},
    )
    tx.publish(fact, subject=this)


def _find(
    tx: Transaction, reason: Reason, rules: CleanupPolicy, window: Sequence[UUID], room: int
) -> None:
    known = exists().where(CleanupItem.contact_id == Contact.id, CleanupItem.reason == reason)
    fresh = telling(reason).where(
        _between(Contact.id, window), holding(reason, rules, tx.now), ~known
    )
    rows = tx.execute(fresh.order_by(Contact.id).limit(room)) if room > 0 else ()
    tx.insert(
        [
            CleanupItem(
                contact_id=row.id,
                reason=reason,
                explanation=explanation(reason, row, rules),
                duplicate_of_id=duplicate_of(reason, row),
            )
            for row in rows
        ]
    )


def _between(column: Any, window: Sequence[UUID]) -> ColumnElement[bool]:
    """Whether an id lies within a window, which is in order."""
    return and_(column >= window[0], column <= window[-1])
