"""Programs that check all links of a mail: found by what they do together, not one by one."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from services.notify.engagement.model import Reason

#: What one source does within so much time is one burst.
WINDOW = timedelta(seconds=5)


class Look(Protocol):
    """Something done at a mail. url: of a click; "" is the link that people do not see."""

    @property
    def url(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def occur_time(self) -> datetime: ...


def reason_of(look: Look, clicks: Iterable[Look], links: int) -> Reason:
    """Why a look belongs to a program's burst, or NONE. clicks: those at the same message around
    it, its own too when it is one; links: how many different links the message has.

    Most of the links, and more than one, within WINDOW are more than a person follows; and nobody
    follows what they do not see. What the same source does before or afterwards is a person's.
    """
    near = [
        click
        for click in clicks
        if click.source == look.source and abs(click.occur_time - look.occur_time) <= WINDOW
    ]
    if not all(click.url for click in near):
        return Reason.TRAP
    starts = [look.occur_time, *(each.occur_time for each in near)]
    stretches = [start for start in starts if start <= look.occur_time]
    if any(_links_within(near, start) > max(1, links / 2) for start in stretches):
        return Reason.BURST
    return Reason.NONE


def _links_within(clicks: Iterable[Look], start: datetime) -> int:
    """How many different links were followed from a moment on."""
    return len({each.url for each in clicks if start <= each.occur_time <= start + WINDOW})
