"""Where all business time comes from, so that tests and demonstrations can move it."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the time in UTC, moved forward by `offset`."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset

    def now(self) -> datetime:
        """The aware time in UTC, to the microsecond."""
        return datetime.now(UTC) + self.offset

    def advance(self, by: timedelta) -> None:
        """Moves the clock; time never runs backwards. Raises ValueError for a negative step."""
        if by < timedelta(0):
            raise ValueError("a clock is only moved forward")
        self.offset += by
