"""How often a form may be sent: counted in the submissions themselves, for all processes alike.

The limit-th newest submission of the last minute decides, so one look at an index is enough. The
visitor's network is locked until the end of the transaction: its posts are counted one by one.
"""

import math
from datetime import datetime, timedelta

from sqlalchemy import select

from chassis.errors import ResourceExhausted
from chassis.transaction import Transaction
from services.leads.forms.model import Form, Submission

WINDOW = timedelta(minutes=1)


def check(tx: Transaction, form: Form, prefix: str) -> None:
    """Raises ResourceExhausted (TOO_MANY_SUBMISSIONS) with retry_after in seconds."""
    tx.lock_key("form visitor", f"{form.id} {prefix}")
    for limit, visitor in ((form.visitor_limit, prefix), (form.total_limit, None)):
        if free_at := _full_until(tx, form, limit, visitor):
            wait = max(1, math.ceil((free_at - tx.now).total_seconds()))
            raise ResourceExhausted(
                "TOO_MANY_SUBMISSIONS",
                "This form was sent too often; try again shortly.",
                retry_after=wait,
            )


def _full_until(tx: Transaction, form: Form, limit: int, visitor: str | None) -> datetime | None:
    query = (
        select(Submission.create_time)
        .where(Submission.form_id == form.id, Submission.create_time > tx.now - WINDOW)
        .order_by(Submission.create_time.desc())
        .offset(limit - 1)
        .limit(1)
    )
    if visitor is not None:
        query = query.where(Submission.ip_prefix == visitor)
    oldest: datetime | None = tx.session.scalar(query)
    return None if oldest is None else oldest + WINDOW
