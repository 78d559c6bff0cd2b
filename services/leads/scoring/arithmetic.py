"""What points are worth as they age, in whole points that add up."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY = timedelta(days=1)
#: A little more than how finely times are kept, so that a moment of change lies after it.
AFTER = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Decay:
    """How points age: to half after each half-life, or by a share of the whole each step."""

    half_life_days: float = 0
    step_days: int = 0
    step_percent: int = 0

    def left(self, age: timedelta) -> float:
        """The share that is left at an age, from 1 down to 0."""
        days: float = max(age / DAY, 0.0)
        if self.half_life_days:
            return float(0.5 ** (days / self.half_life_days))
        if self.step_days:
            return max(0.0, 1 - self.step_percent * (days // self.step_days) / 100)
        return 1.0

    def changes(
        self, points: int, since: datetime, now: datetime
    ) -> Iterator[tuple[datetime, int]]:
        """When from now on the whole worth of points changes, and by what: towards zero."""
        if self.half_life_days and points:
            yield from self._losses(points, since, now)
        elif self.step_days and points:
            yield from self._steps(points, since, now)

    def _losses(
        self, points: int, since: datetime, now: datetime
    ) -> Iterator[tuple[datetime, int]]:
        """One point at a time, ever slower."""
        by = -1 if points > 0 else 1
        for left in range(abs(whole(worth(points, self, now - since))), 0, -1):
            days = self.half_life_days * math.log2(abs(points) / (left - 0.5))
            yield max(since + days * DAY + AFTER, now), by

    def _steps(self, points: int, since: datetime, now: datetime) -> Iterator[tuple[datetime, int]]:
        """Several points at a time, at each step until nothing is left."""
        worth_now = whole(worth(points, self, now - since))
        step = max(now - since, timedelta(0)) // (self.step_days * DAY)
        while worth_now and self.step_percent:
            step += 1
            age = step * self.step_days * DAY
            worth_then = whole(worth(points, self, age))
            if worth_then != worth_now:
                yield since + age, worth_then - worth_now
            worth_now = worth_then


def worth(points: int, decay: Decay, age: timedelta) -> float:
    """What points are worth at an age."""
    return float(points * decay.left(age))


def whole(value: float) -> int:
    """The nearest whole number; a half goes away from zero."""
    return int(math.copysign(math.floor(abs(value) + 0.5), value))


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
