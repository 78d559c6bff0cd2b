"""The import and its rules: what may happen when, who it acts for, how far it is."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from chassis.entity import Entity, Owned
from chassis.errors import FailedPrecondition
from chassis.identity import Identity
from services.leads.imports.records import Place
from services.leads.launchers import identity_as_json
from services.leads.tables import Table

COUNTED = ("total", "processed", "created", "updated", "skipped", "failed")
#: What contacts need to be told apart by; one of these must be mapped.
IDENTIFYING = ("email", "phone", "first_name", "last_name", "full_name")


class State(StrEnum):
    """How far an import is."""

    DRAFT = "DRAFT"
    TRYING = "TRYING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    CANCELLED = "CANCELLED"
    FAILED = "FAILED"


class Existing(StrEnum):
    """What to do with a row whose e-mail address belongs to a contact."""

    UPDATE = "UPDATE"
    SKIP = "SKIP"


class DateFormat(StrEnum):
    """How dates are written in the file."""

    YEAR_MONTH_DAY = "YEAR_MONTH_DAY"
    DAY_MONTH_YEAR = "DAY_MONTH_YEAR"
    MONTH_DAY_YEAR = "MONTH_DAY_YEAR"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows became what; processed is their sum."""

    created: int = 0
    updated: int = 0
    skipped: int = 0
    failed: int = 0

    @property
    def processed(self) -> int:
        """Rows handled."""
        return self.created + self.updated + self.skipped + self.failed


class Import(Table, Entity, Owned):
    """One file on its way to become contacts.

    caller and idempotency_key: whose upload it is, once; fingerprint: of the bytes and options.
    columns: name, samples and suggested_field of each. identity: for whom it runs. run: counts the
    trial runs and starts, so that what one refused is not mixed up with another. next_offset and
    next_line: where the next step begins. trial: the counts of the last trial run. reasons: why
    rows of the last run were refused.
    """

    __tablename__ = "imports"

    caller: Mapped[str]
    idempotency_key: Mapped[str | None]
    fingerprint: Mapped[str]
    file_name: Mapped[str]
    file_size: Mapped[int]
    charset: Mapped[str]
    delimiter: Mapped[str]
    columns: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    total: Mapped[int]
    state: Mapped[State] = mapped_column(default=State.DRAFT, init=False)
    mapping: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    existing: Mapped[Existing] = mapped_column(default=Existing.UPDATE)
    contact_owner_id: Mapped[UUID | None] = mapped_column(default=None)
    contact_team_id: Mapped[UUID | None] = mapped_column(default=None)
    tags: Mapped[list[str]] = mapped_column(default_factory=list)
    date_format: Mapped[DateFormat] = mapped_column(default=DateFormat.YEAR_MONTH_DAY)
    phone_region: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    identity: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, init=False)
    run: Mapped[int] = mapped_column(default=0, init=False)
    next_offset: Mapped[int] = mapped_column(default=0, init=False)
    next_line: Mapped[int] = mapped_column(default=1, init=False)
    processed: Mapped[int] = mapped_column(default=0, init=False)
    created: Mapped[int] = mapped_column(default=0, init=False)
    updated: Mapped[int] = mapped_column(default=0, init=False)
    skipped: Mapped[int] = mapped_column(default=0, init=False)
    failed: Mapped[int] = mapped_column(default=0, init=False)
    trial: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True), default=None, init=False
    )
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default_factory=list, init=False)
    error: Mapped[str] = mapped_column(default="", init=False)
    start_time: Mapped[datetime | None] = mapped_column(default=None, init=False)
    end_time: Mapped[datetime | None] = mapped_column(default=None, init=False)

    @property
    def column_names(self) -> list[str]:
        """What the columns are called, from left to right."""
        return [column["name"] for column in self.columns]

    @property
    def progress(self) -> dict[str, int]:
        """How many rows became what, and how many of a hundred are done."""
        over = self.end_time is not None and self.processed == self.total
        percent = 100 if over else 100 * self.processed // max(self.total, 1)
        return {**{name: getattr(self, name) for name in COUNTED}, "percent": percent}

    @property
    def active(self) -> bool:
        """Rows are being handled."""
        return self.state in (State.TRYING, State.RUNNING)

    @property
    def place(self) -> Place:
        """Where the next step begins."""
        return Place(self.next_offset, self.next_line)

    def require_open(self) -> None:
        """Raises FailedPrecondition unless it can still be changed and started."""
        if self.state is not State.DRAFT:
            raise FailedPrecondition(
                "IMPORT_NOT_OPEN", "This import is running or over.", state=self.state.name
            )

    def begin(self, state: State, caller: Identity, at: datetime) -> None:
        """Goes through the file from the beginning, for `caller`."""
        self.require_open()
        self.state = state
        self.identity = identity_as_json(caller)
        self.run += 1
        self.next_offset, self.next_line = 0, 1
        self._count(Counts())
        self.reasons = []
        self.error = ""
        self.start_time, self.end_time = at, None

    def advance(self, counts: Counts, place: Place) -> None:
        """Remembers what became of some rows and where the next begin."""
        self._count(
            Counts(
                created=self.created + counts.created,
                updated=self.updated + counts.updated,
                skipped=self.skipped + counts.skipped,
                failed=self.failed + counts.failed,
            )
        )
        self.next_offset, self.next_line = place.offset, place.line

    def finish(self, at: datetime) -> None:
        """Every row was handled; after a trial run it is open again."""
        if self.state is State.TRYING:
            self.trial = {**self.progress, "percent": 100}
            self.state = State.DRAFT
        else:
            self.state = State.SUCCEEDED
        self.end_time = at

    def cancel(self, at: datetime) -> None:
        """Stops; a trial run leaves it open. Raises FailedPrecondition."""
        if not self.active:
            raise FailedPrecondition(
                "IMPORT_NOT_RUNNING", "This import is not running.", state=self.state.name
            )
        self.state = State.DRAFT if self.state is State.TRYING else State.CANCELLED
        self.end_time = at

    def fail(self, why: str, at: datetime) -> None:
        """Cannot go on."""
        self.state = State.FAILED
        self.error = why
        self.end_time = at

    def _count(self, counts: Counts) -> None:
        for name, value in asdict(counts).items():
            setattr(self, name, value)
        self.processed = counts.processed


class Chunk(Table):
    """A piece of an uploaded file; all but the last have the same size."""

    __tablename__ = "import_chunks"

    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Refusal(Table):
    """A row that was refused: why, because of which column, and its cells as they came."""

    __tablename__ = "import_refusals"

    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    run: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    column: Mapped[str]
    reason: Mapped[str]
    cells: Mapped[list[str]] = mapped_column(ARRAY(Text()))


class Seen(Table):
    """An address that a trial run has met, as if it had made a contact of it."""

    __tablename__ = "import_seen"

    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    run: Mapped[int] = mapped_column(primary_key=True)
    email_key: Mapped[str] = mapped_column(primary_key=True)
