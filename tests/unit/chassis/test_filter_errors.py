"""Every text is a filter or is refused with the place, the reason and what there is instead."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chassis import filtering
from chassis.errors import InvalidArgument
from chassis.filtering import Fields
from tests.harness.filters import DEFINITIONS, FIELDS, ME, NOW, OTHER
from tests.harness.random_filters import filters

DEEP = "(" * 20 + "score = 1" + ")" * 20


def refusal(text: str, fields: Fields = FIELDS) -> str:
    with pytest.raises(InvalidArgument) as caught:
        filtering.parse(text, fields, DEFINITIONS)
    [violation] = caught.value.violations
    assert violation.field == "filter"
    assert caught.value.reason == "INVALID_FILTER"
    return violation.description


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("foo = 1", "at character 1: unknown field 'foo'; fields: name, city, score"),
        (
            "score = 1 AND scoer = 2",
            "at character 15: unknown field 'scoer'; did you mean 'score'",
        ),
        ("custom_fields.industri = food", "did you mean 'custom_fields.industry'?"),
        ("Score = 1", "did you mean 'score'?"),
        ('"score" = 1', "unknown field 'score'"),
        ("score", "at character 6: 'score' needs an operator: = != in < <= > >= :*"),
        ("score ~ 1", "'score' needs an operator"),
        ("score:10", "'score' is a number, which ':' does not go with; use = != in < <= > >= :*"),
        ("tags = vip", "'tags' is a list, which '=' does not go with; use : in :*"),
        ("active > true", "'active' is a boolean"),
        ("active in (true)", "which 'in' does not go with"),
        ("stage < LEAD", "'stage' is a choice"),
        ("score = abc", "at character 9: expected a number, not 'abc'"),
        ("score = NaN", "expected a number"),
        ("score = ١٠", "expected a number"),
        ("score = 1_000", "expected a number"),
        ("score = 0x10", "expected a number"),
        ("score = 1234567890123456", "numbers have at most 15 digits"),
        ("score = 1e16", "numbers have at most 15 digits"),
        ("score = 1e-16", "numbers have at most 15 digits"),
        ("score = 1.000000000000000000000000000000001", "numbers have at most 15 digits"),
        ("active = 1", "expected true or false, not '1'"),
        ("active = TRUE", "expected true or false"),
        ("stage = WON", "expected one of LEAD, CUSTOMER, not 'WON'"),
        ("stage = lead", "expected one of LEAD, CUSTOMER"),
        ("stage = STAGE_UNSPECIFIED", "expected one of LEAD, CUSTOMER"),
        ("custom_fields.interests:z", "expected one of a, b, c, not 'z'"),
        ("owner_id = 12", "expected an id (a UUID) or me, not '12'"),
        (f"owner_id = '{{{OTHER}}}'", "expected an id"),
        ("seen_time = 2026-02-30", "'2026-02-30': day is out of range for month"),
        ("seen_time = 2026-06-10T12:00:00", "expected a time"),
        ("seen_time = 2026-06-10T25:00:00Z", "hour must be in 0..23"),
        ("seen_time > 10.06.2026", "expected a time"),
        ("seen_time > 9999-12-31", "years run from 1000 to 9998"),
        ("seen_time > now-999999d", "at most 100 years away"),
        ("seen_time > today-1h", "today moves by d, w, mo or y"),
        (
            "seen_time > now - 7d",
            "at character 17: '-' stands right before its term",
        ),
        ("seen_time > now -7d", "write now-7d without spaces"),
        ("seen_time > now +7d", "write now-7d without spaces"),
        ('name = "a"b', "at character 11: a space is missing here"),
        ("name = a'b'", "at character 9: a space is missing here"),
        ("seen_time > 2026-06-10T12:00:00Zoo", "a space is missing here"),
        ("seen_time = anniversary", "expected a time"),
        ("birth_date > anniversary", "'anniversary' goes with = or !="),
        ("birth_date = 2026-06-10T12:00:00Z", "expected a date"),
        ("name = ab*cd", "'*' stands only at the start or the end"),
        ("tags:vi*", "'*' has no meaning here"),
        ("name < a*", "'*' has no meaning here"),
        ('name:""', "no value goes with = and != only: name = null"),
        ("score > null", "no value goes with = and != only"),
        ('name = "abc', "at character 8: the quote is not closed"),
        ("name = O'Brien", "the quote is not closed"),
        ('name = "a\\q"', "at character 10: unknown escape; there are \\n"),
        ("name = a\\b", "unexpected '\\\\'; put text with signs in quotes"),
        ("name ! a", "'!' stands only in '!='"),
        ("name = ", "expected a value, not the end"),
        ("name = AND", "expected a value, not 'AND'"),
        ("name = (a)", "expected a value, not '('"),
        ("name == a", "expected a value, not '='"),
        ("name = a = b", "expected a term, not '='"),
        ("score = - 1", "expected a value behind '-'"),
        ("score in ()", "expected a value, not ')'"),
        ("score in (1", "expected ',' or ')', not the end"),
        ("score in (1,)", "expected a value, not ')'"),
        ("score = 1 and score = 2", "at character 11: write AND, in capitals"),
        ("score = 1 || score = 2", "write OR, in capitals"),
        ("AND score = 1", "expected a term, not 'AND'"),
        ("score = 1 OR", "expected a term, not the end"),
        ("NOT NOT score = 1", "expected a term, not 'NOT'"),
        ("(score = 1", "expected ')' or another term, not the end"),
        ("score = 1)", "expected a term, not ')'"),
        ("()", "expected a term, not ')'"),
        ("score, 1", "needs an operator"),
        ("lond*", "a bare word is found anywhere; write it without '*'"),
        ("name = a\x00b", "at character 9: a character that is no text"),
        ("name = a\ud800b", "a character that is no text"),
        (f"({DEEP})", "brackets nest at most 20 deep"),
        ("score = 1 " * 101, "a filter has at most 100 terms"),
        ("x" * 8193, "a filter has at most 8192 characters"),
        ("(" * 8000, "brackets nest at most 20 deep"),
        ("-" * 8000, "expected a term, not '-'"),
    ],
)
def test_a_refusal_tells_where_and_why(text: str, told: str) -> None:
    assert told in refusal(text)


def test_the_limits_themselves_are_allowed() -> None:
    filtering.parse(DEEP, FIELDS)
    filtering.parse("score = 1 " * 100, FIELDS)
    filtering.parse(f'name = "{"x" * 8183}"', FIELDS)


def test_a_bare_word_needs_a_resource_that_is_searched() -> None:
    plain = Fields(filtering.number("score"))
    assert "an operator is missing beside 'london'" in refusal("london", plain)


def test_custom_fields_are_only_those_defined() -> None:
    with pytest.raises(InvalidArgument, match=r"unknown field 'custom_fields\.industry'"):
        filtering.parse("custom_fields.industry = food", FIELDS, [])


def test_nobody_is_not_me() -> None:
    mine = filtering.parse("owner_id = me", FIELDS)
    with pytest.raises(InvalidArgument, match="nobody is"):
        mine.predicate(now=NOW)


def test_the_error_names_the_field_the_filter_came_in() -> None:
    with pytest.raises(InvalidArgument) as caught:
        filtering.parse("x = 1", FIELDS, name="segment.filter")
    assert caught.value.violations[0].field == "segment.filter"


def test_times_inside_json_cannot_be_declared_for_they_would_not_compare() -> None:
    with pytest.raises(ValueError, match="does not keep times"):
        filtering.inside("touch", filtering.time("at"))


PIECES = st.sampled_from(
    [
        *(
            "name",
            "score",
            "seen_time",
            "tags",
            "custom_fields.seats",
            "touch.",
            "LEAD",
            "é",
            "\x00",
        ),
        *("=", "!=", "<", ">=", ":", ":*", "in", "AND", "OR", "NOT", "-", "(", ")", ",", "*"),
        *('"', "'", "\\", "null", "me", "now-1d", "today", "1", "-2", "1e9", "2026-02-29", "true"),
        "2026-06-10T12:00:00Z",
    ]
)
anything = st.text() | st.lists(PIECES, max_size=12).map(" ".join) | st.lists(PIECES).map("".join)
damaged = st.builds(
    lambda text, at, bit: text[: at % (len(text) + 1)] + bit + text[at % (len(text) + 1) + 1 :],
    filters,
    st.integers(0, 1000),
    PIECES | st.text(max_size=2),
)


@given(anything | damaged)
@example("name in")
@example("9" * 5000)
@example("score = " + "9" * 5000)
@example("score = 1e999")
@example("seen_time = 1000-01-01T00:00:00+23:59")
@example("seen_time = 9998-12-31T23:59:59.999999999-23:59")
@example("birth_date <= 9998-12-31 birth_date > today+100y seen_time < this_year")
def test_any_text_is_a_filter_that_works_or_is_refused(text: str) -> None:
    try:
        filter_ = filtering.parse(text, FIELDS, DEFINITIONS)
    except InvalidArgument:
        return
    filter_.predicate(now=NOW, me=ME)({})
