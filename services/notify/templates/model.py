"""The template and its rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from chassis.changes import Values
from chassis.entity import Entity
from chassis.errors import InvalidArgument, Violation
from chassis.ids import uuid7
from chassis.wording import one_line
from services.notify.tables import Table
from services.notify.templates import placeholders

#: What makes a new revision when it changes.
WORDS = ("subject", "body_text", "body_html", "variables")


class Channel(StrEnum):
    """How a message travels."""

    EMAIL = "EMAIL"


class Purpose(StrEnum):
    """What a message is for."""

    PROMOTIONAL = "PROMOTIONAL"
    TRANSACTIONAL = "TRANSACTIONAL"
    SERVICE = "SERVICE"


@dataclass(frozen=True, slots=True)
class Words:
    """What one message says."""

    subject: str
    body_text: str
    body_html: str


class Template(Table, Entity, kw_only=True):
    """The words of one kind of message."""

    __tablename__ = "templates"

    key: Mapped[str] = mapped_column(default="")
    channel: Mapped[Channel] = mapped_column(default=Channel.EMAIL)
    purpose: Mapped[Purpose] = mapped_column(default=None)
    subject: Mapped[str] = mapped_column(default="")
    body_text: Mapped[str] = mapped_column(default="")
    body_html: Mapped[str] = mapped_column(default="")
    variables: Mapped[list[str]] = mapped_column(default_factory=list)
    revision: Mapped[int] = mapped_column(default=1)

    def change(self, changes: Values) -> bool:
        """Sets what is named; True when it says something else now. Raises InvalidArgument."""
        before = [getattr(self, name) for name in WORDS]
        for name, value in changes.items():
            setattr(self, name, _kept(name, value))
        if refused := [*self._faults()]:
            raise InvalidArgument.many(refused)
        return before != [getattr(self, name) for name in WORDS]

    def _faults(self) -> Iterator[Violation]:
        for name in ("key", "subject", "body_text"):
            if not getattr(self, name):
                yield Violation(name, "is required")
        if self.purpose is None:
            yield Violation("purpose", "is required")
        for name in sorted(placeholders.KNOWN & set(self.variables)):
            yield Violation("variables", f"{name} is known already")
        shown = placeholders.names(self.body_text)
        if self.purpose is Purpose.PROMOTIONAL and "unsubscribe_url" not in shown:
            yield Violation("body_text", "must show {{unsubscribe_url}}: it is advertising")
        yield from self._misplaced()

    def _misplaced(self) -> Iterator[Violation]:
        allowed = {*placeholders.KNOWN, *self.variables}
        for name in ("subject", "body_text", "body_html"):
            for fault in placeholders.faults(getattr(self, name), allowed):
                yield Violation(name, fault)
        for fault in placeholders.html_faults(self.body_html):
            yield Violation("body_html", fault)

    def missing(self, values: Mapping[str, Any]) -> list[str]:
        """The values it cannot be sent without."""
        texts = (self.subject, self.body_text, self.body_html)
        return sorted(set().union(*(placeholders.missing(text, values) for text in texts)))

    def unknown(self, values: Mapping[str, Any]) -> list[str]:
        """Values it has no place for."""
        return sorted(set(values) - {*placeholders.CONTACT_FIELDS, *self.variables})

    def filled(self, values: Mapping[str, Any]) -> Words:
        """What it says with these values; what is missing stays empty."""
        return Words(
            subject=one_line(placeholders.fill(self.subject, values)),
            body_text=placeholders.fill(self.body_text, values),
            body_html=placeholders.fill_html(self.body_html, values),
        )


class TemplateRevision(Table, kw_only=True):
    """What a template said for some time; never changes."""

    __tablename__ = "template_revisions"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default_factory=uuid7)
    create_time: Mapped[datetime]
    template_id: Mapped[UUID]
    revision: Mapped[int]
    subject: Mapped[str]
    body_text: Mapped[str]
    body_html: Mapped[str]
    variables: Mapped[list[str]]


def _kept(name: str, value: Any) -> Any:
    if name == "subject":
        return one_line(value)
    if name == "channel":
        return Channel.EMAIL
    if name == "purpose":
        return None if value == "PURPOSE_UNSPECIFIED" else Purpose(value)
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
