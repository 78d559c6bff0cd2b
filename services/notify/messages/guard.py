"""The contact guard: the one place that decides whether a message goes out, and when.

It runs in the transaction that claims the messages, on what is known at that moment: who
unsubscribed while a message waited does not get it. What it needs to know it asks once for all
the messages it is made for.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Protocol
from uuid import UUID

from sqlalchemy import func, select

from chassis.transaction import Transaction
from services.notify.complaints.model import complaining
from services.notify.contacts_copy.model import ContactCopy
from services.notify.messages.model import Decision, Message, Outcome, State
from services.notify.suppressions.actions import reasons_by_address
from services.notify.suppressions.model import Reason
from services.notify.templates.model import Purpose

#: Promotional messages a person gets at most in the window (R16).
CAP = 3
WINDOW = timedelta(days=7)
#: When promotional messages wait, in the person's zone (R16).
QUIET_FROM, QUIET_UNTIL = time(21), time(8)
#: What counts against the cap: handed over, or perhaps.
COUNTED = (State.CLAIMED, State.SENT, State.UNKNOWN, State.BOUNCED)


class Addressed(Protocol):
    """What is to go to somebody, as far as the guard looks at it."""

    @property
    def contact_id(self) -> UUID | None: ...
    @property
    def email(self) -> str: ...
    @property
    def purpose(self) -> Purpose: ...
    @property
    def expire_time(self) -> datetime | None: ...


class Guard:
    """Decides about some messages. at: the moment they would go, now when they do."""

    def __init__(
        self, tx: Transaction, messages: Sequence[Addressed], *, at: datetime | None = None
    ) -> None:
        self._now = at or tx.now
        emails = [each.email for each in messages]
        ids = {each.contact_id for each in messages if _advertises(each) and each.contact_id}
        found = select(ContactCopy).where(ContactCopy.id.in_(ids)) if ids else None
        copies = tx.session.scalars(found) if found is not None else ()
        self._suppressed = reasons_by_address(tx, emails)
        self._contacts = {copy.id: copy for copy in copies}
        self._complaining = complaining(tx, ids, emails, self._now) if ids else frozenset()
        self._received = _received(tx, ids, self._now) if ids else Counter()

    @classmethod
    def claiming(cls, tx: Transaction, messages: Sequence[Addressed]) -> "Guard":
        """For messages that are claimed in this transaction. Counting and claiming are one for
        each person: another worker waits here until the claims that go first are committed."""
        tx.lock_keys("cap", {str(each.contact_id) for each in messages if _advertises(each)})
        return cls(tx, messages)

    def decide(self, message: Addressed) -> Decision:
        """Whether a message goes out now. SEND takes its place under the cap; the caller claims
        it in the same transaction, which keeps the place."""
        decision = self._decision(message)
        if decision.outcome is Outcome.SEND and _advertises(message) and message.contact_id:
            self._received[message.contact_id] += 1
        return decision

    def _decision(self, message: Addressed) -> Decision:
        if message.expire_time and self._now > message.expire_time:
            return hold("TOO_LATE", "Its time was over before it could be sent.")
        if why := self._left_alone(message):
            return why
        if not _advertises(message):
            return Decision(Outcome.SEND)
        contact = self._contacts.get(message.contact_id) if message.contact_id else None
        if contact is None or not contact.agreed:
            return hold("NO_CONSENT", "The person has not agreed to advertising.")
        if {contact.id, message.email} & self._complaining:
            return hold("OPEN_COMPLAINT", "The person complains, or did within the last 7 days.")
        return self._quiet(message, contact) or self._capped(contact) or Decision(Outcome.SEND)

    def _left_alone(self, message: Addressed) -> Decision | None:
        reasons = self._suppressed.get(message.email, frozenset())
        if not _advertises(message):
            reasons -= {Reason.UNSUBSCRIBED}
        if not reasons:
            return None
        return hold("SUPPRESSED", f"The address is left alone: {', '.join(sorted(reasons))}.")

    def _quiet(self, message: Addressed, contact: ContactCopy) -> Decision | None:
        until = quiet_until(self._now, contact.zone)
        if until is None:
            return None
        if message.expire_time and until > message.expire_time:
            return hold("TOO_LATE", "It would be late when the quiet hours are over.")
        explanation = f"It is between 21:00 and 08:00 for the person ({contact.zone})."
        return Decision(Outcome.WAIT, "QUIET_HOURS", explanation, until)

    def _capped(self, contact: ContactCopy) -> Decision | None:
        if self._received[contact.id] < CAP:
            return None
        return hold("CAP_REACHED", f"The person got {CAP} promotional messages within 7 days.")


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


def _advertises(message: Addressed) -> bool:
    return message.purpose is Purpose.PROMOTIONAL


def _received(tx: Transaction, contact_ids: set[UUID], now: datetime) -> Counter[UUID]:
    """How many promotional messages each person got within the window."""
    sent = select(Message.contact_id, func.count().label("times")).where(
        Message.contact_id.in_(contact_ids),
        Message.purpose == Purpose.PROMOTIONAL,
        Message.state.in_(COUNTED),
        Message.claim_time > now - WINDOW,
    )
    rows = tx.execute(sent.group_by(Message.contact_id))
    return Counter({row.contact_id: row.times for row in rows})
