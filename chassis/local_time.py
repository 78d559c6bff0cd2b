"""The next moment that fits a time of the day, a window and weekdays where somebody is.

The order is zone, time of the day, window, weekday. Each only ever moves the moment on. What the
clock on the wall leaves out in spring happens once, as much later as the clock jumps; what it
shows twice in autumn happens the first time that is not past.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """When something may happen. window: the end exclusive, over midnight when it is before the
    start; weekdays: 0 is Monday, and the day is the one that the moment itself is in, also after
    midnight. What is None or empty sets no limit.
    """

    time_of_day: time | None = None
    window: tuple[time, time] | None = None
    weekdays: frozenset[int] = frozenset()

    def within(self, at: time) -> bool:
        """Whether the window is open at a time of the day."""
        if self.window is None:
            return True
        opens, closes = self.window
        if opens <= closes:
            return opens <= at < closes
        return at >= opens or at < closes


def fitting(due: datetime, zone: tzinfo, limits: Limits) -> datetime:
    """The first moment (UTC) that is not before `due` and keeps the limits in a zone."""
    start = due.astimezone(zone)
    wall = start.replace(tzinfo=None, fold=0)
    if limits.time_of_day is not None:
        wall = _next(wall, limits.time_of_day)
    if limits.window is not None and not limits.within(wall.time()):
        wall = _next(wall, limits.window[0])
    if limits.weekdays:
        while wall.weekday() not in limits.weekdays:
            wall += DAY
    if wall == start.replace(tzinfo=None, fold=0):
        return due.astimezone(UTC)
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first if first >= due else second


def zone_of(*names: str) -> tzinfo:
    """The zone of the first name that is one; UTC when none is."""
    for name in filter(None, names):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # unknown, not a name, a folder
            continue
    return UTC


def _next(wall: datetime, at: time) -> datetime:
    """The next time that a clock on the wall shows a time of the day; now, if it does."""
    today = datetime.combine(wall.date(), at)
    return today if today >= wall else today + DAY
