"""The user and its rules: address, name, state, presence."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity
from chassis.errors import FailedPrecondition, InvalidArgument, Violation
from gateway.accounts.tables import Table


class State(StrEnum):
    """Whether a user may sign in."""

    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"


class User(Table, Entity):
    """Somebody who works here.

    email_key: the address as it identifies, unique. team_ids and role_ids are UUIDs as text;
    whoever writes them has locked the rows they name, so none of them is deleted meanwhile.
    """

    __tablename__ = "users"
    AUDITED: ClassVar[tuple[str, ...]] = (
        "email",
        "name",
        "locale",
        "time_zone",
        "team_ids",
        "role_ids",
        "state",
        "present",
        "absent_until_time",
    )

    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(default="", init=False)
    name: Mapped[str]
    locale: Mapped[str] = mapped_column(default="")
    time_zone: Mapped[str] = mapped_column(default="")
    team_ids: Mapped[list[str]] = mapped_column(default_factory=list)
    role_ids: Mapped[list[str]] = mapped_column(default_factory=list)
    state: Mapped[State] = mapped_column(default=State.ACTIVE)
    present: Mapped[bool] = mapped_column(default=True)
    absent_until_time: Mapped[datetime | None] = mapped_column(default=None)
    last_sign_in_time: Mapped[datetime | None] = mapped_column(default=None)
    password_hash: Mapped[str] = mapped_column(default="", repr=False)

    def change(self, changes: dict[str, Any]) -> None:
        """Sets the fields named and checks every rule. Raises InvalidArgument."""
        for name, value in changes.items():
            setattr(self, name, value.strip() if isinstance(value, str) else value)
        refused: list[Violation] = []
        try:
            self.email = address(self.email)
        except ValueError as error:
            refused.append(Violation("email", str(error)))
        if not self.name:
            refused.append(Violation("name", "is required"))
        if self.time_zone and self.time_zone not in time_zones():
            refused.append(Violation("time_zone", "must be a time zone like Europe/Berlin"))
        if refused:
            raise InvalidArgument.many(refused)
        self.email_key = email_key(self.email)

    @property
    def active(self) -> bool:
        """Whether the user may sign in."""
        return self.state is State.ACTIVE

    def leave(self, until: datetime | None, *, now: datetime) -> None:
        """Takes no new work, until then or until marked present. Raises InvalidArgument."""
        if until is not None and until <= now:
            raise InvalidArgument.of("until_time", "must be in the future")
        self.present = False
        self.absent_until_time = until

    def come_back(self) -> None:
        """Takes new work again."""
        self.present = True
        self.absent_until_time = None

    def disable(self) -> None:
        """Raises FailedPrecondition (USER_DISABLED)."""
        if self.state is State.DISABLED:
            raise FailedPrecondition("USER_DISABLED", "This user is disabled already.")
        self.state = State.DISABLED

    def enable(self) -> None:
        """Raises FailedPrecondition (USER_ACTIVE)."""
        if self.state is State.ACTIVE:
            raise FailedPrecondition("USER_ACTIVE", "This user is active already.")
        self.state = State.ACTIVE


def as_ids(texts: Iterable[str]) -> tuple[UUID, ...]:
    """Ids that are kept as text."""
    return tuple(UUID(text) for text in texts)


def address(text: str) -> str:
    """An address one can sign in with. Raises ValueError with the rule."""
    try:
        return validate_email(text, check_deliverability=False, strict=True).normalized
    except EmailNotValidError:
        raise ValueError("must be an e-mail address like ada@example.com") from None


def email_key(text: str) -> str:
    """What makes two addresses the same: letter case and blanks around do not matter."""
    return text.strip().casefold()


@cache
def time_zones() -> frozenset[str]:
    """The IANA names there are."""
    return frozenset(available_timezones())
