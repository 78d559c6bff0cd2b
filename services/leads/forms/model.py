"""The form, what came in through it, and their rules."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity, Owned, SoftDeleted
from chassis.errors import InvalidArgument, Violation
from chassis.ids import uuid7
from chassis.masks import Part
from services.leads.contacts.addresses import is_region
from services.leads.forms import fields
from services.leads.forms.fields import Question
from services.leads.tables import Table

VISITOR_LIMIT = 30
TOTAL_LIMIT = 1200
HONEYPOT = "website2"
THANKS = {"en": "Thank you. We will be in touch.", "de": "Danke. Wir melden uns."}

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?|\[[0-9a-f:]+\](?::[0-9]+)?")


class State(StrEnum):
    """Whether a form takes submissions."""

    ACTIVE = "ACTIVE"
    ARCHIVED = "ARCHIVED"


class Form(Table, Entity, Owned, SoftDeleted):
    """A form.

    fields: its questions as JSON, see forms.fields; consent: text, text_version and required.
    """

    __tablename__ = "forms"

    name: Mapped[str]
    state: Mapped[State] = mapped_column(default=State.ACTIVE, init=False)
    fields: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default_factory=list)
    consent: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True), default=None)
    title: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    submit_label: Mapped[str] = mapped_column(default="")
    thank_you_text: Mapped[str] = mapped_column(default="")
    redirect_url: Mapped[str] = mapped_column(default="")
    allowed_origins: Mapped[list[str]] = mapped_column(default_factory=list)
    honeypot: Mapped[str] = mapped_column(default=HONEYPOT)
    visitor_limit: Mapped[int] = mapped_column(default=VISITOR_LIMIT)
    total_limit: Mapped[int] = mapped_column(default=TOTAL_LIMIT)
    language: Mapped[str] = mapped_column(default="en")
    confirmation_template_key: Mapped[str] = mapped_column(default="")
    phone_region: Mapped[str] = mapped_column(default="")

    @property
    def questions(self) -> list[Question]:
        """What it asks, in order."""
        return fields.read(self.fields)

    @property
    def heading(self) -> str:
        """What visitors read above it."""
        return self.title or self.name

    @property
    def thanks(self) -> str:
        """What is said afterwards."""
        return self.thank_you_text or THANKS[self.language]

    def change(self, changes: dict[str, Any]) -> None:
        """Sets the fields named, with a default for each that is cleared.

        Raises InvalidArgument naming each that breaks a rule; questions are checked apart.
        """
        for name, value in changes.items():
            if isinstance(value, Part):
                setattr(self, name, value.over(getattr(self, name)))
            else:
                setattr(self, name, value.strip() if isinstance(value, str) else value)
        self.fields = [each.as_json() for each in self.questions or fields.DEFAULT]
        self.visitor_limit = self.visitor_limit or VISITOR_LIMIT
        self.total_limit = self.total_limit or TOTAL_LIMIT
        self.language = self.language or "en"
        self._check_addresses()

    def archive(self) -> None:
        """Takes no more submissions."""
        self.state = State.ARCHIVED

    def activate(self) -> None:
        """Takes submissions again."""
        self.state = State.ACTIVE

    def _check_addresses(self) -> None:
        found: list[Violation] = []
        if self.redirect_url and not is_web_address(self.redirect_url):
            found.append(Violation("redirect_url", "must be an address like https://example.com/x"))
        if self.phone_region and not is_region(self.phone_region):
            found.append(Violation("phone_region", "must be a country's code, like DE"))
        origins = []
        for number, text in enumerate(self.allowed_origins):
            origin = text.strip().rstrip("/").lower()
            if not is_origin(origin):
                why = "must be an origin like https://www.example.com, without a path"
                found.append(Violation(f"allowed_origins[{number}]", why))
            origins.append(origin)
        if found:
            raise InvalidArgument.many(found)
        self.allowed_origins = [*dict.fromkeys(origins)]


def is_web_address(text: str) -> bool:
    """An absolute http(s) address without a password and without anything that ends a header."""
    parts = _split(text)
    plain = text.isprintable() and not re.search(r"[\s\\<>\"]", text)
    return bool(parts and plain and parts.scheme in ("http", "https") and _is_host(parts.netloc))


def is_origin(text: str) -> bool:
    """Scheme, host and maybe a port; nothing else."""
    parts = _split(text)
    return bool(parts and is_web_address(text) and text == f"{parts.scheme}://{parts.netloc}")


def _split(text: str) -> Any:
    try:
        return urlsplit(text)
    except ValueError:
        return None


def _is_host(text: str) -> bool:
    return _HOST.fullmatch(text.lower()) is not None


class Submission(Table, kw_only=True):
    """One time that a form was sent; never changed. ip_prefix: the network it came from."""

    __tablename__ = "submissions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid7)
    create_time: Mapped[datetime]
    form_id: Mapped[UUID]
    contact_id: Mapped[UUID | None]
    values: Mapped[dict[str, Any]]
    attribution: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    consent: Mapped[bool]
    spam: Mapped[bool]
    new_contact: Mapped[bool]
    ip_prefix: Mapped[str]


class Tally(Table):
    """Counts of a form, spread over rows so that visitors do not wait for each other."""

    __tablename__ = "form_tallies"

    form_id: Mapped[UUID] = mapped_column(primary_key=True)
    shard: Mapped[int] = mapped_column(primary_key=True)
    submissions: Mapped[int] = mapped_column(default=0)
    contacts: Mapped[int] = mapped_column(default=0)
    spam: Mapped[int] = mapped_column(default=0)
