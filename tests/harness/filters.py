"""A resource with a field of every kind, and random records and filters of it for hypothesis."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
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

#: Letters that tell wrong case rules, wrong escapes and wrong orders apart.
LETTERS = "aAbBjJäÄßẞσςΣıİiIǅﬁéÉ%_\\*\"'-:()<=>., \n\t0z\u0301😀\ue000\U0001d400"
short_text = st.text(LETTERS, max_size=4) | st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=3
)
numbers = st.sampled_from(["0", "1", "-1", "10", "2.5", "0.1", "0.30000000000000004", "1e3", "-7"])
days = st.sampled_from([date(2026, 6, 10) + timedelta(days=n) for n in (-365, -9, -1, 0, 1, 20)])
instants = st.sampled_from(
    [NOW + timedelta(microseconds=n) for n in (-1, 0, 1, 10**6, -(10**11), 10**12)]
) | days.map(lambda day: datetime(day.year, day.month, day.day, tzinfo=UTC))
words = st.sampled_from(["a", "b", "A", "", "x y"])

json_values = st.one_of(
    st.none(),
    short_text,
    numbers.map(float),
    st.integers(-3, 3),
    st.booleans(),
    days.map(str),
    st.sampled_from(["retail", "food"]),
    st.lists(words, max_size=3),
    st.just({}),
)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


records = st.fixed_dictionaries(
    {
        "name": maybe(short_text),
        "city": maybe(short_text),
        "score": maybe(st.integers(-3, 12) | st.just(10**14)),
        "ratio": maybe(numbers.map(float)),
        "amount": maybe(numbers.map(Decimal)),
        "active": maybe(st.booleans()),
        "seen_time": maybe(instants),
        "birth_date": maybe(days),
        "owner_id": maybe(st.sampled_from([ME, OTHER])),
        "stage": maybe(st.sampled_from(Stage)),
        "colour": maybe(st.sampled_from(["red", "blue", ""])),
        "tags": maybe(st.lists(words, max_size=3)),
        "touch": maybe(st.dictionaries(st.sampled_from(["source", "visits"]), json_values)),
        "custom_fields": maybe(
            st.dictionaries(st.sampled_from([each.key for each in DEFINITIONS]), json_values)
        ),
    }
)


def as_json(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record as an event carries it: text for what JSON does not have, "" for no text."""
    return {name: _plain(value) for name, value in record.items()}


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case Stage():
            return value.name
        case date() | UUID() | Decimal():
            return str(value)
        case None:
            return ""
        case _:
            return value


def quoted(text: str) -> str:
    """The text as a filter writes it."""
    return '"' + "".join(f"\\{sign}" if sign in '"\\*' else sign for sign in text) + '"'


order = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
some_text = short_text.filter(bool).map(quoted)
patterns = st.builds(
    lambda text, stars: f'"{stars[0]}{quoted(text)[1:-1]}{stars[1]}"',
    short_text,
    st.sampled_from([("*", ""), ("", "*"), ("*", "*")]),
)
moments = st.sampled_from(
    "now now-1d now+3h now-2mo today today-9d today+1y yesterday tomorrow this_week last_week "
    "next_week this_month last_month this_quarter last_quarter this_year last_year "
    "2026-06-10 2026-01-01 2025-06-10".split()
)
times = moments | st.sampled_from(["2026-06-10T12:00:00Z", '"2026-06-10T14:00:00.000001+02:00"'])

#: What is compared how: field -> strategies of "operator value".
_VALUES: dict[str, st.SearchStrategy[str]] = {
    "name city touch.source custom_fields.motto": some_text,
    "score ratio amount touch.visits custom_fields.seats": numbers.filter(lambda n: len(n) < 15),
    "seen_time": times,
    "birth_date custom_fields.renewal": moments,
}
_EQUAL_VALUES: dict[str, st.SearchStrategy[str]] = {
    "active custom_fields.partner": st.sampled_from(["true", "false"]),
    "owner_id": st.sampled_from(["me", str(OTHER).upper()]),
    "stage": st.sampled_from(["LEAD", "CUSTOMER"]),
    "colour": st.sampled_from(["red", "blue"]),
    "custom_fields.industry": st.sampled_from(["retail", "food"]),
}
_HELD_VALUES: dict[str, st.SearchStrategy[str]] = {
    "tags": words.filter(bool).map(quoted),
    "custom_fields.interests": st.sampled_from(["a", "b", "c"]),
}


def _names(groups: Mapping[str, object]) -> st.SearchStrategy[str]:
    return st.sampled_from([name for names in groups for name in names.split()])


def _value_of(groups: Mapping[str, st.SearchStrategy[str]], name: str) -> st.SearchStrategy[str]:
    return next(values for names, values in groups.items() if name in names.split())


@st.composite
def _compared(draw: st.DrawFn) -> str:
    name = draw(_names(_VALUES))
    return f"{name} {draw(order)} {draw(_value_of(_VALUES, name))}"


@st.composite
def _equal(draw: st.DrawFn) -> str:
    name = draw(_names(_EQUAL_VALUES))
    operator = draw(st.sampled_from(["=", "!="]))
    return f"{name}{operator}{draw(_value_of(_EQUAL_VALUES, name))}"


@st.composite
def _among(draw: st.DrawFn) -> str:
    groups = _VALUES | _EQUAL_VALUES | _HELD_VALUES
    name = draw(_names(groups).filter(lambda name: name not in ("active", "custom_fields.partner")))
    value = _value_of(groups, name) | st.just("null") | st.just('""')
    return f"{name} in ({', '.join(draw(st.lists(value, min_size=1, max_size=4)))})"


@st.composite
def _held(draw: st.DrawFn) -> str:
    name = draw(_names(_HELD_VALUES))
    return f"{name}:{draw(_value_of(_HELD_VALUES, name))}"


@st.composite
def _matched(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from("name city touch.source custom_fields.motto".split()))
    return f"{name} {draw(st.sampled_from(['=', '!=', ':']))} {draw(patterns)}"


@st.composite
def _presence(draw: st.DrawFn) -> str:
    name = draw(_names(_VALUES | _EQUAL_VALUES | _HELD_VALUES))
    return name + draw(st.sampled_from([":*", " = null", " != null", ' = ""', " != *"]))


terms = st.one_of(
    _compared(),
    _equal(),
    _among(),
    _held(),
    _matched(),
    _presence(),
    some_text,
    st.sampled_from("name city touch.source custom_fields.motto".split()).flatmap(
        lambda name: some_text.map(lambda text: f"{name}:{text}")
    ),
    st.sampled_from(
        ["birth_date = anniversary", "custom_fields.renewal != anniversary", "name = null"]
    ),
)
filters = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.builds("({})".format, inner),
        st.builds("NOT ({})".format, inner),
        st.builds("-({})".format, inner),
        st.builds("{} AND {}".format, inner, inner),
        st.builds("{} OR {}".format, inner, inner),
        st.builds("{} {}".format, inner, inner),
    ),
    max_leaves=6,
)
