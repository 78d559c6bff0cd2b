"""The ticket and its rules: what may change, how it goes from state to state."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from chassis.changes import Changes, Values, between, values_of
from chassis.email_addresses import check_address
from chassis.entity import Entity, Owned
from chassis.errors import FailedPrecondition, InvalidArgument
from chassis.wording import label_list, one_line
from services.tickets.tables import Table

#: A solved ticket closes by itself after this.
AUTO_CLOSE = timedelta(hours=96)
#: When a ticket is due none of whose clocks runs: in order of urgency it comes last.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
#: As many addresses take part in a ticket.
PARTICIPANTS = 100
#: What a change may set; facts tell these.
WRITABLE = ("subject", "type", "priority", "contact_id", "contact_email", "tags")


class Type(StrEnum):
    """What kind of need."""

    QUESTION = "QUESTION"
    PROBLEM = "PROBLEM"
    COMPLAINT = "COMPLAINT"
    REQUEST = "REQUEST"


class Priority(StrEnum):
    """How much haste."""

    LOW = "LOW"
    NORMAL = "NORMAL"
    HIGH = "HIGH"
    URGENT = "URGENT"


class State(StrEnum):
    """How it stands."""

    NEW = "NEW"
    OPEN = "OPEN"
    PENDING = "PENDING"
    ON_HOLD = "ON_HOLD"
    SOLVED = "SOLVED"
    CLOSED = "CLOSED"


class Channel(StrEnum):
    """How it reached us."""

    EMAIL = "EMAIL"
    PHONE = "PHONE"
    FORM = "FORM"
    CHAT = "CHAT"
    OTHER = "OTHER"


DONE = frozenset({State.SOLVED, State.CLOSED})
WAITING = frozenset({State.PENDING, State.ON_HOLD})
#: What an unset enum field means.
DEFAULTS = {"type": Type.QUESTION, "priority": Priority.NORMAL, "channel": Channel.OTHER}


class Ticket(Table, Entity, Owned, kw_only=True):
    """What a customer needs.

    complaint_open: the world was told that this is an open complaint. due_by says due_time so that
    every ticket has a place in its order. participants: addresses in small letters. search_text is
    computed by the database.
    """

    __tablename__ = "tickets"

    number: Mapped[int] = mapped_column()
    subject: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    type: Mapped[Type] = mapped_column(default=Type.QUESTION)
    priority: Mapped[Priority] = mapped_column(default=Priority.NORMAL)
    state: Mapped[State] = mapped_column(default=State.NEW)
    channel: Mapped[Channel] = mapped_column(default=Channel.OTHER)
    contact_id: Mapped[UUID | None] = mapped_column(default=None)
    contact_name: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    tags: Mapped[list[str]] = mapped_column(default_factory=list)
    participants: Mapped[list[str]] = mapped_column(default_factory=list)
    first_response_time: Mapped[datetime | None] = mapped_column(default=None)
    first_solve_time: Mapped[datetime | None] = mapped_column(default=None)
    solve_time: Mapped[datetime | None] = mapped_column(default=None)
    close_time: Mapped[datetime | None] = mapped_column(default=None)
    due_time: Mapped[datetime | None] = mapped_column(default=None)
    due_by: Mapped[datetime] = mapped_column(default=NEVER, init=False)
    breached: Mapped[bool] = mapped_column(default=False)
    first_response_breached: Mapped[bool] = mapped_column(default=False)
    resolution_breached: Mapped[bool] = mapped_column(default=False)
    complaint_open: Mapped[bool] = mapped_column(default=False)
    follow_up_of_id: Mapped[UUID | None] = mapped_column(default=None)
    survey_score: Mapped[int] = mapped_column(default=0)
    merged_into_id: Mapped[UUID | None] = mapped_column(default=None)
    assignment_reason: Mapped[str] = mapped_column(default="")
    split_from_id: Mapped[UUID | None] = mapped_column(default=None)

    def change(self, changes: Values) -> Changes:
        """Sets the fields named and tells what changed.

        Raises InvalidArgument, FailedPrecondition (TICKET_CLOSED).
        """
        self.require_not_closed()
        before = values_of(self, WRITABLE)
        for name, value in understood(changes).items():
            setattr(self, name, one_line(value) if name in ("subject", "contact_email") else value)
        self.tags = label_list(self.tags)
        if self.contact_email and self.contact_email != before["contact_email"]:
            check_address(self.contact_email, "contact_email")
        if not self.subject:
            raise InvalidArgument.of("subject", "is required")
        return between(before, values_of(self, WRITABLE))

    def begin(self, description: str, channel: str) -> None:
        """What a new ticket has and no change alters."""
        self.description = description.strip()
        self.channel = understood({"channel": channel})["channel"]

    def assign(self, owner_id: UUID, team_id: UUID | None, reason: str) -> None:
        """Somebody sees to it, for a reason in words; a new one is open.

        Raises FailedPrecondition (TICKET_CLOSED).
        """
        self.require_not_closed()
        self.assignment_reason = reason
        self.owner_id = owner_id
        self.team_id = team_id or self.team_id
        if self.state is State.NEW:
            self.state = State.OPEN

    def release(self) -> None:
        """Nobody sees to it any more. Raises FailedPrecondition (TICKET_SOLVED, TICKET_CLOSED)."""
        self.require_not_closed()
        self._require_unsolved()
        self.owner_id, self.assignment_reason = None, ""

    def wait(self, state: State) -> None:
        """For the customer or somebody else. Raises FailedPrecondition."""
        self.require_not_closed()
        self._require_unsolved()
        self.state = state

    def solve(self, at: datetime) -> None:
        """Is done. Raises FailedPrecondition (ASSIGNEE_MISSING, TICKET_SOLVED, TICKET_CLOSED)."""
        self.require_not_closed()
        self._require_unsolved()
        if self.owner_id is None:
            raise FailedPrecondition("ASSIGNEE_MISSING", "Somebody has to see to it: assign it.")
        self.state = State.SOLVED
        self.solve_time = at
        self.first_solve_time = self.first_solve_time or at

    def reopen(self) -> None:
        """Is worked on again. Raises FailedPrecondition (TICKET_OPEN, TICKET_CLOSED)."""
        self.require_not_closed()
        if self.state in (State.NEW, State.OPEN):
            raise FailedPrecondition("TICKET_OPEN", "The ticket is open.")
        self.state = State.OPEN
        self.solve_time = None

    def close(self, at: datetime) -> None:
        """Is done for good. Raises FailedPrecondition (TICKET_CLOSED)."""
        self.require_not_closed()
        self.state = State.CLOSED
        self.close_time = at

    def hear(self) -> bool:
        """The customer wrote: whoever waited works again. Tells whether that changed the state."""
        if self.state in (State.NEW, State.OPEN):
            return False
        self.reopen()
        return True

    def answer(self, at: datetime, by: UUID | None) -> None:
        """Somebody answered the customer; by: the user, who takes it if nobody has.

        Raises FailedPrecondition (TICKET_CLOSED).
        """
        self.require_not_closed()
        self.first_response_time = self.first_response_time or at
        if by and not self.owner_id:
            self.owner_id, self.assignment_reason = by, "was the first to answer"
        if self.state is State.NEW:
            self.state = State.OPEN

    def fall_due(self, at: datetime | None) -> None:
        """When the first of its clocks runs out, if one runs."""
        self.due_time = at
        self.due_by = at or NEVER

    def join(self, *addresses: str) -> None:
        """Takes addresses in."""
        joined = (address.lower() for address in addresses if address)
        self.participants = list(dict.fromkeys([*self.participants, *joined]))[:PARTICIPANTS]

    @property
    def auto_close_time(self) -> datetime | None:
        """When it closes by itself."""
        solved = self.state is State.SOLVED and self.solve_time
        return solved + AUTO_CLOSE if solved else None

    @property
    def complaining(self) -> bool:
        """Somebody is unhappy, and nothing has been done about it yet."""
        return self.type is Type.COMPLAINT and self.state not in DONE

    def require_not_closed(self) -> None:
        """Raises FailedPrecondition (TICKET_CLOSED)."""
        if self.state is State.CLOSED:
            raise FailedPrecondition("TICKET_CLOSED", "The ticket is closed for good.")

    def _require_unsolved(self) -> None:
        if self.state is State.SOLVED:
            raise FailedPrecondition("TICKET_SOLVED", "The ticket is solved: reopen it first.")


def understood(values: Values) -> Values:
    """The values with enums as such; what was not said is the default."""
    read = dict(values)
    for name, default in DEFAULTS.items():
        if name in read:
            said = str(read[name])
            read[name] = default if said.endswith("_UNSPECIFIED") else type(default)(said)
    return read
