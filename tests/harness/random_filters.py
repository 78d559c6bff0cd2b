"""Records with every awkward value, and random filters about them, of tests.harness.filters.

A record takes its values from POOLS; filters compare with values of the same pools, so that they
meet often.
"""

import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from tests.harness.filters import ME, NOW, OTHER, Stage

#: Texts that tell wrong case rules, wrong escapes and wrong orders apart.
TEXTS = [
    *("", "a", "A", "ab", "AB", "b", "B", "aab", "z", "Z", "jo", "Jo", "joe", "JOE", "banjo"),
    *("ä", "Ä", "ß", "ẞ", "ss", "σ", "ς", "Σ", "ΑΣ", "ı", "İ", "i", "I", "i̇", "ǅ", "ǆ", "Ǆ"),
    *("ﬁ", "fi", "é", "É", "e\u0301", "я", "Я", "ა", "Ა", "ꭰ", "Ꭰ", "𐐀", "𐐨", "😀", "\ue000"),
    *("%", "_", "a%b", "a_b", "axb", "a%", "_b", "\\", "a\\b", "\\%", "*", "a*b", '"', "'", "\\n"),
    *(" ", "a b", " a", "\n", "\t", "\x7f", "\uffff", "\U0010ffff", "null", "true", "0", "10"),
    *("2026-06-10", "2026-06-1", "AND", "x" * 300),
]
NUMBERS = [0, 1, -1, 2, 10, -7, 2.5, 0.1, 0.3, 0.30000000000000004, 1e3, 1e-7, 123456.75, 10**14]
DAYS = [NOW.date() + timedelta(days=n) for n in (-366, -365, -9, -1, 0, 1, 5, 20, 366)]
INSTANTS = [
    *(NOW + timedelta(microseconds=n) for n in (-1, 0, 1, 10**6, -(10**11), 10**12)),
    *(datetime(day.year, day.month, day.day, tzinfo=UTC) for day in DAYS),
    *(datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=UTC) for day in DAYS),
]
WORDS = ["a", "b", "c", "A", "", "x y", "ä"]
LISTS = [[], ["a"], ["b"], ["a", "b"], ["A", "x y"], [""], ["a", "a"], ["b", "c", "ä"]]
JSON = [*NUMBERS, *map(str, DAYS), *LISTS, None, True, False, "retail", "food", {}, {"a": 1}, [1]]

POOLS: dict[str, list[Any]] = {
    "name": [*TEXTS, None],
    "city": [*TEXTS, None],
    "score": [*(number for number in NUMBERS if isinstance(number, int)), None],
    "ratio": [*map(float, NUMBERS), None],
    "amount": [*(Decimal(repr(number)) for number in NUMBERS), None],
    "active": [True, False, None],
    "seen_time": [*INSTANTS, None],
    "birth_date": [*DAYS, date(2000, 2, 29), None],
    "owner_id": [ME, OTHER, None],
    "stage": [*Stage, None],
    "colour": ["red", "blue", "", None],
    "tags": [*LISTS, None],
}
BAGS: dict[str, dict[str, list[Any]]] = {
    "touch": {"source": [*TEXTS, *JSON], "visits": [*JSON, *TEXTS]},
    "custom_fields": {
        "motto": [*TEXTS, *JSON],
        "seats": [*JSON, "10", "a"],
        "partner": [*JSON, "true"],
        "renewal": [*JSON, "", "a", "2026-06-1", "20260610"],
        "industry": [*JSON, ""],
        "interests": [*JSON, "a", ""],
    },
}


def corpus(size: int, seed: int) -> list[dict[str, Any]]:
    """Records that together have every value of every pool, in random company."""
    chance = random.Random(seed)
    columns = {name: _spread(pool, size, chance) for name, pool in POOLS.items()}
    for bag, keys in BAGS.items():
        inside = {key: _spread(pool, size, chance) for key, pool in keys.items()}
        columns[bag] = [_bag(inside, i, chance) for i in range(size)]
    return [{name: values[i] for name, values in columns.items()} for i in range(size)]


def _spread(pool: list[Any], size: int, chance: random.Random) -> list[Any]:
    values = [pool[i % len(pool)] for i in range(size)]
    chance.shuffle(values)
    return values


def _bag(inside: Mapping[str, list[Any]], i: int, chance: random.Random) -> dict[str, Any] | None:
    if chance.random() < 0.05:
        return None
    return {key: values[i] for key, values in inside.items() if chance.random() < 0.9}


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


any_text = st.sampled_from(TEXTS).filter(bool) | st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=3
)
texts = any_text.map(quoted)
stars = st.sampled_from([("*", ""), ("", "*"), ("*", "*")])
patterns = st.builds(lambda text, star: f'"{star[0]}{text[1:-1]}{star[1]}"', texts, stars)
numbers = st.sampled_from([repr(number) for number in NUMBERS if len(repr(number)) < 17])
MOMENTS = (
    "now now-1d now+3h now-2mo today today-9d today+1y yesterday tomorrow this_week last_week "
    "next_week this_month last_month this_quarter last_quarter this_year last_year"
)
moments = st.sampled_from([*MOMENTS.split(), *map(str, DAYS)])
times = moments | st.sampled_from([*(f"{time:%Y-%m-%dT%H:%M:%S.%fZ}" for time in INSTANTS)])

#: Fields with an order, with words only, and with lists of words -> what they are compared with.
ORDERED: dict[str, st.SearchStrategy[str]] = {
    **dict.fromkeys(["name", "city", "touch.source", "custom_fields.motto"], texts),
    **dict.fromkeys(["score", "ratio", "amount", "touch.visits", "custom_fields.seats"], numbers),
    "seen_time": times,
    **dict.fromkeys(["birth_date", "custom_fields.renewal"], moments),
}
WORDLIKE: dict[str, st.SearchStrategy[str]] = {
    "owner_id": st.sampled_from(["me", str(OTHER).upper()]),
    "stage": st.sampled_from(["LEAD", "CUSTOMER"]),
    "colour": st.sampled_from(["red", "blue"]),
    "custom_fields.industry": st.sampled_from(["retail", "food"]),
}
BOOLEAN = dict.fromkeys(["active", "custom_fields.partner"], st.sampled_from(["true", "false"]))
LISTED: dict[str, st.SearchStrategy[str]] = {
    "tags": st.sampled_from(WORDS).filter(bool).map(quoted),
    "custom_fields.interests": st.sampled_from(["a", "b", "c"]),
}
EVERY = ORDERED | WORDLIKE | BOOLEAN | LISTED


def compared(
    fields: Mapping[str, st.SearchStrategy[str]], operators: list[str]
) -> st.SearchStrategy[str]:
    """Terms like "score > 3" about one of the fields."""
    form = st.sampled_from(["{}{}{}", "{} {} {}"])
    return st.sampled_from(list(fields)).flatmap(
        lambda name: st.builds(
            str.format, form, st.just(name), st.sampled_from(operators), fields[name]
        )
    )


def among(fields: Mapping[str, st.SearchStrategy[str]]) -> st.SearchStrategy[str]:
    """Terms like "score in (1, 2, null)"."""
    return st.sampled_from(list(fields)).flatmap(
        lambda name: st.lists(
            fields[name] | st.sampled_from(["null", '""']), min_size=1, max_size=4
        ).map(lambda values: f"{name} in ({', '.join(values)})")
    )


TEXT_FIELDS = dict.fromkeys(["name", "city", "touch.source", "custom_fields.motto"], patterns)
PRESENCE = [f"{name}{asked}" for name in EVERY for asked in (":*", "=null", '!=""', " = *")]
terms = st.one_of(
    compared(ORDERED, ["=", "!=", "<", "<=", ">", ">="]),
    compared(WORDLIKE | BOOLEAN, ["=", "!="]),
    compared(LISTED, [":"]),
    compared(TEXT_FIELDS, ["=", "!=", ":"]),
    compared(dict.fromkeys(TEXT_FIELDS, texts), [":"]),
    among(ORDERED | WORDLIKE | LISTED),
    st.sampled_from(PRESENCE),
    texts,
    st.sampled_from(["birth_date = anniversary", "custom_fields.renewal != anniversary"]),
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
    max_leaves=4,
)
