"""Business time: how long a clock ran within working hours, and when it will be due.

Hours are laid out day by day in the calendar's own zone and turned into UTC instants, so daylight
saving comes out right by itself; pauses are instants cut out of them. `elapsed(s, due(s, n)) == n`
holds for every start and length.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: A calendar without an open hour in this many days never opens.
HORIZON = timedelta(days=366 * 3)

Range = tuple[str, str]
Interval = tuple[datetime, datetime]


class NeverOpen(ValueError):
    """The calendar has no working hour within the horizon."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working hours. tz: IANA zone; hours: weekday -> ranges like ("09:00", "17:00"), the end
    exclusive and "24:00" allowed; holidays: closed days; overrides: a day's ranges instead.
    """

    tz: str
    hours: Mapping[str, Sequence[Range]]
    holidays: frozenset[date] = frozenset()
    overrides: Mapping[date, Sequence[Range]] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Calendar":
        """A calendar as the API and the vectors write it: dates are ISO texts."""
        return cls(
            tz=data["tz"],
            hours={day: [tuple(r) for r in ranges] for day, ranges in data["hours"].items()},
            holidays=frozenset(map(date.fromisoformat, data.get("holidays", ()))),
            overrides={
                date.fromisoformat(day): [tuple(r) for r in ranges]
                for day, ranges in data.get("overrides", {}).items()
            },
        )

    def ranges(self, day: date) -> Sequence[Range]:
        """The working hours of one day."""
        if day in self.overrides:
            return self.overrides[day]
        if day in self.holidays:
            return ()
        return self.hours.get(WEEKDAYS[day.weekday()], ())


def office_hours(tz: str) -> Calendar:
    """Monday to Friday, 09:00 to 17:00: what a clock runs by unless told otherwise."""
    return Calendar(tz=tz, hours=dict.fromkeys(WEEKDAYS[:5], [("09:00", "17:00")]))


def intervals(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Interval]:
    """The open intervals between two instants, in UTC, adjoining ones joined."""
    joined: Interval | None = None
    for opened, closed in _open_days(calendar, start, end):
        begin, finish = max(opened, start), min(closed, end)
        if begin >= finish:
            continue
        if joined and joined[1] == begin:
            joined = (joined[0], finish)
            continue
        if joined:
            yield joined
        joined = (begin, finish)
    if joined:
        yield joined


def elapsed(
    calendar: Calendar, start: datetime, end: datetime, pauses: Sequence[Interval] = ()
) -> timedelta:
    """How long the clock ran between two instants."""
    return sum((b - a for a, b in _running(calendar, start, end, pauses)), timedelta())


def due(
    calendar: Calendar, start: datetime, length: timedelta, pauses: Sequence[Interval] = ()
) -> datetime:
    """When the clock, started at `start`, has run for `length`. Raises NeverOpen."""
    left = length
    for begin, finish in _running(calendar, start, start + HORIZON, pauses):
        if finish - begin >= left:
            return begin + left
        left -= finish - begin
    raise NeverOpen(f"no {length} of working time within {HORIZON.days} days")


def _running(
    calendar: Calendar, start: datetime, end: datetime, pauses: Sequence[Interval]
) -> Iterator[Interval]:
    """Open intervals without the pauses; pauses may overlap."""
    cuts = sorted(pauses)
    for begin, finish in intervals(calendar, start, end):
        at = begin
        for paused, resumed in cuts:
            if resumed <= at or paused >= finish:
                continue
            if paused > at:
                yield at, paused
            at = max(at, resumed)
        if at < finish:
            yield at, finish


def _open_days(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Interval]:
    zone = ZoneInfo(calendar.tz)
    day = start.astimezone(zone).date() - timedelta(days=1)
    last = end.astimezone(zone).date()
    while day <= last:
        for opened, closed in calendar.ranges(day):
            yield _instant(day, opened, zone), _instant(day, closed, zone)
        day += timedelta(days=1)


def _instant(day: date, clock: str, zone: ZoneInfo) -> datetime:
    if clock == "24:00":
        day, clock = day + timedelta(days=1), "00:00"
    local = datetime.combine(day, time.fromisoformat(clock), tzinfo=zone)
    return local.astimezone(UTC)
