"""What follows once it is sure who looked at a mail: the message's times, and facts."""

from collections.abc import Sequence
from uuid import UUID

from crm.notify.v1 import events_pb2 as events
from sqlalchemy import exists, select

from chassis import context
from chassis.timers import Timer, on_timers
from chassis.transaction import Transaction
from services.notify.engagement.actions import JUDGE
from services.notify.engagement.bursts import WINDOW, reason_of
from services.notify.engagement.model import PERSONS, Engagement, Kind, Reason
from services.notify.engagement.tracked_html import addresses
from services.notify.messages.model import Message, State
from services.notify.messages.telling import told
from services.notify.templates.model import Purpose

#: Looks that are decided in one transaction.
BATCH = 25
#: How far back opened messages are counted.
ROW = 20


class EngagementReactions:
    """The timer behind each look."""

    @on_timers(JUDGE, at_most=BATCH)
    def judge(self, timers: Sequence[Timer], tx: Transaction) -> None:
        """Decides who it was. What a person did is told once, what a program did never."""
        calls = {UUID(timer.key): timer.call for timer in timers}
        found = select(Engagement).where(Engagement.id.in_(calls))
        looks = tx.session.scalars(found.order_by(Engagement.occur_time, Engagement.id)).all()
        messages = _locked(tx, {look.message_id for look in looks})
        for look in looks:
            message = messages[look.message_id]
            reason = _reason(tx, look, message) if look.by_person else Reason.NONE
            if reason is not Reason.NONE:
                look.taken_for_program(reason)
            if look.by_person:
                with context.use(calls[look.id]):
                    _follow(tx, message, look)
            look.settled = True
            tx.flush()


def _locked(tx: Transaction, ids: set[UUID]) -> dict[UUID, Message]:
    """The messages, locked in one order for everybody."""
    found = select(Message).where(Message.id.in_(ids)).order_by(Message.id).with_for_update()
    fresh = found.execution_options(populate_existing=True)
    return {message.id: message for message in tx.scalars(fresh)}


def _reason(tx: Transaction, look: Engagement, message: Message) -> Reason:
    """Why what was done around it says that a program did it, or NONE."""
    around = select(Engagement).where(
        Engagement.message_id == look.message_id,
        Engagement.kind == Kind.CLICK,
        Engagement.occur_time.between(look.occur_time - WINDOW, look.occur_time + WINDOW),
    )
    return reason_of(look, tx.session.scalars(around), len(addresses(message.body_html)))


def _follow(tx: Transaction, message: Message, look: Engagement) -> None:
    """The first open is told, and the first click on each link. Who follows a link has opened the
    mail, even with its pictures off."""
    at = look.occur_time
    opened, clicked = message.open_time is None, look.kind is Kind.CLICK
    message.open_time = message.open_time or at
    if clicked:
        message.click_time = message.click_time or at
    tx.flush()
    if opened:
        row = opened_in_a_row(tx, message)
        fact = events.MessageOpened(message=told(message), occur_time=at, opened_in_a_row=row)
        tx.publish(fact, subject=message)
    if clicked and not _followed_before(tx, look):
        tx.publish(
            events.MessageClicked(message=told(message), url=look.url, occur_time=at),
            subject=message,
        )


def _followed_before(tx: Transaction, look: Engagement) -> bool:
    """Whether it is known that a person followed this link of the message."""
    before = exists().where(
        Engagement.message_id == look.message_id,
        Engagement.url == look.url,
        Engagement.settled,
        Engagement.verdict.in_(PERSONS),
    )
    return bool(tx.session.scalar(select(before)))


def opened_in_a_row(tx: Transaction, message: Message) -> int:
    """How many of the person's latest messages that tell were opened, counted from the newest."""
    newest = (
        select(Message.open_time)
        .where(
            Message.contact_id == message.contact_id,
            Message.purpose == Purpose.PROMOTIONAL,
            Message.body_html != "",
            Message.state.in_((State.SENT, State.UNKNOWN)),
        )
        .order_by(Message.create_time.desc(), Message.id.desc())
        .limit(ROW)
    )
    opened = 0
    for row in tx.execute(newest):
        if row.open_time is None:
            break
        opened += 1
    return opened
