"""Spam is kept for a month, so that people can see what was held back, and not longer."""

from datetime import timedelta

from sqlalchemy import CursorResult, delete, select

from chassis.transaction import Transaction
from services.leads.forms.model import Submission

FORGET = "leads.form.forget_spam"
KEPT = timedelta(days=30)
BATCH = 1000


def will_be_forgotten(tx: Transaction) -> None:
    """Sets the timer for the spam of today, once a day however much there is."""
    tx.schedule(FORGET, key=f"{tx.now:%Y-%m-%d}", due=tx.now + KEPT)


def forget(tx: Transaction) -> bool:
    """Removes some of what is old enough; whether there may be more."""
    old = select(Submission.id).where(Submission.spam, Submission.create_time <= tx.now - KEPT)
    batch = old.order_by(Submission.create_time).limit(BATCH)
    result = tx.execute(delete(Submission).where(Submission.id.in_(batch)))
    return isinstance(result, CursorResult) and result.rowcount == BATCH
