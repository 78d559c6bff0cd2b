"""The campaign, the states it goes through, and its recipients."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity, Owned
from chassis.errors import FailedPrecondition, InvalidArgument, Violation
from chassis.ids import uuid7
from chassis.wording import one_line
from services.leads.tables import Table

#: A campaign whose moment was missed by more than this is not sent without a person's word.
PATIENCE = timedelta(hours=12)
#: Rows over which the numbers of a campaign are spread.
SLOTS = 16
#: What a change may set at any time; the rest only while it is a draft.
ALWAYS = frozenset({"name", "owner_id", "team_id"})


class State(StrEnum):
    """How a campaign stands."""

    DRAFT = "DRAFT"
    SCHEDULED = "SCHEDULED"
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    FINISHED = "FINISHED"
    CANCELLED = "CANCELLED"


#: Nothing happens with it any more.
OVER = (State.FINISHED, State.CANCELLED)
#: Where a person may take it from each state; by itself it goes SCHEDULED -> RUNNING or PAUSED, and
#: RUNNING -> FINISHED.
ALLOWED: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SCHEDULED, State.RUNNING}),
    State.SCHEDULED: frozenset({State.DRAFT}),
    State.RUNNING: frozenset({State.PAUSED, State.CANCELLED}),
    State.PAUSED: frozenset({State.RUNNING, State.SCHEDULED, State.CANCELLED}),
    State.FINISHED: frozenset(),
    State.CANCELLED: frozenset(),
}


class Campaign(Table, Entity, Owned, kw_only=True):
    """One template to a segment. identity: who launched it, for whom it goes on; last_contact_id:
    the last recipient told, after whom it goes on; chunk: how many facts named recipients."""

    __tablename__ = "campaigns"

    name: Mapped[str] = mapped_column(default="")
    segment_id: Mapped[UUID | None] = mapped_column(default=None)
    template_key: Mapped[str] = mapped_column(default="")
    state: Mapped[State] = mapped_column(default=State.DRAFT, init=False)
    state_reason: Mapped[str] = mapped_column(default="", init=False)
    start_time: Mapped[datetime | None] = mapped_column(default=None, init=False)
    launch_time: Mapped[datetime | None] = mapped_column(default=None, init=False)
    end_time: Mapped[datetime | None] = mapped_column(default=None, init=False)
    identity: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, init=False)
    last_contact_id: Mapped[UUID | None] = mapped_column(default=None, init=False)
    chunk: Mapped[int] = mapped_column(default=0, init=False)
    recipient_count: Mapped[int] = mapped_column(default=0, init=False)

    def change(self, changes: Mapping[str, Any]) -> None:
        """Sets the fields named. Raises InvalidArgument, FailedPrecondition (CAMPAIGN_STATE)."""
        if changes.keys() - ALWAYS:
            self.require(State.DRAFT)
        for name, value in changes.items():
            setattr(self, name, one_line(value) if isinstance(value, str) else value)
        required = ("name", "segment_id", "template_key")
        missing = [Violation(name, "is required") for name in required if not getattr(self, name)]
        if missing:
            raise InvalidArgument.many(missing)

    def go(self, state: State) -> None:
        """Takes it to a state, as a person asks. Raises FailedPrecondition (CAMPAIGN_STATE)."""
        if state not in ALLOWED[self.state]:
            raise self._refusal(f"It is {self.state.lower()}: it cannot become {state.lower()}.")
        self.state, self.state_reason = state, ""

    def require(self, *states: State) -> None:
        """Raises FailedPrecondition (CAMPAIGN_STATE) in any other state."""
        if self.state not in states:
            raise self._refusal(f"It is {self.state.lower()}.")

    def begin(self, identity: dict[str, Any], at: datetime) -> None:
        """It runs from now on, for somebody; where it was paused, it goes on there."""
        self.identity = identity
        self.launch_time = self.launch_time or at
        self.start_time = None

    def due(self, at: datetime) -> bool:
        """Its moment has come: it runs, or is paused when the moment was missed for too long;
        whether it runs."""
        late = self.start_time is not None and at - self.start_time > PATIENCE
        self.state = State.PAUSED if late else State.RUNNING
        self.state_reason = "TOO_LATE" if late else ""
        return not late

    def _refusal(self, words: str) -> FailedPrecondition:
        return FailedPrecondition("CAMPAIGN_STATE", words, state=self.state.name)


class RecipientState(StrEnum):
    """What became of a recipient's message."""

    TOLD = "TOLD"
    SENT = "SENT"
    HELD = "HELD"
    FAILED = "FAILED"


class CampaignRecipient(Table, kw_only=True):
    """Somebody a campaign goes to: one row, so one message."""

    __tablename__ = "campaign_recipients"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid7)
    create_time: Mapped[datetime]
    update_time: Mapped[datetime]
    campaign_id: Mapped[UUID]
    contact_id: Mapped[UUID]
    email: Mapped[str]
    state: Mapped[RecipientState]
    reason: Mapped[str] = mapped_column(default="")
    message_id: Mapped[UUID | None] = mapped_column(default=None)
    open_time: Mapped[datetime | None] = mapped_column(default=None)
    click_time: Mapped[datetime | None] = mapped_column(default=None)
    bounce_time: Mapped[datetime | None] = mapped_column(default=None)
    complaint_time: Mapped[datetime | None] = mapped_column(default=None)


class CampaignTally(Table, kw_only=True):
    """How many messages of a campaign came to each end, and what people did with them, spread over
    SLOTS rows so that news of many at once do not wait for each other."""

    __tablename__ = "campaign_tallies"

    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    sent: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    opened: Mapped[int] = mapped_column(default=0)
    clicked: Mapped[int] = mapped_column(default=0)
    bounced: Mapped[int] = mapped_column(default=0)
    complained: Mapped[int] = mapped_column(default=0)
