"""The use cases of the business clock. It has no table: its offset is known to all processes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.clock import Clock


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock shows. offset_seconds: how far it is ahead of the real time."""

    current_time: datetime
    offset_seconds: float
    movable: bool


class BusinessClock:
    """The clock that timers and due dates of all services follow."""

    def __init__(self, clock: Clock, *, movable: bool) -> None:
        self._clock = clock
        self._movable = movable

    def read(self) -> Reading:
        """The business time."""
        now = self._clock.now()
        return Reading(now, self._clock.offset.total_seconds(), self._movable)

    def advance(self, seconds: int) -> Reading:
        """Moves it forward. Raises FailedPrecondition (CLOCK_FIXED), Unavailable."""
        self._clock.advance(timedelta(seconds=seconds))
        return self.read()
