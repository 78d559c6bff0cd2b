"""The deal and its rules: what a stage asks for, when it may move, how it ends."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.changes import Changes, Values, between, values_of
from chassis.entity import Entity, Owned, SoftDeleted
from chassis.errors import FailedPrecondition, InvalidArgument
from chassis.wording import label_list, one_line
from services.deals.money import normalised
from services.deals.tables import Table

Stage = dict[str, Any]

#: What a change may set; facts tell these.
WRITABLE = (
    "title",
    "amount",
    "expected_close_date",
    "contact_id",
    "company_name",
    "contacts",
    "next_step",
    "next_step_date",
    "tags",
    "owner_id",
    "team_id",
)


class State(StrEnum):
    """How a deal stands."""

    OPEN = "OPEN"
    WON = "WON"
    LOST = "LOST"


class WinReason(StrEnum):
    """Why a deal was won."""

    FIT = "FIT"
    BETTER_PRICE = "BETTER_PRICE"
    RELATIONSHIP = "RELATIONSHIP"
    REFERRAL = "REFERRAL"
    OTHER_WIN = "OTHER_WIN"


class LossReason(StrEnum):
    """Why a deal was lost."""

    PRICE = "PRICE"
    MISSING_FEATURE = "MISSING_FEATURE"
    COMPETITOR = "COMPETITOR"
    TIMING = "TIMING"
    NO_ANSWER = "NO_ANSWER"
    NO_BUDGET = "NO_BUDGET"
    OTHER_LOSS = "OTHER_LOSS"


class Deal(Table, Entity, Owned, SoftDeleted, kw_only=True):
    """Something we hope to sell.

    stage_name, probability and rotting_days are the stage's when the deal entered it; amount_value
    and close_by say amount and expected close date so that every deal has a place in their order;
    the database computes search_text.
    """

    __tablename__ = "deals"

    title: Mapped[str] = mapped_column(default="")
    pipeline_id: Mapped[UUID] = mapped_column()
    stage_id: Mapped[UUID] = mapped_column()
    stage_name: Mapped[str] = mapped_column(default="")
    state: Mapped[State] = mapped_column(default=State.OPEN)
    probability: Mapped[int] = mapped_column(default=0)
    rotting_days: Mapped[int] = mapped_column(default=0)
    amount: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True), default=None)
    amount_value: Mapped[Decimal] = mapped_column(default=Decimal(0), init=False)
    expected_close_date: Mapped[date | None] = mapped_column(default=None)
    close_by: Mapped[date] = mapped_column(default=date.max, init=False)
    contact_id: Mapped[UUID | None] = mapped_column(default=None)
    contact_name: Mapped[str] = mapped_column(default="")
    company_name: Mapped[str] = mapped_column(default="")
    contacts: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    next_step: Mapped[str] = mapped_column(default="")
    next_step_date: Mapped[date | None] = mapped_column(default=None)
    tags: Mapped[list[str]] = mapped_column(default_factory=list)
    stage_enter_time: Mapped[datetime] = mapped_column()
    stuck_time: Mapped[datetime | None] = mapped_column(default=None)
    close_time: Mapped[datetime | None] = mapped_column(default=None)
    closed_from_stage_id: Mapped[UUID | None] = mapped_column(default=None)
    win_reason: Mapped[WinReason | None] = mapped_column(default=None)
    loss_reason: Mapped[LossReason | None] = mapped_column(default=None)
    close_note: Mapped[str] = mapped_column(default="")
    competitor: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")

    def change(self, changes: Values, stage: Stage) -> Changes:
        """Sets the fields named and tells what changed; stage: where the deal is, or goes.

        Raises InvalidArgument, FailedPrecondition (DEAL_CLOSED, STAGE_REQUIREMENTS).
        """
        if self.state is not State.OPEN and changes.keys() - {"owner_id", "team_id", "tags"}:
            raise FailedPrecondition("DEAL_CLOSED", "The deal is closed: reopen it first.")
        before = values_of(self, WRITABLE)
        for name, value in changes.items():
            setattr(self, name, one_line(value) if isinstance(value, str) else value)
        if "amount" in changes:
            self.amount = normalised(self.amount, "amount")
        self.amount_value = Decimal(self.amount["amount"]) if self.amount else Decimal(0)
        self.close_by = self.expected_close_date or date.max
        self.tags = label_list(self.tags)
        if not self.title:
            raise InvalidArgument.of("title", "is required")
        if self.state is State.OPEN:
            self.require(stage)
        return between(before, values_of(self, WRITABLE))

    def require(self, stage: Stage) -> None:
        """Raises FailedPrecondition (STAGE_REQUIREMENTS) naming what the stage asks for in vain:
        the one refusal of board, API, bulk and import."""
        missing = [name for name in stage.get("required_fields", ()) if not getattr(self, name)]
        if missing:
            words = ", ".join(name.removesuffix("_id").replace("_", " ") for name in missing)
            raise FailedPrecondition(
                "STAGE_REQUIREMENTS",
                f"{stage['name']} needs: {words}.",
                missing=",".join(missing),
                stage=stage["name"],
            )

    def enter(self, stage: Stage, at: datetime) -> None:
        """Puts it into a stage whose requirements it meets. Raises FailedPrecondition."""
        self.require(stage)
        self.stage_id = UUID(stage["id"])
        self.stage_name = stage["name"]
        self.probability = stage["probability"]
        self.rotting_days = stage["rotting_days"]
        self.stage_enter_time = at
        days = self.rotting_days
        self.stuck_time = at + timedelta(days=days) if days else None

    def move(self, stage: Stage, at: datetime) -> None:
        """To another open stage. Raises FailedPrecondition (DEAL_CLOSED, STAGE_NOT_OPEN, …)."""
        self.require_open()
        if stage["kind"] != State.OPEN:
            raise FailedPrecondition("STAGE_NOT_OPEN", "Win or lose the deal instead of moving it.")
        self.enter(stage, at)

    def win(self, stage: Stage, at: datetime, *, reason: WinReason, note: str) -> None:
        """Ends well. Raises FailedPrecondition."""
        self._close(stage, at, State.WON, note)
        self.win_reason = reason

    def lose(
        self, stage: Stage, at: datetime, *, reason: LossReason, note: str, competitor: str
    ) -> None:
        """Ends otherwise. Raises FailedPrecondition (DEAL_CLOSED)."""
        self._close(stage, at, State.LOST, note)
        self.loss_reason = reason
        self.competitor = competitor.strip()

    def reopen(self, stage: Stage, at: datetime) -> None:
        """Is worked on again. Raises FailedPrecondition (DEAL_OPEN)."""
        if self.state is State.OPEN:
            raise FailedPrecondition("DEAL_OPEN", "The deal is open.")
        self.state = State.OPEN
        self.close_time = self.closed_from_stage_id = None
        self.win_reason = self.loss_reason = None
        self.close_note = self.competitor = ""
        self.enter(stage, at)

    def stuck(self, now: datetime) -> bool:
        """Whether it stays longer than its stage allows."""
        return self.state is State.OPEN and self.stuck_time is not None and self.stuck_time <= now

    def require_open(self) -> None:
        """Raises FailedPrecondition (DEAL_CLOSED)."""
        if self.state is not State.OPEN:
            raise FailedPrecondition("DEAL_CLOSED", "The deal is closed: reopen it first.")

    def _close(self, stage: Stage, at: datetime, state: State, note: str) -> None:
        self.require_open()
        left = self.stage_id
        self.enter(stage, at)
        self.closed_from_stage_id = left
        self.stuck_time = None
        self.state = state
        self.close_time = at
        self.close_note = note.strip()


class StageVisit(Table, kw_only=True):
    """A stay of a deal in a stage; leave_time is open while it is there."""

    __tablename__ = "stage_visits"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    deal_id: Mapped[UUID]
    stage_id: Mapped[UUID]
    stage_name: Mapped[str]
    enter_time: Mapped[datetime]
    leave_time: Mapped[datetime | None] = mapped_column(default=None)
