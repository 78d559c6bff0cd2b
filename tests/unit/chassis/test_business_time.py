"""Business time against the field's published cases, and its own laws."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.business_time import Calendar, NeverOpen, due, elapsed, intervals, office_hours
from tests.vectors import load

SLA = load("sla_business_hours.json")
CALENDARS = {name: Calendar.from_json(data) for name, data in SLA.get("calendars", {}).items()}
FIRST, LAST = datetime(2026, 1, 1), datetime(2027, 1, 1)  # noqa: DTZ001 -- hypothesis adds the zone
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.just(UTC))


def pauses(case: dict[str, Any]) -> list[tuple[datetime, datetime]]:
    return [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in case["pauses"]]


@pytest.mark.parametrize("case", SLA.get("deadline", []), ids=lambda case: case["id"])
def test_a_clock_is_due_when_the_field_says(case: dict[str, Any]) -> None:
    calendar = CALENDARS[case["calendar"]]
    start = datetime.fromisoformat(case["start"])
    length = timedelta(seconds=case["target_seconds"])

    found = due(calendar, start, length, pauses(case))

    assert found == datetime.fromisoformat(case["expected_deadline"])
    assert elapsed(calendar, start, found, pauses(case)) == length


@pytest.mark.parametrize("case", SLA.get("elapsed", []), ids=lambda case: case["id"])
def test_a_clock_ran_as_long_as_the_field_says(case: dict[str, Any]) -> None:
    start, end = (datetime.fromisoformat(case[key]) for key in ("from", "to"))
    ran = elapsed(CALENDARS[case["calendar"]], start, end, pauses(case))
    assert ran == timedelta(seconds=case["expected_seconds"])


@pytest.mark.parametrize("case", SLA.get("intervals", []), ids=lambda case: case["id"])
def test_open_hours_are_laid_out_as_the_field_says(case: dict[str, Any]) -> None:
    start, end = (datetime.fromisoformat(case[key]) for key in ("from", "to"))
    found = [
        [a.isoformat(), b.isoformat()]
        for a, b in intervals(CALENDARS[case["calendar"]], start, end)
    ]
    expected = [[t.replace("Z", "+00:00") for t in pair] for pair in case["expected_intervals"]]
    assert found == expected


@given(
    MOMENTS,
    st.integers(0, 400_000),
    st.sampled_from(["Europe/Berlin", "America/St_Johns", "Pacific/Apia"]),
)
def test_what_is_due_after_some_time_has_run_that_time(
    start: datetime, seconds: int, zone: str
) -> None:
    calendar = office_hours(zone)
    length = timedelta(seconds=seconds)
    assert elapsed(calendar, start, due(calendar, start, length)) == length


@given(MOMENTS, st.integers(0, 200_000), st.integers(0, 100_000), st.integers(0, 200_000))
def test_a_pause_never_brings_a_deadline_forward(
    start: datetime, seconds: int, after: int, held: int
) -> None:
    calendar = office_hours("Europe/Berlin")
    paused = start + timedelta(seconds=after)
    length = timedelta(seconds=seconds)
    pause = [(paused, paused + timedelta(seconds=held))]
    assert due(calendar, start, length, pause) >= due(calendar, start, length)


def test_a_calendar_that_never_opens_says_so() -> None:
    with pytest.raises(NeverOpen):
        due(Calendar(tz="UTC", hours={}), datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=1))
