"""When things happened in the demo: half a year, oldest first, the clock moved along."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as clock_time
from itertools import groupby
from operator import itemgetter

from deploy.local.demo.api import Api

#: How many days ago the story begins.
BEGINNING = 190
#: Older things happened on the Tuesday of their week, in office hours: few steps, right clocks.
TUESDAY, MORNING = 1, clock_time(10)
RECENT = 7
#: What follows "later" follows after this.
LATER = timedelta(minutes=90)
#: Every process has heard of a moved clock after so many seconds.
HEARD = 0.25

Act = Callable[[], object]


class Agenda:
    """Things to do, each so many days ago; the clock stands at their time when they are done.

    A clock that is not behind, as when the load is run again, stays where it is.
    """

    def __init__(self, api: Api, now: datetime) -> None:
        self._api = api
        self._now = now
        self._acts: list[tuple[datetime, Act]] = []

    def at(self, days_ago: float, act: Act, *, later: bool = False) -> None:
        """Something to do; what is noted first for a moment is done first."""
        moment = self._moment(days_ago) + (LATER if later else timedelta(0))
        self._acts.append((min(moment, self._now), act))

    def run(self) -> None:
        """Does everything; the clock tells the present afterwards, whatever happened."""
        try:
            for moment, acts in groupby(sorted(self._acts, key=itemgetter(0)), itemgetter(0)):
                self._go_to(moment)
                for _, act in acts:
                    act()
        finally:
            self._go_to(datetime.now(self._now.tzinfo))

    def _moment(self, days_ago: float) -> datetime:
        moment = self._now - timedelta(days=days_ago)
        if days_ago < RECENT:
            return moment
        tuesday = moment.date() - timedelta(days=(moment.weekday() - TUESDAY) % 7)
        return datetime.combine(tuesday, MORNING, moment.tzinfo)

    def _go_to(self, moment: datetime) -> None:
        said = datetime.fromisoformat(self._api.get("/v1/clock")["current_time"])
        if (seconds := int((moment - said).total_seconds())) > 0:
            self._api.post("/v1/clock:advance", {"seconds": seconds})
            time.sleep(HEARD)  # nobody tells when the last process has read it
