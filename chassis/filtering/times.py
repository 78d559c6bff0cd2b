"""Moments a filter names: times, days, and both relative to now; weeks start on Monday.

Every moment is a span, a half-open range of days or of instants: an instant is one microsecond
long. Days are those of the time zone of `now`.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, TypeVar

D = TypeVar("D", bound=date)

YEARS = range(1000, 9999)
MAX_SHIFT = timedelta(days=36525)
ACCURACY = timedelta(microseconds=1)

_STEPS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_MONTHS = {"mo": 1, "y": 12}
_PERIODS = {"week": (1, "w"), "month": (1, "mo"), "quarter": (3, "mo"), "year": (1, "y")}
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_OFFSETS = {"last": -1, "this": 0, "next": 1}

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_SHIFTED = re.compile(r"(now|today)(?:([+-][0-9]{1,6})(mo|m|h|d|w|y))?")
_PERIOD = re.compile(r"(last|this|next)_(week|month|quarter|year)")


class Points:
    """Single instants; as days, the day they fall on."""

    def instants(self, now: datetime) -> tuple[datetime, datetime]:
        """The instant and the next microsecond."""
        raise NotImplementedError

    def days(self, now: datetime) -> tuple[date, date]:
        """The day it falls on and the next."""
        day = self.instants(now)[0].astimezone(now.tzinfo).date()
        return day, day + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Instant(Points):
    """A point in time."""

    time: datetime
    relative: ClassVar[bool] = False

    def instants(self, now: datetime) -> tuple[datetime, datetime]:  # noqa: ARG002 -- the same at any time
        return self.time, self.time + ACCURACY


@dataclass(frozen=True, slots=True)
class Now(Points):
    """So long before or after now: now-7d."""

    count: int = 0
    unit: str = "d"
    relative: ClassVar[bool] = True

    def instants(self, now: datetime) -> tuple[datetime, datetime]:
        """Months and years are counted on the calendar of the time zone, the rest on the clock."""
        base = now if self.unit in _MONTHS else now.astimezone(UTC)
        instant = shift(base, self.count, self.unit).astimezone(UTC)
        return instant, instant + ACCURACY


class Days:
    """Whole days; as instants, from midnight to midnight."""

    def days(self, now: datetime) -> tuple[date, date]:
        """The first day and the one after the last."""
        raise NotImplementedError

    def instants(self, now: datetime) -> tuple[datetime, datetime]:
        """From the first midnight to the one after the last day."""
        first, after = self.days(now)
        return _midnight(first, now), _midnight(after, now)


@dataclass(frozen=True, slots=True)
class Day(Days):
    """A day by its date."""

    day: date
    relative: ClassVar[bool] = False

    def days(self, now: datetime) -> tuple[date, date]:  # noqa: ARG002 -- the same on any day
        return self.day, self.day + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Today(Days):
    """A day so many days, weeks, months or years from today: today-7d."""

    count: int = 0
    unit: str = "d"
    relative: ClassVar[bool] = True

    def days(self, now: datetime) -> tuple[date, date]:
        """That day alone."""
        day = shift(now.date(), self.count, self.unit)
        return day, day + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period(Days):
    """A calendar week, month, quarter or year, so many away from the running one."""

    unit: str
    offset: int
    relative: ClassVar[bool] = True

    def days(self, now: datetime) -> tuple[date, date]:
        """All its days."""
        length, unit = _PERIODS[self.unit]
        start = shift(_period_start(now.date(), self.unit), self.offset * length, unit)
        return start, shift(start, length, unit)


@dataclass(frozen=True, slots=True)
class Anniversary:
    """The day of the year that today is; 29 February counts on the 28th of a common year."""

    relative: ClassVar[bool] = True

    def month_days(self, now: datetime) -> tuple[str, ...]:
        """The days of the year to look for: ("06-10",)."""
        tomorrow = now.date() + timedelta(days=1)
        leapling = ("02-29",) if (tomorrow.month, tomorrow.day) == (3, 1) else ()
        return tuple(sorted({f"{now:%m-%d}", *leapling}))


Moment = Instant | Now | Day | Today | Period | Anniversary


def moment(text: str) -> Moment | None:
    """What the text names, or None. Raises ValueError for a day or time that does not exist."""
    if _DATE.fullmatch(text):
        return Day(_in_range(date.fromisoformat(text)))
    if _TIME.fullmatch(text):
        return Instant(_instant(text))
    if text in _NEAR:
        return Today(_NEAR[text])
    if match := _PERIOD.fullmatch(text):
        return Period(match[2], _OFFSETS[match[1]])
    if match := _SHIFTED.fullmatch(text):
        return _shifted(match[1], int(match[2] or 0), match[3] or "d")
    return Anniversary() if text == "anniversary" else None


def shift(value: D, count: int, unit: str) -> D:
    """A date or time moved by minutes (m), hours, days, weeks, months (mo) or years.

    A month has the days it has: a month after 31 January is the last day of February.
    """
    if unit in _STEPS:
        return value + count * _STEPS[unit]
    year, month = divmod(value.year * 12 + value.month - 1 + count * _MONTHS[unit], 12)
    first = value.replace(year=year, month=month + 1, day=1)
    length = (_next_month(first) - first).days
    return first.replace(day=min(value.day, length))


def _next_month(first: D) -> D:
    return (first + timedelta(days=31)).replace(day=1)


def _period_start(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[unit]
    return day.replace(month=month, day=1)


def _shifted(anchor: str, count: int, unit: str) -> Moment:
    months = _MONTHS.get(unit, 0)
    if abs(count) * (_STEPS.get(unit) or timedelta(days=31 * months)) > MAX_SHIFT:
        raise ValueError("at most 100 years away")
    if anchor == "now":
        return Now(count, unit)
    if unit in ("m", "h"):
        raise ValueError("today moves by d, w, mo or y; now by m and h as well")
    return Today(count, unit)


def _instant(text: str) -> datetime:
    try:
        return _in_range(datetime.fromisoformat(text.upper()).astimezone(UTC))
    except OverflowError:
        raise ValueError("out of range") from None


def _in_range(value: D) -> D:
    if value.year not in YEARS:
        raise ValueError(f"years run from {YEARS[0]} to {YEARS[-1]}")
    return value


def _midnight(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time.min, now.tzinfo).astimezone(UTC)
