"""The contact and its rules: names, addresses that identify, lifecycle, consent."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.changes import Changes, Values, between, values_of
from chassis.entity import Entity, Owned, SoftDeleted
from chassis.errors import InvalidArgument, Violation
from chassis.ids import uuid7
from chassis.wording import label_list, one_line
from services.leads.contacts import addresses
from services.leads.tables import Table


class LifecycleStage(StrEnum):
    """Where a person is on the journey."""

    SUBSCRIBER = "SUBSCRIBER"
    LEAD = "LEAD"
    MARKETING_QUALIFIED = "MARKETING_QUALIFIED"
    SALES_READY = "SALES_READY"
    OPPORTUNITY = "OPPORTUNITY"
    CUSTOMER = "CUSTOMER"
    ADVOCATE = "ADVOCATE"
    INACTIVE = "INACTIVE"
    CHURNED = "CHURNED"


class ConsentState(StrEnum):
    """Whether marketing may write to a person."""

    CONSENT_STATE_UNSPECIFIED = "CONSENT_STATE_UNSPECIFIED"
    GRANTED = "GRANTED"
    WITHDRAWN = "WITHDRAWN"
    REQUESTED = "REQUESTED"


class Rating(StrEnum):
    """How warm a person is."""

    COLD = "COLD"
    WARM = "WARM"
    HOT = "HOT"


MAX_TAGS = 50
#: How somebody found us: the fields of the Attribution message.
TOUCH = ("source", "medium", "campaign", "term", "content", "referrer", "landing_page")
MAX_TOUCH = 500
#: What a change may set; facts and timelines tell these.
WRITABLE = (
    "first_name",
    "last_name",
    "email",
    "phone",
    "job_title",
    "company_id",
    "company_name",
    "country",
    "city",
    "language",
    "time_zone",
    "birth_date",
    "tags",
    "custom_fields",
    "owner_id",
    "team_id",
    "first_touch",
    "last_touch",
)
#: What a new piece of knowledge about a person fills when it is empty, but never replaces.
FILLABLE = tuple(name for name in WRITABLE if name not in ("tags", "custom_fields", "last_touch"))


class Contact(Table, Entity, Owned, SoftDeleted, kw_only=True):
    """One person.

    email_key: the address as it identifies, unique among living contacts. former_company_id: the
    deleted company that it returns to when that is brought back. The database computes
    search_text from names, address, company and phone. score and rating are scoring's.
    """

    __tablename__ = "contacts"

    first_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    email_key: Mapped[str] = mapped_column(default="", init=False)
    phone: Mapped[str] = mapped_column(default="")
    job_title: Mapped[str] = mapped_column(default="")
    company_id: Mapped[UUID | None] = mapped_column(default=None)
    former_company_id: Mapped[UUID | None] = mapped_column(default=None, init=False)
    company_name: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    time_zone: Mapped[str] = mapped_column(default="")
    birth_date: Mapped[date | None] = mapped_column(default=None)
    tags: Mapped[list[str]] = mapped_column(default_factory=list)
    custom_fields: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    source: Mapped[str] = mapped_column(default="")
    first_touch: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True), default=None
    )
    last_touch: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True), default=None
    )
    lifecycle_stage: Mapped[LifecycleStage] = mapped_column(default=LifecycleStage.LEAD)
    marketing_consent: Mapped[ConsentState] = mapped_column(
        default=ConsentState.CONSENT_STATE_UNSPECIFIED
    )
    last_activity_time: Mapped[datetime] = mapped_column()
    full_name: Mapped[str] = mapped_column(default="", init=False)
    score: Mapped[int] = mapped_column(default=0, init=False)
    rating: Mapped[Rating] = mapped_column(default=Rating.COLD, init=False)

    def change(self, changes: Values) -> Changes:
        """Sets the fields named, checks every rule, computes what follows and tells what changed.

        custom_fields are set as they are: they were merged and checked against the definitions.
        Raises InvalidArgument naming each field that breaks a rule.
        """
        before = values_of(self, WRITABLE)
        for name, value in changes.items():
            setattr(self, name, one_line(value) if isinstance(value, str) else value)
        self.tags = label_list(self.tags)
        self._normalise(changes)
        self.full_name = " ".join(filter(None, [self.first_name, self.last_name]))
        self.full_name = self.full_name or self.email or self.phone
        changed = between(before, values_of(self, WRITABLE))
        if changed.keys() & {"company_id", "company_name"}:
            self.former_company_id = None
        return changed

    def fill(self, values: Values) -> Changes:
        """Sets only what is still empty, and adds tags; as `change` otherwise.

        A newer last_touch replaces the older one: it is what it says.
        """
        missing = {name: values[name] for name in FILLABLE if name in values and self._lacks(name)}
        missing["tags"] = [*self.tags, *values.get("tags", ())]
        if values.get("last_touch"):
            missing["last_touch"] = values["last_touch"]
        bag = {k: v for k, v in values.get("custom_fields", {}).items() if v is not None}
        return self.change({**missing, "custom_fields": {**bag, **self.custom_fields}})

    def _lacks(self, name: str) -> bool:
        if name == "company_name":  # is the company's, when there is one
            return not self.company_name and self.company_id is None
        return getattr(self, name) in ("", None)

    def _normalise(self, changes: Values) -> None:
        refused: list[Violation] = []
        for name, normal in (
            ("email", addresses.email),
            ("phone", self._phone),
            ("time_zone", addresses.time_zone),
        ):
            try:
                if name in changes:
                    setattr(self, name, normal(getattr(self, name)))
            except ValueError as error:
                refused.append(Violation(name, str(error)))
        if len(self.tags) > MAX_TAGS:
            refused.append(Violation("tags", f"must be at most {MAX_TAGS}"))
        if not any([self.first_name, self.last_name, self.email, self.phone]):
            refused.append(Violation("email", "a name, an e-mail address or a phone is required"))
        if refused:
            raise InvalidArgument.many(refused)
        self.email_key = addresses.email_key(self.email)

    def _phone(self, text: str) -> str:
        return addresses.phone(text, region=self.country or None)


def touch(words: Mapping[str, Any]) -> dict[str, str]:
    """A way somebody found us, of what is known about it: text, cut where it becomes absurd."""
    return {name: str(words[name])[:MAX_TOUCH] for name in TOUCH if words.get(name)}


class Consent(Table, kw_only=True):
    """One act of consent, kept as proof: the database refuses to change or delete it.

    text: the words agreed to, or how the withdrawal came; ip_prefix: the network it came from.
    """

    __tablename__ = "consents"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid7)
    contact_id: Mapped[UUID]
    create_time: Mapped[datetime]
    state: Mapped[ConsentState]
    text: Mapped[str]
    text_version: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    form_id: Mapped[UUID | None] = mapped_column(default=None)
    ip_prefix: Mapped[str] = mapped_column(default="")
