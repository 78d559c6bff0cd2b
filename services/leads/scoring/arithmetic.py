"""What points are worth as they age, in whole points that add up."""

import math
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

DAY = timedelta(days=1)
#: A little more than how finely times are kept, so that a moment of change lies after it.
AFTER = timedelta(milliseconds=1)


def worth(points: int, half_life_days: float, age: timedelta) -> float:
    """What points are worth at an age: half after each half-life, all for ever without one."""
    if not half_life_days:
        return float(points)
    days: float = max(age / DAY, 0.0)
    return float(points * 0.5 ** (days / half_life_days))


def whole(value: float) -> int:
    """The nearest whole number; a half goes away from zero."""
    return int(math.copysign(math.floor(abs(value) + 0.5), value))


def changes(
    points: int, half_life_days: float, since: datetime, now: datetime
) -> Iterator[tuple[datetime, int]]:
    """When from now on the whole worth changes, and by what: always by one, towards zero."""
    if not half_life_days or not points:
        return
    step = -1 if points > 0 else 1
    for left in range(abs(whole(worth(points, half_life_days, now - since))), 0, -1):
        days = half_life_days * math.log2(abs(points) / (left - 0.5))
        yield max(since + days * DAY + AFTER, now), step


def capped(worths: Iterable[int], cap: int) -> list[int]:
    """What of each worth counts when together they count at most `cap`: the first ones first.

    What lies below zero counts whole, so it makes room for what lies above.
    """
    worths = list(worths)
    room = cap - sum(each for each in worths if each < 0)
    counted = []
    for each in worths:
        counted.append(min(each, room) if each > 0 else each)
        room -= max(counted[-1], 0)
    return counted


def floored(counted: Iterable[int]) -> list[int]:
    """The same with what lies below zero cut, last one first, until the sum is not below zero."""
    counted = list(counted)
    short = -sum(counted)
    for place in reversed(range(len(counted))):
        if short <= 0:
            break
        if counted[place] < 0:
            back = min(short, -counted[place])
            counted[place] += back
            short -= back
    return counted
