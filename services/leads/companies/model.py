"""The company and its rules."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from chassis.changes import Changes, Values, between, values_of
from chassis.entity import Entity, Owned, SoftDeleted
from chassis.errors import InvalidArgument, Violation
from chassis.wording import label_list, one_line
from services.leads.companies import domains
from services.leads.contacts import addresses
from services.leads.tables import Table

#: What a change may set; facts tell these.
WRITABLE = (
    "name",
    "domain",
    "website",
    "phone",
    "industry",
    "employee_count",
    "country",
    "city",
    "tags",
    "custom_fields",
    "owner_id",
    "team_id",
)


class Company(Table, Entity, Owned, SoftDeleted, kw_only=True):
    """One organisation; its domain is unique among living companies."""

    __tablename__ = "companies"

    name: Mapped[str] = mapped_column(default="")
    domain: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    industry: Mapped[str] = mapped_column(default="")
    employee_count: Mapped[int] = mapped_column(default=0)
    country: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    tags: Mapped[list[str]] = mapped_column(default_factory=list)
    custom_fields: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)

    def change(self, changes: Values) -> Changes:
        """Sets the fields named, checks every rule and tells what changed.

        custom_fields are set as they are: they were merged and checked against the definitions.
        Raises InvalidArgument naming each field that breaks a rule.
        """
        before = values_of(self, WRITABLE)
        for name, value in changes.items():
            setattr(self, name, one_line(value) if isinstance(value, str) else value)
        self.tags = label_list(self.tags)
        self._normalise(changes)
        return between(before, values_of(self, WRITABLE))

    def _normalise(self, changes: Values) -> None:
        refused: list[Violation] = []
        for name, normal in (
            ("domain", domains.domain),
            ("website", domains.website),
            ("phone", lambda text: addresses.phone(text, region=self.country or None)),
        ):
            try:
                if name in changes:
                    setattr(self, name, normal(getattr(self, name)))
            except ValueError as error:
                refused.append(Violation(name, str(error)))
        if not self.name:
            refused.append(Violation("name", "is required"))
        if refused:
            raise InvalidArgument.many(refused)
