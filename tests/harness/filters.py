"""A resource with a field of every kind, to try the filter language on."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Date, DateTime, Double, Enum, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chassis import filtering
from chassis.custom_fields import FieldType
from chassis.filtering import Fields

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
ME = UUID("01937b5e-7c00-7000-8000-00000000000a")
OTHER = UUID("01937b5e-7c00-7000-8000-00000000000b")


class Stage(StrEnum):
    STAGE_UNSPECIFIED = "STAGE_UNSPECIFIED"
    LEAD = "LEAD"
    CUSTOMER = "CUSTOMER"


@dataclass(frozen=True)
class Defined:
    """A definition of a custom field."""

    key: str
    type: FieldType
    options: list[str] = field(default_factory=list)
    required: bool = False

    @property
    def label(self) -> str:
        return self.key.capitalize()


DEFINITIONS = [
    Defined("motto", FieldType.TEXT),
    Defined("seats", FieldType.NUMBER),
    Defined("partner", FieldType.BOOLEAN),
    Defined("renewal", FieldType.DATE),
    Defined("industry", FieldType.CHOICE, ["retail", "food"]),
    Defined("interests", FieldType.CHOICES, ["a", "b", "c"]),
]


class Base(DeclarativeBase):
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy's name for it
        str: Text(),
        UUID: Uuid(),
        datetime: DateTime(timezone=True),
        date: Date(),
        int: BigInteger(),
        float: Double(),
        Decimal: Numeric(),
        list[str]: ARRAY(Text()),
        dict[str, Any]: JSONB(),
        Stage: Enum(Stage, native_enum=False, length=40),
    }


class Thing(Base):
    """A row with a column of every kind, all of which may be NULL."""

    __tablename__ = "things"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    city: Mapped[str | None]
    score: Mapped[int | None]
    ratio: Mapped[float | None]
    amount: Mapped[Decimal | None]
    active: Mapped[bool | None]
    seen_time: Mapped[datetime | None]
    birth_date: Mapped[date | None]
    owner_id: Mapped[UUID | None]
    stage: Mapped[Stage | None]
    colour: Mapped[str | None]
    tags: Mapped[list[str] | None]
    touch: Mapped[dict[str, Any] | None]
    custom_fields: Mapped[dict[str, Any] | None]


FIELDS = Fields(
    filtering.text("name"),
    filtering.text("city"),
    filtering.number("score"),
    filtering.number("ratio"),
    filtering.number("amount"),
    filtering.boolean("active"),
    filtering.time("seen_time"),
    filtering.date("birth_date"),
    filtering.uuid("owner_id"),
    filtering.choice("stage", Stage),
    filtering.choice("colour", ["red", "blue"]),
    filtering.tags("tags"),
    filtering.inside("touch", filtering.text("source"), filtering.number("visits")),
    filtering.custom("custom_fields"),
    search=("name", "city"),
)
