"""The next fitting moment against the field's published cases, and where the clock is changed."""

from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.local_time import Limits, fitting, zone_of
from tests.vectors import load

CASES = load("campaign_scheduling.json").get("cases", [])
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
NIGHT, EARLY = (time(22), time(6)), (time(2), time(3))
WORKDAYS = frozenset(range(5))
FIRST, LAST = datetime(2026, 1, 1), datetime(2027, 1, 1)  # noqa: DTZ001 -- hypothesis adds the zone


def limits_of(case: dict[str, Any]) -> Limits:
    window = [time.fromisoformat(each) for each in case["window"] or ()]
    days = case["days_of_week_0_is_sunday"] or ()
    return Limits(
        time_of_day=time.fromisoformat(case["hour"]) if case["hour"] else None,
        window=(window[0], window[1]) if window else None,
        weekdays=frozenset((day - 1) % 7 for day in days),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_moment_fits_when_the_field_says(case: dict[str, Any]) -> None:
    zone = zone_of(case["contact_tz"], case["default_tz"])
    found = fitting(datetime.fromisoformat(case["due"]), zone, limits_of(case))
    assert found == datetime.fromisoformat(case["expected_instant"])
    assert f"{found.astimezone(zone):%Y-%m-%dT%H:%M}" == case["expected_local"]


@pytest.mark.parametrize(
    ("due", "limits", "expected"),
    [
        # Monday 2 March 2026 is winter time in Berlin: UTC+1
        ("2026-03-02T16:00:00", Limits(time_of_day=time(16)), "2026-03-02T16:00:00"),
        ("2026-03-02T16:00:01", Limits(time_of_day=time(16)), "2026-03-03T16:00:00"),
        ("2026-03-02T09:59:59", Limits(window=(time(8), time(10))), "2026-03-02T09:59:59"),
        ("2026-03-02T07:00:00", Limits(window=(time(8), time(10))), "2026-03-02T08:00:00"),
        ("2026-03-02T21:00:00", Limits(window=NIGHT), "2026-03-02T22:00:00"),
        ("2026-03-02T23:30:00", Limits(window=NIGHT), "2026-03-02T23:30:00"),
        ("2026-03-02T05:59:00", Limits(window=NIGHT), "2026-03-02T05:59:00"),
        ("2026-03-02T06:00:00", Limits(window=NIGHT), "2026-03-02T22:00:00"),
        ("2026-03-02T21:00:00", Limits(window=(time(20), time(0))), "2026-03-02T21:00:00"),
        ("2026-03-06T11:00:00", Limits(None, (time(8), time(10)), WORKDAYS), "2026-03-09T08:00:00"),
        ("2026-03-07T09:30:00", Limits(None, (time(8), time(10)), WORKDAYS), "2026-03-09T09:30:00"),
        ("2026-03-07T01:00:00", Limits(None, NIGHT, WORKDAYS), "2026-03-09T01:00:00"),
        ("2026-03-06T17:00:00", Limits(time(16), None, WORKDAYS), "2026-03-09T16:00:00"),
        ("2026-03-02T12:00:00", Limits(time(15), (time(8), time(10))), "2026-03-03T08:00:00"),
        ("2026-03-04T12:00:00", Limits(weekdays=frozenset({1})), "2026-03-10T12:00:00"),
    ],
)
def test_hour_window_and_weekday_move_it_on_in_this_order(
    due: str, limits: Limits, expected: str
) -> None:
    start = datetime.fromisoformat(due).replace(tzinfo=BERLIN)
    found = fitting(start.astimezone(UTC), BERLIN, limits).astimezone(BERLIN)
    assert found.isoformat()[:19] == expected


@pytest.mark.parametrize(
    ("due", "zone", "limits", "expected"),
    [
        # spring: 02:00 is 03:00
        ("2026-03-29T00:30:00Z", BERLIN, Limits(time_of_day=time(2, 30)), "2026-03-29T01:30:00Z"),
        ("2026-03-29T01:30:01Z", BERLIN, Limits(time_of_day=time(2, 30)), "2026-03-30T00:30:00Z"),
        ("2026-03-08T06:50:00Z", NEW_YORK, Limits(None, EARLY), "2026-03-08T07:00:00Z"),
        # a weekend rolls over the change: the hour on the wall stays
        ("2026-03-28T08:00:00Z", BERLIN, Limits(weekdays=WORKDAYS), "2026-03-30T07:00:00Z"),
        # autumn: from 02:00 to 03:00 twice
        ("2026-10-24T22:00:00Z", BERLIN, Limits(time_of_day=time(2, 30)), "2026-10-25T00:30:00Z"),
        ("2026-10-25T00:30:00Z", BERLIN, Limits(time_of_day=time(2, 30)), "2026-10-25T00:30:00Z"),
        ("2026-10-25T00:31:00Z", BERLIN, Limits(time_of_day=time(2, 30)), "2026-10-26T01:30:00Z"),
        ("2026-10-25T01:10:00Z", BERLIN, Limits(time_of_day=time(2, 30)), "2026-10-25T01:30:00Z"),
        ("2026-10-25T01:10:00Z", BERLIN, Limits(None, EARLY), "2026-10-25T01:10:00Z"),
        ("2026-10-24T08:00:00Z", BERLIN, Limits(weekdays=WORKDAYS), "2026-10-26T09:00:00Z"),
    ],
)  # fmt: skip
def test_it_happens_once_when_the_clock_is_changed(
    due: str, zone: tzinfo, limits: Limits, expected: str
) -> None:
    found = fitting(datetime.fromisoformat(due), zone, limits)
    assert found == datetime.fromisoformat(expected)


TIMES = st.times().map(lambda each: each.replace(second=0, microsecond=0))


@given(
    st.datetimes(FIRST, LAST, timezones=st.just(UTC)),
    st.none() | TIMES,
    st.none() | st.tuples(TIMES, TIMES).filter(lambda window: window[0] != window[1]),
    st.frozensets(st.integers(0, 6)),
)
def test_it_is_never_before_it_is_due_and_where_it_is_it_stays(
    due: datetime, at: time | None, window: tuple[time, time] | None, days: frozenset[int]
) -> None:
    limits = Limits(at, window, days)
    found = fitting(due, BERLIN, limits)
    assert due <= found < due + timedelta(days=10)
    local = found.astimezone(BERLIN)
    if found != due.astimezone(UTC) and 1 <= local.hour < 4:
        return  # where the clock is changed it may lie beside the window
    assert limits.within(local.time())
    assert not days or local.weekday() in days


@pytest.mark.parametrize("name", ["", "UTC2", "../etc/passwd", "Europe", "x" * 200, "a\0b"])
def test_a_name_that_is_no_zone_gives_way_to_the_next(name: str) -> None:
    assert zone_of(name, "Europe/Berlin") == BERLIN
    assert zone_of(name) is UTC
