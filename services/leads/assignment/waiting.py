"""Leads that wait until somebody can take them, and when they are looked at again."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from chassis.transaction import Transaction
from services.leads.assignment.model import AssignmentWait, Why

LOOK_AGAIN = "leads.assignment.look_again"
HAND_OVER = "leads.assignment.hand_over"
#: How many leads one step looks at.
STEP = 100


def wait(tx: Transaction, contact_id: UUID, why: Why, passed_over: UUID | None) -> None:
    """Nobody can take it now; the first reason stands, and so does its place in the queue."""
    row = insert(AssignmentWait).values(
        contact_id=contact_id, create_time=tx.now, reason=why, passed_over_id=passed_over
    )
    tx.execute(row.on_conflict_do_nothing())


def no_longer(tx: Transaction, contact_id: UUID) -> None:
    """It has an owner, or needs none."""
    tx.execute(delete(AssignmentWait).where(AssignmentWait.contact_id == contact_id))


def oldest(tx: Transaction, *, skipping: int) -> list[AssignmentWait]:
    """The next leads in the queue, behind those that were looked at in vain."""
    query = select(AssignmentWait).order_by(AssignmentWait.create_time, AssignmentWait.contact_id)
    return list(tx.session.scalars(query.offset(skipping).limit(STEP)))


def look_again(tx: Transaction) -> None:
    """Somebody came, has room, or a rule changed."""
    if tx.session.scalar(select(AssignmentWait.contact_id).limit(1)) is not None:
        tx.schedule(LOOK_AGAIN, key="all", due=tx.now)


def hand_over(tx: Transaction, user_id: UUID) -> None:
    """Somebody does not work here any more: their open leads go to others."""
    tx.schedule(HAND_OVER, key=str(user_id), due=tx.now)
