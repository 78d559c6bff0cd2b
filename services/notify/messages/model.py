"""The message: one row for everything that is sent or held back, and the states it goes through."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity, Owned
from chassis.errors import FailedPrecondition
from services.notify.tables import Table
from services.notify.templates.model import Purpose

#: Minutes to wait after each try that reached no mail server; four hours in all.
RETRY_MINUTES = (1, 2, 4, 8, 15, 30, 30, 30, 30, 30, 30, 30)


class State(StrEnum):
    """Where a message stands."""

    QUEUED = "QUEUED"
    CLAIMED = "CLAIMED"
    SENT = "SENT"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"
    HELD = "HELD"
    BOUNCED = "BOUNCED"
    CANCELLED = "CANCELLED"


class Outcome(StrEnum):
    """What the contact guard decides."""

    SEND = "SEND"
    WAIT = "WAIT"
    HOLD = "HOLD"


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows, and why. until: when to look again, for WAIT."""

    outcome: Outcome
    reason: str = ""
    explanation: str = ""
    until: datetime | None = None


class Message(Table, Entity, Owned, kw_only=True):
    """One message to one address."""

    __tablename__ = "messages"

    contact_id: Mapped[UUID | None] = mapped_column(default=None)
    email: Mapped[str]
    template_key: Mapped[str]
    template_revision: Mapped[int]
    purpose: Mapped[Purpose]
    subject: Mapped[str] = mapped_column(default="")
    body_text: Mapped[str] = mapped_column(default="")
    body_html: Mapped[str] = mapped_column(default="")
    state: Mapped[State] = mapped_column(default=State.QUEUED)
    state_reason: Mapped[str] = mapped_column(default="")
    decisions: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    due_time: Mapped[datetime | None] = mapped_column(default=None)
    expire_time: Mapped[datetime | None] = mapped_column(default=None)
    claim_time: Mapped[datetime | None] = mapped_column(default=None)
    sent_time: Mapped[datetime | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    #: What is known of the hand-over that was begun last: fate and said; empty before (handovers).
    handover: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    automatic: Mapped[bool] = mapped_column(default=False)
    campaign_id: Mapped[UUID | None] = mapped_column(default=None)
    #: Headers of a mail in a conversation; "message_id" instead of the one made of the id.
    thread: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    bounce_time: Mapped[datetime | None] = mapped_column(default=None)
    open_time: Mapped[datetime | None] = mapped_column(default=None)
    click_time: Mapped[datetime | None] = mapped_column(default=None)
    complaint_time: Mapped[datetime | None] = mapped_column(default=None)
    #: What it was made for, unique: "form_confirmation:<submission>"; empty when a person sent it.
    source: Mapped[str | None] = mapped_column(default=None)

    def decide(self, decision: Decision, now: datetime) -> None:
        """Notes a decision and follows it."""
        noted = {
            "decide_time": now.isoformat(),
            "outcome": decision.outcome.value,
            "reason": decision.reason,
            "explanation": decision.explanation,
            "until_time": decision.until.isoformat() if decision.until else "",
        }
        self.decisions = [*self.decisions, noted]
        self.state_reason = decision.reason
        if decision.outcome is Outcome.SEND:
            self.state, self.claim_time, self.due_time = State.CLAIMED, now, None
            self.attempts += 1
            self.handover = {}
        elif decision.outcome is Outcome.WAIT:
            self.due_time = decision.until
        else:
            self.state, self.due_time = State.HELD, None

    def wait(self, reason: str, until: datetime) -> None:
        """Nothing can be decided now."""
        self.state_reason, self.due_time = reason, until

    def let_go(self, now: datetime) -> None:
        """It was claimed, and nobody began to hand it over: waits as before."""
        self.state, self.claim_time, self.due_time = State.QUEUED, None, now
        self.attempts -= 1

    def cancel(self) -> None:
        """Is taken back. Raises FailedPrecondition (MESSAGE_NOT_QUEUED)."""
        if self.state is not State.QUEUED:
            raise FailedPrecondition(
                "MESSAGE_NOT_QUEUED", "Only a message that waits can be taken back."
            )
        self.state, self.due_time = State.CANCELLED, None

    def end(self, state: State, reason: str, now: datetime) -> None:
        """Handing it over came to an end: SENT, FAILED or UNKNOWN."""
        self.state, self.state_reason = state, reason
        self.sent_time = now if state is State.SENT else None

    def bounce(self, said: str, now: datetime) -> bool:
        """It came back; False when that is known, or it never went out."""
        if self.state not in (State.SENT, State.UNKNOWN, State.CLAIMED):
            return False
        self.state, self.state_reason, self.bounce_time = State.BOUNCED, said, now
        return True

    def put_off(self, reason: str, now: datetime) -> bool:
        """No mail server took it: waits to be tried again, False when it was tried enough."""
        if self.attempts > len(RETRY_MINUTES):
            return False
        self.state, self.state_reason = State.QUEUED, reason
        self.claim_time = None
        self.due_time = now + timedelta(minutes=RETRY_MINUTES[self.attempts - 1])
        return True
