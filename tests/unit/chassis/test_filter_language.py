"""What filters mean, told on a handful of records in memory; SQL is proven to mean the same."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import filtering
from chassis.filtering import Filter
from tests.harness.filters import DEFINITIONS, FIELDS, ME, NOW, OTHER, Stage
from tests.harness.random_filters import BAGS, POOLS, filters

PEOPLE: dict[str, dict[str, Any]] = {
    "ada": {
        "name": "Ada Lovelace",
        "city": "London",
        "score": 40,
        "active": True,
        "stage": Stage.CUSTOMER,
        "owner_id": ME,
        "tags": ["vip", "beta"],
        "seen_time": "2026-06-10T11:00:00Z",
        "birth_date": "1815-06-10",
        "touch": {"source": "ads"},
        "custom_fields": {"industry": "retail", "seats": 12, "interests": ["a", "b"]},
    },
    "bob": {
        "name": "Bob 100%",
        "city": "",
        "score": 0,
        "active": False,
        "stage": Stage.LEAD,
        "owner_id": OTHER,
        "tags": [],
        "seen_time": "2026-05-31T23:59:59Z",
        "birth_date": "2000-02-29",
        "custom_fields": {"industry": "food", "seats": 2.5, "renewal": "2026-07-01"},
    },
    "nemo": {"name": "nemo", "stage": Stage.STAGE_UNSPECIFIED, "custom_fields": {"motto": "Ada!"}},
}


def parsed(text: str) -> Filter:
    return filtering.parse(text, FIELDS, DEFINITIONS)


def who(text: str) -> str:
    passes = parsed(text).predicate(now=NOW, me=ME)
    return " ".join(name for name, record in PEOPLE.items() if passes(record))


@pytest.mark.parametrize(
    ("text", "passing"),
    [
        ("", "ada bob nemo"),
        (" \n ", "ada bob nemo"),
        # text: every letter counts for =, none for :
        ('name = "Ada Lovelace"', "ada"),
        ('name = "ada lovelace"', ""),
        ("name = 'Ada Lovelace'", "ada"),
        ("name = nemo", "nemo"),
        ("name:LOVE", "ada"),
        ("name:%", "bob"),
        ("name:_", ""),
        ("name = Ada*", "ada"),
        ("name = ada*", ""),
        ("name:ada*", "ada"),
        ('name = "*lace"', "ada"),
        ('name = "*L*"', "ada"),
        ('name:"*0%"', "bob"),
        ("name >= nemo", "nemo"),
        ("name < B", "ada"),
        # lists
        ("tags:vip", "ada"),
        ("tags:Vip", ""),
        ("-tags:vip", "bob nemo"),
        ('tags in ("vip", "gold")', "ada"),
        ("tags:*", "ada"),
        ("tags = null", "bob nemo"),
        ("custom_fields.interests:a custom_fields.interests:b", "ada"),
        # numbers, booleans, choices, ids
        ("score = 0", "bob"),
        ("score = 0.0", "bob"),
        ("score > -5", "ada bob"),
        ("score > 4e1", ""),
        ("score in (0, 40)", "ada bob"),
        ("active = false", "bob"),
        ("stage = LEAD", "bob"),
        ("stage != LEAD", "ada nemo"),
        ("stage in (LEAD, CUSTOMER)", "ada bob"),
        ("owner_id = me", "ada"),
        (f"owner_id = {OTHER}", "bob"),
        (f'owner_id = "{str(OTHER).upper()}"', "bob"),
        # no value
        ("city = null", "bob nemo"),
        ('city = ""', "bob nemo"),
        ("city:*", "ada"),
        ("city != null", "ada"),
        ("score = null", "nemo"),
        ("score:*", "ada bob"),
        ("stage = null", "nemo"),
        ("active != true", "bob nemo"),
        ("score < 100", "ada bob"),
        ("NOT score < 100", "nemo"),
        ("city in (London, null)", "ada bob nemo"),
        # custom fields and other JSON
        ('custom_fields.industry = "retail"', "ada"),
        ("custom_fields.seats > 2", "ada bob"),
        ("custom_fields.seats = 2.50", "bob"),
        ("custom_fields.renewal > today", "bob"),
        ("custom_fields.motto:ada", "nemo"),
        ("touch.source = ads", "ada"),
        ("touch.source = null", "bob nemo"),
        # times
        ("seen_time > now-1d", "ada"),
        ("seen_time = today", "ada"),
        ("seen_time = last_month", "bob"),
        ("seen_time <= 2026-05-31", "bob"),
        ("seen_time > 2026-05-31", "ada"),
        ("seen_time = 2026-06-10T13:00:00+02:00", "ada"),
        ("seen_time < 2026-06-10T11:00:00.000001Z", "ada bob"),
        ("birth_date = anniversary", "ada"),
        ("birth_date < 1900-01-01", "ada"),
        # bare words are found in name and city
        ("london", "ada"),
        ('"lovelace" LONDON', "ada"),
        ("-london", "bob nemo"),
    ],
)
def test_a_filter_passes(text: str, passing: str) -> None:
    assert who(text) == passing


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("score = 0 OR score = 40 AND name:ada", "(score = 0 OR score = 40) AND (name:ada)"),
        ("name:ada AND score = 0 OR score = 40", "(name:ada) AND (score = 0 OR score = 40)"),
        ("name:a score = 0 OR score = 1 tags:x", "name:a AND (score = 0 OR score = 1) AND tags:x"),
        ("NOT name:ada OR score = 0", "(NOT (name:ada)) OR (score = 0)"),
        ("-name:ada score = 0", "(-name:ada) AND (score = 0)"),
        ("NOT (NOT name:ada)", "name:ada"),
        ("-(score != 3)", "score=3"),
        ('score in ("1","2")', "score IN (1, 2)"),
        ("NOT(name:ada)", "-name:ada"),
        ("((((name:ada))))", "name : ada"),
    ],
)
def test_precedence_and_spelling(text: str, same_as: str) -> None:
    assert parsed(text) == parsed(same_as)


def test_a_filter_tells_which_fields_it_looks_at() -> None:
    told = parsed("score > 1 OR -custom_fields.industry = food tags:x").fields
    assert told == {"score", "custom_fields.industry", "tags"}


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        ("seen_time > now-7d", True),
        ("score = 1 OR birth_date = anniversary", True),
        ("owner_id = me", True),
        ("seen_time > 2026-01-01", False),
        ("", False),
    ],
)
def test_a_filter_tells_whether_time_alone_changes_its_answer(text: str, relative: bool) -> None:  # noqa: FBT001
    assert parsed(text).relative is relative


def test_an_empty_filter_says_so_because_a_mailing_to_everybody_is_never_meant() -> None:
    assert parsed(" ").empty
    assert not parsed("score = 1").empty
    assert not parsed("").negated().empty
    assert not parsed("").negated().predicate(now=NOW)({})


def test_the_opposite_of_the_opposite_is_the_filter() -> None:
    assert parsed("score = 1").negated().negated() == parsed("score = 1")


def test_a_record_may_be_any_object() -> None:
    class Person:
        name = "Ada"
        touch = None

    passes = parsed("name:ada touch.source = null city = null").predicate(now=NOW)
    assert passes(Person())


any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(text=filters, values=st.dictionaries(st.sampled_from(list(POOLS | BAGS)), any_json))
def test_a_record_with_values_of_other_kinds_is_answered_all_the_same(
    text: str, values: dict[str, Any]
) -> None:
    assert parsed(text).predicate(now=NOW, me=ME)(values) in (True, False)


def test_a_word_in_quotes_is_never_null() -> None:
    assert filtering.parse('name = "null"', FIELDS).predicate(now=NOW)({"name": "null"})
