"""The working hours of a policy: as rows of a message, and as the calendar they become."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from chassis.errors import InvalidArgument


def week(rows: Iterable[Any]) -> dict[str, list[list[str]]]:
    """Rows with day, start and end as a calendar has them: {"mon": [["09:00", "17:00"]]}."""
    days: dict[str, list[list[str]]] = {}
    for row in sorted(rows, key=lambda each: each.start):
        days.setdefault(row.day, []).append([row.start, row.end])
    return days


def check_calendar(calendar: Mapping[str, Any]) -> None:
    """Raises InvalidArgument naming the field of the policy."""
    if calendar["tz"] not in available_timezones():
        raise InvalidArgument.of("time_zone", "must be an IANA name such as Europe/Berlin")
    if not any(calendar["hours"].values()):
        raise InvalidArgument.of("hours", "need at least one, or nothing would ever be due")
    for ranges in calendar["hours"].values():
        ends = [end for _, end in ranges]
        backwards = any(start >= end for start, end in ranges)
        if backwards or any(start < end for (start, _), end in zip(ranges[1:], ends, strict=False)):
            raise InvalidArgument.of("hours", "must each end after they begin, and not overlap")
    for day in calendar.get("holidays", ()):
        try:
            date.fromisoformat(day)
        except ValueError:
            raise InvalidArgument.of("holidays", f"{day} is no day") from None
