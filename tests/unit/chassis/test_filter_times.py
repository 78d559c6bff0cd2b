"""Relative times and days, and whose days they are."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chassis import filtering
from chassis.filtering import Fields
from tests.vectors import load

FIELDS = Fields(filtering.time("at"), filtering.date("on"))
WEDNESDAY = datetime(2026, 6, 10, 12, tzinfo=UTC)

RELATIVE = load("segment_operators.json").get("relative_dates", {})
SPANS = [case for case in RELATIVE.get("cases", []) if "from" in case]
#: Our words for tokens that are spelt otherwise.
WORDS = {"-7 days": "today-7d"}


def passes(text: str, value: object, now: datetime = WEDNESDAY) -> bool:
    return filtering.parse(text, FIELDS).predicate(now=now)({"at": value, "on": value})


@pytest.mark.parametrize("case", SPANS, ids=lambda case: case["token"])
def test_a_day_or_period_begins_and_ends_as_the_vectors_say(case: dict[str, str]) -> None:
    now = datetime.fromisoformat(RELATIVE["now"])
    word = WORDS.get(case["token"], case["token"])
    first = date.fromisoformat(case["from"])
    last = date.fromisoformat(case["to_exclusive"]) - timedelta(days=1)
    around = [first - timedelta(days=1), first, last, last + timedelta(days=1)]
    assert [passes(f"on = {word}", day, now) for day in around] == [False, True, True, False]
    assert [passes(f"on < {word}", day, now) for day in around] == [True, False, False, False]
    assert [passes(f"on <= {word}", day, now) for day in around] == [True, True, True, False]
    assert [passes(f"on > {word}", day, now) for day in around] == [False, False, False, True]
    assert [passes(f"on >= {word}", day, now) for day in around] == [False, True, True, True]
    midnight = datetime(first.year, first.month, first.day, tzinfo=UTC)
    assert passes(f"at = {word}", midnight, now)
    assert not passes(f"at = {word}", midnight - timedelta(microseconds=1), now)


@pytest.mark.parametrize(
    ("now", "born", "passing"),
    [
        (date(2026, 6, 10), date(2025, 6, 10), True),
        (date(2026, 6, 10), date(2025, 6, 11), False),
        (date(2026, 2, 28), date(2000, 2, 29), True),
        (date(2026, 2, 28), date(2000, 2, 28), True),
        (date(2026, 3, 1), date(2000, 2, 29), False),
        (date(2028, 2, 28), date(2000, 2, 29), False),
        (date(2028, 2, 29), date(2000, 2, 29), True),
        (date(2028, 2, 29), date(2000, 2, 28), False),
    ],
)
def test_leaplings_have_a_birthday_every_year(now: date, born: date, passing: bool) -> None:  # noqa: FBT001
    noon = datetime(now.year, now.month, now.day, 12, tzinfo=UTC)
    assert passes("on = anniversary", born, noon) is passing


@pytest.mark.parametrize(
    ("word", "instant"),
    [
        ("now", "2026-06-10T12:00:00Z"),
        ("now-30m", "2026-06-10T11:30:00Z"),
        ("now+36h", "2026-06-12T00:00:00Z"),
        ("now-7d", "2026-06-03T12:00:00Z"),
        ("now-2w", "2026-05-27T12:00:00Z"),
        ("now-1mo", "2026-05-10T12:00:00Z"),
        ("now+1y", "2027-06-10T12:00:00Z"),
    ],
)
def test_an_instant_counts_from_now(word: str, instant: str) -> None:
    assert passes(f"at = {word}", instant)
    assert not passes(f"at > {word}", instant)
    assert not passes(f"at < {word}", instant)
    assert passes(f"on = {word}", instant[:10])


@pytest.mark.parametrize(
    ("today", "word", "day"),
    [
        ("2026-03-31", "today-1mo", "2026-02-28"),
        ("2028-03-31", "today-1mo", "2028-02-29"),
        ("2028-02-29", "today+1y", "2029-02-28"),
        ("2026-12-31", "today+2mo", "2027-02-28"),
        ("2026-01-15", "today-13mo", "2024-12-15"),
    ],
)
def test_months_have_the_days_they_have(today: str, word: str, day: str) -> None:
    assert passes(f"on = {word}", day, datetime.fromisoformat(f"{today}T12:00:00Z"))


def test_quarters_begin_in_january_april_july_and_october() -> None:
    assert passes("on = this_quarter", "2026-04-01")
    assert not passes("on = this_quarter", "2026-07-01")
    assert passes("on = last_quarter", "2026-01-01")
    assert passes("on = next_quarter", "2026-09-30")
    assert passes("on = last_quarter", "2025-12-31", datetime(2026, 1, 1, tzinfo=UTC))


def test_days_are_those_of_the_time_zone_of_now() -> None:
    evening = datetime(2026, 6, 10, 23, 30, tzinfo=UTC)
    in_berlin = evening.astimezone(ZoneInfo("Europe/Berlin"))
    assert passes("at = today", "2026-06-10T12:00:00Z", evening)
    assert not passes("at = today", "2026-06-10T12:00:00Z", in_berlin)
    assert passes("at = today", "2026-06-11T12:00:00Z", in_berlin)
    assert passes("on = today", "2026-06-11", in_berlin)


def test_a_day_of_the_clock_change_has_23_hours_and_now_ignores_it() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    sunday = datetime(2026, 3, 29, 12, tzinfo=berlin)
    assert passes("at = today", "2026-03-28T23:00:00Z", sunday)
    assert not passes("at = today", "2026-03-29T22:00:00Z", sunday)
    assert passes("at = now-12h", "2026-03-28T22:00:00Z", sunday)
