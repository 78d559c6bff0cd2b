"""The use cases of bounces. Each method is one transaction."""

import re
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from crm.notify.v1 import events_pb2 as events
from sqlalchemy import select

from chassis.database import Database
from chassis.errors import InvalidArgument
from chassis.transaction import Transaction
from services.notify.bounces.dsn import Report, reports
from services.notify.messages.model import Message
from services.notify.messages.telling import told
from services.notify.suppressions.actions import leave_alone
from services.notify.suppressions.model import Reason

#: The part before the @ of our own Message-IDs.
OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)


class Fate(StrEnum):
    """What became of a mail that was handed in."""

    NO_BOUNCE = "NO_BOUNCE"
    UNKNOWN_MESSAGE = "UNKNOWN_MESSAGE"
    SOFT = "SOFT"
    HARD = "HARD"
    COMPLAINT = "COMPLAINT"


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail said and about which message."""

    fate: Fate
    message_id: UUID | None = None
    diagnosis: str = ""
    again: bool = False


class Bounces:
    """What can be done with mails that come back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def receive(self, raw: bytes) -> Bounce:
        """Takes a mail; the same one twice changes nothing more. Raises InvalidArgument."""
        if not raw.strip():
            raise InvalidArgument.of("raw", "give either raw or text")
        found = reports(raw)
        if not found:
            return Bounce(Fate.NO_BOUNCE)
        with self._database.transaction() as tx:
            bounces = [_follow(tx, report) for report in found]
        return max(bounces, key=lambda bounce: [*Fate].index(bounce.fate))


def _follow(tx: Transaction, report: Report) -> Bounce:
    """Notes it on the message. Only an address we wrote to is ever left alone: whoever sends us a
    made-up report silences nobody."""
    message = _message(tx, report)
    if message is None:
        return Bounce(Fate.UNKNOWN_MESSAGE, diagnosis=report.diagnosis)
    if report.complaint:
        return _complain(tx, message, report)
    fate = Fate.HARD if report.hard else Fate.SOFT
    said = " ".join(part for part in (report.status, report.diagnosis) if part)
    noted = message.bounce(said, tx.now)
    if noted:
        tx.flush()
        fact = events.MessageBounced(message=told(message), permanent=report.hard, diagnosis=said)
        tx.publish(fact, subject=message)
    if report.hard:
        leave_alone(tx, message.email, said)
    return Bounce(fate, message.id, said, again=not noted)


def _complain(tx: Transaction, message: Message, report: Report) -> Bounce:
    """Somebody pressed the button of their mail program; told once."""
    again = message.complaint_time is not None
    if not again:
        message.complaint_time = tx.now
        tx.flush()
        tx.publish(events.MessageComplained(message=told(message)), subject=message)
        leave_alone(tx, message.email, report.diagnosis, Reason.COMPLAINED)
    return Bounce(Fate.COMPLAINT, message.id, report.diagnosis, again=again)


def _message(tx: Transaction, report: Report) -> Message | None:
    """The message that came back, when it went to whom the report names."""
    ours = OURS.search(report.message_id)
    known = Message.thread["message_id"].astext == report.message_id
    statement = select(Message).where(known).order_by(Message.create_time.desc()).limit(1)
    found = tx.session.get(Message, UUID(ours[1])) if ours else None
    if found is None and report.message_id:
        found = tx.session.scalars(statement).first()
    if found is None or (report.recipient and report.recipient != found.email):
        return None
    tx.session.refresh(found, with_for_update=True)
    return found
