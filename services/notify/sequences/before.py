"""What a CHECK may know of the message before it: whether a person opened it or followed a link."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from chassis.transaction import Transaction
from services.notify.engagement.model import PERSONS, Engagement
from services.notify.messages.model import Message, State
from services.notify.sequences.model import Enrolment
from services.notify.templates.model import Purpose

#: Nobody can have opened these.
NEVER_THERE = (State.HELD, State.FAILED, State.BOUNCED, State.CANCELLED)
#: How soon to look again while it is being decided who looked at a message, and how long at most.
MOMENT, LONGEST = timedelta(seconds=10), timedelta(hours=1)


def source_of(enrolment: Enrolment, number: int) -> str:
    """What makes the message of a step unique."""
    return f"sequence:{enrolment.id}:{number}"


def message_before(tx: Transaction, enrolment: Enrolment) -> Message | None:
    """The last message of the steps behind; before the first, the latest advertising the contact
    got by other ways, as from a campaign."""
    theirs = [source_of(enrolment, number) for number in range(enrolment.step)]
    own = select(Message).where(Message.source.in_(theirs))
    others = select(Message).where(
        Message.contact_id == enrolment.contact_id,
        Message.purpose == Purpose.PROMOTIONAL,
        Message.state.not_in(NEVER_THERE),
    )
    for found in (own, others):
        newest = found.order_by(Message.create_time.desc(), Message.id.desc()).limit(1)
        if message := tx.session.scalars(newest).first():
            return message
    return None


def known_of(message: Message | None) -> Mapping[str, bool | None]:
    """opened, clicked: neither true nor false when there is no message, or it never arrived."""
    if message is None or message.state in NEVER_THERE:
        return {"opened": None, "clicked": None}
    return {"opened": message.open_time is not None, "clicked": message.click_time is not None}


def looked_at_from(tx: Transaction, message: Message, patience: timedelta) -> datetime:
    """When a CHECK may look that gives people so much time from the moment the message went out."""
    due = message.due_time if message.state is State.QUEUED else message.claim_time
    moment = (message.sent_time or due or message.create_time) + patience
    return moment if moment > tx.now or not _undecided(tx, message) else tx.now + MOMENT


def _undecided(tx: Transaction, message: Message) -> bool:
    """Whether somebody just looked at it who may turn out to be a person."""
    pending = exists().where(
        Engagement.message_id == message.id,
        Engagement.settled.is_(False),
        Engagement.verdict.in_(PERSONS),
        Engagement.occur_time > tx.now - LONGEST,
    )
    return bool(tx.session.scalar(select(pending)))
