"""The contact guard: the one place that decides whether a message goes out, and when.

It runs in the transaction that claims the message, on what is known at that moment: who
unsubscribed while a message waited does not get it.
"""

from datetime import UTC, datetime, time, timedelta, tzinfo

from sqlalchemy import func, select

from chassis.transaction import Transaction
from services.notify.complaints.model import complains
from services.notify.contacts_copy.model import ContactCopy
from services.notify.messages.model import Decision, Message, Outcome, State
from services.notify.suppressions.actions import reasons_of
from services.notify.suppressions.model import Reason
from services.notify.templates.model import Purpose

#: Promotional messages a person gets at most in the window (R16).
CAP = 3
WINDOW = timedelta(days=7)
#: When promotional messages wait, in the person's zone (R16).
QUIET_FROM, QUIET_UNTIL = time(21), time(8)
#: What counts against the cap: handed over, or perhaps.
COUNTED = (State.CLAIMED, State.SENT, State.UNKNOWN, State.BOUNCED)


def decide(tx: Transaction, message: Message) -> Decision:
    """Whether a message goes out now. For SEND the caller claims it in the same transaction,
    which reserves its place under the cap."""
    if message.expire_time and tx.now > message.expire_time:
        return hold("TOO_LATE", "Its time was over before it could be sent.")
    if why := _suppressed(tx, message):
        return why
    if message.purpose is not Purpose.PROMOTIONAL:
        return Decision(Outcome.SEND)
    contact = tx.session.get(ContactCopy, message.contact_id) if message.contact_id else None
    if contact is None or not contact.agreed:
        return hold("NO_CONSENT", "The person has not agreed to advertising.")
    if complains(tx, contact.id, message.email):
        return hold("OPEN_COMPLAINT", "The person complains, or did within the last 7 days.")
    return _quiet(message, contact, tx.now) or _capped(tx, message) or Decision(Outcome.SEND)


def hold(reason: str, explanation: str) -> Decision:
    """A decision not to send it at all."""
    return Decision(Outcome.HOLD, reason, explanation)


def quiet_until(now: datetime, zone: tzinfo) -> datetime | None:
    """When the quiet hours that run at `now` are over (UTC), None outside of them."""
    local = now.astimezone(zone)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return None
    day = local.date() + timedelta(days=1 if local.time() >= QUIET_FROM else 0)
    return datetime.combine(day, QUIET_UNTIL, zone).astimezone(UTC)


def _suppressed(tx: Transaction, message: Message) -> Decision | None:
    reasons = reasons_of(tx, message.email)
    if message.purpose is not Purpose.PROMOTIONAL:
        reasons -= {Reason.UNSUBSCRIBED}
    if not reasons:
        return None
    return hold("SUPPRESSED", f"The address is left alone: {', '.join(sorted(reasons))}.")


def _quiet(message: Message, contact: ContactCopy, now: datetime) -> Decision | None:
    until = quiet_until(now, contact.zone)
    if until is None:
        return None
    if message.expire_time and until > message.expire_time:
        return hold("TOO_LATE", "It would be late when the quiet hours are over.")
    explanation = f"It is between 21:00 and 08:00 for the person ({contact.zone})."
    return Decision(Outcome.WAIT, "QUIET_HOURS", explanation, until)


def _capped(tx: Transaction, message: Message) -> Decision | None:
    """Counting and claiming are one for each person: another worker waits here until the claim
    that goes first is committed."""
    tx.lock_key("cap", str(message.contact_id))
    sent = select(func.count()).select_from(Message)
    sent = sent.where(
        Message.contact_id == message.contact_id,
        Message.purpose == Purpose.PROMOTIONAL,
        Message.state.in_(COUNTED),
        Message.claim_time > tx.now - WINDOW,
    )
    if (tx.session.scalar(sent) or 0) < CAP:
        return None
    return hold("CAP_REACHED", f"The person got {CAP} promotional messages within 7 days.")
