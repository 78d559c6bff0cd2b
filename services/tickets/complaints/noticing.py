"""Notices unhappy words, and tells the world of complaints that begin and end."""

import re

from crm.tickets.v1 import events_pb2 as events
from sqlalchemy import select

from chassis.transaction import Transaction
from services.tickets.complaints.model import ComplaintWord
from services.tickets.tickets.model import Ticket
from services.tickets.tickets.telling import told


def sounds_unhappy(tx: Transaction, *texts: str) -> bool:
    """Whether one of the words stands in the texts, as a whole word."""
    words = tx.session.scalars(select(ComplaintWord.word)).all()
    if not words:
        return False
    pattern = rf"(?<!\w)({'|'.join(map(re.escape, words))})(?!\w)"
    said = " ".join("\n".join(texts).casefold().split())
    return re.search(pattern, said) is not None


def follow(tx: Transaction, ticket: Ticket) -> None:
    """Tells when a complaint begins, and when it is none any more."""
    if ticket.complaining == ticket.complaint_open:
        return
    ticket.complaint_open = ticket.complaining
    fact = events.ComplaintOpened() if ticket.complaining else events.ComplaintResolved()
    told(tx, ticket, fact)
