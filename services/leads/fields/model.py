"""The definition of a custom field and its rules."""

from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from chassis import custom_fields
from chassis.changes import Changes, between, values_of
from chassis.custom_fields import FieldType
from chassis.entity import Entity
from services.leads.tables import Table

#: How many fields a resource may have.
LIMIT = 100
WRITABLE = ("label", "required", "options", "help_text", "position")


class Resource(StrEnum):
    """What has the field."""

    CONTACT = "CONTACT"
    COMPANY = "COMPANY"


class Field(Table, Entity, kw_only=True):
    """One custom field of one resource; resource, key and type never change."""

    __tablename__ = "fields"

    resource: Mapped[Resource]
    key: Mapped[str]
    label: Mapped[str]
    type: Mapped[FieldType]
    required: Mapped[bool] = mapped_column(default=False)
    options: Mapped[list[str]] = mapped_column(default_factory=list)
    help_text: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)

    @classmethod
    def define(cls, values: dict[str, Any]) -> "Field":
        """A new definition. Raises InvalidArgument when it makes no sense."""
        field = cls(
            resource=Resource(values["resource"]),
            key=values["key"],
            label=values["label"],
            type=FieldType(values["type"]),
        )
        field.change({name: values[name] for name in WRITABLE})
        return field

    def change(self, changes: dict[str, Any]) -> Changes:
        """Sets the fields named and tells what changed. Raises InvalidArgument."""
        before = values_of(self, WRITABLE)
        for name, value in changes.items():
            setattr(self, name, value.strip() if isinstance(value, str) else value)
        self.options = [option.strip() for option in self.options]
        custom_fields.check_definition(self)
        return between(before, values_of(self, WRITABLE))
