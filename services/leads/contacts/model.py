"""The contact and its rules: names, addresses that identify, lifecycle, consent."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity, Owned, SoftDeleted
from chassis.errors import InvalidArgument, Violation
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


class Contact(Table, Entity, Owned, SoftDeleted):
    """One person.

    email_key: the address as it identifies, unique among living contacts. The database computes
    search_text from names, address, company and phone.
    """

    __tablename__ = "contacts"

    first_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    email_key: Mapped[str] = mapped_column(default="", init=False)
    phone: Mapped[str] = mapped_column(default="")
    job_title: Mapped[str] = mapped_column(default="")
    company_id: Mapped[UUID | None] = mapped_column(default=None)
    company_name: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    time_zone: Mapped[str] = mapped_column(default="")
    birth_date: Mapped[date | None] = mapped_column(default=None)
    tags: Mapped[list[str]] = mapped_column(default_factory=list)
    custom_fields: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    source: Mapped[str] = mapped_column(default="")
    first_touch: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    last_touch: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    lifecycle_stage: Mapped[LifecycleStage] = mapped_column(default=LifecycleStage.LEAD)
    marketing_consent: Mapped[ConsentState] = mapped_column(
        default=ConsentState.CONSENT_STATE_UNSPECIFIED
    )
    last_activity_time: Mapped[datetime] = mapped_column(init=False)
    full_name: Mapped[str] = mapped_column(default="", init=False)

    def change(self, changes: dict[str, Any]) -> None:
        """Sets the fields named, checks every rule and computes what follows from them.

        Raises InvalidArgument naming each field that breaks a rule.
        """
        for name, value in changes.items():
            setattr(self, name, value.strip() if isinstance(value, str) else value)
        self._normalise()
        self.full_name = " ".join(filter(None, [self.first_name, self.last_name])) or self.email

    def _normalise(self) -> None:
        refused: list[Violation] = []
        for name, normal in (
            ("email", addresses.email),
            ("phone", addresses.phone),
            ("time_zone", addresses.time_zone),
        ):
            try:
                setattr(self, name, normal(getattr(self, name)))
            except ValueError as error:
                refused.append(Violation(name, str(error)))
        if not any([self.first_name, self.last_name, self.email, self.phone]):
            refused.append(Violation("email", "a name, an e-mail address or a phone is required"))
        if refused:
            raise InvalidArgument.many(refused)
        self.email_key = addresses.email_key(self.email)
