"""Random records and filters of the resource in tests.harness.filters, for hypothesis."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from tests.harness.filters import DEFINITIONS, ME, NOW, OTHER, Stage

TEXT_FIELDS = ["name", "city", "touch.source", "custom_fields.motto"]

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
MOMENTS = (
    "now now-1d now+3h now-2mo today today-9d today+1y yesterday tomorrow this_week last_week "
    "next_week this_month last_month this_quarter last_quarter this_year last_year "
    "2026-06-10 2026-01-01 2025-06-10"
)
moments = st.sampled_from(MOMENTS.split())
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
    name = draw(st.sampled_from(TEXT_FIELDS))
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
    st.sampled_from(TEXT_FIELDS).flatmap(lambda name: some_text.map(lambda text: f"{name}:{text}")),
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
